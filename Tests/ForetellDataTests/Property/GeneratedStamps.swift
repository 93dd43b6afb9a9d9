import Foundation

/// A moment of a generated series, by the calendar of Foundation, which shares no code with the reader.
struct Moment {
  /// Seconds since 1970-01-01T00:00:00 on the data's own clock.
  let seconds: Int
  let year, month, day, hour, minute, second: Int
  /// ISO week-numbering year and week.
  let weekYear, week: Int
  /// 1 Monday … 7 Sunday.
  let weekday: Int

  private static let gregorian = calendar(.gregorian)
  private static let iso = calendar(.iso8601)

  private static func calendar(_ identifier: Calendar.Identifier) -> Calendar {
    var calendar = Calendar(identifier: identifier)
    calendar.timeZone = TimeZone(secondsFromGMT: 0) ?? calendar.timeZone
    return calendar
  }

  init(seconds: Int) {
    self.seconds = seconds
    let date = Date(timeIntervalSince1970: Double(seconds))
    let parts = Moment.gregorian.dateComponents(
      [.year, .month, .day, .hour, .minute, .second, .weekday], from: date)
    year = parts.year ?? 0
    month = parts.month ?? 0
    day = parts.day ?? 0
    hour = parts.hour ?? 0
    minute = parts.minute ?? 0
    second = parts.second ?? 0
    weekday = ((parts.weekday ?? 1) + 5) % 7 + 1
    let weeks = Moment.iso.dateComponents([.yearForWeekOfYear, .weekOfYear], from: date)
    weekYear = weeks.yearForWeekOfYear ?? 0
    week = weeks.weekOfYear ?? 0
  }

  /// The moment `count` calendar units later.
  func adding(_ unit: Calendar.Component, _ count: Int) -> Moment {
    let date = Date(timeIntervalSince1970: Double(seconds))
    let later = Moment.gregorian.date(byAdding: unit, value: count, to: date) ?? date
    return Moment(seconds: Int(later.timeIntervalSince1970.rounded()))
  }

  /// A date of the calendar at midnight.
  static func date(_ year: Int, _ month: Int, _ day: Int) -> Moment {
    let parts = DateComponents(year: year, month: month, day: day)
    return Moment(seconds: Int((gregorian.date(from: parts) ?? Date()).timeIntervalSince1970))
  }
}

/// A way to write the time stamps of a file.
struct GeneratedStamps: Sendable {
  /// How the generated series step.
  enum Step: CaseIterable, Sendable {
    case year, quarter, month, monthEnd, businessMonthEnd, halfMonth, week, businessDay, day, hour, halfHour
    case quarterHour, minute
  }

  let name: String
  let steps: [Step]
  /// Names of the columns that hold the stamp: one, or date and time apart.
  var columns = ["ds"]
  /// Whether the cells can be read in one way only, whatever the days are.
  var isCertain = true
  /// The cells of a moment, one per column.
  let cells: @Sendable (Moment) -> [String]

