import ForetellCore
import ForetellLayers
import ForetellTestSupport
import Testing

@Suite struct NormalizationParityTests {
  @Test("layer normalisation and its gradients as PyTorch", arguments: ["float64", "float32"])
  func layerNorm(_ precision: String) throws {
    let fixture = try ParityFixture.load("layer-norm-\(precision)")
    if precision == "float64" {
      try check(fixture, Double.self, 1e-12)
    } else {
      try check(fixture, Float.self, 1e-5)
    }
  }

  func check<Scalar: KernelScalar>(_ fixture: ParityFixture, _ scalar: Scalar.Type, _ tolerance: Double)
    throws
  {
    let x = try fixture.tensor("input")
    var builder = PlanBuilder<Scalar>()
    let input = builder.activation(x.shape)
    let output = LayerNorm().record(input, into: &builder)
    let plan = builder.finish()
    let store = ParameterStore<Scalar>(for: plan)
    for entry in plan.parameters.entries {
      store.value(entry.slot).copy(from: try #require(fixture.parameters[entry.name]).scalars())
    }
    let memory = Memory<Scalar>(for: plan, store: store)
    memory.value(input).copy(from: x.scalars())
    plan.forward(memory)
    #expect(worst(memory.value(output).array, try fixture.tensor("output").values) < tolerance)
    memory.zeroGradients()
    memory.gradient(output).copy(from: try fixture.tensor("outputProjection").scalars())
    plan.backward(memory)
    #expect(worst(memory.gradient(input).array, try fixture.tensor("inputGradient").values) < tolerance)
    for entry in plan.parameters.entries {
      let expected = try #require(fixture.gradients[entry.name]).values
      #expect(worst(memory.gradient(entry.slot).array, expected) < tolerance, "\(entry.name)")
    }
  }
}
