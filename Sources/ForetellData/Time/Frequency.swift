/// The regular grid of a series' time stamps: one point every `multiple` units, at a fixed position within
/// the unit.
///
/// Grid points are numbered by consecutive integers (`ordinal`), so that a gap is a difference larger than 1,
/// however long months are. Two series with equal `Frequency` share one numbering.
public struct Frequency: Sendable, Hashable, Codable {
  /// The calendar unit of a step, largest first.
  public enum Unit: String, Sendable, Hashable, Codable, CaseIterable {
    case year, quarter, month, week, businessDay, day, hour, minute, second
    /// The first or last business day (Monday to Friday) of each month.
    case businessMonth
    /// Half months: the 1st and the 15th, or the 15th and the month's end.
    case semiMonth
    /// Integer steps without a calendar.
    case step
  }

  /// The unit of a step.
  public let unit: Unit
  /// Number of units per step, at least 1.
  public let multiple: Int
  /// Day of the month for year, quarter and month; 1 for units of fixed length.
  ///
  /// Months too short for it use their last day, so 31 means month end. Business months: 1 for the first
  /// business day, 31 for the last. Half months: 1 for the 1st and the 15th, 31 for the 15th and the month's
  /// end.
  public let dayOfMonth: Int
  /// The position in the cycle of `multiple` units: months for year, quarter, month and business month (0 is
  /// January of year 0), half months, or business days; 0 for other units.
  public let phase: Int
  /// For units of variable length (months and longer, half months, business days) the seconds after midnight;
  /// for weeks, days and shorter units the distance of the grid from 1970-01-01T00:00:00 in seconds, for
  /// integer steps that from 0, each less than one step.
  public let offset: Int64

  /// Makes a frequency from its parts; phase and offset are reduced modulo one step.
  ///
  /// - Parameters:
  ///   - unit: the unit of a step.
  ///   - multiple: the number of units per step, at least 1.
  ///   - dayOfMonth: 1…31, where 31 is the month's end; see the property.
  ///   - phase: in months, half months or business days; see the property.
  ///   - offset: in seconds or integer steps; see the property.
  public init(_ unit: Unit, multiple: Int = 1, dayOfMonth: Int = 1, phase: Int = 0, offset: Int64 = 0) {
    precondition(multiple >= 1, "a frequency's multiple is at least 1, not \(multiple)")
    precondition((1...31).contains(dayOfMonth), "a day of the month is 1…31, not \(dayOfMonth)")
    self.unit = unit
    self.multiple = multiple
    switch unit {
    case .year, .quarter, .month:
      let months = unit.months * multiple
      self.dayOfMonth = dayOfMonth
      self.phase = phase - floorDivide(phase, months) * months
      self.offset = offset - floorDivide(offset, 86_400) * 86_400
    case .businessMonth, .semiMonth:
      self.dayOfMonth = dayOfMonth > 15 ? 31 : 1
      self.phase = phase - floorDivide(phase, multiple) * multiple
      self.offset = offset - floorDivide(offset, 86_400) * 86_400
    case .businessDay:
      self.dayOfMonth = 1
      self.phase = phase - floorDivide(phase, multiple) * multiple
      self.offset = offset - floorDivide(offset, 86_400) * 86_400
    case .week, .day, .hour, .minute, .second, .step:
      let length = unit.seconds * Int64(multiple)
      self.dayOfMonth = 1
      self.phase = 0
      self.offset = offset - floorDivide(offset, length) * length
    }
  }

  /// A weekly frequency on one weekday: 0 Monday … 6 Sunday.
  public static func weekly(on weekday: Int, multiple: Int = 1) -> Frequency {
    Frequency(.week, multiple: multiple, offset: Int64((weekday + 4) % 7) * 86_400)
  }

