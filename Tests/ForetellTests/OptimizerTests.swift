import ForetellCore
import Foundation
import Testing

@testable import Foretell

/// Update rules, schedules and starts of fits.
@Suite struct OptimizerTests {
  private static let table = ForecastContractTests.table(["a": ForecastContractTests.weekly(60)])

  private static func model(_ change: (inout RecurrentForecaster) -> Void = { _ in }) -> RecurrentForecaster {
    var model = RecurrentForecaster(hiddenSize: 4, inputSize: 6)
    model.epochs = 4
    model.dropout = 0
    model.batchSize = 8
    change(&model)
    return model
  }

  private static func points(_ model: RecurrentForecaster) throws -> [Double] {
    try model.fit(table, horizon: 3).predict().series[0].point
  }

  private static func isNear(_ a: [Double], _ b: [Double]) -> Bool {
    zip(a, b).allSatisfy { abs($0 - $1) < 1e-4 * max(abs($1), 1) }
  }

  @Test("gd takes the gradient of all windows, as one large batch would")
  func fullBatch() throws {
    func fit(_ rule: OptimizerName, _ batch: Int) throws -> FittedForecaster {
      try Self.model {
        $0.optimizer = rule
        $0.batchSize = batch
        $0.learningRate = 0.5
        $0.schedule = .constant
      }.fit(Self.table, horizon: 3)
    }
    let whole = try fit(.gd, 8)
    let large = try fit(.sgd, 4096)
    #expect(Self.isNear(try whole.predict().series[0].point, try large.predict().series[0].point))
    for (one, other) in zip(whole.history, large.history) {
      #expect(abs(one.trainingLoss - other.trainingLoss) < 1e-5 * other.trainingLoss)
      #expect(abs(one.gradientNorm - other.gradientNorm) < 1e-4 * other.gradientNorm)
    }
    // Neither the size of the parts nor the limit of windows per epoch matters, but for rounding.
    let parts = try Self.model {
      $0.optimizer = .gd
      $0.batchSize = 5
      $0.windowsPerEpoch = 9
      $0.learningRate = 0.5
      $0.schedule = .constant
    }.fit(Self.table, horizon: 3)
    #expect(Self.isNear(try parts.predict().series[0].point, try whole.predict().series[0].point))
    let small = try fit(.sgd, 8)
    #expect(!Self.isNear(try small.predict().series[0].point, try large.predict().series[0].point))
  }

  @Test func gdDoesNotDependOnThreads() throws {
    let model = Self.model {
      $0.optimizer = .gd
      $0.dropout = 0.3
      $0.batchSize = 40
    }
    let forecasts = try [1, 2, 3].map {
      try model.fit(Self.table, horizon: 3, options: FitOptions(threads: $0)).predict()
    }
    #expect(forecasts.allSatisfy { $0 == forecasts[0] })
  }

  @Test func gdHasNoBatchStatistics() {
    let model = Self.model {
      $0.optimizer = .gd
      $0.normalization = .batch
    }
    #expect(throws: ForetellError.self) { try model.fit(Self.table, horizon: 3) }
  }

  @Test func momentaAreThoseOfTheirNames() throws {
    func rule(_ name: OptimizerName, _ momentum: Double? = nil) -> Optimizer {
      var recipe = Recipe()
      recipe.optimizer = name
      recipe.momentum = momentum
      return recipe.updateRule
    }
    #expect(rule(.sgd) == Optimizer(.sgd) && rule(.gd) == rule(.sgd))
    #expect(rule(.momentum) == Optimizer(.sgd, momentum: 0.9))
    #expect(rule(.nesterov) == Optimizer(.sgd, momentum: 0.9, nesterov: true))
    #expect(rule(.nesterov, 0.5).momentum == 0.5 && rule(.rmsprop).momentum == 0)
    // Without momentum, all three are the same.
    let plain = try Self.points(Self.model { $0.optimizer = .sgd })
    for name in [OptimizerName.momentum, .nesterov] {
      let model = Self.model {
        $0.optimizer = name
        $0.momentum = 0
      }
      #expect(try Self.points(model) == plain)
    }
  }

