extension StampFields {
  /// Reads a trimmed cell written in a pattern; returns nil on success.
  mutating func readPattern(_ bytes: Span<UInt8>, _ pattern: StampPattern) -> StampProblem? {
    var found = Found()
    for part in pattern.parts {
      if part.field == .zone {
        guard position < end else { break }
        if let problem = readZone(bytes) { return problem }
        continue
      }
      guard position < end else { return .notInStyle }
      guard let field = part.field else {
        guard StampFields.isSame(bytes[position], part.byte) else { return .notInStyle }
        position += 1
        continue
      }
      guard read(field, part, bytes, pattern, into: &found) else { return .notInStyle }
    }
    guard position == end else { return .notInStyle }
    return combine(found, pattern)
  }

  private static func isSame(_ byte: UInt8, _ wanted: UInt8) -> Bool {
    let isLetter = wanted | 32 >= 97 && wanted | 32 <= 122
    return byte == wanted || isLetter && byte | 32 == wanted | 32
  }

  /// The numbers found in one cell, by field.
  private struct Found {
    var year: Int?
    var month: Int?
    var day: Int?
    var weekday: Int?
    var quarter: Int?
    var dayOfYear: Int?
    var half: Int?
    var week: Int?
    var isoWeekday: Int?
    var hour: Int?
    var minute = 0
    var second = 0
    var isAfternoon: Bool?
  }

  private mutating func read(
    _ field: StampPattern.Field, _ part: StampPattern.Part, _ bytes: Span<UInt8>, _ pattern: StampPattern,
    into found: inout Found
  ) -> Bool {
    switch field {
    case .year: found.year = number(bytes, 4, 4)
    case .shortYear:
      guard let short = number(bytes, 2, 2) else { return false }
      found.year = short < 69 ? 2000 + short : 1900 + short
    case .month: found.month = count(field, part, bytes)
    case .day: found.day = count(field, part, bytes)
    case .isoWeek: found.week = count(field, part, bytes)
    case .hour: found.hour = count(field, part, bytes)
    case .dayOfYear: found.dayOfYear = number(bytes, 3, 3)
    case .quarter: found.quarter = number(bytes, 1, 1)
    case .halfYear: found.half = number(bytes, 1, 1)
    case .isoWeekday: found.isoWeekday = number(bytes, 1, 1)
    case .minute:
      guard let minute = number(bytes, 2, 2) else { return false }
      found.minute = minute
    case .second:
      guard let second = number(bytes, 2, 2) else { return false }
      found.second = second
    case .monthName:
      guard let month = name(bytes, .months(pattern.names.language), isMonth: true) else { return false }
      found.month = month + 1
    case .weekdayName:
      guard let weekday = name(bytes, .weekdays, isMonth: false) else { return false }
      found.weekday = weekday
    case .fraction: return readFraction(bytes, pattern)
    case .dayHalf:
      guard end - position >= 2, bytes[position + 1] | 32 == 109 else { return false }
      let letter = bytes[position] | 32
      guard letter == 97 || letter == 112 else { return false }
      hasLowerDayHalf = bytes[position] >= 97
      found.isAfternoon = letter == 112
      position += 2
    case .zone: break
    }
    switch field {
    case .year: return found.year != nil
    case .month: return found.month != nil
    case .day: return found.day != nil
    case .isoWeek: return found.week != nil
    case .hour: return found.hour != nil
    case .dayOfYear: return found.dayOfYear != nil
    case .quarter: return found.quarter != nil
    case .halfYear: return found.half != nil
    case .isoWeekday: return found.isoWeekday != nil
    case .shortYear, .minute, .second, .monthName, .weekdayName, .fraction, .dayHalf, .zone: return true
    }
  }

  /// Reads a number of one or two digits, or of exactly the part's width.
  private mutating func count(
    _ field: StampPattern.Field, _ part: StampPattern.Part, _ bytes: Span<UInt8>
  ) -> Int? {
    let start = position
    let result = part.isFixed ? number(bytes, part.width, part.width) : number(bytes, 1, 2)
    guard let result else { return nil }
    if result < 10, !part.isFixed {
      if position - start == 1 {
        unpadded |= field.bit
      } else {
        padded |= field.bit
      }
    }
    return result
  }