  /// The number of the grid point at `timestamp`, or nil if it isn't on the grid.
  public func ordinal(of timestamp: Timestamp) -> Int? {
    switch unit {
    case .year, .quarter, .month:
      let day = floorDivide(timestamp.value, 86_400)
      guard timestamp.value - day * 86_400 == offset else { return nil }
      let date = CivilDate(dayNumber: day)
      guard date.day == dayInMonth(year: date.year, month: date.month) else { return nil }
      return exactQuotient(date.monthNumber - phase, unit.months * multiple)
    case .businessMonth:
      let day = floorDivide(timestamp.value, 86_400)
      guard timestamp.value - day * 86_400 == offset else { return nil }
      let month = CivilDate(dayNumber: day).monthNumber
      return businessDay(ofMonth: month) == day ? exactQuotient(month - phase, multiple) : nil
    case .semiMonth:
      let day = floorDivide(timestamp.value, 86_400)
      guard timestamp.value - day * 86_400 == offset else { return nil }
      let half = halfMonth(CivilDate(dayNumber: day))
      return dayNumber(ofHalfMonth: half) == day ? exactQuotient(half - phase, multiple) : nil
    case .businessDay:
      let day = floorDivide(timestamp.value, 86_400)
      guard timestamp.value - day * 86_400 == offset else { return nil }
      let weekday = CivilDate.weekday(ofDay: day)
      guard weekday < 5 else { return nil }
      let week = Int(floorDivide(day + 3, 7))
      return exactQuotient(week * 5 + weekday - phase, multiple)
    case .week, .day, .hour, .minute, .second, .step:
      return exactQuotient(Int(timestamp.value - offset), Int(unit.seconds) * multiple)
    }
  }

  /// The time stamp of a grid point; the inverse of `ordinal(of:)`.
  public func timestamp(_ ordinal: Int) -> Timestamp {
    switch unit {
    case .year, .quarter, .month:
      let month = ordinal * unit.months * multiple + phase
      let year = floorDivide(month, 12)
      let monthOfYear = month - year * 12 + 1
      let day = dayInMonth(year: year, month: monthOfYear)
      let date = CivilDate(year: year, month: monthOfYear, day: day)
      return Timestamp(date.dayNumber * 86_400 + offset)
    case .businessMonth:
      return Timestamp(businessDay(ofMonth: ordinal * multiple + phase) * 86_400 + offset)
    case .semiMonth:
      return Timestamp(dayNumber(ofHalfMonth: ordinal * multiple + phase) * 86_400 + offset)
    case .businessDay:
      let businessDay = ordinal * multiple + phase
      let week = floorDivide(businessDay, 5)
      let day = Int64(week * 7 - 3 + (businessDay - week * 5))
      return Timestamp(day * 86_400 + offset)
    case .week, .day, .hour, .minute, .second, .step:
      return Timestamp(Int64(ordinal) * unit.seconds * Int64(multiple) + offset)
    }
  }

  /// This frequency with phase, offset and day of month changed so that `timestamp` lies on its grid; unit
  /// and multiple stay.
  ///
  /// Business days can't be moved onto a weekend, nor business months and half months onto days other than
  /// theirs; then the resulting grid still doesn't contain `timestamp`.
  public func aligned(to timestamp: Timestamp) -> Frequency {
    switch unit {
    case .year, .quarter, .month:
      let date = timestamp.date
      let isEnd = date.day == CivilDate.daysInMonth(year: date.year, month: date.month)
      let day = dayOfMonth > 1 && isEnd && date.day <= dayOfMonth ? dayOfMonth : date.day
      return Frequency(
        unit, multiple: multiple, dayOfMonth: day, phase: date.monthNumber,
        offset: Int64(timestamp.secondOfDay))
    case .businessMonth:
      return Frequency(
        unit, multiple: multiple, dayOfMonth: dayOfMonth, phase: timestamp.date.monthNumber,
        offset: Int64(timestamp.secondOfDay))
    case .semiMonth:
      return Frequency(
        unit, multiple: multiple, dayOfMonth: dayOfMonth, phase: halfMonth(timestamp.date),
        offset: Int64(timestamp.secondOfDay))
    case .businessDay:
      let day = floorDivide(timestamp.value, 86_400)
      let businessDay = Int(floorDivide(day + 3, 7)) * 5 + CivilDate.weekday(ofDay: day)
      return Frequency(
        unit, multiple: multiple, phase: businessDay, offset: Int64(timestamp.secondOfDay))
    case .week, .day, .hour, .minute, .second, .step:
      return Frequency(unit, multiple: multiple, offset: timestamp.value)
    }
  }

