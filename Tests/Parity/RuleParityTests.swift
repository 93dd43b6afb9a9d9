import ForetellCore
import ForetellTestSupport
import Testing

/// Update rules and schedules by themselves, step for step.
@Suite struct RuleParityTests {
  static let rules = (try? ParityFixture.names(prefix: "rule-")) ?? []

  @Test func thereAreCases() {
    #expect(Self.rules.count == 22)
  }

  @Test("fifty steps of every rule as PyTorch, Lion as its paper", arguments: rules)
  func rule(_ name: String) throws {
    let fixture = try ParityFixture.load(name)
    if fixture.precision == "float64" {
      try follow(fixture, Double.self, 1e-13)
    } else {
      // Kernels take 1 − β from the rounded β, which for β₂ = 0.999 differs in the fifth digit from PyTorch's.
      try follow(fixture, Float.self, 1e-5)
    }
  }

  func follow<Scalar: KernelScalar>(
    _ fixture: ParityFixture, _ scalar: Scalar.Type, _ tolerance: Double
  ) throws {
    let weight = try #require(fixture.parameters["weight"])
    let gradients = try fixture.tensor("stepGradients").values
    let after = try fixture.tensor("stepParameters").values
    let count = weight.values.count
    let values = Arena<Scalar>(count: count)
    let slope = Arena<Scalar>(count: count)
    values.block.copy(from: weight.scalars())
    let (rule, rate) = try TrainingParityTests.optimizer(fixture)
    let state = OptimizerState<Scalar>(count: count, optimizer: rule)
    #expect(gradients.count == 50 * count)
    for step in 0..<50 {
      let places = (step * count)..<((step + 1) * count)
      slope.block.copy(from: gradients[places].map { Scalar($0) })
      state.step(rule, parameters: values.block, gradients: slope.block, rate: rate)
      let error = worst(values.block.array, Array(after[places]))
      #expect(error < tolerance, "step \(step + 1)")
    }
  }

  /// The state of a rule goes on from any step, as after a checkpoint.
  @Test(arguments: OptimizerKind.allCases)
  func rulesGoOn(_ kind: OptimizerKind) {
    let rule = Optimizer(kind, momentum: [.sgd, .rmsprop].contains(kind) ? 0.9 : 0)
    func run(_ states: [OptimizerState<Double>], _ values: Block<Double>) {
      let slope = Arena<Double>(count: 3)
      for step in 0..<60 {
        slope.block.copy(from: (0..<3).map { Double((step * 7 + $0 * 5) % 11) - 4 })
        let state = states[step < 30 ? 0 : states.count - 1]
        if states.count > 1, step == 30 {
          for place in state.moments.indices { state.moment(place).copy(from: states[0].moment(place).array) }
          state.steps = states[0].steps
        }
        state.step(rule, parameters: values, gradients: slope.block, rate: 0.01)
      }
    }
    let whole = Arena<Double>(count: 3)
    let parts = Arena<Double>(count: 3)
    run([OptimizerState(count: 3, optimizer: rule)], whole.block)
    run(
      [OptimizerState(count: 3, optimizer: rule), OptimizerState(count: 3, optimizer: rule)], parts.block)
    #expect(whole.block.array == parts.block.array && whole.block.array.allSatisfy { $0 != 0 })
  }

  static let paces: [(String, @Sendable (ParityFixture) throws -> LearningRateSchedule)] = [
    ("step", { .step(length: Int(try $0.number("length")), factor: try $0.number("factor")) }),
    ("exponential", { .step(length: 1, factor: try $0.number("factor")) }),
    ("one-cycle-40", oneCycle), ("one-cycle-7", oneCycle), ("restarts-1", restarts), ("restarts-2", restarts),
  ]

  private static let oneCycle: @Sendable (ParityFixture) throws -> LearningRateSchedule = {
    .oneCycle(
      total: Int(try $0.number("steps")), peak: try $0.number("peak"), start: try $0.number("start"),
      floor: try $0.number("floor"))
  }

  private static let restarts: @Sendable (ParityFixture) throws -> LearningRateSchedule = {
    .cosineRestarts(
      first: Int(try $0.number("first")), growth: Int(try $0.number("growth")),
      floor: try $0.number("floor") / $0.number("learningRate"))
  }

  @Test("every rate as PyTorch", arguments: paces.indices)
  func schedule(_ place: Int) throws {
    let (name, make) = Self.paces[place]
    let fixture = try ParityFixture.load("schedule-\(name)")
    let (schedule, rate) = (try make(fixture), try fixture.number("learningRate"))
    let rates = try fixture.sequence("rates")
    #expect(rates.count == (name == "one-cycle-7" ? 7 : 40) && Set(rates).count > 4)
    for (step, expected) in rates.enumerated() {
      #expect(abs(schedule.factor(step: step) * rate - expected) < 1e-16, "step \(step)")
    }
  }
}
