import ForetellClassics
import ForetellData

/// The decomposition MSTL into several seasons, and exponential smoothing of the series without them.
///
/// Local regression takes one season after the other out of the series, twice; the k-th in ascending order is smoothed
/// over 7 + 4·k seasons. The sum of trend and remainder is forecast by ``ETS`` without a season, and the last of each
/// season is repeated on top of it. The seasons are those of the frequency, such as a day and a week, of which the series
/// has at least three, up to 1500 steps long, or the one that is given. Where remainders are far from
/// all others, values count less the farther they are from trend and seasons. Gaps are filled along straight lines; a
/// series without enough seasons is forecast by ``ETS``.
///
/// Use it for hourly and quicker data, and for years of daily data. Source: K. Bandara, R. J. Hyndman and C. Bergmeir,
/// MSTL: A seasonal-trend decomposition algorithm for time series with multiple seasonal patterns, International Journal
/// of Operational Research 52 (2025) 79–98.
public struct MSTLForecaster: SeasonalMethod {
  /// `mstl`.
  public static var family: String { "mstl" }
  /// Season length in steps, the only one; nil takes those of the frequency.
  public var seasonLength: Int?
  /// The range of the forecasts.
  public var bounds: ForecastBounds
  /// `MSTL`.
  public var name: String { "MSTL" }

  /// Local regression over longer seasons takes seconds for each series.
  private static let longestSeason = 1500

  /// Makes a forecaster.
  public init(seasonLength: Int? = nil, bounds: ForecastBounds = ForecastBounds()) {
    self.seasonLength = seasonLength
    self.bounds = bounds
  }

  /// The forecast with one season.
  public func forecast(values: [Double], season: Int, horizon: Int) -> ReferenceForecast? {
    forecast(values: values, seasons: [season], horizon: horizon)
  }

  /// The forecast with the normal intervals of exponential smoothing.
  public func forecast(values: [Double], seasons: [Int], horizon: Int) -> ReferenceForecast? {
    .classic(values, horizon: horizon) { span, steps in
      let usable = seasons.filter { $0 <= Self.longestSeason && span.values.count >= 3 * $0 }
      guard let parts = MSTL.automatic(span.values, seasons: usable) else {
        return ETSModel.automatic(span.values, season: seasons.first ?? 1)?.forecast(horizon: steps)
      }
      var forecast = ETSModel.automatic(parts.adjusted, season: 1)?.forecast(horizon: steps)
      for (step, seasonal) in parts.seasonalForecast(horizon: steps).enumerated() {
        forecast?.point[step] += seasonal
      }
      return forecast
    }
  }
}
