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

  @Test(
    "a step of batch normalisation and its running statistics as PyTorch", arguments: ["float64", "float32"])
  func batchNorm(_ precision: String) throws {
    let fixture = try ParityFixture.load("batch-norm-\(precision)")
    if precision == "float64" {
      try checkBatch(fixture, Double.self, 1e-12)
    } else {
      try checkBatch(fixture, Float.self, 1e-5)
    }
  }

  func checkBatch<Scalar: KernelScalar>(
    _ fixture: ParityFixture, _ scalar: Scalar.Type, _ tolerance: Double
  ) throws {
    let x = try fixture.tensor("input")
    let projection = try fixture.tensor("outputProjection")
    var builder = PlanBuilder<Scalar>()
    let input = builder.activation(x.shape)
    let output = BatchNorm().record(input, into: &builder)
    let loss = builder.activation([1])
    let plan = builder.finish()
    let store = ParameterStore<Scalar>(for: plan)
    store.initialize(plan.parameters, seed: 1)
    for (name, tensor) in fixture.parameters {
      store.value(try #require(plan.parameters.entry(named: name)).slot).copy(from: tensor.scalars())
    }
    let step = ShardedStep(
      plan: plan, loss: loss, store: store, shards: 1, optimizer: Optimizer(.sgd),
      pool: WorkerPool(threads: 1))
    _ = step.computeGradients(
      RunContext(isTraining: true),
      run: { memory, _ in
        plan.forward(memory)
        memory.zeroGradients()
        memory.gradient(output).copy(from: projection.scalars())
        plan.backward(memory)
      }, fill: { memory, _ in memory.value(input).copy(from: x.scalars()) })
    let memory = step.shards[0]
    #expect(worst(memory.value(output).array, try fixture.tensor("output").values) < tolerance)
    #expect(worst(memory.gradient(input).array, try fixture.tensor("inputGradient").values) < tolerance)
    for (name, tensor) in fixture.gradients {
      let slot = try #require(plan.parameters.entry(named: name)).slot
      #expect(worst(memory.gradient(slot).array, tensor.values) < tolerance, "\(name)")
    }
    step.update(Optimizer(.sgd), rate: 0, gradientScale: 1)
    for name in ["runningMean", "runningVariance"] {
      let slot = try #require(plan.parameters.entry(named: name)).slot
      #expect(worst(store.value(slot).array, try fixture.tensor(name).values) < tolerance, "\(name)")
    }
    memory.context = RunContext()
    plan.forward(memory)
    #expect(worst(memory.value(output).array, try fixture.tensor("evaluated").values) < tolerance)
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
