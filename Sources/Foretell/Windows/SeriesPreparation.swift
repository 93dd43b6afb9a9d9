import ForetellData

/// How one series' values are changed before they are cut into windows, and back.
struct SeriesPreparation: Sendable, Equatable {
  /// The monotone function that comes first.
  var transform = ValueTransform.none
  /// The series' own scale in transformed units, for its windows; nil before it is measured.
  var scale: Double?
  /// Whether the series has a season (``SeasonTest``), so that its seasonal naive forecast is worth starting from.
  var isSeasonal = false
  /// In transformed units, how far apart values come in a series that keeps to a level (``SettledSpread``); nil for others.
  var spread: Double?

  /// Our own functions, so that a forecast has the same bits whatever C library is installed.
  static let functions = ElementaryFunctions(
    exponential: Elementary.exponential, logarithm: Elementary.logarithm)

  /// The transformed value; NaN stays NaN.
  func forward(_ value: Double) -> Double { transform.apply(value, functions: Self.functions) }

  /// The value that `forward` maps to `transformed`; the nearest that exists.
  func inverse(_ transformed: Double) -> Double { transform.invert(transformed, functions: Self.functions) }
}

extension SeriesPreparation {
  /// Chooses the transform by a series' history and tests its season.
  init(_ values: [Double], season: Int, horizon: Int, transform: TransformName) {
    switch transform {
    case .none: break
    case .log: self.transform = .log
    case .boxCox:
      self.transform = .boxCox(for: values, seasonLength: season, functions: Self.functions)
    case .automatic:
      self.transform = .automatic(for: values, seasonLength: season, functions: Self.functions)
      if self.transform == .log, !TransformLimit.allowsLogarithm(of: values, season: season, horizon: horizon)
      {
        self.transform = .none
      }
    }
    let transformed = self.transform == .none ? values : values.map(forward)
    isSeasonal = SeasonTest.isSeasonal(values, transformed: transformed, season: season)
    spread = SettledSpread.value(of: transformed, season: season)
  }

  /// Whether values lie clearly nearer to those of one season earlier than to those of `lag` steps earlier.
  ///
  /// For seasons of hundreds of steps, whose autocorrelations are so many and so large that M4's test needs a dozen
  /// seasons to find a smooth one.
  static func isNearerToTheSeason(_ values: [Double], season: Int, lag: Int) -> Bool {
    guard season > 1, lag > 0, values.count >= 2 * season else { return false }
    var sums = (season: 0.0, lag: 0.0)
    for index in season..<values.count {
      let (value, before, recent) = (values[index], values[index - season], values[index - lag])
      guard !value.isNaN, !before.isNaN, !recent.isNaN else { continue }
      sums.season += abs(value - before)
      sums.lag += abs(value - recent)
    }
    // Noise alone makes both equal.
    return sums.season < 0.9 * sums.lag
  }

  /// Chooses a preparation; throws when an explicit log or Box-Cox meets values that aren't positive.
  static func checked(
    _ series: Series, season: Int, horizon: Int, transform: TransformName
  ) throws -> SeriesPreparation {
    if transform == .log || transform == .boxCox,
      let index = series.values.firstIndex(where: { $0 <= 0 })
    {
      throw ForetellError(
        .badOption,
        "\(transform.rawValue) needs positive values; series \(series.id) has \(series.values[index])",
        location: .init(series: series.id), hint: "leave out --transform, or use --transform none")
    }
    return SeriesPreparation(series.values, season: season, horizon: horizon, transform: transform)
  }

  /// A preparation with the scale measured over the whole history, for a series that wasn't in the fit.
  init(measuring values: [Double], season: Int, horizon: Int, transform: TransformName, scaling: Scaling) {
    self.init(values, season: season, horizon: horizon, transform: transform)
    let transformed = values.map(forward)
    scale = scaling.statistics(of: transformed.span, seasonLength: season).scale
  }

  /// λ as a model file keeps it: NaN without a transform, 0 for the logarithm.
  var lambda: Double {
    switch transform {
    case .none: .nan
    case .log: 0
    case .boxCox(let lambda): lambda
    }
  }

  /// A preparation as a model file keeps it.
  init(lambda: Double, scale: Double, isSeasonal: Bool, spread: Double?) {
    transform = lambda.isNaN ? .none : lambda == 0 ? .log : .boxCox(lambda: lambda)
    self.scale = scale
    self.isSeasonal = isSeasonal
    self.spread = spread
  }
}
