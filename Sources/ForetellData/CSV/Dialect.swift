/// The dialect of a CSV: delimiter, header, decimal mark.
struct Dialect: Sendable, Hashable {
  var delimiter: UInt8
  var hasHeader: Bool
  var decimal: UInt8

  /// The name of a delimiter in messages.
  static func name(of delimiter: UInt8) -> String {
    switch delimiter {
    case 0x09: "tab"
    default: "`\(Character(Unicode.Scalar(delimiter)))`"
    }
  }

  /// The byte of a one-character option; throws an error that names the option for anything else.
  static func byte(of character: Character, _ option: OptionKey) throws -> UInt8 {
    guard let byte = character.asciiValue, byte != 0x22, byte != 0x0a, byte != 0x0d, byte != 0 else {
      throw ForetellError(
        .badOption,
        "\(option: option) needs one ASCII character that is no quotation mark or line break",
        hint: "\(option: option, option == .decimal ? "," : ";")")
    }
    return byte
  }

  /// The delimiter under which most rows have the same number of cells, at least two.
  ///
  /// In a tie, tab, semicolon and vertical bar win over the comma, because decimal commas look like
  /// delimiters.
  static func delimiter(of text: UnsafeBufferPointer<UInt8>) -> (delimiter: UInt8, rows: SampleRows) {
    // Without evidence for any delimiter it is the comma.
    var best: (score: Int, delimiter: UInt8, rows: SampleRows) = (0, 0x2c, SampleRows(text, delimiter: 0x2c))
    let comma = (score(best.rows), best.delimiter, best.rows)
    for delimiter: UInt8 in [0x09, 0x3b, 0x7c] {
      let rows = SampleRows(text, delimiter: delimiter)
      let score = score(rows)
      if score > best.score { best = (score, delimiter, rows) }
    }
    if comma.0 > best.score { best = comma }
    return (best.delimiter, best.rows)
  }

  private static func score(_ rows: SampleRows) -> Int {
    guard rows.count > 0 else { return 0 }
    var frequencies: [Int: Int] = [:]
    for row in 0..<rows.count { frequencies[rows.width(row), default: 0] += 1 }
    let first = rows.width(0)
    // Among equally frequent widths the first row's is taken, so that the result doesn't depend on a
    // dictionary's order.
    let most = frequencies.reduce(0) { $1.key > 1 ? max($0, $1.value) : $0 }
    guard most > 0 else { return 0 }
    return 2 * most + (first > 1 && frequencies[first] == most ? 1 : 0)
  }

  /// The decimal mark of the numbers in the sample: the comma when more cells are numbers with it than with
  /// the point.
  static func decimal(of rows: SampleRows, from first: Int, delimiter: UInt8) -> UInt8 {
    var points = 0
    var commas = 0
    for row in first..<rows.count {
      for column in 0..<rows.width(row) {
        let cell = rows.cell(row, column)
        guard cell.contains(0x2c) || cell.contains(0x2e) else { continue }
        if parses(cell, 0x2e) { points += 1 }
        if parses(cell, 0x2c), !isGrouped(cell) { commas += 1 }
      }
    }
    return commas > points ? 0x2c : 0x2e
  }

  private static func parses(_ cell: ArraySlice<UInt8>, _ decimal: UInt8) -> Bool {
    cell.withUnsafeBufferPointer { NumberParser.parse($0, decimal: decimal) != nil }
  }

  /// Whether a comma could also separate thousands: exactly three digits follow it.
  private static func isGrouped(_ cell: ArraySlice<UInt8>) -> Bool {
    guard let comma = cell.firstIndex(of: 0x2c) else { return false }
    let digits = cell.prefix(upTo: comma).drop { $0 == 0x2b || $0 == 0x2d }
    return cell.endIndex - comma == 4 && (1...3).contains(digits.count) && digits.first != 0x30
  }
}
