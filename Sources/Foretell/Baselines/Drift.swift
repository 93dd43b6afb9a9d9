import ForetellData

/// Goes on along the line from the first observed value to the last one.
///
/// Source: R. J. Hyndman and G. Athanasopoulos, Forecasting: Principles and Practice, 3rd edition, 5.2 and
/// 5.5. With the first and the last observed value n steps apart, the standard deviation d steps after the last
/// one is σ·√(d(1 + d/n)).
public struct Drift: Baseline {
  /// `drift`.
  public static var family: String { "drift" }
  /// The range of the forecasts.
  public var bounds: ForecastBounds
  /// `Drift`.
  public var name: String { "Drift" }

  /// Makes a drift forecaster.
  public init(bounds: ForecastBounds = ForecastBounds()) { self.bounds = bounds }

  /// The line and its deviations; σ is estimated from the changes with one degree of freedom less, because the
  /// slope comes from them.
  ///
  /// A change that bridges k steps counts as k steps of a random walk. Without deviations for fewer than three
  /// observed values.
  public func forecast(values: [Double], season: Int, horizon: Int) -> ReferenceForecast? {
    guard let first = values.firstIndex(where: { !$0.isNaN }),
      let last = values.lastIndex(where: { !$0.isNaN })
    else { return nil }
    let span = Double(last - first)
    // Halves, so that the difference of two large values doesn't overflow.
    let slope = last > first ? (values[last] / 2 - values[first] / 2) / span * 2 : 0
    var squares = 0.0
    var changes = 0
    var previous = first
    for index in values.indices.dropFirst(first + 1) where !values[index].isNaN {
      let steps = Double(index - previous)
      let residual = values[index] - values[previous] - steps * slope
      squares += residual * residual / steps
      changes += 1
      previous = index
    }
    let ahead = (0..<horizon).map { Double(values.count + $0 - last) }
    let variance = changes > 1 ? squares / Double(changes - 1) : nil
    return ReferenceForecast(
      point: ahead.map { values[last] + slope * $0 },
      standardDeviations: variance.map { variance in
        ahead.map { (variance * $0 * (1 + $0 / span)).squareRoot() }
      }, substitutedSteps: 0)
  }
}
