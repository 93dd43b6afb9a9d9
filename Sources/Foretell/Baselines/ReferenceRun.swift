import ForetellClassics
import ForetellCore
import ForetellData

/// The common part of forecasters without training.
enum ReferenceRun {
  /// Forecasts every series by a rule; a series with too few values to estimate a standard deviation repeats
  /// its last value.
  static func forecast(
    _ name: String, _ data: SeriesTable, horizon: Int, levels: [Double], bounds: ForecastBounds,
    threads: Int? = nil, rule: @escaping @Sendable ([Double]) -> ReferenceForecast?
  ) throws -> Forecast {
    let ahead = horizon > 0 ? threads.map { references(data, threads: $0, rule: rule) } ?? [:] : [:]
    let panel = ShortHistory.Panel(data.series.map { $0.values[...] })
    return try forecast(name, data, horizon: horizon, levels: levels, bounds: bounds) {
      history, stamps, id, levels, limits in
      let reference = ahead[id] ?? rule(Array(history.values))
      // Without errors over the history no standard deviation can be estimated.
      guard let reference, reference.standardDeviations != nil, !history.facts.isShort else {
        return .repeating(
          history, point: reference?.point, panel: panel, limits: limits, id: id, stamps: stamps,
          levels: levels)
      }
      let intervals = levels.compactMap { reference.interval(level: $0) }
      return SeriesForecast(
        id: id, stamps: stamps, point: reference.point.map(limits.clamped),
        lower: intervals.map { $0.lower.map(limits.clamped) },
        upper: intervals.map { $0.upper.map(limits.clamped) })
    }
  }

  /// The forecasts of series by id, computed on several threads.
  private static func references(
    _ data: SeriesTable, threads: Int, rule: @escaping @Sendable ([Double]) -> ReferenceForecast?
  ) -> [String: ReferenceForecast] {
    let series = data.series
    // One thread goes through the pool too, which treats the smallest numbers in its own way.
    let results = WorkerPool(threads: max(min(threads, series.count), 1)).map(series.count) {
      number -> ReferenceForecast? in
      guard let history = ForecastHistory(series[number].values[...]), !history.isStale else {
        return nil
      }
      return rule(Array(history.values))
    }
    var found: [String: ReferenceForecast] = [:]
    for (one, result) in zip(series, results) { found[one.id] = result }
    return found
  }

  /// Applies a rule to every series that can be forecast.
  static func forecast(
    _ name: String, _ data: SeriesTable, horizon: Int, levels: [Double], bounds: ForecastBounds,
    each rule: (ForecastHistory, [Timestamp], String, [Double], ClosedRange<Double>) -> SeriesForecast
  ) throws -> Forecast {
    guard horizon > 0 else { throw ForetellError(.badOption, "the horizon must be positive") }
    let sorted = levels.sorted()
    for level in sorted where !(level >= 0 && level < 100) {
      throw ForetellError(.badOption, "level \(level) is not at least 0 and below 100")
    }
    try bounds.check(data)
    var forecast = Forecast(model: name, levels: sorted, series: [])
    var refusals: [HistoryRemarks.Refusal] = []
    try data.requireFuture(steps: horizon)
    for (number, series) in data.series.enumerated() {
      let remarks = HistoryRemarks(data, series: number)
      let history = ForecastHistory(series.values[...])
      if let refusal = remarks.refusal(history) {
        refusals.append(refusal)
        forecast.warnings.append(refusal.warning)
      }
      guard let history, !history.isStale else { continue }
      let stamps = (0..<horizon).map { data.timestamp(ofSeries: number, at: series.values.count + $0) }
      let own = rule(history, stamps, series.id, sorted, bounds.limits(of: history.facts))
      forecast.series.append(own.with(levels: sorted))
      forecast.warnings += remarks.warnings(history, facts: history.facts)
    }
    guard !forecast.series.isEmpty else { throw HistoryRemarks.Refusal.error(refusals, file: data.name) }
    return forecast
  }
}
