/// How the time stamps of a file are written, so that future ones can be written the same way.
public struct StampStyle: Sendable, Hashable, Codable {
  /// The order and kind of the parts of the date.
  public enum Layout: String, Sendable, Hashable, Codable, CaseIterable {
    /// `2024-01-31`, `2024/01/31`, optionally with a time of day.
    case yearMonthDay
    /// `31/01/2024`, optionally with a time of day.
    case dayMonthYear
    /// `01/31/2024`, optionally with a time of day.
    case monthDayYear
    /// `31 Jan 2024`, `31-Jan-2024`.
    case dayMonthNameYear
    /// `20240131`.
    case compactDate
    /// `2024-01`, `2024M01`.
    case yearMonth
    /// `01/2024`.
    case monthYear
    /// `Jan 1949`.
    case monthNameYear
    /// `1949 Jan`.
    case yearMonthName
    /// `2024-Q1`, `2024Q1`.
    case yearQuarter
    /// `2024`.
    case year
    /// Seconds since 1970-01-01T00:00:00Z.
    case epochSeconds
    /// Milliseconds since 1970-01-01T00:00:00Z; only whole seconds are accepted.
    case epochMilliseconds
    /// Microseconds since 1970-01-01T00:00:00Z; only whole seconds are accepted.
    case epochMicroseconds
    /// Nanoseconds since 1970-01-01T00:00:00Z; only whole seconds are accepted.
    case epochNanoseconds
    /// Days since 1899-12-30, as Excel counts them; the fraction is the time of day.
    case excelDays
    /// A list of parts, ``StampStyle/pattern``.
    case pattern
    /// Integer steps without a calendar.
    case integer
  }

  /// The zone offsets of the time stamps, and the clock on which they are counted.
  public enum Zone: String, Sendable, Hashable, Codable {
    /// No time stamp has a zone.
    case none
    /// All time stamps have the same offset, and are counted in local time.
    case fixed
    /// Offsets differ (as with daylight saving time), and time stamps are counted in UTC.
    case utc
    /// Offsets differ but every time stamp is a local midnight: days are counted and offsets ignored.
    case ignored
  }

  /// The layout of the date.
  public var layout: Layout
  /// The ASCII byte between the parts of the date; 0 if there is none.
  public var dateSeparator: UInt8 = 0
  /// The ASCII byte before the time of day: `T` or a space.
  public var timeSeparator: UInt8 = 84
  /// Whether a time of day is written.
  public var hasTime = false
  /// Whether the time of day has seconds.
  public var hasSeconds = false
  /// Number of digits of the fraction of a second, which is always zero.
  public var fractionDigits = 0
  /// Whether days and months below ten have a leading zero.
  public var isPadded = true
  /// Whether month names are written in full (`January`).
  public var hasFullMonthName = false
  /// How zones are treated.
  public var zone = Zone.none
  /// For `Zone.fixed`, the seconds by which local time is ahead of UTC.
  public var zoneOffset = 0
  /// Whether UTC is written `Z`.
  public var usesZ = false
  /// Whether an offset is written `+01:00` rather than `+0100`.
  public var zoneHasColon = true

  /// The parts of `Layout.pattern`; nil for every other layout.
  public var pattern: StampPattern?
  /// Whether midnight is written as 24:00 of the day before; nil means no.
  public var startsDayAt24: Bool?
  /// Whether an offset of whole hours is written `+01`; nil means no.
  public var hasShortZone: Bool?
  /// The text before the last digit of an exponent, such as the `e+0` of `1.6094592e+09`; nil without
  /// exponents.
  public var exponentMark: String?

  /// Makes a style with the usual separators of ISO 8601.
  public init(layout: Layout) {
    self.layout = layout
    switch layout {
    case .yearMonthDay, .yearMonth, .yearQuarter: dateSeparator = 45
    case .dayMonthYear, .monthDayYear, .monthYear: dateSeparator = 47
    case .dayMonthNameYear, .monthNameYear, .yearMonthName: dateSeparator = 32
    case .compactDate, .year, .epochSeconds, .epochMilliseconds, .epochMicroseconds, .epochNanoseconds,
      .excelDays, .pattern, .integer:
      dateSeparator = 0
    }
  }

