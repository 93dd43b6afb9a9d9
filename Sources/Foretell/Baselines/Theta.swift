import ForetellClassics
import ForetellData

/// The Theta method of the M3 competition: the mean of the straight line through the values, and of simple
/// exponential smoothing of the values with twice their distance from that line.
///
/// A season is taken out before when the test of the M4 competition finds one: multiplicative indices of classical
/// decomposition, or additive ones when a value isn't positive. Gaps are filled along straight lines; fewer than six
/// values are forecast by the naive method.
///
/// Use it as the standard of comparison for monthly and quarterly data: few methods of the M3 competition were
/// better. Source: V. Assimakopoulos and K. Nikolopoulos, The theta model, International Journal of Forecasting 16
/// (2000) 521–530; the state-space form and its variances are those of Fiorucci and others (see
/// ``DynamicOptimizedTheta``).
public struct Theta: SeasonalMethod {
  /// `theta`.
  public static var family: String { "theta" }
  /// Season length in steps; nil takes the frequency's.
  public var seasonLength: Int?
  /// The range of the forecasts.
  public var bounds: ForecastBounds
  /// `Theta`.
  public var name: String { "Theta" }

  /// Makes a forecaster.
  public init(seasonLength: Int? = nil, bounds: ForecastBounds = ForecastBounds()) {
    self.seasonLength = seasonLength
    self.bounds = bounds
  }

  /// The forecast with normal intervals of the method's own state-space form.
  public func forecast(values: [Double], season: Int, horizon: Int) -> ReferenceForecast? {
    .adjusted(values, season: season, horizon: horizon) {
      ThetaModel($0, form: .standard)?.forecast(horizon: $1)
    }
  }
}