  private mutating func name(_ bytes: Span<UInt8>, _ table: NameTable, isMonth: Bool) -> Int? {
    let start = position
    while position < end, StampFields.isLetter(bytes[position]) { position += 1 }
    let length = position - start
    guard length >= 2, let found = table.find(bytes, start, length) else { return nil }
    if isMonth {
      if found.isFull, !found.isShort { hasFullMonthName = true }
      if !found.isFull {
        hasShortMonthName = true
        if found.index == 8 {
          if length == 4 { hasSept = true }
        }
        if position < end, bytes[position] == 46, !found.isFull {
          // Skips the dot of an abbreviated name, unless the pattern itself has dots between its parts.
          if position + 1 == end || !isDigit(bytes[position + 1]) {
            hasNameDot = true
            position += 1
          }
        }
      }
    } else if found.isFull {
      hasFullWeekdayName = true
    }
    let first = bytes[start]
    if first < 97 { startsUpper = true } else if first <= 122 { startsLower = true }
    continuesUpper = !(start + 1..<start + length).contains { bytes[$0] >= 97 && bytes[$0] <= 122 }
    return found.index
  }

  static func isLetter(_ byte: UInt8) -> Bool {
    byte >= 128 || (byte | 32 >= 97 && byte | 32 <= 122)
  }

  private mutating func readFraction(_ bytes: Span<UInt8>, _ pattern: StampPattern) -> Bool {
    let start = position
    var total = 0
    while position < end, isDigit(bytes[position]) {
      if position - start < 9 { total = total * 10 + Int(bytes[position] - 48) }
      position += 1
    }
    let count = position - start
    guard count > 0 else { return false }
    fractionDigits = count
    for _ in 0..<max(0, 9 - count) { total *= 10 }
    nanoseconds = total
    return true
  }

  private mutating func combine(_ found: Found, _ pattern: StampPattern) -> StampProblem? {
    guard let year = found.year else { return .notInStyle }
    var dayNumber: Int64
    if let week = found.week {
      guard week >= 1, week <= ISOWeek.weeks(in: year) else { return .impossibleDate }
      let weekday = found.isoWeekday ?? 1
      guard weekday >= 1, weekday <= 7 else { return .impossibleDate }
      dayNumber = ISOWeek.monday(year: year, week: week) + Int64(weekday - 1)
    } else {
      var month = found.month ?? 1
      if let quarter = found.quarter {
        guard quarter >= 1, quarter <= 4 else { return .impossibleDate }
        month = quarter * 3 - 2
      }
      if let half = found.half {
        guard half == 1 || half == 2 else { return .impossibleDate }
        month = half * 6 - 5
      }
      let date = CivilDate(year: year, month: month, day: found.day ?? 1)
      guard date.isValid else { return .impossibleDate }
      dayNumber = date.dayNumber
      if let dayOfYear = found.dayOfYear {
        guard dayOfYear >= 1, dayOfYear <= (CivilDate.isLeap(year) ? 366 : 365) else {
          return .impossibleDate
        }
        dayNumber += Int64(dayOfYear - 1)
      }
    }
    if let weekday = found.weekday, weekday != CivilDate.weekday(ofDay: dayNumber) { return .wrongWeekday }
    value = dayNumber * 86_400
    guard var hour = found.hour else { return nil }
    if let isAfternoon = found.isAfternoon {
      guard hour >= 1, hour <= 12 else { return .impossibleTime }
      hour = hour % 12 + (isAfternoon ? 12 : 0)
    }
    if let problem = addTime(hour, found.minute, found.second) { return problem }
    let ticks = pattern.ticksPerSecond
    switch pattern.fractions {
    case .constant: break
    case .rounded:
      if nanoseconds >= 500_000_000 { value += 1 }
    case .steps:
      let nanosecondsPerTick = 1_000_000_000 / Int(ticks)
      guard nanoseconds % nanosecondsPerTick == 0 else { return .fractionOfSecond }
      value = value * ticks + Int64(nanoseconds / nanosecondsPerTick)
    }
    return nil
  }
}
