import ForetellCore
import ForetellData
import Foundation

extension NetworkForecaster {
  /// A fit without calibration of its intervals, and the number of its training windows.
  func trained(
    _ table: SeriesTable, horizon: Int, seed: UInt64, options: FitOptions
  ) throws -> (fitted: FittedForecaster, windows: Int) {
    try check(horizon: horizon)
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
      threads: options.threads ?? ProcessInfo.processInfo.activeProcessorCount)
    try trainer.run(options, checkpoint: checkpoint)
    let fitted = FittedForecaster(
      self, trainer: trainer, table: table, horizon: horizon, preparations: preparations)
    return (fitted, sampler.training.count)
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
