import ForetellCore
import ForetellLayers
import Testing

@Suite struct DropoutTests {
  static func masked(_ context: RunContext, count: Int = 10_000, rate: Double = 0.3) -> [Float] {
    var plan = PlanBuilder<Float>()
    let x = plan.activation([count])
    let y = Dropout(rate: rate).record(x, into: &plan)
    let frozen = plan.finish()
    let memory = Memory<Float>(for: frozen, store: ParameterStore(for: frozen))
    memory.value(x).fill(1)
    memory.context = context
    frozen.forward(memory)
    return memory.value(y).array
  }

  @Test func inferenceIsTheIdentity() {
    #expect(Self.masked(RunContext()).allSatisfy { $0 == 1 })
  }

  @Test func shareOfZerosAndScale() {
    let y = Self.masked(RunContext(isTraining: true, seed: 1))
    let zeros = Double(y.count { $0 == 0 }) / Double(y.count)
    #expect(abs(zeros - 0.3) < 0.02)
    #expect(y.allSatisfy { $0 == 0 || abs($0 - 1 / 0.7) < 1e-6 })
  }

  @Test func masksAreKeyed() {
    let base = Self.masked(RunContext(isTraining: true, seed: 1, step: 2, shard: 3))
    #expect(Self.masked(RunContext(isTraining: true, seed: 1, step: 2, shard: 3)) == base)
    #expect(Self.masked(RunContext(isTraining: true, seed: 2, step: 2, shard: 3)) != base)
    #expect(Self.masked(RunContext(isTraining: true, seed: 1, step: 3, shard: 3)) != base)
    #expect(Self.masked(RunContext(isTraining: true, seed: 1, step: 2, shard: 4)) != base)
  }

  @Test func maskIsPhilox() {
    let y = Self.masked(
      RunContext(isTraining: true, seed: 0x1_0000_0002, step: 7, shard: 5), count: 4, rate: 0.5)
    let stream = RandomStream.Purpose.dropout.rawValue << 24 ^ 1
    let block = RandomStream.philox((0, 7, stream, 5), key: (2, 1))
    #expect(y.map { $0 == 0 } == [block.0, block.1, block.2, block.3].map { $0 < 0x8000_0000 })
  }
}
