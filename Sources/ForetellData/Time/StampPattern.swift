/// A way of writing time stamps, as a list of parts, for those that have no case of their own in
/// ``StampStyle/Layout``: `Jan-18`, `2019-W27`, `1Q12`, `2021010100`, `1/22/20 9:00 AM`.
public struct StampPattern: Sendable, Hashable, Codable {
  /// The meaning of a part of the text.
  public enum Field: String, Sendable, Hashable, Codable, CaseIterable {
    /// Four digits.
    case year
    /// Two digits: 00…68 are 2000…2068, 69…99 are 1969…1999.
    case shortYear
    case month, monthName, day, weekdayName, quarter
    /// Day of the year, 001…366.
    case dayOfYear
    /// Half of the year: 1 is January to June, 2 July to December.
    case halfYear
    /// Week of the ISO year, 1…53; the time stamp is its Monday.
    case isoWeek
    /// Day of the ISO week, 1 Monday … 7 Sunday.
    case isoWeekday
    case hour, minute, second
    /// Digits after the seconds.
    case fraction
    /// AM or PM.
    case dayHalf
    /// `Z`, `UTC` or an offset.
    case zone
  }

  /// A field, or a byte that is the same in every cell.
  public struct Part: Sendable, Hashable, Codable {
    /// The field; nil for a constant byte.
    public var field: Field?
    /// The constant byte when there is no field.
    public var byte: UInt8 = 0
    /// The least number of digits to write.
    public var width = 2
    /// Whether exactly `width` digits are read, because no separator follows.
    public var isFixed = false

    static func byte(_ byte: UInt8) -> Part { Part(byte: byte) }
    static func field(_ field: Field, _ width: Int = 2, isFixed: Bool = false) -> Part {
      Part(field: field, width: width, isFixed: isFixed)
    }
  }

  /// The treatment of fractions of a second.
  public enum Fractions: String, Sendable, Hashable, Codable {
    /// All cells have the same digits, which are written unchanged.
    case constant
    /// Time stamps are rounded to whole seconds.
    case rounded
    /// Time stamps are integer steps in units of the last digit.
    case steps
  }

  /// The parts in the order of the text.
  public var parts: [Part]
  /// How names are written.
  public var names = MonthNames.Style()
  /// Treatment of fractions.
  public var fractions = Fractions.constant
  /// The digits that all cells have after the seconds.
  public var constantFraction = ""
  /// With fractions counted as steps, the number of digits after the seconds, at most 9.
  public var fractionDigits = 0
  /// Whether AM and PM are written in lower case.
  public var hasLowerDayHalf = false

  init(parts: [Part]) {
    self.parts = parts
  }

  /// Whether the pattern contains a field.
  public func has(_ field: Field) -> Bool { parts.contains { $0.field == field } }

  /// Whether the text consists of digits only, so that it could be a plain number.
  public var isNumeric: Bool {
    parts.allSatisfy { part in
      switch part.field {
      case .monthName, .weekdayName, .dayHalf, .zone, nil: false
      case .year, .shortYear, .month, .day, .dayOfYear, .quarter, .halfYear, .isoWeek, .isoWeekday, .hour,
        .minute, .second, .fraction:
        true
      }
    }
  }

  /// The constant fraction of a second in nanoseconds.
  var constantNanoseconds: Int {
    let digits = constantFraction.utf8.prefix(9).reduce(0) { $0 * 10 + Int($1) - 48 }
    return (0..<max(0, 9 - constantFraction.utf8.count)).reduce(digits) { total, _ in total * 10 }
  }

  /// The number of integer steps per second.
  var ticksPerSecond: Int64 {
    guard fractions == .steps else { return 1 }
    return (0..<min(max(fractionDigits, 0), 9)).reduce(1) { ticks, _ in ticks * 10 }
  }

  /// The pattern in the usual letters: `MMM-yy`, `yyyy-Www`.
  public var description: String {
    parts.map { part in
      switch part.field {
      case .year: "yyyy"
      case .shortYear: "yy"
      case .month: String(repeating: "M", count: min(max(part.width, 1), 2))
      case .monthName: names.isFull ? "MMMM" : "MMM"
      case .day: String(repeating: "d", count: min(max(part.width, 1), 2))
      case .weekdayName: "EEE"
      case .dayOfYear: "DDD"
      case .quarter: "q"
      case .halfYear: "h"
      case .isoWeek: "ww"
      case .isoWeekday: "e"
      case .hour: "HH"
      case .minute: "mm"
      case .second: "ss"
      case .fraction: "SSS"
      case .dayHalf: "AM"
      case .zone: "Z"
      case nil: String(UnicodeScalar(part.byte))
      }
    }.joined()
  }

  // MARK: - Writing

