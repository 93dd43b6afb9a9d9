import ForetellData

extension SeriesTable {
  /// The name of a step of a season, such as `July`, `Saturday` or `18:00`; `step 4 of 11` where the calendar has none.
  ///
  /// Steps of a year are named by the date in the last year of the series, because years have no whole number of weeks, and
  /// not all the same number of days.
  /// - Parameters:
  ///   - step: the step of the season, counted from the series' first value.
  ///   - season: the season's length in steps.
  ///   - position: the series' position in the table.
  public func name(ofStep step: Int, season: Int, series position: Int) -> String {
    let count = series[position].values.count
    let last = step + max(0, (count - 1 - step) / season) * season
    let stamp = timestamp(ofSeries: position, at: last)
    if let name = frequency.name(of: stamp, season: season) { return name }
    let ordinal = (frequency.ordinal(of: series[position].start) ?? 0) + step
    let place = ordinal - floorDivide(ordinal, season) * season
    return "step \(place + 1) of \(season)"
  }
}

extension Frequency {
  /// The name of a time stamp within a season of the calendar; nil where the calendar doesn't have this season.
  func name(of stamp: Timestamp, season: Int) -> String? {
    switch unit {
    case .step, .year: return nil
    case .quarter, .month, .businessMonth:
      let months = (unit == .quarter ? 3 : 1) * multiple * season
      guard months == 12 else { return nil }
      return unit == .quarter
        ? "Q\((stamp.date.month - 1) / 3 + 1)" : CivilDate.monthNames[stamp.date.month - 1]
    case .semiMonth: return multiple * season == 24 ? Self.dayName(stamp) : nil
    case .week: return multiple * season == 52 ? Self.dayName(stamp) : nil
    case .businessDay:
      switch multiple * season {
      case 5: return Self.weekdayName(stamp)
      case 260: return Self.dayName(stamp)
      default: return nil
      }
    case .day, .hour, .minute, .second: return name(of: stamp, seconds: stepSeconds * season)
    }
  }

  private static let secondsOfDay = 86_400

  /// The length of a step of fixed length in seconds.
  private var stepSeconds: Int { Int(timestamp(1).value - timestamp(0).value) }

  private func name(of stamp: Timestamp, seconds: Int) -> String? {
    let clock = Self.clock(stamp)
    let isDaily = stepSeconds % Self.secondsOfDay == 0
    switch seconds {
    case 60: return "second \(stamp.secondOfDay % 60)"
    case 3600: return "minute \(stamp.secondOfDay % 3600 / 60)"
    case Self.secondsOfDay: return clock
    case 7 * Self.secondsOfDay: return Self.weekdayName(stamp) + (isDaily ? "" : " \(clock)")
    case 365 * Self.secondsOfDay, 8766 * 3600: return Self.dayName(stamp) + (isDaily ? "" : " \(clock)")
    default: return nil
    }
  }

  private static func clock(_ stamp: Timestamp) -> String {
    func two(_ number: Int) -> String { (number < 10 ? "0" : "") + "\(number)" }
    let second = stamp.secondOfDay
    let text = two(second / 3600) + ":" + two(second / 60 % 60)
    return second % 60 == 0 ? text : text + ":" + two(second % 60)
  }

  private static func weekdayName(_ stamp: Timestamp) -> String {
    CivilDate.weekdayNames[CivilDate.weekday(ofDay: stamp.date.dayNumber)]
  }

  private static func dayName(_ stamp: Timestamp) -> String {
    "\(stamp.date.day) \(CivilDate.monthNames[stamp.date.month - 1])"
  }
}
