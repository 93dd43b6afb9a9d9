import ForetellCore
import ForetellData

/// A trained network: its weights, the preparation of each series, and the end of each series.
///
/// Forecasting doesn't change the value, and any thread may do it.
public struct FittedForecaster: TrainedModel, Sendable {
  /// The configuration it was fitted with.
  public internal(set) var configuration: any NetworkForecaster
  /// Steps that the network forecasts at once: the fit's horizon, or a part of it when the data were too
  /// short to learn the whole (see ``forecastHorizon``).
  public let horizon: Int
  /// The horizon given to the fit in steps; the default length of a forecast.
  public let forecastHorizon: Int
  /// The fit's seed.
  public let seed: UInt64
  /// Steps of history that a forecast reads.
  public let inputSize: Int
  /// Number of origins in a sequence, each with its own window of ``inputSize`` steps; 1 when the network
  /// reads value by value.
  public let originCount: Int
  /// Season length in steps.
  public let seasonLength: Int
  /// Number of trained parameters of the first network.
  let ownParameterCount: Int
  /// The training's progress, one entry per epoch.
  public let history: [TrainingProgress]
  /// The epoch whose weights were kept, counted from 1.
  public let bestEpoch: Int
  /// The frequency of the training data.
  public let frequency: Frequency
  /// The form in which the training data's time stamps were written.
  public let stampStyle: StampStyle
  /// The names of the training data's columns.
  public let columns: ColumnNames
  /// Checksum of the training data.
  public let trainingChecksum: String

  /// Whether the network reads differences to one season earlier.
  let readsSeasonalDifferences: Bool
  /// Times of the week at which a series of the training data never has a value, by series id.
  public internal(set) var closedTimes: [String: ClosedTimes] = [:]
  /// The horizon in steps that aren't closed, when the fit's horizon was chosen from it; nil when all steps
  /// count.
  public var openHorizon: Int?
  /// The options that rules chose from the data, each with its reason; empty when no rules chose, and for files of
  /// releases that didn't keep the reasons.
  public internal(set) var choices: [RecipeChoice] = []
  /// The factors by which intervals are widened; nil when the network's own intervals are used.
  var calibration: IntervalCalibration?
  /// The other networks of an ensemble, whose forecasts are averaged with this one's; empty for a single network.
  var companions: [FittedForecaster] = []
  let parameters: [Float]
  let statistics: WindowStatistics
  let covariates: [AffineScale]
  /// The preparation of each series with at least one value, by id.
  var preparations: [String: SeriesPreparation]
  /// Count and range of all training values of each series, by id.
  var facts: [String: HistoryFacts]
  /// Warnings about what the fit changed in the training data.
  var trainingWarnings: [ForecastWarning]
  /// Steps at the end of a series whose values the fit treated as missing, by id; series without any are
  /// absent.
  var maskedEnds: [String: Int]
  let residualDeviations: [Float]
  /// The last points of every series, as many as a forecast needs.
  var tails: [Series]
  let network: NetworkPlan<Float>

  /// The name in column headings.
  public var name: String { configuration.name }

  /// Architecture, head and recipe of the configuration.
  var design: NetworkDesign { configuration.design }

  /// Warnings about single series: values that the fit treated as missing, series without
  /// any observed value.
  public var warnings: [ForecastWarning] {
    trainingWarnings
      + tails.filter { $0.values.allSatisfy(\.isNaN) }.map { series in
        ForecastWarning(
          kind: .leftOut, series: series.id,
          text: "series `\(series.id)` has no observed value: nothing is learned from it")
      }
  }

  /// Steps before and including the last observation that a forecast reads.
  var reach: Int {
    design.recipe.reach(
      inputSize: inputSize, originCount: originCount, season: seasonLength, frequency: frequency)
  }

  /// The same model with other bounds for its forecasts.
  public func with(bounds: ForecastBounds) -> FittedForecaster {
    var model = self
    model.configuration.bounds = bounds
    model.companions = companions.map { $0.with(bounds: bounds) }
    return model
  }

