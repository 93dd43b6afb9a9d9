import ForetellCore
import ForetellData
import Foundation

extension NetworkForecaster {
  /// A fit without calibration of its intervals, and the number of its training windows.
  func trained(
    _ given: SeriesTable, horizon: Int, seed: UInt64, options: FitOptions
  ) throws -> (fitted: FittedForecaster, windows: Int) {
    try check(horizon: horizon)
    let pretrained = try startingNetwork(for: given)
    let table = pretrained == nil ? given : given.withoutKnownColumns
    if let pretrained, design.recipe.updates == 0 {
      try check(table)
      try design.recipe.bounds.check(table)
      // Its intervals come from its training: there is nothing to calibrate them on that it has seen.
      return (FittedForecaster(self, pretrained, table: table, horizon: horizon, seed: seed), .max)
    }
    try OptionRange.require(design.recipe.updates != 0, "the number of updates", "positive")
    guard pretrained == nil || given.columns.known.isEmpty else {
      throw ForetellError(
        .conflictingOptions,
        "a pre-trained network reads values alone, and the table has columns beside them",
        location: .init(file: given.name),
        hint: "leave the columns out, or train from random weights: \(option: .start, "none")")
    }
    guard options.monitor == nil || design.recipe.steps == nil else {
      throw ForetellError(
        .badOption,
        "a gradient monitor can't watch the training of \(name): every step has a loss of its own, which hides how "
          + "far back that of one step reaches")
    }
    try check(table)
    guard options.monitor == nil || design.recipe.origins == nil else {
      throw ForetellError(
        .badOption,
        "a gradient monitor can't watch the training of a network that reads origin by origin: every step has a loss "
          + "of its own, which hides how far back that of one step reaches",
        hint: "fit without a monitor and measure the gradients of the fitted model")
    }
    try design.recipe.bounds.check(table)
    guard table.series.contains(where: { !HistoryFacts($0.values[...]).isShort }) else {
      throw ForetellError(
        .seriesTooShort,
        "no series has more than \(ShortHistory.most) values, and fewer are nothing to learn from",
        location: .init(file: table.name),
        hint:
          "\(inCode: "substitute(for:horizon:)", onCommandLine: "foretell forecast") repeats the last values of such series"
      )
    }
    var (preparations, sampler) = try design.prepared(table, horizon: horizon)
    let validationSize = design.recipe.validationSize
    guard sampler.training.count > 0, validationSize == 0 || sampler.validation.count > 0 else {
      throw ForetellError(
        .seriesTooShort,
        "no series is long enough to learn from: the longest has \(table.series.map(\.values.count).max() ?? 0) points",
        hint: validationSize > 0 ? "a smaller \(option: .validationSize) leaves more to learn from" : nil)
    }
    try design.requireBatch(of: min(sampler.training.count, design.recipe.windowsPerEpoch))
    for (number, scale) in sampler.seriesScales.enumerated() where sampler.ends[number] > 0 {
      preparations[number].scale = scale.scale
    }
    var checkpoint: Checkpoint?
    if let path = options.checkpoint {
      checkpoint = Checkpoint(path: path, fingerprint: try fingerprint(table, horizon: horizon, seed: seed))
    }
    let trainer = Trainer(
      design, sampler: sampler, known: KnownColumns(table.columns), seed: seed,
      threads: options.threads ?? ProcessInfo.processInfo.activeProcessorCount,
      statistics: pretrained?.statistics, start: pretrained?.parameters)
    try trainer.run(options, checkpoint: checkpoint)
    if let pretrained { trainer.keep(FineTuning.share, beside: pretrained.parameters) }
    let fitted = FittedForecaster(
      self, trainer: trainer, table: table, horizon: horizon, preparations: preparations)
    return (fitted, sampler.training.count)
  }

  /// The network from which the training starts; nil for random weights.
  ///
  /// - Throws: `ForetellError` when there is none for data of this frequency.
  private func startingNetwork(for table: SeriesTable) throws -> PretrainedNetwork? {
    guard start != .random else { return nil }
    let season = design.recipe.season(of: table)
    guard let network = start.network(for: table.frequency, season: season) else {
      throw ForetellError(
        .badOption,
        "there is no pre-trained network for \(table.frequency.name) data with a season of \(season) steps",
        hint: "train from random weights: \(option: .start, "none")")
    }
    return network
  }

  /// A digest of everything that the result of a fit depends on.
  func fingerprint(_ table: SeriesTable, horizon: Int, seed: UInt64) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    var hash = FNV1a()
    hash.update(try encoder.encode(self))
    hash.update("\(horizon) \(seed) \(table.checksum)".utf8)
    return hash.hexadecimalText
  }
}
