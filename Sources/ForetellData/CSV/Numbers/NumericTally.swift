/// Counts cells of a column that are meant as numbers but aren't written plainly.
struct NumericTally {
  /// Units after numbers, at most five; with many different ones the cells are texts, such as addresses.
  private(set) var units: [String] = []
  /// Number of cells with a unit.
  private(set) var withUnit = 0
  /// Number of words that mean a missing value beside numbers.
  private(set) var missing = 0

  /// Whether a cell is clearly meant as a number; words for missing values are counted separately.
  mutating func isMeantAsNumber(_ cell: ArraySlice<UInt8>) -> Bool {
    if let number = NumberCell(cell) {
      switch NumberWords.kind(ofSuffix: number.suffix, isApart: number.isSuffixApart) {
      case .unit, .flag:
        withUnit += 1
        if units.count < 5, !units.contains(number.suffix) { units.append(number.suffix) }
      case .percent, .currency, .multiplier, .footnote, nil: break
      }
      return true
    }
    let word = String(decoding: cell.prefix(400), as: UTF8.self).lowercased()
    if MissingWords.sure.contains(word) || CellTrouble.isInfinity(word) { return true }
    if MissingWords.known.contains(word) { missing += 1 }
    return CellTrouble.looksNumeric(cell) && isMostlyDigits(cell)
  }

  /// Whether a cell is mostly digits, with one kind of other character, such as `1.2.3`.
  private func isMostlyDigits(_ cell: ArraySlice<UInt8>) -> Bool {
    cell.reduce(0) { $0 + ($1 >= 0x30 && $1 <= 0x39 ? 1 : 0) } * 2 >= cell.count
  }
}
