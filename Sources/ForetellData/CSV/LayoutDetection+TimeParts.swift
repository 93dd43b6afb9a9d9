/// Finds time stamps that are split over several columns, by names and cells.
extension LayoutDetection {
  /// The parts that the columns listed by `--time` hold.
  mutating func namedParts(_ columns: [Int], _ locate: Locate) throws -> StampParts {
    var parts: [StampParts.Part] = []
    for column in columns {
      guard let part = namedPart(column) ?? guessedPart(column, after: parts) else {
        if profiles[column].stamps?.failure != nil, var failure = wholeProfile(column)?.failure {
          failure.location = locate(first, column)
          throw failure
        }
        let row = (first..<rows.count).first { !rows.cell($0, column).isEmpty } ?? min(first, rows.count - 1)
        throw ForetellError(
          .notAStamp,
          "\(Excerpt.cell(rows.cell(row, column))) in column `\(Excerpt.clean(names[column]))` is no part of a "
            + "time stamp",
          location: locate(row, column),
          hint:
            "\(option: .time) takes one column of whole time stamps, or columns such as Date,Time or Year,Month,Day"
        )
      }
      parts.append(part)
    }
    guard let made = StampParts(parts, columns: columns, hasSeconds: hasSeconds(columns)) else {
      throw ForetellError(
        .notAStamp, "the columns of \(option: .time) do not form a time stamp",
        location: locate(0, columns[0]),
        hint: "name a date with a time of day (Date,Time), or a year with smaller units (Year,Month,Day,Hour)"
      )
    }
    noteParts(made)
    return made
  }

  /// The columns that together form a time stamp, if their names say so and no column holds whole time
  /// stamps.
  mutating func partsByName(_ free: [Int], _ locate: Locate) throws -> StampParts? {
    var found: [NameWords.PartName: Int] = [:]
    for column in free.reversed() {
      if let part = NameWords.part(header.rawNames[column]) { found[part] = column }
    }
    if let date = found[.date], let part = datePart(date) {
      var clock: (column: Int, part: StampParts.Part)?
      for name in [NameWords.PartName.time, .hour] where clock == nil {
        if let column = found[name], let part = namedPart(column) { clock = (column, part) }
      }
      guard let clock else { return nil }
      // Days that occur once need no time of day.
      guard dayRepeats(date) else { return nil }
      return finished([part, clock.part], [date, clock.column], found)
    }
    guard let year = found[.year], case .year? = namedPart(year), !hasWholeStamps(free) else { return nil }
    var parts = [StampParts.Part.year]
    var columns = [year]
    func take(_ name: NameWords.PartName) -> Bool {
      guard let column = found[name], let part = namedPart(column) else { return false }
      parts.append(part)
      columns.append(column)
      return true
    }
    let isDay = take(.month) ? take(.day) : false
    if parts.count == 1 {
      let isKnown = take(.dayOfYear) || take(.quarter) || take(.week)
      guard isKnown else { return nil }
    }
    let isWholeDay = isDay || parts.contains(.dayOfYear)
    if isWholeDay, !take(.hour) { _ = take(.time) }
    return finished(parts, columns, found)
  }

  private mutating func finished(
    _ parts: [StampParts.Part], _ columns: [Int], _ found: [NameWords.PartName: Int]
  ) -> StampParts? {
    var (parts, columns) = (parts, columns)
    if parts.contains(.hour) {
      for name in [NameWords.PartName.minute, .second] {
        guard let column = found[name], let part = namedPart(column) else { break }
        parts.append(part)
        columns.append(column)
      }
    }
    guard let made = StampParts(parts, columns: columns, hasSeconds: hasSeconds(columns)) else { return nil }
    noteParts(made)
    return made
  }

  private mutating func noteParts(_ parts: StampParts) {
    if parts.parts.contains(.week) {
      remarks.append("weeks are read as ISO weeks and stamped with their Mondays")
    }
    let clock = zip(parts.parts, parts.columns).first { part, _ in
      part == .hour || part == .timeOfDay || part == .clock
    }
    guard let clock else { return }
    let isLate = cells(clock.1).contains { cell in
      let value = cell.withUnsafeBufferPointer { StampParts.value(of: $0, as: clock.0) }
      guard let value = try? value.get() else { return false }
      return value == (clock.0 == .hour ? 24 : 86_400)
    }
    if isLate { remarks.append("hour 24 is read as midnight at the end of the day") }
  }

  // MARK: - Single columns

