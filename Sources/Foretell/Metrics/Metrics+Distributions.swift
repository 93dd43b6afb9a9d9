extension Metrics {
  /// Mean quantile (pinball) loss without the factor 2: the mean of max(q·e, (q−1)·e).
  ///
  /// At q = ½ it is half of ``mae(actual:forecast:)``.
  ///
  /// - Parameters:
  ///   - actual: the observed values, NaN for missing.
  ///   - forecast: the forecasts of this quantile, one per actual.
  ///   - quantile: q in 0...1; traps outside.
  public static func quantileLoss(actual: [Double], forecast: [Double], quantile: Double) -> Double? {
    precondition(quantile >= 0 && quantile <= 1, "quantile \(quantile) is not between 0 and 1")
    return mean(actual, forecast) { actual, forecast in
      max(quantile * (actual - forecast), (quantile - 1) * (actual - forecast))
    }
  }

  /// Continuous ranked probability score from quantiles: the mean over quantiles of twice their loss.
  ///
  /// It approximates CRPS = ∫ 2·ρ_q dq (T. Gneiting, R. Ranjan, Journal of Business & Economic Statistics 29
  /// (2011) 411–422) by the given quantiles with equal weights, so the value depends on which quantiles are
  /// given; with the median alone it is the MAE.
  ///
  /// - Parameters:
  ///   - actual: the observed values, NaN for missing.
  ///   - quantiles: at least one, each in 0...1.
  ///   - forecasts: for each quantile one array with the forecasts of all steps.
  public static func crps(actual: [Double], quantiles: [Double], forecasts: [[Double]]) -> Double? {
    precondition(quantiles.count == forecasts.count, "quantiles and forecasts differ in number")
    guard !quantiles.isEmpty else { return nil }
    var sum = 0.0
    for (quantile, forecast) in zip(quantiles, forecasts) {
      guard let loss = quantileLoss(actual: actual, forecast: forecast, quantile: quantile) else {
        return nil
      }
      sum += 2 * loss
    }
    return sum / Double(quantiles.count)
  }

  /// Weighted quantile loss: the mean over quantiles of 2·Σρ_q(e)/Σ|y| with ρ_q(e) = max(q·e, (q−1)·e);
  /// undefined when every actual is 0.
  ///
  /// Arguments as for ``crps(actual:quantiles:forecasts:)``.
  public static func wql(actual: [Double], quantiles: [Double], forecasts: [[Double]]) -> Double? {
    guard let score = crps(actual: actual, quantiles: quantiles, forecasts: forecasts),
      let size = mean(actual, actual, { abs($1) }), size > 0
    else { return nil }
    return score / size
  }

  /// Interval (Winkler) score: the mean of (u−l) + (2/α)·(l−y)⁺ + (2/α)·(y−u)⁺ with α = 1 − level/100.
  ///
  /// Source: T. Gneiting, A. E. Raftery, Journal of the American Statistical Association 102 (2007), eq. 43.
  ///
  /// - Parameters:
  ///   - actual: the observed values, NaN for missing.
  ///   - lower: the lower bounds of the intervals, one per actual.
  ///   - upper: the upper bounds, one per actual.
  ///   - level: the nominal coverage in percent, in 0..<100; traps outside.
  public static func intervalScore(
    actual: [Double], lower: [Double], upper: [Double], level: Double
  ) -> Double? {
    precondition(level >= 0 && level < 100, "level \(level) is not at least 0 and below 100")
    let penalty = 2 / (1 - level / 100)
    guard let below = mean(actual, lower, { penalty * max(0, $1 - $0) - $1 }),
      let above = mean(actual, upper, { penalty * max(0, $0 - $1) + $1 })
    else { return nil }
    return below + above
  }

  /// Mean scaled interval score of the M4 competition: the interval score divided by the in-sample seasonal
  /// error.
  ///
  /// Undefined when ``seasonalError(history:seasonLength:)`` is. M4 uses the level 95.
  public static func msis(
    actual: [Double], lower: [Double], upper: [Double], level: Double, history: [Double], seasonLength: Int
  ) -> Double? {
    guard let scale = seasonalError(history: history, seasonLength: seasonLength) else { return nil }
    return intervalScore(actual: actual, lower: lower, upper: upper, level: level).map { $0 / scale }
  }

  /// The share of scored actuals inside their interval, bounds included, in 0...1.
  public static func coverage(actual: [Double], lower: [Double], upper: [Double]) -> Double? {
    let bounds = zip(lower, upper)
    precondition(
      lower.count == actual.count && upper.count == actual.count, "bounds and actuals differ in number")
    var inside = 0
    for (actual, (lower, upper)) in zip(actual, bounds) where !actual.isNaN {
      guard actual.isFinite, lower.isFinite, upper.isFinite else { return nil }
      if lower <= actual, actual <= upper { inside += 1 }
    }
    let count = scoredSteps(actual)
    return count > 0 ? Double(inside) / Double(count) : nil
  }
}
