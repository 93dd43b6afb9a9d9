import ForetellClassics
import ForetellData

/// Exponential smoothing in the form that fits each series best.
///
/// The fifteen forms have an additive or relative error, no trend, an additive or a damped one, and no season, an
/// additive or a multiplicative one; those with an additive error and a multiplicative season are left out. They are
/// fitted by maximum likelihood, and that with the smallest AICc is taken. The slope's smoothing parameter is at most
/// 0.3 of the level's, which makes the forecasts of short series better. Relative errors and multiplicative seasons
/// need positive values. Beyond 24 steps the initial seasonal states are those of classical decomposition.
///
/// Missing values are skipped. A series too short for the form is forecast by simple exponential smoothing, and one
/// with fewer than five values by the naive method.
///
/// Use it for series with a level, a trend or one season that change slowly. Source: R. J. Hyndman, A. B. Koehler, J.
/// K. Ord and R. D. Snyder, Forecasting with Exponential Smoothing: The State Space Approach, Springer 2008.
public struct ETS: SeasonalMethod {
  /// `ets`.
  public static var family: String { "ets" }
  /// Season length in steps; nil takes the frequency's.
  public var seasonLength: Int?
  /// The range of the forecasts.
  public var bounds: ForecastBounds
  /// `ETS`.
  public var name: String { "ETS" }

  /// Makes a forecaster.
  public init(seasonLength: Int? = nil, bounds: ForecastBounds = ForecastBounds()) {
    self.seasonLength = seasonLength
    self.bounds = bounds
  }

  /// The forecast with normal intervals whose variances are those of the form.
  public func forecast(values: [Double], season: Int, horizon: Int) -> ReferenceForecast? {
    .smoothed(values, horizon: horizon) { ETSModel.automatic($0, season: season) }
  }
}
