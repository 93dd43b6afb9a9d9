import ForetellClassics
import ForetellData

/// The dynamic optimised Theta method: ``OptimizedTheta`` with the straight line through the values up to each step.
///
/// A season is taken out before when the test of the M4 competition finds one: multiplicative indices of classical
/// decomposition, or additive ones when a value isn't positive. Gaps are filled along straight lines; fewer than six
/// values are forecast by the naive method.
///
/// Use it for monthly, quarterly and yearly data with a trend that may change: it is the best of the Theta methods on
/// the M3 series. Source: J. A. Fiorucci, T. R. Pellegrini, F. Louzada, F. Petropoulos and A. B. Koehler, Models for
/// optimising the theta method and their relationship to state space models, International Journal of Forecasting 32
/// (2016) 1151–1161.
public struct DynamicOptimizedTheta: SeasonalMethod {
  /// `dotm`.
  public static var family: String { "dotm" }
  /// Season length in steps; nil takes the frequency's.
  public var seasonLength: Int?
  /// The range of the forecasts.
  public var bounds: ForecastBounds
  /// `DOTM`.
  public var name: String { "DOTM" }

  /// Makes a forecaster.
  public init(seasonLength: Int? = nil, bounds: ForecastBounds = ForecastBounds()) {
    self.seasonLength = seasonLength
    self.bounds = bounds
  }

  /// The forecast with normal intervals of the method's own state-space form.
  public func forecast(values: [Double], season: Int, horizon: Int) -> ReferenceForecast? {
    .adjusted(values, season: season, horizon: horizon) {
      ThetaModel($0, form: .dynamic)?.forecast(horizon: $1)
    }
  }
}
