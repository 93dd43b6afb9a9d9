import ForetellCore
import ForetellLayers
import ForetellTestSupport
import Testing

@Suite struct EmbeddingParityTests {
  @Test("rows and gradients of two tables as PyTorch", arguments: ["float64", "float32"])
  func embedding(_ precision: String) throws {
    let fixture = try ParityFixture.load("embedding-\(precision)")
    if precision == "float64" {
      try check(fixture, Double.self, 1e-12)
    } else {
      try check(fixture, Float.self, 1e-6)
    }
  }

  func check<Scalar: KernelScalar>(_ fixture: ParityFixture, _ scalar: Scalar.Type, _ tolerance: Double)
    throws
  {
    let codes = try fixture.tensor("codes")
    let tables = try (0..<2).map { try #require(fixture.parameters["\($0).weight"]).shape }
    var builder = PlanBuilder<Scalar>()
    let input = builder.activation(codes.shape, gradient: false)
    let rows = tables.enumerated().map { number, shape in
      builder.scope("\(number)") {
        Embedding(rows: shape[0], width: shape[1]).record(input, column: number, into: &$0)
      }
    }
    let output = Concatenate().record(rows, into: &builder)
    let plan = builder.finish()
    let store = ParameterStore<Scalar>(for: plan)
    for entry in plan.parameters.entries {
      store.value(entry.slot).copy(from: try #require(fixture.parameters[entry.name]).scalars())
    }
    let memory = Memory<Scalar>(for: plan, store: store)
    memory.value(input).copy(from: codes.scalars())
    plan.forward(memory)
    #expect(worst(memory.value(output).array, try fixture.tensor("output").values) < tolerance)
    memory.zeroGradients()
    memory.gradient(output).copy(from: try fixture.tensor("outputProjection").scalars())
    plan.backward(memory)
    for entry in plan.parameters.entries {
      let expected = try #require(fixture.gradients[entry.name]).values
      #expect(worst(memory.gradient(entry.slot).array, expected) < tolerance, "\(entry.name)")
    }
  }
}
