/// Holidays by date, as a calendar of the user's own says.
///
/// They become columns that are known into the future, one per name: for each step the number of days with that holiday.
public struct Holidays: Sendable, Hashable {
  /// One holiday on one day.
  public struct Day: Sendable, Hashable {
    /// The day, counted from 1970-01-01.
    package var number: Int64
    /// What it is called.
    public var name: String
    /// Where it is one; nil everywhere.
    public var region: String?

    /// A holiday at a date.
    ///
    /// - Parameters:
    ///   - date: any time of that day, in the data's own local time.
    ///   - name: what it is called.
    ///   - region: where it is one; nil everywhere.
    public init(_ date: Timestamp, name: String, region: String? = nil) {
      number = floorDivide(date.value, 86_400)
      self.name = name
      self.region = region
    }
  }

  /// What messages call the calendar.
  public let source: String
  /// All holidays, in order of time.
  public let days: [Day]
  /// The name of the column of regions, which a static column of the data may share; nil without regions.
  public let regionColumn: String?

  /// A calendar made in code.
  ///
  /// - Parameters:
  ///   - days: in any order.
  ///   - regionColumn: the static column that says where a series belongs; only where days have regions.
  ///   - source: what messages call it.
  public init(_ days: [Day], regionColumn: String? = nil, source: String = "holidays") {
    self.days = days.enumerated().sorted { ($0.element.number, $0.offset) < ($1.element.number, $1.offset) }
      .map(\.element)
    self.regionColumn = regionColumn
    self.source = source
  }

  /// The names in order of time.
  public var names: [String] {
    var seen: Set<String> = []
    return days.map(\.name).filter { seen.insert($0).inserted }
  }

  /// The days of whole years for which holidays are known: from the first one's to the last one's.
  var coverage: Range<Int64> {
    guard let first = days.first, let last = days.last else { return 0..<0 }
    let (from, to) = (CivilDate(dayNumber: first.number).year, CivilDate(dayNumber: last.number).year)
    return CivilDate(year: from, month: 1, day: 1)
      .dayNumber..<CivilDate(year: to + 1, month: 1, day: 1)
      .dayNumber
  }
}

/// How holidays are added to a table that is read.
public struct HolidayOptions: Sendable, Hashable {
  /// The calendar.
  public var calendar: Holidays
  /// The region whose holidays all series have; nil takes each series' own, from the static column that the calendar's
  /// column of regions shares its name with.
  public var region: String?
  /// The holidays to add, such as those that a model knows, in this order; nil for all of the calendar.
  public var names: [String]?

  /// Collects the parts.
  public init(_ calendar: Holidays, region: String? = nil, names: [String]? = nil) {
    self.calendar = calendar
    self.region = region
    self.names = names
  }
}

extension Frequency {
  /// The days that a step covers, as numbers from 1970-01-01: from its stamp to the next one; of steps of months and
  /// longer the whole months, of those that are stamped at their end the ones before.
  func days(of ordinal: Int) -> Range<Int64> {
    let stamp = timestamp(ordinal)
    let day = floorDivide(stamp.value, 86_400)
    switch unit {
    case .year, .quarter, .month, .businessMonth:
      let months = (unit == .businessMonth ? 1 : unit.months) * multiple
      let own = stamp.date.monthNumber
      let first = dayOfMonth > 15 ? own - months + 1 : own
      return CivilDate(monthNumber: first).dayNumber..<CivilDate(monthNumber: first + months).dayNumber
    case .hour, .minute, .second:
      // Every step of a day is on its holiday.
      let last = floorDivide(max(timestamp(ordinal + 1).value - 1, stamp.value), 86_400)
      return day..<(last + 1)
    case .week, .day, .semiMonth:
      return day..<max(floorDivide(timestamp(ordinal + 1).value, 86_400), day + 1)
    case .businessDay: return day..<(day + 1)
    case .step: return 0..<0
    }
  }
}
