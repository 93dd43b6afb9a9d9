import ForetellData

/// The cut-offs of a rolling-origin evaluation, with the history before and the values after each.
struct RollingOrigins {
  /// The series that are long enough, each up to its last observed value.
  let data: SeriesTable
  let horizon: Int
  let windows: Int
  let stepSize: Int
  let seasonLength: Int
  /// Number of series that are too short.
  let skippedSeries: Int

  /// Throws `ForetellError` when no series is long enough or an argument is out of range.
  init(_ given: SeriesTable, horizon: Int, windows: Int, stepSize: Int, seasonLength: Int?) throws {
    let table = given.endingWithValues
    guard horizon > 0, windows > 0, stepSize > 0 else {
      throw ForetellError(.badOption, "horizon, windows and step size must be positive")
    }
    let needed = horizon + stepSize * (windows - 1)
    let usable = table.series.indices.filter { table.series[$0].values.count > needed }
    guard !usable.isEmpty else {
      let longest = table.series.map(\.values.count).max() ?? 0
      throw ForetellError(
        .seriesTooShort,
        "the longest series has \(longest) points; \(windows) windows need more than \(needed)",
        location: .init(file: table.name),
        hint: "take fewer \(option: .windows) or a shorter \(option: .horizon)")
    }
    data = table.keeping(usable)
    self.horizon = horizon
    self.windows = windows
    self.stepSize = stepSize
    self.seasonLength = seasonLength ?? table.frequency.defaultSeasonLength
    skippedSeries = table.series.count - usable.count
  }

  /// The history before the cut-off of a window, 0 for the earliest.
  func past(_ window: Int) -> SeriesTable { data.droppingLast(stepSize * (windows - 1 - window) + horizon) }

  /// Each series' forecast with its actual values, in the form for the scores and in the form for the result.
  func outcomes(
    of forecast: Forecast, past: SeriesTable, model: String, window: Int
  ) -> [(scored: MetricTable.Window, kept: BacktestResult.Window)] {
    let places = Dictionary(past.series.indices.map { (past.series[$0].id, $0) }, uniquingKeysWith: { $1 })
    return forecast.series.compactMap { series in
      guard let number = places[series.id] else { return nil }
      let history = past.series[number].values
      let actual = Array(data.series[number].values[history.count..<(history.count + horizon)])
      return (
        MetricTable.Window(
          history: history, actual: actual, forecast: series.point, lower: series.lower, upper: series.upper),
        BacktestResult.Window(
          model: model, window: window, cutoff: past.timestamp(ofSeries: number, at: history.count - 1),
          actual: actual, forecast: series,
          scale: Metrics.seasonalError(history: history, seasonLength: seasonLength))
      )
    }
  }
}

extension RollingOrigins {
  /// The windows at whose cut-off at least one series has enough history for a forecast, earliest first.
  var usableWindows: [Int] {
    (0..<windows).filter { window in
      let end = stepSize * (windows - 1 - window) + horizon
      return data.series.contains { series in
        let history = ForecastHistory(series.values.prefix(max(series.values.count - end, 0)))
        return history.map { !$0.isStale } ?? false
      }
    }
  }

  /// The error when no window is usable.
  var withoutHistory: ForetellError {
    ForetellError(
      .noObservations, "no series has values just before any of the windows",
      location: .init(file: data.name),
      hint: "take fewer \(option: .windows) or a shorter \(option: .horizon)")
  }

  /// Warnings about the windows that aren't usable.
  func warnings(usable: [Int]) -> [ForecastWarning] {
    (0..<windows).filter { !usable.contains($0) }.map { window in
      ForecastWarning(
        kind: .leftOut, series: nil,
        text: "window \(window + 1) of \(windows) is left out: no series has values just before it")
    }
  }
}

extension [ForecastWarning] {
  /// Adds the warnings of one fit or forecast; a warning that repeats for several models and windows is kept
  /// once.
  mutating func add(_ warnings: [ForecastWarning]) {
    for warning in warnings where !contains(warning) {
      switch warning.kind {
      case .leftOut, .fewValues, .outlier, .interval: append(warning)
      // These are normal at one of many cut-offs, and no warning in an evaluation.
      case .trailingGap, .longHorizon, .closedTimes: break
      }
    }
  }
}

extension SeriesTable {
  /// The table without the missing values at the ends of its series.
  package var endingWithValues: SeriesTable {
    guard series.contains(where: { $0.values.last?.isNaN ?? false }) else { return self }
    return SeriesTable(
      checked: series.map { one in
        let end = (one.values.lastIndex { !$0.isNaN } ?? -1) + 1
        return one.part(0..<end, start: one.start)
      }, frequency: frequency, name: name, columns: columns, stampStyle: stampStyle)
  }

  /// The table with only the series at these indices.
  func keeping(_ numbers: [Int]) -> SeriesTable {
    if numbers.count == series.count { return self }
    return SeriesTable(
      checked: numbers.map { series[$0] }, frequency: frequency, name: name, columns: columns,
      stampStyle: stampStyle)
  }
}
