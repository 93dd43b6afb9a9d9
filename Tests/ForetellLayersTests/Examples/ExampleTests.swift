import ForetellCore
import ForetellLayers
import ForetellTestSupport
import Testing

/// The worked examples of the notebook "Adding a layer".
@Suite struct ExampleTests {
  @Test func highwayGradients() {
    var plan = PlanBuilder<Double>()
    let x = plan.activation([4, 3])
    let y = Highway().record(x, into: &plan)
    let network = RecordedNetwork(plan: plan.finish(), outputs: [y], inputs: [("x", x)])
    let report = checkPrimitive(network)
    #expect(report.worstError < 1e-6, "\(report.worstPlace)")
    #expect(report.doublingError < 1e-12)
    // The input, two weight matrices and two biases.
    #expect(report.checked == 4 * 3 + 2 * (3 * 3 + 3))
    #expect(report.largestGradient > 0.01)
  }

  @Test func aClosedGateLeavesTheInputAsItIs() {
    var plan = PlanBuilder<Double>()
    let x = plan.activation([4, 3])
    let y = Highway().record(x, into: &plan)
    let frozen = plan.finish()
    let store = ParameterStore<Double>(for: frozen)
    for entry in frozen.parameters.entries where entry.name == "gate.bias" {
      store.value(entry.slot).fill(-40)
    }
    let memory = Memory<Double>(for: frozen, store: store)
    memory.value(x).copy(from: (0..<12).map { Double($0) - 5.5 })
    frozen.prepare(store)
    frozen.forward(memory)
    #expect(zip(memory.value(y).array, memory.value(x).array).allSatisfy { abs($0 - $1) < 1e-12 })
  }

  @Test("an example cell's gradients", arguments: GradientCase.recurrent("update gate", UpdateGateCell()))
  func cellGradients(_ row: GradientCase) {
    let report = checkPrimitive(row.make(false))
    #expect(report.worstError < 1e-6, "\(report.worstPlace)")
    #expect(report.doublingError < 1e-12)
    #expect(report.largestGradient > 0.01)
  }

  @Test func cellContract() { CellContractTests().contract(UpdateGateCell()) }
}
