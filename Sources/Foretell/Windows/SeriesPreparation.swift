import ForetellData

/// How one series' values are transformed and scaled before they are cut into windows, and the inverse.
struct SeriesPreparation: Sendable, Equatable {
  /// The monotone transform that is applied first.
  var transform = ValueTransform.none
  /// The scale of the series in transformed units, by which its windows are divided; nil before it is
  /// measured.
  var scale: Double?
  /// Whether the series has a season (``SeasonTest``), so that forecasts start from its seasonal naive
  /// forecast.
  var isSeasonal = false
  /// The typical difference of distant values of a stationary series, in transformed units
  /// (``SettledSpread``); nil for other series.
  var spread: Double?
  /// The seasonal indices in transformed units, if the season is removed before windows are cut; otherwise
  /// empty.
  var seasonIndices: [Double] = []
  /// How much the series changes from step to step (``measure(_:firstOrdinal:season:_:)``), for reading by
  /// origins.
  var roughness = 0.0

  /// The library's own functions, so that a forecast has the same bits with every C library.
  static let functions = ElementaryFunctions(
    exponential: Elementary.exponential, logarithm: Elementary.logarithm)

  /// The transformed value; NaN stays NaN.
  func forward(_ value: Double) -> Double { transform.apply(value, functions: Self.functions) }

  /// The value that `forward` maps to `transformed`; the nearest possible where there is none.
  func inverse(_ transformed: Double) -> Double { transform.invert(transformed, functions: Self.functions) }
}

extension SeriesPreparation {
  /// Chooses the transform from a series' history and tests whether it has a season.
  init(_ values: [Double], season: Int, horizon: Int, transform: TransformName) {
    switch transform {
    case .none: break
    case .log: self.transform = .log
    case .positiveLog:
      if values.allSatisfy({ $0.isNaN || $0 > 0 }) { self.transform = .log }
    case .safeLog:
      if Self.areFarFromZero(values.filter { !$0.isNaN }) { self.transform = .log }
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

  /// The smallest value, relative to the median value, that counts as far enough from zero: below it, one value would
  /// dominate all logarithms.
  static let leastShare = 1e-3

  /// Whether observed values are all positive and far enough from zero for logarithms.
  static func areFarFromZero(_ observed: [Double]) -> Bool {
    guard let least = observed.min(), least > 0 else { return false }
    return least >= leastShare * observed.sorted()[observed.count / 2]
  }

  /// Whether values are clearly closer to those one season earlier than to those `lag` steps earlier.
  ///
  /// Used for seasons of hundreds of steps. M4's test of seasonality sums the squared autocorrelations of all
  /// lags below the season; with hundreds of large ones it needs a dozen seasons to detect a smooth season.
  static func isNearerToTheSeason(_ values: [Double], season: Int, lag: Int) -> Bool {
    guard season > 1, lag > 0, values.count >= 2 * season else { return false }
    var sums = (season: 0.0, lag: 0.0)
    for index in season..<values.count {
      let (value, before, recent) = (values[index], values[index - season], values[index - lag])
      guard !value.isNaN, !before.isNaN, !recent.isNaN else { continue }
      sums.season += abs(value - before)
      sums.lag += abs(value - recent)
    }
    // For pure noise both sums are equal on average.
    return sums.season < 0.9 * sums.lag
  }

  /// Chooses a preparation; throws when log or Box-Cox is requested for values that aren't all positive.
  static func checked(
    _ series: Series, season: Int, horizon: Int, transform: TransformName
  ) throws -> SeriesPreparation {
    if transform == .log || transform == .boxCox,
      let index = series.values.firstIndex(where: { $0 <= 0 })
    {
      throw ForetellError(
        .badOption,
        "\(transform.rawValue) needs positive values; series \(series.id) has \(series.values[index])",
        location: .init(series: series.id),
        hint: "leave out \(option: .transform), or use \(option: .transform, "none")")
    }
    return SeriesPreparation(series.values, season: season, horizon: horizon, transform: transform)
  }

  /// A preparation for a series that wasn't part of the fit, with everything measured over the whole history.
  init(measuring values: [Double], firstOrdinal: Int, season: Int, horizon: Int, _ recipe: Recipe) {
    self.init(values, season: season, horizon: horizon, transform: recipe.transform)
    measure(values, firstOrdinal: firstOrdinal, season: season, recipe)
    guard scale == nil else { return }
    scale =
      recipe.windowScaling(season: season)
      .statistics(
        of: prepared(values, firstOrdinal: firstOrdinal).span, seasonLength: recipe.scalingSeason(season)
      ).scale
  }

  /// λ as stored in a model file: NaN without a transform, 0 for the logarithm.
  var lambda: Double {
    switch transform {
    case .none: .nan
    case .log: 0
    case .boxCox(let lambda): lambda
    }
  }

  /// A preparation from the values stored in a model file.
  init(
    lambda: Double, scale: Double, isSeasonal: Bool, spread: Double?, seasonIndices: [Double] = [],
    roughness: Double = 0
  ) {
    transform = lambda.isNaN ? .none : lambda == 0 ? .log : .boxCox(lambda: lambda)
    self.scale = scale
    self.isSeasonal = isSeasonal
    self.spread = spread
    self.seasonIndices = seasonIndices
    self.roughness = roughness
  }
}
