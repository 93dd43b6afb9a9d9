import ForetellData

/// A forecaster that trains weights in epochs: what a comparison makes equal and a command tells before the work.
public protocol TrainableForecaster: Forecaster, Codable, Equatable where Fitted: TrainedModel {
  /// Hidden units per layer.
  var hiddenSize: Int { get set }
  /// Passes over the data, at most; nil: as many as the data ask for.
  var epochs: Int? { get set }
  /// The range of the forecasts; they don't change what is learned.
  var bounds: ForecastBounds { get set }
  /// Throws `ForetellError` of kind `usage` unless the horizon and every option lie in their ranges.
  func check(horizon: Int) throws
  /// Trained numbers of a fit to `table`, without fitting it.
  func parameterCount(for table: SeriesTable, horizon: Int) -> Int
  /// Multiplications of the matrix products for one window, forward.
  func multiplyAdds(for table: SeriesTable, horizon: Int) -> Int
  /// The same forecaster with the hidden size whose parameter count comes nearest to `budget`.
  func matching(parameters budget: Int, for table: SeriesTable, horizon: Int) -> Self
  /// Epochs of a fit to `table`, at most.
  ///
  /// - Throws: `ForetellError` for a table that can't be fitted.
  func resolvedEpochs(for table: SeriesTable, horizon: Int) throws -> Int
  /// How much work a fit to `table` is.
  func effort(for table: SeriesTable, horizon: Int) -> TrainingEffort
}

extension TrainableForecaster {
  /// Seeds decide initial weights, the order of windows and dropout.
  public var usesRandomNumbers: Bool { true }
  /// The forecaster itself.
  public var trainable: (any TrainableForecaster)? { self }
}

/// How much work a fit is, and what was done to keep it within bounds.
public struct TrainingEffort: Sendable, Hashable {
  /// Multiply-adds of all updates; an update takes three times a forward pass.
  public var multiplyAdds: Double
  /// Multiply-adds from which on a fit takes more than some seconds.
  public var usualLimit: Double
  /// Steps of history that the fit reads.
  public var inputSize: Int
  /// Steps that it would read if work were no object.
  public var wantedInputSize: Int
  /// Whether it reads differences to one season earlier, because the window is shorter than the season.
  public var readsSeasonalDifferences: Bool
}
