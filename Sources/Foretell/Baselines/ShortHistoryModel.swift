import ForetellData

/// The result of a network's fit when no series has enough values to learn from.
struct ShortHistoryModel: FittedModel {
  /// The network's name, for the column that the caller expects.
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
