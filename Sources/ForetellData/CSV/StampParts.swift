/// A time stamp whose parts are in several columns, such as `Date` and `Time` or `Year` and `Month`.
struct StampParts: Sendable, Hashable {
  /// What a column holds.
  enum Part: Sendable, Hashable {
    /// A whole date with its own style.
    case date(StampParser)
    /// `18:00`, `18.00.00`, `6:00 PM`, or a plain hour.
    case timeOfDay
    /// Hours and minutes without a separator: `0`, `100`, …, `2300`.
    case clock
    case year, quarter, month, week, day, dayOfYear, hour, minute, second
  }

  /// The parts, in the order of `columns`.
  let parts: [Part]
  /// The columns of the file.
  let columns: [Int]
  /// How whole time stamps are written in output.
  let style: StampStyle

  /// Nil when the parts don't form a time stamp: each may occur once, and needs the next larger one.
  init?(_ parts: [Part], columns: [Int], hasSeconds: Bool) {
    func has(_ part: Part) -> Bool { parts.contains(part) }
    guard Set(parts).count == parts.count, parts.count == columns.count else { return nil }
    var style = StampStyle.isoDate
    var dates = 0
    for case .date(let parser) in parts {
      style = parser.style
      dates += 1
    }
    let finer = [Part.quarter, .week, .dayOfYear, .month].filter(has)
    if dates > 0 {
      guard dates == 1, !has(.year), finer.isEmpty, !has(.day) else { return nil }
    } else {
      guard has(.year), finer.count <= 1, !has(.day) || has(.month) else { return nil }
      if has(.week) { style = .isoWeek }
      if has(.quarter) { style = StampStyle(layout: .yearQuarter) }
      if has(.month), !has(.day) { style = StampStyle(layout: .yearMonth) }
      if finer.isEmpty { style = StampStyle(layout: .year) }
    }
    let clocks = [Part.timeOfDay, .clock, .hour].filter(has)
    if has(.minute) || has(.second) {
      guard has(.hour), has(.minute) else { return nil }
    }
    if !clocks.isEmpty {
      guard clocks.count == 1, dates > 0 || has(.day) || has(.dayOfYear) else { return nil }
      style.hasTime = true
      style.timeSeparator = 0x20
      style.hasSeconds = hasSeconds
      style.pattern?.appendTimeOfDay(hasSeconds: hasSeconds)
    }
    self.parts = parts
    self.columns = columns
    self.style = style
  }

  /// Whether there is a time of day.
  var hasTimeOfDay: Bool {
    parts.contains { part in
      switch part {
      case .timeOfDay, .clock, .hour: true
      case .date, .year, .quarter, .month, .week, .day, .dayOfYear, .minute, .second: false
      }
    }
  }

  /// The number of a cell: seconds for dates and times of day, otherwise the number itself.
  static func value(
    of bytes: UnsafeBufferPointer<UInt8>, as part: Part
  ) -> Result<Int64, StampProblem> {
    if bytes.isEmpty { return .failure(.empty) }
    switch part {
    case .date(let parser): return parser.parse(Span(_unsafeElements: bytes)).map(\.value)
    case .timeOfDay: return DayTime.seconds(of: bytes)
    case .clock:
      guard let number = DayTime.wholeNumber(bytes) else { return .failure(.notInStyle) }
      let (hour, minute) = (number / 100, number % 100)
      guard hour < 24 && minute < 60 || hour == 24 && minute == 0 else { return .failure(.impossibleTime) }
      return .success(hour * 3600 + minute * 60)
    case .month:
      if let month = monthName(bytes) { return .success(month) }
      let digits = bytes[0] | 32 == 0x6d ? UnsafeBufferPointer(rebasing: bytes.dropFirst()) : bytes
      return number(digits, 1...12, .impossibleDate)
    case .quarter:
      if bytes.count == 2, let mark = bytes.firstIndex(where: { $0 | 32 == 0x71 }) {
        let digit = Int64(bytes[1 - mark]) - 0x30
        return (1...4).contains(digit) ? .success(digit) : .failure(.impossibleDate)
      }
      return number(bytes, 1...4, .impossibleDate)
    case .year: return number(bytes, 1...9999, .impossibleDate)
    case .week: return number(bytes, 1...53, .impossibleDate)
    case .day: return number(bytes, 1...31, .impossibleDate)
    case .dayOfYear: return number(bytes, 1...366, .impossibleDate)
    case .hour:
      if bytes.contains(0x3a) { return DayTime.seconds(of: bytes).map { $0 / 3600 } }
      return number(bytes, 0...24, .impossibleTime)
    case .minute, .second: return number(bytes, 0...59, .impossibleTime)
    }
  }

  private static func number(
    _ bytes: UnsafeBufferPointer<UInt8>, _ range: ClosedRange<Int64>, _ problem: StampProblem
  ) -> Result<Int64, StampProblem> {
    guard let number = DayTime.wholeNumber(bytes) else { return .failure(.notInStyle) }
    return range.contains(number) ? .success(number) : .failure(problem)
  }

