import ForetellData

/// A forecaster that trains weights in epochs, with the sizes that comparisons match and the command prints
/// before training.
public protocol TrainableForecaster: Forecaster, Codable, Equatable where Fitted: TrainedModel {
  /// Hidden units per layer.
  var hiddenSize: Int { get set }
  /// The largest number of passes over the data; nil chooses it from the amount of data.
  var epochs: Int? { get set }
  /// The range of the forecasts; it doesn't change what is learned.
  var bounds: ForecastBounds { get set }
  /// Throws `ForetellError` of kind `usage` unless the horizon and every option lie in their ranges.
  func check(horizon: Int) throws
  /// Number of trained parameters of a fit to `table`, without fitting it.
  func parameterCount(for table: SeriesTable, horizon: Int) -> Int
  /// Multiplications in the matrix products for one window in a forward pass.
  func multiplyAdds(for table: SeriesTable, horizon: Int) -> Int
  /// The same forecaster with the hidden size whose parameter count is nearest to `budget`.
  func matching(parameters budget: Int, for table: SeriesTable, horizon: Int) -> Self
  /// The largest number of epochs of a fit to `table`.
  ///
  /// - Throws: `ForetellError` for a table that can't be fitted.
  func resolvedEpochs(for table: SeriesTable, horizon: Int) throws -> Int
  /// The amount of work of a fit to `table`.
  func effort(for table: SeriesTable, horizon: Int) -> TrainingEffort
  /// How a recurrent network reads series; nil for other networks.
  var reading: ReadingName? { get }
  /// The options that a fit chooses from the data, each with its reason; empty if all are set.
  func choices(for table: SeriesTable, horizon: Int) -> [RecipeChoice]
}

extension TrainableForecaster {
  /// True: the seed decides initial weights, the order of windows and dropout.
  public var usesRandomNumbers: Bool { true }
  /// The forecaster itself.
  public var trainable: (any TrainableForecaster)? { self }
  /// Nil: there is only one way.
  public var reading: ReadingName? { nil }
  /// Empty: nothing is left to be chosen.
  public func choices(for table: SeriesTable, horizon: Int) -> [RecipeChoice] { [] }
}

/// The amount of work of a fit, and whether its windows were shortened to limit it.
public struct TrainingEffort: Sendable, Hashable {
  /// Multiply-adds of all updates; an update costs three times a forward pass.
  public var multiplyAdds: Double
  /// The number of multiply-adds from which a fit takes more than some seconds.
  public var usualLimit: Double
  /// Steps of history that the fit reads.
  public var inputSize: Int
  /// The number of steps that the fit would read if training time were unlimited.
  public var wantedInputSize: Int
  /// Whether it reads differences to one season earlier, because the window is shorter than the season.
  public var readsSeasonalDifferences: Bool
}
