import ForetellCore
import Foundation
import Synchronization
import Testing

@Suite struct WorkerPoolTests {
  @Test(arguments: [1, 2, 3, 8]) func everyJobRunsOnce(_ threads: Int) {
    for count in [0, 1, 2, 7, 100] {
      let arena = Arena<Double>(count: max(count, 1))
      let block = arena.block
      WorkerPool(threads: threads).forEach(count) { job in block[job] += Double(job + 1) }
      #expect(count == 0 || block.array == (0..<count).map { Double($0 + 1) })
    }
  }

  @Test func neverMoreThreadsThanAsked() {
    let running = Atomic<Int>(0)
    let most = Atomic<Int>(0)
    WorkerPool(threads: 2).forEach(24) { _ in
      let now = running.wrappingAdd(1, ordering: .sequentiallyConsistent).newValue
      _ = most.max(now, ordering: .sequentiallyConsistent)
      usleep(500)
      running.wrappingSubtract(1, ordering: .sequentiallyConsistent)
    }
    #expect(most.load(ordering: .sequentiallyConsistent) <= 2)
  }

  @Test func denormalsAreFlushedInsideOnly() {
    let tiny = Float.leastNormalMagnitude
    let arena = Arena<Float>(count: 2)
    let block = arena.block
    block[0] = tiny
    WorkerPool(threads: 1).forEach(1) { _ in block[1] = block[0] * 0.5 }
    #expect(block[1] == 0)
    block[1] = block[0] * 0.5
    #expect(block[1] > 0)
  }
}

@Suite struct ElementaryFunctionTests {
  @Test func logarithmAgainstTheSystem() {
    for exponent in stride(from: -300.0, through: 300, by: 7.3) {
      let x = pow(10, exponent)
      #expect(abs(elementaryLogarithm(x) - log(x)) <= 4e-16 * max(abs(log(x)), 1))
    }
    for x in stride(from: 0.9, through: 1.1, by: 0.001) {
      #expect(abs(elementaryLogarithm(x) - log(x)) <= 4e-16)
    }
    #expect(elementaryLogarithm(Double.leastNonzeroMagnitude).isFinite)
    #expect(elementaryLogarithm(0) == -.infinity)
    #expect(elementaryLogarithm(-1).isNaN)
    #expect(elementaryLogarithm(.infinity) == .infinity)
  }

  @Test func exponentialAgainstTheSystem() {
    for x in stride(from: -700.0, through: 700, by: 3.7) {
      #expect(abs(elementaryExponential(x) - exp(x)) <= 1e-15 * exp(x))
    }
  }
}

@Suite struct InitializerTests {
  static func values(_ initializer: Initializer, _ shape: [Int]) -> [Double] {
    var plan = PlanBuilder<Double>()
    let slot = plan.parameter("w", shape, initializer)
    let frozen = plan.finish()
    let store = ParameterStore<Double>(for: frozen)
    store.initialize(frozen.parameters, seed: 4)
    return store.value(slot).array
  }

  @Test func orthogonalBlocks() {
    let size = 9
    let w = Self.values(.orthogonal(blocks: 3, gain: 2), [3 * size, size])
    for part in 0..<3 {
      for a in 0..<size {
        for b in 0..<size {
          var dot = 0.0
          for k in 0..<size { dot += w[(part * size + a) * size + k] * w[(part * size + b) * size + k] }
          #expect(abs(dot - (a == b ? 4 : 0)) < 1e-12)
        }
      }
    }
  }

  @Test func ranges() {
    let xavier = Self.values(.xavier(fanIn: 10, fanOut: 14), [14, 1000])
    #expect(xavier.allSatisfy { abs($0) <= 0.5 } && (xavier.map(abs).max() ?? 0) > 0.49)
    let he = Self.values(.he(fanIn: 8), [100, 100])
    #expect(abs(he.reduce(0) { $0 + $1 * $1 } / 10_000 - 0.25) < 0.02)
    #expect(Self.values(.parts([0, 1, 0, 0]), [12]) == [0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0])
    let chrono = Self.values(.logarithms(longest: 100, factors: [-1, 1, 0, 0]), [400])
    #expect(chrono[100..<200].allSatisfy { $0 >= 0 && $0 <= Foundation.log(99.0) + 1e-12 })
    #expect(zip(chrono[0..<100], chrono[100..<200]).allSatisfy { $0 == -$1 })
    #expect(Self.values(.identity(blocks: 1, gain: 1), [2, 2]) == [1, 0, 0, 1])
  }
}
