import ForetellCore
import ForetellLayers
import Foundation
import Synchronization
import Testing

@testable import Foretell

@Suite struct GradientMonitorTests {
  /// A network over random inputs, one shard of three rows of which the second begins at step 2.
  struct Case {
    let network: NetworkPlan<Float>
    let store: ParameterStore<Float>
    let memory: Memory<Float>
    let starts: [Int]

    init(
      _ cell: RecurrentCellKind, layers: Int = 2, truncation: Int? = nil, isBidirectional: Bool = false,
      starts: [Int] = [0, 2, 0]
    ) {
      self.starts = starts
      var model = RecurrentForecaster(cell: cell, hiddenSize: 5, layers: layers)
      model.dropout = 0
      model.truncation = truncation
      model.isBidirectional = isBidirectional
      network = NetworkPlan(
        model.design, shape: NetworkShape(rows: 3, steps: 7, features: 2, horizon: 2))
      store = ParameterStore(for: network.plan)
      store.initialize(network.plan.parameters, seed: 3)
      network.plan.prepare(store)
      memory = Memory(for: network.plan, store: store)
      var random = RandomStream(seed: 5, purpose: .noise)
      for slot in [network.input, network.target] {
        let block = memory.value(slot)
        for place in 0..<block.count { block[place] = Float(2 * random.normal()) }
      }
      memory.value(network.weight).fill(0.25)
      memory.value(network.starts).copy(from: starts.map { Float($0) })
    }

    func observer(_ cell: RecurrentCellKind) -> GradientObserver {
      var model = RecurrentForecaster(cell: cell)
      model.hiddenSize = 5
      return GradientObserver(network.observed, shards: 1, interval: 1)
    }
  }

  @Test("norms by lag equal a plain recomputation", arguments: RecurrentCellKind.allCases)
  func norms(_ cell: RecurrentCellKind) throws {
    let example = Case(cell)
    let observer = example.observer(cell)
    observer.lossAndGradients(example.memory, shard: 0)
    observer.gatherStates()
    let snapshot = observer.finishEpoch(model: "x", epoch: 1, clippedShare: 0, season: nil)

    // The same from the plan alone.
    let other = Case(cell)
    _ = other.network.plan.lossAndGradients(other.network.loss, other.memory)
    #expect(snapshot.layers.count == 2)
    for (number, layer) in snapshot.layers.enumerated() {
      let slots = other.network.layers[number]
      #expect((layer.cell != nil) == (slots.layout.memory > 0))
      for (slot, norms) in [(slots.hidden, layer.hidden), (slots.cell, layer.cell)] {
        guard let slot, let norms else { continue }
        let gradient = other.memory.gradient(slot).array
        for lag in 0..<7 {
          let step = 6 - lag
          let rows = (0..<3).filter { other.starts[$0] <= step }.map { row -> Double in
            let from = ((step + 1) * 3 + row) * 5
            return gradient[from..<(from + 5)].reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
          }
          let mean = rows.reduce(0, +) / Double(rows.count)
          #expect(abs(norms.mean[lag] - mean) <= 1e-6 * mean)
          #expect(rows.count == (step < 2 ? 2 : 3))
          let sorted = rows.sorted()
          let middle = rows.count == 3 ? sorted[1] : (sorted[0] + sorted[1]) / 2
          #expect(abs(norms.quantiles[1][lag] - middle) <= 1e-6 * middle)
        }
      }
      #expect(layer.values == (slots.layout.memory > 0 ? 2 : 1) * (7 * 3 - 2) * 5)
      #expect(layer.nonFinite == 0)
    }
    // Watching changes no gradient.
    #expect(example.memory.parameterGradients.array == other.memory.parameterGradients.array)
  }

