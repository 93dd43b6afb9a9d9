/// A form of exponential smoothing: how error, trend and season enter.
///
/// Source of the notation and of all formulas: R. J. Hyndman, A. B. Koehler, J. K. Ord and R. D. Snyder, Forecasting with
/// Exponential Smoothing: The State Space Approach, Springer 2008.
package struct ETSForm: Sendable, Hashable {
  /// How a part enters.
  package enum Part: Sendable, Hashable {
    /// Not at all.
    case none
    /// As a summand.
    case additive
    /// As a factor.
    case multiplicative
  }

  /// Trends; all of them are additive.
  package enum Trend: Sendable, Hashable {
    /// The level has no trend.
    case none
    /// The level goes on by the slope.
    case additive
    /// The level goes on by the slope, which becomes smaller by the factor φ at each step.
    case damped
  }

  /// Whether the error is relative to the forecast.
  package var isMultiplicative: Bool
  /// The trend.
  package var trend: Trend
  /// The season.
  package var season: Part

  /// Makes a form.
  package init(isMultiplicative: Bool = false, trend: Trend = .none, season: Part = .none) {
    self.isMultiplicative = isMultiplicative
    self.trend = trend
    self.season = season
  }

  /// Simple exponential smoothing, ETS(A,N,N).
  package static let simple = ETSForm()
  /// Holt's method, ETS(A,A,N).
  package static let holt = ETSForm(trend: .additive)
  /// Holt's method with a damped trend, ETS(A,Ad,N).
  package static let damped = ETSForm(trend: .damped)
  /// The Holt-Winters methods, ETS(A,A,A) and ETS(M,A,M).
  package static let holtWinters = [
    ETSForm(trend: .additive, season: .additive),
    ETSForm(isMultiplicative: true, trend: .additive, season: .multiplicative),
  ]

  /// The fifteen forms among which a form is chosen.
  ///
  /// Those with an additive error and a multiplicative season are left out because their variance can be infinite, and
  /// multiplicative trends because their forecasts are poor.
  package static let admissible: [ETSForm] = {
    var forms: [ETSForm] = []
    for isMultiplicative in [false, true] {
      for trend in [Trend.none, .additive, .damped] {
        for season in [Part.none, .additive, .multiplicative]
        where isMultiplicative || season != .multiplicative {
          forms.append(ETSForm(isMultiplicative: isMultiplicative, trend: trend, season: season))
        }
      }
    }
    return forms
  }()

  /// The name, such as `ETS(M,Ad,A)`.
  package var name: String {
    let trendName =
      switch trend {
      case .none: "N"
      case .additive: "A"
      case .damped: "Ad"
      }
    let seasonName =
      switch season {
      case .none: "N"
      case .additive: "A"
      case .multiplicative: "M"
      }
    return "ETS(\(isMultiplicative ? "M" : "A"),\(trendName),\(seasonName))"
  }

  /// Whether all values must be positive.
  package var needsPositive: Bool { isMultiplicative || season == .multiplicative }

  /// The number of smoothing parameters.
  var smoothingCount: Int {
    1 + (trend == .none ? 0 : 1) + (season == .none ? 0 : 1) + (trend == .damped ? 1 : 0)
  }

  /// The number of initial states that can be chosen: the seasonal ones have a fixed sum.
  func stateCount(season length: Int) -> Int {
    1 + (trend == .none ? 0 : 1) + (season == .none ? 0 : length - 1)
  }

  /// The number of estimated parameters, the variance included.
  package func parameterCount(season length: Int) -> Int { smoothingCount + stateCount(season: length) + 1 }
}
