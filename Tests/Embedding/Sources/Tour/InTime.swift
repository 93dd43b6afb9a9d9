import Foretell

/// The fitted model, or nil if the time was too short.
func fitted(
  _ model: RecurrentForecaster, to table: SeriesTable, within limit: Duration
) async throws -> FittedForecaster? {
  try await withThrowingTaskGroup(of: FittedForecaster?.self) { group in
    group.addTask { try await model.fit(table, horizon: 12) }
    group.addTask {
      try await Task.sleep(for: limit)
      return nil
    }
    defer { group.cancelAll() }
    return try await group.next() ?? nil
  }
}
