/// How the stamps of a file are written, so that future ones are written the same way.
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
    /// Integer steps without a calendar.
    case integer
  }

  /// What zone offsets the stamps carry and which clock they are counted on.
  public enum Zone: String, Sendable, Hashable, Codable {
    /// No stamp has a zone.
    case none
    /// All stamps have one and the same offset; the clock is theirs.
    case fixed
    /// Offsets differ (daylight saving, travel); the clock is UTC.
    case utc
    /// Offsets differ but every stamp is a local midnight: days are counted, offsets are ignored.
    case ignored
  }

  /// The layout of the date.
  public var layout: Layout
  /// The ASCII byte between the parts of the date; 0 if there is none.
  public var dateSeparator: UInt8 = 0
  /// `T` or a space, the ASCII byte before the time of day.
  public var timeSeparator: UInt8 = 84
  /// Whether a time of day is written.
  public var hasTime = false
  /// Whether the time of day has seconds.
  public var hasSeconds = false
  /// Digits of the (always zero) fraction of a second.
  public var fractionDigits = 0
  /// Whether days and months below ten have a leading zero.
  public var isPadded = true
  /// Whether month names are written out (`January`).
  public var hasFullMonthName = false
  /// How zones are treated.
  public var zone = Zone.none
  /// Seconds the clock is ahead of UTC, for `Zone.fixed`.
  public var zoneOffset = 0
  /// Whether UTC is written `Z`.
  public var usesZ = false
  /// Whether an offset is written `+01:00` rather than `+0100`.
  public var zoneHasColon = true

  /// A style with the usual separators of ISO 8601.
  public init(layout: Layout) {
    self.layout = layout
    switch layout {
    case .yearMonthDay, .yearMonth, .yearQuarter: dateSeparator = 45
    case .dayMonthYear, .monthDayYear, .monthYear: dateSeparator = 47
    case .dayMonthNameYear, .monthNameYear, .yearMonthName: dateSeparator = 32
    case .compactDate, .year, .epochSeconds, .epochMilliseconds, .integer: dateSeparator = 0
    }
  }

  /// Integer steps.
  public static let integer = StampStyle(layout: .integer)
  /// ISO 8601 dates.
  public static let isoDate = StampStyle(layout: .yearMonthDay)

  /// Whether stamps are integers without a calendar.
  public var isInteger: Bool { layout == .integer }

  /// Writes a stamp in this style.
  ///
  /// Parts the style doesn't show (a time of day in a date) are left out.
  public func text(for timestamp: Timestamp) -> String {
    switch layout {
    case .integer, .epochSeconds: return String(timestamp.value)
    case .epochMilliseconds: return String(timestamp.value * 1000)
    default: break
    }
    let date = timestamp.date
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
    case .year, .epochSeconds, .epochMilliseconds, .integer: return year
    }
  }

  private func timeText(_ timestamp: Timestamp) -> String {
    guard hasTime else { return "" }
    let second = timestamp.secondOfDay
    var text = String(UnicodeScalar(timeSeparator))
    text += StampStyle.digits(second / 3600, 2) + ":" + StampStyle.digits(second / 60 % 60, 2)
    if hasSeconds {
      text += ":" + StampStyle.digits(second % 60, 2)
      if fractionDigits > 0 { text += "." + String(repeating: "0", count: fractionDigits) }
    }
    switch zone {
    case .none, .ignored: return text
    case .fixed, .utc:
      let offset = zone == .utc ? 0 : zoneOffset
      if offset == 0, usesZ { return text + "Z" }
      let minutes = abs(offset) / 60
      text += (offset < 0 ? "-" : "+") + StampStyle.digits(minutes / 60, 2)
      return text + (zoneHasColon ? ":" : "") + StampStyle.digits(minutes % 60, 2)
    }
  }

  private static func digits(_ value: Int, _ width: Int) -> String {
    let text = String(abs(value))
    let zeros = String(repeating: "0", count: max(0, width - text.utf8.count))
    return (value < 0 ? "-" : "") + zeros + text
  }
}
