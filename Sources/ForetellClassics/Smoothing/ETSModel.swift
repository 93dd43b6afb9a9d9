import ForetellCore

/// Exponential smoothing in one form, fitted to one series by maximum likelihood.
///
/// ``ETSRecursion`` has the formulas. Smoothing parameters and initial states are chosen together, in the usual region
/// 0 < α < 1, 0 < β ≤ α, 0 < γ ≤ 1 − α, 0.8 ≤ φ ≤ 0.98. The search is that of Levenberg and Marquardt, from the best of
/// a few smoothing parameters with the initial states of ``ETSStart``.
///
/// Missing values are skipped. Source: R. J. Hyndman, A. B. Koehler, J. K. Ord and R. D. Snyder, Forecasting with
/// Exponential Smoothing: The State Space Approach, Springer 2008, chapters 2, 5 and 6.
package struct ETSModel: Sendable, Equatable {
  /// The form.
  package let form: ETSForm
  /// Season length; 1 for forms without a season.
  package let season: Int
  /// Smoothing parameter of the level.
  package let alpha: Double
  /// Smoothing parameter of the slope; 0 without a trend.
  package let beta: Double
  /// Smoothing parameter of the season; 0 without a season.
  package let gamma: Double
  /// By which the slope is multiplied at each step; 1 unless the trend is damped.
  package let phi: Double
  /// The states before the first value: level, slope where there is a trend, and seasonal states, that of the first value
  /// first.
  package let initialStates: [Double]
  /// The states after the last value: the level, the slope (0 without a trend), and the seasonal states, that of the next
  /// step first.
  package let level: Double, slope: Double, seasonal: [Double]
  /// The forecast of each value from those before it.
  package let fitted: [Double]
  /// The level after each value.
  package let levels: [Double]
  /// Variance of the errors, which are relative ones for forms with a multiplicative error: the mean square with one
  /// degree of freedom less per parameter.
  package let variance: Double
  /// The logarithm of the likelihood without the constant −n/2·(log 2π + 1 − log n).
  package let logLikelihood: Double
  /// Akaike's information criterion with the correction for small samples.
  package let aicc: Double

  /// The recursion once more with the best parameters, on the scale of the series.
  init(_ recursion: ETSRecursion, _ parameters: [Double], squares: Double, scale: Double) {
    let form = recursion.form
    let parts = recursion.smoothing(parameters)
    let seasonScale = form.season == .additive ? scale : 1
    var season = recursion.initialSeason(parameters)
    var level = parameters[recursion.levelPlace]
    var slope = form.trend == .none ? 0 : parameters[recursion.levelPlace + 1]
    initialStates =
      [level * scale] + (form.trend == .none ? [] : [slope * scale]) + season.map { $0 * seasonScale }
    var fitted: [Double] = []
    var levels: [Double] = []
    var sum = 0.0
    var observed = 0.0
    var place = 0
    let length = max(season.count, 1)
    for value in recursion.values {
      let base = level + parts.phi * slope
      var (mean, delta) = (base, value - base)
      var next = 0.0
      switch form.season {
      case .none: break
      case .additive:
        mean = base + season[place]
        delta = value - season[place] - base
        next = season[place] + parts.gamma * delta
      case .multiplicative:
        mean = base * season[place]
        delta = value / season[place] - base
        next = season[place] + parts.gamma * (value / base - season[place])
      }
      if value.isNaN {
        level = base
        slope *= parts.phi
      } else {
        level = base + parts.alpha * delta
        slope = parts.phi * slope + parts.beta * delta
        if form.season != .none { season[place] = next }
        let error = form.isMultiplicative ? (value - mean) / mean : value - mean
        sum += error * error
        observed += 1
      }
      place = (place + 1) % length
      fitted.append(mean * scale)
      levels.append(level * scale)
    }
    self.form = form
    self.season = form.season == .none ? 1 : recursion.season
    alpha = parts.alpha
    beta = parts.beta
    gamma = parts.gamma
    phi = parts.phi
    self.level = level * scale
    self.slope = slope * scale
    seasonal = (season[place...] + season[..<place]).map { $0 * seasonScale }
    self.fitted = fitted
    self.levels = levels
    let parameterCount = Double(recursion.count) + 1
    let errorScale = form.isMultiplicative ? 1 : scale
    variance = sum / max(observed - parameterCount + 1, 1) * errorScale * errorScale
    // Sums of zero have no logarithm.
    let deviance =
      observed * (elementaryLogarithm(max(squares, 1e-300)) + 2 * elementaryLogarithm(scale))
    logLikelihood = -deviance / 2
    let rest = observed - parameterCount - 1
    aicc =
      rest > 0 ? deviance + 2 * parameterCount + 2 * parameterCount * (parameterCount + 1) / rest : .infinity
  }

  // MARK: Fit

  /// The best of some forms by ``aicc``.
  ///
  /// A form is left out when it needs positive values and one isn't positive, when the series has fewer than two seasons
  /// of values for its season, and when it has too many parameters for the number of values. Beyond 24 steps the initial
  /// seasonal states are those of classical decomposition.
  ///
  /// - Parameters:
  ///   - series: the values in time order, NaN for missing; the first and the last are observed.
  ///   - season: season length; 1 for none.
  ///   - forms: the forms.
  ///   - largestShare: the largest β/α, at most 1.
  /// - Returns: nil when no form can be fitted.
  package static func best(
    _ series: [Double], season: Int, forms: [ETSForm], largestShare: Double = 1
  ) -> ETSModel? {
    guard let span = ObservedSpan(series), span.missingAtEnd == 0, span.start == 0 else { return nil }
    let largest = series.reduce(0) { $1.isNaN ? $0 : max($0, abs($1)) }
    // A power of two, so that dividing by it changes no digit.
    let scale = largest > 0 ? Double(sign: .plus, exponent: largest.exponent, significand: 1) : 1
    let observed = series.count { !$0.isNaN }
    let isPositive = series.allSatisfy { $0.isNaN || $0 > 0 }
    let length = max(season, 1)
    let capacity = 6 + (length <= Self.longestChosenSeason ? length : 0)
    let start = ETSStart(span.values.map { $0 / scale }, season: length)
    var recursion = ETSRecursion(series.map { $0 / scale }, season: length, capacity: capacity)
    var search = BoundedLeastSquares(capacity: capacity)
    var best: ETSModel?
    for form in forms {
      guard isPositive || !form.needsPositive, form.season == .none || length > 1,
        form.parameterCount(season: length) < observed - 1, let states = start.states(form)
      else { continue }
      recursion.form = form
      recursion.season = form.season == .none ? 1 : length
      recursion.choosesSeason = length <= Self.longestChosenSeason
      recursion.fixedSeason = states.season
      guard
        let model = recursion.fit(
          states, largestShare: largestShare, search: &search, scale: scale)
      else { continue }
      if best.map({ model.aicc < $0.aicc }) ?? true { best = model }
    }
    return best
  }

  /// The form with the smallest ``aicc`` among ``ETSForm/admissible``, with β at most 0.3·α.
  ///
  /// The likelihood of a short series is often greatest at a large β, whose trends go too far: with this limit the
  /// forecasts are better on the yearly, quarterly and monthly series of M3 and on those of M4.
  ///
  /// - Parameters:
  ///   - series: the values in time order, NaN for missing; the first and the last are observed.
  ///   - season: season length; 1 for none.
  package static func automatic(_ series: [Double], season: Int) -> ETSModel? {
    best(series, season: season, forms: ETSForm.admissible, largestShare: 0.3)
  }

  /// The longest season whose initial states are chosen with the other parameters.
  static let longestChosenSeason = 24
}

