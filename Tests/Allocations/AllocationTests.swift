import CAllocationCounter
import Foretell
import ForetellBenchmarkSupport
import Testing

/// A warm training step allocates nothing.
///
/// Tested in release builds only, because a debug build allocates for values that an optimised one keeps in
/// registers.
@Suite(.serialized) struct AllocationTests {
  static let shapes = [
    "lstm:32x24x1x32", "gru:32x12x3x40", "mgu:32x12x3x40", "slstm:32x12x3x40",
    "rnn:20x12x2x24", "lstm:64x24x8x128",
  ]

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
      // The counter counts this thread, which takes part in every round of the pool and runs the same code as
      // its helpers.
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

  /// Including cutting and scaling windows: the allocations of an epoch don't depend on its number of
  /// updates.
  @Test("no allocation for an update of a fit", arguments: NormalizationName.allCases)
  func updatesOfAFit(_ normalization: NormalizationName) throws {
    #if !DEBUG
      let values: [Double] = (0..<600).map { (place: Int) -> Double in
        Double(50 + 10 * (place % 12) + place % 7)
      }
      let start = Timestamp(0)
      let table = try SeriesTable(
        series: [Series(id: "a", start: start, values: values)], frequency: Frequency(alias: "1"))
      func allocations(epochs: Int, batchSize: Int) throws -> Int64 {
        var model = RecurrentForecaster(cell: .lstm, hiddenSize: 8, inputSize: 24)
        model.epochs = epochs
        model.batchSize = batchSize
        model.normalization = normalization
        var options = FitOptions()
        options.threads = 1
        let before = ft_allocations()
        _ = try model.fit(table, horizon: 6, seed: 1, options: options)
        return ft_allocations() - before
      }
      _ = try allocations(epochs: 1, batchSize: 32)
      // The smallest of three counts, because an array may be bridged or a table grown occasionally.
      func anEpoch(batchSize: Int) throws -> Int64 {
        try (0..<3).map { _ in
          try allocations(epochs: 12, batchSize: batchSize) - allocations(epochs: 2, batchSize: batchSize)
        }.min() ?? 0
      }
      let few = try anEpoch(batchSize: 128)
      let many = try anEpoch(batchSize: 8)
      // 10 epochs of 5 updates against 10 of 72: one allocation per update would make a difference of 670.
      #expect(many - few < 67, "\(few) allocations with few updates, \(many) with many")
    #endif
  }
}
