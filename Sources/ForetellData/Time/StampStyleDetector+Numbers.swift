/// Decides which numbers are times, from all cells together and regardless of the order of the rows.
extension StampStyleDetector {
  /// Whether a candidate reads all numbers as dates with the year first or last, such as `202101` or
  /// `2021013113`.
  func isCompactStamp(_ candidate: StampCandidate) -> Bool {
    guard let pattern = candidate.pattern, pattern.isNumeric, candidate.isYearRange(1900...2100) else {
      return false
    }
    if candidate.isEven { return true }
    // Numbers of ten and more digits that are all dates with an hour are hardly anything else, unless their
    // distances as seconds since 1970 are whole minutes, hours or days.
    guard pattern.has(.hour), candidate.spacing.count > 2 else { return false }
    return !candidates.contains { $0.isEpoch && $0.spacing.isCalendar }
  }

  /// The candidate that reads numbers as seconds since 1970, or fractions of them; nil when they are
  /// something else.
  func epochChoice() -> StampCandidate? {
    let epochs = candidates.filter(\.isEpoch)
    for (index, epoch) in epochs.enumerated() where epoch.magnitude <= 99_999_999_999 {
      // Instead of times beyond the year 2286, finer units are more likely if they give calendar distances.
      let finer = epochs.dropFirst(index + 1)
      if epoch.magnitude >= 10_000_000_000, finer.contains(where: \.spacing.isCalendar) { continue }
      // Floating-point numbers are epochs only when they go forward in regular steps.
      if epoch.isWithin(1_000_000_000...99_999_999_999),
        !epoch.isFloat || epoch.isEven || epoch.spacing.isCalendar || namesInstants
      {
        return epoch
      }
      if isEarly(epoch) { return epoch }
    }
    return nil
  }

  /// Whether numbers are times before September 2001, whose seconds have nine or fewer digits.
  private func isEarly(_ epoch: StampCandidate) -> Bool {
    // From 1973 on (or before 1967) the numbers are too large to be integer steps that start at 0 or 1.
    if epoch.magnitude >= 100_000_000 { return epoch.spacing.isCalendar || namesInstants && epoch.isEven }
    return namesEpochs && epoch.spacing.isCalendar && epoch.spacing.divisor % 3600 == 0
  }

  private var words: Set<String> { Set(NameWords.words(columnName)) }

  /// Whether the column's name stands for years or dates.
  var namesYears: Bool {
    NameWords.part(columnName) == .year || words.contains("year") || words.contains("jahr")
      || !words.isDisjoint(with: ["date", "datum", "ds", "time", "period"])
  }

  /// Whether the column's name stands for a point in time rather than a number of steps.
  private var namesInstants: Bool {
    namesEpochs
      || !words.isDisjoint(with: ["time", "date", "datetime", "ds", "zeit", "datum", "ts", "when", "instant"])
  }

  /// Whether the column's name stands for times counted from 1970.
  private var namesEpochs: Bool {
    columnName.hasPrefix("unix")
      || !words.isDisjoint(with: ["timestamp", "timestamps", "epoch", "unix", "unixtime", "posix", "utc"])
  }

  /// Whether all remaining candidates are numbers.
  var holdsNumbers: Bool { candidates.allSatisfy { $0.isNumeric || $0.layout == .integer } }

  /// The error about numbers that could be times in several ways, or in none.
  func noStyle() -> ForetellError {
    let example = Excerpt.clean(String(decoding: examples.first ?? [], as: UTF8.self))
    let another: OptionText = "another time column: \(option: .time, "NAME")"
    if let epoch = candidates.first(where: { $0.isEpoch && $0.isWithin(100_000_000...99_999_999_999) }) {
      return ForetellError(
        .notAStamp,
        "numbers such as \"\(example)\" may be seconds since 1970-01-01, but they don't go forward in steps",
        hint: "if they are, write dates instead, here \(epoch.exampleDate); \(another)")
    }
    return ForetellError(
      .notAStamp,
      "numbers such as \"\(example)\" are no time stamps: they may be years with a fraction, or days counted "
        + "from some date",
      hint: "write dates, as in 2024-01-31; \(another)")
  }
}

extension StampCandidate {
  /// Whether the layout counts seconds since 1970, or fractions of them.
  var isEpoch: Bool {
    switch layout {
    case .epochSeconds, .epochMilliseconds, .epochMicroseconds, .epochNanoseconds: true
    case .yearMonthDay, .dayMonthYear, .monthDayYear, .dayMonthNameYear, .compactDate, .yearMonth, .monthYear,
      .monthNameYear, .yearMonthName, .yearQuarter, .year, .excelDays, .pattern, .integer:
      false
    }
  }
}
