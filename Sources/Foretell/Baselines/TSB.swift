import ForetellClassics
import ForetellData

/// The method of Teunter, Syntetos and Babai for intermittent demand: the smoothed size of demands times the smoothed
/// probability of a demand.
///
/// The probability is smoothed in every step, the size when there is a demand, both with α = 0.1; so the forecast
/// falls while there is none. The standard deviation of every step is the root mean square of the errors one step
/// ahead. Missing values are left out, as if the series didn't have these steps.
///
/// Use it for items that may become obsolete. Source: R. H. Teunter, A. A. Syntetos and M. Z. Babai, Intermittent
/// demand: linking forecasting to inventory obsolescence, European Journal of Operational Research 214 (2011)
/// 606–615.
public struct TSB: ClassicMethod {
  /// `tsb`.
  public static var family: String { "tsb" }
  /// The range of the forecasts.
  public var bounds: ForecastBounds
  /// `TSB`.
  public var name: String { "TSB" }

  /// Makes a forecaster.
  public init(bounds: ForecastBounds = ForecastBounds()) { self.bounds = bounds }

  /// The mean demand of a step, for every step.
  public func forecast(values: [Double], season: Int, horizon: Int) -> ReferenceForecast? {
    .ofDemand(values, horizon: horizon) { IntermittentDemand.tsb($0) }
  }
}
