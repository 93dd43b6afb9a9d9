/// The columns read from one chunk of text.
struct ParsedChunk {
  /// Seconds or steps, one per kept row.
  var stamps = ColumnStore<Int64>()
  /// Index of the series in `idTable`, one per kept row; empty without an id column.
  var ids = ColumnStore<UInt32>()
  /// Values row by row, `valueCount` per kept row; NaN is a gap.
  var cells = ColumnStore<Double>()
  var idTable = IdTable()
  /// The texts of each column of categories.
  var categories: [IdTable] = []
  /// Number of records, including the header if the chunk has one.
  var records = 0
  /// Number of physical line breaks.
  var lines = 0
  /// Indices of records left out because of a problem, ascending, not counting the header.
  var dropped: [Int] = []
  /// Problems by code, in order of first occurrence; lines are relative to the chunk.
  var problems: [ForetellError] = []
  /// Counts of numbers that aren't written plainly, and evidence about marks for the whole column.
  var numbers = NumberTally()
  /// Whether a problem ended reading.
  var isCutShort = false
  /// Number of rows that consist of delimiters only.
  var emptyRows = 0
  /// Number of rows with empty cells after the last column.
  var overlongRows = 0
  /// Rows that aren't data, in order, with lines relative to the chunk.
  var remarks: [RemarkRow] = []

  init() {}

  /// An empty chunk in the memory of another one, which isn't used any more.
  init(reusing other: ParsedChunk) {
    (stamps, ids, cells) = (other.stamps, other.ids, other.cells)
    stamps.forgetAll()
    ids.forgetAll()
    cells.forgetAll()
  }
}
