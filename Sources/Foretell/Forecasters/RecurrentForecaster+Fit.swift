import ForetellCore
import ForetellData
import Foundation

extension RecurrentForecaster: Forecaster {
  /// Fits one network to all series of `table` for forecasts of `horizon` steps.
  ///
  /// - Parameters:
  ///   - table: at least one series with four observed values.
  ///   - horizon: steps to forecast at once, positive.
  ///   - seed: decides initial weights, order of windows and dropout; same seed, same bits.
  ///   - options: threads, progress, checkpoints; they don't change the result.
  /// - Throws: `ForetellError`: options out of range, no usable series, values a transform can't take, a diverging
  ///   loss, interruption, a checkpoint that can't be written or belongs to another fit.
  public func fit(
    _ table: SeriesTable, horizon: Int, seed: UInt64 = 1, options: FitOptions = FitOptions()
  ) throws -> FittedForecaster {
    let (plain, windows) = try trained(table, horizon: horizon, seed: seed, options: options)
    var fitted = plain
    fitted.closedTimes = table.closedTimes
    fitted.calibration = try calibration(of: plain, windows: windows, on: table, seed: seed, options: options)
    return fitted
  }

  /// A fit whose intervals are the network's own, and the number of its training windows.
  func trained(
    _ table: SeriesTable, horizon: Int, seed: UInt64, options: FitOptions
  ) throws -> (fitted: FittedForecaster, windows: Int) {
    try check(horizon: horizon)
    try bounds.check(table)
    guard table.series.contains(where: { !HistoryFacts($0.values[...]).isShort }) else {
      throw ForetellError(
        .seriesTooShort,
        "no series has more than \(ShortHistory.most) values, and fewer are nothing to learn from",
        location: .init(file: table.name),
        hint: "foretell forecast repeats the last values of such series")
    }
    var (preparations, sampler) = try prepared(table, horizon: horizon)
    guard sampler.training.count > 0, validationSize == 0 || sampler.validation.count > 0 else {
      throw ForetellError(
        .seriesTooShort,
        "no series is long enough to learn from: the longest has \(table.series.map(\.values.count).max() ?? 0) points",
        hint: validationSize > 0 ? "a smaller --validation-size leaves more to learn from" : nil)
    }
    for (number, scale) in sampler.seriesScales.enumerated() where sampler.ends[number] > 0 {
      preparations[number].scale = scale.scale
    }
    var checkpoint: Checkpoint?
    if let path = options.checkpoint {
      checkpoint = Checkpoint(path: path, fingerprint: try fingerprint(table, horizon: horizon, seed: seed))
    }
    let trainer = Trainer(
      self, sampler: sampler, seed: seed,
      threads: options.threads ?? ProcessInfo.processInfo.activeProcessorCount)
    try trainer.run(options, checkpoint: checkpoint)
    let fitted = FittedForecaster(
      self, trainer: trainer, table: table, horizon: horizon, preparations: preparations)
    return (fitted, sampler.training.count)
  }

  /// How a fit changes the series of a table, and the windows that it cuts from them.
  ///
  /// Values far outside all others of their series are taken as missing.
  func prepared(
    _ given: SeriesTable, horizon: Int
  ) throws -> (preparations: [SeriesPreparation], sampler: WindowSampler) {
    let table = given.withoutIsolatedValues
    let season = seasonLength ?? table.frequency.defaultSeasonLength
    let sizes = sizes(for: table, horizon: horizon)
    let preparations = try table.series.map { series in
      var preparation = try SeriesPreparation.checked(
        series, season: season, horizon: horizon, transform: transform)
      if sizes.readsSeasonalDifferences, !preparation.isSeasonal {
        preparation.isSeasonal = SeriesPreparation.isNearerToTheSeason(
          series.values, season: season, lag: min(sizes.horizon, season / 2))
      }
      return preparation
    }
    let sampler = WindowSampler(
      table, self, preparations: preparations, inputSize: sizes.inputSize, horizon: sizes.horizon,
      season: season, readsSeasonalDifferences: sizes.readsSeasonalDifferences)
    return (preparations, sampler)
  }

  /// Steps of history that a fit to `table` reads.
  public func resolvedInputSize(for table: SeriesTable, horizon: Int) -> Int {
    sizes(for: table, horizon: horizon).inputSize
  }

  /// The same as `fit`, as a `Forecaster`.
  ///
  /// Where no series has more than three values, the result repeats the last ones, and its forecasts say so. Throws also
  /// where no series can be forecast from its end.
  public func fitted(
    to table: SeriesTable, horizon: Int, seed: UInt64, options: FitOptions
  ) throws -> any FittedModel {
    let histories = table.series.map { ForecastHistory($0.values[...]) }
    let refusals = zip(table.series.indices, histories).compactMap { number, history in
      HistoryRemarks(table, series: number).refusal(history)
    }
    // Before the training, whose result couldn't forecast anything.
    guard refusals.count < table.series.count else {
      throw HistoryRemarks.Refusal.error(refusals, file: table.name)
    }
    if histories.allSatisfy({ $0?.facts.isShort ?? true }) {
      try check(horizon: horizon)
      try bounds.check(table)
      return ShortHistoryModel(name: name, table: table, horizon: horizon, bounds: bounds)
    }
    return try fit(table, horizon: horizon, seed: seed, options: options)
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
    try require(
      precision == .float32 || hiddenSize <= ProductPrecision.widest, "the hidden size with bf16",
      "at most \(ProductPrecision.widest)")
    try require((1...256).contains(layers), "the number of layers", "in 1...256")
    try require(inputSize.map { (1...10_000_000).contains($0) } ?? true, "the input size", "in 1...10000000")
    try require(dropout >= 0 && dropout < 1, "dropout", "in 0..<1")
    try require(epochs.map { (1...1_000_000_000).contains($0) } ?? true, "the number of epochs", "positive")
    try require((1...1_000_000).contains(batchSize), "the batch size", "in 1...1000000")
    try require(learningRate > 0 && learningRate.isFinite, "the learning rate", "positive")
    try require(weightDecay >= 0 && weightDecay.isFinite, "weight decay", "zero or positive")
    try require(seasonLength.map { (1...10_000_000).contains($0) } ?? true, "the season length", "positive")
    // Sums and products with these never leave 64 bits.
    let most = 1_000_000_000_000
    try require((1...most).contains(windowsPerEpoch), "the number of windows per epoch", "positive")
    try require((0...most).contains(validationSize), "the validation size", "zero or positive")
    try require((1...most).contains(patience), "patience", "positive")
    try require(truncation.map { (1...most).contains($0) } ?? true, "truncation", "positive")
    try require(
      (1...99).contains(trainedLevels.count) && trainedLevels.allSatisfy { $0 > 0 && $0 < 100 },
      "a trained level",
      "between 0 and 100 percent")
    try require(
      Set(trainedLevels).count == trainedLevels.count, "trained levels", "different from each other")
    try bounds.check()
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
