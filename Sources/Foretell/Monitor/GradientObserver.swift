import ForetellCore
import ForetellLayers

/// The parts of a recorded network that a monitor looks at.
struct ObservedNetwork: Sendable {
  let plan: Plan<Float>
  let loss: Slot
  /// First real step of each row [B]; nil without padding.
  let starts: Slot?
  /// Every direction of every recurrent layer.
  let layers: [RecordedLayer]
  let gates: GateLayout

  /// Steps T, rows B and hidden units H of a layer.
  static func sizes(_ layer: RecordedLayer) -> (steps: Int, rows: Int, hidden: Int) {
    (layer.states.shape[0] - 1, layer.states.shape[1], layer.states.shape[2])
  }
}

extension RecordedLayer {
  /// The block of `states` that belongs to step 0 of the window; before or after them all lies the initial state.
  fileprivate var firstBlock: Int { isReversed ? 0 : 1 }
}

/// Collects one epoch's measurements from the shards of the updates that are measured.
///
/// Shards call `lossAndGradients` at the same time, each with its own number; everything else runs on the fitting thread.
final class GradientObserver: @unchecked Sendable {
  static let quantiles = [0.1, 0.5, 0.9]

  let network: ObservedNetwork
  let interval: Int
  private let shards: [ShardObservation]
  private let former: Arena<Float>
  private var epoch: EpochObservation

  init(_ network: ObservedNetwork, shards: Int, interval: Int) {
    self.network = network
    self.interval = interval
    self.shards = (0..<shards).map { _ in ShardObservation(network) }
    former = Arena(count: network.plan.parameters.count)
    epoch = EpochObservation(network)
  }

  /// Whether the `update`-th update of an epoch is measured.
  func measures(_ update: Int) -> Bool { update % interval == 0 }

  /// Forward and backward as the plan does them, with a look at the gates between and at the states' gradients after.
  func lossAndGradients(_ memory: Memory<Float>, shard: Int) {
    network.plan.forward(memory)
    shards[shard].lookAtGates(memory)
    memory.zeroGradients()
    memory.gradient(network.loss).fill(1)
    network.plan.backward(memory)
    shards[shard].lookAtGradients(memory)
  }

  /// Takes in what the shards saw; call once per measured batch.
  func gatherStates() { epoch.add(shards) }

  /// Takes in the norms of the whole gradient's blocks and keeps the weights for `finishUpdate`.
  func beginUpdate(gradients: Block<Float>, _ store: ParameterStore<Float>) {
    for (number, entry) in network.plan.parameters.entries.enumerated() {
      let part = gradients.slice(entry.slot.offset, entry.slot.count)
      epoch.gradientNorms[number] += Float.sumOfSquares(count: part.count, x: part).squareRoot()
    }
    epoch.gradients += 1
    former.block.copy(from: store.parameters)
  }

  /// The snapshot of an epoch that ended in an update whose loss or gradient isn't finite, which is in `gradients`.
  func brokenEpoch(
    model: String, epoch number: Int, clippedShare: Double, season: Int?, gradients: Block<Float>,
    _ store: ParameterStore<Float>
  ) -> GradientSnapshot {
    beginUpdate(gradients: gradients, store)
    return finishEpoch(model: model, epoch: number, clippedShare: clippedShare, season: season)
  }

  /// Compares the weights with those before the update.
  func finishUpdate(_ store: ParameterStore<Float>) {
    for (number, entry) in network.plan.parameters.entries.enumerated() {
      let old = former.block.slice(entry.slot.offset, entry.slot.count)
      let size = Float.sumOfSquares(count: old.count, x: old).squareRoot()
      Float.addScaled(count: old.count, factor: -1, x: store.value(entry.slot), into: old)
      let change = Float.sumOfSquares(count: old.count, x: old).squareRoot()
      // A block that starts at zero, such as a bias, has no ratio yet.
      if size > 0 {
        epoch.updateRatios[number].sum += change / size
        epoch.updateRatios[number].count += 1
      }
    }
    epoch.updates += 1
  }

  /// The epoch's snapshot; the next epoch starts from nothing.
  func finishEpoch(model: String, epoch number: Int, clippedShare: Double, season: Int?) -> GradientSnapshot {
    defer { epoch = EpochObservation(network) }
    return epoch.snapshot(network, model: model, number: number, clippedShare: clippedShare, season: season)
  }
}

/// What one shard saw in one measured update.
final class ShardObservation: @unchecked Sendable {
  /// Marks the norm of a row whose sequence hadn't begun.
  static let absent = -1.0

  private let network: ObservedNetwork
  /// One norm a layer, state (h, then c), lag and row.
  private let norms: Arena<Double>
  /// The largest hidden values by layer and unit.
  private let maxima: Arena<Float>
  /// By layer.
  private(set) var counts: [UnusualCounts]
  /// By layer and probe: values below, above, and looked at.
  private(set) var saturations: [[(low: Int, high: Int, all: Int)]]