  /// Whether time stamps lie at the ends of months.
  public var isMonthEnd: Bool { unit.months > 0 && dayOfMonth == 31 }

  /// The first or last day of a month that isn't a Saturday or Sunday; the month is counted since January of
  /// year 0.
  private func businessDay(ofMonth month: Int) -> Int64 {
    let first = CivilDate(monthNumber: month).dayNumber
    guard dayOfMonth == 31 else {
      let weekday = CivilDate.weekday(ofDay: first)
      return weekday < 5 ? first : first + Int64(7 - weekday)
    }
    let last = CivilDate(monthNumber: month + 1).dayNumber - 1
    return last - Int64(max(0, CivilDate.weekday(ofDay: last) - 4))
  }

  /// The index of the half month whose grid point is on or before a date.
  private func halfMonth(_ date: CivilDate) -> Int {
    if dayOfMonth == 1 { return date.monthNumber * 2 + (date.day < 15 ? 0 : 1) }
    if CivilDate.isMonthEnd(date) { return date.monthNumber * 2 + 1 }
    return date.monthNumber * 2 - (date.day < 15 ? 1 : 0)
  }

  private func dayNumber(ofHalfMonth half: Int) -> Int64 {
    let month = floorDivide(half, 2)
    let isSecond = half - month * 2 == 1
    if dayOfMonth == 1 { return CivilDate(monthNumber: month).dayNumber + (isSecond ? 14 : 0) }
    return isSecond
      ? CivilDate(monthNumber: month + 1).dayNumber - 1 : CivilDate(monthNumber: month).dayNumber + 14
  }

  /// The grid's day in a month: `dayOfMonth`, or the month's last day if the month is shorter.
  private func dayInMonth(year: Int, month: Int) -> Int {
    dayOfMonth <= 28 ? dayOfMonth : min(dayOfMonth, CivilDate.daysInMonth(year: year, month: month))
  }

  private func exactQuotient(_ value: Int, _ divisor: Int) -> Int? {
    if divisor == 1 { return value }
    let quotient = floorDivide(value, divisor)
    return quotient * divisor == value ? quotient : nil
  }
}

extension Frequency {
  private enum CodingKeys: String, CodingKey {
    case unit, multiple, dayOfMonth, phase, offset
  }

  /// Decodes a frequency and refuses impossible parts, so that a damaged model file can't trap.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let unit = try container.decode(Unit.self, forKey: .unit)
    let multiple = try container.decode(Int.self, forKey: .multiple)
    let dayOfMonth = try container.decode(Int.self, forKey: .dayOfMonth)
    let phase = try container.decode(Int.self, forKey: .phase)
    let offset = try container.decode(Int64.self, forKey: .offset)
    // Far larger than one step of any frequency, and small enough for arithmetic without overflow.
    let most = 1_000_000_000_000_000
    guard (1...100_000_000).contains(multiple), (1...31).contains(dayOfMonth),
      (-most...most).contains(phase), (-most...most).contains(Int(offset))
    else {
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: decoder.codingPath, debugDescription: "a part of a frequency is out of range"))
    }
    self.init(unit, multiple: multiple, dayOfMonth: dayOfMonth, phase: phase, offset: offset)
  }
}

extension Frequency.Unit {
  /// Number of months in a year, quarter or month; 0 for other units.
  package var months: Int {
    switch self {
    case .year: 12
    case .quarter: 3
    case .month: 1
    case .week, .businessDay, .day, .hour, .minute, .second, .businessMonth, .semiMonth, .step: 0
    }
  }

  /// Number of seconds in a unit of fixed length (1 for integer steps); 0 for other units.
  package var seconds: Int64 {
    switch self {
    case .week: 604_800
    case .day: 86_400
    case .hour: 3600
    case .minute: 60
    case .second, .step: 1
    case .year, .quarter, .month, .businessDay, .businessMonth, .semiMonth: 0
    }
  }
}
