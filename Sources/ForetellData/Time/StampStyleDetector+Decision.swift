extension StampStyleDetector {
  /// The candidate that all cells fit and that a human reader would choose.
  mutating func decided() throws -> StampCandidate {
    func candidate(_ layout: StampStyle.Layout) -> StampCandidate? {
      candidates.first { $0.layout == layout }
    }
    if let dayFirstly = candidate(.dayMonthYear), candidate(.monthDayYear) != nil {
      // Points are used between day, month and year in countries that write the day first.
      guard dayFirstly.style().dateSeparator == 46 else { throw ambiguous(dayFirstly) }
      return faithful(dayFirstly)
    }
    if let number = try numericChoice() { return number }
    let plain = candidates.first { !$0.isNumeric && $0.layout != .pattern && $0.layout != .integer }
    if let plain { return faithful(plain) }
    if let pattern = try patternChoice() { return pattern }
    guard let integers = candidate(.integer) else {
      throw noStyle()
    }
    return integers
  }

  private func ambiguous(_ candidate: StampCandidate) -> ForetellError {
    ForetellError(
      .ambiguousDates,
      "dates such as \"\(candidate.example)\" can be read as day/month and as month/day",
      hint: "say which with \(option: .dayFirst) or \(option: .monthFirst)")
  }

  // MARK: - Numbers

  /// The decision about numbers: a candidate that reads them as dates; nil leaves them as integers, or as
  /// words.
  private func numericChoice() throws -> StampCandidate? {
    func candidate(_ layout: StampStyle.Layout) -> StampCandidate? {
      candidates.first { $0.layout == layout }
    }
    if let year = candidate(.year), year.looksLikeYears || namesYears && year.areYears { return year }
    if let compact = candidate(.compactDate), compact.looksLikeCompactDates { return faithful(compact) }
    let compacts = candidates.filter(isCompactStamp)
    let numbered = YearAndNumber(examples)
    // Weeks count up to 52 or 53 before the next year begins.
    let week = compacts.first {
      $0.pattern?.has(.isoWeek) ?? false && numbered.map { !$0.changesYear || $0.largest >= 48 } ?? true
    }
    if let week, namesWeeks { return week }
    if let compact = try bestCompact(compacts.filter { !($0.pattern?.has(.isoWeek) ?? false) }) ?? week {
      return compact
    }
    if let numbered, numbered.changesYear, numbered.largest <= 54, candidate(.compactDate) == nil {
      throw ForetellError(
        .notAStamp,
        "numbers such as \"\(numbered.example)\" count months or weeks of years, but not those of "
          + "the calendar or of ISO 8601",
        hint:
          "write the date that each starts on, as in 2024-01-31; \(option: .frequency, "1") reads plain integers"
      )
    }
    if let epoch = epochChoice() { return epoch }
    if let days = candidate(.excelDays), namesDates, days.isYearRange(1950...2100), days.isEven {
      return days
    }
    return nil
  }

  /// Chooses among dates with the year first or last; where the order of day and month is open, the steps
  /// decide.
  private func bestCompact(_ compacts: [StampCandidate]) throws -> StampCandidate? {
    guard var best = compacts.first else { return nil }
    for other in compacts.dropFirst() where other.fit > best.fit + 0.1 { best = other }
    let rivals = compacts.filter { $0.pattern?.order != "ymd" && abs($0.fit - best.fit) <= 0.1 }
    if best.pattern?.order != "ymd", rivals.count > 1 { throw ambiguous(best) }
    return best
  }

  private var namesWeeks: Bool {
    ["week", "woche", "kw", "wk", "ww", "semaine", "semana"].contains { columnName.contains($0) }
  }

  private var namesDates: Bool {
    let words = columnName.split { !$0.isLetter && !$0.isNumber }
    let names: Set<Substring> = [
      "date", "datetime", "timestamp", "day", "ds", "datum", "tag", "fecha", "time", "dates", "month", "week",
      "period",
    ]
    return words.contains { names.contains($0) || $0.hasPrefix("date") || $0.hasSuffix("date") }
  }

  // MARK: - Patterns

  private func patternChoice() throws -> StampCandidate? {
    let all = candidates.filter { $0.layout == .pattern && !$0.isNumeric }
    guard var best = all.first else { return nil }
    let numeric = all.filter { $0.pattern?.hasNumericDate ?? false }
    if !numeric.isEmpty, numeric.count == all.count {
      return try numericDateChoice(numeric)
    }
    // A day and a two-digit year may be on either side of the month's name; the steps decide.
    for other in all.dropFirst() where other.fit > best.fit + 0.25 { best = other }
    if let pattern = best.pattern, pattern.has(.shortYear), !pattern.has(.day), best.isMoreLikelyDays {
      throw ForetellError(
        .notAStamp, "dates such as \"\(best.example)\" have a day and a month but no year",
        hint: "write the year too, as in 2024-01-31; another time column: \(option: .time, "NAME")")
    }
    return best
  }

  /// Dates such as `1/22/20`: day, month and two-digit year in the order that the cells allow.
  private func numericDateChoice(_ all: [StampCandidate]) throws -> StampCandidate? {
    func order(_ text: String) -> StampCandidate? { all.first { $0.pattern?.order == text } }
    let day = order("dmy")
    let month = order("mdy")
    if let year = order("ymd") {
      let others = [day, month].compactMap { $0?.fit }.max()
      // For 21-01-31: the year is first only when the steps are then more regular than with the day first.
      if others.map({ year.fit > $0 + 0.25 }) ?? true { return year }
    }
    if let day, month != nil {
      guard day.pattern?.parts.contains(.byte(46)) ?? false else { throw ambiguous(day) }
      return day
    }
    return day ?? month ?? all.first
  }

  /// The candidate itself if it writes the cells as they are; otherwise a pattern with the same meaning that
  /// does.
  private func faithful(_ candidate: StampCandidate) -> StampCandidate {
    let style = candidate.style()
    if writesBack(style) { return candidate }
    let parser = StampParser(style: style)
    for other in candidates where other.layout == .pattern {
      let pattern = other.style()
      guard writesBack(pattern) else { continue }
      let reader = StampParser(style: pattern)
      if examples.allSatisfy({ reader.parse($0.span) == parser.parse($0.span) }) { return other }
    }
    return candidate
  }

  private func writesBack(_ style: StampStyle) -> Bool {
    guard style.zone != .utc, style.zone != .ignored else { return true }
    let parser = StampParser(style: style)
    return examples.allSatisfy { cell in
      guard case .success(let stamp) = parser.parse(cell.span) else { return false }
      let text = String(decoding: cell, as: UTF8.self)
      return style.text(for: stamp) == text || text.hasPrefix(" ") || text.hasSuffix(" ")
    }
  }

  // MARK: - Remarks

  func remarks(on choice: StampCandidate) -> [OptionText] {
    var remarks: [OptionText] = []
    let example = choice.example
    switch choice.layout {
    case .year:
      remarks.append("integers \(example)… taken for years; \(option: .frequency, "1") makes them steps")
    case .epochSeconds: remarks.append(epochRemark(example, "seconds", choice))
    case .epochMilliseconds: remarks.append(epochRemark(example, "milliseconds", choice))
    case .epochMicroseconds: remarks.append(epochRemark(example, "microseconds", choice))
    case .epochNanoseconds: remarks.append(epochRemark(example, "nanoseconds", choice))
    case .excelDays:
      remarks.append(
        "numbers such as \(example) taken for Excel's day numbers: \(choice.exampleDate); \(option: .frequency, "1") makes them steps"
      )
    case .pattern:
      guard let pattern = choice.style().pattern else { break }
      remarks += patternRemarks(choice, pattern)
    case .yearMonthDay, .dayMonthYear, .monthDayYear, .dayMonthNameYear, .compactDate, .yearMonth, .monthYear,
      .monthNameYear, .yearMonthName, .yearQuarter, .integer:
      break
    }
    return remarks
  }

  /// Adds a remark on how many cells have which offset, when there are several.
  mutating func noteZones(_ choice: StampCandidate, _ style: StampStyle) {
    guard choice.offsets.count > 1 else { return }
    let list = choice.offsets.prefix(4).map { one in
      let minutes = abs(one.offset) / 60
      let digits = (minutes / 60 < 10 ? "0" : "") + "\(minutes / 60):" + (minutes % 60 < 10 ? "0" : "")
      return "\(one.offset < 0 ? "-" : "+")\(digits)\(minutes % 60) (\(one.count) of \(choice.cells))"
    }.joined(separator: ", ")
    let rest = choice.offsets.count > 4 ? ", …" : ""
    if style.zone == .ignored {
      remarks.append("time stamps are local midnights with the UTC offsets \(list)\(rest): read as days")
    } else {
      warnings.append(
        "time stamps have different UTC offsets, \(list)\(rest): all are read and written in UTC")
    }
  }

  private func epochRemark(_ example: String, _ unit: String, _ choice: StampCandidate) -> OptionText {
    let date = choice.isWithin(1_000_000_000...99_999_999_999) ? "" : ": \(choice.exampleDate)"
    return
      "\(choice.isFloat ? "numbers" : "integers") such as \(example) taken for \(unit) since 1970-01-01 (UTC)\(date)"
  }

  private func patternRemarks(_ choice: StampCandidate, _ pattern: StampPattern) -> [OptionText] {
    var remarks: [OptionText] = []
    if pattern.isNumeric {
      let what =
        pattern.has(.isoWeek)
        ? "years and ISO weeks (yyyyww)"
        : pattern.has(.day) || pattern.has(.dayOfYear)
          ? "dates (\(pattern.description))" : "years and months (yyyyMM)"
      remarks.append(
        "integers such as \(choice.example) taken for \(what); \(option: .frequency, "1") makes them steps")
    }
    if pattern.has(.shortYear) {
      remarks.append(
        "years of two digits such as in \"\(choice.example)\": 00 to 68 are 2000 to 2068, 69 to 99 are 1969 to 1999"
      )
    }
    switch pattern.fractions {
    case .constant: break
    case .rounded: remarks.append("fractions of seconds in time stamps are rounded to whole seconds")
    case .steps:
      remarks.append(
        "time stamps have fractions of seconds: counted as steps of 1/\(pattern.ticksPerSecond) s, without a "
          + "calendar or a season")
    }
    return remarks
  }
}

