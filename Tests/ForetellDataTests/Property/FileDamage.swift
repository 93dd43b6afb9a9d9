/// Ways in which a file can differ from the usual form: what programs write, and what people do to files.
enum FileDamage: String, CaseIterable {
  case none = "as it should be"
  case carriageReturns = "CRLF"
  case byteOrderMark = "byte order mark"
  case noLastBreak = "no last line break"
  case blankLines = "blank lines"
  case quotedCells = "all cells quoted"
  case spaces = "spaces around cells"
  case emptyCells = "empty cells"
  case missingRows = "rows left out"
  case reversed = "newest first"
  case shuffled = "rows shuffled"
  case trailingDelimiter = "a delimiter behind every row"
  case titleLine = "a title above the header"
  case titleLines = "a title and a blank line above the header"
  case commentLines = "comments above the header"
  case emptyRows = "rows of delimiters alone at the end"
  case unitsRow = "units below the header"
  case totalsRow = "a row of totals at the end"
  case sourceLine = "a line about the source at the end"
  case noHeader = "no header"
  case shortRow = "a row with a cell too few"
  case word = "a word among the numbers"
  case brokenStamp = "a broken time stamp"
  case twoRows = "two rows for one stamp"
  case twoDecimalMarks = "a number of another country"
  case separatorLine = "sep= above the header"
  case quotedBreaks = "line breaks in a column of text"
  case longText = "long cells in a column of text"
  case oddNames = "names with odd characters"
  case otherCase = "a row of an id in other letters"

  /// Whether the table can be read unchanged, without ambiguity.
  var isHarmless: Bool {
    switch self {
    case .none, .carriageReturns, .byteOrderMark, .noLastBreak, .blankLines, .quotedCells, .spaces,
      .emptyCells,
      .missingRows, .reversed, .shuffled, .separatorLine, .quotedBreaks, .longText:
      true
    case .trailingDelimiter, .titleLine, .titleLines, .commentLines, .emptyRows, .unitsRow, .totalsRow,
      .sourceLine, .noHeader, .shortRow, .word, .brokenStamp, .twoRows, .twoDecimalMarks, .oddNames,
      .otherCase:
      false
    }
  }

  /// Whether part of the table is lost, so that only an error or a warning is right.
  var leavesNoReading: Bool {
    switch self {
    case .shortRow, .word, .brokenStamp, .twoRows: true
    case .none, .carriageReturns, .byteOrderMark, .noLastBreak, .blankLines, .quotedCells, .spaces,
      .emptyCells,
      .missingRows, .reversed, .shuffled, .trailingDelimiter, .titleLine, .titleLines, .commentLines,
      .emptyRows,
      .unitsRow, .totalsRow, .sourceLine, .noHeader, .twoDecimalMarks, .separatorLine, .quotedBreaks,
      .longText,
      .oddNames, .otherCase:
      false
    }
  }

  /// Changes rows and header.
  ///
  /// - Returns: the number as which a changed cell may be read; nil when no cell's number changed.
  func apply(
    to rows: inout [[String]], header: inout [String], stampColumns: [Int], valueColumn: Int,
    _ random: inout GeneratorRandom
  ) -> Double? {
    let row = random.integer(2...max(2, rows.count - 2))
    switch self {
    case .reversed: rows.reverse()
    case .shuffled:
      for last in stride(from: rows.count - 1, to: 0, by: -1) { rows.swapAt(last, random.integer(0...last)) }
    case .trailingDelimiter:
      header.append("")
      for index in rows.indices { rows[index].append("") }
    case .emptyRows:
      for _ in 0..<random.integer(1...3) { rows.append([String](repeating: "", count: header.count)) }
    case .unitsRow:
      var units = [String](repeating: "", count: header.count)
      units[valueColumn] = "[MWh]"
      rows.insert(units, at: 0)
    case .totalsRow:
      var totals = [String](repeating: "", count: header.count)
      totals[stampColumns.first ?? 0] = random.pick(["Total", "Summe", "TOTAL"])
      totals[valueColumn] = rows.last?[valueColumn] ?? ""
      rows.append(totals)
    case .sourceLine: rows.append(["Source: statistics office"])
    case .noHeader: header = []
    case .shortRow: rows[row].removeLast()
    case .word: rows[row][valueColumn] = random.pick(["broken", "n/a", "-", "see note", "#REF!"])
    case .brokenStamp: rows[row][stampColumns.first ?? 0] = random.pick(["2024-13-45", "soon", "99/99/2020"])
    case .twoRows: rows.insert(rows[row], at: row)
    case .twoDecimalMarks:
      // The cell may be read, but only as the one number that it can mean.
      let (text, value) = random.pick([
        ("12.345,67", 12345.67), ("12,345.67", 12345.67), ("1.234.567", 1234567),
      ])
      rows[row][valueColumn] = text
      return value
    case .quotedBreaks, .longText:
      header.append("note")
      for index in rows.indices {
        let text =
          self == .longText ? String(repeating: "x ", count: random.integer(1...2000)) : "first\nsecond"
        rows[index].append(index % 5 == 0 ? text : "fine")
      }
    case .oddNames:
      let odd = random.pick(["Größe [°C]", "a \"b\" c", "net, gross", "$(date) `x`", "  y  ", "y\ty"])
      if valueColumn < header.count, !stampColumns.contains(valueColumn) { header[valueColumn] = odd }
    case .otherCase:
      var again = rows[row]
      again[0] = again[0].uppercased()
      if again[0] == rows[row][0] { again[0] = again[0].lowercased() }
      rows.insert(again, at: row)
    case .none, .carriageReturns, .byteOrderMark, .noLastBreak, .blankLines, .quotedCells, .spaces,
      .emptyCells,
      .missingRows, .titleLine, .titleLines, .commentLines, .separatorLine:
      break
    }
    return nil
  }

  /// Writes the file.
  func text(
    header: [String], rows: [[String]], delimiter: String, _ random: inout GeneratorRandom
  ) -> String {
    let isSpaced = self == .spaces && delimiter != "\t"
    func cell(_ text: String) -> String {
      let needsMarks = text.contains(delimiter) || text.contains("\"") || text.contains("\n")
      if self == .quotedCells || needsMarks { return "\"\(text.replacing("\"", with: "\"\""))\"" }
      return isSpaced ? " \(text) " : text
    }
    var lines: [String] = []
    switch self {
    case .titleLine: lines.append("Monthly report of the sales department")
    case .titleLines: lines += ["Category: All categories", ""]
    case .separatorLine: lines.append("sep=\(delimiter)")
    case .commentLines: lines += ["# made by a logger", "# station 12"]
    default: break
    }
    if !header.isEmpty { lines.append(header.map(cell).joined(separator: delimiter)) }
    for (index, row) in rows.enumerated() {
      lines.append(row.map(cell).joined(separator: delimiter))
      if self == .blankLines, index % 7 == 3 { lines.append("") }
    }
    let end = self == .carriageReturns ? "\r\n" : "\n"
    let text = lines.joined(separator: end) + (self == .noLastBreak ? "" : end)
    return (self == .byteOrderMark ? "\u{feff}" : "") + text
  }
}
