/// The in-sample errors of the seasonal naive forecast, by which scaled measures are divided.
struct HistoryScales: Sendable {
  /// See ``Metrics/seasonalError(history:seasonLength:)``.
  let absolute: Double?
  /// See ``Metrics/seasonalSquaredError(history:seasonLength:)``.
  let squared: Double?
  /// Why they are undefined, where they are.
  let cause: UndefinedMetric

  init(_ history: [Double], seasonLength: Int) {
    absolute = Metrics.seasonalError(history: history, seasonLength: seasonLength)
    squared = Metrics.seasonalSquaredError(history: history, seasonLength: seasonLength)
    let hasPair = history.indices.dropFirst(seasonLength).contains {
      !history[$0].isNaN && !history[$0 - seasonLength].isNaN
    }
    cause = hasPair ? .flatHistory : .shortHistory
  }
}

/// A window with the scales of its history instead of the history.
struct ScoredWindow: Sendable {
  var actual: [Double]
  var forecast: [Double]
  var lower: [[Double]]
  var upper: [[Double]]
  let scales: HistoryScales

  init(_ content: MetricTable.Window, seasonLength: Int) {
    actual = content.actual
    forecast = content.forecast
    lower = content.lower
    upper = content.upper
    scales = HistoryScales(content.history, seasonLength: seasonLength)
  }

  /// The window of one step, whose index is given.
  func step(_ index: Int) -> ScoredWindow {
    var one = self
    one.actual = [actual[index]]
    one.forecast = [forecast[index]]
    one.lower = lower.map { [$0[index]] }
    one.upper = upper.map { [$0[index]] }
    return one
  }
}

extension MetricTable {
  /// Computes every measure of one window, or the reason why it is undefined.
  func score(_ content: ScoredWindow, series: String, window: Int) -> Score {
    let steps = Metrics.scoredSteps(content.actual)
    var score = Score(
      series: series, window: window, scoredSteps: steps, skippedSteps: content.actual.count - steps)
    score.sums = PooledSums(actual: content.actual, forecast: content.forecast)
    let hasIntervals = !content.lower.isEmpty
    for metric in metrics {
      if let value = value(of: metric, content, hasIntervals: hasIntervals) {
        score.values[metric] = value
      } else {
        score.undefined[metric] = cause(of: metric, content, sums: score.sums, hasIntervals: hasIntervals)
      }
    }
    return score
  }

  private func value(of metric: Metric, _ content: ScoredWindow, hasIntervals: Bool) -> Double? {
    let (actual, forecast, scales) = (content.actual, content.forecast, content.scales)
    switch metric {
    case .mae: return Metrics.mae(actual: actual, forecast: forecast)
    case .mse: return Metrics.mse(actual: actual, forecast: forecast)
    case .rmse: return Metrics.rmse(actual: actual, forecast: forecast)
    case .bias: return Metrics.bias(actual: actual, forecast: forecast)
    case .mape: return Metrics.mape(actual: actual, forecast: forecast)
    case .smape: return Metrics.smape(actual: actual, forecast: forecast)
    case .mase:
      guard let scale = scales.absolute else { return nil }
      return Metrics.mae(actual: actual, forecast: forecast).map { $0 / scale }
    case .rmsse:
      guard let scale = scales.squared else { return nil }
      return Metrics.mse(actual: actual, forecast: forecast).map { ($0 / scale).squareRoot() }
    case .nd: return Metrics.nd(actual: actual, forecast: forecast)
    case .nrmse: return Metrics.nrmse(actual: actual, forecast: forecast)
    case .wql, .crps:
      guard hasIntervals else { return nil }
      let quantiles = levels.map { 0.5 - $0 / 200 } + [0.5] + levels.map { 0.5 + $0 / 200 }
      let forecasts = content.lower + [forecast] + content.upper
      return metric == .wql
        ? Metrics.wql(actual: actual, quantiles: quantiles, forecasts: forecasts)
        : Metrics.crps(actual: actual, quantiles: quantiles, forecasts: forecasts)
    case .intervalScore(let level):
      guard hasIntervals, let index = levels.firstIndex(of: level) else { return nil }
      return Metrics.intervalScore(
        actual: actual, lower: content.lower[index], upper: content.upper[index], level: level)
    case .msis(let level):
      guard hasIntervals, let index = levels.firstIndex(of: level), let scale = scales.absolute else {
        return nil
      }
      return Metrics.intervalScore(
        actual: actual, lower: content.lower[index], upper: content.upper[index], level: level
      ).map { $0 / scale }
    case .coverage(let level):
      guard hasIntervals, let index = levels.firstIndex(of: level) else { return nil }
      return Metrics.coverage(
        actual: actual, lower: content.lower[index], upper: content.upper[index])
    }
  }

  private func cause(
    of metric: Metric, _ content: ScoredWindow, sums: PooledSums?, hasIntervals: Bool
  ) -> UndefinedMetric {
    if Metrics.scoredSteps(content.actual) == 0 { return .noActual }
    guard sums != nil else { return .noForecast }
    if metric.needsIntervals, !hasIntervals { return .noIntervals }
    switch metric {
    case .mape: return .zeroActual
    case .nd, .nrmse: return .allZero
    case .wql where content.actual.allSatisfy { $0 == 0 || $0.isNaN }: return .allZero
    case .mase, .rmsse: return content.scales.cause
    case .msis where content.scales.absolute == nil: return content.scales.cause
    case .mae, .mse, .rmse, .bias, .smape, .wql, .crps, .intervalScore, .msis, .coverage: return .noForecast
    }
  }
}
