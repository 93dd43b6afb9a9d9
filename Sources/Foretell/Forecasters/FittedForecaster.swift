import ForetellCore
import ForetellData

/// A trained recurrent forecaster: the weights, how series were prepared, and the end of each series.
///
/// A value without hidden state: forecasting changes nothing, and any thread may do it.
public struct FittedForecaster: FittedModel, Sendable {
  /// The configuration it was fitted with.
  public let configuration: RecurrentForecaster
  /// Steps of the trained horizon.
  public let horizon: Int
  /// The fit's seed.
  public let seed: UInt64
  /// Steps of history a forecast reads.
  public let inputSize: Int
  /// Season length in steps.
  public let seasonLength: Int
  /// Trained numbers.
  public let parameterCount: Int
  /// One entry an epoch.
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

  let parameters: [Float]
  let statistics: WindowStatistics
  let covariates: [AffineScale]
  let preparations: [String: SeriesPreparation]
  let residualDeviations: [Float]
  /// The last points of every series, enough for a forecast.
  let tails: [Series]
  let network: NetworkPlan<Float>

  /// The name in column headings.
  public var name: String { configuration.name }

  /// The training data's last points as a table.
  package var tailTable: SeriesTable {
    SeriesTable(series: tails, frequency: frequency, name: "model", columns: columns, stampStyle: stampStyle)
  }

  /// Forecasts every series of a table.
  ///
  /// - Parameters:
  ///   - table: history of any series on the same grid, known to the fit or not; nil: the end of the training data.
  ///   - horizon: steps; nil: the trained ones. Fewer are the first of them; more are reached by feeding point forecasts
  ///     back, with intervals that grow as if the blocks' errors were independent.
  ///   - levels: interval levels in percent, each in 0..<100. Between trained levels bounds are interpolated, beyond them
  ///     extended, along the normal quantile.
  /// - Throws: ``ForetellError``: another frequency, missing covariates, a series without any value, a forecast that
  ///   isn't finite.
  public func predict(
    _ table: SeriesTable? = nil, horizon: Int? = nil, levels: [Double] = [80, 95]
  ) throws -> Forecast {
    let data = table ?? tailTable
    let steps = horizon ?? self.horizon
    try check(data, steps: steps, levels: levels)
    let runner = try ForecastRunner(self, data, network: network)
    return try runner.run(steps: steps, levels: levels.sorted())
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
    let steps = horizon ?? self.horizon
    try check(table, steps: steps, levels: levels)
    let kept = max(inputSize, seasonLength) + seasonLength
    var windows: [Series] = []
    var histories: [ArraySlice<Double>] = []
    for count in counts {
      for (number, series) in table.series.enumerated() {
        precondition(count >= 0, "a number of points to drop is not negative")
        let end = max(series.values.count - count, 0)
        let first = max(end - kept, 0)
        histories.append(series.values[..<end])
        windows.append(
          Series(
            id: series.id, start: table.timestamp(ofSeries: number, at: first),
            values: Array(series.values[first..<end]),
            covariates: series.covariates.map { Array($0[first..<end]) }))
      }
    }
    let data = SeriesTable(
      series: windows, frequency: table.frequency, name: table.name, columns: table.columns,
      stampStyle: table.stampStyle)
    let wide = Self.network(
      configuration, rows: min(max(windows.count, 1), 32), inputSize: inputSize, horizon: self.horizon,
      frequency: frequency, covariates: covariates.count)
    let forecast = try ForecastRunner(self, data, histories: histories, network: wide)
      .run(steps: steps, levels: levels.sorted())
    return counts.indices.map { moment in
      let first = moment * table.series.count
      return Forecast(
        model: forecast.model, levels: forecast.levels,
        series: Array(forecast.series[first..<(first + table.series.count)]))
    }
  }

  /// Throws unless the model can forecast the table.
  private func check(_ data: SeriesTable, steps: Int, levels: [Double]) throws {
    guard steps > 0 else { throw ForetellError(.badOption, "the horizon must be positive") }
    for level in levels where !(level >= 0 && level < 100) {
      throw ForetellError(.badOption, "level \(level) is outside 0..<100")
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
  }
}

extension FittedForecaster {
  /// Takes the result of a finished training.
  init(
    _ forecaster: RecurrentForecaster, trainer: Trainer, table: SeriesTable, preparations: [SeriesPreparation]
  ) {
    let sizes = trainer.sampler.configuration
    let kept = max(sizes.inputSize, sizes.seasonLength) + sizes.seasonLength
    let state = trainer.state
    self.init(
      configuration: forecaster, horizon: sizes.horizon, seed: trainer.seed, inputSize: sizes.inputSize,
      seasonLength: sizes.seasonLength, parameterCount: trainer.network.plan.parameters.scalarCount,
      history: state.history,
      bestEpoch: state.bestParameters == nil ? state.epoch : state.bestEpoch, frequency: table.frequency,
      stampStyle: table.stampStyle, columns: table.columns, trainingChecksum: table.checksum,
      parameters: trainer.store.parameters.array, statistics: trainer.statistics,
      covariates: trainer.sampler.covariateScales,
      preparations: Dictionary(
        zip(table.series.map(\.id), preparations), uniquingKeysWith: { _, last in last }),
      residualDeviations: trainer.residualDeviations(),
      tails: table.series.enumerated().map { number, series in
        let first = max(series.values.count - kept, 0)
        return Series(
          id: series.id, start: table.timestamp(ofSeries: number, at: first),
          values: Array(series.values[first...]), covariates: series.covariates.map { Array($0[first...]) })
      })
  }

  /// Puts a model together and records its network for inference.
  init(
    configuration: RecurrentForecaster, horizon: Int, seed: UInt64, inputSize: Int, seasonLength: Int,
    parameterCount: Int, history: [TrainingProgress], bestEpoch: Int, frequency: Frequency,
    stampStyle: StampStyle,
    columns: ColumnNames, trainingChecksum: String, parameters: [Float], statistics: WindowStatistics,
    covariates: [AffineScale], preparations: [String: SeriesPreparation], residualDeviations: [Float],
    tails: [Series]
  ) {
    self.configuration = configuration
    self.horizon = horizon
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
    self.residualDeviations = residualDeviations
    self.tails = tails
    network = Self.network(
      configuration, rows: min(max(tails.count, 1), 16), inputSize: inputSize, horizon: horizon,
      frequency: frequency, covariates: covariates.count)
  }

  /// The network as recorded for forecasts of `rows` series at once.
  static func network(
    _ configuration: RecurrentForecaster, rows: Int, inputSize: Int, horizon: Int, frequency: Frequency,
    covariates: Int
  ) -> NetworkPlan<Float> {
    let calendar = configuration.usesCalendar ? CalendarFeatures(frequency: frequency).count : 0
    return NetworkPlan(
      configuration,
      shape: NetworkShape(
        rows: rows, steps: inputSize, features: 2 + calendar + (covariates > 0 ? covariates + 1 : 0),
        horizon: horizon, quantiles: configuration.quantileLevels))
  }
}
