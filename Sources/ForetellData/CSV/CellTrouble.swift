/// What is wrong with a cell that should be a number.
enum CellTrouble {
  /// Words that other programs write for a missing value; they count only when `--missing` lists them.
  static let missingWords: Set<String> = [
    "na", "n/a", "#n/a", "nan", "null", "none", "nil", "missing", "-", "--", "?", ".", "#na", "<na>", "-nan",
    "#value!", "#div/0!", "undefined",
  ]

  /// The code of the trouble; the cell is known not to be a finite decimal number.
  static func code(of cell: some Collection<UInt8>, decimal: UInt8) -> ErrorCode {
    let text = String(decoding: cell.prefix(400), as: UTF8.self).lowercased()
    if missingWords.contains(text) { return .missingWord }
    let unsigned = text.drop { $0 == "+" || $0 == "-" }
    if ["inf", "infinity", "∞", "1.#inf", "#inf"].contains(String(unsigned)) { return .notFinite }
    if unsigned.hasPrefix("0x"), unsigned.dropFirst(2).contains(where: \.isHexDigit) { return .hexadecimal }
    let mark: Character = decimal == 0x2c ? "," : "."
    if isNumber(unsigned, decimal: mark) { return .overflow }
    if hasThousands(unsigned, decimal: mark) { return .thousandsSeparator }
    return .notANumber
  }

  /// What helps against a code, naming the flag.
  static func hint(for code: ErrorCode, cell: some Collection<UInt8>, decimal: UInt8) -> String {
    let word = Excerpt.clean(String(decoding: cell.prefix(40), as: UTF8.self))
    switch code {
    case .missingWord: return "a missing value? list the word: --missing \(word)"
    case .notFinite: return "leave the cell empty, or read the word as a gap: --missing \(word)"
    case .hexadecimal: return "write it as a decimal number"
    case .overflow: return "the largest number is about 1.8e308; wrong exponent or unit?"
    case .thousandsSeparator:
      return decimal == 0x2e && word.contains(",")
        ? "remove the separators; if it is a decimal comma: --decimal ,"
        : "remove the separators from the numbers"
    default:
      let text = String(decoding: cell.prefix(400), as: UTF8.self).drop { $0 == "+" || $0 == "-" }
      let other: Character = decimal == 0x2c ? "." : ","
      if isNumber(text, decimal: other) || hasThousands(text, decimal: other) {
        return decimal == 0x2c ? "decimal points? try --decimal ." : "decimal commas? try --decimal ,"
      }
      return "leave the cell empty for a missing value, or read the word as one: --missing \(word)"
    }
  }

  /// Whether a cell was surely meant as a number, however broken.
  static func looksNumeric(_ cell: some Collection<UInt8>) -> Bool {
    guard let first = cell.first else { return false }
    let isDigit = { (byte: UInt8) in byte >= 0x30 && byte <= 0x39 }
    if isDigit(first)
      || (first == 0x2d || first == 0x2b || first == 0x2e) && cell.dropFirst().contains(where: isDigit)
    {
      return true
    }
    let code = code(of: cell, decimal: 0x2e)
    return code == .missingWord || code == .notFinite
  }

  private static func isNumber(_ text: Substring, decimal: Character) -> Bool {
    let parts = text.split(separator: "e", omittingEmptySubsequences: false)
    guard let mantissa = parts.first, parts.count <= 2 else { return false }
    if parts.count == 2 {
      let power = parts[1].drop { $0 == "+" || $0 == "-" }
      if power.isEmpty || !power.allSatisfy(\.isASCIIDigit) { return false }
    }
    let halves = mantissa.split(separator: decimal, omittingEmptySubsequences: false)
    return halves.count <= 2 && mantissa.contains(where: \.isASCIIDigit)
      && halves.allSatisfy { $0.allSatisfy(\.isASCIIDigit) }
  }

  /// Groups of three digits behind separators: `1,234.5`, `1 234`, `1'234`, `1_234`.
  private static func hasThousands(_ text: Substring, decimal: Character) -> Bool {
    let whole = text.prefix { $0 != decimal }
    let rest = text.dropFirst(whole.count)
    guard rest.dropFirst().allSatisfy(\.isASCIIDigit) else { return false }
    for separator: Character in [",", ".", " ", "'", "’", "_", "\u{a0}", "\u{202f}"]
    where separator != decimal {
      let groups = whole.split(separator: separator, omittingEmptySubsequences: false)
      if groups.count > 1, (1...3).contains(groups[0].count),
        groups.dropFirst().allSatisfy({ $0.count == 3 }),
        groups.allSatisfy({ $0.allSatisfy(\.isASCIIDigit) })
      {
        return true
      }
    }
    return false
  }
}

extension Character {
  /// One of 0…9; other scripts' digits are not read as numbers.
  fileprivate var isASCIIDigit: Bool { self >= "0" && self <= "9" }
}
