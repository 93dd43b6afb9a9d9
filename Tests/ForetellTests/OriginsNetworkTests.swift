import ForetellCore
import ForetellTestSupport
import Testing

@testable import Foretell

/// The recorded network that reads origin by origin: its gradients, and that an origin's forecast depends on its window
/// and state alone.
@Suite struct OriginsNetworkTests {
  private static func plan<Scalar: KernelScalar>(
    _ cell: RecurrentCellKind, _ loss: LossName, layers: Int = 1, rows: Int = 3, origins: Int,
    forecastsFromAll: Bool = true
  ) -> NetworkPlan<Scalar> {
    var model = RecurrentForecaster(cell: cell, hiddenSize: 4, layers: layers, reading: .origins)
    model.loss = loss
    model.trainedLevels = [80]
    return NetworkPlan(
      model.design,
      shape: NetworkShape(
        rows: rows, steps: origins, features: 7, horizon: 2,
        origins: OriginsShape(window: 5, hasSkip: true, forecastsFromAll: forecastsFromAll)))
  }

  @Test("finite differences of the whole network", arguments: RecurrentCellKind.allCases)
  func gradients(_ cell: RecurrentCellKind) {
    for (loss, layers) in [(LossName.quantile, 1), (.squared, 2)] {
      let network: NetworkPlan<Double> = Self.plan(cell, loss, layers: layers, origins: 4)
      var random = RandomStream(seed: 4, purpose: .synthetic)
      var weights = [Double](repeating: 0, count: network.weight.count)
      for place in weights.indices where place % 5 != 3 { weights[place] = 0.1 * Double(1 + place % 7) }
      var inputs = [Double](repeating: 0, count: network.input.count)
      for place in inputs.indices { inputs[place] = random.normal() }
      var targets = [Double](repeating: 0, count: network.target.count)
      for place in targets.indices { targets[place] = random.normal() }
      let constants: [(slot: Slot, values: [Double])] = [
        (network.input, inputs), (network.starts, [0, 2, 1]), (network.target, targets),
        (network.weight, weights),
      ]
      let recorded = RecordedNetwork(
        plan: network.plan, outputs: [network.output, network.loss], inputs: [], constants: constants)
      let report = checkPrimitive(recorded, step: 1e-6)
      #expect(report.worstError < 1e-6, "\(loss): \(report.worstPlace)")
      #expect(report.doublingError < 1e-12)
      #expect(report.largestGradient > 0.01)
    }
  }

  @Test(
    "an origin's forecast is that of its window alone with the same state",
    arguments: RecurrentCellKind.allCases)
  func contract(_ cell: RecurrentCellKind) {
    let all: NetworkPlan<Float> = Self.plan(cell, .quantile, layers: 2, origins: 6)
    let one: NetworkPlan<Float> = Self.plan(
      cell, .quantile, layers: 2, rows: 1, origins: 1, forecastsFromAll: false)
    let store = ParameterStore<Float>(for: all.plan)
    let alone = ParameterStore<Float>(for: one.plan)
    var random = RandomStream(seed: 8, purpose: .synthetic)
    for place in 0..<store.parameters.count { store.parameters[place] = Float(random.normal() * 0.3) }
    alone.parameters.copy(from: store.parameters)
    all.plan.prepare(store)
    one.plan.prepare(alone)
    let memory = Memory<Float>(for: all.plan, store: store)
    let single = Memory<Float>(for: one.plan, store: alone, gradients: false)
    let input = memory.value(all.input)
    for place in 0..<input.count { input[place] = Float(random.normal()) }
    memory.value(all.starts).copy(from: [0, 2, 1])
    all.plan.forward(memory)
    let (rows, features, width) = (3, 7, 2 * 3)
    for row in 0..<rows {
      for step in Int(memory.value(all.starts)[row])..<6 {
        // The state before the origin, from the pass over all of them.
        for (layer, other) in zip(all.layers, one.layers) {
          for (slot, target) in zip(layer.states, other.states) {
            single.value(target).slice(0, 4)
              .copy(from: memory.value(slot).slice((step * rows + row) * 4, 4))
          }
        }
        single.value(one.input).copy(from: input.slice((step * rows + row) * features, features))
        one.plan.forward(single)
        let expected = memory.value(all.output).slice((step * rows + row) * width, width).array
        #expect(single.value(one.output).array == expected, "row \(row), origin \(step)")
      }
    }
  }
}