  /// The part that a column holds according to its name, if its cells agree.
  private func namedPart(_ column: Int) -> StampParts.Part? {
    guard let name = NameWords.part(header.rawNames[column]) else { return nil }
    switch name {
    case .date: return datePart(column)
    case .time: return timePart(column)
    case .year: return years(column) ? .year : nil
    case .quarter: return fits(column, .quarter) ? .quarter : nil
    case .month: return fits(column, .month) ? .month : nil
    case .week: return fits(column, .week) ? .week : nil
    case .day: return fits(column, .day) ? .day : datePart(column)
    case .dayOfYear: return fits(column, .dayOfYear) ? .dayOfYear : nil
    case .hour: return fits(column, .hour) ? .hour : timePart(column)
    case .minute: return fits(column, .minute) ? .minute : nil
    case .second: return fits(column, .second) ? .second : nil
    }
  }

  /// The part that a column holds according to its cells and the parts before it.
  private func guessedPart(_ column: Int, after parts: [StampParts.Part]) -> StampParts.Part? {
    if let date = datePart(column) { return date }
    let hasMarks = cells(column).contains { $0.contains(0x3a) }
    if hasMarks, let time = timePart(column) { return time }
    let order: [StampParts.Part]
    switch parts.last {
    case nil: return years(column) ? .year : nil
    case .year: order = [.month]
    case .month: order = [.day]
    case .date, .day, .dayOfYear: order = [.hour]
    case .hour: order = [.minute]
    case .minute: order = [.second]
    case .timeOfDay, .clock, .quarter, .week, .second: return nil
    }
    return order.first { fits(column, $0) } ?? timePart(column)
  }

  private func datePart(_ column: Int) -> StampParts.Part? {
    guard profiles[column].stamps != nil, let style = wholeProfile(column)?.style, style.isDateWithDay else {
      return nil
    }
    return .date(StampParser(style: style))
  }

  /// The profile over all rows of the sample, because the order of day and month may show only late.
  private func wholeProfile(_ column: Int) -> StampProfile? {
    StampProfile(
      rows, column: column, name: names[column], from: first, limit: .max,
      dayFirst: options.dateOrder.map { $0 == .dayFirst })
  }

  private func timePart(_ column: Int) -> StampParts.Part? {
    let isPlain = cells(column).allSatisfy { $0.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } }
    let hasLong = cells(column).contains { $0.count > 2 }
    if isPlain, hasLong { return fits(column, .clock) ? .clock : nil }
    return fits(column, .timeOfDay) ? .timeOfDay : nil
  }

  private func years(_ column: Int) -> Bool {
    fits(column, .year)
      && cells(column).allSatisfy { cell in
        let value = cell.withUnsafeBufferPointer { DayTime.wholeNumber($0) ?? 0 }
        return (1600...2200).contains(value)
      }
  }

  /// Whether nearly all cells of a column fit a part; damaged ones are reported later, with their place.
  private func fits(_ column: Int, _ part: StampParts.Part) -> Bool {
    var (filled, good) = (0, 0)
    for cell in cells(column) {
      filled += 1
      let value = cell.withUnsafeBufferPointer { StampParts.value(of: $0, as: part) }
      if case .success = value { good += 1 }
    }
    return filled > 0 && good * 20 >= filled * 17
  }

  private func hasSeconds(_ columns: [Int]) -> Bool {
    columns.contains { column in
      if NameWords.part(header.rawNames[column]) == .second { return true }
      return profiles[column].stamps?.style.map { $0.layout != .integer && !$0.hasTime } != true
        && cells(column).contains { $0.count { $0 == 0x3a || $0 == 0x2e } > 1 }
    }
  }

  private func dayRepeats(_ column: Int) -> Bool {
    var seen: Set<ArraySlice<UInt8>> = []
    return cells(column).contains { !seen.insert($0).inserted }
  }

  /// Whether a column holds complete time stamps.
  private func hasWholeStamps(_ free: [Int]) -> Bool {
    free.contains { column in
      guard let stamps = profiles[column].stamps, stamps.style != nil else { return false }
      return !stamps.isNumeric && NameWords.part(header.rawNames[column]) != .month
    }
  }

  private func cells(_ column: Int) -> [ArraySlice<UInt8>] {
    (first..<max(first, min(rows.count, first + 500))).map { rows.cell($0, column) }.filter { !$0.isEmpty }
  }
}

extension StampStyle {
  /// Whether stamps are days without a time of day or a zone.
  fileprivate var isDateWithDay: Bool {
    guard !hasTime, zone == .none else { return false }
    switch layout {
    case .yearMonthDay, .dayMonthYear, .monthDayYear, .dayMonthNameYear, .compactDate: return true
    case .pattern:
      guard let pattern else { return false }
      return pattern.has(.day) && (pattern.has(.year) || pattern.has(.shortYear)) && !pattern.has(.hour)
        && (pattern.has(.month) || pattern.has(.monthName)) && !pattern.has(.zone)
    case .yearMonth, .monthYear, .monthNameYear, .yearMonthName, .yearQuarter, .year, .epochSeconds,
      .epochMilliseconds, .epochMicroseconds, .epochNanoseconds, .excelDays, .integer:
      return false
    }
  }
}
