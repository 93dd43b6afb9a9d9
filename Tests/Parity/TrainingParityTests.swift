import ForetellCore
import ForetellLayers
import ForetellTestSupport
import Testing

@testable import Foretell

@Suite struct TrainingParityTests {
  static let training = (try? ParityFixture.names(prefix: "training-")) ?? []
  static let optimizers = (try? ParityFixture.names(prefix: "optimizer-")) ?? []

  @Test func thereAreCases() {
    #expect(Self.training.count == 16)
    #expect(Self.optimizers.count == 14)
  }

  static func optimizer(_ fixture: ParityFixture) throws -> (rule: Optimizer, rate: Double) {
    let recorded = try #require(fixture.optimizer)
    return (
      Optimizer(
        try #require(OptimizerKind(rawValue: recorded.kind)), momentum: recorded.momentum ?? 0,
        nesterov: recorded.nesterov ?? false, isCentered: recorded.centered ?? false,
        beta1: recorded.beta1 ?? 0.9,
        beta2: recorded.beta2, epsilon: recorded.epsilon, weightDecay: recorded.weightDecay),
      recorded.learningRate
    )
  }

  @Test("ten steps of a small network as PyTorch", arguments: training)
  func steps(_ name: String) throws {
    let fixture = try ParityFixture.load(name)
    if fixture.precision == "float64" {
      try train(fixture, Double.self, 1e-9)
    } else {
      try train(fixture, Float.self, 2e-4, first: 1e-5)
    }
  }

