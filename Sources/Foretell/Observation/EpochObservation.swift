import ForetellCore

/// Sums over the measured updates of one epoch.
struct EpochObservation {
  /// Sums by lag, with the number of updates that each contains.
  private struct Lags {
    var mean: [Double]
    var quantiles: [[Double]]
    var updates: [Int]
    /// Number of lags that the sequence of at least one row reaches.
    var reached = 0

    init(_ steps: Int) {
      mean = Array(repeating: 0, count: steps)
      quantiles = Array(
        repeating: Array(repeating: 0, count: steps), count: GradientObserver.quantiles.count)
      updates = Array(repeating: 0, count: steps)
    }

    mutating func add(_ rows: [Double], lag: Int) {
      // A row that reaches a lag also reaches every smaller one.
      if !rows.isEmpty { reached = max(reached, lag + 1) }
      let finite = rows.filter(\.isFinite).sorted()
      guard !finite.isEmpty else { return }
      mean[lag] += finite.reduce(0, +) / Double(finite.count)
      for (place, quantile) in GradientObserver.quantiles.enumerated() {
        let position = quantile * Double(finite.count - 1)
        let low = Int(position)
        let high = min(low + 1, finite.count - 1)
        quantiles[place][lag] += finite[low] + (position - Double(low)) * (finite[high] - finite[low])
      }
      updates[lag] += 1
    }

    var norms: GradientSnapshot.LagNorms {
      func averaged(_ sums: [Double]) -> [Double] {
        zip(sums, updates).prefix(reached).map { $1 > 0 ? $0 / Double($1) : .infinity }
      }
      return GradientSnapshot.LagNorms(mean: averaged(mean), quantiles: quantiles.map(averaged))
    }
  }

  /// Number of measured updates.
  var updates = 0
  /// Number of measured gradients: one per measured update, and one more when a fit diverged.
  var gradients = 0
  /// For each parameter block the sum of its gradient's norms.
  var gradientNorms: [Double]
  /// For each parameter block the sum of its update-to-weight ratios.
  var updateRatios: [(sum: Double, count: Int)]
  private var batches = 0
  private var lags: [[Lags]]
  private var counts: [UnusualCounts]
  private var saturations: [[(low: Int, high: Int, all: Int)]]
  private var maxima: [[Float]]

  init(_ network: ObservedNetwork) {
    let blocks = network.plan.parameters.entries.count
    gradientNorms = Array(repeating: 0, count: blocks)
    updateRatios = Array(repeating: (0, 0), count: blocks)
    lags = network.layers.map { layer in
      let steps = ObservedNetwork.sizes(layer).steps
      return Array(repeating: Lags(steps), count: layer.cell == nil ? 1 : 2)
    }
    counts = network.layers.map { _ in UnusualCounts() }
    saturations = network.layers.map { $0.layout.probes.map { _ in (0, 0, 0) } }
    maxima = network.layers.map { Array(repeating: 0, count: ObservedNetwork.sizes($0).hidden) }
  }

  /// Adds the measurements of all shards of one batch.
  mutating func add(_ shards: [ShardObservation]) {
    batches += 1
    for layer in lags.indices {
      for state in lags[layer].indices {
        for lag in lags[layer][state].mean.indices {
          let rows = shards.flatMap { $0.norms(layer: layer, state: state, lag: lag).array }
          lags[layer][state].add(rows.filter { $0 != ShardObservation.absent }, lag: lag)
        }
      }
      for shard in shards {
        counts[layer].add(shard.counts[layer])
        for probe in saturations[layer].indices {
          let found = shard.saturations[layer][probe]
          saturations[layer][probe].low += found.low
          saturations[layer][probe].high += found.high
          saturations[layer][probe].all += found.all
        }
        for (unit, value) in shard.maxima(layer: layer).array.enumerated() {
          maxima[layer][unit] = max(maxima[layer][unit], value)
        }
      }
    }
  }

  /// The averages over the epoch.
  func snapshot(
    _ network: ObservedNetwork, model: String, number: Int, clippedShare: Double, season: Int?
  ) -> GradientSnapshot {
    let layers = lags.indices.map { layer in
      let layout = network.layers[layer].layout
      return GradientSnapshot.Layer(
        number: network.layers[layer].number,
        direction: network.layers[layer].isReversed ? .reverse : .forward,
        hidden: lags[layer][0].norms, cell: lags[layer].count > 1 ? lags[layer][1].norms : nil,
        saturations: zip(layout.probes, saturations[layer]).map { probe, found in
          let all = Double(max(found.all, 1))
          return .init(name: probe.name, low: Double(found.low) / all, high: Double(found.high) / all)
        },
        deadUnits: layout.countsDeadUnits && batches > 0 ? maxima[layer].count { $0 <= 0 } : nil,
        units: maxima[layer].count, values: counts[layer].values, zeros: counts[layer].zero,
        denormals: counts[layer].denormal, nonFinite: counts[layer].nonFinite)
    }
    let blocks = network.plan.parameters.entries.enumerated().filter(\.element.isTrained).map {
      place, entry in
      let ratio = updateRatios[place]
      let norm = gradients > 0 ? gradientNorms[place] / Double(gradients) : 0
      return GradientSnapshot.ParameterBlock(
        name: entry.name, gradientNorm: norm.isFinite ? norm : nil,
        updateRatio: ratio.count > 0 ? ratio.sum / Double(ratio.count) : 0)
    }
    return GradientSnapshot(
      model: model, epoch: number, measuredUpdates: updates, clippedShare: clippedShare,
      quantiles: GradientObserver.quantiles, seasonLength: season,
      windowLength: network.layers.first.map { ObservedNetwork.sizes($0).steps } ?? 0, layers: layers,
      blocks: blocks)
  }
}
