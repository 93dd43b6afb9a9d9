import ForetellCore
import Foundation
import Testing

@testable import Foretell

/// The gradient monitor on networks that read origin by origin.
@Suite struct OriginGradientTests {
  private static func model(_ cell: RecurrentCellKind = .rnn) -> RecurrentForecaster {
    var model = RecurrentForecaster(cell: cell, hiddenSize: 3, inputSize: 4, reading: .origins)
    model.origins?.count = 5
    model.epochs = 3
    model.dropout = 0
    model.loss = .squared
    model.usesCalendar = false
    return model
  }

  /// A plain network of one tanh layer in double precision, with the weights of a fitted model.
  ///
  /// h_t = tanh(W_x x_t + W_h h_{t−1} + b); forecast = V h_T + c + S·window_T; loss = Σ w (forecast − target)².
  private struct Plain {
    let inputs: Int
    let window: Int
    let weights: [String: [Double]]

    init(_ fitted: FittedForecaster, inputs: Int) {
      self.inputs = inputs
      window = fitted.inputSize
      weights = Dictionary(
        uniqueKeysWithValues: fitted.parameterBlocks.map { ($0.name, $0.values.map { Double($0) }) })
    }

    private func value(_ suffix: String) -> [Double] {
      weights.first { $0.key.hasSuffix(suffix) }?.value ?? []
    }

    /// The loss of the last origin's forecast; `pushed` is added to the state after origin `place`.
    func loss(
      _ sequence: [[Double]], target: [Double], weight: [Double], pushed: [Double] = [0, 0, 0],
      at place: Int = 0
    ) -> Double {
      let (wx, wh, bias) = (value("weightInput"), value("weightHidden"), value("encoder.0.bias"))
      var state = [0.0, 0, 0]
      for (step, x) in sequence.enumerated() {
        state = (0..<3).map { unit in
          var sum = bias[unit]
          for feature in 0..<inputs { sum += wx[unit * inputs + feature] * x[feature] }
          for other in 0..<3 { sum += wh[unit * 3 + other] * state[other] }
          return tanh(sum)
        }
        if step == place { state = zip(state, pushed).map { $0 + $1 } }
      }
      let (head, constant, skip) = (value("head.weight"), value("head.bias"), value("skip.weight"))
      return target.indices.reduce(0) { sum, step in
        var forecast = constant[step]
        for unit in 0..<3 { forecast += head[step * 3 + unit] * state[unit] }
        for place in 0..<window {
          forecast += skip[step * window + place] * sequence[sequence.count - 1][place]
        }
        return sum + weight[step] * (forecast - target[step]) * (forecast - target[step])
      }
    }
  }

