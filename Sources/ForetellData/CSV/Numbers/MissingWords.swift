/// Words that programs write for a missing value; they count as missing only when `--missing` lists them.
struct MissingWords: Sendable {
  /// Words, in lower case, that mark a missing number even in a column where no other cell is a number.
  static let sure: Set<String> = [
    "na", "n/a", "#n/a", "nan", "null", "none", "nil", "missing", "-", "--", "?", ".", "#na", "<na>", "-nan",
    "#value!", "#div/0!", "undefined",
  ]

  /// Words, in lower case, that can hardly mean anything else in a column of numbers.
  static let known: Set<String> = [
    "na", "n/a", "#n/a", "nan", "null", "none", "nil", "missing", "-", "--", "---", "?", ".", "#na", "<na>",
    "-nan",
    "#value!", "#div/0!", "#ref!", "#name?", "#num!", "#null!", "undefined", "nat", "n.a.", "n.a", "k.a.",
    "n.v.",
    "n/d", "nd", "n.d.", "s.d.", "..", "…", "...", ":", "*", "**", "–", "—", "\\n", "(null)", "empty",
    "unknown",
  ]

  /// The words of the sample that may mean a missing value, in order of appearance.
  private(set) var candidates: [String] = []
  /// Columns that hold words rather than numbers.
  private var wordy: [Int] = []

  init() {}

  /// Looks for short words without digits in columns of numbers.
  ///
  /// - Parameter listed: words that `--missing` lists already.
  init(_ rows: SampleRows, from first: Int, columns: [Int], listed: [String]) {
    for column in columns {
      var words: [String] = []
      var numbers = 0
      for row in first..<max(first, rows.count) {
        let cell = rows.cell(row, column)
        if cell.isEmpty { continue }
        if PlainNumber(cell) != nil || NumberCell(cell) != nil {
          numbers += 1
        } else if words.count < 9, let word = Self.proposal(cell), !words.contains(word),
          !listed.contains(word)
        {
          words.append(word)
        }
      }
      if words.count > 8 || numbers == 0 && words.count > 1 {
        wordy.append(column)
        continue
      }
      for word in words where !candidates.contains(word) { candidates.append(word) }
    }
  }

  /// Whether a column holds words rather than numbers.
  func isWordy(_ column: Int) -> Bool { wordy.contains(column) }

  /// The word of a cell if it may stand for a missing value.
  ///
  /// Never a cell with digits, which may be a value, nor a word that can't be written in the option's list.
  static func proposal(_ cell: some Collection<UInt8>) -> String? {
    guard !cell.isEmpty, cell.count <= 60 else { return nil }
    let word = String(decoding: cell, as: UTF8.self)
    guard word.count <= 20, !word.contains(","), word.first != " ", word.last != " ",
      !word.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7f })
    else { return nil }
    if known.contains(word.lowercased()) { return word }
    return word.unicodeScalars.contains(where: { $0.properties.numericType != nil }) ? nil : word
  }

  /// The option that treats these words as gaps.
  static func option(_ words: [String]) -> OptionText { "\(option: .missing, words)" }
}
