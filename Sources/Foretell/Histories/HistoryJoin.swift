import ForetellData

/// Joins the ends of series that a model keeps with the rows of a table.
///
/// Costs as much as the rows and the ends have values; nothing before the ends is read.
struct HistoryJoin {
  /// The new rows, with the columns of the model.
  private let table: SeriesTable
  /// The grid of the model.
  private let frequency: Frequency
  private let gaps: CSVOptions.GapPolicy
  private let places: [String: Int]
  /// What happened so far.
  var update = ModelUpdate()

  /// One series after a join.
  struct Joined {
    /// The whole series as far as it is known, not yet cut.
    var series: Series
    /// Index of the first value that the model had not; the number of values when there is none.
    var firstNew: Int
    /// Whether there was anything before.
    var isKnown: Bool
    /// Whether something is known of the future that wasn't.
    var changesFuture = false
    /// Whether anything is new.
    var isChanged: Bool { changesFuture || firstNew < series.values.count }
  }

  /// Takes rows for the model's series.
  ///
  /// - Parameter ids: the model's series.
  /// - Throws: `ForetellError` when the rows are of another frequency or of other series altogether.
  init(_ table: SeriesTable, frequency: Frequency, ids: [String], gaps: CSVOptions.GapPolicy) throws {
    guard table.frequency.unit == frequency.unit, table.frequency.multiple == frequency.multiple else {
      throw ForetellError(
        .modelMismatch,
        "the model goes on in steps of \(frequency.alias), \(table.name) has steps of \(table.frequency.alias)",
        location: .init(file: table.name), hint: "give the right \(option: .frequency)")
    }
    (self.table, self.frequency, self.gaps) = (table, frequency, gaps)
    places = Dictionary(
      table.series.enumerated().map { ($0.element.id, $0.offset) }, uniquingKeysWith: { first, _ in first })
    guard ids.contains(where: { places[$0] != nil }) else {
      throw ForetellError(
        .modelMismatch,
        "none of the model's \(ids.count == 1 ? "series" : "\(ids.count) series"), such as `\(ids.first ?? "")`, "
          + "is in \(table.name), whose first is `\(table.series.first?.id ?? "")`",
        location: .init(file: table.name),
        hint:
          "name the columns as the fit did with \(option: .id) and \(option: .target); series that a model doesn't "
          + "know can be forecast without an update")
    }
  }

  /// The series of the table that the model hasn't, in the table's order.
  func others(than ids: [String]) -> [Series] {
    let known = Set(ids)
    return table.series.filter { !known.contains($0.id) }
  }

