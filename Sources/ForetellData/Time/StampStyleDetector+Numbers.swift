/// Which numbers are times: decided by all cells together, in whatever order the rows are.
extension StampStyleDetector {
  /// Whether a candidate reads all numbers as dates with the year first or last, as in `202101` or `2021013113`.
  func isCompactStamp(_ candidate: StampCandidate) -> Bool {
    guard let pattern = candidate.pattern, pattern.isNumeric, candidate.isYearRange(1900...2100) else {
      return false
    }
    if candidate.isEven { return true }
    // Numbers of ten digits and more that are all dates with an hour are hardly anything else, unless they count
    // minutes, hours or days since 1970.
    guard pattern.has(.hour), candidate.spacing.count > 2 else { return false }
    return !candidates.contains { $0.isEpoch && $0.spacing.isCalendar }
  }

  /// Seconds since 1970 or parts of them; nil when the numbers are something else.
  func epochChoice() -> StampCandidate? {
    let epochs = candidates.filter(\.isEpoch)
    for (index, epoch) in epochs.enumerated() where epoch.magnitude <= 99_999_999_999 {
      // Beyond the year 2286 finer parts of a second are more likely, if they make a calendar.
      let finer = epochs.dropFirst(index + 1)
      if epoch.magnitude >= 10_000_000_000, finer.contains(where: \.spacing.isCalendar) { continue }
      // Numbers written as floats are epochs only when they go forward in steps.
      if epoch.isWithin(1_000_000_000...99_999_999_999),
        !epoch.isFloat || epoch.isEven || epoch.spacing.isCalendar || namesInstants
      {
        return epoch
      }
      if isEarly(epoch) { return epoch }
    }
    return nil
  }

  /// Whether numbers are times before September 2001, when seconds had nine digits and fewer.
  private func isEarly(_ epoch: StampCandidate) -> Bool {
    // From 1973 on (or before 1967) numbers are large enough to be no steps that start at 0 or 1.
    if epoch.magnitude >= 100_000_000 { return epoch.spacing.isCalendar || namesInstants && epoch.isEven }
    return namesEpochs && epoch.spacing.isCalendar && epoch.spacing.divisor % 3600 == 0
  }

  private var words: Set<String> { Set(NameWords.words(columnName)) }

  /// Whether the column's name means years or dates.
  var namesYears: Bool {
    NameWords.part(columnName) == .year || words.contains("year") || words.contains("jahr")
      || !words.isDisjoint(with: ["date", "datum", "ds", "time", "period"])
  }

  /// Whether the column's name means a moment rather than a number of steps.
  private var namesInstants: Bool {
    namesEpochs
      || !words.isDisjoint(with: ["time", "date", "datetime", "ds", "zeit", "datum", "ts", "when", "instant"])
  }

  /// Whether the column's name means times counted from 1970.
  private var namesEpochs: Bool {
    columnName.hasPrefix("unix")
      || !words.isDisjoint(with: ["timestamp", "timestamps", "epoch", "unix", "unixtime", "posix", "utc"])
  }

  /// Whether all that the cells can be are numbers.
  var holdsNumbers: Bool { candidates.allSatisfy { $0.isNumeric || $0.layout == .integer } }

  /// The refusal of numbers that could be times in several ways, or in none.
  func noStyle() -> ForetellError {
    let example = Excerpt.clean(String(decoding: examples.first ?? [], as: UTF8.self))
    let another = "another time column: --time NAME"
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
  /// Whether cells are seconds since 1970, or parts of seconds.
  var isEpoch: Bool {
    switch layout {
    case .epochSeconds, .epochMilliseconds, .epochMicroseconds, .epochNanoseconds: true
    case .yearMonthDay, .dayMonthYear, .monthDayYear, .dayMonthNameYear, .compactDate, .yearMonth, .monthYear,
      .monthNameYear, .yearMonthName, .yearQuarter, .year, .excelDays, .pattern, .integer:
      false
    }
  }
}
