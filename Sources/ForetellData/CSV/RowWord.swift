/// What the first non-empty cell shows about a row that has no time stamp.
enum RowWord: Sendable, Hashable {
  /// Nothing: the row should be data.
  case none
  /// The row is a total of others: `Total`, `Summe`, `Average`.
  case total
  /// The row is a remark: `Source: …`, `# …`.
  case remark

  /// Interprets the first non-empty cell of a row.
  static func of(_ cell: some RandomAccessCollection<UInt8>) -> RowWord {
    guard let first = cell.first, !(first >= 0x2b && first <= 0x39) else { return .none }
    if first == 0x23 || first == 0x2a { return cell.count > 1 ? .remark : .none }
    // In a file that starts with the ids every row is checked here: the first three letters exclude nearly
    // all of them.
    guard cell.count >= 3, cell.count <= 4000, starts.contains(start(cell)) else { return .none }
    let text = String(decoding: cell.prefix(60), as: UTF8.self).lowercased()
    let word = text.prefix { !":(=".contains($0) }
    let trimmed = String(word.reversed().drop { " .".contains($0) }.reversed())
    if totals.contains(trimmed) { return .total }
    let head = text.prefix { $0 != " " && $0 != ":" }
    if totals.contains(String(head)), trimmed.split(separator: " ").dropFirst().allSatisfy(isNumber) {
      return .total
    }
    return remarks.contains { text.hasPrefix($0) } ? .remark : .none
  }

  /// The first three bytes, regardless of case.
  private static func start(_ bytes: some Collection<UInt8>) -> UInt32 {
    bytes.prefix(3).reduce(0) { $0 << 8 | UInt32($1 | 32) }
  }

  /// The first three bytes of all known words and remarks.
  private static let starts = Set((Array(totals) + remarks).map { start($0.utf8) })

  private static func isNumber(_ word: Substring) -> Bool { word.allSatisfy { $0 >= "0" && $0 <= "9" } }

  private static let totals: Set<String> = [
    "total", "totals", "grand total", "subtotal", "sub total", "sub-total", "sum", "summe", "gesamt",
    "gesamtsumme", "gesamtergebnis", "insgesamt", "zwischensumme", "average", "avg", "mean", "median",
    "durchschnitt", "mittelwert", "mittel", "total general", "total général", "somme", "moyenne", "suma",
    "promedio", "totale", "somma", "media", "totaal", "totalt", "overall", "overall total", "column total",
  ]

  private static let remarks = [
    "source:", "sources:", "source -", "quelle:", "quellen:", "fuente:", "note:", "notes:", "note -",
    "footnote", "hinweis:", "anmerkung", "data from", "data source:", "last updated", "copyright", "©",
    "downloaded", "generated", "exported", "created", "stand:", "www.", "http:", "https:",
  ]
}
