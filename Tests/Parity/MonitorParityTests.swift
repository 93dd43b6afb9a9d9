import ForetellCore
import ForetellLayers
import ForetellTestSupport
import Testing

@testable import Foretell

@Suite struct MonitorParityTests {
  /// The norms that the monitor reports, in the precision that users train in, against PyTorch's gradient of every
  /// state (double precision).
  @Test("the monitor's norms by lag as PyTorch", arguments: ["rnn", "rnn-relu", "lstm", "gru"])
  func norms(_ cell: String) throws {
    let fixture = try ParityFixture.load("lag-norms-\(cell)")
    let x = try fixture.tensor("input")
    let (steps, batch) = (x.shape[0], x.shape[1])
    let hidden = try #require(fixture.parameters["encoder.0.weightHidden"]).shape[1]
    let stack = try RecordedStack<Float>(
      cell: cell, steps: steps, batch: batch, inputs: x.shape[2], hidden: hidden, layers: 2,
      isBidirectional: false, parameters: fixture.parameters)
    let layout = try #require(RecurrentCellKind(rawValue: cell)).recurrentCell.layout
    let network = ObservedNetwork(
      plan: stack.plan, loss: stack.output, starts: nil,
      layers: stack.layers.enumerated().map { number, layer in
        RecordedLayer(
          number: number, isReversed: false, layout: layout, states: layer[0].states,
          saved: layer[0].states[0], finalState: layer[0].final)
      })
    let memory = stack.memory
    memory.value(stack.input).copy(from: x.scalars())
    stack.setInitial(
      hidden: fixture.tensors["initialHidden"]?.values, cell: fixture.tensors["initialCell"]?.values)
    stack.plan.forward(memory)
    memory.zeroGradients()
    let seed = memory.gradient(stack.layers[1][0].final)
    for (place, value) in try fixture.tensor("lastOutputProjection").values.enumerated() {
      seed[place] += Float(value)
    }
    stack.plan.backward(memory)

    let shard = ShardObservation(network)
    shard.lookAtGradients(memory)
    var epoch = EpochObservation(network)
    epoch.add([shard])
    let snapshot = epoch.snapshot(network, model: cell, number: 1, clippedShare: 0, season: nil)
    #expect(snapshot.windowLength == steps)
    for (number, layer) in snapshot.layers.enumerated() {
      for (norms, name) in [(layer.hidden, "hiddenNorms"), (layer.cell, "cellNorms")] {
        guard let norms else { continue }
        let expected = try fixture.tensor(name).values
        for lag in 0..<steps {
          let from = (number * steps + steps - 1 - lag) * batch
          let rows = expected[from..<(from + batch)]
          let mean = rows.reduce(0, +) / Double(batch)
          #expect(abs(norms.mean[lag] - mean) <= 1e-4 * mean, "\(name), layer \(number), lag \(lag)")
          for row in 0..<batch {
            let found = shard.norms(layer: number, state: name == "cellNorms" ? 1 : 0, lag: lag)[row]
            #expect(abs(found - rows[from + row]) <= 1e-4 * rows[from + row])
          }
        }
      }
    }
    #expect((snapshot.layers[0].cell != nil) == (fixture.tensors["cellNorms"] != nil))
  }
}
