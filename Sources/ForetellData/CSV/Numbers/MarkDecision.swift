/// The decision about the open marks of one column, in numbers such as `1.234` that can be read both ways.
enum MarkDecision: Hashable {
  /// The mark is the decimal one.
  case decimals(UInt8, isCertain: Bool)
  /// The mark separates thousands.
  case thousands(UInt8, isCertain: Bool)
  /// Both are possible.
  case refused(UInt8)

  /// Evidence from outside the columns to be forecast.
  struct Situation {
    /// Counts of certain decimals in other columns.
    var elsewhere: ColumnEvidence.Pair
    var isSemicolon: Bool
    var hasDottedDates: Bool
    /// Whether spaces, apostrophes or `_` separate thousands.
    var hasOtherGroups: Bool
  }

  private static func other(_ mark: UInt8) -> UInt8 { mark == 0x2e ? 0x2c : 0x2e }

  /// The file's decimal mark that follows from the decision.
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

  /// Decides a column of a file whose decimal mark is known from other numbers; nil when it has no open
  /// marks.
  init?(_ column: ColumnEvidence, decimal: UInt8, thousands: UInt8?) {
    let mark: UInt8
    let open = column.open[decimal]
    if open > 0, open > column.decimals[decimal], column.areThousandsCloser {
      // Some numbers need the mark as the decimal one, but most of the others as thousands separator.
      mark = decimal
    } else if open > 0, column.decimals[decimal] == 0 {
      mark = decimal
    } else if let thousands, column.open[thousands] > 0 {
      mark = thousands
    } else {
      return nil
    }
    if mark == decimal {
      // When the decimal mark follows only from groups such as 1.234.567, nothing shows that 1,234 has
      // decimals.
      let isDoubtful =
        column.areThousandsCloser || column.groups[Self.other(mark)] > 0 && column.decimals[mark] == 0
      self = isDoubtful ? .refused(mark) : .decimals(mark, isCertain: true)
    } else {
      let isDoubtful =
        column.longIntegers > 0 && column.groups[mark] == 0 && column.decimals[decimal] == 0
      self = isDoubtful ? .refused(mark) : .thousands(mark, isCertain: true)
    }
  }

  /// Decides a column of a file in which no number shows the decimal mark; nil when it has no open marks.
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
    // Thousands have another separator, so the mark is the decimal one.
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
      // In a file with semicolons and dates with points, commas are decimal marks; elsewhere both occur.
      let isDecimal =
        situation.isSemicolon && situation.hasDottedDates && (isDecimalCloser || column.integers == 0)
      self = isDecimal ? .decimals(mark, isCertain: false) : .refused(mark)
    }
  }

  /// A point is the decimal mark, unless the file looks like those of countries with decimal commas.
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
