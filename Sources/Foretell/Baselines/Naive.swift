import ForetellData

/// Repeats the last observed value (Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., 5.2).
///
/// The width of its normal intervals grows with the square root of the step.
public struct Naive: Baseline {
  /// `naive`.
  public static var family: String { "naive" }
  /// The range of the forecasts.
  public var bounds: ForecastBounds
  /// `Naive`.
  public var name: String { "Naive" }

  /// Makes a naive forecaster.
  public init(bounds: ForecastBounds = ForecastBounds()) { self.bounds = bounds }

  /// See ``ReferenceForecast/naive(values:horizon:)``.
  public func forecast(values: [Double], season: Int, horizon: Int) -> ReferenceForecast? {
    .naive(values: values, horizon: horizon)
  }
}
