extension MetricTable {
  /// Computes every measure of one window, or the reason why it is undefined.
  func score(_ content: Window, series: String, window: Int) -> Score {
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

  private func value(of metric: Metric, _ content: Window, hasIntervals: Bool) -> Double? {
    let (actual, forecast, history) = (content.actual, content.forecast, content.history)
    switch metric {
    case .mae: return Metrics.mae(actual: actual, forecast: forecast)
    case .mse: return Metrics.mse(actual: actual, forecast: forecast)
    case .rmse: return Metrics.rmse(actual: actual, forecast: forecast)
    case .bias: return Metrics.bias(actual: actual, forecast: forecast)
    case .mape: return Metrics.mape(actual: actual, forecast: forecast)
    case .smape: return Metrics.smape(actual: actual, forecast: forecast)
    case .mase:
      return Metrics.mase(actual: actual, forecast: forecast, history: history, seasonLength: seasonLength)
    case .rmsse:
      return Metrics.rmsse(actual: actual, forecast: forecast, history: history, seasonLength: seasonLength)
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
      guard hasIntervals, let index = levels.firstIndex(of: level) else { return nil }
      return Metrics.msis(
        actual: actual, lower: content.lower[index], upper: content.upper[index], level: level,
        history: history, seasonLength: seasonLength)
    case .coverage(let level):
      guard hasIntervals, let index = levels.firstIndex(of: level) else { return nil }
      return Metrics.coverage(
        actual: actual, lower: content.lower[index], upper: content.upper[index])
    }
  }

  private func cause(
    of metric: Metric, _ content: Window, sums: PooledSums?, hasIntervals: Bool
  ) -> UndefinedMetric {
    if Metrics.scoredSteps(content.actual) == 0 { return .noActual }
    guard sums != nil else { return .noForecast }
    switch metric {
    case .mape: return .zeroActual
    case .nd, .nrmse: return .allZero
    case .wql where hasIntervals && content.actual.allSatisfy { $0 == 0 || $0.isNaN }: return .allZero
    case .mase, .rmsse: return historyCause(content.history)
    case .msis
    where hasIntervals
      && Metrics.seasonalError(history: content.history, seasonLength: seasonLength) == nil:
      return historyCause(content.history)
    case .mae, .mse, .rmse, .bias, .smape, .wql, .crps, .intervalScore, .msis, .coverage: return .noForecast
    }
  }

  private func historyCause(_ history: [Double]) -> UndefinedMetric {
    let hasPair = history.indices.dropFirst(seasonLength).contains {
      !history[$0].isNaN && !history[$0 - seasonLength].isNaN
    }
    return hasPair ? .flatHistory : .shortHistory
  }
}
