/// What a column of the CSV is used for.
enum ColumnRole: Sendable, Hashable {
  /// Not read.
  case unused
  /// The time stamp of the row.
  case time
  /// The id of the series that the row belongs to.
  case id
  /// A number; the index counts the value columns, targets first, covariates after them.
  case value(Int)
}

/// Everything that a worker needs to turn rows of text into columns; the same for all chunks.
struct RowPlan: Sendable {
  var delimiter: UInt8
  var decimal: UInt8
  var roles: [ColumnRole]
  var names: [String]
  var valueCount: Int
  var hasId: Bool
  var hasHeader: Bool
  var stamps: StampParser
  /// Cells that mean a gap, besides the empty one.
  var missing: [[UInt8]]
  var fieldLimit: Int
  var lineLimit: Int

  /// Name of a column for people.
  func name(_ column: Int) -> String { column < names.count ? names[column] : "column \(column + 1)" }
}
