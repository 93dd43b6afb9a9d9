/// How the numbers of one column are written, according to the sample or the options.
struct NumberForm: Sendable, Hashable {
  /// The text after the numbers.
  enum Suffix: Sendable, Hashable {
    case none
    /// Every value other than zero has this text, which is ignored.
    case all(String, NumberWords.Kind)
    /// Powers of ten such as K and M, by which values are multiplied.
    case multipliers
  }

  /// The treatment of open numbers such as `1.234`, in which the mark may be the decimal one or separate
  /// thousands.
  enum OpenMarks: Sendable, Hashable {
    /// They are read with the meaning that the column or an option gives the mark.
    case read
    /// They are read as decimals and counted; the whole column decides at the end.
    case counted
    /// They are refused.
    case refused
  }

  /// The decimal mark, `.` or `,`.
  var decimal: UInt8 = 0x2e
  /// The thousands separator: `.`, `,`, a space, `'` or `_`; nil when there is none.
  var thousands: UInt8?
  var openMarks = OpenMarks.read
  /// Whether an integer such as `1000` contradicts the column, because its thousands separator was only
  /// inferred.
  var refusesLongIntegers = false
  var suffix = Suffix.none
  /// The currency of the column; nil when no value has one.
  var currency: String?
  /// Whether brackets mean a negative number.
  var readsBrackets = false
  /// Whether a minus sign may follow the number.
  var readsTrailingMinus = true
  /// Whether lower-case letters after a space are the flags of a statistical office.
  var readsFlags = false
  /// Whether numbers in the sample show this decimal mark.
  var isDecimalSeen = false
  /// Whether options define the marks.
  var isGiven = false

  /// Whether the parser for plain numbers is never enough for a cell.
  var needsCare: Bool {
    if refusesLongIntegers || openMarks != .read { return true }
    if case .all(_, let kind) = suffix, kind != .currency { return true }
    return false
  }

  /// The result of reading a cell: its value, or why it isn't certain.
  enum Reading {
    case value(Double, NumberTraits)
    case trouble(NumberTrouble)
  }

  /// Why a number that the plain parser reads isn't certain; nil when it is.
  func trouble(of plain: PlainNumber) -> NumberTrouble? {
    switch plain.marks {
    case .open(let mark): if openMarks == .refused { return .openMark(mark) }
    case .integer(let digits):
      if refusesLongIntegers, digits > 3 { return .longInteger(thousands ?? decimal) }
    case .decimal, .grouped, .both, .broken: break
    }
    if case .all(let text, let kind) = suffix, kind != .currency, !plain.isZero { return .lacksSuffix(text) }
    return nil
  }

  /// Reads a cell that was split into parts.
  func read(_ cell: NumberCell) -> Reading {
    var traits = NumberTraits(cell.oddities)
    if NumberWords.comparisons.contains(cell.prefix) { return .trouble(.comparison(cell.prefix)) }
    if !cell.prefix.isEmpty {
      guard cell.prefix == currency else { return .trouble(.otherCurrency(cell.prefix)) }
      traits.insert(.currency)
    }
    switch cell.sign {
    case .brackets:
      guard readsBrackets else { return .trouble(.brackets) }
      traits.insert(.brackets)
    case .trailing:
      guard readsTrailingMinus else { return .trouble(.trailingMinus) }
      traits.insert(.trailingMinus)
    case .none, .plus, .minus: break
    }
    var body = cell.body
    if let trouble = readSuffix(of: cell, &body, &traits) { return .trouble(trouble) }
    let marks = NumberMarks(body)
    switch marks {
    case .grouped, .both: traits.insert(.thousands)
    case .open(let mark):
      if mark == thousands { traits.insert(.thousands) }
      if openMarks == .refused { return .trouble(.openMark(mark)) }
    case .broken: return .trouble(.brokenMarks)
    case .integer(let digits):
      if refusesLongIntegers, digits > 3 { return .trouble(.longInteger(thousands ?? decimal)) }
    case .decimal: break
    }
    guard let size = NumberMarks.value(of: body, decimal: decimal, thousands: thousands) else {
      return .trouble(.otherMarks(marks))
    }
    guard size.isFinite else { return .trouble(.overflow) }
    if size != 0, cell.suffix.isEmpty, case .all(let text, let kind) = suffix, kind != .currency {
      return .trouble(.lacksSuffix(text))
    }
    return .value(cell.isNegative ? -size : size, traits)
  }

  private func readSuffix(
    of cell: NumberCell, _ body: inout [UInt8], _ traits: inout NumberTraits
  ) -> NumberTrouble? {
    guard let kind = NumberWords.kind(ofSuffix: cell.suffix, isApart: cell.isSuffixApart) else { return nil }
    switch kind {
    case .footnote:
      traits.insert(.footnote)
      return nil
    case .currency where cell.suffix == currency:
      traits.insert(.currency)
      return nil
    case .flag where readsFlags:
      traits.insert(.footnote)
      return nil
    case .multiplier(let power) where suffix == .multipliers:
      if body.contains(0x65) { return .otherSuffix(cell.suffix) }
      body += Array("e\(power)".utf8)
      traits.insert(.multiplier)
      return nil
    case .percent, .currency, .flag, .multiplier, .unit: break
    }
    guard case .all(cell.suffix, _) = suffix else {
      return suffix == .none ? .unexpectedSuffix(cell.suffix, kind) : .otherSuffix(cell.suffix)
    }
    traits.insert(kind == .percent ? .percent : .unit)
    return nil
  }
}

/// What was ignored or applied when a number was read that isn't written plainly.
struct NumberTraits: OptionSet, Sendable, Hashable {
  let rawValue: UInt16
  static let percent = NumberTraits(rawValue: 1)
  static let unit = NumberTraits(rawValue: 2)
  static let currency = NumberTraits(rawValue: 4)
  static let multiplier = NumberTraits(rawValue: 8)
  static let brackets = NumberTraits(rawValue: 16)
  static let trailingMinus = NumberTraits(rawValue: 32)
  static let minus = NumberTraits(rawValue: 64)
  static let spaces = NumberTraits(rawValue: 128)
  static let digits = NumberTraits(rawValue: 256)
  static let footnote = NumberTraits(rawValue: 512)
  static let thousands = NumberTraits(rawValue: 1024)
  /// The number of kinds.
  static let kinds = 11

  init(rawValue: UInt16) { self.rawValue = rawValue }

  init(_ oddities: NumberCell.Oddities) {
    self = []
    if oddities.contains(.minus) { insert(.minus) }
    if oddities.contains(.spaces) { insert(.spaces) }
    if oddities.contains(.digits) { insert(.digits) }
  }
}

/// Why a cell of a value column can't be read.
enum NumberTrouble: Sendable, Hashable {
  case comparison(String)
  case otherCurrency(String)
  case brackets
  case trailingMinus
  /// A suffix in a column without suffixes.
  case unexpectedSuffix(String, NumberWords.Kind)
  /// A suffix other than the column's.
  case otherSuffix(String)
  /// No suffix in a column where the other numbers have one.
  case lacksSuffix(String)
  /// A mark that may be the decimal one or separate thousands.
  case openMark(UInt8)
  /// A number that contradicts the others about the meaning of this mark.
  case mixedMarks(UInt8)
  /// An integer of more than three digits without separator in a column with thousands separators.
  case longInteger(UInt8)
  /// Marks in places where no number has them.
  case brokenMarks
  /// Marks that the column's other numbers don't have.
  case otherMarks(NumberMarks)
  case overflow
}
