/// What the marks between the digits of one number show about decimals and thousands.
///
/// Works on the body of a ``NumberCell``: ASCII digits and marks.
enum NumberMarks: Hashable {
  /// No marks, with the number of digits.
  case integer(digits: Int)
  /// One mark that can only be the decimal one, such as in `1.5`, `0.125` or `1234.567`.
  case decimal(UInt8)
  /// Marks that can only separate thousands, such as in `1.234.567` or `1 234`.
  case grouped(UInt8)
  /// Separators of thousands and a decimal mark: `1.234,5`.
  case both(thousands: UInt8, decimal: UInt8)
  /// One mark with one to three digits before it and three after it: `1.234` can be read both ways.
  case open(UInt8)
  /// Marks in places where no number has them.
  case broken

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  /// Whether a mark can be a decimal mark: the point, the comma and the Arabic one.
  private static func canBeDecimal(_ mark: UInt8) -> Bool { mark == 0x2e || mark == 0x2c || mark == 0x64 }

  init(_ body: [UInt8]) {
    let mantissa = body.prefix { $0 != 0x65 }
    let hasExponent = mantissa.count < body.count
    let places = mantissa.indices.filter { !Self.isDigit(mantissa[$0]) }
    guard let last = places.last else {
      self = .integer(digits: mantissa.count)
      return
    }
    let mark = mantissa[last]
    let kinds = places.map { mantissa[$0] }
    let behind = mantissa.count - last - 1
    if places.count == 1, Self.canBeDecimal(mark) {
      let before = mantissa[..<last]
      let isOpen =
        behind == 3 && (1...3).contains(before.count) && before.first != 0x30 && !hasExponent && mark != 0x64
      self = isOpen ? .open(mark) : .decimal(mark)
      return
    }
    if kinds.allSatisfy({ $0 == mark }) {
      self = mark != 0x64 && Self.areGroups(mantissa, mark: mark) ? .grouped(mark) : .broken
      return
    }
    let thousands = kinds[0]
    guard Self.canBeDecimal(mark), kinds.dropLast().allSatisfy({ $0 == thousands }), thousands != mark,
      Self.areGroups(mantissa[..<last], mark: thousands)
    else {
      self = .broken
      return
    }
    self = .both(thousands: thousands, decimal: mark)
  }

  /// Whether one to three digits are followed by groups of three; as in India, all groups but the last may
  /// have two.
  static func areGroups(_ whole: ArraySlice<UInt8>, mark: UInt8) -> Bool {
    let groups = whole.split(separator: mark, omittingEmptySubsequences: false).map(\.count)
    // A group of thousands never begins with zero: 0.456 is a decimal number.
    guard groups.count > 1, groups[groups.count - 1] == 3, (1...3).contains(groups[0]), whole.first != 0x30
    else {
      return false
    }
    let middle = groups.dropFirst().dropLast()
    return middle.allSatisfy { $0 == 3 } || groups[0] < 3 && middle.allSatisfy { $0 == 2 }
  }

  /// Reads a number with known marks; nil when it has other marks or has them in wrong places.
  static func value(of body: [UInt8], decimal: UInt8, thousands: UInt8?) -> Double? {
    var plain: [UInt8] = []
    plain.reserveCapacity(body.count)
    let whole = body.prefix { $0 != decimal && $0 != 0x64 && $0 != 0x65 }
    if whole.allSatisfy(isDigit) {
      plain += whole
    } else {
      let mark = whole.first { !isDigit($0) } ?? 0
      guard mark == thousands || mark == 0x74, areGroups(whole, mark: mark) else { return nil }
      plain += whole.filter(isDigit)
    }
    let rest = body[whole.count...]
    plain += rest.map { $0 == decimal || $0 == 0x64 ? 0x2e : $0 }
    return plain.withUnsafeBufferPointer { NumberParser.parse($0, decimal: 0x2e) }
  }
}
