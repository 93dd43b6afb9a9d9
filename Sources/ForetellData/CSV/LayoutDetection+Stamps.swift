/// Errors about the cells of the time column.
extension LayoutDetection {
  private static var forms: String {
    "2024-01-31, 2024-01-31T13:00, 31/01/2024, 2024-01, Jan 2024, 2024-Q1, 2024-W05, 2024 or integers"
  }

  /// The error about a column whose cells no single form fits: it names the first cell written unlike those
  /// before it and, when there are two forms, both with their counts.
  func notAStamp(_ column: Int, _ locate: (Int, Int) -> ForetellError.Location) -> ForetellError {
    var detector = StampStyleDetector(columnName: names[column])
    var read: [Int] = []
    for row in first..<rows.count where detector.rejected == nil {
      let cell = rows.cell(row, column)
      if cell.isEmpty { continue }
      detector.see(cell.span)
      read.append(row)
    }
    let name = Excerpt.clean(names[column])
    if let sample = read.first, isYearless(rows.cell(sample, column)) {
      return ForetellError(
        .notAStamp,
        "dates such as \(Excerpt.cell(rows.cell(sample, column))) in time column `\(name)` have no year",
        location: locate(sample, column),
        hint: "write the year too, as in 2024-01-31; another time column: \(option: .time, "NAME")")
    }
    if let error = decimalMonths(column, read, locate) { return error }
    let guilty = read.last ?? first
    let shown = Excerpt.cell(rows.cell(guilty, column))
    let another: OptionText = "another time column: \(option: .time, "NAME")"
    guard let rejected = detector.rejected, read.count > 1 else {
      return ForetellError(
        .notAStamp, "\(shown) in time column `\(name)` is not a time stamp", location: locate(guilty, column),
        hint: "write \(Self.forms)\(languages(guilty, column)); \(another)")
    }
    let usual = Excerpt.clean(rows.text(read[0], column))
    let message =
      rejected.problem == .notInStyle || rejected.problem == .impossibleDate && detector.count < 3
      ? "is not written like the others (\(usual))" : rejected.problem.explanation
    return ForetellError(
      .notAStamp, "\(shown) in time column `\(name)` \(message)", location: locate(guilty, column),
      hint: twoForms(column, read.dropLast(), guilty, usual).map {
        OptionText("\($0); write them all in one form, best 2024-01-31")
      } ?? "write all time stamps in one form, best 2024-01-31; \(another)")
  }

  /// The error about numbers such as `2016.01`, which may be months or decimals.
  private func decimalMonths(
    _ column: Int, _ read: [Int], _ locate: (Int, Int) -> ForetellError.Location
  ) -> ForetellError? {
    guard let sample = read.first,
      let style = StampProfile(
        rows, column: column, name: names[column], from: first, limit: .max, dayFirst: nil)?.style,
      style.dateSeparator == 0x2e, style.layout == .yearMonth || style.layout == .monthYear
    else { return nil }
    let name = Excerpt.clean(names[column])
    // Without its trailing zero October looks like January.
    let short = read.first { rows.cell($0, column).suffix(2).first == 0x2e }
    if let short {
      return ForetellError(
        .notAStamp,
        "\(Excerpt.cell(rows.cell(short, column))) in time column `\(name)` may be a month with or without its "
          + "last zero, or a number", location: locate(short, column),
        hint:
          "write months with two digits, best as in 2016-10; another time column: \(option: .time, "NAME")")
    }
    return ForetellError(
      .notAStamp,
      "\(Excerpt.cell(rows.cell(sample, column))) in time column `\(name)` may be a year and a month, or a number",
      location: locate(sample, column),
      hint: "to read years and months: \(option: .time, name); another time column: \(option: .time, "NAME")")
  }

