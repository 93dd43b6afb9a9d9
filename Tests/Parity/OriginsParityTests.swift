import ForetellCore
import ForetellLayers
import ForetellTestSupport
import Testing

@testable import Foretell

/// The network that reads origin by origin, with its linear map from the windows, and its training over all origins of
/// a sequence.
@Suite struct OriginsParityTests {
  @Test(
    "outputs, gradients and ten steps over all origins as PyTorch",
    arguments: ["lstm-pinball", "gru-squared"])
  func steps(_ name: String) throws {
    let fixture = try ParityFixture.load("origins-\(name)")
    let (network, store) = try Self.network(fixture)
    let memory = Memory<Double>(for: network.plan, store: store)
    for (slot, tensor) in [
      (network.input, "input"), (network.starts, "starts"), (network.target, "target"),
      (network.weight, "weight"),
    ] {
      memory.value(slot).copy(from: try fixture.tensor(tensor).values)
    }
    let (rule, rate) = try TrainingParityTests.optimizer(fixture)
    let moments = OptimizerState<Double>(count: network.plan.parameters.count, optimizer: rule)
    let losses = try fixture.sequence("losses")
    #expect(losses.count == 10)
    for step in losses.indices {
      network.plan.prepare(store)
      let found = Double(network.plan.lossAndGradients(network.loss, memory))
      #expect(worst([found], [losses[step]]) < 1e-9, "step \(step)")
      if step == 0 {
        try Self.compareOutputs(memory.value(network.output).array, fixture)
        for entry in network.plan.parameters.entries {
          let expected = try #require(fixture.gradients[entry.name]).values
          #expect(worst(memory.gradient(entry.slot).array, expected) < 1e-10, "\(entry.name)")
        }
      }
      moments.step(
        rule, parameters: store.parameters, gradients: memory.parameterGradients, rate: rate)
    }
    for entry in network.plan.parameters.entries {
      let expected = try #require(fixture.finalParameters[entry.name]).values
      #expect(worst(store.value(entry.slot).array, expected) < 1e-8, "\(entry.name)")
    }
  }

  private static func network(_ fixture: ParityFixture) throws
    -> (NetworkPlan<Double>, ParameterStore<Double>)
  {
    func size(_ name: String) throws -> Int { try #require(fixture.sizes[name]) }
    var model = RecurrentForecaster(
      cell: try #require(fixture.cell.flatMap(RecurrentCellKind.init(rawValue:))),
      hiddenSize: try size("hidden"), layers: try size("layers"), reading: .origins)
    let losses: [String: LossName] = ["squared": .squared, "pinball": .quantile]
    model.loss = try #require(fixture.loss.flatMap { losses[$0] })
    model.trainedLevels = [80]
    let network = NetworkPlan<Double>(
      model.design,
      shape: NetworkShape(
        rows: try size("batch"), steps: try size("steps"), features: try size("inputs"),
        horizon: try size("horizon"),
        origins: OriginsShape(window: try size("window"), hasSkip: true, forecastsFromAll: true)))
    let store = ParameterStore<Double>(for: network.plan)
    #expect(network.plan.parameters.entries.count == fixture.parameters.count)
    for entry in network.plan.parameters.entries {
      store.value(entry.slot).copy(from: try #require(fixture.parameters[entry.name]).values)
    }
    return (network, store)
  }

  /// The forecasts from the origins that are no padding.
  private static func compareOutputs(_ found: [Double], _ fixture: ParityFixture) throws {
    let expected = try fixture.tensor("output")
    let starts = try fixture.tensor("starts").values
    let width = expected.shape[2] * expected.shape[3]
    for origin in 0..<expected.shape[0] {
      for row in starts.indices where Double(origin) >= starts[row] {
        let at = (origin * starts.count + row) * width
        #expect(
          worst(Array(found[at..<(at + width)]), Array(expected.values[at..<(at + width)])) < 1e-11,
          "origin \(origin), row \(row)")
      }
    }
  }
}