  @Test("the reverse direction counts lags from its own last step", arguments: RecurrentCellKind.allCases)
  func reverseNorms(_ cell: RecurrentCellKind) throws {
    let example = Case(cell, isBidirectional: true)
    let observer = example.observer(cell)
    observer.lossAndGradients(example.memory, shard: 0)
    observer.gatherStates()
    let snapshot = observer.finishEpoch(model: "x", epoch: 1, clippedShare: 0, season: nil)
    #expect(snapshot.layers.map(\.number) == [0, 0, 1, 1])
    #expect(snapshot.layers.map(\.direction) == [.forward, .reverse, .forward, .reverse])
    #expect(snapshot.reverseStateNorms == snapshot.layers[1].state.mean)

    let other = Case(cell, isBidirectional: true)
    _ = other.network.plan.lossAndGradients(other.network.loss, other.memory)
    for number in [1, 3] {
      let (slots, layer) = (other.network.layers[number], snapshot.layers[number])
      for (slot, norms) in [(slots.hidden, layer.hidden), (slots.cell, layer.cell)] {
        guard let slot, let norms else { continue }
        let gradient = other.memory.gradient(slot).array
        for lag in 0..<7 {
          // Block t holds the state after step t; the second row's last step is step 2.
          let rows = (0..<3).filter { other.starts[$0] + lag < 7 }.map { row -> Double in
            let from = ((other.starts[row] + lag) * 3 + row) * 5
            return gradient[from..<(from + 5)].reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
          }
          let mean = rows.reduce(0, +) / Double(rows.count)
          #expect(mean > 0 && abs(norms.mean[lag] - mean) <= 1e-6 * mean, "layer \(number), lag \(lag)")
        }
      }
    }
    #expect(example.memory.parameterGradients.array == other.memory.parameterGradients.array)
    #expect(snapshot.verdict.contains("; of the reverse direction "))
  }

  @Test func lagsThatNoRowReachesAreAbsent() throws {
    let example = Case(.lstm, layers: 1, isBidirectional: true, starts: [3, 2, 4])
    let observer = example.observer(.lstm)
    observer.lossAndGradients(example.memory, shard: 0)
    observer.gatherStates()
    let snapshot = observer.finishEpoch(model: "x", epoch: 1, clippedShare: 0, season: nil)
    #expect(snapshot.windowLength == 7)
    for layer in snapshot.layers {
      #expect(layer.hidden.mean.count == 5 && layer.cell?.mean.count == 5)
      #expect(layer.hidden.quantiles.map(\.count) == [5, 5, 5])
      #expect(layer.state.mean.allSatisfy { $0.isFinite && $0 > 0 })
    }
    let data = try JSONEncoder().encode(snapshot)
    #expect(try JSONDecoder().decode(GradientSnapshot.self, from: data) == snapshot)
  }

  @Test func gatesAreCountedBeforeBackwardOverwritesThem() throws {
    let example = Case(.lstm, layers: 1)
    let observer = example.observer(.lstm)
    // Large biases push the input gate down and the output gate up.
    let bias = example.store.value(
      try #require(example.network.plan.parameters.entry(named: "encoder.0.bias")).slot)
    for unit in 0..<5 {
      bias[unit] = -40
      bias[15 + unit] = 40
    }
    example.network.plan.prepare(example.store)
    observer.lossAndGradients(example.memory, shard: 0)
    observer.gatherStates()
    let layer = try #require(
      observer.finishEpoch(model: "x", epoch: 1, clippedShare: 0, season: nil).layers.first)
    #expect(layer.saturations.map(\.name) == ["input", "forget", "output"])
    #expect(layer.saturations[0].low == 1 && layer.saturations[0].high == 0)
    #expect(layer.saturations[2].low == 0 && layer.saturations[2].high == 1)
    #expect(layer.saturations[1].low + layer.saturations[1].high < 1)
    #expect(layer.deadUnits == nil)
  }

  @Test func deadUnitsAreCounted() throws {
    let example = Case(.rnnRelu, layers: 1)
    let bias = example.store.value(
      try #require(example.network.plan.parameters.entry(named: "encoder.0.bias")).slot)
    bias[1] = -1000
    bias[4] = -1000
    bias[0] = 1000
    example.network.plan.prepare(example.store)
    let observer = example.observer(.rnnRelu)
    observer.lossAndGradients(example.memory, shard: 0)
    observer.gatherStates()
    let layer = try #require(
      observer.finishEpoch(model: "x", epoch: 1, clippedShare: 0, season: nil).layers.first)
    let states = example.memory.value(example.network.layers[0].hidden).array
    let dead = (0..<5).count { unit in
      stride(from: 15 + unit, to: states.count, by: 5).allSatisfy { states[$0] <= 0 }
    }
    #expect(dead >= 2 && layer.deadUnits == dead)
    #expect(layer.units == 5)
  }