  private static let days: [Step] = [
    .day, .week, .businessDay, .month, .monthEnd, .businessMonthEnd, .halfMonth,
  ]
  private static let hours: [Step] = [.hour, .halfHour, .quarterHour, .minute]
  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
  ]
  private static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

  private static func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
  private static func short(_ month: Int) -> String { String(months[month - 1].prefix(3)) }
  private static func iso(_ at: Moment) -> String { "\(at.year)-\(two(at.month))-\(two(at.day))" }
  private static func clock(_ at: Moment) -> String { "\(two(at.hour)):\(two(at.minute))" }

  /// A form of one column.
  private static func one(
    _ name: String, _ steps: [Step], column: String = "ds", isCertain: Bool = true,
    _ text: @escaping @Sendable (Moment) -> String
  ) -> GeneratedStamps {
    GeneratedStamps(name: name, steps: steps, columns: [column], isCertain: isCertain) { [text($0)] }
  }

  /// All forms.
  static let all: [GeneratedStamps] = dates + times + coarse + counted + apart

  private static let dates = [
    one("2024-01-31", days) { iso($0) },
    one("2024/01/31", days) { "\($0.year)/\(two($0.month))/\(two($0.day))" },
    one("31/01/2024", days, column: "date", isCertain: false) {
      "\(two($0.day))/\(two($0.month))/\($0.year)"
    },
    one("01/31/2024", days, column: "date", isCertain: false) {
      "\(two($0.month))/\(two($0.day))/\($0.year)"
    },
    one("1/31/24", days, column: "Date", isCertain: false) { "\($0.month)/\($0.day)/\(two($0.year % 100))" },
    one("31.01.2024", days, column: "Datum") { "\(two($0.day)).\(two($0.month)).\($0.year)" },
    one("31 Jan 2024", days) { "\(two($0.day)) \(short($0.month)) \($0.year)" },
    one("31-Jan-24", days, column: "date") { "\(two($0.day))-\(short($0.month))-\(two($0.year % 100))" },
    one("Jan 31, 2024", days, column: "date") { "\(short($0.month)) \(two($0.day)), \($0.year)" },
    one("January 31, 2024", days, column: "date") { "\(months[$0.month - 1]) \($0.day), \($0.year)" },
    one("Wed 31 Jan 2024", days, column: "date") {
      "\(weekdays[$0.weekday - 1]) \(two($0.day)) \(short($0.month)) \($0.year)"
    },
    one("20240131", days) { "\($0.year)\(two($0.month))\(two($0.day))" },
    one("2024-01-31 00:00:00", days) { "\(iso($0)) 00:00:00" },
    one("2024-01-31T00:00:00Z", days) { "\(iso($0))T00:00:00Z" },
  ]

  private static let times = [
    one("2024-01-31T13:00", hours) { "\(iso($0))T\(clock($0))" },
    one("2024-01-31 13:00:00", hours) { "\(iso($0)) \(clock($0)):00" },
    one("2024-01-31 13:00:00.000", hours) { "\(iso($0)) \(clock($0)):00.000" },
    one("2024-01-31T13:00:00Z", hours) { "\(iso($0))T\(clock($0)):00Z" },
    one("2024-01-31T13:00:00+02:00", hours) {
      // The data's own clock runs two hours ahead of UTC; the reader counts on that clock.
      "\(iso($0))T\(clock($0)):00+02:00"
    },
    one("31.01.2024 13:00", hours, column: "Zeit") {
      "\(two($0.day)).\(two($0.month)).\($0.year) \(clock($0))"
    },
    one("1/31/2024 1:00 PM", hours, column: "timestamp", isCertain: false) {
      let hour = $0.hour % 12 == 0 ? 12 : $0.hour % 12
      return "\($0.month)/\($0.day)/\($0.year) \(hour):\(two($0.minute)) \($0.hour < 12 ? "AM" : "PM")"
    },
    one("2024-01-31T13:00+01:00, summer and winter", hours) {
      // Written on the clock of a place whose summer has another offset, and read in UTC.
      let offset = (4...9).contains($0.month) ? 2 : 1
      let local = $0.adding(.hour, offset)
      return "\(iso(local))T\(clock(local)):00+0\(offset):00"
    },
    one("31/01/2024 24:00", [.hour, .halfHour], column: "time", isCertain: false) {
      let isMidnight = $0.hour == 0 && $0.minute == 0
      let day = isMidnight ? $0.adding(.day, -1) : $0
      let hour = isMidnight ? "24:00" : clock($0)
      return "\(two(day.day))/\(two(day.month))/\(day.year) \(hour)"
    },
    one("2024013113", [.hour], column: "time") { "\($0.year)\(two($0.month))\(two($0.day))\(two($0.hour))" },
    one("202401311300", hours, column: "time") {
      "\($0.year)\(two($0.month))\(two($0.day))\(two($0.hour))\(two($0.minute))"
    },
  ]

  private static let coarse = [
    one("2024-01", [.month]) { "\($0.year)-\(two($0.month))" },
    one("202401", [.month], column: "month") { "\($0.year)\(two($0.month))" },
    one("01/2024", [.month], column: "month") { "\(two($0.month))/\($0.year)" },
    one("2024M01", [.month], column: "TIME") { "\($0.year)M\(two($0.month))" },
    one("Jan 2024", [.month], column: "month") { "\(short($0.month)) \($0.year)" },
    one("Jan-24", [.month], column: "month") { "\(short($0.month))-\(two($0.year % 100))" },
    one("January 2024", [.month], column: "month") { "\(months[$0.month - 1]) \($0.year)" },
    one("2024-Q1", [.quarter], column: "quarter") { "\($0.year)-Q\(($0.month + 2) / 3)" },
    one("2024Q1", [.quarter], column: "quarter") { "\($0.year)Q\(($0.month + 2) / 3)" },
    one("Q1 2024", [.quarter], column: "quarter") { "Q\(($0.month + 2) / 3) \($0.year)" },
    one("1Q24", [.quarter], column: "quarter") { "\(($0.month + 2) / 3)Q\(two($0.year % 100))" },
    one("2024-W05", [.week], column: "week") { "\($0.weekYear)-W\(two($0.week))" },
    one("2024.01", [.month], column: "month", isCertain: false) { "\($0.year).\(two($0.month))" },
    one("2024", [.year], column: "year") { "\($0.year)" },
  ]

  private static let counted = [
    one("seconds since 1970", days + hours, column: "timestamp") { "\($0.seconds)" },
    one("milliseconds since 1970", days + hours, column: "timestamp") { "\($0.seconds)000" },
    one("microseconds since 1970", days + hours, column: "timestamp") { "\($0.seconds)000000" },
    one("nanoseconds since 1970", days + hours, column: "timestamp") { "\($0.seconds)000000000" },
    one("seconds as floats", days + hours, column: "timestamp") { "\($0.seconds).0" },
    one("Excel's day numbers", [.day, .week], column: "Date") { "\($0.seconds / 86_400 + 25_569)" },
  ]

  private static let apart = [
    GeneratedStamps(name: "date and time", steps: hours, columns: ["Date", "Time"]) { [iso($0), clock($0)] },
    GeneratedStamps(name: "date and time with points", steps: hours, columns: ["Date", "Time"]) {
      ["\(two($0.day))/\(two($0.month))/\($0.year)", "\(two($0.hour)).\(two($0.minute)).00"]
    },
    GeneratedStamps(name: "year and month", steps: [.month], columns: ["Year", "Month"]) {
      ["\($0.year)", "\($0.month)"]
    },
    GeneratedStamps(
      name: "year, month, day and hour", steps: [.hour], columns: ["year", "month", "day", "hour"]
    ) {
      ["\($0.year)", "\($0.month)", "\($0.day)", "\($0.hour)"]
    },
    GeneratedStamps(name: "year, month and day", steps: [.day], columns: ["Year", "Month", "Day"]) {
      ["\($0.year)", "\($0.month)", "\($0.day)"]
    },
  ]
}
