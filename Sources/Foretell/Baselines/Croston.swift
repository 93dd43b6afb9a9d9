import ForetellClassics
import ForetellData

/// Croston's method for intermittent demand: the smoothed size of demands, divided by the smoothed time between them.
///
/// Both are smoothed with α = 0.1 when there is a demand, and start with the first one. The standard deviation of
/// every step is the root mean square of the errors one step ahead. Missing values are left out, as if the series
/// didn't have these steps.
///
/// Use it for items that are sold rarely and will go on to be. Source: J. D. Croston, Forecasting and stock control
/// for intermittent demands, Operational Research Quarterly 23 (1972) 289–303.
public struct Croston: ClassicMethod {
  /// `croston`.
  public static var family: String { "croston" }
  /// The range of the forecasts.
  public var bounds: ForecastBounds
  /// `Croston`.
  public var name: String { "Croston" }

  /// Makes a forecaster.
  public init(bounds: ForecastBounds = ForecastBounds()) { self.bounds = bounds }

  /// The mean demand of a step, for every step.
  public func forecast(values: [Double], season: Int, horizon: Int) -> ReferenceForecast? {
    .ofDemand(values, horizon: horizon) { IntermittentDemand.croston($0) }
  }
}
