import ForetellData

/// What a network's fit becomes where no series has enough values to learn from.
struct ShortHistoryModel: FittedModel {
  /// The network's name: the column that was asked for.
  let name: String
  let table: SeriesTable
  let horizon: Int
  let bounds: ForecastBounds

  func predict(_ table: SeriesTable?, horizon: Int?, levels: [Double]) throws -> Forecast {
    try ReferenceRun.forecast(
      name, table ?? self.table, horizon: horizon ?? self.horizon, levels: levels, bounds: bounds
    ) { history, stamps, id, levels, limits in
      .repeating(
        history, panel: ShortHistory.Panel([]), limits: limits, id: id, stamps: stamps, levels: levels)
    }
  }
}