extension ETSRecursion {
  /// Fits the form from given states; nil when no start has a finite sum of squares.
  fileprivate mutating func fit(
    _ states: (level: Double, slope: Double, season: [Double]), largestShare: Double,
    search: inout BoundedLeastSquares, scale: Double
  ) -> ETSModel? {
    var parameters = [Double](repeating: 0, count: count)
    var lower = [Double](repeating: -.infinity, count: count)
    var upper = [Double](repeating: .infinity, count: count)
    (lower[0], upper[0]) = (1e-4, 0.9999)
    if sharePlace >= 0 { (lower[sharePlace], upper[sharePlace]) = (1e-4, largestShare) }
    if seasonSharePlace >= 0 { (lower[seasonSharePlace], upper[seasonSharePlace]) = (1e-4, 1) }
    if dampingPlace >= 0 { (lower[dampingPlace], upper[dampingPlace]) = (0.8, 0.98) }
    var best = parameters
    var least = Double.infinity
    // The season has a maximum of the likelihood where it stays the same, and often another where it moves on.
    for (seasonShare, alphas) in form.season == .none
      ? [(0, Self.alphas)] : [(0.05, Self.alphas), (0.4, [0.2])]
    {
      var first: [Double]?
      // Relative errors need positive forecasts: a start without them is tried again nearer to constant values.
      for share in [1, 0.5, 0] where first == nil {
        place(states, share: share, in: &parameters)
        first = start(parameters, alphas: alphas, seasonShare: seasonShare)
      }
      guard var found = first else { continue }
      let squares = search.minimise(&found, lower: lower, upper: upper, &self)
      if squares < least { (least, best) = (squares, found) }
    }
    guard least.isFinite else { return nil }
    return ETSModel(self, best, squares: least, scale: scale)
  }

  private static var alphas: [Double] { [0.02, 0.1, 0.3, 0.6, 0.9] }

  /// Puts initial states into parameters, with a share of their slope and season.
  private func place(
    _ states: (level: Double, slope: Double, season: [Double]), share: Double, in parameters: inout [Double]
  ) {
    parameters[levelPlace] = states.level
    if form.trend != .none {
      parameters[levelPlace + 1] = states.slope * share
      // The line turns about the middle of the values that it was drawn through.
      let middle = Double(min(values.count, max(10, 2 * season)) + 1) / 2
      parameters[levelPlace] += states.slope * (1 - share) * middle
    }
    guard form.season != .none, choosesSeason else { return }
    let constant = form.season == .multiplicative ? 1.0 : 0.0
    for place in 0..<season - 1 {
      parameters[seasonPlace + place] = constant + (states.season[place] - constant) * share
    }
  }

  /// The parameters with the best of a few α; nil when no sum of squares is finite.
  ///
  /// The search begins at slow changes of the slope: many series of a few years have a second maximum of the
  /// likelihood at fast ones, whose forecasts are poor.
  private mutating func start(_ parameters: [Double], alphas: [Double], seasonShare: Double) -> [Double]? {
    var parameters = parameters
    if sharePlace >= 0 { parameters[sharePlace] = 0.05 }
    if seasonSharePlace >= 0 { parameters[seasonSharePlace] = seasonShare }
    if dampingPlace >= 0 { parameters[dampingPlace] = 0.975 }
    var best: [Double]?
    var least = Double.infinity
    for alpha in alphas {
      parameters[0] = alpha
      let sum = squares(parameters)
      if sum < least { (least, best) = (sum, parameters) }
    }
    return best
  }
}
