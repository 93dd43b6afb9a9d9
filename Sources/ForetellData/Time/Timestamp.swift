/// A point of a series' time axis: whole seconds, or the integer step itself.
///
/// For calendar data `value` counts seconds since 1970-01-01T00:00:00 in the data's local time (in UTC if
/// zone offsets differ). For data indexed by integers it is that integer.
public struct Timestamp: Sendable, Hashable, Comparable, Codable {
  /// Seconds since 1970-01-01T00:00:00, or the integer step.
  public var value: Int64

  /// Makes a time stamp from a number of seconds or an integer step.
  public init(_ value: Int64) {
    self.value = value
  }

  /// Midnight (or the given second of the day) of a date of the proleptic Gregorian calendar.
  ///
  /// - Parameters:
  ///   - year: any year; month: 1…12; day: 1…31. The date isn't checked.
  ///   - secondOfDay: 0…86399.
  public init(year: Int, month: Int, day: Int, secondOfDay: Int = 0) {
    value = CivilDate(year: year, month: month, day: day).dayNumber * 86_400 + Int64(secondOfDay)
  }

  /// Orders by time.
  public static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.value < right.value
  }

  /// The calendar day of these seconds.
  package var date: CivilDate {
    CivilDate(dayNumber: floorDivide(value, 86_400))
  }

  /// Seconds since midnight, 0…86399.
  package var secondOfDay: Int {
    Int(value - floorDivide(value, 86_400) * 86_400)
  }
}

/// Integer division that rounds towards minus infinity; `divisor` is positive.
package func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
  let quotient = value / divisor
  return value < quotient * divisor ? quotient - 1 : quotient
}

/// Integer division that rounds towards minus infinity; `divisor` is positive.
package func floorDivide(_ value: Int, _ divisor: Int) -> Int {
  let quotient = value / divisor
  return value < quotient * divisor ? quotient - 1 : quotient
}
