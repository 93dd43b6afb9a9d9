import Foundation
import Synchronization
import Testing

@testable import Foretell

/// Comparisons of small networks on shipped data.
@Suite struct ComparisonTests {
  static let models: [(label: String, forecaster: any Forecaster)] = [
    ("rnn", ForecasterTests.quick(.rnn)), ("lstm", ForecasterTests.quick(.lstm)),
  ]

  static func small(_ matching: Comparison.Matching = .parameters) -> Comparison {
    Comparison(horizon: 6, seeds: 2, windows: 3, levels: [80], matching: matching)
  }

  @Test func parametersMatchInAnyOrder() throws {
    let table = try Shipped.table("air-passengers")
    let cells: [RecurrentCellKind] = [.rnn, .rnnRelu, .gru, .lstm]
    var found: [[RecurrentCellKind: Int]] = []
    for order in [cells, cells.reversed()] {
      let candidates = order.map {
        Comparison.Candidate(label: "\($0)", forecaster: RecurrentForecaster(cell: $0, hiddenSize: 32))
      }
      let sized = Comparison(horizon: 12).sized(candidates, for: table)
        .compactMap { $0.network as? RecurrentForecaster }
      let counts = sized.map { $0.parameterCount(for: table, horizon: 12) }
      let budget = RecurrentForecaster(cell: .lstm).parameterCount(for: table, horizon: 12)
      #expect(counts.max() ?? 0 > 0 && counts.allSatisfy { abs($0 - budget) * 50 < budget })
      found.append(Dictionary(uniqueKeysWithValues: sized.map { ($0.cell, $0.hiddenSize) }))
    }
    #expect(found[0] == found[1])
    #expect(found[0][.lstm] == 32)
  }

  @Test func nearestSizeIsNearest() throws {
    let table = try Shipped.table("air-passengers")
    let base = RecurrentForecaster(cell: .gru)
    func count(_ size: Int) -> Int {
      var model = base
      model.hiddenSize = size
      return model.parameterCount(for: table, horizon: 12)
    }
    for budget in [1, 500, 6716, 20_000, 20_001] {
      let size = base.matching(parameters: budget, for: table, horizon: 12).hiddenSize
      let distances = (1...120).map { abs(count($0) - budget) }
      #expect(abs(count(size) - budget) == distances.min())
    }
  }

  @Test func countsAreThoseOfTheFit() throws {
    let table = try Shipped.table("air-passengers")
    let model = ForecasterTests.quick(.gru)
    let fitted = try model.fit(table, horizon: 6)
    #expect(model.parameterCount(for: table, horizon: 6) == fitted.parameterCount)
    // One layer: 24 steps of 3·8·(features + 8) weights, then the head's 8 × 6 steps × 5 quantiles.
    let features = 2 + CalendarFeatures(frequency: table.frequency).count
    let expected = 24 * 3 * 8 * (features + 8) + 8 * 6 * 5
    #expect(model.multiplyAdds(for: table, horizon: 6) == expected)
  }

