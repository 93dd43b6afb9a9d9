/// The columns that hold the time stamps.
struct TimeColumns {
  /// The columns in the order of the parts.
  var columns: [Int]
  /// The parts that they hold, if there are several.
  var parts: StampParts?
}

extension LayoutDetection {
  /// The time columns that the options name, or the best ones.
  mutating func timeColumns(taken: Set<Int>, _ locate: Locate) throws -> (TimeColumns, StampStyle) {
    let named = try options.timeColumns.flatMap { try columns($0, as: .time, locate) }
    if named.count > 1 {
      let parts = try namedParts(named, locate)
      return (TimeColumns(columns: named, parts: parts), parts.style)
    }
    if let column = named.first {
      return (TimeColumns(columns: [column]), try stampStyle(column, locate))
    }
    let free = profiles.indices.filter { !taken.contains($0) }
    if let parts = try partsByName(free, locate) {
      let list = parts.columns.map { "`\(Excerpt.clean(names[$0]))`" }.joined(separator: ", ")
      remarks.append("the time stamps stand in several columns: \(list)")
      return (TimeColumns(columns: parts.columns, parts: parts), parts.style)
    }
    let column = try timeColumn(free: free, locate)
    return (TimeColumns(columns: [column]), try stampStyle(column, locate))
  }

  private func timeColumn(free: [Int], _ locate: Locate) throws -> Int {
    let lowered = names.map { $0.lowercased() }
    for name in Self.timeNames {
      guard let column = free.first(where: { lowered[$0] == name }), let stamps = profiles[column].stamps
      else {
        continue
      }
      // Months 1…12 or quarters 1…4 beside a year are not a time axis.
      if stamps.style?.layout == .integer, Self.calendarNames.contains(name) { continue }
      return column
    }
    if let column = free.first(where: { profiles[$0].stamps.map { !$0.isNumeric } ?? false }) {
      return column
    }
    if let column = free.first(where: {
      profiles[$0].stamps?.style.map { $0.layout != .integer } ?? false
    }) {
      return column
    }
    // Plain integers count as time steps only in the first column, where people put them.
    if let column = free.first, column == 0, profiles[column].stamps != nil, isAscending(column) {
      return column
    }
    if let column = Self.timeNames.lazy.compactMap({ lowered.firstIndex(of: $0) }).first,
      !profiles[column].isEmpty
    {
      throw notAStamp(column, locate)
    }
    let location = locate(0, 0)
    let hint: OptionText =
      names.count == 1
      ? "only one column was found; if the delimiter is unusual: \(option: .delimiter, "CHARACTER")"
      : "name the column of time stamps: \(option: .time, "NAME")"
    throw ForetellError(.noTimeColumn, "no column holds time stamps", location: location, hint: hint)
  }

  private func isAscending(_ column: Int) -> Bool {
    var previous = -Double.infinity
    for row in first..<min(rows.count, first + 500) {
      let cell = rows.cell(row, column)
      guard let value = cell.withUnsafeBufferPointer({ NumberParser.parse($0, decimal: 0x2e) }),
        value > previous
      else { return false }
      previous = value
    }
    return previous > -.infinity
  }

  /// The style of a single time column.
  private mutating func stampStyle(
    _ column: Int, _ locate: Locate
  ) throws -> StampStyle {
    let dayFirst = options.dateOrder.map { $0 == .dayFirst }
    // All rows of the sample, because the order of day and month may show only late.
    let profile = StampProfile(
      rows, column: column, name: names[column], from: first, limit: .max, dayFirst: dayFirst)
    if let failure = profile?.failure {
      if options.frequency?.unit == .step, let steps = try? integerStyle(column, locate) { return steps }
      throw ForetellError(
        ErrorCode(rawValue: failure.code) ?? .notAStamp, failure.messageText,
        location: locate(first, column), hint: failure.hintText)
    }
    guard let profile, let style = profile.style else {
      let row = (first..<max(first, rows.count)).first { !rows.cell($0, column).isEmpty } ?? first
      guard row < rows.count else {
        throw ForetellError(
          .noRows, "the file has no rows with data", location: locate(0, 0),
          hint: "a forecast needs at least a few rows below the header")
      }
      throw notAStamp(column, locate)
    }
    if let step = options.frequency, step.unit == .step {
      if style.isNumeric { return try integerStyle(column, locate) }
      throw stepOfDates(step, column, locate)
    }
    remarks += profile.remarks
    warnings += profile.warnings
    return style
  }
}