  /// Joins the end of a series with its rows.
  ///
  /// - Parameters:
  ///   - kept: the end of the series that the model keeps.
  ///   - isExpected: whether a value may be one that the model has taken as missing.
  /// - Throws: `ForetellError` for a row that contradicts the model, and for a gap that isn't allowed.
  mutating func join(_ kept: Series, isExpected: (Double) -> Bool = { _ in false }) throws -> Joined {
    let unchanged = Joined(series: kept, firstNew: kept.values.count, isKnown: true)
    guard let number = places[kept.id] else {
      update.restingSeries.append(kept.id)
      return unchanged
    }
    let rows = table.series[number]
    let place = try ordinal(of: number)
    guard let end = frequency.ordinal(of: kept.start) else { return unchanged }
    // A series of which nothing was known begins here.
    guard kept.values.contains(where: { !$0.isNaN }) else {
      return take(rows, padding: max(end + kept.values.count - place - rows.values.count, 0))
    }
    let offset = place - end
    try compare(kept, rows, offset: offset, number, isExpected)
    let (futures, changesFuture) = joinedFutures(kept, rows, offset: offset)
    if changesFuture { update.changesFuture = true }
    let count = kept.values.count
    let length = offset + rows.values.count
    guard length > count else {
      update.restingSeries.append(kept.id)
      return Joined(
        series: Series(
          id: kept.id, start: kept.start, values: kept.values, covariates: kept.covariates, futures: futures,
          statics: kept.statics), firstNew: count, isKnown: true, changesFuture: changesFuture)
    }
    if offset > count {
      try refuse(gap: offset - count, number, limit: 1000 + 100 * (count + rows.values.count))
    }
    // What stands between the model's end and the first row is missing.
    func joined(_ old: [Double], _ new: [Double], isCategory: Bool) -> [Double] {
      var all = Array(old.prefix(count))
      all.reserveCapacity(length)
      all += [Double](repeating: .nan, count: max(offset - count, 0)) + new.dropFirst(max(count - offset, 0))
      let policy = isCategory && gaps == .linear ? .mask : gaps
      guard offset > count, policy == .linear || policy == .ffill,
        let last = all[..<count].lastIndex(where: { !$0.isNaN })
      else { return all }
      var part = Array(all[last...])
      GapFilling.fill(&part, policy)
      all.replaceSubrange(count..., with: part[(count - last)...])
      return all
    }
    let names = table.columns.covariates
    let values = joined(kept.values, rows.values, isCategory: false)
    let observed = rows.values.dropFirst(max(count - offset, 0)).count { !$0.isNaN }
    update.addedValues += observed
    update.missingSteps += length - count - observed
    update.movedSeries.append(kept.id)
    return Joined(
      series: Series(
        id: kept.id, start: kept.start, values: values,
        covariates: zip(kept.covariates, rows.covariates).enumerated().map { column, pair in
          joined(pair.0, pair.1, isCategory: table.columns.categories[names[column]] != nil)
        }, futures: futures, statics: kept.statics), firstNew: count, isKnown: true,
      changesFuture: changesFuture)
  }

  /// The place of the first row of a series on the model's grid.
  private func ordinal(of number: Int) throws -> Int {
    if let ordinal = frequency.ordinal(of: table.series[number].start) { return ordinal }
    throw ForetellError(
      .modelMismatch, "the time stamps lie beside the model's, which has steps of \(frequency.alias)",
      location: table.location(ofSeries: number, at: 0), hint: "check the first time stamp")
  }

  /// Takes a series that the model hasn't.
  ///
  /// - Throws: `ForetellError` unless its time stamps lie on the model's grid.
  mutating func begin(_ series: Series) throws -> Joined {
    if let number = places[series.id] { _ = try ordinal(of: number) }
    update.newSeries.append(series.id)
    let observed = series.values.count { !$0.isNaN }
    update.addedValues += observed
    update.missingSteps += series.values.count - observed
    return Joined(series: series, firstNew: 0, isKnown: false)
  }

  /// Takes the rows of a series of which the model has no value.
  private mutating func take(_ rows: Series, padding: Int) -> Joined {
    let observed = rows.values.count { !$0.isNaN }
    update.addedValues += observed
    update.missingSteps += rows.values.count - observed
    update.movedSeries.append(rows.id)
    let none = [Double](repeating: .nan, count: padding)
    return Joined(
      series: Series(
        id: rows.id, start: rows.start, values: rows.values + none,
        covariates: rows.covariates.map { $0 + none },
        futures: rows.futures.map {
          $0 + [Double](repeating: .nan, count: max(rows.values.count + padding - $0.count, 0))
        },
        statics: rows.statics), firstNew: 0, isKnown: false)
  }

  /// What is known of the future: the rows count behind the model's end, the model where they say nothing.
  private func joinedFutures(
    _ kept: Series, _ rows: Series, offset: Int
  ) -> (values: [[Double]], isChanged: Bool) {
    let (count, length) = (kept.values.count, max(kept.values.count, offset + rows.values.count))
    var isChanged = false
    let values = zip(kept.futures, rows.futures).map { old, new in
      let end = offset + new.count
      var all = old + [Double](repeating: .nan, count: max(max(length, end) - old.count, 0))
      for index in max(count, offset)..<max(end, count, offset)
      where !new[index - offset].isNaN && all[index] != new[index - offset] {
        all[index] = new[index - offset]
        isChanged = true
      }
      return all
    }
    return (values, isChanged)
  }

