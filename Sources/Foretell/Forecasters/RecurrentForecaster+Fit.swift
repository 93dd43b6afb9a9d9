import ForetellCore
import ForetellData
import Foundation

extension RecurrentForecaster: Forecaster {
  /// Fits one network to all series of `table` for forecasts of `horizon` steps.
  ///
  /// - Parameters:
  ///   - table: at least one series with two observed values.
  ///   - horizon: steps to forecast at once, positive.
  ///   - seed: decides initial weights, order of windows and dropout; same seed, same bits.
  ///   - options: threads, progress, checkpoints; they don't change the result.
  /// - Throws: ``ForetellError``: options out of range, no usable series, values a transform can't take, a diverging
  ///   loss, interruption, a checkpoint that can't be written or belongs to another fit.
  public func fit(
    _ table: SeriesTable, horizon: Int, seed: UInt64 = 1, options: FitOptions = FitOptions()
  ) throws -> FittedForecaster {
    try check(horizon: horizon)
    let season = seasonLength ?? table.frequency.defaultSeasonLength
    let prepared = try PreparedTable(table, self, horizon: horizon, season: season)
    var checkpoint: Checkpoint?
    if let path = options.checkpoint {
      checkpoint = Checkpoint(path: path, fingerprint: try fingerprint(table, horizon: horizon, seed: seed))
    }
    let trainer = Trainer(
      self, table: prepared, seed: seed,
      threads: options.threads ?? ProcessInfo.processInfo.activeProcessorCount)
    guard trainer.training.count > 0 else {
      throw ForetellError(
        .seriesTooShort, "no series is long enough to learn from: the longest has \(prepared.longest) points",
        hint: validationSize > 0 ? "a smaller --validation-size leaves more to learn from" : nil)
    }
    try trainer.run(options, checkpoint: checkpoint)
    return FittedForecaster(self, trainer: trainer, table: table)
  }

  /// The same as `fit`, as a `Forecaster`.
  public func fitted(
    to table: SeriesTable, horizon: Int, seed: UInt64, options: FitOptions
  ) throws -> any FittedModel {
    try fit(table, horizon: horizon, seed: seed, options: options)
  }

  /// Steps of history the network reads, given the season and the series' lengths: two seasons, at least twelve steps and
  /// as much as the horizon, but no more than leaves half of the median series for targets.
  public func resolvedInputSize(season: Int, horizon: Int, medianLength: Int) -> Int {
    if let inputSize { return inputSize }
    let wanted = max(2 * season, horizon, 12)
    let affordable = max((medianLength - horizon) / 2, min(season + 1, medianLength - horizon), 2)
    return min(wanted, affordable)
  }

  /// Throws unless every option lies in its range; the upper bounds keep products of sizes from overflowing.
  func check(horizon: Int) throws {
    func require(_ holds: Bool, _ name: String, _ rule: String) throws {
      if !holds { throw ForetellError(.badOption, "\(name) must be \(rule)") }
    }
    try require((1...1_000_000).contains(horizon), "the horizon", "in 1...1000000")
    try require((1...65_536).contains(hiddenSize), "the hidden size", "in 1...65536")
    try require((1...256).contains(layers), "the number of layers", "in 1...256")
    try require(inputSize.map { (1...10_000_000).contains($0) } ?? true, "the input size", "in 1...10000000")
    try require(dropout >= 0 && dropout < 1, "dropout", "in 0..<1")
    try require(epochs.map { (1...1_000_000_000).contains($0) } ?? true, "the number of epochs", "positive")
    try require((1...1_000_000).contains(batchSize), "the batch size", "in 1...1000000")
    try require(learningRate > 0 && learningRate.isFinite, "the learning rate", "positive")
    try require(weightDecay >= 0 && weightDecay.isFinite, "weight decay", "zero or positive")
    try require(seasonLength.map { (1...10_000_000).contains($0) } ?? true, "the season length", "positive")
    try require(windowsPerEpoch > 0, "the number of windows per epoch", "positive")
    try require(validationSize >= 0, "the validation size", "zero or positive")
    try require(patience > 0, "patience", "positive")
    try require(truncation.map { $0 > 0 } ?? true, "truncation", "positive")
    try require(
      (1...99).contains(trainedLevels.count) && trainedLevels.allSatisfy { $0 > 0 && $0 < 100 },
      "a trained level",
      "between 0 and 100 percent")
    try require(
      Set(trainedLevels).count == trainedLevels.count, "trained levels", "different from each other")
  }

