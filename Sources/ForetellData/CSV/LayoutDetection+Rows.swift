/// Files with one row per series and the time stamps in the header.
extension LayoutDetection {
  /// The layout of such a file: all columns of words together are the id, the columns with dates hold the
  /// values.
  mutating func detectByRows(
    _ stamps: HeaderStamps, _ locate: Locate
  ) throws -> (ColumnLayout, StampStyle) {
    let known = options.covariates + options.futures + options.statics
    if let name = known.first ?? options.targets.first(where: { $0 != ColumnNames.valueInRows }) {
      throw ForetellError(
        .conflictingOptions,
        "`\(Excerpt.clean(name))` can't be a target or covariate: the time stamps stand in the header, and the "
          + "values in the columns below them",
        location: locate(0, stamps.columns[0]),
        hint: options.futures.isEmpty && options.statics.isEmpty
          ? "leave \(option: .target) and \(option: .covariates) out"
          : "leave \(option: .target), \(option: .past), \(option: .future) and \(option: .static) out")
    }
    let values = Set(stamps.columns)
    let named = try options.idColumns.flatMap { try columns($0, as: .id, locate) }
    let other = profiles.indices.filter { !values.contains($0) && !profiles[$0].isEmpty }
    var ids = named
    if ids.isEmpty { ids = other.filter { !profiles[$0].isNumeric } }
    if ids.isEmpty {
      ids = other.filter { !isCoordinate($0) && profiles[$0].isWholeNumber }.prefix(1).map { $0 }
    }
    guard let id = ids.first else {
      throw ForetellError(
        .emptyId, "the time stamps stand in the header, but no column names the series of a row",
        location: locate(0, 0), hint: "name the column that does: \(option: .id, "NAME")")
    }
    if let wrong = ids.first(where: { values.contains($0) }) {
      throw ForetellError(
        .conflictingOptions, "column `\(Excerpt.clean(names[wrong]))` is named for two purposes",
        hint: "a column is the time, the id, a target or a covariate")
    }
    let from = stamps.columns.count
    let start = Excerpt.clean(header.rawNames[stamps.columns[0]])
    remarks.append(
      "one row per series: the header has \(from) time stamps from column \(stamps.columns[0] + 1) (\(start)) on"
    )
    remarks += stamps.remarks
    let unused = profiles.indices.filter { !values.contains($0) && !ids.contains($0) }
    var layout = ColumnLayout(
      kind: .wideRows, names: names, time: id, timeParts: nil, ids: ids, targets: stamps.columns,
      covariates: [], unused: unused)
    layout.stamps = stamps
    return (layout, stamps.style)
  }

  private func isCoordinate(_ column: Int) -> Bool {
    ["lat", "latitude", "lon", "long", "lng", "longitude"].contains(header.rawNames[column].lowercased())
  }
}
