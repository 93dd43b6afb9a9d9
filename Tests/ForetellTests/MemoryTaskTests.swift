import ForetellCore
import Testing

@testable import Foretell

@Suite struct MemoryTaskTests {
  @Test func echoMarksTheStepTheLagBeforeTheOrigin() {
    let task = MemoryTask(.echo, lag: 9, windowLength: 15)
    for example in task.examples(50, seed: 4, batch: 2) {
      #expect(example.values.count == 15 && example.marks.reduce(0, +) == 1)
      #expect(example.marks[15 - 1 - 9] == 1)
      #expect(example.target == example.values[5])
      #expect(example.values.allSatisfy { $0 >= -1 && $0 < 1 })
    }
    #expect(MemoryTask(.echo, lag: 100).windowLength == 110)
  }

  @Test func addingMarksTwoSteps() {
    let task = MemoryTask(.adding, lag: 30, windowLength: 40)
    for example in task.examples(200, seed: 4, batch: 0) {
      let marked = example.marks.indices.filter { example.marks[$0] == 1 }
      #expect(marked.count == 2 && marked[0] < 4 && marked[1] >= 4 && marked[1] < 20)
      #expect(example.target == example.values[marked[0]] + example.values[marked[1]])
    }
  }

  @Test("the naive error is the target's variance", arguments: MemoryTask.Kind.allCases)
  func naiveError(_ kind: MemoryTask.Kind) {
    let task = MemoryTask(kind, lag: 5)
    let targets = task.examples(20_000, seed: 1, batch: 0).map(\.target)
    let square = targets.reduce(0) { $0 + $1 * $1 } / 20_000
    #expect(abs(square - task.naiveError) < 0.02)
    #expect(abs(targets.reduce(0, +) / 20_000) < 0.02)
  }

  @Test func examplesFollowFromTheirKey() {
    let task = MemoryTask(.echo, lag: 5)
    let first = task.examples(3, seed: 1, batch: 0)
    #expect(first == task.examples(3, seed: 1, batch: 0))
    #expect(first != task.examples(3, seed: 2, batch: 0))
    #expect(first != task.examples(3, seed: 1, batch: 1))
    #expect(first != task.examples(3, seed: 1, batch: 0, isTest: true))
  }

  @Test func spectralRadiusOfKnownMatrices() {
    // A rotation by 90° scaled by 3 has the eigenvalues ±3i; a nilpotent matrix has none but zero.
    #expect(abs(RecurrentTheory.spectralRadius([0, -3, 3, 0], size: 2) - 3) < 1e-6)
    #expect(abs(RecurrentTheory.spectralRadius([2, 100, 0, -0.5], size: 2) - 2) < 1e-5)
    #expect(RecurrentTheory.spectralRadius([0, 7, 0, 0], size: 2) == 0)
    // [[3,0],[4,5]] has the singular values 3√5 and √5.
    #expect(abs(RecurrentTheory.spectralNorm([3, 0, 4, 5], size: 2) - 6.708_203_932_499_369) < 1e-8)
  }

  static func small(_ cell: RecurrentCellKind) -> MemoryExperiment {
    var experiment = MemoryExperiment(MemoryTask(.echo, lag: 8, windowLength: 12), cell: cell)
    experiment.hiddenSize = 8
    experiment.updates = 30
    experiment.epochs = 3
    experiment.testExamples = 128
    return experiment
  }

  @Test("same bits at any number of threads", arguments: RecurrentCellKind.allCases)
  func threads(_ cell: RecurrentCellKind) throws {
    let one = try Self.small(cell).run(seed: 3, options: FitOptions(threads: 1))
    let two = try Self.small(cell).run(seed: 3, options: FitOptions(threads: 2))
    #expect(one.testError == two.testError && one.jacobianNorms == two.jacobianNorms)
    #expect(one.history == two.history && one.trained == two.trained)
    #expect(one.history.map(\.epoch) == [1, 2, 3])
    #expect(try Self.small(cell).run(seed: 4).testError != one.testError)
  }

  @Test("a diverging experiment delivers its broken epoch", arguments: [1, 1_000])
  func brokenEpoch(_ interval: Int) throws {
    var experiment = Self.small(.rnnRelu)
    experiment.learningRate = 1e30
    experiment.gradientClip = 0
    let monitor = GradientMonitor(interval: interval)
    #expect(throws: ForetellError.self) {
      try experiment.run(seed: 3, options: FitOptions(monitor: monitor))
    }
    #expect(try #require(monitor.snapshots.last).nonFinite > 0)
  }

  @Test func jacobiansFollowTheWeights() throws {
    // At lag 0 the Jacobian is the identity; a plain cell's state can't stretch more than its weights.
    let result = try Self.small(.rnn).run(seed: 3)
    #expect(abs(result.jacobianNorms[0] - 1) < 1e-6)
    #expect(result.jacobianNorms.count == 12 && result.jacobianNorms.allSatisfy { $0 > 0 })
    #expect(result.spectralRadii.map(\.gate) == ["state"])
    let gated = try Self.small(.lstm).run(seed: 3)
    #expect(gated.spectralRadii.map(\.gate) == ["input", "forget", "candidate", "output"])
    #expect(gated.spectralRadius == gated.spectralRadii[2].radius)
  }

  @Test func chronoBiasesLieWithinTheirRange() throws {
    for cell in [RecurrentCellKind.lstm, .gru, .slstm] {
      let network = MemoryNetwork(Self.small(cell), rows: 2)
      let store = ParameterStore<Float>(for: network.plan)
      store.initialize(network.plan.parameters, seed: 1)
      let bias = store.value(
        try #require(network.plan.parameters.entry(named: "encoder.0.bias")).slot
      ).array
      #expect(bias[8..<16].allSatisfy { $0 >= 0 && $0 <= 2.398 })  // ln 11
      #expect(Set(bias[8..<16]).count == 8)
      if cell == .lstm { #expect((0..<8).allSatisfy { bias[$0] == -bias[8 + $0] }) }
    }
  }

  @Test func aLongMemorySolvesAShortEcho() throws {
    var experiment = MemoryExperiment(MemoryTask(.echo, lag: 10, windowLength: 15), cell: .lstm)
    experiment.hiddenSize = 16
    experiment.updates = 400
    let result = try experiment.run(seed: 1)
    #expect(result.relativeError < 0.05)
    #expect(result.trained.effectiveMemory >= 10)
  }
}
