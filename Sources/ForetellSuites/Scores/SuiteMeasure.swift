/// A measure by which a suite compares models; the raw value is its name in JSON and CSV.
public enum SuiteMeasure: String, Sendable, Hashable, CaseIterable {
  /// The overall weighted average of the M4 competition, from averages and relative to Naive2.
  case owa
  case smape, mase, rmsse
  /// Ratios of totals over all series.
  case nd, nrmse
  /// From the deciles .1 … .9, as in GIFT-Eval.
  case wql, crps
  /// The mean scaled interval score of the 95 % interval.
  case msis
  /// The shares of values inside the intervals of 80 and 95 %, in 0...1.
  case coverage80 = "coverage-80"
  case coverage95 = "coverage-95"
  /// Mean squared and absolute error of scaled values over windows, steps and channels.
  case mse, mae

  /// The measures of a suite that forecasts each series once.
  static let ofCompetitions: [SuiteMeasure] = [
    .owa, .smape, .mase, .rmsse, .nd, .nrmse, .wql, .crps, .msis, .coverage80, .coverage95,
  ]
  /// The measures of a suite that forecasts from many origins.
  static let ofLongHorizons: [SuiteMeasure] = [.mse, .mae]
}
