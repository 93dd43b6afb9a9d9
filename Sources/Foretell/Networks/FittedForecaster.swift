import ForetellCore
import ForetellData

/// A trained network: the weights, how series were prepared, and the end of each series.
///
/// A value without hidden state: forecasting changes nothing, and any thread may do it.
public struct FittedForecaster: FittedModel, Sendable {
  /// The configuration it was fitted with.
  public internal(set) var configuration: any NetworkForecaster
  /// Steps the network forecasts at once: the fit's horizon, or a part of it where the data were too short to learn the
  /// whole (see ``forecastHorizon``).
  public let horizon: Int
  /// Steps that the fit was asked for, and that a forecast has when nobody says how many.
  public let forecastHorizon: Int
  /// The fit's seed.
  public let seed: UInt64
  /// Steps of history a forecast reads.
  public let inputSize: Int
  /// Season length in steps.
  public let seasonLength: Int
  /// Number of trained parameters.
  public let parameterCount: Int
  /// One entry per epoch.
  public let history: [TrainingProgress]
  /// The epoch whose weights were kept, from 1.
  public let bestEpoch: Int
  /// The grid of the training data.
  public let frequency: Frequency
  /// How the training data's stamps were written.
  public let stampStyle: StampStyle
  /// The training data's columns.
  public let columns: ColumnNames
  /// Checksum of the training data.
  public let trainingChecksum: String

  /// Whether the network reads differences to one season earlier.
  let readsSeasonalDifferences: Bool
  /// Times of the week at which series of the training data never have a value, by id.
  public internal(set) var closedTimes: [String: ClosedTimes] = [:]
  /// Steps of a forecast that aren't closed, where the fit's horizon was chosen to have so many; nil: all count.
  package var openHorizon: Int?
  /// By how much intervals are widened; nil for the network's own.
  var calibration: IntervalCalibration?
  let parameters: [Float]
  let statistics: WindowStatistics
  let covariates: [AffineScale]
  /// How series with at least one value are prepared.
  let preparations: [String: SeriesPreparation]
  /// What was known of all values of a series at the end of the training data.
  let facts: [String: HistoryFacts]
  /// What the fit altered in the training data.
  let trainingWarnings: [ForecastWarning]
  /// Steps at the end of a series whose values the fit took as missing, where there are any.
  let maskedEnds: [String: Int]
  let residualDeviations: [Float]
  /// The last points of every series, enough for a forecast.
  let tails: [Series]
  let network: NetworkPlan<Float>

  /// The name in column headings.
  public var name: String { configuration.name }

  /// Architecture, head and recipe of the configuration.
  var design: NetworkDesign { configuration.design }

  /// What the fit did about single series: values taken as missing, series without anything to learn from.
  public var warnings: [ForecastWarning] {
    trainingWarnings
      + tails.filter { $0.values.allSatisfy(\.isNaN) }.map { series in
        ForecastWarning(
          kind: .leftOut, series: series.id,
          text: "series `\(series.id)` has no observed value: nothing is learned from it")
      }
  }

  /// Steps before the last observation that a forecast reads.
  var reach: Int { max(inputSize, seasonLength) + seasonLength }

  /// The same model with other bounds for its forecasts.
  public func with(bounds: ForecastBounds) -> FittedForecaster {
    var model = self
    model.configuration.bounds = bounds
    return model
  }

  /// The training data's last points as a table.
  package var tailTable: SeriesTable {
    SeriesTable(checked: tails, frequency: frequency, name: "model", columns: columns, stampStyle: stampStyle)
  }

  /// Forecasts every series of a table.
  ///
  /// - Parameters:
  ///   - table: history of any series on the same grid, known to the fit or not; nil: the end of the training data.
  ///   - horizon: steps; nil: those of the fit. Fewer than the trained ones are the first of them; more are reached by feeding point forecasts
  ///     back, with intervals that grow as if the blocks' errors were independent.
  ///   - levels: interval levels in percent, each in 0..<100. Between trained levels bounds are interpolated, beyond them
  ///     extended, along the normal quantile.
  /// - Returns: the forecasts of all series that allow one; `warnings` names the others.
  /// - Throws: `ForetellError`: another frequency, missing covariates, values outside the bounds, no series that can
  ///   be forecast.
  public func predict(
    _ table: SeriesTable? = nil, horizon: Int? = nil, levels: [Double] = [80, 95]
  ) throws -> Forecast {
    try predict(table, horizon: horizon, levels: levels, isCancelled: nil)
  }

