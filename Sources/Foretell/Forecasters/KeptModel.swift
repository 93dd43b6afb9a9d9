import ForetellData

/// A fitted model that can be saved to a file, and that forecasts without the table to which it was fitted.
public protocol KeptModel: FittedModel {
  /// The horizon given to the fit in steps; the default length of a forecast.
  var forecastHorizon: Int { get }
  /// The horizon in steps that aren't closed, when the fit's horizon was chosen from it; nil when all steps
  /// count.
  var openHorizon: Int? { get set }
  /// Season length in steps.
  var seasonLength: Int { get }
  /// The fit's seed.
  var seed: UInt64 { get }
  /// The frequency of the data.
  var frequency: Frequency { get }
  /// The names of the data's columns.
  var columns: ColumnNames { get }
  /// Times of the week at which a series of the data never has a value, by series id.
  var closedTimes: [String: ClosedTimes] { get }
  /// Checksum of the data given to the fit.
  var trainingChecksum: String { get }
  /// The range of the forecasts.
  var bounds: ForecastBounds { get }
  /// Warnings about single series, such as values that the fit treated as missing.
  var warnings: [ForecastWarning] { get }
  /// The part of the data, up to its end, that the model keeps.
  var lastTable: SeriesTable { get }
  /// Every option of the fit with its value, as they are written on the command line; where an option was left open, the
  /// value that the fit chose and the reason.
  var optionValues: [OptionValue] { get }
  /// The options that rules chose from the data, each with its reason; empty when no rules chose, and for files of
  /// releases that didn't keep the reasons.
  var choices: [RecipeChoice] { get }
  /// The same model with another range of its forecasts.
  func with(bounds: ForecastBounds) -> Self
  /// Goes on with new rows, without training: the ends of the series that the model keeps, and all that depends on them,
  /// move on. Costs as much as the rows and the kept ends have values, however long the history has become; reference
  /// methods and regressions keep the whole table, to which the rows are appended.
  ///
  /// Weights, coefficients, and the scale, transform and season measured for each series of the fit stay as they are; only a
  /// new fit learns from the rows. Afterwards ``FittedModel/predict(_:horizon:levels:)`` with nil gives the same bits as with a
  /// table of the whole history, old rows and new, with these exceptions:
  /// - A value is judged once, when it comes, as too far from all others to be real (``ForecastWarning/Kind/outlier``); the
  ///   whole history may judge it otherwise later.
  /// - A series that is new has its scale, transform and season measured from its whole history until the model no longer
  ///   keeps it whole; then they stay.
  /// - A series that ends with more missing steps than it has had values isn't forecast from the model, while the whole
  ///   history counts steps.
  /// - Of model files of the first release, which say nothing of whole histories, only the ends count.
  ///
  /// Rows that the model has already are compared where it still keeps them and left out, so that a table of the whole
  /// history may be given. What is known into the future may be given anew. Series of the model that the table hasn't, stay.
  ///
  /// A failed update changes nothing. ``RunningForecast`` is the counterpart for one series within a process.
  ///
  /// - Parameters:
  ///   - table: rows of the frequency and the columns of the fit.
  ///   - gaps: the treatment of steps between the model's end and the first row.
  /// - Returns: what was done with the rows.
  /// - Throws: `ForetellError` for a table that doesn't fit the model, in which none of its series is, or a row of which says
  ///   something else than the model was told; for a gap behind the model's end when `gaps` is `error`, or of many times more
  ///   steps than there are values.
  @discardableResult
  mutating func update(with table: SeriesTable, gaps: CSVOptions.GapPolicy) throws -> ModelUpdate
  /// Writes the model file atomically; throws `ForetellError` of kind `inputOutput` when it can't be written.
  func save(to path: String) throws
  /// The content of the file that ``save(to:)`` writes.
  func encoded() throws -> [UInt8]
}

extension KeptModel {
  /// The model after ``update(with:gaps:)``.
  public func updated(with table: SeriesTable, gaps: CSVOptions.GapPolicy = .mask) throws -> Self {
    var model = self
    try model.update(with: table, gaps: gaps)
    return model
  }

  /// Goes on with new rows, whose gap behind the model's end stays missing; see ``update(with:gaps:)``.
  @discardableResult
  public mutating func update(with table: SeriesTable) throws -> ModelUpdate {
    try update(with: table, gaps: .mask)
  }
}

/// A fitted model with trained weights.
public protocol TrainedModel: KeptModel {
  /// Steps that are forecast at once; a longer horizon is reached by feeding forecasts back.
  var horizon: Int { get }
  /// Steps of history that a forecast reads.
  var inputSize: Int { get }
  /// Hidden units per layer.
  var hiddenSize: Int { get }
  /// How a recurrent network reads series, `values` or `origins`; nil for other networks.
  var reading: ReadingName? { get }
  /// The name of the loss that training minimised.
  var lossName: String { get }
  /// Number of trained parameters of all networks.
  var parameterCount: Int { get }
  /// Number of networks whose forecasts are averaged.
  var networkCount: Int { get }
  /// The trained parameters by block, in the model file's order.
  var parameterBlocks: [(name: String, values: [Float])] { get }
  /// The training's progress, one entry per epoch.
  var history: [TrainingProgress] { get }
  /// The epoch whose weights were kept, counted from 1.
  var bestEpoch: Int { get }
  /// Whether the network carries a state from step to step, so that ``gradients(on:batches:threads:)`` can
  /// measure how far back it learns.
  var carriesState: Bool { get }
  /// Measures how far back the gradient of the loss reaches on a table, with the weights as they are.
  ///
  /// - Parameters:
  ///   - table: the training data, or other series with the same frequency and covariates.
  ///   - batches: the largest number of batches of windows to measure.
  ///   - threads: the largest number of threads; nil uses all cores.
  /// - Throws: `ForetellError` for a table that doesn't fit the model, and for a model that carries no state.
  func gradients(on table: SeriesTable, batches: Int, threads: Int?) throws -> GradientSnapshot
}

extension TrainedModel {
  /// One: forecasts aren't averaged.
  public var networkCount: Int { 1 }
  /// The model itself.
  public var trained: (any TrainedModel)? { self }
}
