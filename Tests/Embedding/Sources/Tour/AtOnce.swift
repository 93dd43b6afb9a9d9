import Foretell

/// Forecasts of the next step with several cells, fitted concurrently with one thread each.
func nextValues(_ cells: [RecurrentCellKind], _ table: SeriesTable) async throws -> [String: Double] {
  try await withThrowingTaskGroup(of: (String, Double).self) { group in
    for cell in cells {
      group.addTask {
        let model = RecurrentForecaster(cell: cell, hiddenSize: 16)
        let forecast = try await model.fit(table, horizon: 12, options: FitOptions(threads: 1)).predict()
        return (model.name, forecast.series[0].point[0])
      }
    }
    var values: [String: Double] = [:]
    for try await (name, value) in group { values[name] = value }
    return values
  }
}