  /// `first` is the tolerance of the first loss and gradients, before rounding errors have gone through ten updates.
  func train<Scalar: KernelScalar>(
    _ fixture: ParityFixture, _ scalar: Scalar.Type, _ tolerance: Double, first: Double? = nil
  ) throws {
    let x = try fixture.tensor("input")
    let y = try fixture.tensor("target")
    let hidden = try #require(fixture.parameters["encoder.0.weightHidden"]).shape[1]
    let kind = try #require(fixture.cell.flatMap(RecurrentCellKind.init(rawValue:)))
    var builder = PlanBuilder<Scalar>()
    let input = builder.activation(x.shape, gradient: false)
    let state = builder.scope("encoder.0") { plan in
      Self.finalState(kind.recurrentCell, input, hidden, &plan)
    }
    let prediction = builder.scope("head") { Dense(outputs: y.shape[1]).record(state, into: &$0) }
    let target = builder.activation(y.shape, gradient: false)
    let weight = builder.activation(y.shape, gradient: false)
    let loss = PointLoss(.squared).record(
      prediction: prediction, target: target, weight: weight, into: &builder)
    let plan = builder.finish()
    let store = ParameterStore<Scalar>(for: plan)
    for entry in plan.parameters.entries {
      store.value(entry.slot).copy(from: try #require(fixture.parameters[entry.name]).scalars())
    }
    let memory = Memory<Scalar>(for: plan, store: store)
    memory.value(input).copy(from: x.scalars())
    memory.value(target).copy(from: y.scalars())
    memory.value(weight).fill(1 / Scalar(y.values.count))
    let (rule, rate) = try Self.optimizer(fixture)
    let moments = OptimizerState<Scalar>(count: plan.parameters.count, optimizer: rule)
    let losses = try fixture.sequence("losses")
    for step in losses.indices {
      plan.prepare(store)
      let found = Double(plan.lossAndGradients(loss, memory))
      #expect(worst([found], [losses[step]]) < (step == 0 ? first ?? tolerance : tolerance))
      if step == 0 {
        for entry in plan.parameters.entries {
          let expected = try #require(fixture.gradients[entry.name]).values
          #expect(worst(memory.gradient(entry.slot).array, expected) < first ?? tolerance, "\(entry.name)")
        }
      }
      let clip = GradientClip(memory.parameterGradients, maximum: fixture.optimizer?.clipNorm)
      if let norms = fixture.sequences["normsBeforeClipping"] {
        #expect(worst([clip.norm], [norms[step]]) < tolerance)
      }
      moments.step(
        rule, parameters: store.parameters, gradients: memory.parameterGradients, rate: rate,
        gradientScale: clip.scale)
    }
    for entry in plan.parameters.entries {
      let expected = try #require(fixture.finalParameters[entry.name]).values
      #expect(worst(store.value(entry.slot).array, expected) < tolerance * 10, "\(entry.name)")
    }
  }

  private static func finalState<Scalar: KernelScalar>(
    _ cell: some RecurrentCell, _ input: Slot, _ hidden: Int, _ plan: inout PlanBuilder<Scalar>
  ) -> Slot {
    Recurrent(cell, hiddenSize: hidden).recordAll(input, starts: nil, into: &plan).forward.finalState
  }

  @Test("the update rule by itself as PyTorch", arguments: optimizers)
  func rule(_ name: String) throws {
    let fixture = try ParityFixture.load(name)
    if fixture.precision == "float64" {
      try update(fixture, Double.self, 1e-12)
    } else {
      try update(fixture, Float.self, 1e-5)
    }
  }

  func update<Scalar: KernelScalar>(_ fixture: ParityFixture, _ scalar: Scalar.Type, _ tolerance: Double)
    throws
  {
    let weight = try #require(fixture.parameters["weight"])
    let bias = try #require(fixture.parameters["bias"])
    let gradients = try fixture.tensor("stepGradients")
    let count = weight.values.count + bias.values.count
    let values = Arena<Scalar>(count: count)
    values.block.copy(from: weight.scalars() + bias.scalars())
    let slope = Arena<Scalar>(count: count)
    let (rule, rate) = try Self.optimizer(fixture)
    let moments = OptimizerState<Scalar>(count: count, optimizer: rule)
    for step in 0..<(gradients.values.count / count) {
      slope.block.copy(from: gradients.values[(step * count)..<((step + 1) * count)].map { Scalar($0) })
      moments.step(rule, parameters: values.block, gradients: slope.block, rate: rate)
    }
    let expected =
      try #require(fixture.finalParameters["weight"]).values
      + #require(fixture.finalParameters["bias"]).values
    #expect(worst(values.block.array, expected) < tolerance)
  }

  enum Loss: String, CaseIterable {
    case squared, absolute, huber, pinball, gaussian, student, poisson, negativeBinomial
  }

  @Test("losses as PyTorch", arguments: Loss.allCases)
  func loss(_ kind: Loss) throws {
    let fixture = try ParityFixture.load("loss-\(kind.rawValue)")
    let prediction = try fixture.tensor("prediction")
    let target = try fixture.tensor("target")
    let mask = try fixture.tensor("mask").values
    let levels = fixture.tensors["quantiles"]?.values ?? []
    let units = fixture.tensors["unit"]?.values ?? mask
    for isMasked in [true, false] {
      var builder = PlanBuilder<Double>()
      let p = builder.activation(prediction.shape)
      let t = builder.activation(target.shape, gradient: false)
      let w = builder.activation(target.shape, gradient: false)
      let u = builder.activation(target.shape, gradient: false)
      let y: Slot
      switch kind {
      case .squared: y = PointLoss(.squared).record(prediction: p, target: t, weight: w, into: &builder)
      case .absolute: y = PointLoss(.absolute).record(prediction: p, target: t, weight: w, into: &builder)
      case .huber:
        y = PointLoss(.huber(delta: 1)).record(prediction: p, target: t, weight: w, into: &builder)
      case .pinball:
        y = QuantileLoss(levels: levels).record(prediction: p, target: t, weight: w, into: &builder)
      case .gaussian: y = GaussianLoss().record(prediction: p, target: t, weight: w, into: &builder)
      case .student: y = StudentLoss().record(prediction: p, target: t, weight: w, into: &builder)
      case .poisson:
        y = CountLoss(.poisson).record(prediction: p, target: t, unit: u, weight: w, into: &builder)
      case .negativeBinomial:
        y = CountLoss(.negativeBinomial).record(prediction: p, target: t, unit: u, weight: w, into: &builder)
      }
      let plan = builder.finish()
      let memory = Memory<Double>(for: plan, store: ParameterStore(for: plan))
      memory.value(p).copy(from: prediction.values)
      memory.value(t).copy(from: target.values)
      memory.value(u).copy(from: units)
      let observed = isMasked ? mask : mask.map { _ in 1 }
      let unit = 1 / (observed.reduce(0, +) * Double(max(levels.count, 1)))
      memory.value(w).copy(from: observed.map { $0 * unit })
      let found = plan.lossAndGradients(y, memory)
      let suffix = isMasked ? "Masked" : ""
      let expected = try fixture.numbers["loss\(suffix)"] ?? fixture.tensor("loss\(suffix)").values[0]
      #expect(worst([found], [expected]) < 1e-12)
      #expect(
        worst(memory.gradient(p).array, try fixture.tensor("predictionGradient\(suffix)").values) < 1e-12)
    }
  }

  @Test func cosineSchedule() throws {
    let fixture = try ParityFixture.load("schedule-cosine")
    let rate = try fixture.number("learningRate")
    let schedule = LearningRateSchedule.cosine(
      warmUp: Int(try fixture.number("warmUp")), total: Int(try fixture.number("steps")),
      floor: try fixture.number("floor") / rate)
    let rates = try fixture.sequence("rates")
    #expect(rates.count >= 40)
    for (step, expected) in rates.enumerated() {
      #expect(abs(schedule.factor(step: step) * rate - expected) < 1e-12)
    }
  }

  @Test func plateauSchedule() throws {
    let fixture = try ParityFixture.load("schedule-plateau-plain")
    let rate = try fixture.number("learningRate")
    let schedule = LearningRateSchedule.reduceOnPlateau(
      factor: try fixture.number("factor"), patience: Int(try fixture.number("patience")),
      minimum: try fixture.number("floor") / rate)
    var state = PlateauState()
    for (value, expected) in zip(try fixture.sequence("values"), try fixture.sequence("rates")) {
      state.update(value, schedule)
      #expect(abs(state.factor * rate - expected) < 1e-15)
    }
  }
}
