/// What the open marks of one column are taken for: numbers such as `1.234`, which can be read both ways.
enum MarkDecision: Hashable {
  /// The mark is the decimal one.
  case decimals(UInt8, isCertain: Bool)
  /// The mark separates thousands.
  case thousands(UInt8, isCertain: Bool)
  /// Both are possible.
  case refused(UInt8)

  /// What is known beyond the columns that are forecast.
  struct Situation {
    /// Certain decimals in other columns.
    var elsewhere: ColumnEvidence.Pair
    var isSemicolon: Bool
    var hasDottedDates: Bool
    /// Whether thousands are separated by spaces, apostrophes or `_`.
    var hasOtherGroups: Bool
  }

  private static func other(_ mark: UInt8) -> UInt8 { mark == 0x2e ? 0x2c : 0x2e }

  /// The decimal mark of the file that the decision implies.
  var decimal: UInt8? {
    switch self {
    case .decimals(let mark, _): mark
    case .thousands(let mark, _): Self.other(mark)
    case .refused: nil
    }
  }

  var isThousands: Bool {
    if case .thousands = self { return true }
    return false
  }

  /// Decides a column of a file whose marks are known from other numbers; nil when it has no open marks.
  init?(_ column: ColumnEvidence, decimal: UInt8, thousands: UInt8?) {
    let mark: UInt8
    let open = column.open[decimal]
    if open > 0, open > column.decimals[decimal], column.areThousandsCloser {
      // One number needs the mark as the decimal one, and most of the others as that of thousands.
      mark = decimal
    } else if open > 0, column.decimals[decimal] == 0 {
      mark = decimal
    } else if let thousands, column.open[thousands] > 0 {
      mark = thousands
    } else {
      return nil
    }
    if mark == decimal {
      // Where only groups such as 1.234.567 tell the decimal mark, nothing says that 1,234 has decimals.
      let isDoubtful =
        column.areThousandsCloser || column.groups[Self.other(mark)] > 0 && column.decimals[mark] == 0
      self = isDoubtful ? .refused(mark) : .decimals(mark, isCertain: true)
    } else {
      let isDoubtful =
        column.longIntegers > 0 && column.groups[mark] == 0 && column.decimals[decimal] == 0
      self = isDoubtful ? .refused(mark) : .thousands(mark, isCertain: true)
    }
  }

  /// Decides a column of a file in which no number tells; nil when it has no open marks.
  init?(_ column: ColumnEvidence, in situation: Situation) {
    if column.open.point > 0, column.open.comma > 0 {
      self = .refused(0x2e)
      return
    }
    guard column.open.point + column.open.comma > 0 else { return nil }
    let mark: UInt8 = column.open.point > 0 ? 0x2e : 0x2c
    let isThousandsCloser = column.areThousandsCloser
    let isDecimalCloser = !isThousandsCloser && column.closerAsDecimals > column.closerAsThousands
    let elsewhere = situation.elsewhere
    // Thousands are separated otherwise, so that the mark is the decimal one.
    if situation.hasOtherGroups {
      self = .decimals(mark, isCertain: true)
    } else if elsewhere[mark] > 0, elsewhere[Self.other(mark)] == 0 {
      self = isThousandsCloser ? .refused(mark) : .decimals(mark, isCertain: true)
    } else if elsewhere[Self.other(mark)] > 0, elsewhere[mark] == 0 {
      self = column.longIntegers > 0 ? .refused(mark) : .thousands(mark, isCertain: true)
    } else if isThousandsCloser {
      let isEuropean = situation.isSemicolon || situation.hasDottedDates
      let fits = (mark == 0x2e) == isEuropean
      self = fits && column.longIntegers == 0 ? .thousands(mark, isCertain: false) : .refused(mark)
    } else if mark == 0x2e {
      self = Self.points(column, situation, isDecimalCloser: isDecimalCloser)
    } else {
      // In a file with a semicolon and dotted dates commas are decimal ones; elsewhere both occur.
      let isDecimal =
        situation.isSemicolon && situation.hasDottedDates && (isDecimalCloser || column.integers == 0)
      self = isDecimal ? .decimals(mark, isCertain: false) : .refused(mark)
    }
  }

  /// A point is a decimal one unless the file is written as where commas are.
  private static func points(
    _ column: ColumnEvidence, _ situation: Situation, isDecimalCloser: Bool
  ) -> MarkDecision {
    if !situation.isSemicolon {
      let isDoubtful = situation.hasDottedDates && column.integers > 0 && !isDecimalCloser
      return isDoubtful ? .refused(0x2e) : .decimals(0x2e, isCertain: !situation.hasDottedDates)
    }
    if column.integers > 0 { return isDecimalCloser ? .decimals(0x2e, isCertain: false) : .refused(0x2e) }
    return situation.hasDottedDates ? .refused(0x2e) : .decimals(0x2e, isCertain: false)
  }
}