  @Test func equalArithmetic() throws {
    let table = try Shipped.table("air-passengers")
    let candidates = Self.models.map { Comparison.Candidate(label: $0.label, forecaster: $0.forecaster) }
    let timed = try Self.small(.time).timed(candidates, for: table).compactMap(\.network)
    #expect(timed.map(\.hiddenSize) == [8, 8])
    #expect(timed[1].epochs == 3)
    let work = timed.map { Double($0.multiplyAdds(for: table, horizon: 6) * ($0.epochs ?? 0)) }
    let epochs = try #require(timed[0].epochs)
    #expect(epochs > 3)
    #expect((work[0] - work[1]).magnitude <= work[0] / Double(epochs) / 2)
    #expect(
      try Self.small(.hidden).timed(candidates, for: table).compactMap(\.network).map(\.epochs) == [3, 3])
  }

  /// The largest network keeps its size, so its scores are those of a backtest with the same seed.
  @Test func scoresAreThoseOfABacktest() throws {
    let table = try Shipped.table("air-passengers")
    let result = try Self.small().run(Self.models, on: table, seed: 4)
    #expect(result.seeds == [4, 5])
    let backtest = try Backtest(horizon: 6, windows: 3, levels: [80]).run(
      [("lstm", ForecasterTests.quick(.lstm)), ("seasonal-naive", SeasonalNaive())], on: table, seed: 5)
    let lstm = try #require(result.model("lstm"))
    #expect(lstm.seedScores[1].mase == backtest.scores[0].mase)
    #expect(lstm.seedScores[1].coverage == backtest.scores[0].coverage)
    let naive = try #require(result.model("seasonal-naive"))
    #expect(result.error(of: naive) == backtest.scores[1].mase)
    #expect(naive.seedScores.count == 1 && result.runs.count { $0.model == "seasonal-naive" } == 3)
    #expect(result.runs.count == 3 * (2 + 2 + 1))
    #expect(result.pairs.count == 3)
    let errors = result.unitErrors("lstm").compactMap { $0 }
    #expect(errors.count == 3)
    let mean = try #require(result.error(of: lstm))
    #expect((errors.reduce(0, +) / 3 - mean).magnitude < 1e-12)
    #expect(lstm.memories.map(\.seed) == [4, 5])
    #expect(lstm.memories.allSatisfy { $0.state == "cell state" && $0.norms.count == $0.windowLength })
    #expect(result.model("rnn")?.memories.first?.state == "hidden state")
  }

  @Test func sameAtAnyNumberOfThreads() throws {
    let table = try Shipped.table("air-passengers")
    let results = try [1, 3].map { threads in
      try Self.small().run(Self.models, on: table, options: FitOptions(threads: threads))
    }
    #expect(
      results[0].runs.map(\.forecasts.first?.forecast) == results[1].runs.map(\.forecasts.first?.forecast))
    #expect(
      results[0].models.map { $0.memories.map(\.norms) } == results[1].models.map { $0.memories.map(\.norms) }
    )
    #expect(results[0].pairs.map(\.test) == results[1].pairs.map(\.test))
  }

  @Test func progressAndInterruption() throws {
    let table = try Shipped.table("air-passengers")
    let seen = Mutex<[Comparison.Progress]>([])
    _ = try Self.small().run(
      Self.models, on: table, progress: { news in seen.withLock { $0.append(news) } })
    let news = seen.withLock { $0 }
    #expect(news.filter { $0.training == nil }.map(\.done) == Array(0..<15))
    #expect(news.allSatisfy { $0.total == 15 })
    #expect(news.count { $0.training != nil } == 12 * 3)
    let fits = Mutex(0)
    let options = FitOptions(isCancelled: { fits.withLock { $0 > 20 } })
    let error = #expect(throws: ForetellError.self) {
      try Self.small().run(
        Self.models, on: table, options: options, progress: { _ in fits.withLock { $0 += 1 } })
    }
    #expect(error?.kind == .interrupted && error?.message == "interrupted after 5 of 15 fits")
  }

  @Test func refusals() throws {
    let table = try Shipped.table("air-passengers")
    var comparison = Self.small()
    comparison.windows = 40
    #expect(throws: ForetellError.self) { try comparison.run(Self.models, on: table) }
    comparison = Self.small()
    comparison.seeds = 0
    #expect(throws: ForetellError.self) { try comparison.run(Self.models, on: table) }
    #expect(throws: ForetellError.self) {
      try Self.small().run([("a", Naive()), ("a", SeasonalNaive())], on: table)
    }
  }

  @Test func survivesJSON() throws {
    let table = try Shipped.table("air-passengers")
    let result = try Self.small().run([("naive", Naive())], on: table)
    let copy = try JSONDecoder().decode(ComparisonOutcome.self, from: JSONEncoder().encode(result))
    #expect(copy.verdict == result.verdict && copy.pairs.map(\.test) == result.pairs.map(\.test))
  }
}
