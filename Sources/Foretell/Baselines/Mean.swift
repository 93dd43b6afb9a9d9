import ForetellData

/// Repeats the mean of all observed values.
///
/// Source: R. J. Hyndman and G. Athanasopoulos, Forecasting: Principles and Practice, 3rd edition, 5.2 and
/// 5.5: with n observed values of standard deviation s, the standard deviation of every step is s·√(1 + 1/n).
public struct Mean: Baseline {
  /// `mean`.
  public static var family: String { "mean" }
  /// The range of the forecasts.
  public var bounds: ForecastBounds
  /// `Mean`.
  public var name: String { "Mean" }

  /// Makes a forecaster of means.
  public init(bounds: ForecastBounds = ForecastBounds()) { self.bounds = bounds }

  /// The mean and the deviation of a new value from it; without deviations for a single value.
  public func forecast(values: [Double], season: Int, horizon: Int) -> ReferenceForecast? {
    let observed = values.filter { !$0.isNaN }
    guard let first = observed.first else { return nil }
    let count = Double(observed.count)
    // Distances from the first value keep the digits of small changes at a high level.
    let mean = first + observed.reduce(0) { $0 + ($1 - first) / count }
    var deviations: [Double]?
    if observed.count > 1 {
      let squares = observed.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      let deviation = (squares / (count - 1) * (1 + 1 / count)).squareRoot()
      deviations = [Double](repeating: deviation, count: horizon)
    }
    return ReferenceForecast(
      point: [Double](repeating: mean, count: horizon), standardDeviations: deviations, substitutedSteps: 0)
  }
}