  func predict(
    _ table: SeriesTable?, horizon: Int?, levels: [Double], isCancelled: (@Sendable () -> Bool)?
  ) throws -> Forecast {
    let data = table ?? tailTable
    let steps = horizon ?? forecastHorizon
    try check(data, steps: steps, levels: levels)
    var forecast = try ForecastRunner(self, data, network: network, isCancelled: isCancelled)
      .run(
        droppingLast: [0], steps: steps, levels: levels.sorted(), masked: table == nil ? maskedEnds : [:])[0]
    // The model's own ends lack what was taken as missing.
    if table == nil { forecast.warnings = trainingWarnings + forecast.warnings }
    if let warning = horizonWarning, steps > self.horizon { forecast.warnings.append(warning) }
    return forecast
  }

  /// Forecasts every series of a table from several past moments at once: from the table without its last so many points.
  ///
  /// The same forecasts as `predict(table.droppingLast(count))` for each count, faster: windows of all moments go through
  /// the network together.
  ///
  /// - Parameters:
  ///   - table: as for `predict(_:horizon:levels:)`.
  ///   - counts: points to leave out at every series' end, one number for each moment; traps on a negative one.
  ///   - horizon: steps; nil: the trained ones.
  ///   - levels: interval levels in percent.
  /// - Throws: what `predict(_:horizon:levels:)` throws.
  public func predict(
    _ table: SeriesTable, droppingLast counts: [Int], horizon: Int? = nil, levels: [Double] = [80, 95]
  ) throws -> [Forecast] {
    try predict(table, droppingLast: counts, horizon: horizon, levels: levels, isCancelled: nil)
  }

  func predict(
    _ table: SeriesTable, droppingLast counts: [Int], horizon: Int?, levels: [Double],
    isCancelled: (@Sendable () -> Bool)?
  ) throws -> [Forecast] {
    let steps = horizon ?? forecastHorizon
    try check(table, steps: steps, levels: levels)
    precondition(counts.allSatisfy { $0 >= 0 }, "a number of points to drop is not negative")
    let wide = Self.network(
      design, rows: min(max(counts.count * table.series.count, 1), 32), inputSize: inputSize,
      horizon: self.horizon, frequency: frequency, covariates: covariates.count)
    return try ForecastRunner(self, table, network: wide, isCancelled: isCancelled)
      .run(droppingLast: counts, steps: steps, levels: levels.sorted())
  }

  /// What to say when the fit's horizon could not be learnt as a whole.
  private var horizonWarning: ForecastWarning? {
    guard forecastHorizon > self.horizon else { return nil }
    return ForecastWarning(
      kind: .longHorizon, series: nil,
      text:
        "a horizon of \(forecastHorizon) steps is too long to be learnt at once from these data: the network "
        + "learnt \(self.horizon) steps and goes on from its own forecasts")
  }

  /// Throws unless the model can forecast the table.
  private func check(_ data: SeriesTable, steps: Int, levels: [Double]) throws {
    guard steps > 0 else { throw ForetellError(.badOption, "the horizon must be positive") }
    for level in levels where !(level >= 0 && level < 100) {
      throw ForetellError(.badOption, "level \(level) is not at least 0 and below 100")
    }
    guard data.frequency.unit == frequency.unit && data.frequency.multiple == frequency.multiple else {
      throw ForetellError(
        .modelMismatch,
        "the model was trained on \(frequency.name) data, \(data.name) is \(data.frequency.name)",
        location: .init(file: data.name), hint: "fit a model to this data, or give the right --freq")
    }
    guard data.columns.covariates.count == covariates.count else {
      throw ForetellError(
        .modelMismatch,
        "the model reads \(covariates.count) covariates \(columns.covariates), \(data.name) has \(data.columns.covariates.count)",
        location: .init(file: data.name), hint: "name the columns with --covariates")
    }
    try data.requireFuture(steps: steps)
    try configuration.bounds.check(data)
  }
}

