/// Where in the file the futures of a table's series stand, and on request their values, for errors that are found only
/// after reading.
struct FuturePlaces: FutureLocating {
  /// The mark of a step without a row.
  static let none = UInt32.max

  private let path: String
  /// The text where it is no file.
  private let memory: [UInt8]?
  private let chunks: [RowColumns.ChunkOrigin]
  private let plan: RowPlan
  private let mark: Int
  private let countsRows: Bool
  private let valueColumns: [Int]?
  /// For each series the rows of the steps behind its last value.
  private var steps: [[UInt32]] = []
  /// For each series its last row.
  private var last: [UInt32] = []
  /// For each series the rows of its values, and the column of its target; empty unless values are located.
  private var values: [(rows: [UInt32], target: Int)] = []

  init(_ finder: RowFinder) {
    path = finder.source.path
    // What can't be read again is kept, as far as it is, with the chunks.
    memory = finder.source.isSeekable ? finder.source.memory : []
    chunks = finder.chunks
    plan = finder.plan
    mark = finder.mark
    countsRows = finder.countsRows
    valueColumns = finder.valueColumns
  }

  /// Takes the rows of the next series.
  mutating func append(_ steps: [UInt32], last: UInt32) {
    self.steps.append(steps)
    self.last.append(last)
  }

  /// Takes the rows of the values of the next series.
  mutating func append(rows: [UInt32], target: Int) { values.append((rows, target)) }

  func location(series: Int, step: Int, column name: String) -> (ForetellError.Location, hasRow: Bool) {
    let location = ForetellError.Location(file: path, columnName: name)
    guard series < steps.count else { return (location, false) }
    let row = step < steps[series].count ? steps[series][step] : Self.none
    let hasRow = row != Self.none
    let place = place(hasRow ? row : last[series], plan.names.firstIndex(of: name) ?? 0)
    return (place ?? location, hasRow)
  }

  func location(series: Int, index: Int, column name: String?) -> ForetellError.Location? {
    guard series < values.count, values[series].rows.indices.contains(index) else { return nil }
    let (rows, target) = values[series]
    guard rows[index] != Self.none else { return nil }
    return place(rows[index], name.flatMap { plan.names.firstIndex(of: $0) } ?? target)
  }

  /// The place of a column in a row, which is read once more; nil when the file can't be opened.
  private func place(_ row: UInt32, _ column: Int) -> ForetellError.Location? {
    let source = memory.map { ByteSource(bytes: $0, name: path) } ?? (try? ByteSource(path: path))
    guard let source else { return nil }
    return RowFinder(
      source: source, chunks: chunks, plan: plan, mark: mark, countsRows: countsRows,
      valueColumns: valueColumns
    ).location(row: Int(row), column: column)
  }
}
