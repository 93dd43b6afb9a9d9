import ForetellCore
import ForetellData
import ForetellSynthetic

/// Windows of series that are generated for each epoch of a pre-training, each of which gives one sequence.
///
/// A series is cut at a random place. What a forecast would know of it, season, unit and roughness, is measured before the
/// cut alone; the last origin of its sequence is the cut.
struct PretrainingStream: WindowStream {
  /// Makes the series.
  let source: any SeriesSource
  /// How windows are read.
  let recipe: Recipe
  /// Sizes of the windows.
  let shape: PretrainedNetwork.Shape
  /// The season in steps with which series are prepared.
  let season: Int
  /// Number of series per epoch.
  let count: Int
  /// The seed of the cuts.
  let seed: UInt64

  /// The shortest history that a forecast is learned from.
  static let leastHistory = 3
  /// The longest one: what a longer one adds isn't worth the time.
  private static let mostHistory = 600
  /// The largest magnitude of a target, in units of the series; beyond it the series says nothing about others.
  private static let targetLimit = 8.0

  /// The sampler of the windows of an epoch.
  func sampler(epoch: Int, pool: WorkerPool) -> WindowSampler {
    let parts = pool.map(count) { number in column(epoch * count + number) }
    var recipe = recipe
    recipe.validationSize = shape.horizon
    let table = SeriesTable(checked: [], frequency: Frequency(.step))
    return WindowSampler(
      columns: parts, of: table, recipe, inputSize: shape.inputSize, originCount: shape.originCount,
      horizon: shape.horizon, season: season)
  }

  /// Series number `number`, cut `horizon` steps after its last origin.
  private func column(_ number: Int) -> WindowColumn {
    var random = RandomStream(seed: seed, purpose: .shuffle, index: 1, step: UInt64(number))
    let whole = source.series(number)
    let most = whole.count - shape.horizon
    // Half of the series are read to their end, as those of a panel are, and half as if they were shorter.
    let history =
      most <= Self.leastHistory
      ? Self.leastHistory
      : random.uniform() < 0.5
        ? most : Self.leastHistory + random.integer(below: most - Self.leastHistory + 1)
    let end = history + shape.horizon
    var values = Array(whole.prefix(end)) + [Double](repeating: .nan, count: max(end - whole.count, 0))
    values.removeFirst(max(history - Self.mostHistory, 0))
    let first = random.integer(below: max(season, 1))
    let known = Array(values.dropLast(shape.horizon))
    let preparation = SeriesPreparation(
      measuring: known, firstOrdinal: first, season: season, horizon: shape.horizon, recipe)
    remove(&values, from: known.count, preparation)
    return preparation.column(
      values, firstOrdinal: first, covariates: [], startsFromSeason: recipe.seasonalResidual)
  }

  /// Removes the values after the cut that can't be learned: those that the logarithm doesn't allow, those far beyond all
  /// others, and all of a series that was constant or not observed before.
  private func remove(_ values: inout [Double], from history: Int, _ preparation: SeriesPreparation) {
    let known = values.prefix(history).filter { !$0.isNaN }
    let isConstant = known.allSatisfy { $0 == known.first }
    let scale = preparation.scale ?? 1
    let last = known.last.map(preparation.forward) ?? 0
    for index in history..<values.count where !values[index].isNaN {
      let target = (preparation.forward(values[index]) - last) / scale
      if isConstant || !target.isFinite || abs(target) > Self.targetLimit { values[index] = .nan }
    }
    // A sequence without any target can't be cut: a constant one keeps its last value.
    if !values[history...].contains(where: { !$0.isNaN }) { values[history] = known.last ?? 0 }
  }
}

/// Where the series of a pre-training come from.
protocol SeriesSource: Sendable {
  /// Series number `number`: the same values on every call.
  func series(_ number: Int) -> [Double]
}

extension SeriesGenerator: SeriesSource {}

/// Generated series, and in their place a share of those of a panel.
struct MixedSource: SeriesSource {
  let generator: SeriesGenerator
  let panel: [[Double]]
  let share: Double
  let seed: UInt64

  func series(_ number: Int) -> [Double] {
    var random = RandomStream(seed: seed, purpose: .shuffle, index: 2, step: UInt64(number))
    guard !panel.isEmpty, random.uniform() < share else { return generator.series(number) }
    return panel[random.integer(below: panel.count)]
  }
}