  @Test("norms by lag are those of finite differences of the last origin's loss")
  func finiteDifferences() throws {
    let table = ForecastContractTests.table(["a": ForecastContractTests.weekly(40)])
    var model = Self.model()
    model.batchSize = 64
    let fitted = try model.fit(table, horizon: 2)
    let snapshot = try fitted.gradients(on: table, threads: 1)
    #expect(snapshot.windowLength == 5 && snapshot.stateNorms.count == 5)

    // The training windows once more, in one batch.
    let known = try #require(fitted.preparations["a"])
    let sampler = WindowSampler(
      table, fitted.design.recipe, preparations: [known], inputSize: 4, originCount: 5, horizon: 2,
      season: fitted.seasonLength, readsSeasonalDifferences: false, covariates: [])
    let network = NetworkPlan<Float>(
      fitted.design,
      shape: fitted.design.recipe.shape(
        rows: 1, inputSize: 4, originCount: 5, features: sampler.featureCount, known: .none, horizon: 2,
        forecastsFromAll: true))
    let store = ParameterStore(for: network.plan)
    let memory = Memory(for: network.plan, store: store)
    let filling = WindowFilling(sampler: sampler, statistics: fitted.statistics, network: network)
    let count = sampler.training.count
    #expect(count > 3 && count <= 64)
    var observed = 0
    for number in 0..<count {
      observed += filling.observedTargets(of: sampler.training[number], onlyLast: true)
    }
    let plain = Plain(fitted, inputs: sampler.featureCount)
    var sums = [Double](repeating: 0, count: 5)
    var reached = [Int](repeating: 0, count: 5)
    for number in 0..<count {
      let place = sampler.training[number]
      memory.value(network.weight).fill(0)
      filling.fillInputs(of: place, row: 0, memory)
      filling.fillTargets(of: place, row: 0, weight: 1 / Float(observed), onlyLast: true, memory)
      let features = sampler.featureCount
      let all = memory.value(network.input).array.map { Double($0) }
      let start = Int(memory.value(network.starts)[0])
      let sequence = (start..<5).map { Array(all[($0 * features)..<(($0 + 1) * features)]) }
      let target = memory.value(network.target).array.suffix(2).map { Double($0) }
      let weight = memory.value(network.weight).array.map { Double($0) }
      // Only the last origin counts.
      #expect(weight.dropLast(2).allSatisfy { $0 == 0 })
      for lag in 0..<sequence.count {
        let step = 1e-5
        let slopes = (0..<3).map { unit -> Double in
          func pushed(_ amount: Double) -> Double {
            var push = [0.0, 0, 0]
            push[unit] = amount
            return plain.loss(
              sequence, target: target, weight: Array(weight.suffix(2)), pushed: push,
              at: sequence.count - 1 - lag)
          }
          return (pushed(step) - pushed(-step)) / (2 * step)
        }
        sums[lag] += slopes.reduce(0) { $0 + $1 * $1 }.squareRoot()
        reached[lag] += 1
      }
    }
    for lag in 0..<5 {
      let expected = sums[lag] / Double(reached[lag])
      #expect(
        abs(snapshot.stateNorms[lag] - expected) <= 2e-4 * expected + 1e-9,
        "lag \(lag): \(snapshot.stateNorms[lag]) against \(expected)")
      #expect(expected > 0)
    }
  }

  @Test("the state at a lag of k origins reads values up to k + window - 1 steps back, and none further")
  func oldestValues() throws {
    let values = ForecastContractTests.weekly(40)
    let table = ForecastContractTests.table(["a": values])
    let fitted = try Self.model().fit(table, horizon: 2)
    let snapshot = try fitted.gradients(on: table)
    #expect(snapshot.origins == .init(windowLength: 4, hasDirectPath: true))
    #expect((0..<5).map { snapshot.oldestValue(atLag: $0) } == [3, 4, 5, 6, 7])
    // What the sequence before the last target holds when one value changes.
    func inputs(_ values: [Double]) throws -> [Float] {
      let table = ForecastContractTests.table(["a": values])
      let known = try #require(fitted.preparations["a"])
      let sampler = WindowSampler(
        table, fitted.design.recipe, preparations: [known], inputSize: 4, originCount: 5, horizon: 2,
        season: fitted.seasonLength, readsSeasonalDifferences: false, covariates: [])
      let network = NetworkPlan<Float>(
        fitted.design,
        shape: fitted.design.recipe.shape(
          rows: 1, inputSize: 4, originCount: 5, features: sampler.featureCount, known: .none, horizon: 2,
          forecastsFromAll: true))
      let memory = Memory(for: network.plan, store: ParameterStore(for: network.plan))
      WindowFilling(sampler: sampler, statistics: fitted.statistics, network: network)
        .fillInputs(of: sampler.training[sampler.training.count - 1], row: 0, memory)
      return memory.value(network.input).array
    }
    let plain = try inputs(values)
    let features = plain.count / 5
    // The last training window ends before the last value, its only observed target.
    let last = values.count - 2
    for back in 0..<10 {
      var changed = values
      changed[last - back] += 1000
      let found = try inputs(changed)
      let touched = (0..<5).filter { origin in
        let part = (origin * features)..<(origin * features + 4)
        return found[part] != plain[part]
      }
      let lags = touched.map { 4 - $0 }
      // Origin k reads the values k to k + 3 steps back, and the level of its window besides.
      let expected = (0..<5).filter { $0 <= back && back <= snapshot.oldestValue(atLag: $0) }
      #expect(lags.sorted() == expected, "\(back) steps back")
    }
  }

  @Test func theVerdictTellsOriginsFromValues() throws {
    let table = ForecastContractTests.table(["a": ForecastContractTests.weekly(60)])
    let fitted = try Self.model(.lstm).fit(table, horizon: 2)
    let snapshot = try fitted.gradients(on: table)
    #expect(snapshot.valueMemory == snapshot.effectiveMemory + 3)
    #expect(snapshot.verdict.contains("a lag is one origin, which reads a window of 4 values"))
    #expect(snapshot.verdict.contains("the linear map from the last window"))
    #expect(fitted.reading == .origins)
    // A snapshot survives its text; those of values have no member for origins.
    let text = try JSONEncoder().encode(snapshot)
    #expect(try JSONDecoder().decode(GradientSnapshot.self, from: text) == snapshot)
    let plain = try RecurrentForecaster(hiddenSize: 3, inputSize: 8).fit(table, horizon: 2)
    let values = try plain.gradients(on: table)
    #expect(values.origins == nil && values.valueMemory == values.effectiveMemory && plain.reading == .values)
    #expect(values.oldestValue(atLag: 5) == 5)
    #expect(!String(decoding: try JSONEncoder().encode(values), as: UTF8.self).contains("origins"))
    // Without a direct path nothing bypasses the states.
    var bare = Self.model(.gru)
    bare.origins?.hasSkip = false
    let told = try bare.fit(table, horizon: 2).gradients(on: table)
    #expect(told.origins?.hasDirectPath == false && !told.verdict.contains("linear map"))
  }
}