  // MARK: Rows that the model has

  /// Compares the rows with what the model keeps of the same steps.
  private mutating func compare(
    _ kept: Series, _ rows: Series, offset: Int, _ number: Int, _ isExpected: (Double) -> Bool
  ) throws {
    update.earlierValues += rows.values.prefix(max(-offset, 0)).count { !$0.isNaN }
    var first: (index: Int, column: String?, had: Double)?
    var count = 0
    func note(_ index: Int, _ column: String?, _ had: Double) {
      count += 1
      if first.map({ index < $0.index }) ?? true { first = (index, column, had) }
    }
    let range = max(offset, 0)..<max(min(kept.values.count, offset + rows.values.count), max(offset, 0))
    for index in range {
      let (had, given) = (kept.values[index], rows.values[index - offset])
      if given.isNaN { continue }
      if had == given || had.isNaN && isExpected(given) {
        update.knownValues += 1
      } else {
        note(index - offset, nil, had)
      }
    }
    let columns =
      zip(table.columns.covariates, zip(kept.covariates, rows.covariates)).map { ($0, $1.0, $1.1) }
      + zip(table.columns.futures, zip(kept.futures, rows.futures)).map { ($0, $1.0, $1.1) }
    for (name, old, new) in columns {
      for index in range where !new[index - offset].isNaN && old[index] != new[index - offset] {
        note(index - offset, name, old[index])
      }
    }
    if let first { throw contradiction(first.index, first.column, had: first.had, number, more: count - 1) }
    for (name, (old, new)) in zip(table.columns.statics, zip(kept.statics, rows.statics))
    where !new.isNaN && old != new {
      throw ForetellError(
        .changedValue, "`\(name)` of series `\(kept.id)` differs from what the model knows of it",
        location: .init(file: table.name, columnName: name, series: kept.id),
        hint: "an update changes nothing that was learned from: correct the column, or fit again")
    }
  }

  private func contradiction(
    _ index: Int, _ column: String?, had: Double, _ number: Int, more: Int
  ) -> ForetellError {
    let id = table.series[number].id
    let stamp = table.text(for: table.timestamp(ofSeries: number, at: index))
    let subject =
      (table.series.count > 1 ? "series `\(id)`" : "the model") + (column.map { ", `\($0)`" } ?? "")
    let isWord = column.map { table.columns.categories[$0] != nil } ?? false
    let given = column == nil ? HistoryRemarks.text(table.series[number].values[index]) : nil
    let told =
      had.isNaN
      ? "has no value at \(stamp), the file has \(given ?? "one")"
      : isWord || given == nil
        ? "has another value at \(stamp) than the file"
        : "has \(HistoryRemarks.text(had)) at \(stamp), the file has \(given ?? "another value")"
    return ForetellError(
      .changedValue, "\(subject) \(told)",
      location: table.location(ofSeries: number, at: index, column: column),
      hint:
        "an update only adds rows behind the model's end: leave this one out, or learn from the corrected history with "
        + OptionText(inCode: "`fit`", onCommandLine: "foretell fit"), more: more)
  }

  // MARK: Gaps

  /// - Parameter limit: the most missing steps, as many as a file of the kept values and the rows may have.
  private func refuse(gap: Int, _ number: Int, limit: Int) throws {
    let steps = gap == 1 ? "1 step" : "\(gap) steps"
    if gaps == .error {
      throw ForetellError(
        .gap, "\(steps) between the model's end and the first row \(gap == 1 ? "is" : "are") missing",
        location: table.location(ofSeries: number, at: 0),
        hint: "add the rows, or leave them missing: \(option: .gaps, "mask")")
    }
    guard gap > limit else { return }
    throw ForetellError(
      .hugeGap, "the first row comes \(steps) after the model's end, and the limit is \(limit)",
      location: table.location(ofSeries: number, at: 0),
      hint: "is the time stamp right? otherwise fit again to the rows after the gap")
  }
}
