import ForetellData

// Each of these functions does the same as the one of the same name without `async`, with the same bits. In
// an asynchronous function the compiler chooses these and requires `await`, so that long work never blocks
// one of the few threads that all tasks share.

extension Forecaster {
  /// Fits all series on a thread of its own; other tasks go on meanwhile.
  ///
  /// - Parameters:
  ///   - table: what the function without `async` takes.
  ///   - horizon: steps to forecast at once, positive.
  ///   - seed: decides all random numbers; same seed, same bits.
  ///   - options: threads, progress (called on the fit's thread), checkpoints; they don't change the result.
  /// - Throws: what the function without `async` throws; a cancelled task ends the fit, of a network at the next update,
  ///   with a `ForetellError` of kind `interrupted`, after which a checkpoint can be continued from.
  public func fit(
    _ table: SeriesTable, horizon: Int, seed: UInt64 = 1, options: FitOptions = FitOptions()
  ) async throws -> Fitted {
    try await offPool { isCancelled in
      let options = options.stopping(when: isCancelled)
      try options.checkCancellation("the fit")
      return try fit(table, horizon: horizon, seed: seed, options: options)
    }
  }
}

extension FittedModel {
  /// Forecasts on a thread of its own; throws a `ForetellError` of kind `interrupted` when the task is
  /// cancelled before.
  public func predict(_ table: SeriesTable?, horizon: Int?, levels: [Double]) async throws -> Forecast {
    try await offPool { isCancelled in
      try FitOptions(isCancelled: isCancelled).checkCancellation("the forecast")
      return try predict(table, horizon: horizon, levels: levels)
    }
  }
}

extension FittedForecaster {
  /// Forecasts every series of a table on a thread of its own.
  ///
  /// - Throws: what the function without `async` throws; cancelling the task ends the forecast with a
  ///   `ForetellError` of kind `interrupted`.
  public func predict(
    _ table: SeriesTable? = nil, horizon: Int? = nil, levels: [Double] = [80, 95]
  ) async throws -> Forecast {
    try await offPool { try predict(table, horizon: horizon, levels: levels, isCancelled: $0) }
  }

  /// Forecasts from several earlier origins at once on a thread of its own.
  ///
  /// - Throws: what the function without `async` throws; cancelling the task ends the forecast with a
  ///   `ForetellError` of kind `interrupted`.
  public func predict(
    _ table: SeriesTable, droppingLast counts: [Int], horizon: Int? = nil, levels: [Double] = [80, 95]
  ) async throws -> [Forecast] {
    try await offPool {
      try predict(table, droppingLast: counts, horizon: horizon, levels: levels, isCancelled: $0)
    }
  }
}

extension Backtest {
  /// Runs all models over all windows on a thread of its own.
  ///
  /// - Throws: what the function without `async` throws; cancelling the task ends the backtest with a
  ///   `ForetellError` of kind `interrupted`.
  public func run(
    _ models: [(label: String, forecaster: any Forecaster)], on table: SeriesTable, seed: UInt64 = 1,
    options: FitOptions = FitOptions(), progress: (@Sendable (Progress) -> Void)? = nil
  ) async throws -> BacktestResult {
    try await offPool { isCancelled in
      try run(
        models, on: table, seed: seed, options: options.stopping(when: isCancelled), progress: progress)
    }
  }
}

extension Comparison {
  /// Compares models on a table, on a thread of its own.
  ///
  /// - Throws: what the function without `async` throws; cancelling the task ends the comparison with a
  ///   `ForetellError` of kind `interrupted`.
  public func run(
    _ models: [(label: String, forecaster: any Forecaster)], on table: SeriesTable, seed: UInt64 = 1,
    options: FitOptions = FitOptions(), progress: (@Sendable (Progress) -> Void)? = nil
  ) async throws -> ComparisonOutcome {
    try await offPool { isCancelled in
      try run(
        models, on: table, seed: seed, options: options.stopping(when: isCancelled), progress: progress)
    }
  }
}
