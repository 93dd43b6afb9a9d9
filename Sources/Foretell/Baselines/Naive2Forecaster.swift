import ForetellClassics
import ForetellData

/// The naive method on the series without its season: the benchmark of the M competitions.
///
/// The last value, divided by its seasonal index, is repeated and multiplied by the indices of the next steps; see
/// ``Naive2`` for the test and the indices. The deviations are those of a random walk of the adjusted values. Gaps
/// are filled along straight lines.
///
/// Use it as the standard of comparison for series with a season. Source: S. Makridakis, E. Spiliotis and V.
/// Assimakopoulos, The M4 Competition, International Journal of Forecasting 36 (2020) 54–74.
public struct Naive2Forecaster: SeasonalMethod {
  /// `naive2`.
  public static var family: String { "naive2" }
  /// Season length in steps; nil takes the frequency's.
  public var seasonLength: Int?
  /// The range of the forecasts.
  public var bounds: ForecastBounds
  /// `Naive2`.
  public var name: String { "Naive2" }

  /// Makes a forecaster.
  public init(seasonLength: Int? = nil, bounds: ForecastBounds = ForecastBounds()) {
    self.seasonLength = seasonLength
    self.bounds = bounds
  }

  /// The forecast; the standard deviation of step h is that of the changes, times √h and the seasonal index.
  public func forecast(values: [Double], season: Int, horizon: Int) -> ReferenceForecast? {
    .adjusted(values, season: season, horizon: horizon) { values, steps in
      ReferenceForecast.naive(values: values, horizon: steps).flatMap { naive in
        naive.standardDeviations.map { ClassicForecast(point: naive.point, deviations: $0) }
      }
    }
  }
}