  /// The style of integer steps.
  public static let integer = StampStyle(layout: .integer)
  /// The style of ISO 8601 dates, `2024-01-31`.
  public static let isoDate = StampStyle(layout: .yearMonthDay)

  /// Makes a style from a list of parts, for forms without a layout of their own.
  public init(pattern: StampPattern) {
    self.init(layout: .pattern)
    self.pattern = pattern
  }

  /// Whether time stamps are integer steps rather than seconds: plain integers, or counted fractions of
  /// seconds.
  public var isInteger: Bool { layout == .integer || pattern?.fractions == .steps }

  /// Whether a cell is a plain number, which could also mean something other than a date.
  public var isNumeric: Bool {
    switch layout {
    case .year, .compactDate, .epochSeconds, .epochMilliseconds, .epochMicroseconds, .epochNanoseconds,
      .excelDays, .integer:
      !hasTime || layout == .excelDays
    case .pattern: pattern?.isNumeric ?? false
    case .yearMonthDay, .dayMonthYear, .monthDayYear, .dayMonthNameYear, .yearMonth, .monthYear,
      .monthNameYear, .yearMonthName, .yearQuarter:
      false
    }
  }

  /// The style without times of day.
  var withoutTime: StampStyle {
    var style = self
    style.hasTime = false
    style.zone = .ignored
    return style
  }

  /// Writes a stamp in this style.
  ///
  /// Parts that the style doesn't show, such as a time of day, are left out.
  public func text(for timestamp: Timestamp) -> String {
    switch layout {
    case .integer: return String(timestamp.value)
    case .epochSeconds, .epochMilliseconds, .epochMicroseconds, .epochNanoseconds:
      return epochText(timestamp.value)
    case .excelDays: return excelText(timestamp.value)
    case .pattern:
      return pattern?.text(
        for: timestamp, startsDayAt24: startsDayAt24 ?? false, zone: zoneText, isDateOnly: zone == .ignored)
        ?? ""
    case .yearMonthDay, .dayMonthYear, .monthDayYear, .dayMonthNameYear, .compactDate, .yearMonth, .monthYear,
      .monthNameYear, .yearMonthName, .yearQuarter, .year:
      return dateText(timestamp)
    }
  }

  private func dateText(_ timestamp: Timestamp) -> String {
    let date = showsHour24(timestamp) ? Timestamp(timestamp.value - 1).date : timestamp.date
    let separator = dateSeparator == 0 ? "" : String(UnicodeScalar(dateSeparator))
    let year = StampStyle.digits(date.year, 4)
    let month = StampStyle.digits(date.month, isPadded ? 2 : 1)
    let day = StampStyle.digits(date.day, isPadded ? 2 : 1)
    let fullName = CivilDate.monthNames[date.month - 1]
    let monthName = hasFullMonthName ? fullName : String(fullName.prefix(3))
    switch layout {
    case .yearMonthDay, .compactDate:
      return year + separator + month + separator + day + timeText(timestamp)
    case .dayMonthYear: return day + separator + month + separator + year + timeText(timestamp)
    case .monthDayYear: return month + separator + day + separator + year + timeText(timestamp)
    case .dayMonthNameYear: return day + separator + monthName + separator + year + timeText(timestamp)
    case .yearMonth: return year + separator + month
    case .monthYear: return month + separator + year
    case .monthNameYear: return monthName + separator + year
    case .yearMonthName: return year + separator + monthName
    case .yearQuarter: return year + separator + "Q\((date.month - 1) / 3 + 1)"
    case .year, .epochSeconds, .epochMilliseconds, .epochMicroseconds, .epochNanoseconds, .excelDays,
      .pattern, .integer:
      return year
    }
  }