  /// Number of trained parameters of all networks.
  public var parameterCount: Int { networks.reduce(0) { $0 + $1.ownParameterCount } }
  /// Number of networks whose forecasts are averaged.
  public var networkCount: Int { 1 + companions.count }
  /// The range of the forecasts.
  public var bounds: ForecastBounds { configuration.bounds }
  /// Hidden units per layer.
  public var hiddenSize: Int { configuration.hiddenSize }
  /// How a recurrent network reads series, `values` or `origins`; nil for other networks.
  public var reading: ReadingName? { configuration.reading }
  /// The name of the loss that training minimised.
  public var lossName: String { configuration.lossName }
  /// Whether the network has recurrent layers and one loss at their end, so that its gradient can be told by lag.
  public var carriesState: Bool { !network.layers.isEmpty && design.recipe.steps == nil }

  /// The last points of the model's data as a table: those of the fit, and of updates.
  public var lastTable: SeriesTable {
    SeriesTable(checked: tails, frequency: frequency, name: "model", columns: columns, stampStyle: stampStyle)
  }

  /// Forecasts every series of a table.
  ///
  /// - Parameters:
  ///   - table: the history of any series with the same frequency, whether part of the fit or not; nil
  ///     forecasts from the end of the model's own data: those of the fit, and of updates.
  ///   - horizon: the number of steps; nil takes the fit's. A shorter horizon gives the first steps of the
  ///     trained one; a longer one is reached by feeding point forecasts back as inputs, with intervals that
  ///     grow as if the errors of successive blocks were independent.
  ///   - levels: interval levels in percent, each in 0..<100. Bounds between trained levels are interpolated
  ///     linearly in the normal quantile, beyond them extrapolated in proportion to it.
  /// - Returns: the forecasts of all series that can be forecast; `warnings` names the others.
  /// - Throws: `ForetellError` when the table has another frequency, lacks covariates or has values outside
  ///   the bounds, or when no series can be forecast.
  public func predict(
    _ table: SeriesTable? = nil, horizon: Int? = nil, levels: [Double] = [80, 95]
  ) throws -> Forecast {
    try predict(table, horizon: horizon, levels: levels, isCancelled: nil)
  }

  func predict(
    _ table: SeriesTable?, horizon: Int?, levels: [Double], totals: Int = 1,
    paths: ((SamplePaths) -> Void)? = nil, isCancelled: (@Sendable () -> Bool)?
  ) throws -> Forecast {
    let steps = horizon ?? forecastHorizon
    let data = try checked(table ?? lastTable, steps: steps, levels: levels)
    try data.requireKnown(steps: steps) { number, index in
      closedTimes[data.series[number].id]?.contains(data.timestamp(ofSeries: number, at: index)) != true
    }
    let masked = table == nil ? maskedEnds : [:]
    var forecast = Self.mean(
      try networks.map { member in
        // Each network needs the ends of the series as far as it reads.
        let own = table == nil ? try member.checked(member.lastTable, steps: steps, levels: levels) : data
        return try ForecastRunner(
          member, own, network: member.network, readsOwnEnds: table == nil, isCancelled: isCancelled
        )
        .run(
          droppingLast: [0], steps: steps, levels: levels.sorted(), masked: masked, totals: totals,
          paths: paths)[0]
      })
    // Values that the fit treated as missing are gone from the stored ends of the series, so their warnings
    // are added here.
    if table == nil { forecast.warnings = trainingWarnings + forecast.warnings }
    if let warning = horizonWarning, steps > self.horizon { forecast.warnings.append(warning) }
    return forecast
  }