extension StampCandidate {
  /// Whether the cells are numbers that would otherwise be integers without a calendar.
  var isNumeric: Bool {
    switch layout {
    case .year, .compactDate, .epochSeconds, .epochMilliseconds, .epochMicroseconds, .epochNanoseconds,
      .excelDays:
      true
    case .pattern: pattern?.isNumeric ?? false
    case .yearMonthDay, .dayMonthYear, .monthDayYear, .dayMonthNameYear, .yearMonth, .monthYear,
      .monthNameYear, .yearMonthName, .yearQuarter, .integer:
      false
    }
  }

  /// How regularly the cells go forward in equal steps: 1 all of them, 0 none.
  var fit: Double { regularity * (cells < 2 ? 1 : Double(stepsForward) / Double(cells - 1)) }
}

extension StampPattern {
  /// The order of day, month and year: `dmy`, `mdy`, `ymd`; shorter without a day.
  var order: String {
    String(
      parts.compactMap { part -> Character? in
        switch part.field {
        case .year, .shortYear: "y"
        case .month, .monthName: "m"
        case .day: "d"
        case .weekdayName, .dayOfYear, .quarter, .halfYear, .isoWeek, .isoWeekday, .hour, .minute, .second,
          .fraction,
          .dayHalf, .zone, nil:
          nil
        }
      })
  }

