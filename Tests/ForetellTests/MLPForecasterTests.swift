import ForetellCore
import ForetellLayers
import ForetellTestSupport
import Foundation
import Testing

@testable import Foretell

/// Feed-forward networks; what every model keeps is tested in ``CatalogueTests``.
@Suite struct MLPForecasterTests {
  @Test("gradients are those of finite differences", arguments: ActivationName.allCases, [1, 3])
  func gradients(_ activation: ActivationName, _ layers: Int) {
    var builder = PlanBuilder<Double>()
    let input = builder.activation([5, 3, 2])
    let starts = builder.activation([3], gradient: false)
    let network = MLPArchitecture(hiddenSize: 4, layers: layers, activation: activation, dropout: 0)
    let encoded = network.record(NetworkInputs(sequence: input, starts: starts), into: &builder)
    #expect(encoded.features.shape == [3, 4] && encoded.layers.isEmpty)
    let recorded = RecordedNetwork(
      plan: builder.finish(), outputs: [encoded.features], inputs: [("x", input)],
      constants: [(starts, [0, 0, 0])])
    // ReLU has kinks: small steps stay on one side of them.
    let report = checkPrimitive(recorded, step: activation == .relu ? 1e-6 : 1e-3)
    #expect(report.worstError < (activation == .relu ? 1e-5 : 1e-7), "\(report.worstPlace)")
    #expect(report.largestGradient > 0.01)
    #expect(recorded.plan.parameters.entries.map(\.name).allSatisfy { $0.hasPrefix("encoder.") })
  }

  @Test("it learns a season that it can see, and its file and configuration keep everything")
  func learns() throws {
    var model = MLPForecaster(hiddenSize: 16, layers: 2, activation: .tanh)
    model.recipe.epochs = 30
    model.dropout = 0
    let table = ForecastContractTests.table(["y": ForecastContractTests.weekly(200)])
    let fitted = try model.fit(table, horizon: 7)
    let point = try #require(fitted.predict().series.first).point
    for step in 0..<7 {
      #expect(abs(point[step] - 500 - ForecastContractTests.week[(200 + step) % 7]) < 15)
    }
    let read = try FittedForecaster(decoding: fitted.encoded())
    #expect(read.configuration as? MLPForecaster == model)
    #expect(!read.carriesState)
    #expect(throws: ForetellError.self) { try read.gradients(on: table) }
    let weights = try #require(fitted.parameterBlocks.first { $0.name == "encoder.0.weight" }).values.count
    // Value, mask and calendar of every step.
    #expect(weights > 16 * 2 * fitted.inputSize && weights % (16 * fitted.inputSize) == 0)
  }

  @Test("every option of its own has an effect")
  func options() throws {
    let table = ForecastContractTests.table(["y": ForecastContractTests.weekly(90)])
    func forecast(_ change: (inout MLPForecaster) -> Void) throws -> Forecast {
      var model = MLPForecaster(hiddenSize: 4)
      model.recipe.epochs = 2
      change(&model)
      return try model.fit(table, horizon: 3).predict()
    }
    let usual = try forecast { _ in }
    let changes: [(inout MLPForecaster) -> Void] = [
      { $0.hiddenSize = 5 }, { $0.layers = 2 }, { $0.activation = .sigmoid }, { $0.dropout = 0.5 },
      { $0.loss = .squared }, { $0.trainedLevels = [50] }, { $0.recipe.learningRate = 0.1 },
    ]
    for (number, change) in changes.enumerated() {
      #expect(try forecast(change) != usual, "change \(number)")
    }
    for broken: (inout MLPForecaster) -> Void in [
      { $0.hiddenSize = 0 }, { $0.layers = 0 }, { $0.dropout = 1 }, { $0.recipe.batchSize = 0 },
    ] {
      #expect(throws: ForetellError.self) { try forecast(broken) }
    }
  }
}
