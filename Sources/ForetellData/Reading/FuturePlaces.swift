/// Where in the file the futures of a table's series stand, for errors that are found only when a forecast is asked for.
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
  /// For each series the rows of the steps behind its last value.
  private var steps: [[UInt32]] = []
  /// For each series its last row.
  private var last: [UInt32] = []

  init(_ finder: RowFinder) {
    path = finder.source.path
    // What can't be read again is kept, as far as it is, with the chunks.
    memory = finder.source.isSeekable ? finder.source.memory : []
    chunks = finder.chunks
    plan = finder.plan
    mark = finder.mark
    countsRows = finder.countsRows
  }

  /// Takes the rows of the next series.
  mutating func append(_ steps: [UInt32], last: UInt32) {
    self.steps.append(steps)
    self.last.append(last)
  }

  func location(series: Int, step: Int, column name: String) -> (ForetellError.Location, hasRow: Bool) {
    var location = ForetellError.Location(file: path, columnName: name)
    guard series < steps.count else { return (location, false) }
    let row = step < steps[series].count ? steps[series][step] : Self.none
    let hasRow = row != Self.none
    let column = plan.names.firstIndex(of: name) ?? 0
    let source = memory.map { ByteSource(bytes: $0, name: path) } ?? (try? ByteSource(path: path))
    guard let source else { return (location, hasRow) }
    let finder = RowFinder(source: source, chunks: chunks, plan: plan, mark: mark, countsRows: countsRows)
    location = finder.location(row: Int(hasRow ? row : last[series]), column: column)
    return (location, hasRow)
  }
}
