import ForetellData

/// Which windows exist: a window is (series, origin), reads points before `origin` and predicts those from it on.
///
/// Training windows have all their targets before the series' end minus `validationSize`; validation windows have all
/// theirs after that cut-off. A series with n points and a cut-off c = n − validationSize has c − horizon − start + 1
/// training windows, start = inputSize, or one season where that would leave fewer than eight; a series too short for a
/// whole horizon has windows with partly hidden targets.
struct WindowIndex: Sendable {
  /// One series' part of the index.
  private struct Run: Sendable {
    let series: Int
    let firstOrigin: Int
    let firstWindow: Int
    let count: Int
    let end: Int
  }

  private var runs: [Run] = []
  /// Number of windows.
  private(set) var count = 0

  /// Fewest full windows before a series starts with shorter history.
  private static let enough = 8

  /// The training windows of all series with at least one observed target.
  static func training(_ table: PreparedTable, validationSize: Int) -> WindowIndex {
    var index = WindowIndex()
    for (number, column) in table.columns.enumerated() {
      let cutoff = column.values.count - validationSize
      let last = cutoff - table.horizon
      var first = table.inputSize
      if last - first + 1 < enough { first = min(max(table.season, 2), table.inputSize) }
      if last >= first {
        index.append(series: number, first: first, last: last, end: cutoff)
      } else if cutoff >= 2 {
        // Too short for a whole horizon after a season: whatever targets there are.
        let start = max(min(first, cutoff - 1), 1)
        index.append(series: number, first: start, last: start, end: cutoff)
      }
    }
    return index
  }

  /// The validation windows: targets in the last `validationSize` points.
  static func validation(_ table: PreparedTable, validationSize: Int) -> WindowIndex {
    var index = WindowIndex()
    guard validationSize > 0 else { return index }
    for (number, column) in table.columns.enumerated() {
      let count = column.values.count
      let first = count - validationSize
      guard first >= 1 else { continue }
      index.append(series: number, first: first, last: max(first, count - table.horizon), end: count)
    }
    return index
  }

  private mutating func append(series: Int, first: Int, last: Int, end: Int) {
    runs.append(
      Run(series: series, firstOrigin: first, firstWindow: count, count: last - first + 1, end: end))
    count += last - first + 1
  }

  /// Series, origin and the end of visible targets of window number `window`; O(log series).
  subscript(window: Int) -> (series: Int, origin: Int, end: Int) {
    precondition(window >= 0 && window < count, "window \(window) outside 0..<\(count)")
    var low = 0
    var high = runs.count - 1
    while low < high {
      let middle = (low + high + 1) / 2
      if runs[middle].firstWindow <= window { low = middle } else { high = middle - 1 }
    }
    let run = runs[low]
    return (run.series, run.firstOrigin + window - run.firstWindow, run.end)
  }
}
