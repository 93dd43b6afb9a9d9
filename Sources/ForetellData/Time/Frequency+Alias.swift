extension Frequency: CustomStringConvertible {
  /// The canonical pandas alias: `MS`, `QE`, `W-SUN`, `15min`, or the integer step as digits.
  ///
  /// Anchored aliases name the month in which a year or quarter starts (`QS-FEB`) or ends (`YE-MAR`) where it
  /// isn't the calendar one. A time of day or a fixed day of the month isn't part of the text.
  public var alias: String {
    let count = multiple == 1 ? "" : "\(multiple)"
    switch unit {
    case .year:
      let usual = isMonthEnd ? 11 : 0
      let month = floorModulo(phase, 12)
      let suffix = month == usual ? "" : "-" + CivilDate.monthAbbreviations[month]
      return count + (isMonthEnd ? "YE" : "YS") + suffix
    case .quarter:
      let month = floorModulo(phase, 3)
      if isMonthEnd {
        return count + ["QE-OCT", "QE-NOV", "QE"][month]
      }
      return count + ["QS", "QS-FEB", "QS-MAR"][month]
    case .month: return count + (isMonthEnd ? "ME" : "MS")
    case .week: return count + "W-" + CivilDate.weekdayAbbreviations[weekday ?? 6]
    case .businessDay: return count + "B"
    case .day: return count + "D"
    case .hour: return count + "h"
    case .minute: return count + "min"
    case .second: return count + "s"
    case .step: return "\(multiple)"
    }
  }

  /// The alias.
  public var description: String { alias }

  /// The weekday of a weekly grid, 0 Monday … 6 Sunday; nil for other units.
  public var weekday: Int? {
    guard unit == .week else { return nil }
    return CivilDate.weekday(ofDay: floorDivide(offset, 86_400))
  }

  /// Parses an old or new pandas alias (`MS`, `M`, `QS-OCT`, `A`, `15T`, `W-MON`, `h`) or an integer step.
  ///
  /// Throws a usage error that lists the accepted aliases.
  public init(alias text: String) throws {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let multiple = digits.isEmpty ? 1 : Int(digits)
    let rest = text.dropFirst(digits.count)
    let parts = rest.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    let limit = 100_000_000
    guard let multiple, multiple >= 1, multiple <= limit, !text.isEmpty else {
      throw Frequency.unknownAlias(text)
    }
    if rest.isEmpty {
      self.init(.step, multiple: multiple)
      return
    }
    let anchor = parts.count == 2 ? parts[1].uppercased() : nil
    guard let parsed = Frequency.parsed(name: String(parts[0]), anchor: anchor, multiple: multiple) else {
      throw Frequency.unknownAlias(text)
    }
    self = parsed
  }

  private static func parsed(name: String, anchor: String?, multiple: Int) -> Frequency? {
    let month = anchor.flatMap { CivilDate.monthAbbreviations.firstIndex(of: $0) }
    switch name {
    case "Y", "A", "YE", "AE", "YS", "AS":
      if anchor != nil, month == nil { return nil }
      let isStart = name.hasSuffix("S")
      let phase = month ?? (isStart ? 0 : 11)
      return Frequency(.year, multiple: multiple, dayOfMonth: isStart ? 1 : 31, phase: phase)
    case "Q", "QE", "QS":
      if anchor != nil, month == nil { return nil }
      let isStart = name.hasSuffix("S")
      let phase = month ?? (isStart ? 0 : 11)
      return Frequency(.quarter, multiple: multiple, dayOfMonth: isStart ? 1 : 31, phase: phase)
    case "W":
      guard let anchor else { return .weekly(on: 6, multiple: multiple) }
      return CivilDate.weekdayAbbreviations.firstIndex(of: anchor).map { .weekly(on: $0, multiple: multiple) }
    default: break
    }
    if anchor != nil { return nil }
    switch name {
    case "M", "ME": return Frequency(.month, multiple: multiple, dayOfMonth: 31)
    case "MS": return Frequency(.month, multiple: multiple)
    case "B": return Frequency(.businessDay, multiple: multiple)
    case "D", "d": return Frequency(.day, multiple: multiple)
    case "H", "h": return Frequency(.hour, multiple: multiple)
    case "T", "min": return Frequency(.minute, multiple: multiple)
    case "S", "s": return Frequency(.second, multiple: multiple)
    default: return nil
    }
  }

  private static func unknownAlias(_ text: String) -> ForetellError {
    ForetellError(
      .badOption, "\"\(text)\" is not a frequency",
      hint: "use YS, YE, QS, QE, MS, ME, W-SUN, B, D, h, 15min, s (years, quarters and months at their start "
        + "or end, weeks, business days, days, hours, minutes, seconds) or an integer step such as 1")
  }

  private func floorModulo(_ value: Int, _ divisor: Int) -> Int {
    value - floorDivide(value, divisor) * divisor
  }
}
