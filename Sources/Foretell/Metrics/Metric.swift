/// The name of one measure in a ``MetricTable``.
public enum Metric: Sendable, Hashable {
  case mae, mse, rmse, bias, mape, smape, mase, rmsse
  /// Ratios of totals over all series and windows, not averages of ratios: normalised deviation and
  /// normalised RMSE.
  case nd, nrmse
  /// Computed from quantiles: the bounds of the intervals, and the point forecast as the median.
  case wql, crps
  /// The interval (Winkler) score of the interval with this level in percent.
  case intervalScore(level: Double)
  case msis(level: Double)
  case coverage(level: Double)

  /// The measures that need only a point forecast.
  public static let points: [Metric] = [
    .mae, .mse, .rmse, .bias, .mape, .smape, .mase, .rmsse, .nd, .nrmse,
  ]

  /// The name in printed and JSON output, such as `smape` or `coverage-80`.
  public var name: String {
    switch self {
    case .intervalScore(let level): "interval-score-" + Self.text(level)
    case .msis(let level): "msis-" + Self.text(level)
    case .coverage(let level): "coverage-" + Self.text(level)
    case .mae, .mse, .rmse, .bias, .mape, .smape, .mase, .rmsse, .nd, .nrmse, .wql, .crps: "\(self)"
    }
  }

  /// Whether it is computed from the bounds of intervals.
  var needsIntervals: Bool {
    switch self {
    case .wql, .crps, .intervalScore, .msis, .coverage: true
    case .mae, .mse, .rmse, .bias, .mape, .smape, .mase, .rmsse, .nd, .nrmse: false
    }
  }

  /// A level as text, without a trailing `.0`.
  static func text(_ level: Double) -> String {
    Int(exactly: level).map { String($0) } ?? "\(level)"
  }
}

/// Why a measure has no value.
public enum UndefinedMetric: String, Sendable, Hashable {
  case noActual = "no actual value to score"
  case noForecast = "a forecast is missing"
  case noIntervals = "the model has no intervals"
  case zeroActual = "an actual value is zero"
  case allZero = "every actual value is zero"
  case shortHistory = "the history is shorter than one season"
  case flatHistory = "the history does not change at the season's lag"
}
