import CAllocationCounter
import ForetellBenchmarkSupport
import Testing

/// A warm training step allocates nothing.
///
/// Release builds only: a debug build boxes values that an optimised one keeps
/// in registers.
@Suite(.serialized) struct AllocationTests {
  static let shapes = ["lstm:32x24x1x32", "gru:32x12x3x40", "rnn:20x12x2x24", "lstm:64x24x8x128"]

  @Test func theCounterCounts() {
    let before = ft_allocations()
    let array = (0..<1000).map { Double($0) * Double(before) }
    #expect(array.count == 1000)
    #expect(ft_allocations() > before)
  }

  @Test("no allocation in a warm training step", arguments: shapes, [1, 2, 3])
  func warmStep(_ text: String, _ threads: Int) throws {
    #if DEBUG
      return
    #else
      let step = TrainingStep(try #require(BenchmarkShape(text)), threads: threads)
      for _ in 0..<5 { _ = step() }
      // The counter is this thread's, which takes part in every round of the pool and runs what its helpers run.
      var fewest = Int64.max
      for _ in 0..<10 where fewest > 0 {
        let before = ft_allocations()
        for _ in 0..<10 { _ = step() }
        fewest = min(fewest, ft_allocations() - before)
      }
      #expect(fewest == 0, "\(fewest) allocations in ten steps")
    #endif
  }

  @Test("no allocation in a warm forward pass", arguments: BenchmarkShape.Cell.allCases)
  func warmForward(_ cell: BenchmarkShape.Cell) {
    #if !DEBUG
      let forward = InferenceStep(BenchmarkShape(cell: cell, batch: 1, steps: 96, inputs: 1, hidden: 64))
      forward()
      var fewest = Int64.max
      for _ in 0..<10 where fewest > 0 {
        let before = ft_allocations()
        for _ in 0..<10 { forward() }
        fewest = min(fewest, ft_allocations() - before)
      }
      #expect(fewest == 0, "\(fewest) allocations in ten passes")
    #endif
  }
}
