#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The position of a time stamp in the cycles of the calendar, as pairs of sine and cosine in [-1, 1].
///
/// The cycles depend on the frequency: quarters and months have the position in the year; half months also
/// the day of the month; weeks the week of the year; days the weekday, the day of the month and the day of
/// the year; hours and shorter units the time of day, the weekday and the day of the year (seconds also the
/// position in the hour). Years and integer steps have none.
public struct CalendarFeatures: Sendable, Hashable {
  /// A repeating period of the calendar.
  public enum Cycle: String, Sendable, Hashable, Codable, CaseIterable {
    case monthOfYear = "month-of-year"
    case weekOfYear = "week-of-year"
    case dayOfYear = "day-of-year"
    case dayOfMonth = "day-of-month"
    case dayOfWeek = "day-of-week"
    case timeOfDay = "time-of-day"
    case timeOfHour = "time-of-hour"
  }

  /// The frequency of the points.
  public let frequency: Frequency
  /// The cycles, slowest first.
  public let cycles: [Cycle]

  /// The features of a frequency.
  public init(frequency: Frequency) {
    self.frequency = frequency
    let step = frequency.unit.seconds * Int64(frequency.multiple)
    switch frequency.unit {
    case .year, .step: cycles = []
    case .quarter: cycles = frequency.multiple % 4 == 0 ? [] : [.monthOfYear]
    case .month: cycles = frequency.multiple % 12 == 0 ? [] : [.monthOfYear]
    case .businessMonth: cycles = frequency.multiple % 12 == 0 ? [] : [.monthOfYear]
    case .semiMonth: cycles = frequency.multiple % 2 == 0 ? [.monthOfYear] : [.monthOfYear, .dayOfMonth]
    case .week: cycles = [.weekOfYear]
    case .businessDay: cycles = [.dayOfYear, .dayOfMonth, .dayOfWeek]
    case .day: cycles = frequency.multiple % 7 == 0 ? [.dayOfYear] : [.dayOfYear, .dayOfMonth, .dayOfWeek]
    case .hour, .minute, .second:
      var cycles: [Cycle] = [.dayOfYear, .dayOfWeek]
      if step < 86_400 { cycles.append(.timeOfDay) }
      if frequency.unit == .second, step < 3600 { cycles.append(.timeOfHour) }
      self.cycles = cycles
    }
  }

  /// Number of values per point: two for each cycle.
  public var count: Int { cycles.count * 2 }

  /// Names of the values: `day-of-week-sin`, `day-of-week-cos`, ….
  public var names: [String] {
    cycles.flatMap { ["\($0.rawValue)-sin", "\($0.rawValue)-cos"] }
  }

  /// The values at one grid point, in the order of `names`.
  public func values(at ordinal: Int) -> [Float] {
    var result: [Float] = []
    result.reserveCapacity(count)
    append(ordinal, to: &result)
    return result
  }

  /// The values at consecutive grid points, point after point: `ordinals.count × count` numbers.
  public func table(_ ordinals: Range<Int>) -> [Float] {
    var result: [Float] = []
    result.reserveCapacity(ordinals.count * count)
    for ordinal in ordinals { append(ordinal, to: &result) }
    return result
  }

  private func append(_ ordinal: Int, to result: inout [Float]) {
    guard !cycles.isEmpty else { return }
    let timestamp = frequency.timestamp(ordinal)
    let day = floorDivide(timestamp.value, 86_400)
    let second = timestamp.value - day * 86_400
    let date = CivilDate(dayNumber: day)
    for cycle in cycles {
      // The fraction of the cycle that has passed, 0 ≤ part < 1.
      let part: Double
      switch cycle {
      case .monthOfYear: part = Double(date.month - 1) / 12
      case .weekOfYear, .dayOfYear:
        part = Double(date.dayOfYear - 1) / (CivilDate.isLeap(date.year) ? 366 : 365)
      case .dayOfMonth:
        part = Double(date.day - 1) / Double(CivilDate.daysInMonth(year: date.year, month: date.month))
      case .dayOfWeek: part = Double(CivilDate.weekday(ofDay: day)) / 7
      case .timeOfDay: part = Double(second) / 86_400
      case .timeOfHour: part = Double(second % 3600) / 3600
      }
      result.append(Float(sin(2 * Double.pi * part)))
      result.append(Float(cos(2 * Double.pi * part)))
    }
  }
}
