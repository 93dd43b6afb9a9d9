/// Decides whether the first row has names or data.
enum HeaderDetection {
  /// A header is assumed when some column has a word on top of numbers or time stamps, or when the first row
  /// has no number and no stamp at all.
  static func hasHeader(_ rows: SampleRows, decimal: UInt8) -> Bool {
    guard rows.count > 0 else { return false }
    var isAllText = true
    for column in 0..<rows.width(0) {
      let top = rows.cell(0, column)
      if top.isEmpty {
        // An index column is often written without a name; a row of data has a time stamp.
        if isStampColumn(rows, column) { return true }
        continue
      }
      let isWord = isWord(top)
      if !isWord { isAllText = false }
      if isWord, isData(rows, column, decimal) { return true }
    }
    return isAllText
  }

  /// Text that does not start like a number and is no time stamp.
  private static func isWord(_ cell: ArraySlice<UInt8>) -> Bool {
    guard let first = cell.first, !(first >= 0x30 && first <= 0x39) else { return false }
    if CellTrouble.looksNumeric(cell) { return false }
    var detector = StampStyleDetector()
    detector.see(cell.span)
    return detector.rejected != nil
  }

  private static func isStampColumn(_ rows: SampleRows, _ column: Int) -> Bool {
    guard rows.count > 1, let stamps = StampProfile(rows, column: column, from: 1, limit: 50, dayFirst: nil)
    else { return false }
    return !stamps.isNumeric
  }

  private static func isData(_ rows: SampleRows, _ column: Int, _ decimal: UInt8) -> Bool {
    var filled = 0
    var data = 0
    for row in 1..<max(1, min(rows.count, 100)) {
      let cell = rows.cell(row, column)
      if cell.isEmpty { continue }
      filled += 1
      if !isWord(cell) { data += 1 }
    }
    return data * 2 > filled
  }
}