  private func showsHour24(_ timestamp: Timestamp) -> Bool {
    hasTime && startsDayAt24 ?? false && timestamp.secondOfDay == 0
  }

  private func epochText(_ seconds: Int64) -> String {
    let (value, overflow) = seconds.multipliedReportingOverflow(by: layout.unitsPerSecond)
    if overflow { return String(seconds) }
    if let exponentMark { return StampStyle.scientific(value, exponentMark) }
    return fractionDigits > 0
      ? "\(value)." + String(repeating: "0", count: min(fractionDigits, 9)) : String(value)
  }

  /// A number in exponent form, such as `1.6094592e9`, with as many digits as it has.
  private static func scientific(_ value: Int64, _ mark: String) -> String {
    var digits = String(abs(value))
    let exponent = digits.utf8.count - 1
    while digits.utf8.count > 1, digits.last == "0" { digits.removeLast() }
    let rest = digits.dropFirst()
    let mantissa = digits.prefix(1) + (rest.isEmpty ? ".0" : "." + rest)
    return (value < 0 ? "-" : "") + mantissa + (exponent > 9 ? "e" : mark) + String(exponent)
  }

  private func excelText(_ seconds: Int64) -> String {
    let days = Double(seconds + 25_569 * 86_400) / 86_400
    if days == days.rounded(), fractionDigits == 0 || hasTime { return String(Int64(days)) }
    if fractionDigits == 0 || fractionDigits > 11 { return "\(days)" }
    let scale = (0..<fractionDigits).reduce(1.0) { scale, _ in scale * 10 }
    let whole = Int64((days * scale).rounded())
    let unit = Int64(scale)
    let text = "\(whole / unit)." + StampStyle.digits(Int(whole % unit), fractionDigits)
    guard hasTime else { return text }
    // Trailing zeros are left out: 44197.25, not 44197.250000.
    return String(text.reversed().drop { $0 == "0" }.reversed())
  }

  private func timeText(_ timestamp: Timestamp) -> String {
    guard hasTime else { return "" }
    let second = showsHour24(timestamp) ? 86_400 : timestamp.secondOfDay
    var text = String(UnicodeScalar(timeSeparator))
    text += StampStyle.digits(second / 3600, 2) + ":" + StampStyle.digits(second / 60 % 60, 2)
    if hasSeconds {
      text += ":" + StampStyle.digits(second % 60, 2)
      if fractionDigits > 0 { text += "." + String(repeating: "0", count: fractionDigits) }
    }
    return text + zoneText
  }

  private var zoneText: String {
    switch zone {
    case .none, .ignored: return ""
    case .fixed, .utc:
      let offset = zone == .utc ? 0 : zoneOffset
      if offset == 0, usesZ { return "Z" }
      let minutes = abs(offset) / 60
      let text = (offset < 0 ? "-" : "+") + StampStyle.digits(minutes / 60, 2)
      if hasShortZone ?? false, minutes % 60 == 0 { return text }
      return text + (zoneHasColon ? ":" : "") + StampStyle.digits(minutes % 60, 2)
    }
  }

  private static func digits(_ value: Int, _ width: Int) -> String {
    let text = String(abs(value))
    let zeros = String(repeating: "0", count: max(0, width - text.utf8.count))
    return (value < 0 ? "-" : "") + zeros + text
  }
}

extension StampStyle.Layout {
  /// The number of units per second that epochs count; 1 for other layouts.
  var unitsPerSecond: Int64 {
    switch self {
    case .epochMilliseconds: 1000
    case .epochMicroseconds: 1_000_000
    case .epochNanoseconds: 1_000_000_000
    case .epochSeconds, .yearMonthDay, .dayMonthYear, .monthDayYear, .dayMonthNameYear, .compactDate,
      .yearMonth, .monthYear, .monthNameYear, .yearMonthName, .yearQuarter, .year, .excelDays, .pattern,
      .integer:
      1
    }
  }
}