  /// Whether day and month are both numbers.
  var hasNumericDate: Bool { has(.day) && has(.month) }

  /// Whether the option allows the order of day and month; nil allows both.
  func fits(dayFirst: Bool?) -> Bool {
    guard let dayFirst, hasNumericDate, !isNumeric else { return true }
    if has(.year), order == "ymd" { return true }
    return order == (dayFirst ? "dmy" : "mdy")
  }
}

/// Cells made of a year and a two-digit number, such as 201953.
private struct YearAndNumber {
  /// The largest two-digit number.
  var largest = 0
  /// Whether a later year follows while the number falls.
  var changesYear = false
  /// The cell with the largest number.
  var example = ""

  /// Nil unless all cells have six digits, begin with a year of 1900…2100, and count on: the number grows by
  /// one in the same year, or starts again in the next year, or stays the same, or starts again as at the
  /// beginning of the next series.
  init?(_ cells: [[UInt8]]) {
    var first: Int?
    var previous: (year: Int, number: Int)?
    for cell in cells {
      let text = String(decoding: cell, as: UTF8.self)
      guard cell.count == 6, let value = Int(text), (1900...2100).contains(value / 100), value % 100 > 0
      else {
        return nil
      }
      let (year, number) = (value / 100, value % 100)
      if let previous {
        let isNextYear = year == previous.year + 1 && number == 1
        let goesOn = year == previous.year && (number == previous.number || number == previous.number + 1)
        guard goesOn || isNextYear || value == first else { return nil }
        if isNextYear { changesYear = true }
      }
      if number > largest { (largest, example) = (number, text) }
      if first == nil { first = value }
      previous = (year, number)
    }
  }
}
