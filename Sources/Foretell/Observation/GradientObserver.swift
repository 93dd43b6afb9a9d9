import ForetellCore
import ForetellLayers

/// The slots of a recorded network that a gradient monitor reads.
struct ObservedNetwork: Sendable {
  let plan: Plan<Float>
  let loss: Slot
  /// First real step of each row [B]; nil without padding.
  let starts: Slot?
  /// Every direction of every recurrent layer.
  let layers: [RecordedLayer]

  /// Steps T, rows B and hidden units H of a layer.
  static func sizes(_ layer: RecordedLayer) -> (steps: Int, rows: Int, hidden: Int) {
    (layer.hidden.shape[0] - 1, layer.hidden.shape[1], layer.hidden.shape[2])
  }
}

extension RecordedLayer {
  /// The index of the block of `states` that belongs to step 0 of the window; the initial state lies before
  /// the first block, or after the last one when reversed.
  fileprivate var firstBlock: Int { isReversed ? 0 : 1 }
}

/// Collects the measurements of one epoch from the shards of its measured updates.
///
/// Shards call `lossAndGradients` concurrently, each with its own number; everything else runs on the fitting
/// thread.
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

  /// Whether the update with this number in the epoch, counted from 0, is measured.
  func measures(_ update: Int) -> Bool { update % interval == 0 }

  /// Runs forward and backward passes as the plan does; the gates are read between them, the states'
  /// gradients after them.
  func lossAndGradients(_ memory: Memory<Float>, shard: Int) {
    network.plan.forward(memory)
    shards[shard].lookAtGates(memory)
    memory.zeroGradients()
    memory.gradient(network.loss).fill(1)
    network.plan.backward(memory)
    shards[shard].lookAtGradients(memory)
  }

  /// Adds the measurements of all shards; called once per measured batch.
  func gatherStates() { epoch.add(shards) }

  /// Adds the norms of the whole gradient by parameter block and copies the weights for `finishUpdate`.
  func beginUpdate(gradients: Block<Float>, _ store: ParameterStore<Float>) {
    for (number, entry) in network.plan.parameters.entries.enumerated() {
      let part = gradients.slice(entry.slot.offset, entry.slot.count)
      epoch.gradientNorms[number] += Float.sumOfSquares(count: part.count, x: part).squareRoot()
    }
    epoch.gradients += 1
    former.block.copy(from: store.parameters)
  }

  /// The snapshot of an epoch that ended with an update whose loss or gradient, given in `gradients`, isn't
  /// finite.
  func brokenEpoch(
    model: String, epoch number: Int, clippedShare: Double, season: Int?, gradients: Block<Float>,
    _ store: ParameterStore<Float>
  ) -> GradientSnapshot {
    beginUpdate(gradients: gradients, store)
    return finishEpoch(model: model, epoch: number, clippedShare: clippedShare, season: season)
  }

  /// Adds the ratio of change to weight of each parameter block, by comparison with the copy from
  /// `beginUpdate`.
  func finishUpdate(_ store: ParameterStore<Float>) {
    for (number, entry) in network.plan.parameters.entries.enumerated() {
      let old = former.block.slice(entry.slot.offset, entry.slot.count)
      let size = Float.sumOfSquares(count: old.count, x: old).squareRoot()
      Float.addScaled(count: old.count, factor: -1, x: store.value(entry.slot), into: old)
      let change = Float.sumOfSquares(count: old.count, x: old).squareRoot()
      // A block of zeros, such as a bias before its first update, has no ratio.
      if size > 0 {
        epoch.updateRatios[number].sum += change / size
        epoch.updateRatios[number].count += 1
      }
    }
    epoch.updates += 1
  }

  /// The epoch's snapshot; afterwards all sums are zero for the next epoch.
  func finishEpoch(model: String, epoch number: Int, clippedShare: Double, season: Int?) -> GradientSnapshot {
    defer { epoch = EpochObservation(network) }
    return epoch.snapshot(network, model: model, number: number, clippedShare: clippedShare, season: season)
  }
}

/// The measurements of one shard in one update.
final class ShardObservation: @unchecked Sendable {
  /// Stands for a norm at a step before the beginning of the row's sequence.
  static let absent = -1.0

  private let network: ObservedNetwork
  /// One norm per layer, state (h, then c), lag and row.
  private let norms: Arena<Double>
  /// The largest value of each hidden unit, by layer and unit.
  private let maxima: Arena<Float>
  /// Counts of zeros, denormal and non-finite numbers, by layer.
  private(set) var counts: [UnusualCounts]
  /// By layer and probe: the number of values below the low limit, above the high limit, and of all values.
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
    saturations = network.layers.map { $0.layout.probes.map { _ in (0, 0, 0) } }
  }

  /// The norms of one layer's h (`state` 0) or c (`state` 1) at a lag, one per row.
  func norms(layer: Int, state: Int, lag: Int) -> Block<Double> {
    var offset = 0
    for number in 0..<layer {
      let (steps, rows, _) = ObservedNetwork.sizes(network.layers[number])
      offset += 2 * steps * rows
    }
    let (steps, rows, _) = ObservedNetwork.sizes(network.layers[layer])
    return norms.block.slice(offset + (state * steps + lag) * rows, rows)
  }

  /// The largest value of each hidden unit of a layer.
  func maxima(layer: Int) -> Block<Float> {
    let offset = network.layers[..<layer].reduce(0) { $0 + ObservedNetwork.sizes($1).hidden }
    return maxima.block.slice(offset, ObservedNetwork.sizes(network.layers[layer]).hidden)
  }

  /// The first real step of each row, or nil when no row has padding.
  private func padding(_ memory: Memory<Float>) -> [Int]? {
    guard let starts = network.starts else { return nil }
    let first = memory.value(starts).array.map { Int($0) }
    return first.allSatisfy { $0 == 0 } ? nil : first
  }

  /// Counts saturated gate values and finds units that are ever nonzero; called between forward and backward
  /// pass, because the backward pass overwrites the gates.
  func lookAtGates(_ memory: Memory<Float>) {
    let padding = padding(memory)
    for (number, layer) in network.layers.enumerated() {
      let (steps, rows, hidden) = ObservedNetwork.sizes(layer)
      let states = memory.value(layer.hidden)
      let stateOffset = layer.firstBlock * rows * hidden
      let largest = maxima(layer: number)
      if layer.layout.countsDeadUnits { largest.fill(0) }
      for (place, probe) in layer.layout.probes.enumerated() {
        let (values, stride, offset) =
          switch probe.place {
          case .hidden: (states, hidden, stateOffset)
          case .saved(let block):
            (memory.value(layer.saved), layer.layout.savedWidth * hidden, block * hidden)
          }
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
      if layer.layout.countsDeadUnits {
        Self.forEachRun(steps: steps, rows: rows, padding) { from, count in
          Float.columnMaximum(
            rows: count, columns: hidden, x: states.slice(stateOffset + from * hidden, count * hidden),
            into: largest)
        }
      }
    }
  }

  /// Measures the states' gradients; called after the backward pass.
  func lookAtGradients(_ memory: Memory<Float>) {
    let padding = padding(memory)
    for (number, layer) in network.layers.enumerated() {
      let (steps, rows, hidden) = ObservedNetwork.sizes(layer)
      var found = UnusualCounts()
      for (state, slot) in [layer.hidden, layer.cell].enumerated() {
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

  /// Calls `body` for each run of consecutive (step, row) positions that aren't padding, with its first
  /// position and length.
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
