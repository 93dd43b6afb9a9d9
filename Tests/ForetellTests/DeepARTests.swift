import ForetellCore
import ForetellTestSupport
import Foundation
import Synchronization
import Testing

@testable import Foretell

/// The autoregressive network: its gradients, its paths, and what follows from them.
@Suite struct DeepARTests {
  typealias Contract = ForecastContractTests

  private static func quick(_ likelihood: LikelihoodName = .studentT, paths: Int = 40) -> DeepARForecaster {
    var model = DeepARForecaster(likelihood: likelihood)
    model.hiddenSize = 6
    model.epochs = 3
    model.pathCount = paths
    return model
  }

  private static func counts(_ count: Int, every: Int = 5) -> [Double] {
    (0..<count).map { step -> Double in
      (step * step * 7) % 11 < every ? Double((step * 3) % 7) : 0
    }
  }

  private static func plan<Scalar: KernelScalar>(
    _ model: DeepARForecaster, rows: Int, steps: Int, forecastsFromAll: Bool
  ) -> NetworkPlan<Scalar> {
    NetworkPlan(
      model.design,
      shape: NetworkShape(
        rows: rows, steps: steps, features: 5, horizon: 1,
        origins: OriginsShape(window: 5, hasSkip: true, forecastsFromAll: forecastsFromAll), isStepwise: true)
    )
  }

  @Test("finite differences of the whole network", arguments: LikelihoodName.allCases)
  func gradients(_ likelihood: LikelihoodName) {
    var model = Self.quick(likelihood)
    (model.hiddenSize, model.dropout) = (4, 0)
    let network: NetworkPlan<Double> = Self.plan(model, rows: 3, steps: 5, forecastsFromAll: true)
    var random = RandomStream(seed: 4, purpose: .synthetic)
    let weights = (0..<network.weight.count).map { place -> Double in
      place % 5 == 3 ? 0 : 0.1 * Double(1 + place % 7)
    }
    let inputs = (0..<network.input.count).map { _ in random.normal() }
    let targets = (0..<network.target.count).map { place -> Double in
      likelihood.isOfCounts ? Double(place % 4) : random.normal()
    }
    var constants: [(slot: Slot, values: [Double])] = [
      (network.input, inputs), (network.starts, [0, 2, 1]), (network.target, targets),
      (network.weight, weights),
    ]
    if let level = network.level {
      let levels: [Double] = (0..<level.count).map { place in 0.5 + Double(place % 3) }
      constants.append((level, levels))
    }
    let recorded = RecordedNetwork(
      plan: network.plan, outputs: [network.output, network.loss], inputs: [], constants: constants)
    let report = checkPrimitive(recorded, step: 1e-6)
    #expect(report.worstError < 1e-6, "\(report.worstPlace)")
    #expect(report.largestGradient > 0.01)
  }

  @Test(
    "the same bits from the fit, its file and the table, at any number of threads", arguments: [1, 2, 3, 8])
  func threads(_ threads: Int) throws {
    let table = Contract.table([
      "a": Contract.weekly(150), "b": Contract.weekly(90, level: 40) + Contract.gap,
    ])
    func fit(_ threads: Int) throws -> FittedForecaster {
      try Self.quick().fit(table, horizon: 5, seed: 3, options: FitOptions(threads: threads))
    }
    let (one, many) = (try fit(1), try fit(threads))
    #expect(try one.paths() == many.paths())
    let read = try FittedForecaster(decoding: one.encoded())
    #expect(try read.paths() == one.paths(table))
    #expect(try read.predict() == one.predict(table))
    #expect(try one.encoded() == many.encoded())
  }

