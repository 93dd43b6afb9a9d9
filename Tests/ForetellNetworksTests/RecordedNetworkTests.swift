import ForetellCore
import ForetellLayers
import ForetellNetworks
import Testing

@Suite struct RecordedNetworkTests {
  @Test func aNetworkIsItsLayers() {
    let network = Network(
      inputShape: [4, 2], layers: [.lstm(3), .lastStep, .dense(2, activation: .tanh)], batchSize: 5, seed: 4)
    var builder = PlanBuilder<Float>()
    let input = builder.activation([4, 5, 2])
    let states = builder.scope("0") { Recurrent(LSTMCell(), hiddenSize: 3).record(input, into: &$0) }
    let last = states.part(at: 3 * 15, shape: [5, 3])
    let output = builder.scope("2") { Dense(outputs: 2, activation: .tanh).record(last, into: &$0) }
    let plan = builder.finish()
    let store = ParameterStore(for: plan)
    store.initialize(plan.parameters, seed: 4)
    plan.prepare(store)
    let memory = Memory(for: plan, store: store)
    let values = (0..<40).map { Float(($0 * 7) % 11) / 11 - 0.5 }
    for row in 0..<5 {
      for time in 0..<4 {
        for column in 0..<2 {
          memory.value(input)[(time * 5 + row) * 2 + column] = values[(row * 4 + time) * 2 + column]
        }
      }
    }
    plan.forward(memory)
    #expect(network.predict(values.map(Double.init)) == memory.value(output).array.map(Double.init))
    #expect(network.parameters.map(\.name) == plan.parameters.entries.map(\.name))
  }
}
