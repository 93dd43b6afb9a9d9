import CCsv

/// The first rows of a file as raw cells, used for detection only.
struct SampleRows {
  private(set) var bytes: [UInt8] = []
  private(set) var cellEnds: [Int] = []
  /// Number of cells up to and including each row.
  private(set) var rowEnds: [Int] = []
  /// The position at which libcsv refused the text, if it did.
  private(set) var errorOffset: Int?

  /// Splits a text into rows and cells.
  init(_ text: UnsafeBufferPointer<UInt8>, delimiter: UInt8) {
    var csv = csv_parser()
    guard csv_init(&csv, UInt8(CSV_STRICT | CSV_STRICT_FINI)) == 0 else { return }
    defer { csv_free(&csv) }
    csv_set_delim(&csv, delimiter)
    let consumed = withUnsafeMutablePointer(to: &self) {
      csv_parse(&csv, text.baseAddress, text.count, onSampleField, onSampleRecord, $0)
    }
    if consumed < text.count {
      errorOffset = consumed
    } else {
      _ = withUnsafeMutablePointer(to: &self) { csv_fini(&csv, onSampleField, onSampleRecord, $0) }
    }
    cellEnds.removeLast(cellEnds.count - (rowEnds.last ?? 0))
  }

  /// Number of rows.
  var count: Int { rowEnds.count }

  /// The sample without its first rows.
  func dropping(_ rows: Int) -> SampleRows {
    guard rows > 0, rows <= count else { return self }
    var rest = self
    let cells = rowEnds[rows - 1]
    let start = cells == 0 ? 0 : cellEnds[cells - 1]
    rest.bytes = Array(bytes[start...])
    rest.cellEnds = cellEnds[cells...].map { $0 - start }
    rest.rowEnds = rowEnds[rows...].map { $0 - cells }
    return rest
  }

  /// Number of cells of a row.
  func width(_ row: Int) -> Int { rowEnds[row] - (row == 0 ? 0 : rowEnds[row - 1]) }

  /// The bytes of a cell; empty after the end of a row.
  func cell(_ row: Int, _ column: Int) -> ArraySlice<UInt8> {
    guard column < width(row) else { return [] }
    let index = (row == 0 ? 0 : rowEnds[row - 1]) + column
    return bytes[(index == 0 ? 0 : cellEnds[index - 1])..<cellEnds[index]]
  }

  /// A cell as text.
  func text(_ row: Int, _ column: Int) -> String { String(decoding: cell(row, column), as: UTF8.self) }

  fileprivate mutating func append(_ field: UnsafeBufferPointer<UInt8>) {
    bytes.append(contentsOf: field)
    cellEnds.append(bytes.count)
  }

  fileprivate mutating func endRow() { rowEnds.append(cellEnds.count) }
}

private func onSampleField(
  _ bytes: UnsafeMutableRawPointer?, _ count: Int, _ rows: UnsafeMutableRawPointer?
) {
  let start = bytes.map { UnsafePointer($0.assumingMemoryBound(to: UInt8.self)) }
  rows?.assumingMemoryBound(to: SampleRows.self).pointee.append(
    UnsafeBufferPointer(start: start, count: start == nil ? 0 : count))
}

private func onSampleRecord(_ terminator: Int32, _ rows: UnsafeMutableRawPointer?) {
  rows?.assumingMemoryBound(to: SampleRows.self).pointee.endRow()
}
