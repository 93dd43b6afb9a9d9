/// What a column of the CSV is used for.
enum ColumnRole: Sendable, Hashable {
  /// Not read.
  case unused
  /// The time stamp of the row.
  case time
  /// A part of the row's time stamp, by its place among the parts.
  case timePart(Int)
  /// The id of the series that the row belongs to.
  case id
  /// A part of that id, by its place among the parts.
  case idPart(Int)
  /// A number; values of a row are stored in the order of the file's columns.
  case value
  /// A number of a column that has integers only, as far as the sample tells; any mark needs a closer look.
  case integerValue
  /// A number of which every cell needs a closer look.
  case carefulValue
}

/// Everything that a worker needs to turn rows of text into columns; the same for all chunks.
struct RowPlan: Sendable {
  var delimiter: UInt8
  var decimal: UInt8
  var roles: [ColumnRole]
  var names: [String]
  var valueCount: Int
  /// Columns that make the id; 0 without an id.
  var idCount: Int
  /// Records above the data: the header and what belongs to it.
  var headerRecords: Int
  /// The parts of the time stamp where it stands in several columns.
  var timeParts: StampParts?
  var stamps: StampParser
  /// Cells that mean a gap, besides the empty one.
  var missing: [[UInt8]]
  var fieldLimit: Int
  var lineLimit: Int
  /// Whether libcsv splits text without quotation marks too, as tests ask for.
  var alwaysUsesLibrary = false
  /// The file as the user wrote it, for commands in hints.
  var path = ""
  /// How numbers are written.
  var numbers = NumberPlan()
  /// Words that may mean a missing value, for hints.
  var gaps = MissingWords()

  /// Whether rows have ids.
  var hasId: Bool { idCount > 0 }
  /// Whether the file has a header.
  var hasHeader: Bool { headerRecords > 0 }

  /// Name of a column for people.
  func name(_ column: Int) -> String { column < names.count ? names[column] : "column \(column + 1)" }
}
