import ForetellData

/// The cut-offs of a rolling-origin evaluation: what is known at each, and what came after.
struct RollingOrigins {
  /// The series that are long enough.
  let data: SeriesTable
  let horizon: Int
  let windows: Int
  let stepSize: Int
  let seasonLength: Int
  /// Series that are too short.
  let skippedSeries: Int

  /// Throws ``ForetellError`` when no series is long enough, or a number makes no sense.
  init(_ table: SeriesTable, horizon: Int, windows: Int, stepSize: Int, seasonLength: Int?) throws {
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
        location: .init(file: table.name), hint: "fewer --windows, or a shorter --horizon")
    }
    data = table.keeping(usable)
    self.horizon = horizon
    self.windows = windows
    self.stepSize = stepSize
    self.seasonLength = seasonLength ?? table.frequency.defaultSeasonLength
    skippedSeries = table.series.count - usable.count
  }

  /// What is known at a cut-off, the earliest being window 0.
  func past(_ window: Int) -> SeriesTable { data.droppingLast(stepSize * (windows - 1 - window) + horizon) }

  /// A forecast beside what came, one entry a series, for the scores and for the result.
  func outcomes(
    of forecast: Forecast, past: SeriesTable, model: String, window: Int
  ) -> [(scored: MetricTable.Window, kept: BacktestResult.Window)] {
    forecast.series.enumerated().map { number, series in
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

extension SeriesTable {
  /// The table of some of its series.
  func keeping(_ numbers: [Int]) -> SeriesTable {
    if numbers.count == series.count { return self }
    return SeriesTable(
      series: numbers.map { series[$0] }, frequency: frequency, name: name, columns: columns,
      stampStyle: stampStyle)
  }
}
