/// Decides whether the first row holds names or data.
///
/// A cell that is itself a time stamp or a number isn't a name, so a file without names never loses its first
/// row, however damaged the rest of that row is.
struct HeaderDetection {
  private let rows: SampleRows
  private let decimal: UInt8

  /// Whether the first row holds names.
  static func hasHeader(_ rows: SampleRows, decimal: UInt8) -> Bool {
    rows.count > 0 && HeaderDetection(rows: rows, decimal: decimal).decide()
  }

  private func decide() -> Bool {
    if let answer = byStamps() { return answer }
    if namesAreStamps() { return true }
    var words: [Int] = []
    var numbers: [Int] = []
    var isAllText = true
    for column in 0..<rows.width(0) {
      let top = rows.cell(0, column)
      if top.isEmpty { continue }
      if Self.isWord(top) {
        if isData(column) { words.append(column) }
      } else {
        isAllText = false
        if Self.isNumber(top), isData(column) { numbers.append(column) }
      }
    }
    if numbers.isEmpty { return !words.isEmpty || isAllText }
    if words.isEmpty { return false }
    // With numbers beside the words: a name known for time columns, or columns that are numbered as pandas
    // does.
    if words.contains(where: { LayoutDetection.timeNames.contains(rows.text(0, $0).lowercased()) }) {
      return true
    }
    return words[0] < numbers[0] && areNumbered(numbers)
  }

  /// The evidence of the date columns: a date above dates is data, a word above them is a name; nil without
  /// evidence.
  private func byStamps() -> Bool? {
    var hasName = false
    var hasNoName = false
    for column in 0..<rows.width(0) where isStampColumn(column) {
      let top = rows.cell(0, column)
      if top.isEmpty { hasNoName = true } else if Self.isWord(top) { hasName = true } else { return false }
    }
    if hasName { return true }
    guard hasNoName else { return nil }
    // An index column often has no name; the other names are then words, or numbers.
    let others = (0..<rows.width(0)).filter { !rows.cell(0, $0).isEmpty }
    return others.contains { Self.isWord(rows.cell(0, $0)) } || areNumbered(others)
  }

  /// Whether the first row has years or dates in ascending order above columns that hold neither.
  private func namesAreStamps() -> Bool {
    var previous = -Int64.max
    var count = 0
    for column in 0..<rows.width(0) {
      let top = rows.cell(0, column)
      if Self.isWord(top) || top.isEmpty { continue }
      var detector = StampStyleDetector()
      detector.see(top.span)
      guard detector.rejected == nil, let style = try? detector.style() else { return false }
      if style.layout == .integer || style.layout == .epochSeconds { return false }
      guard case .success(let stamp) = StampParser(style: style).parse(top.span), stamp.value > previous
      else {
        return false
      }
      previous = stamp.value
      count += 1
      if isYearColumn(column) { return false }
    }
    return count > 1
  }

  private func isYearColumn(_ column: Int) -> Bool {
    var seen = false
    for row in 1..<max(1, min(rows.count, 50)) {
      let cell = rows.cell(row, column)
      if cell.isEmpty { continue }
      guard cell.count == 4, cell.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }),
        (0x31...0x32).contains(cell[cell.startIndex])
      else { return false }
      seen = true
    }
    return seen
  }

  /// Whether the names of the columns count up from 0 or 1, such as 0, 1, 2.
  private func areNumbered(_ columns: [Int]) -> Bool {
    let names = columns.map { Int(rows.text(0, $0)) }
    guard let first = names.first, let start = first, start == 0 || start == 1 else { return false }
    return names.enumerated().allSatisfy { $1 == start + $0 }
  }

  /// Whether a cell is text that doesn't start like a number and isn't a time stamp.
  static func isWord(_ cell: ArraySlice<UInt8>) -> Bool {
    guard let first = cell.first, !(first >= 0x30 && first <= 0x39) else { return false }
    if CellTrouble.looksNumeric(cell) { return false }
    var detector = StampStyleDetector()
    detector.see(cell.span)
    return detector.rejected != nil
  }

  private static func isNumber(_ cell: ArraySlice<UInt8>) -> Bool {
    NumberCell(cell) != nil
  }

  private func isStampColumn(_ column: Int) -> Bool {
    guard rows.count > 1, let stamps = StampProfile(rows, column: column, from: 1, limit: 50, dayFirst: nil)
    else { return false }
    if stamps.isNumeric { return false }
    // 1772.8 is a number, not August 1772.
    let numbers = (1..<min(rows.count, 51)).filter { row in
      rows.cell(row, column).withUnsafeBufferPointer { NumberParser.parse($0, decimal: 0x2e) != nil }
    }
    return numbers.count * 2 <= min(rows.count, 51) - 1
  }

  private func isData(_ column: Int) -> Bool {
    var filled = 0
    var data = 0
    for row in 1..<max(1, min(rows.count, 100)) {
      let cell = rows.cell(row, column)
      if cell.isEmpty { continue }
      filled += 1
      if !Self.isWord(cell) { data += 1 }
    }
    return data * 2 > filled
  }
}