  @Test("training goes on from a checkpoint with the same bits")
  func resuming() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "deepar-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "kept.checkpoint").path
    let table = Contract.table(["a": Contract.weekly(150)])
    var model = Self.quick()
    model.recipe.validationSize = 7
    let whole = try model.fit(table, horizon: 7, seed: 5)
    #expect(whole.history.allSatisfy { $0.validationLoss?.isFinite == true })
    let done = Mutex(0)
    let cut = FitOptions(
      progress: { progress in done.withLock { $0 = progress.epoch } }, checkpoint: path,
      isCancelled: { done.withLock { $0 >= 2 } })
    #expect(throws: ForetellError.self) { try model.fit(table, horizon: 7, seed: 5, options: cut) }
    let resumed = try model.fit(
      table, horizon: 7, seed: 5, options: FitOptions(checkpoint: path, resume: true))
    #expect(try resumed.paths() == whole.paths())
  }

  /// A path depends on the seed, the series' id and its number: neither on how many there are, nor on other series, nor on
  /// the horizon.
  @Test func pathsAreIndependent() throws {
    let table = Contract.table(["a": Contract.weekly(150), "b": Contract.weekly(90, level: 40)])
    let fitted = try Self.quick(paths: 30).fit(table, horizon: 6, seed: 1)
    let all = try fitted.paths()
    #expect(all.map(\.values.count) == [30, 30])
    #expect(Set(all[0].values).count == 30)
    let few = try fitted.with(pathCount: 10).paths(table, horizon: 4)
    for (place, series) in few.enumerated() {
      #expect(series.values == all[place].values.prefix(10).map { Array($0.prefix(4)) })
    }
    let alone = Contract.table(["b": Contract.weekly(90, level: 40)])
    #expect(try fitted.paths(alone) == [all[1]])
    #expect(try fitted.predict(table, droppingLast: [0, 3])[1] == fitted.predict(table.droppingLast(3)))
  }

  @Test func forecastsAreQuantilesOfPaths() throws {
    let table = Contract.table(["a": Contract.weekly(150)])
    let fitted = try Self.quick(paths: 21).fit(table, horizon: 6, seed: 1)
    let paths = try #require(try fitted.paths().first)
    let forecast = try #require(try fitted.predict(levels: [80, 90]).series.first)
    for step in 0..<6 {
      let sorted = paths.values.map { $0[step] }.sorted()
      #expect(forecast.point[step] == sorted[10])
      #expect(abs(forecast.lower[1][step] - sorted[1]) < 1e-6 * abs(sorted[1]))
      #expect(abs(forecast.upper[0][step] - sorted[18]) < 1e-6 * abs(sorted[18]))
      #expect(abs(paths.mean[step] - sorted.reduce(0, +) / 21) < 1e-9 * abs(sorted[10]))
    }
    let totals = try #require(try fitted.totals(every: 3).series.first)
    #expect(totals.stamps == [paths.stamps[2], paths.stamps[5]])
    let sums = paths.values.map { $0[3] + $0[4] + $0[5] }.sorted()
    #expect(abs(totals.point[1] - sums[10]) < 1e-6 * abs(sums[10]))
    #expect(abs(totals.lower[0][1] - sums[2]) < 1e-6 * abs(sums[2]))
    #expect(throws: ForetellError.self) { try fitted.totals(every: 4) }
    #expect(throws: ForetellError.self) { try fitted.totals(every: 0) }
  }

  @Test("counts stay counts", arguments: [LikelihoodName.poisson, .negativeBinomial])
  func countsAreCounts(_ likelihood: LikelihoodName) throws {
    let table = Contract.table(["a": Self.counts(120), "b": Self.counts(80, every: 2)])
    let paths = try Self.quick(likelihood).fit(table, horizon: 5).paths()
    #expect(paths.allSatisfy { $0.values.joined().allSatisfy { $0 >= 0 && $0 == $0.rounded() } })
    for wrong in [0.5, -1] {
      let error = #expect(throws: ForetellError.self) {
        try Self.quick(likelihood).fit(Contract.table(["a": Self.counts(60) + [wrong]]), horizon: 5)
      }
      #expect(
        error?.message.contains("is a distribution of counts; series `a` has \(wrong == -1 ? "-1" : "0.5")")
          == true)
    }
  }

  @Test func whatDrawsNoPathsSaysSo() throws {
    let table = Contract.table(["a": Contract.weekly(80)])
    let fitted = try Contract.quick().fit(table, horizon: 3)
    #expect(fitted.sampling == nil && fitted.pathCount == 1)
    #expect(throws: ForetellError.self) { try fitted.paths() }
    #expect(throws: ForetellError.self) { try fitted.totals(every: 3) }
    var model = Self.quick()
    #expect(throws: ForetellError.self) {
      try model.fit(table, horizon: 3, options: FitOptions(monitor: GradientMonitor()))
    }
    #expect(throws: ForetellError.self) { try model.fit(table, horizon: 3).gradients(on: table) }
    model.pathCount = 1
    #expect(throws: ForetellError.self) { _ = try model.fit(table, horizon: 3) }
  }

  /// A walk whose every step is 2 up or 1 down: the paths' mean grows by 0.5 per step, and their variance by 2.25.
  @Test func aRandomWalkWithDriftIsLearnt() throws {
    var random = RandomStream(seed: 3, purpose: .synthetic)
    var value = 500.0
    let values = (0..<800).map { _ -> Double in
      value += random.uniform() < 0.5 ? 2 : -1
      return value
    }
    var model = DeepARForecaster(likelihood: .gaussian)
    (model.hiddenSize, model.layers, model.recipe.seasonLength) = (8, 1, 1)
    let paths = try #require(
      try model.fit(Contract.table(["a": values]), horizon: 16, seed: 2).with(pathCount: 2000).paths().first)
    let last = paths.values.map { $0[15] }
    let mean = last.reduce(0, +) / 2000
    let variance = last.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 2000
    #expect(mean - value > 2 && mean - value < 16, "\(mean - value)")
    #expect(variance > 18 && variance < 72, "\(variance)")
  }

  @Test func drawsHaveTheirMoments() {
    let count = 40_000
    func moments(_ draw: (inout RandomStream) -> Double) -> (mean: Double, variance: Double) {
      var random = RandomStream(seed: 9, purpose: .paths)
      let values = (0..<count).map { _ in draw(&random) }
      let mean = values.reduce(0, +) / Double(count)
      return (mean, values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count))
    }
    func expect(
      _ found: (mean: Double, variance: Double), _ mean: Double, _ variance: Double, _ what: String
    ) {
      #expect(abs(found.mean - mean) < 5 * (variance / Double(count)).squareRoot(), "\(what): \(found)")
      #expect(abs(found.variance - variance) < 0.06 * variance, "\(what): \(found)")
    }
    expect(moments { $0.student(degrees: 8) }, 0, 8.0 / 6, "t")
    for shape in [0.3, 1, 7.5] { expect(moments { $0.gamma(shape: shape) }, shape, shape, "gamma \(shape)") }
    for mean in [0.2, 3, 9.9, 10, 40, 12345] {
      expect(moments { $0.poisson(mean: mean) }, mean, mean, "Poisson \(mean)")
    }
    let head = CountOutput(kind: .negativeBinomial)
    expect(moments { head.draw([1.5, 0.4], level: 4, from: &$0) }, 6, 6 + 0.2 * 36, "negative binomial")
    // Shares of the smallest counts, by both methods.
    for mean in [4.0, 12] {
      var random = RandomStream(seed: 2, purpose: .paths)
      var counts = [Int](repeating: 0, count: 200)
      for _ in 0..<count { counts[Int(random.poisson(mean: mean))] += 1 }
      var probability = exp(-mean)
      for k in 0..<24 {
        let expected = probability * Double(count)
        #expect(abs(Double(counts[k]) - expected) < 5 * expected.squareRoot() + 1, "\(k) of \(mean)")
        probability *= mean / Double(k + 1)
      }
    }
  }
}
