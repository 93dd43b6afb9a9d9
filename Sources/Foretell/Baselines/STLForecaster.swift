import ForetellClassics
import ForetellData

/// The decomposition STL, and exponential smoothing of the series without its season.
///
/// Local regression divides the series into trend, season and remainder; the season is smoothed over eleven years
/// with a regression of degree 0. The sum of trend and remainder is forecast by ``ETS`` without a season, and the
/// last season is repeated on top of it. Gaps are filled along straight lines; with fewer than two seasons of values
/// it is ``ETS``.
///
/// Use it for long seasons, such as those of hourly data, and for seasons that change. Source: R. B. Cleveland, W. S.
/// Cleveland, J. E. McRae and I. Terpenning, STL: A seasonal-trend decomposition procedure based on loess, Journal of
/// Official Statistics 6 (1990) 3–73; the forecast: R. J. Hyndman and G. Athanasopoulos, Forecasting: Principles and
/// Practice, 3rd edition, 5.7.
public struct STLForecaster: SeasonalMethod {
  /// `stl`.
  public static var family: String { "stl" }
  /// Season length in steps; nil takes the frequency's.
  public var seasonLength: Int?
  /// The range of the forecasts.
  public var bounds: ForecastBounds
  /// `STL`.
  public var name: String { "STL" }

  /// Makes a forecaster.
  public init(seasonLength: Int? = nil, bounds: ForecastBounds = ForecastBounds()) {
    self.seasonLength = seasonLength
    self.bounds = bounds
  }

  /// The forecast with the normal intervals of exponential smoothing.
  public func forecast(values: [Double], season: Int, horizon: Int) -> ReferenceForecast? {
    .classic(values, horizon: horizon) { span, steps in
      guard let parts = MSTL(span.values, seasons: [season]) else {
        return ETSModel.automatic(span.values, season: 1)?.forecast(horizon: steps)
      }
      var forecast = ETSModel.automatic(parts.adjusted, season: 1)?.forecast(horizon: steps)
      for (step, seasonal) in parts.seasonalForecast(horizon: steps).enumerated() {
        forecast?.point[step] += seasonal
      }
      return forecast
    }
  }
}
