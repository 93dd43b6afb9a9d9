import ForetellClassics
import ForetellData

/// The method of Syntetos and Boylan for intermittent demand: ``Croston`` times 1 − α/2, which is nearly unbiased.
///
/// The standard deviation of every step is the root mean square of the errors one step ahead. Missing values are left
/// out, as if the series didn't have these steps.
///
/// Use it in place of ``Croston`` where the mean of the forecasts must be right. Source: A. A. Syntetos and J. E.
/// Boylan, The accuracy of intermittent demand estimates, International Journal of Forecasting 21 (2005) 303–314.
public struct SBA: ClassicMethod {
  /// `sba`.
  public static var family: String { "sba" }
  /// The range of the forecasts.
  public var bounds: ForecastBounds
  /// `SBA`.
  public var name: String { "SBA" }

  /// Makes a forecaster.
  public init(bounds: ForecastBounds = ForecastBounds()) { self.bounds = bounds }

  /// The mean demand of a step, for every step.
  public func forecast(values: [Double], season: Int, horizon: Int) -> ReferenceForecast? {
    .ofDemand(values, horizon: horizon) {
      IntermittentDemand.croston($0, correction: 1 - IntermittentDemand.alpha / 2)
    }
  }
}
