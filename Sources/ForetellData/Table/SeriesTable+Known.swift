extension SeriesTable {
  /// Refuses a forecast for which a covariate that is known into the future has no value.
  ///
  /// - Parameters:
  ///   - steps: steps behind the end of each series that are forecast.
  ///   - isNeeded: whether a step of a series, by its number and the step's index, is one that counts.
  /// - Throws: ``ForetellError`` with the place of the first value that is missing, or of the row behind which one is
  ///   missing.
  package func requireKnown(steps: Int, where isNeeded: (Int, Int) -> Bool = { _, _ in true }) throws {
    guard !columns.futures.isEmpty, !isCut else { return }
    var first: (series: Int, column: Int, step: Int)?
    var count = 0
    for (number, one) in series.enumerated() {
      let end = one.values.count
      for (column, future) in one.futures.enumerated() {
        let step = (0..<steps).first { step in
          (end + step >= future.count || future[end + step].isNaN) && isNeeded(number, end + step)
        }
        guard let step else { continue }
        count += 1
        if first.map({ $0.series == number && step < $0.step }) ?? true { first = (number, column, step) }
      }
    }
    guard let first else { return }
    throw unknown(first.column, of: first.series, step: first.step, steps: steps, more: count - 1)
  }

  private func unknown(_ column: Int, of number: Int, step: Int, steps: Int, more: Int) -> ForetellError {
    let name = columns.futures[column]
    let one = series[number]
    let stamp = text(for: timestamp(ofSeries: number, at: one.values.count + step))
    let shown = Excerpt.clean(name)
    let subject = series.count > 1 ? " of series `\(Excerpt.clean(one.id))`" : ""
    let isHoliday = column >= columns.futures.count - columns.holidays.count
    var (location, hasRow) =
      (isHoliday ? nil : places)?.location(series: number, step: step, column: name)
      ?? (.init(file: self.name, columnName: name), false)
    location.series = series.count > 1 ? String(Excerpt.clean(one.id).prefix(200)) : nil
    location.stamp = stamp
    let known: OptionText = step > 0 ? "; \(option: .horizon, "\(step)") is as far as it is known" : ""
    let message: String
    let hint: OptionText
    if isHoliday {
      message =
        "the holidays of \(stamp) are not known, which step \(step + 1) of the forecast\(subject) needs"
      hint = "add the holidays of that year to the file of \(option: .holidays)\(known)"
    } else {
      message =
        "`\(shown)` is not known at \(stamp), which step \(step + 1) of the forecast\(subject) needs"
        + (hasRow ? "" : ": there is no row for it")
      hint =
        hasRow
        ? "fill in the cell\(known)"
        : "add a row with the time stamp, `\(shown)` and no value for each step to be forecast\(known)"
    }
    return ForetellError(.missingFuture, OptionText(message), location: location, hint: hint, more: more)
  }

  /// The table with more columns that are known into the future.
  ///
  /// - Parameters:
  ///   - names: their names, different from all others.
  ///   - values: for each series one array per name, at least as long as the series.
  package func adding(futures names: [String], _ values: [[[Double]]]) -> SeriesTable {
    var columns = columns
    columns.futures += names
    let changed = zip(series, values).map { one, added in
      Series(
        id: one.id, start: one.start, values: one.values, covariates: one.covariates,
        futures: one.futures + added, statics: one.statics)
    }
    return with(changed, columns: columns)
  }
}

extension SeriesTable {
  /// The table with nothing but values: without covariates, futures, statics and holidays.
  package var withoutKnownColumns: SeriesTable {
    guard !columns.known.isEmpty || !columns.holidays.isEmpty else { return self }
    let names = ColumnNames(id: columns.id, time: columns.time, targets: columns.targets)
    var table = SeriesTable(
      checked: series.map { Series(id: $0.id, start: $0.start, values: $0.values) }, frequency: frequency,
      name: name, columns: names, stampStyle: stampStyle)
    table.findings = findings
    table.findings.columns = names
    return table
  }
}