  /// Writes a time stamp; `zone` is the text of the offset.
  func text(
    for timestamp: Timestamp, startsDayAt24 usesHour24: Bool, zone: String, isDateOnly: Bool
  ) -> String {
    let ticks = ticksPerSecond
    let seconds = floorDivide(timestamp.value, ticks)
    let rest = timestamp.value - seconds * ticks
    var day = floorDivide(seconds, 86_400)
    var second = Int(seconds - day * 86_400)
    if usesHour24, second == 0, !isDateOnly {
      day -= 1
      second = 86_400
    }
    let date = CivilDate(dayNumber: day)
    let week = ISOWeek(dayNumber: day)
    let year = has(.isoWeek) ? week.year : date.year
    var hour = second / 3600
    let isAfternoon = hour % 24 >= 12
    if has(.dayHalf) { hour = (hour + 11) % 12 + 1 }
    var text: [UInt8] = []
    for part in isDateOnly ? dateParts[...] : parts[...] {
      switch part.field {
      case .year: text += StampPattern.digits(year, 4)
      case .shortYear: text += StampPattern.digits(year - floorDivide(year, 100) * 100, 2)
      case .month: text += StampPattern.digits(date.month, part.width)
      case .monthName: text += MonthNames.text(month: date.month, names).utf8
      case .day: text += StampPattern.digits(date.day, part.width)
      case .weekdayName: text += MonthNames.text(weekday: CivilDate.weekday(ofDay: day), names).utf8
      case .dayOfYear: text += StampPattern.digits(date.dayOfYear, 3)
      case .quarter: text += StampPattern.digits((date.month - 1) / 3 + 1, 1)
      case .halfYear: text += StampPattern.digits((date.month - 1) / 6 + 1, 1)
      case .isoWeek: text += StampPattern.digits(week.week, part.width)
      case .isoWeekday: text += StampPattern.digits(CivilDate.weekday(ofDay: day) + 1, 1)
      case .hour: text += StampPattern.digits(hour, part.width)
      case .minute: text += StampPattern.digits(second / 60 % 60, 2)
      case .second: text += StampPattern.digits(second % 60, 2)
      case .fraction:
        switch fractions {
        case .constant: text += constantFraction.utf8
        case .rounded: text += [UInt8](repeating: 48, count: min(max(part.width, 1), 9))
        case .steps: text += StampPattern.digits(Int(rest), fractionDigits)
        }
      case .dayHalf:
        let half = isAfternoon ? "PM" : "AM"
        text += (hasLowerDayHalf ? half.lowercased() : half).utf8
      case .zone: text += zone.utf8
      case nil: text.append(part.byte)
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The parts before the time of day.
  private var dateParts: [Part] {
    guard let hour = parts.firstIndex(where: { $0.field == .hour }) else { return parts }
    var dates = Array(parts[..<hour])
    while let last = dates.last, last.field == nil { dates.removeLast() }
    return dates
  }

  private static func digits(_ value: Int, _ width: Int) -> [UInt8] {
    let text = Array(String(abs(value)).utf8)
    let zeros = [UInt8](repeating: 48, count: min(max(0, width - text.count), 20))
    return (value < 0 ? [45] : []) + zeros + text
  }
}

/// A week of ISO 8601: weeks start on Monday, and week 1 is the one that contains 4 January.
struct ISOWeek: Sendable, Hashable {
  /// The ISO year, which may differ from the calendar year around New Year.
  var year: Int
  /// The number of the week, 1…53.
  var week: Int

  /// The week that contains a day.
  init(dayNumber: Int64) {
    let thursday = dayNumber - Int64(CivilDate.weekday(ofDay: dayNumber)) + 3
    let date = CivilDate(dayNumber: thursday)
    year = date.year
    week = (date.dayOfYear - 1) / 7 + 1
  }

  /// The day number of a week's Monday.
  static func monday(year: Int, week: Int) -> Int64 {
    let fourth = CivilDate(year: year, month: 1, day: 4).dayNumber
    return fourth - Int64(CivilDate.weekday(ofDay: fourth)) + Int64(week - 1) * 7
  }

  /// The number of weeks of an ISO year, 52 or 53.
  static func weeks(in year: Int) -> Int {
    ISOWeek(dayNumber: CivilDate(year: year, month: 12, day: 28).dayNumber).week
  }
}

extension StampPattern.Field {
  /// A bit for each field of one or two digits; 0 for other fields.
  var bit: UInt8 {
    switch self {
    case .month: 1
    case .day: 2
    case .isoWeek: 4
    case .hour: 8
    case .year, .shortYear, .monthName, .weekdayName, .dayOfYear, .quarter, .halfYear, .isoWeekday, .minute,
      .second, .fraction, .dayHalf, .zone:
      0
    }
  }

  /// Whether the field is part of the date.
  var isDate: Bool {
    switch self {
    case .year, .shortYear, .month, .monthName, .day, .dayOfYear, .weekdayName, .quarter, .halfYear, .isoWeek,
      .isoWeekday:
      true
    case .hour, .minute, .second, .fraction, .dayHalf, .zone: false
    }
  }
}