  /// A digest of everything that decides a fit's result.
  func fingerprint(_ table: SeriesTable, horizon: Int, seed: UInt64) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    var hash = FNV1a()
    hash.update(try encoder.encode(self))
    hash.update("\(horizon) \(seed) \(table.checksum)".utf8)
    return hash.hexadecimalText
  }
}

extension PreparedTable {
  /// Length of the longest series.
  var longest: Int { columns.map(\.values.count).max() ?? 0 }

  /// Transforms all series of a table for fitting.
  init(_ table: SeriesTable, _ forecaster: RecurrentForecaster, horizon: Int, season: Int) throws {
    let lengths = table.series.map(\.values.count).sorted()
    let median = lengths.isEmpty ? 0 : lengths[lengths.count / 2]
    let size = forecaster.resolvedInputSize(season: season, horizon: horizon, medianLength: median)
    let preparations = try table.series.map { series in
      try SeriesPreparation.checked(series, season: season, transform: forecaster.transform)
    }
    self.init(
      table, preparations, inputSize: size, horizon: horizon, season: season, scaling: forecaster.scaling,
      seasonalResidual: forecaster.seasonalResidual, usesCalendar: forecaster.usesCalendar,
      covariates: CovariateScale.measure(table))
  }

  /// Transforms a table with preparations that are known already.
  init(
    _ table: SeriesTable, _ preparations: [SeriesPreparation], inputSize: Int, horizon: Int, season: Int,
    scaling: ScalingName, seasonalResidual: Bool, usesCalendar: Bool, covariates: [CovariateScale]
  ) {
    self.inputSize = inputSize
    self.horizon = horizon
    self.season = season
    self.scaling = scaling
    self.seasonalResidual = seasonalResidual
    let calendar = CalendarFeatures(frequency: table.frequency)
    calendarWidth = usesCalendar ? calendar.count : 0
    covariateWidth = covariates.count
    var columns: [Column] = []
    for (series, preparation) in zip(table.series, preparations) {
      var features: [Float] = []
      if usesCalendar && calendar.count > 0, let first = table.frequency.ordinal(of: series.start) {
        features.reserveCapacity(series.values.count * calendar.count)
        for index in series.values.indices { features += calendar.values(at: first + index) }
      }
      let extras = zip(series.covariates, covariates).map { values, scale in
        values.map { Float(($0 - scale.mean) / scale.deviation) }
      }
      columns.append(
        Column(
          values: series.values.map { Float(preparation.forward($0)) }, covariates: extras,
          calendar: features,
          preparation: preparation))
    }
    self.columns = columns
  }
}

/// Mean and standard deviation of one covariate over all series.
struct CovariateScale: Sendable, Codable, Equatable {
  var mean: Double
  var deviation: Double

  /// Measures every covariate of a table.
  static func measure(_ table: SeriesTable) -> [CovariateScale] {
    table.columns.covariates.indices.map { number in
      var (count, sum, squares) = (0.0, 0.0, 0.0)
      for series in table.series where number < series.covariates.count {
        for value in series.covariates[number] where !value.isNaN {
          count += 1
          sum += value
        }
      }
      let mean = count > 0 ? sum / count : 0
      for series in table.series where number < series.covariates.count {
        for value in series.covariates[number] where !value.isNaN {
          squares += (value - mean) * (value - mean)
        }
      }
      let deviation = count > 1 ? (squares / count).squareRoot() : 0
      return CovariateScale(mean: mean, deviation: deviation > 0 ? deviation : 1)
    }
  }
}

extension SeriesPreparation {
  /// Chooses a preparation; throws when an explicit log or Box-Cox meets values that aren't positive.
  static func checked(_ series: Series, season: Int, transform: TransformName) throws -> SeriesPreparation {
    if transform == .log || transform == .boxCox,
      let index = series.values.firstIndex(where: { $0 <= 0 })
    {
      throw ForetellError(
        .badOption,
        "\(transform.rawValue) needs positive values; series \(series.id) has \(series.values[index])",
        location: .init(series: series.id), hint: "leave out --transform, or use --transform none")
    }
    return SeriesPreparation(series.values, season: season, transform: transform)
  }
}
