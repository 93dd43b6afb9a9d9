/// A date of the proleptic Gregorian calendar and its day number, in integer arithmetic.
///
/// Internally years start in March, so that the leap day is the last day of a year, and 400-year cycles of
/// 146,097 days are counted. Source: Howard Hinnant, "chrono-compatible low-level date algorithms", 2013.
package struct CivilDate: Sendable, Hashable {
  /// The year; negative before year 0.
  package var year: Int
  /// The month, 1…12.
  package var month: Int
  /// The day of the month, 1…31.
  package var day: Int

  /// Makes a date of year, month (1…12) and day (1…31) without checking them; see `isValid`.
  package init(year: Int, month: Int, day: Int) {
    self.year = year
    self.month = month
    self.day = day
  }

  /// The date `dayNumber` days after 1970-01-01.
  package init(dayNumber: Int64) {
    let shifted = dayNumber + 719_468  // days since 0000-03-01
    let era = floorDivide(shifted, 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    day = Int(dayOfYear - (153 * marchMonth + 2) / 5 + 1)
    month = Int(marchMonth < 10 ? marchMonth + 3 : marchMonth - 9)
    year = Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0)
  }

  /// Days since 1970-01-01.
  package var dayNumber: Int64 {
    let marchYear = Int64(month <= 2 ? year - 1 : year)
    let era = floorDivide(marchYear, 400)
    let yearOfEra = marchYear - era * 400
    let marchMonth = Int64(month > 2 ? month - 3 : month + 9)
    let dayOfYear = (153 * marchMonth + 2) / 5 + Int64(day) - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// The first day of a month, given as months since January of year 0.
  package init(monthNumber: Int) {
    let year = floorDivide(monthNumber, 12)
    self.init(year: year, month: monthNumber - year * 12 + 1, day: 1)
  }

  /// Months since January of year 0.
  package var monthNumber: Int { year * 12 + month - 1 }

  /// Whether month and day exist in that year.
  package var isValid: Bool {
    month >= 1 && month <= 12 && day >= 1 && day <= CivilDate.daysInMonth(year: year, month: month)
  }

  /// The day of the year, 1…366.
  package var dayOfYear: Int {
    Int(dayNumber - CivilDate(year: year, month: 1, day: 1).dayNumber) + 1
  }

  /// Whether the year is a leap year.
  package static func isLeap(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  /// Number of days of a month (1…12).
  package static func daysInMonth(year: Int, month: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Weekday of a day number: 0 Monday … 6 Sunday.
  package static func weekday(ofDay dayNumber: Int64) -> Int {
    let fromMonday = dayNumber + 3  // 1970-01-01 was a Thursday
    return Int(fromMonday - floorDivide(fromMonday, 7) * 7)
  }

  /// Three-letter upper-case names, January first.
  package static let monthAbbreviations = [
    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
  ]
  /// English names, January first.
  package static let monthNames = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
  ]
  /// Three-letter upper-case names, Monday first.
  package static let weekdayAbbreviations = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"]
  /// English names, Monday first.
  package static let weekdayNames = [
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
  ]
}
