/// The header with the rows that belong to it, such as units, tickers, or the name of the time column.
struct HeaderBlock {
  /// Number of records above the data; 0 without a header.
  var records: Int
  /// Unique names of the columns; empty names are replaced.
  var names: [String]
  /// The names as the header has them, including duplicates.
  var rawNames: [String]
  /// The rows below the header that aren't data, as text.
  var extra: [String] = []

  /// Reads the names, and finds rows below the header that aren't data.
  init(_ rows: SampleRows, hasHeader: Bool) {
    let width = rows.width(0)
    guard hasHeader else {
      records = 0
      rawNames = (1...max(1, width)).map { "column \($0)" }
      names = rawNames
      return
    }
    var raw = (0..<width).map { rows.text(0, $0) }
    if width > 0, raw[0].hasPrefix("#"), raw[0].count > 1 {
      raw[0] = String(raw[0].drop { $0 == "#" || $0 == " " })
    }
    let block = HeaderBlock.extraRows(rows)
    for row in 1..<(block + 1) where block > 0 {
      extra.append((0..<rows.width(row)).map { rows.text(row, $0) }.joined(separator: ","))
      HeaderBlock.merge(rows, row, into: &raw)
    }
    records = 1 + block
    rawNames = raw.enumerated().map { $1.isEmpty ? "column \($0 + 1)" : $1 }
    var counts: [String: Int] = [:]
    for name in rawNames { counts[name, default: 0] += 1 }
    names = rawNames.enumerated().map { counts[$1, default: 0] > 1 ? "\($1) (column \($0 + 1))" : $1 }
  }

  /// The number of rows directly below the header that hold only words, while the rows below them hold data.
  private static func extraRows(_ rows: SampleRows) -> Int {
    for count in 0...3 where count + 2 < rows.count {
      let next = count + 1
      if isData(rows, next) { return count }
      guard isWords(rows, next) else { return 0 }
    }
    return 0
  }

  /// Whether a row has a number or a time stamp.
  private static func isData(_ rows: SampleRows, _ row: Int) -> Bool {
    (0..<rows.width(row)).contains { column in
      let cell = rows.cell(row, column)
      return !cell.isEmpty && !HeaderDetection.isWord(cell)
    }
  }

  /// Whether a row has only words, none of which means a missing value.
  private static func isWords(_ rows: SampleRows, _ row: Int) -> Bool {
    let width = rows.width(0)
    guard rows.width(row) == width, width > 1 else { return false }
    let filled = (0..<width).filter { !rows.cell(row, $0).isEmpty }
    guard !filled.isEmpty,
      !filled.contains(where: { MissingWords.sure.contains(rows.text(row, $0).lowercased()) })
    else { return false }
    // The columns of numbers below distinguish a row of units from a row of data whose numbers are missing.
    let below = row + 1
    let numbers = (0..<width).filter { column in
      (below..<min(rows.count, below + 10)).contains {
        rows.cell($0, column).withUnsafeBufferPointer { NumberParser.parse($0, decimal: 0x2e) != nil }
      }
    }
    if filled == [0] { return LayoutDetection.timeNames.contains(rows.text(row, 0).lowercased()) }
    return numbers.contains { filled.contains($0) }
  }

  /// Takes names from a row below the header when the header's are missing or repeated.
  private static func merge(_ rows: SampleRows, _ row: Int, into names: inout [String]) {
    let below = (0..<names.count).map { rows.text(row, $0) }
    let isNamed = { (names: [String]) in
      names.contains { LayoutDetection.timeNames.contains($0.lowercased()) }
    }
    if below.allSatisfy({ !$0.isEmpty }), isNamed(below), !isNamed(names) {
      names = below
      return
    }
    // The name of the time column may be the only cell of its row, as in pandas' export of hierarchical
    // headers.
    if !below[0].isEmpty, below.dropFirst().allSatisfy(\.isEmpty) {
      names[0] = below[0]
      return
    }
    var counts: [String: Int] = [:]
    for name in names { counts[name, default: 0] += 1 }
    for column in names.indices where !below[column].isEmpty {
      if names[column].isEmpty {
        names[column] = below[column]
      } else if counts[names[column], default: 0] > 1 {
        names[column] += "/" + below[column]
      }
    }
  }
}
