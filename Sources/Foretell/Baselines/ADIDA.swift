import ForetellClassics
import ForetellData

/// The aggregate–disaggregate approach to intermittent demand: simple exponential smoothing of the sums of blocks
/// that are as long as the mean time between demands.
///
/// The forecast of a step is that of a block, divided by its length. α is that of least squares between 0.1 and 0.3.
/// The standard deviation of every step is the root mean square of the errors one step ahead. Missing values are left
/// out, as if the series didn't have these steps.
///
/// Use it where blocks of some steps have few zeros. Source: K. Nikolopoulos, A. A. Syntetos, J. E. Boylan, F.
/// Petropoulos and V. Assimakopoulos, An aggregate-disaggregate intermittent demand approach (ADIDA) to forecasting,
/// Journal of the Operational Research Society 62 (2011) 544–554.
public struct ADIDA: ClassicMethod {
  /// `adida`.
  public static var family: String { "adida" }
  /// The range of the forecasts.
  public var bounds: ForecastBounds
  /// `ADIDA`.
  public var name: String { "ADIDA" }

  /// Makes a forecaster.
  public init(bounds: ForecastBounds = ForecastBounds()) { self.bounds = bounds }

  /// The mean demand of a step, for every step.
  public func forecast(values: [Double], season: Int, horizon: Int) -> ReferenceForecast? {
    .ofDemand(values, horizon: horizon) { IntermittentDemand.adida($0) }
  }
}
