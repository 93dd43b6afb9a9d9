import Foretell

/// What a network gets wrong one step ahead over the end of a series that it has learned.
struct OneStepResiduals {
  /// Observed minus forecast, in time order; NaN at gaps.
  let values: [Double]
  /// The stamps of the same steps.
  let stamps: [String]

  /// Steps looked at, at most.
  static let mostSteps = 240

  /// Forecasts every step from the points before it; nil where the history is too short, or forecasts fail.
  init?(_ network: any TrainedModel, _ table: SeriesTable, series number: Int) {
    let series = table.series[number]
    let needed = max(network.inputSize, network.seasonLength)
    let steps = min(series.values.count - needed, Self.mostSteps)
    guard steps >= 8 else { return nil }
    // The end that is read, so that cutting it again and again stays cheap.
    let first = max(0, series.values.count - steps - 2 * needed)
    let end = SeriesTable(
      checked: [
        Series(
          id: series.id, start: table.timestamp(ofSeries: number, at: first),
          values: Array(series.values[first...]), covariates: series.covariates.map { Array($0[first...]) })
      ], frequency: table.frequency, name: table.name, columns: table.columns, stampStyle: table.stampStyle)
    var values: [Double] = []
    var stamps: [String] = []
    for back in (1...steps).reversed() {
      guard
        let forecast = try? network.predict(end.droppingLast(back), horizon: 1, levels: []).series.first,
        let point = forecast.point.first
      else { return nil }
      let index = series.values.count - back
      values.append(series.values[index] - point)
      stamps.append(table.text(for: table.timestamp(ofSeries: number, at: index)))
    }
    self.values = values
    self.stamps = stamps
  }
}
