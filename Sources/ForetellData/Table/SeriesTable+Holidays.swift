extension SeriesTable {
  /// The table with a column per holiday that is known into the future, as far as the calendar goes: to the end of its
  /// last year.
  ///
  /// A step's value is the number of its days with that holiday. Years outside the calendar are unknown.
  /// - Throws: ``ForetellError`` for a table of integer steps, a name that is a column's, and regions that can't be told.
  public func adding(_ options: HolidayOptions) throws -> SeriesTable {
    let calendar = options.calendar
    guard frequency.unit != .step else {
      throw ForetellError(
        .badOption, "integer steps have no dates, so that holidays can't be found for them",
        location: .init(file: name), hint: "leave \(option: .holidays) out")
    }
    let names = options.names ?? calendar.names
    let columnNames = names.map { ColumnNames.holidayPrefix + $0 }
    if let taken = columnNames.first(where: columns.known.contains) {
      throw ForetellError(
        .duplicateColumn, "a column of \(name) has the name of a holiday's: `\(Excerpt.clean(taken))`",
        location: .init(file: name, columnName: taken), hint: "rename the column")
    }
    let regions = try regions(options)
    var cache: [Place: [[Double]]] = [:]
    let values = zip(series, regions).map { one, region in
      let place = Place(start: one.start, count: one.values.count, region: region)
      if let known = cache[place] { return known }
      let made = holidays(calendar, names, place)
      cache[place] = made
      return made
    }
    var table = adding(futures: columnNames, values)
    table.setHolidays(names)
    let count = calendar.days.count
    let text =
      "\(calendar.source): \(count) \(count == 1 ? "holiday" : "holidays") with "
      + "\(names.count) \(names.count == 1 ? "name" : "names")"
    table.findings.notes.append(.init(kind: .futureRows, text: OptionText(Excerpt.clean(text)), count: count))
    return table
  }

  /// What decides the holidays of a series.
  private struct Place: Hashable {
    var start: Timestamp
    var count: Int
    var region: String?
  }

  /// Steps behind a series' end that are filled at most: two years of minutes.
  private static let mostSteps = 1 << 20

  private func holidays(_ calendar: Holidays, _ names: [String], _ place: Place) -> [[Double]] {
    let first = frequency.ordinal(of: place.start) ?? 0
    let coverage = calendar.coverage
    let numbers = Dictionary(zip(names, names.indices)) { first, _ in first }
    let days = calendar.days.filter { $0.region == nil || $0.region == place.region }
    var values = [[Double]](repeating: [], count: names.count)
    for number in values.indices { values[number].reserveCapacity(place.count) }
    var next = 0
    for step in 0..<(place.count + Self.mostSteps) {
      let range = frequency.days(of: first + step)
      let isKnown = coverage.contains(range.lowerBound) && range.upperBound <= coverage.upperBound
      if step >= place.count, !isKnown { break }
      for number in values.indices { values[number].append(isKnown ? 0 : .nan) }
      guard isKnown else { continue }
      while next < days.count, days[next].number < range.lowerBound { next += 1 }
      var index = next
      while index < days.count, days[index].number < range.upperBound {
        if let number = numbers[days[index].name] { values[number][step] += 1 }
        index += 1
      }
    }
    return values
  }

  /// The region of each series.
  private func regions(_ options: HolidayOptions) throws -> [String?] {
    let calendar = options.calendar
    let known = Set(calendar.days.compactMap(\.region))
    let list = known.sorted().prefix(6).map { "`\(Excerpt.clean($0))`" }.joined(separator: ", ")
    let place = ForetellError.Location(file: calendar.source)
    if let region = options.region {
      guard known.contains(region) else {
        throw ForetellError(
          .badOption, "no holiday is in the region `\(Excerpt.clean(region))`", location: place,
          hint: known.isEmpty
            ? "the calendar has no regions: leave \(option: .holidayRegion) out"
            : "the regions are \(list)\(known.count > 6 ? ", …" : "")")
      }
      return series.map { _ in region }
    }
    guard let column = calendar.regionColumn, !known.isEmpty else { return series.map { _ in nil } }
    guard let number = columns.statics.firstIndex(of: column), let texts = columns.categories[column] else {
      throw ForetellError(
        .badOption,
        "holidays differ by `\(Excerpt.clean(column))`, and nothing says where the series belong",
        location: place,
        hint:
          "\(option: .holidayRegion, "NAME") takes those of one; \(option: .static, Excerpt.clean(column)) reads a column of the data"
      )
    }
    return try series.map { one in
      let value = one.statics[number]
      if value.isNaN { return nil }
      let text = texts[Int(value)]
      guard known.contains(text) else {
        throw ForetellError(
          .badOption,
          "no holiday is in the region `\(Excerpt.clean(text))` of series `\(Excerpt.clean(one.id))`",
          location: place, hint: "write regions alike in both files; the calendar's are \(list)")
      }
      return text
    }
  }
}
