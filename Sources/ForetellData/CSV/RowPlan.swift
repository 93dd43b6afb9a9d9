/// What a column of the CSV is used for.
enum ColumnRole: Sendable, Hashable {
  /// Not read.
  case unused
  /// The time stamp of the row.
  case time
  /// A part of the row's time stamp, by its index among the parts.
  case timePart(Int)
  /// The id of the series that the row belongs to.
  case id
  /// A part of the id, by its index among the parts.
  case idPart(Int)
  /// A number; values of a row are stored in the order of the file's columns.
  case value
  /// A number in a column that has only integers in the sample; any mark needs a closer look.
  case integerValue
  /// A number in a column whose every cell needs a closer look.
  case carefulValue
  /// A text that is one of a few, by the column's place among those; it is stored as its number among them.
  case category(Int)
}

/// Everything needed to turn rows of text into columns; the same for all chunks.
struct RowPlan: Sendable {
  var delimiter: UInt8
  var decimal: UInt8
  var roles: [ColumnRole]
  var names: [String]
  var valueCount: Int
  /// For each column of categories where it stands among the stored values of a row.
  var categorySlots: [Int] = []
  /// The texts that columns of categories are known to have, by the column's place among those; empty where they are new.
  var knownCategories: [[String]] = []
  /// Number of columns that form the id; 0 without an id.
  var idCount: Int
  /// Number of records above the data: the header and the rows that belong to it.
  var headerRecords: Int
  /// The parts of the time stamp, when several columns hold it.
  var timeParts: StampParts?
  var stamps: StampParser
  /// Cells that mean a gap, besides the empty one.
  var missing: [[UInt8]]
  var fieldLimit: Int
  var lineLimit: Int
  /// Whether libcsv also splits text without quotation marks, for tests.
  var alwaysUsesLibrary = false
  /// The file's path as the user wrote it, for commands in hints.
  var path = ""
  /// How numbers are read.
  var numbers = NumberPlan()
  /// Words that may mean a missing value, for hints.
  var gaps = MissingWords()

  /// Whether rows have ids.
  var hasId: Bool { idCount > 0 }
  /// Whether the file has a header.
  var hasHeader: Bool { headerRecords > 0 }

  /// The name of a column in messages.
  func name(_ column: Int) -> String { column < names.count ? names[column] : "column \(column + 1)" }
}
