import ForetellData

extension FittedForecaster {
  /// Goes on with new rows, without training; see ``KeptModel/update(with:gaps:)``.
  ///
  /// The state of recurrent layers needs no update: every forecast computes it from the kept ends.
  @discardableResult
  public mutating func update(
    with table: SeriesTable, gaps: CSVOptions.GapPolicy
  ) throws -> ModelUpdate {
    let rows = try matched(table)
    var (model, update) = try moved(on: rows, gaps)
    model.companions = try companions.map { try $0.moved(on: rows, gaps).model }
    self = model
    return update
  }

  /// This network's model after an update.
  private func moved(
    on rows: SeriesTable, _ gaps: CSVOptions.GapPolicy
  ) throws -> (model: FittedForecaster, ModelUpdate) {
    let ids = tails.map(\.id)
    var join = try HistoryJoin(rows, frequency: frequency, ids: ids, gaps: gaps)
    var model = self
    for (place, kept) in tails.enumerated() {
      let known = facts[kept.id] ?? HistoryFacts()
      let joined = try join.join(kept) { IsolatedValues.isFar($0, from: kept.values, known) }
      guard joined.isChanged else { continue }
      model.tails[place] = try model.take(joined, &join.update)
    }
    for series in join.others(than: ids) {
      model.tails.append(try model.take(join.begin(series), &join.update))
    }
    return (model, join.update)
  }

  /// Takes what is new in a series into account.
  ///
  /// - Returns: the end of the series to keep.
  private mutating func take(_ joined: HistoryJoin.Joined, _ update: inout ModelUpdate) throws -> Series {
    let id = joined.series.id
    let old = joined.isKnown ? facts[id] ?? HistoryFacts() : HistoryFacts()
    var values = joined.series.values
    let far = IsolatedValues.indices(in: values, from: joined.firstNew, after: old)
    let whole = SeriesTable(
      checked: [joined.series], frequency: frequency, name: "model", columns: columns, stampStyle: stampStyle)
    for index in far { values[index] = .nan }
    let new = HistoryFacts(values[joined.firstNew...])
    let all = HistoryFacts(
      observed: old.observed + new.observed, minimum: min(old.minimum, new.minimum),
      maximum: max(old.maximum, new.maximum))
    let remarks = HistoryRemarks(whole, series: 0)
    let warnings = far.map { remarks.isolated(joined.series.values[$0], at: $0, among: all) }
    trainingWarnings += warnings
    update.warnings += warnings
    facts[id] = all
    noteMasked(values, far, joined)
    noteClosedTimes(values, joined)
    let series = joined.series.with(values: values)
    let start = series.start
    let end = series.tail(reach: reach, season: seasonLength, isJudged: true) {
      guard let ordinal = frequency.ordinal(of: start) else { return start }
      return frequency.timestamp(ordinal + $0)
    }
    // As long as the whole history is kept, a series without a preparation is measured anew for each forecast.
    let isWhole = all.observed == HistoryFacts(values[...]).observed
    if preparations[id] == nil, isWhole, HistoryFacts(end.values[...]).observed < all.observed {
      let history = ForecastHistory(values[...], isJudged: true)
      let preparation = SeriesPreparation(
        measuring: Array((history?.values ?? [])[...]), firstOrdinal: frequency.ordinal(of: start) ?? 0,
        season: seasonLength, horizon: horizon, design.recipe)
      if preparation.scale != nil { preparations[id] = preparation }
    }
    let most = 4 * reach + 4096 / (1 + columns.known.count)
    guard end.values.count <= most else {
      throw ForetellError(
        .hugeGap,
        "series `\(id)` has so many missing steps that \(end.values.count) would have to be kept; the limit is \(most)",
        location: .init(series: id), hint: "fit again to the rows after the gap")
    }
    return end
  }

  /// Keeps how many steps at the end of a series are taken as missing.
  private mutating func noteMasked(_ values: [Double], _ far: [Int], _ joined: HistoryJoin.Joined) {
    let id = joined.series.id
    let before = values[..<joined.firstNew].lastIndex { !$0.isNaN }
    let old = maskedEnds[id].map { (before ?? -1) + $0 }
    let latest = far.last ?? old
    let last = values.lastIndex { !$0.isNaN }
    let masked = latest.map { max($0 - (last ?? -1), 0) } ?? 0
    maskedEnds[id] = masked > 0 ? masked : nil
  }

  /// Opens the times of the week at which there is a value now, and finds the closed times of a new series.
  private mutating func noteClosedTimes(_ values: [Double], _ joined: HistoryJoin.Joined) {
    let id = joined.series.id
    guard joined.isKnown else {
      closedTimes[id] = ClosedTimes(values, start: joined.series.start, frequency: frequency)
      return
    }
    guard let closed = closedTimes[id], let first = frequency.ordinal(of: joined.series.start) else { return }
    let stamps = values.indices.dropFirst(joined.firstNew).filter { !values[$0].isNaN }
      .map { frequency.timestamp(first + $0) }
    closedTimes[id] = closed.opened(at: stamps)
  }
}