  @Test func truncationEndsTheGradient() {
    let example = Case(.rnn, layers: 1, truncation: 3)
    let observer = example.observer(.rnn)
    observer.lossAndGradients(example.memory, shard: 0)
    observer.gatherStates()
    let snapshot = observer.finishEpoch(model: "x", epoch: 1, clippedShare: 0, season: nil)
    #expect(snapshot.stateNorms[2] > 0 && snapshot.stateNorms[3] == 0)
    #expect(snapshot.effectiveMemory == 3)
    #expect(snapshot.layers[0].zeros >= 4 * 3 * 5 - 2 * 5)
  }

  @Test func derivedFigures() throws {
    #expect(GradientSnapshot.effectiveMemory([1, 0.5, 0.011, 0.009, 0.5]) == 3)
    #expect(GradientSnapshot.effectiveMemory([1, 0.5, 0.2]) == 3)
    #expect(GradientSnapshot.effectiveMemory([0, 0]) == 0)
    let rate = try #require(
      GradientSnapshot.decayRate(
        (0..<20).map {
          3 * [1, 0.5, 0.25, 0.125][$0 % 4]
            * [1, 0.0625, 0.00390625, 0.000244140625, 0.0000152587890625][$0 / 4]
        }))
    #expect(abs(rate - 0.5) < 1e-9)
    #expect(GradientSnapshot.decayRate([1]) == nil)
    #expect(GradientSnapshot.figure(3.14e-9) == "3.1e-9")
    #expect(GradientSnapshot.figure(0.04) == "0.04" && GradientSnapshot.figure(0.0061) == "0.0061")
    #expect(GradientSnapshot.figure(37.2) == "37" && GradientSnapshot.figure(0.0996) == "0.1")
  }

  static func table() -> SeriesTable {
    let values = (0..<120).map { Double([5, 9, 14, 8, 3, 1][$0 % 6]) + Double($0 * 7 % 5) }
    return SeriesTable(
      checked: [Series(id: "a", start: Timestamp(0), values: values)],
      frequency: (try? Frequency(alias: "1")) ?? .init(.step))
  }

  static func model() -> RecurrentForecaster {
    var model = RecurrentForecaster(cell: .lstm, hiddenSize: 8, inputSize: 12)
    model.epochs = 3
    model.seasonLength = 6
    return model
  }

  @Test func aFitDeliversOneSnapshotAnEpochAndKeepsItsBits() throws {
    let heard = Mutex<[Int]>([])
    let monitor = GradientMonitor(interval: 1) { snapshot in heard.withLock { $0.append(snapshot.epoch) } }
    let plain = try Self.model().fit(Self.table(), horizon: 3, seed: 2)
    let watched = try Self.model().fit(
      Self.table(), horizon: 3, seed: 2, options: FitOptions(monitor: monitor))
    #expect(try plain.predict().series == watched.predict().series)
    #expect(heard.withLock { $0 } == [1, 2, 3])
    let last = try #require(monitor.snapshots.last)
    #expect(last.windowLength == 12 && last.seasonLength == 6 && last.stateName == "cell state")
    #expect(last.measuredUpdates > 1 && last.model == "LSTM")
    #expect(last.blocks.allSatisfy { ($0.gradientNorm ?? 0) > 0 && $0.updateRatio > 0 && $0.updateRatio < 1 })
    // The largest gradient norm of the epoch bounds the blocks' means.
    let sum = last.blocks.compactMap(\.gradientNorm).reduce(0) { $0 + $1 * $1 }.squareRoot()
    #expect(sum <= watched.history[2].gradientNorm * 1.000001)
    #expect(last.clippedShare == watched.history[2].clippedShare)
    #expect(last.verdict.hasPrefix("LSTM: the gradient that reaches lag 6 is "))

    let after = try watched.gradients(on: Self.table())
    #expect(after.windowLength == 12 && after.stateNorms.allSatisfy { $0 > 0 })
    #expect(after.blocks.allSatisfy { $0.updateRatio == 0 })
  }

  @Test("the monitor changes no bit", arguments: RecurrentCellKind.allCases, [false, true])
  func sameBits(_ cell: RecurrentCellKind, isBidirectional: Bool) throws {
    var model = Self.model()
    model.cell = cell
    model.isBidirectional = isBidirectional
    let plain = try model.fit(Self.table(), horizon: 3, seed: 2)
    for interval in [1, 3] {
      let watched = try model.fit(
        Self.table(), horizon: 3, seed: 2,
        options: FitOptions(threads: 2, monitor: GradientMonitor(interval: interval)))
      #expect(watched.parameters == plain.parameters)
      #expect(watched.history == plain.history)
    }
  }

  @Test("a fit that diverges delivers the epoch that broke it", arguments: [1, 1_000])
  func brokenEpoch(_ interval: Int) throws {
    let monitor = GradientMonitor(interval: interval)
    var model = Self.model()
    model.cell = .rnnRelu
    model.optimizer = .sgd
    model.schedule = .constant
    model.loss = .squared
    model.learningRate = 1e25
    model.gradientClip = 0
    #expect(throws: ForetellError.self) {
      try model.fit(Self.table(), horizon: 3, options: FitOptions(monitor: monitor))
    }
    let last = try #require(monitor.snapshots.last)
    #expect(last.epoch == 1 && last.nonFinite > 0)
    #expect(last.measuredUpdates >= 1)
    #expect(last.blocks.contains { $0.gradientNorm == nil })
    #expect(last.warnings.contains { $0.hasSuffix("gradients of states are not finite") })
    // Infinity has a place in JSON too.
    let data = try JSONEncoder().encode(last)
    #expect(try JSONDecoder().decode(GradientSnapshot.self, from: data) == last)
  }

  @Test func warningsOfATraining() throws {
    func epoch(_ number: Int, _ norms: [Double]) -> GradientSnapshot {
      let lags = GradientSnapshot.LagNorms(mean: norms, quantiles: [])
      let layer = GradientSnapshot.Layer(
        number: 0, direction: .forward, hidden: lags, cell: nil, saturations: [], deadUnits: nil, units: 1,
        values: 4, zeros: 0, denormals: 0, nonFinite: norms.count { !$0.isFinite })
      return GradientSnapshot(
        model: "RNN", epoch: number, measuredUpdates: 1, clippedShare: 0, quantiles: [], seasonLength: 3,
        windowLength: norms.count, layers: [layer], blocks: [])
    }
    let calm = epoch(3, [1, 0.5, 0.2, 0.1])
    #expect(calm.warnings.isEmpty && GradientSnapshot.warnings(of: [calm]).isEmpty)
    #expect(
      epoch(1, [1, 0.5, 0.001, 0.1]).warnings == [
        "RNN: the season of 3 steps is longer than the effective memory of 2"
      ])
    let wild = epoch(2, [1, 20, 99, 250])
    #expect(wild.warnings == ["RNN: gradients explode: at lag 3 the norm is 250 times that of lag 0"])
    #expect(epoch(2, [1, 20, 99, 100]).warnings.isEmpty)
    #expect(
      GradientSnapshot.warnings(of: [wild, calm]) == [
        "RNN: gradients exploded on the way in epoch 2: at lag 3 the norm was 250 times that of lag 0"
      ])
    #expect(
      GradientSnapshot.warnings(of: [epoch(1, [1, 300, 1, 1]), wild, calm])[0].contains(
        "in 2 epochs, most in epoch 1: at lag 1"))
    let broken = epoch(4, [.infinity, .infinity, 2, 1])
    #expect(broken.warnings.contains("RNN: 2 of 4 gradients of states are not finite"))
    #expect(broken.verdict == "RNN: the gradient of the hidden state is not finite")
    #expect(broken.effectiveMemory == 0)
  }

  @Test func nothingIsWatchedWithoutAMonitor() throws {
    let monitor = GradientMonitor(interval: 1)
    _ = try Self.model().fit(Self.table(), horizon: 3)
    #expect(monitor.snapshots.isEmpty)
  }

  @Test func intervalChoosesTheUpdates() throws {
    let rare = GradientMonitor(interval: 1_000)
    _ = try Self.model().fit(Self.table(), horizon: 3, options: FitOptions(monitor: rare))
    #expect(rare.snapshots.map(\.measuredUpdates) == [1, 1, 1])
  }
}
