import ForetellData

extension KeptTable {
  /// A whole table with new rows appended, without columns beside the values, as a file keeps it.
  static func updated(
    _ table: SeriesTable, with rows: SeriesTable, gaps: CSVOptions.GapPolicy
  ) throws -> (SeriesTable, ModelUpdate) {
    let ids = table.series.map(\.id)
    var join = try HistoryJoin(rows.plain, frequency: table.frequency, ids: ids, gaps: gaps)
    let whole = table.plain
    var series: [Series] = []
    series.reserveCapacity(ids.count)
    // An outlier is kept as it is, because these methods judge the whole history for each forecast.
    for one in whole.series { series.append(try join.join(one).series) }
    for one in join.others(than: ids) { series.append(try join.begin(one).series) }
    return (whole.with(series), join.update)
  }
}

extension SeriesTable {
  /// The table without columns beside the values.
  fileprivate var plain: SeriesTable {
    let columns = KeptTable.columns(of: self)
    guard columns != self.columns else { return self }
    return with(series.map { Series(id: $0.id, start: $0.start, values: $0.values) }, columns: columns)
  }
}
