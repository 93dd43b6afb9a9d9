extension Frequency: CustomStringConvertible {
  /// The canonical pandas alias: `MS`, `QE`, `BME`, `SMS`, `W-SUN`, `15min`, or the integer step as digits.
  ///
  /// Anchored aliases name the month in which a year or quarter starts (`QS-FEB`) or ends (`YE-MAR`) when it
  /// isn't that of the calendar year. A day of the month other than the first or last, for which pandas has
  /// no alias, is appended: `M-15`, `Y-FEB-28`. A time of day isn't part of the text.
  public var alias: String {
    let count = multiple == 1 ? "" : "\(multiple)"
    switch unit {
    case .year:
      let month = floorModulo(phase, 12)
      if let day = oddDay { return count + "Y-\(CivilDate.monthAbbreviations[month])-\(day)" }
      return count + "Y" + edge + Frequency.yearAnchor(month, isEnd: isMonthEnd)
    case .quarter:
      let month = floorModulo(phase, 3)
      if let day = oddDay { return count + "Q-\(CivilDate.monthAbbreviations[month])-\(day)" }
      return count + "Q" + edge + Frequency.quarterAnchor(month, isEnd: isMonthEnd)
    case .month:
      if let day = oddDay { return count + "M-\(day)" }
      return count + "M" + edge
    case .businessMonth:
      let isEnd = dayOfMonth == 31
      let edge = isEnd ? "E" : "S"
      if multiple % 12 == 0 {
        let years = multiple == 12 ? "" : "\(multiple / 12)"
        return years + "BY" + edge + Frequency.yearAnchor(phase % 12, isEnd: isEnd)
      }
      if multiple % 3 == 0 {
        let quarters = multiple == 3 ? "" : "\(multiple / 3)"
        return quarters + "BQ" + edge + Frequency.quarterAnchor(phase % 3, isEnd: isEnd)
      }
      return count + "BM" + edge
    case .semiMonth: return count + (dayOfMonth == 31 ? "SME" : "SMS")
    case .week: return count + "W-" + CivilDate.weekdayAbbreviations[weekday ?? 6]
    case .businessDay: return count + "B"
    case .day: return count + "D"
    case .hour: return count + "h"
    case .minute: return count + "min"
    case .second: return count + "s"
    case .step: return "\(multiple)"
    }
  }

  private var edge: String { isMonthEnd ? "E" : "S" }

  /// The day of the month when it is neither the first nor the last.
  private var oddDay: Int? { dayOfMonth == 1 || dayOfMonth == 31 ? nil : dayOfMonth }

  private static func yearAnchor(_ month: Int, isEnd: Bool) -> String {
    month == (isEnd ? 11 : 0) ? "" : "-" + CivilDate.monthAbbreviations[month]
  }

  private static func quarterAnchor(_ month: Int, isEnd: Bool) -> String {
    (isEnd ? ["-OCT", "-NOV", ""] : ["", "-FEB", "-MAR"])[month]
  }

  /// The same text as ``alias``.
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
    if let known = Frequency.refusals[String(rest)] {
      throw ForetellError(.badOption, "the frequency \"\(text)\" \(known.why)", hint: known.hint)
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
    if let odd = oddDay(name, anchor, multiple) { return odd }
    let month = anchor.flatMap { CivilDate.monthAbbreviations.firstIndex(of: $0) }
    switch name {
    case "BY", "BA", "BYE", "BAE", "BYS", "BAS":
      if anchor != nil, month == nil { return nil }
      let isStart = name.hasSuffix("S")
      return Frequency(
        .businessMonth, multiple: multiple * 12, dayOfMonth: isStart ? 1 : 31,
        phase: month ?? (isStart ? 0 : 11))
    case "BQ", "BQE", "BQS":
      if anchor != nil, month == nil { return nil }
      let isStart = name.hasSuffix("S")
      return Frequency(
        .businessMonth, multiple: multiple * 3, dayOfMonth: isStart ? 1 : 31,
        phase: month ?? (isStart ? 0 : 11))
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
    case "BM", "BME": return Frequency(.businessMonth, multiple: multiple, dayOfMonth: 31)
    case "BMS": return Frequency(.businessMonth, multiple: multiple)
    case "SM", "SME": return Frequency(.semiMonth, multiple: multiple, dayOfMonth: 31)
    case "SMS": return Frequency(.semiMonth, multiple: multiple)
    case "B": return Frequency(.businessDay, multiple: multiple)
    case "D", "d": return Frequency(.day, multiple: multiple)
    case "H", "h": return Frequency(.hour, multiple: multiple)
    case "T", "min": return Frequency(.minute, multiple: multiple)
    case "S", "s": return Frequency(.second, multiple: multiple)
    default: return nil
    }
  }

  /// A fixed day of the month: `M-15`, `Q-FEB-15`, `Y-FEB-28`.
  private static func oddDay(_ name: String, _ anchor: String?, _ multiple: Int) -> Frequency? {
    let parts = anchor?.split(separator: "-") ?? []
    guard let last = parts.last, let day = Int(last), (2...30).contains(day) else { return nil }
    if name == "M", parts.count == 1 { return Frequency(.month, multiple: multiple, dayOfMonth: day) }
    guard parts.count == 2, let month = CivilDate.monthAbbreviations.firstIndex(of: String(parts[0])) else {
      return nil
    }
    switch name {
    case "Q": return Frequency(.quarter, multiple: multiple, dayOfMonth: day, phase: month)
    case "Y": return Frequency(.year, multiple: multiple, dayOfMonth: day, phase: month)
    default: return nil
    }
  }

  /// Pandas aliases for which there is no frequency here, and what to use instead.
  private static let refusals: [String: (why: String, hint: OptionText)] = [
    "C": (
      "has holidays of its own, which are not known here", "\(option: .frequency, "B") (Monday to Friday)"
    ),
    "CBMS": ("has holidays of its own, which are not known here", "\(option: .frequency, "BMS")"),
    "CBME": ("has holidays of its own, which are not known here", "\(option: .frequency, "BME")"),
    "CBM": ("has holidays of its own, which are not known here", "\(option: .frequency, "BME")"),
    "bh": ("counts business hours only", "\(option: .frequency, "h"); hours without a row are gaps"),
    "BH": ("counts business hours only", "\(option: .frequency, "h"); hours without a row are gaps"),
    "ms": finerThanSeconds, "L": finerThanSeconds, "us": finerThanSeconds, "U": finerThanSeconds,
    "ns": finerThanSeconds, "N": finerThanSeconds,
  ]
  private static let finerThanSeconds: (why: String, hint: OptionText) = (
    why: "is finer than a second, the finest step of the calendar",
    hint: "leave \(option: .frequency) out: stamps with fractions of seconds are counted as steps"
  )

  private static func unknownAlias(_ text: String) -> ForetellError {
    ForetellError(
      .badOption, "\"\(text)\" is not a frequency",
      hint: "use YS, YE, QS, QE, MS, ME, BMS, BME, SMS, SME, W-SUN, B, D, h, 15min, s (years, quarters and "
        + "months at their start or end, months at their first or last business day, half months, weeks, "
        + "business days, days, hours, minutes, seconds) or an integer step such as 1")
  }

  private func floorModulo(_ value: Int, _ divisor: Int) -> Int {
    value - floorDivide(value, divisor) * divisor
  }
}
