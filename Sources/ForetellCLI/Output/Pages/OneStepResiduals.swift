import Foretell

/// The one-step-ahead errors of a network over the end of a series that it was trained on.
struct OneStepResiduals {
  /// Observed minus forecast values, in time order; NaN at gaps.
  let values: [Double]
  /// The time stamps of these steps.
  let stamps: [String]

  /// The largest number of steps.
  static let mostSteps = 240

  /// Forecasts every step from the points before it; nil if the history is too short or a forecast fails.
  init?(_ network: any TrainedModel, _ table: SeriesTable, series number: Int) {
    let series = table.series[number]
    let needed = max(network.inputSize, network.seasonLength)
    let steps = min(series.values.count - needed, Self.mostSteps)
    guard steps >= 8 else { return nil }
    // Only the end of the series that is needed, so that cutting it repeatedly is cheap.
    let first = max(0, series.values.count - steps - 2 * needed)
    let end = SeriesTable(
      checked: [
        series.part(first..<series.values.count, start: table.timestamp(ofSeries: number, at: first))
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
