import ForetellData

/// A fitted model that can be written to a file and forecasts without the table that it was fitted to.
public protocol KeptModel: FittedModel {
  /// Steps that a forecast has when nobody says how many.
  var forecastHorizon: Int { get }
  /// The horizon in steps that aren't closed, when the fit's horizon was chosen from it; nil when all steps
  /// count.
  var openHorizon: Int? { get set }
  /// Season length in steps.
  var seasonLength: Int { get }
  /// The fit's seed.
  var seed: UInt64 { get }
  /// The grid of the data.
  var frequency: Frequency { get }
  /// The data's columns.
  var columns: ColumnNames { get }
  /// Times of the week at which a series of the data never has a value, by series id.
  var closedTimes: [String: ClosedTimes] { get }
  /// Checksum of the data of the fit.
  var trainingChecksum: String { get }
  /// The range of the forecasts.
  var bounds: ForecastBounds { get }
  /// What the fit did about single series, such as values taken as missing.
  var warnings: [ForecastWarning] { get }
  /// As much of the end of the data as the model keeps.
  var lastTable: SeriesTable { get }
  /// The same model with other bounds for its forecasts.
  func with(bounds: ForecastBounds) -> Self
  /// Writes the model file, atomically.
  func save(to path: String) throws
  /// The bytes of the model file.
  func encoded() throws -> [UInt8]
}

/// A fitted model with trained weights.
public protocol TrainedModel: KeptModel {
  /// Steps that are forecast at once; later ones are reached by feeding forecasts back.
  var horizon: Int { get }
  /// Steps of history that a forecast reads.
  var inputSize: Int { get }
  /// Hidden units per layer.
  var hiddenSize: Int { get }
  /// The name of what training minimised.
  var lossName: String { get }
  /// Number of trained parameters.
  var parameterCount: Int { get }
  /// The trained numbers by block, in the model file's order.
  var parameterBlocks: [(name: String, values: [Float])] { get }
  /// One entry per epoch.
  var history: [TrainingProgress] { get }
  /// The epoch whose weights were kept, from 1.
  var bestEpoch: Int { get }
  /// Whether a state is carried from step to step, so that ``gradients(on:batches:threads:)`` can tell how far back the
  /// model learns.
  var carriesState: Bool { get }
  /// How far back the gradient of the loss reaches on a table, with the weights as they are.
  ///
  /// - Parameters:
  ///   - table: the training data, or other series on the same grid with the same covariates.
  ///   - batches: at most so many batches of windows are measured.
  ///   - threads: most threads at once; nil takes all cores.
  /// - Throws: `ForetellError` for a table that the model can't read, and where no state is carried.
  func gradients(on table: SeriesTable, batches: Int, threads: Int?) throws -> GradientSnapshot
}

extension TrainedModel {
  /// The model itself.
  public var trained: (any TrainedModel)? { self }
}