  /// Forecasts every series of a table from several earlier origins at once.
  ///
  /// Gives the same forecasts as `predict(table.droppingLast(count))` for each of `counts`, but faster: the
  /// windows of all origins go through the network together.
  ///
  /// - Parameters:
  ///   - table: as for `predict(_:horizon:levels:)`.
  ///   - counts: for each origin the number of points to leave out at every series' end; traps on a negative
  ///     number.
  ///   - horizon: the number of steps; nil takes the fit's.
  ///   - levels: interval levels in percent.
  /// - Throws: what `predict(_:horizon:levels:)` throws.
  public func predict(
    _ table: SeriesTable, droppingLast counts: [Int], horizon: Int? = nil, levels: [Double] = [80, 95]
  ) throws -> [Forecast] {
    try predict(table, droppingLast: counts, horizon: horizon, levels: levels, isCancelled: nil)
  }

  func predict(
    _ given: SeriesTable, droppingLast counts: [Int], horizon: Int?, levels: [Double],
    isCancelled: (@Sendable () -> Bool)?
  ) throws -> [Forecast] {
    let steps = horizon ?? forecastHorizon
    let table = try checked(given, steps: steps, levels: levels)
    precondition(counts.allSatisfy { $0 >= 0 }, "a number of points to drop is not negative")
    let all = try networks.map { member in
      let wide = Self.network(
        member.design, rows: min(max(counts.count * table.series.count, 1), 32), inputSize: member.inputSize,
        originCount: member.originCount, horizon: member.horizon, frequency: frequency, columns: columns)
      return try ForecastRunner(member, table, network: wide, isCancelled: isCancelled)
        .run(droppingLast: counts, steps: steps, levels: levels.sorted())
    }
    return counts.indices.map { moment in Self.mean(all.map { $0[moment] }) }
  }

  /// The warning when the fit's horizon could not be learnt as a whole; nil otherwise.
  private var horizonWarning: ForecastWarning? {
    guard forecastHorizon > self.horizon, sampling == nil else { return nil }
    return ForecastWarning(
      kind: .longHorizon, series: nil,
      text:
        "a horizon of \(forecastHorizon) steps is too long to be learnt at once from these data: the network "
        + "learnt \(self.horizon) steps and goes on from its own forecasts")
  }

  /// The table with its columns as the fit had them; throws when the model can't forecast it.
  func checked(_ data: SeriesTable, steps: Int, levels: [Double]) throws -> SeriesTable {
    guard steps > 0 else { throw ForetellError(.badOption, "the horizon must be positive") }
    for level in levels where !(level >= 0 && level < 100) {
      throw ForetellError(.badOption, "level \(level) is not at least 0 and below 100")
    }
    let aligned = try matched(data)
    try data.requireFuture(steps: steps)
    return aligned
  }

  /// The table with its columns as the fit had them; throws when the model can't read it.
  func matched(_ given: SeriesTable) throws -> SeriesTable {
    let data = configuration.start == .random ? given : given.withoutKnownColumns
    guard data.frequency.unit == frequency.unit && data.frequency.multiple == frequency.multiple else {
      throw ForetellError(
        .modelMismatch,
        "the model was trained on \(frequency.name) data, \(data.name) is \(data.frequency.name)",
        location: .init(file: data.name),
        hint: "fit a model to this data, or give the right \(option: .frequency)")
    }
    let aligned = try aligned(data)
    try configuration.bounds.check(data)
    try configuration.check(data)
    return aligned
  }
}

extension FittedForecaster {
  /// Makes a model from a finished training.
  init(
    _ forecaster: any NetworkForecaster, trainer: Trainer, table: SeriesTable, horizon: Int,
    preparations: [SeriesPreparation]
  ) {
    let sizes = trainer.sampler.configuration
    let state = trainer.state
    self.init(
      forecaster, table: table, horizon: horizon,
      sizes: FitSizes(
        inputSize: sizes.inputSize, horizon: sizes.horizon,
        readsSeasonalDifferences: sizes.readsSeasonalDifferences,
        originCount: sizes.origins ?? 1, wantedInputSize: sizes.inputSize),
      preparations: preparations, seed: trainer.seed,
      parameterCount: trainer.network.plan.parameters.scalarCount,
      history: state.history, bestEpoch: state.bestParameters == nil ? state.epoch : state.bestEpoch,
      parameters: trainer.store.parameters.array, statistics: trainer.statistics,
      covariates: trainer.sampler.covariateScales, residualDeviations: trainer.residualDeviations())
  }

