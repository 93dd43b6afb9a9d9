/// The parts found in one cell; the parser uses only `value`, the style detector also how it is written.
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
  package var hasShortZone = false
  /// Whether the end of a day is written as 24:00 of that day.
  package var usesHour24 = false
  /// Whether midnight is written 00:00.
  package var usesHour0 = false
  /// The text before the last digit of an exponent, such as the `e+0` of `1.6094592e+09`.
  package var exponentMark = ""
  /// The fraction of a second, rounded down.
  package var nanoseconds = 0
  /// Bits of fields below ten that are written with one digit.
  package var unpadded: UInt8 = 0
  /// Bits of fields below ten that are written with a leading zero.
  package var padded: UInt8 = 0
  package var hasSept = false
  package var hasNameDot = false
  package var hasFullWeekdayName = false
  package var startsUpper = false
  package var startsLower = false
  package var continuesUpper = false
  package var hasLowerDayHalf = false

  var position = 0
  var end = 0

  package init() {}

  /// Reads a whole cell in one layout; returns nil on success.
  ///
  /// - Parameter pattern: the parts of `Layout.pattern`.
  package mutating func read(
    _ bytes: Span<UInt8>, layout: StampStyle.Layout, pattern: StampPattern? = nil
  ) -> StampProblem? {
    position = 0
    end = bytes.count
    while position < end, isBlank(bytes[position]) { position += 1 }
    while end > position, isBlank(bytes[end - 1]) { end -= 1 }
    if position == end { return .empty }
    switch layout {
    case .integer: return readInteger(bytes, limit: 1_000_000_000_000_000)
    case .epochSeconds, .epochMilliseconds, .epochMicroseconds, .epochNanoseconds:
      return readEpoch(bytes, unitsPerSecond: layout.unitsPerSecond)
    case .excelDays: return readExcelDays(bytes)
    case .pattern: return pattern.map { readPattern(bytes, $0) } ?? .notInStyle
    case .yearMonthDay, .dayMonthYear, .monthDayYear, .dayMonthNameYear, .compactDate, .yearMonth, .monthYear,
      .monthNameYear, .yearMonthName, .yearQuarter, .year:
      break
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
    case .epochSeconds, .epochMilliseconds, .epochMicroseconds, .epochNanoseconds, .excelDays, .pattern,
      .integer:
      year = nil
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
    if let problem = addTime(hour, minute, second) { return problem }
    timeSeparator = separator == 116 ? 84 : separator
    return position == end ? nil : readZone(bytes)
  }

  /// Adds a time of day; 24:00 is the next day's 00:00.
  mutating func addTime(_ hour: Int, _ minute: Int, _ second: Int) -> StampProblem? {
    guard hour < 24 || hour == 24 && minute == 0 && second == 0, minute < 60, second < 60 else {
      return .impossibleTime
    }
    hasTime = true
    if hour == 24 { usesHour24 = true }
    if hour == 0, minute == 0, second == 0 { usesHour0 = true }
    value += Int64(hour * 3600 + minute * 60 + second)
    return nil
  }

  private mutating func dayHalf(_ bytes: Span<UInt8>) -> Int? {
    let start = position < end && bytes[position] == 32 ? position + 1 : position
    guard start + 2 == end, bytes[start + 1] | 32 == 109 else { return nil }
    let letter = bytes[start] | 32
    guard letter == 97 || letter == 112 else { return nil }
    position = end
    return letter == 112 ? 12 : 0
  }

  mutating func readZone(_ bytes: Span<UInt8>) -> StampProblem? {
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
    } else {
      hasShortZone = true
    }
    guard position == end else { return .notInStyle }
    guard hours < 24, minutes < 60 else { return .impossibleTime }
    zoneOffset = (hours * 3600 + minutes * 60) * (first == 45 ? -1 : 1)
    return nil
  }

  private mutating func readInteger(_ bytes: Span<UInt8>, limit: Int64) -> StampProblem? {
    let isNegative = bytes[position] == 45
    if isNegative { position += 1 }
    guard position < end else { return .notInStyle }
    var total: Int64 = 0
    while position < end {
      guard isDigit(bytes[position]) else { return .notInStyle }
      let digit = Int64(bytes[position] - 48)
      // Leaves room for sums and differences of time stamps.
      if total > (limit - digit) / 10 { return .outOfRange }
      total = total * 10 + digit
      position += 1
    }
    value = isNegative ? -total : total
    return nil
  }

  /// Reads units since 1970, also in the forms of floating-point numbers: `1609459200.0`, `1.6094592e9`.
  private mutating func readEpoch(_ bytes: Span<UInt8>, unitsPerSecond: Int64) -> StampProblem? {
    let start = position
    let limit = unitsPerSecond > 1000 ? Int64.max / 2 : 1_000_000_000_000_000
    guard let problem = readInteger(bytes, limit: limit) else { return divide(by: unitsPerSecond) }
    guard problem == .notInStyle, position > start, let number = decimalNumber(bytes, from: start) else {
      return problem
    }
    guard number.value == number.value.rounded(), abs(number.value) < 9e15 else { return .fractionOfSecond }
    value = Int64(number.value)
    fractionDigits = number.hasExponent ? 0 : number.digits
    if number.hasExponent {
      let mark = (start..<end).first { bytes[$0] | 32 == 101 } ?? start
      exponentMark = String(decoding: (mark..<max(mark, end - 1)).map { bytes[$0] }, as: UTF8.self)
    }
    return divide(by: unitsPerSecond)
  }

  private mutating func divide(by unitsPerSecond: Int64) -> StampProblem? {
    if value % unitsPerSecond != 0 { return .fractionOfSecond }
    value /= unitsPerSecond
    return nil
  }

  /// Reads days since 1899-12-30, as Excel counts them from March 1900 on; the fraction is the time of day.
  private mutating func readExcelDays(_ bytes: Span<UInt8>) -> StampProblem? {
    guard let number = decimalNumber(bytes, from: position), !number.hasExponent else { return .notInStyle }
    guard number.value >= 61, number.value < 2_958_466 else { return .outOfRange }
    fractionDigits = number.digits
    hasTime = number.value != number.value.rounded()
    value = Int64((number.value * 86_400).rounded()) - 25_569 * 86_400
    return nil
  }

  private mutating func decimalNumber(
    _ bytes: Span<UInt8>, from start: Int
  ) -> (value: Double, digits: Int, hasExponent: Bool)? {
    var text: [UInt8] = []
    var digits = 0
    var seesPoint = false
    var hasExponent = false
    for index in start..<end {
      let byte = bytes[index]
      if byte == 46, !seesPoint, !hasExponent {
        seesPoint = true
      } else if byte | 32 == 101, !hasExponent, !text.isEmpty {
        hasExponent = true
      } else if !isDigit(byte), !(byte == 45 && index == start), !(hasExponent && (byte == 43 || byte == 45))
      {
        return nil
      } else if seesPoint, !hasExponent {
        digits += 1
      }
      text.append(byte)
    }
    guard let value = Double(String(decoding: text, as: UTF8.self)) else { return nil }
    return (value, digits, hasExponent)
  }

  mutating func number(_ bytes: Span<UInt8>, _ least: Int, _ most: Int) -> Int? {
    var total = 0
    var count = 0
    while count < most, position < end, isDigit(bytes[position]) {
      total = total * 10 + Int(bytes[position] - 48)
      position += 1
      count += 1
    }
    return count < least ? nil : total
  }

  /// Reads a day or month of one or two digits.
  private mutating func shortNumber(_ bytes: Span<UInt8>) -> Int? {
    let start = position
    let result = number(bytes, 1, 2)
    if let result, result < 10 {
      hasPaddingEvidence = true
      if position - start == 1 { isUnpadded = true }
    }
    return result
  }

  /// Skips a separator; the second one of a date must be the same as the first.
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

  /// Reads an English month name, abbreviated or in full, in any case.
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

  func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }
  private func isBlank(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 }
}
