import ForetellClassics
import ForetellData

/// The methods of Holt and Winters: level, slope and season, all smoothed.
///
/// The season is a factor of the value with relative errors, ETS(M,A,M), or a summand, ETS(A,A,A): that with the
/// smaller AICc, and a summand when a value isn't positive. Without a season it is ``Holt``.
///
/// Missing values are skipped. A series too short for the form is forecast by simple exponential smoothing, and one
/// with fewer than five values by the naive method.
///
/// Use it for series with a trend and a season. Source: P. R. Winters, Forecasting sales by exponentially weighted
/// moving averages, Management Science 6 (1960) 324–342; chapter 2 of R. J. Hyndman, A. B. Koehler, J. K. Ord and R.
/// D. Snyder, Forecasting with Exponential Smoothing: The State Space Approach, Springer 2008.
public struct HoltWinters: SeasonalMethod {
  /// `holt-winters`.
  public static var family: String { "holt-winters" }
  /// Season length in steps; nil takes the frequency's.
  public var seasonLength: Int?
  /// The range of the forecasts.
  public var bounds: ForecastBounds
  /// `HoltWinters`.
  public var name: String { "HoltWinters" }

  /// Makes a forecaster.
  public init(seasonLength: Int? = nil, bounds: ForecastBounds = ForecastBounds()) {
    self.seasonLength = seasonLength
    self.bounds = bounds
  }

  /// The forecast with normal intervals whose variances are those of the form.
  public func forecast(values: [Double], season: Int, horizon: Int) -> ReferenceForecast? {
    .smoothed(values, horizon: horizon) {
      ETSModel.best($0, season: season, forms: season > 1 ? ETSForm.holtWinters : [.holt])
    }
  }
}