  /// Makes a model of a pre-trained network and a table that it wasn't trained on.
  init(
    _ forecaster: any NetworkForecaster, _ network: PretrainedNetwork, table: SeriesTable, horizon: Int,
    seed: UInt64
  ) {
    let recipe = forecaster.design.recipe
    let season = recipe.season(of: table)
    let cleaned = table.withoutIsolatedValues
    self.init(
      forecaster, table: table, horizon: horizon,
      sizes: FitSizes(
        inputSize: network.shape.inputSize, horizon: network.shape.horizon,
        originCount: network.shape.originCount,
        wantedInputSize: network.shape.inputSize),
      preparations: cleaned.series.map { series in
        SeriesPreparation(
          measuring: series.values, firstOrdinal: table.frequency.ordinal(of: series.start) ?? 0,
          season: season,
          horizon: network.shape.horizon, recipe)
      }, seed: seed, parameterCount: network.shape.parameters.scalarCount, history: [], bestEpoch: 0,
      parameters: network.parameters, statistics: network.statistics, covariates: [], residualDeviations: [])
  }

  /// Makes a model from weights and the table whose series it is to forecast.
  private init(
    _ forecaster: any NetworkForecaster, table: SeriesTable, horizon: Int, sizes: FitSizes,
    preparations: [SeriesPreparation], seed: UInt64, parameterCount: Int, history: [TrainingProgress],
    bestEpoch: Int,
    parameters: [Float], statistics: WindowStatistics, covariates: [AffineScale], residualDeviations: [Float]
  ) {
    let recipe = forecaster.design.recipe
    let season = recipe.season(of: table)
    let reach = recipe.reach(
      inputSize: sizes.inputSize, originCount: sizes.originCount, season: season, frequency: table.frequency)
    let histories = table.series.map { ForecastHistory($0.values[...]) }
    self.init(
      configuration: forecaster, horizon: sizes.horizon, forecastHorizon: horizon,
      readsSeasonalDifferences: sizes.readsSeasonalDifferences, seed: seed,
      inputSize: sizes.inputSize, originCount: sizes.originCount,
      seasonLength: season, parameterCount: parameterCount, history: history, bestEpoch: bestEpoch,
      frequency: table.frequency, stampStyle: table.stampStyle, columns: table.columns,
      trainingChecksum: table.checksum, parameters: parameters, statistics: statistics,
      covariates: covariates,
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
      residualDeviations: residualDeviations,
      tails: table.series.enumerated().map { number, series in
        series.tail(reach: reach, season: season) { table.timestamp(ofSeries: number, at: $0) }
      })
  }

  /// Makes a model from its parts and records its network for inference.
  init(
    configuration: any NetworkForecaster, horizon: Int, forecastHorizon: Int, readsSeasonalDifferences: Bool,
    seed: UInt64, inputSize: Int, originCount: Int, seasonLength: Int,
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
    self.originCount = originCount
    self.seasonLength = seasonLength
    ownParameterCount = parameterCount
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
      configuration.design, rows: min(max(tails.count, 1), 16), inputSize: inputSize,
      originCount: originCount, horizon: horizon,
      frequency: frequency, columns: columns)
  }

  /// The network recorded for forecasts of `rows` series at once, each from its last origin.
  static func network(
    _ design: NetworkDesign, rows: Int, inputSize: Int, originCount: Int, horizon: Int, frequency: Frequency,
    columns: ColumnNames
  ) -> NetworkPlan<Float> {
    let known = KnownColumns(columns)
    return NetworkPlan(
      design,
      shape: design.recipe.shape(
        rows: rows, inputSize: inputSize, originCount: originCount,
        features: design.recipe.featureCount(
          frequency: frequency, known: known, inputSize: inputSize), known: known,
        horizon: horizon, forecastsFromAll: false))
  }
}