  init(_ network: ObservedNetwork) {
    self.network = network
    let places = network.layers.reduce(0) { sum, layer in
      let (steps, rows, _) = ObservedNetwork.sizes(layer)
      return sum + 2 * steps * rows
    }
    norms = Arena(count: places)
    maxima = Arena(count: network.layers.reduce(0) { $0 + ObservedNetwork.sizes($1).hidden })
    counts = network.layers.map { _ in UnusualCounts() }
    saturations = network.layers.map { _ in network.gates.probes.map { _ in (0, 0, 0) } }
  }

  /// The norms of one layer's h (`state` 0) or c (1) at a lag, one a row.
  func norms(layer: Int, state: Int, lag: Int) -> Block<Double> {
    var offset = 0
    for number in 0..<layer {
      let (steps, rows, _) = ObservedNetwork.sizes(network.layers[number])
      offset += 2 * steps * rows
    }
    let (steps, rows, _) = ObservedNetwork.sizes(network.layers[layer])
    return norms.block.slice(offset + (state * steps + lag) * rows, rows)
  }

  /// The largest hidden values of a layer's units.
  func maxima(layer: Int) -> Block<Float> {
    let offset = network.layers[..<layer].reduce(0) { $0 + ObservedNetwork.sizes($1).hidden }
    return maxima.block.slice(offset, ObservedNetwork.sizes(network.layers[layer]).hidden)
  }

  /// First real step of each row, or nil when every row is whole.
  private func padding(_ memory: Memory<Float>) -> [Int]? {
    guard let starts = network.starts else { return nil }
    let first = memory.value(starts).array.map { Int($0) }
    return first.allSatisfy { $0 == 0 } ? nil : first
  }

  /// Counts saturated gates and looks for units that fire; between forward and backward, which overwrites the gates.
  func lookAtGates(_ memory: Memory<Float>) {
    let padding = padding(memory)
    for (number, layer) in network.layers.enumerated() {
      let (steps, rows, hidden) = ObservedNetwork.sizes(layer)
      let states = memory.value(layer.states)
      let stateOffset = layer.firstBlock * rows * hidden
      let largest = maxima(layer: number)
      if network.gates.countsDeadUnits { largest.fill(0) }
      for (place, probe) in network.gates.probes.enumerated() {
        let values = probe.block == nil ? states : memory.value(layer.saved)
        let stride = probe.block == nil ? hidden : network.gates.savedWidth * hidden
        let offset = probe.block.map { $0 * hidden } ?? stateOffset
        var total = (low: 0, high: 0, all: 0)
        Self.forEachRun(steps: steps, rows: rows, padding) { from, count in
          let start = offset + from * stride
          let found = Float.countOutside(
            rows: count, columns: hidden, stride: stride,
            x: values.slice(start, (count - 1) * stride + hidden), low: probe.low, high: probe.high)
          total = (total.low + found.below, total.high + found.above, total.all + count * hidden)
        }
        saturations[number][place] = total
      }
      if network.gates.countsDeadUnits {
        Self.forEachRun(steps: steps, rows: rows, padding) { from, count in
          Float.columnMaximum(
            rows: count, columns: hidden, x: states.slice(stateOffset + from * hidden, count * hidden),
            into: largest)
        }
      }
    }
  }

  /// Measures the states' gradients; after backward.
  func lookAtGradients(_ memory: Memory<Float>) {
    let padding = padding(memory)
    for (number, layer) in network.layers.enumerated() {
      let (steps, rows, hidden) = ObservedNetwork.sizes(layer)
      var found = UnusualCounts()
      for (state, slot) in [layer.states, layer.cellStates].enumerated() {
        guard let slot else { continue }
        let size = rows * hidden
        let gradient = memory.gradient(slot).slice(layer.firstBlock * size, steps * size)
        for lag in 0..<steps { norms(layer: number, state: state, lag: lag).fill(Self.absent) }
        Self.forEachRun(steps: steps, rows: rows, padding) { from, count in
          Float.countUnusual(
            count: count * hidden, x: gradient.slice(from * hidden, count * hidden), into: &found)
          for place in from..<(from + count) {
            let (step, row) = (place / rows, place % rows)
            let lag = layer.isReversed ? step - (padding?[row] ?? 0) : steps - 1 - step
            norms(layer: number, state: state, lag: lag)[row] =
              Float.sumOfSquares(count: hidden, x: gradient.slice(place * hidden, hidden)).squareRoot()
          }
        }
      }
      counts[number] = found
    }
  }

  /// Calls `body` with the first and the number of neighbouring (step, row) places whose sequence has begun.
  private static func forEachRun(
    steps: Int, rows: Int, _ padding: [Int]?, _ body: (_ from: Int, _ count: Int) -> Void
  ) {
    guard let padding else { return body(0, steps * rows) }
    for step in 0..<steps {
      var row = 0
      while row < rows {
        guard padding[row] <= step else {
          row += 1
          continue
        }
        let first = row
        while row < rows, padding[row] <= step { row += 1 }
        body(step * rows + first, row - first)
      }
    }
  }
}