  @Test("files keep the meaning of the first releases, in which sgd was Nesterov's rule")
  func filesOfEarlierReleases() throws {
    func name(_ text: String) throws -> OptimizerName {
      try JSONDecoder().decode([OptimizerName].self, from: Data("[\"\(text)\"]".utf8))[0]
    }
    #expect(try name("sgd") == .nesterov && name("plain-sgd") == .sgd && name("adam") == .adam)
    #expect(throws: DecodingError.self) { try name("nesterov") }
    for rule in OptimizerName.allCases {
      #expect(try JSONDecoder().decode([OptimizerName].self, from: JSONEncoder().encode([rule])) == [rule])
    }
    // The golden file was fitted with --optimizer sgd.
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures/models")
    let fitted = try Catalogue.load(from: folder.appending(path: "yearly.model").path)
    let values = fitted.optionValues
    #expect(values.first { $0.option == "optimizer" }?.value == "nesterov")
    #expect(values.first { $0.option == "momentum" }?.value == "0.9")
  }

  @Test("every schedule changes the fit, and its constants do")
  func schedules() throws {
    var found: [[Double]] = []
    for schedule in ScheduleName.allCases where schedule != .plateau {
      found.append(try Self.points(Self.model { $0.schedule = schedule }))
      for (hasIt, change) in [
        (schedule.hasFactor, { $0.scheduleFactor = 0.7 }), (schedule.hasPeriod, { $0.schedulePeriod = 3 }),
      ] as [(Bool, (inout RecurrentForecaster) -> Void)] where hasIt {
        let model = Self.model {
          $0.schedule = schedule
          change(&$0)
        }
        found.append(try Self.points(model))
      }
    }
    #expect(found.count == 10 && Set(found).count == 10)
    var recipe = Recipe()
    recipe.schedule = .exponential
    let decay = recipe.rateSchedule(updates: 80, perEpoch: 5)
    #expect(decay.factor(step: 4) == 1 && decay.factor(step: 5) < 1)
    #expect(abs(decay.factor(step: 80) - 0.01) < 1e-12)
    recipe.schedule = .step
    #expect(recipe.rateSchedule(updates: 80, perEpoch: 5) == .step(length: 27, factor: 0.1))
    recipe.schedulePeriod = 2
    #expect(recipe.rateSchedule(updates: 80, perEpoch: 5) == .step(length: 10, factor: 0.1))
    recipe.schedule = .cosineRestarts
    #expect(
      recipe.rateSchedule(updates: 80, perEpoch: 5) == .cosineRestarts(first: 10, growth: 2, floor: 0))
    recipe.schedule = .plateau
    recipe.scheduleFactor = 0.25
    #expect(
      recipe.rateSchedule(updates: 9, perEpoch: 3)
        == .reduceOnPlateau(factor: 0.25, patience: 4, minimum: 1e-3))
  }

  @Test(
    "weights start from the distribution with the fans of one gate", arguments: InitializationName.allCases)
  func starts(_ name: InitializationName) throws {
    let model = Self.model { $0.initialization = name }
    let shape = NetworkShape(rows: 2, steps: 6, features: 3, horizon: 2)
    let map = NetworkPlan<Float>(model.design, shape: shape).plan.parameters
    let input = try #require(map.entry(named: "encoder.0.weightInput")).initializer
    let hidden = try #require(map.entry(named: "encoder.0.weightHidden")).initializer
    let expected: (Initializer, Initializer) =
      switch name {
      case .zeros: (.zeros, .zeros)
      case .constant: (.constant(0.1), .constant(0.1))
      case .normal: (.normal(deviation: 0.1), .normal(deviation: 0.1))
      case .uniform: (.uniformFan(fanIn: 3), .uniformFan(fanIn: 4))
      case .xavier: (.xavier(fanIn: 3, fanOut: 4), .xavier(fanIn: 4, fanOut: 4))
      case .he: (.he(fanIn: 3), .he(fanIn: 4))
      case .lecun: (.lecun(fanIn: 3), .lecun(fanIn: 4))
      case .orthogonal: (.orthogonal(blocks: 4, gain: 1), .orthogonal(blocks: 4, gain: 1))
      case .identity: (.identity(blocks: 4, gain: 1), .identity(blocks: 4, gain: 1))
      }
    #expect(input == expected.0 && hidden == expected.1)
    let points = try Self.points(model)
    #expect(try points != Self.points(Self.model()) && points.allSatisfy(\.isFinite))
    guard name.hasScale else { return }
    let scaled = Self.model {
      $0.initialization = name
      $0.initializationScale = 0.3
    }
    #expect(try Self.points(scaled) != points)
    var feedForward = MLPForecaster(hiddenSize: 4)
    feedForward.recipe.initialization = name
    let weights = NetworkPlan<Float>(feedForward.design, shape: shape).plan.parameters
    #expect(weights.entry(named: "encoder.0.weight")?.initializer != .he(fanIn: 18))
  }
}