  /// Whether the cell would be a date if a year followed it, as in `1-Jan`, `Jan 1`, `24.12.`.
  private func isYearless(_ cell: ArraySlice<UInt8>) -> Bool {
    guard cell.count >= 3, cell.count <= 12, cell.contains(where: { $0 >= 48 && $0 <= 57 }) else {
      return false
    }
    return [" 2024", "-2024", "2024"].contains { year in
      var detector = StampStyleDetector(dayFirst: cell.contains(46) ? true : nil)
      detector.see(String(decoding: cell, as: UTF8.self) + year)
      guard let style = try? detector.style(), !style.isNumeric else { return false }
      switch style.layout {
      case .dayMonthYear, .monthDayYear, .dayMonthNameYear: return true
      case .pattern: return style.pattern?.has(.day) ?? false
      case .yearMonthDay, .compactDate, .yearMonth, .monthYear, .monthNameYear, .yearMonthName, .yearQuarter,
        .year, .epochSeconds, .epochMilliseconds, .epochMicroseconds, .epochNanoseconds, .excelDays, .integer:
        return false
      }
    }
  }

  /// The languages whose month names are read, as text for a cell with a word and a number.
  private func languages(_ row: Int, _ column: Int) -> String {
    let cell = rows.cell(row, column)
    let letters = cell.reduce(0) { $0 + (StampFields.isLetter($1) ? 1 : 0) }
    guard letters >= 3, cell.contains(where: { $0 >= 48 && $0 <= 57 }) else { return "" }
    return " (names of months in English, German, French or Spanish)"
  }

  /// "50 cells are written like 2021-01-01 and 51 like 20/02/2021"; nil when there are more than two forms.
  private func twoForms(
    _ column: Int, _ before: ArraySlice<Int>, _ guilty: Int, _ usual: String
  ) -> String? {
    guard let first = style(of: Array(before), column) else { return nil }
    let parser = StampParser(style: first)
    var others: [Int] = []
    var count = 0
    for row in self.first..<rows.count {
      let cell = rows.cell(row, column)
      if cell.isEmpty { continue }
      if case .success = parser.parse(cell.span) { count += 1 } else { others.append(row) }
    }
    var detector = StampStyleDetector(columnName: names[column])
    for row in others { detector.see(rows.cell(row, column).span) }
    guard detector.isPossible else { return nil }
    let other = Excerpt.clean(rows.text(others.first ?? guilty, column))
    return
      "\(count) \(count == 1 ? "cell is" : "cells are") written like \(usual) and \(others.count) like \(other)"
  }

  private func style(of selected: [Int], _ column: Int) -> StampStyle? {
    var detector = StampStyleDetector(columnName: names[column])
    for row in selected { detector.see(rows.cell(row, column).span) }
    return try? detector.style()
  }

  /// The error about an integer frequency such as `--freq 12` for a column of dates, by which people often
  /// mean a season.
  func stepOfDates(
    _ step: Frequency, _ column: Int, _ locate: (Int, Int) -> ForetellError.Location
  ) -> ForetellError {
    let count = step.multiple
    let dates: (alias: String, unit: String)? =
      switch count {
      case 4: ("QS", "quarters")
      case 7: ("D", "days")
      case 12: ("MS", "months")
      case 24: ("h", "hours")
      case 52: ("W", "weeks")
      default: nil
      }
    let season: OptionText = count > 1 ? "for a season of \(count): \(option: .season, "\(count)"); " : ""
    let proposal: OptionText =
      if let dates {
        "for \(dates.unit): \(option: .frequency, dates.alias)"
      } else {
        "leave \(option: .frequency) out"
      }
    return ForetellError(
      .wrongFrequency,
      "\(count) is a step of a time column of integers, but `\(Excerpt.clean(names[column]))` has dates such as "
        + Excerpt.cell(rows.cell(min(first, rows.count - 1), column)),
      location: locate(first, column),
      hint: season + proposal)
  }

  /// The style of numbers that are read as integer steps because such a frequency was given.
  func integerStyle(
    _ column: Int, _ locate: (Int, Int) -> ForetellError.Location
  ) throws -> StampStyle {
    let parser = StampParser(style: .integer)
    for row in first..<rows.count {
      let cell = rows.cell(row, column)
      if cell.isEmpty { continue }
      guard case .failure = parser.parse(cell.span) else { return .integer }
      throw ForetellError(
        .wrongFrequency,
        "\(Excerpt.cell(cell)) in time column `\(Excerpt.clean(names[column]))` is not an integer, so it can't be "
          + "counted in steps", location: locate(row, column), hint: "leave \(option: .frequency) out")
    }
    return .integer
  }
}
