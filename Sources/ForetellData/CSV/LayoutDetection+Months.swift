/// Detects tables with a row per year and a column per month or quarter.
extension LayoutDetection {
  /// Refuses such a table, because reading every month as a yearly series is hardly ever meant.
  func refuseMonthsInHeader(_ targets: [Int], _ style: StampStyle, _ locate: Locate) throws {
    guard options.layout == .auto, dialect.hasHeader, style.layout == .year else { return }
    let columns = targets.filter { isPartOfYear(header.rawNames[$0]) }
    guard columns.count >= 4, let first = columns.first, let last = columns.last else { return }
    let (start, end) = (Excerpt.clean(names[first]), Excerpt.clean(names[last]))
    throw ForetellError(
      .partsOfYearInHeader,
      "columns `\(start)` to `\(end)` look like the months or quarters of the year that each row names",
      location: locate(0, first),
      hint: "write one row for each of them, with a time stamp such as 2024-01; "
        + "to read each column as a yearly series of its own: \(option: .format, "wide")")
  }

  /// Whether a name is that of a month or a quarter, in one of the languages that are read.
  private func isPartOfYear(_ name: String) -> Bool {
    let lowered = name.lowercased()
    let plain = lowered.hasSuffix(".") ? String(lowered.dropLast()) : lowered
    if ["q1", "q2", "q3", "q4"].contains(plain) { return true }
    return MonthNames.Language.allCases.contains { language in
      (MonthNames.full(language) + MonthNames.short(language)).contains { $0.lowercased() == plain }
    }
  }
}
