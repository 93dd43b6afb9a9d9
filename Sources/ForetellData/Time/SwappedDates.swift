/// Days and months that a spreadsheet exchanged in the dates where this was possible.
///
/// When a file with the day first is opened by a program that expects the month first, 13/01/2021 stays text,
/// but 02/01/2021 becomes 1 February. Read with the day first, the dates up to the 12th of each month then
/// jump from month to month; with day and month exchanged in exactly those rows, the dates are regular.
struct SwappedDates {
  /// Number of time stamps that change.
  let count: Int
  /// The frequency of the corrected time stamps.
  let frequency: Frequency

  /// The time stamp with day and month exchanged, if its day is at most 12.
  static func exchanged(_ stamp: Int64) -> Int64 {
    let dayNumber = floorDivide(stamp, 86_400)
    let date = CivilDate(dayNumber: dayNumber)
    guard date.day <= 12, date.day != date.month else { return stamp }
    let other = CivilDate(year: date.year, month: date.day, day: date.month)
    return stamp + (other.dayNumber - dayNumber) * 86_400
  }

  /// Tests whether an exchange explains irregular time stamps; nil if they are regular or it doesn't.
  ///
  /// - Parameter series: the time stamps of each series, ascending and distinct, in seconds.
  init?(_ series: [[Timestamp]]) {
    let asRead = try? InferredGrid.infer(from: series)
    if let asRead, asRead.missing * 20 <= asRead.stamps { return nil }
    var count = 0
    var total = 0
    let others = series.map { stamps in
      total += stamps.count
      let moved = stamps.map { stamp in
        let other = SwappedDates.exchanged(stamp.value)
        if other != stamp.value { count += 1 }
        return Timestamp(other)
      }
      return Set(moved).sorted()
    }
    // All corrected time stamps are distinct, and hardly any point between them is missing.
    guard count >= 2, others.reduce(0, { $0 + $1.count }) == total,
      let exchanged = try? InferredGrid.infer(from: others), exchanged.missing * 20 <= exchanged.stamps,
      asRead.map({ exchanged.missing < $0.missing }) ?? true
    else { return nil }
    self.count = count
    frequency = exchanged.frequency
  }
}

extension StampStyle {
  /// Whether dates have day and month as numbers that could be exchanged.
  var hasExchangeableDates: Bool {
    switch layout {
    case .dayMonthYear, .monthDayYear: true
    case .pattern: (pattern?.hasNumericDate ?? false) && pattern?.order != "ymd"
    case .yearMonthDay, .dayMonthNameYear, .compactDate, .yearMonth, .monthYear, .monthNameYear,
      .yearMonthName, .yearQuarter, .year, .epochSeconds, .epochMilliseconds, .epochMicroseconds,
      .epochNanoseconds, .excelDays, .integer:
      false
    }
  }

  /// The years that this style can write so that they are read back unchanged.
  var years: ClosedRange<Int> {
    if isInteger { return Int.min...Int.max }
    switch layout {
    case .epochSeconds, .epochMilliseconds, .epochMicroseconds, .epochNanoseconds, .integer:
      return Int.min...Int.max
    case .excelDays: return 1900...9999
    case .pattern: return pattern?.has(.shortYear) ?? false ? 1969...2068 : 0...9999
    case .yearMonthDay, .dayMonthYear, .monthDayYear, .dayMonthNameYear, .compactDate, .yearMonth, .monthYear,
      .monthNameYear, .yearMonthName, .yearQuarter, .year:
      return 0...9999
    }
  }
}
