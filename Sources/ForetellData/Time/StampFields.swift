/// The parts found in one cell; the parser reads `value`, the style detector also how it was written.
package struct StampFields: Sendable {
  /// Local seconds since 1970-01-01T00:00:00, or the integer.
  package var value: Int64 = 0
  package var dateSeparator: UInt8 = 0
  package var timeSeparator: UInt8 = 0
  package var hasSeparator = false
  package var hasTime = false
  package var hasSeconds = false
  package var fractionDigits = 0
  package var isUnpadded = false
  package var hasPaddingEvidence = false
  package var hasFullMonthName = false
  package var hasShortMonthName = false
  package var hasZone = false
  package var zoneOffset = 0
  package var usesZ = false
  package var zoneHasColon = false

  private var position = 0
  private var end = 0

  package init() {}

  /// Reads a whole cell in one layout; nil means success.
  package mutating func read(_ bytes: Span<UInt8>, layout: StampStyle.Layout) -> StampProblem? {
    position = 0
    end = bytes.count
    while position < end, isBlank(bytes[position]) { position += 1 }
    while end > position, isBlank(bytes[end - 1]) { end -= 1 }
    if position == end { return .empty }
    switch layout {
    case .integer: return readInteger(bytes, scale: 1)
    case .epochSeconds: return readInteger(bytes, scale: 1)
    case .epochMilliseconds: return readInteger(bytes, scale: 1000)
    default: break
    }
    var date = CivilDate(year: 0, month: 1, day: 1)
    if let problem = readDate(bytes, layout: layout, into: &date) { return problem }
    guard date.isValid else { return .impossibleDate }
    value = date.dayNumber * 86_400
    if position == end { return nil }
    switch layout {
    case .yearMonthDay, .dayMonthYear, .monthDayYear, .dayMonthNameYear, .compactDate:
      return readTime(bytes)
    default: return .notInStyle
    }
  }

  private mutating func readDate(
    _ bytes: Span<UInt8>, layout: StampStyle.Layout, into date: inout CivilDate
  ) -> StampProblem? {
    let year: Int?
    var month: Int? = 1
    var day: Int? = 1
    switch layout {
    case .yearMonthDay:
      year = number(bytes, 4, 4)
      guard year != nil, separator(bytes) else { return .notInStyle }
      month = shortNumber(bytes)
      guard month != nil, separator(bytes) else { return .notInStyle }
      day = shortNumber(bytes)
    case .dayMonthYear, .monthDayYear:
      let first = shortNumber(bytes)
      guard first != nil, separator(bytes) else { return .notInStyle }
      let second = shortNumber(bytes)
      guard second != nil, separator(bytes) else { return .notInStyle }
      year = number(bytes, 4, 4)
      (day, month) = layout == .dayMonthYear ? (first, second) : (second, first)
    case .dayMonthNameYear:
      day = shortNumber(bytes)
      guard day != nil, separator(bytes) else { return .notInStyle }
      month = monthName(bytes)
      guard month != nil, separator(bytes) else { return .notInStyle }
      year = number(bytes, 4, 4)
    case .compactDate:
      year = number(bytes, 4, 4)
      month = number(bytes, 2, 2)
      day = number(bytes, 2, 2)
    case .yearMonth:
      year = number(bytes, 4, 4)
      guard year != nil, separator(bytes) else { return .notInStyle }
      month = shortNumber(bytes)
    case .monthYear:
      month = shortNumber(bytes)
      guard month != nil, separator(bytes) else { return .notInStyle }
      year = number(bytes, 4, 4)
    case .monthNameYear:
      month = monthName(bytes)
      guard month != nil, separator(bytes) else { return .notInStyle }
      year = number(bytes, 4, 4)
    case .yearMonthName:
      year = number(bytes, 4, 4)
      guard year != nil, separator(bytes) else { return .notInStyle }
      month = monthName(bytes)
    case .yearQuarter:
      year = number(bytes, 4, 4)
      hasSeparator = true
      if position < end, bytes[position] == 45 || bytes[position] == 32 {
        dateSeparator = bytes[position]
        position += 1
      }
      guard position < end, bytes[position] | 32 == 113 else { return .notInStyle }
      position += 1
      guard let quarter = number(bytes, 1, 1) else { return .notInStyle }
      guard quarter >= 1, quarter <= 4 else { return .impossibleDate }
      month = quarter * 3 - 2
    case .year: year = number(bytes, 4, 4)
    case .epochSeconds, .epochMilliseconds, .integer: year = nil
    }
    guard let year, let month, let day else { return .notInStyle }
    date = CivilDate(year: year, month: month, day: day)
    return nil
  }

  private mutating func readTime(_ bytes: Span<UInt8>) -> StampProblem? {
    let separator = bytes[position]
    guard separator == 84 || separator == 116 || separator == 32 else { return .notInStyle }
    position += 1
    guard var hour = number(bytes, 1, 2), position < end, bytes[position] == 58 else { return .notInStyle }
    position += 1
    guard let minute = number(bytes, 2, 2) else { return .notInStyle }
    var second = 0
    if position < end, bytes[position] == 58 {
      position += 1
      guard let read = number(bytes, 2, 2) else { return .notInStyle }
      second = read
      hasSeconds = true
      if position < end, bytes[position] == 46 || bytes[position] == 44 {
        position += 1
        let start = position
        while position < end, isDigit(bytes[position]) {
          if bytes[position] != 48 { return .fractionOfSecond }
          position += 1
        }
        fractionDigits = position - start
        if fractionDigits == 0 { return .notInStyle }
      }
    }
    if let half = dayHalf(bytes) {
      guard hour >= 1, hour <= 12 else { return .impossibleTime }
      hour = hour % 12 + half
    }
    guard hour < 24, minute < 60, second < 60 else { return .impossibleTime }
    hasTime = true
    timeSeparator = separator == 116 ? 84 : separator
    value += Int64(hour * 3600 + minute * 60 + second)
    return position == end ? nil : readZone(bytes)
  }

  private mutating func dayHalf(_ bytes: Span<UInt8>) -> Int? {
    let start = position < end && bytes[position] == 32 ? position + 1 : position
    guard start + 2 == end, bytes[start + 1] | 32 == 109 else { return nil }
    let letter = bytes[start] | 32
    guard letter == 97 || letter == 112 else { return nil }
    position = end
    return letter == 112 ? 12 : 0
  }

  private mutating func readZone(_ bytes: Span<UInt8>) -> StampProblem? {
    if bytes[position] == 32 { position += 1 }
    let first = bytes[position]
    hasZone = true
    if first | 32 == 122, position + 1 == end {
      usesZ = true
      return nil
    }
    if first == 85, position + 3 == end, bytes[position + 1] == 84, bytes[position + 2] == 67 {
      usesZ = true
      return nil
    }
    guard first == 43 || first == 45 else { return .notInStyle }
    position += 1
    guard let hours = number(bytes, 2, 2) else { return .notInStyle }
    var minutes = 0
    if position < end {
      if bytes[position] == 58 {
        zoneHasColon = true
        position += 1
      }
      guard let read = number(bytes, 2, 2) else { return .notInStyle }
      minutes = read
    }
    guard position == end else { return .notInStyle }
    guard hours < 24, minutes < 60 else { return .impossibleTime }
    zoneOffset = (hours * 3600 + minutes * 60) * (first == 45 ? -1 : 1)
    return nil
  }

  private mutating func readInteger(_ bytes: Span<UInt8>, scale: Int64) -> StampProblem? {
    let isNegative = bytes[position] == 45
    if isNegative { position += 1 }
    guard position < end else { return .notInStyle }
    var total: Int64 = 0
    while position < end {
      guard isDigit(bytes[position]) else { return .notInStyle }
      total = total * 10 + Int64(bytes[position] - 48)
      // Leaves room for sums and differences of stamps.
      if total > 1_000_000_000_000_000 { return .outOfRange }
      position += 1
    }
    if total % scale != 0 { return .fractionOfSecond }
    value = (isNegative ? -total : total) / scale
    return nil
  }

  private mutating func number(_ bytes: Span<UInt8>, _ least: Int, _ most: Int) -> Int? {
    var total = 0
    var count = 0
    while count < most, position < end, isDigit(bytes[position]) {
      total = total * 10 + Int(bytes[position] - 48)
      position += 1
      count += 1
    }
    return count < least ? nil : total
  }

  /// A day or month of one or two digits.
  private mutating func shortNumber(_ bytes: Span<UInt8>) -> Int? {
    let start = position
    let result = number(bytes, 1, 2)
    if let result, result < 10 {
      hasPaddingEvidence = true
      if position - start == 1 { isUnpadded = true }
    }
    return result
  }

  /// Steps over a separator; the second one of a date must be the same.
  private mutating func separator(_ bytes: Span<UInt8>) -> Bool {
    guard position < end else { return false }
    let byte = bytes[position]
    guard byte == 45 || byte == 47 || byte == 46 || byte == 32 || byte == 77 else { return false }
    if hasSeparator, byte != dateSeparator { return false }
    hasSeparator = true
    dateSeparator = byte
    position += 1
    return true
  }

  /// An English month name, short or in full, in any case.
  private mutating func monthName(_ bytes: Span<UInt8>) -> Int? {
    let start = position
    while position < end, bytes[position] | 32 >= 97, bytes[position] | 32 <= 122 { position += 1 }
    let length = position - start
    guard length >= 3 else { return nil }
    let key =
      Int(bytes[start] | 32) << 16 | Int(bytes[start + 1] | 32) << 8 | Int(bytes[start + 2] | 32)
    guard let index = StampFields.monthKeys.firstIndex(of: key) else { return nil }
    if length == 3 {
      if index != 4 { hasShortMonthName = true }
      return index + 1
    }
    let name = CivilDate.monthNames[index].utf8
    guard name.count == length else { return nil }
    var offset = 0
    for byte in name {
      if bytes[start + offset] | 32 != byte | 32 { return nil }
      offset += 1
    }
    hasFullMonthName = true
    return index + 1
  }

  private static let monthKeys = CivilDate.monthAbbreviations.map { name in
    name.utf8.reduce(0) { $0 << 8 | Int($1 | 32) }
  }

  private func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }
  private func isBlank(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 }
}
