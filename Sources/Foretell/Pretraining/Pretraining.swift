import ForetellCore
import ForetellData
import ForetellFiles
import ForetellSynthetic
import Foundation

/// Trains a network on generated series, so that it can forecast series that it has never seen.
///
/// Every sequence of windows comes from a series of its own, which is generated when it is needed and not kept: a
/// network never sees one twice. Same options and seed: same bits, with any number of threads and on any
/// processor.
public struct Pretraining: Sendable, Codable, Equatable {
  /// The kind of series that the network is for.
  public var family: SyntheticFamily
  /// Its sizes.
  public var shape: PretrainedNetwork.Shape
  /// Number of updates, at least 1; rounded up to a whole number of equal parts of at most 25.
  public var updates = 2000
  /// Series per update.
  public var batchSize = 256
  /// The learning rate at its highest.
  public var learningRate = 3e-3
  /// Share of the series that come from a panel, in 0...1, where one is given.
  public var panelShare = 0.5

  /// Makes the configuration with which the networks of this release were trained.
  public init(_ family: SyntheticFamily) {
    self.family = family
    shape = PretrainedNetwork.Shape(family)
  }

  /// The season in steps with which series of a kind are prepared: that of the frequency's usual season.
  private var season: Int { family == .weekly ? 52 : family.season }

  /// The recipe of the training.
  private var recipe: Recipe {
    var recipe = shape.recipe
    recipe.batchSize = batchSize
    recipe.updates = updates
    recipe.learningRate = learningRate
    recipe.optimizer = .adamw
    recipe.windowsPerEpoch = batchSize * updatesPerEpoch
    recipe.seasonLength = season
    return recipe
  }

  /// Updates between two checkpoints: at most 25, in equal parts.
  private var updatesPerEpoch: Int {
    let epochs = (updates + 24) / 25
    return (updates + epochs - 1) / max(epochs, 1)
  }

  /// Throws `ForetellError` of kind `usage` unless every option lies in its range.
  public func check() throws {
    try OptionRange.require((1...10_000_000).contains(updates), "the number of updates", "in 1...10000000")
    try OptionRange.require(panelShare >= 0 && panelShare <= 1, "the share of the panel", "in 0...1")
    if let problem = shape.problem { throw ForetellError(.badOption, problem) }
    var design = shape.design
    design.recipe = recipe
    try design.check(horizon: shape.horizon)
  }

  /// Trains the network.
  ///
  /// - Parameters:
  ///   - panel: series of the user's own, of the same kind, from which a share of the windows is cut.
  ///   - seed: decides initial weights, generated series and their order.
  ///   - options: threads, progress, checkpoint; they don't change the result.
  /// - Throws: `ForetellError` for options out of range, a diverging loss, interruption, and a checkpoint that can't be
  ///   written or belongs to another training.
  public func train(
    on panel: SeriesTable? = nil, seed: UInt64 = 1, options: FitOptions = FitOptions()
  ) throws -> PretrainedNetwork {
    try check()
    if let panel { try check(panel) }
    let threads = options.threads ?? ProcessInfo.processInfo.activeProcessorCount
    var design = shape.design
    design.recipe = recipe
    let own = (panel?.series ?? []).map(\.values).filter { isLongEnough($0) }
    let stream = PretrainingStream(
      source: MixedSource(
        generator: SeriesGenerator(family: family, seed: seed), panel: own, share: panelShare, seed: seed),
      recipe: recipe, shape: shape, season: season, count: recipe.windowsPerEpoch, seed: seed)
    let trainer = Trainer(
      design, sampler: stream.sampler(epoch: 0, pool: WorkerPool(threads: threads)), known: .none, seed: seed,
      threads: threads, stream: stream)
    var checkpoint: Checkpoint?
    if let path = options.checkpoint {
      checkpoint = Checkpoint(path: path, fingerprint: try fingerprint(panel, seed: seed))
    }
    try trainer.run(options, checkpoint: checkpoint)
    return PretrainedNetwork(
      family: family, shape: shape, seed: seed, updates: trainer.epochs * trainer.updatesPerEpoch,
      statistics: trainer.statistics,
      parameters: trainer.store.parameters.array.map(SafetensorsFile.Tensor.bfloat16))
  }

  /// Whether a series has values to learn a forecast from, and a horizon after them.
  private func isLongEnough(_ values: [Double]) -> Bool {
    values.count { !$0.isNaN } > shape.horizon + PretrainingStream.leastHistory
  }

  /// Throws `ForetellError` for a panel of another kind than the network's, and for one that is too short to learn from.
  private func check(_ panel: SeriesTable) throws {
    let own = SyntheticFamily(frequency: panel.frequency, season: panel.frequency.defaultSeasonLength)
    guard own == family else {
      throw ForetellError(
        .badOption,
        "a panel of \(panel.frequency.name) data doesn't belong to \(option: .family, family.rawValue)",
        location: .init(file: panel.name),
        hint: "train the network for such data: \(option: .family, own.rawValue)")
    }
    guard panel.series.contains(where: { isLongEnough($0.values) }) else {
      let needed = shape.horizon + PretrainingStream.leastHistory + 1
      throw ForetellError(
        .seriesTooShort,
        "no series of the panel has \(needed) values, from which a forecast of \(shape.horizon) steps can be learned",
        location: .init(file: panel.name), hint: "give a panel of longer series, or train without one")
    }
  }

  /// A digest of everything that the result depends on.
  private func fingerprint(_ panel: SeriesTable?, seed: UInt64) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    var hash = FNV1a()
    hash.update(try encoder.encode(self))
    hash.update("pretraining \(seed) \(panel?.checksum ?? "")".utf8)
    return hash.hexadecimalText
  }
}