extension FittedForecaster {
  /// Takes the result of a finished training.
  init(
    _ forecaster: any NetworkForecaster, trainer: Trainer, table: SeriesTable, horizon: Int,
    preparations: [SeriesPreparation]
  ) {
    let sizes = trainer.sampler.configuration
    let reach = max(sizes.inputSize, sizes.seasonLength) + sizes.seasonLength
    let histories = table.series.map { ForecastHistory($0.values[...]) }
    let state = trainer.state
    self.init(
      configuration: forecaster, horizon: sizes.horizon, forecastHorizon: horizon,
      readsSeasonalDifferences: sizes.readsSeasonalDifferences, seed: trainer.seed,
      inputSize: sizes.inputSize,
      seasonLength: sizes.seasonLength, parameterCount: trainer.network.plan.parameters.scalarCount,
      history: state.history,
      bestEpoch: state.bestParameters == nil ? state.epoch : state.bestEpoch, frequency: table.frequency,
      stampStyle: table.stampStyle, columns: table.columns, trainingChecksum: table.checksum,
      parameters: trainer.store.parameters.array, statistics: trainer.statistics,
      covariates: trainer.sampler.covariateScales,
      preparations: Dictionary(
        zip(table.series.map(\.id), preparations).filter { $1.scale != nil }, uniquingKeysWith: { $1 }),
      facts: Dictionary(
        zip(table.series, histories).map { ($0.id, $1?.facts ?? HistoryFacts()) }, uniquingKeysWith: { $1 }),
      trainingWarnings: histories.enumerated().flatMap { number, history in
        history.map { HistoryRemarks(table, series: number).isolated($0) } ?? []
      },
      maskedEnds: Dictionary(
        zip(table.series, histories).compactMap { series, history in
          history.flatMap { $0.masked > 0 ? (series.id, $0.masked) : nil }
        }, uniquingKeysWith: { $1 }),
      residualDeviations: trainer.residualDeviations(),
      tails: table.series.enumerated().map { number, series in
        series.tail(reach: reach, season: sizes.seasonLength) { table.timestamp(ofSeries: number, at: $0) }
      })
  }

  /// Puts a model together and records its network for inference.
  init(
    configuration: any NetworkForecaster, horizon: Int, forecastHorizon: Int, readsSeasonalDifferences: Bool,
    seed: UInt64, inputSize: Int, seasonLength: Int,
    parameterCount: Int, history: [TrainingProgress], bestEpoch: Int, frequency: Frequency,
    stampStyle: StampStyle,
    columns: ColumnNames, trainingChecksum: String, parameters: [Float], statistics: WindowStatistics,
    covariates: [AffineScale], preparations: [String: SeriesPreparation], facts: [String: HistoryFacts],
    trainingWarnings: [ForecastWarning], maskedEnds: [String: Int], residualDeviations: [Float],
    tails: [Series]
  ) {
    self.configuration = configuration
    self.horizon = horizon
    self.forecastHorizon = forecastHorizon
    self.readsSeasonalDifferences = readsSeasonalDifferences
    self.seed = seed
    self.inputSize = inputSize
    self.seasonLength = seasonLength
    self.parameterCount = parameterCount
    self.history = history
    self.bestEpoch = bestEpoch
    self.frequency = frequency
    self.stampStyle = stampStyle
    self.columns = columns
    self.trainingChecksum = trainingChecksum
    self.parameters = parameters
    self.statistics = statistics
    self.covariates = covariates
    self.preparations = preparations
    self.facts = facts
    self.trainingWarnings = trainingWarnings
    self.maskedEnds = maskedEnds
    self.residualDeviations = residualDeviations
    self.tails = tails
    network = Self.network(
      configuration.design, rows: min(max(tails.count, 1), 16), inputSize: inputSize, horizon: horizon,
      frequency: frequency, covariates: covariates.count)
  }

  /// The network as recorded for forecasts of `rows` series at once.
  static func network(
    _ design: NetworkDesign, rows: Int, inputSize: Int, horizon: Int, frequency: Frequency, covariates: Int
  ) -> NetworkPlan<Float> {
    NetworkPlan(
      design,
      shape: NetworkShape(
        rows: rows, steps: inputSize,
        features: design.recipe.featureCount(frequency: frequency, covariates: covariates), horizon: horizon))
  }
}