  /// An English month name, abbreviated or in full.
  private static func monthName(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64? {
    guard bytes.count >= 3, bytes.count <= 9, bytes[0] > 0x39 else { return nil }
    let text = String(decoding: bytes, as: UTF8.self).lowercased()
    let index = CivilDate.monthNames.firstIndex {
      let name = $0.lowercased()
      return name == text || name.prefix(3) == text
    }
    return index.map { Int64($0 + 1) }
  }

  /// The time stamp from the numbers of the parts, in the order of `parts`.
  func stamp(_ values: [Int64]) -> Result<Timestamp, StampProblem> {
    var year: Int64 = 1970
    var (month, day): (Int64, Int64) = (1, 1)
    var (week, dayOfYear): (Int64?, Int64?)
    var seconds: Int64 = 0
    var base: Int64?
    for (part, value) in zip(parts, values) {
      switch part {
      case .date: base = value
      case .timeOfDay, .clock: seconds += value
      case .year: year = value
      case .quarter: month = value * 3 - 2
      case .month: month = value
      case .week: week = value
      case .day: day = value
      case .dayOfYear: dayOfYear = value
      case .hour: seconds += value * 3600
      case .minute: seconds += value * 60
      case .second: seconds += value
      }
    }
    if let base { return .success(Timestamp(base + seconds)) }
    let date = CivilDate(year: Int(year), month: Int(month), day: Int(day))
    guard date.isValid else { return .failure(.impossibleDate) }
    var dayNumber = date.dayNumber
    if let week {
      // Week 1 contains 4 January and, like all weeks, starts on a Monday (ISO 8601).
      let fourth = CivilDate(year: Int(year), month: 1, day: 4).dayNumber
      dayNumber = fourth - Int64(CivilDate.weekday(ofDay: fourth)) + (week - 1) * 7
      // Week 53 exists only when its Thursday is still in the year.
      guard CivilDate(dayNumber: dayNumber + 3).year == Int(year) else { return .failure(.impossibleDate) }
    }
    if let dayOfYear {
      dayNumber += dayOfYear - 1
      guard CivilDate(dayNumber: dayNumber).year == Int(year) else { return .failure(.impossibleDate) }
    }
    return .success(Timestamp(dayNumber * 86_400 + seconds))
  }
}

/// Reads times of day in a column of their own.
enum DayTime {
  /// Seconds after midnight of `18`, `18:00`, `18.00.00`, `18h00`, `6:00 PM`; `24:00` is the end of the day.
  static func seconds(of bytes: UnsafeBufferPointer<UInt8>) -> Result<Int64, StampProblem> {
    var fields: [Int64] = []
    var position = 0
    while position < bytes.count, fields.count < 3 {
      let start = position
      var number: Int64 = 0
      while position < bytes.count, position - start < 2, isDigit(bytes[position]) {
        number = number * 10 + Int64(bytes[position] - 0x30)
        position += 1
      }
      guard position > start else { return .failure(.notInStyle) }
      fields.append(number)
      let isMark =
        position < bytes.count
        && (bytes[position] == 0x3a || bytes[position] == 0x2e || bytes[position] | 32 == 0x68)
      guard isMark, fields.count < 3, position + 1 < bytes.count, isDigit(bytes[position + 1]) else { break }
      position += 1
    }
    guard var hour = fields.first else { return .failure(.empty) }
    if fields.count == 3, position < bytes.count, bytes[position] == 0x2e || bytes[position] == 0x2c {
      position += 1
      while position < bytes.count, isDigit(bytes[position]) {
        if bytes[position] != 0x30 { return .failure(.fractionOfSecond) }
        position += 1
      }
    }
    if position < bytes.count {
      let rest = bytes[position...].filter { $0 != 0x20 && $0 != 0x2e }.map { $0 | 32 }
      if rest == [0x61, 0x6d] || rest == [0x70, 0x6d] {
        guard (1...12).contains(hour) else { return .failure(.impossibleTime) }
        hour = hour % 12 + (rest[0] == 0x70 ? 12 : 0)
      } else if rest != [0x68] {
        return .failure(.notInStyle)
      }
    }
    let minute = fields.count > 1 ? fields[1] : 0
    let second = fields.count > 2 ? fields[2] : 0
    let isEnd = hour == 24 && minute == 0 && second == 0
    guard isEnd || hour < 24 && minute < 60 && second < 60 else { return .failure(.impossibleTime) }
    return .success(hour * 3600 + minute * 60 + second)
  }

  /// An integer without sign, possibly with zeros after a decimal point, as in tables of numbers.
  static func wholeNumber(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64? {
    var number: Int64 = 0
    var position = 0
    while position < bytes.count, isDigit(bytes[position]), position < 10 {
      number = number * 10 + Int64(bytes[position] - 0x30)
      position += 1
    }
    guard position > 0 else { return nil }
    if position == bytes.count { return number }
    guard bytes[position] == 0x2e, bytes[(position + 1)...].allSatisfy({ $0 == 0x30 }) else { return nil }
    return number
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
}

extension StampStyle {
  /// `2019-W27`.
  fileprivate static let isoWeek = StampStyle(
    pattern: StampPattern(parts: [.field(.year, 4), .byte(0x2d), .byte(0x57), .field(.isoWeek)]))
}

extension StampPattern {
  /// Appends a time of day after the date.
  fileprivate mutating func appendTimeOfDay(hasSeconds: Bool) {
    parts += [.byte(0x20), .field(.hour), .byte(0x3a), .field(.minute)]
    if hasSeconds { parts += [.byte(0x3a), .field(.second)] }
  }
}
