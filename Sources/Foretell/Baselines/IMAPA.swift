import ForetellClassics
import ForetellData

/// The mean of the forecasts of ``ADIDA`` with blocks of all lengths up to the mean time between demands.
///
/// The standard deviation of every step is the root mean square of the errors one step ahead. Missing values are left
/// out, as if the series didn't have these steps.
///
/// Use it where the right length of the blocks isn't clear. Source: F. Petropoulos and N. Kourentzes, Forecast
/// combinations for intermittent demand, Journal of the Operational Research Society 66 (2015) 914–924.
public struct IMAPA: ClassicMethod {
  /// `imapa`.
  public static var family: String { "imapa" }
  /// The range of the forecasts.
  public var bounds: ForecastBounds
  /// `IMAPA`.
  public var name: String { "IMAPA" }

  /// Makes a forecaster.
  public init(bounds: ForecastBounds = ForecastBounds()) { self.bounds = bounds }

  /// The mean demand of a step, for every step.
  public func forecast(values: [Double], season: Int, horizon: Int) -> ReferenceForecast? {
    .ofDemand(values, horizon: horizon) { IntermittentDemand.imapa($0) }
  }
}
