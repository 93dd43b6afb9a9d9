import ForetellCore
import ForetellLayers
import ForetellTestSupport
import Foundation
import Testing

@testable import Foretell

/// Networks whose layers are normalised.
@Suite struct NormalizationTests {
  private static let kinds: [NormalizationName] = [.layer, .batch]

  /// A network's encoder in training; `padding` gives each row's first real step.
  private static func recorded(
    _ network: some Architecture, padding: [Double], everyStep: Bool
  ) -> RecordedNetwork {
    var builder = PlanBuilder<Double>()
    let input = builder.activation([5, padding.count, 2])
    let starts = builder.activation([padding.count], gradient: false)
    let encoded = network.record(
      NetworkInputs(sequence: input, starts: starts, wantsEveryStep: everyStep), into: &builder)
    return RecordedNetwork(
      plan: builder.finish(), outputs: [encoded.features], inputs: [("x", input)],
      constants: [(starts, padding)])
  }

  @Test("gradients of recurrent layers are those of finite differences", arguments: kinds, [false, true])
  func recurrent(_ kind: NormalizationName, _ isTraining: Bool) {
    for (isBidirectional, everyStep) in [(false, false), (true, false), (false, true)] {
      var network = RecurrentArchitecture(
        cell: .gru, hiddenSize: 3, layers: 2, dropout: 0, isBidirectional: isBidirectional, truncation: nil,
        precision: .float32)
      network.normalization = kind
      let padding: [Double] = everyStep ? [0, 0, 0, 0] : [0, 2, 3, 1]
      let recorded = Self.recorded(network, padding: padding, everyStep: everyStep)
      let report = checkPrimitive(recorded, context: RunContext(isTraining: isTraining))
      #expect(report.worstError < 1e-6, "\(report.worstPlace)")
      #expect(report.largestGradient > 0.01)
      let names = recorded.plan.parameters.entries.map(\.name)
      #expect(names.contains("encoder.0.norm.gain") && names.contains("encoder.1.norm.gain"))
      #expect(names.contains("encoder.1.norm.runningMean") == (kind == .batch))
    }
  }

  @Test("gradients of feed-forward layers are those of finite differences", arguments: kinds)
  func feedForward(_ kind: NormalizationName) {
    var network = MLPArchitecture(hiddenSize: 4, layers: 2, activation: .tanh, dropout: 0)
    network.normalization = kind
    let recorded = Self.recorded(network, padding: [0, 2, 0, 0], everyStep: false)
    let report = checkPrimitive(recorded, context: RunContext(isTraining: true))
    #expect(report.worstError < 1e-6, "\(report.worstPlace)")
    #expect(report.largestGradient > 0.01)
  }

  /// Rows without a window (all of whose steps are padding) and steps before a row's first don't change the others.
  @Test(arguments: [true, false]) func paddingDoesNotCount(_ everyStep: Bool) throws {
    var network = RecurrentArchitecture(
      cell: .lstm, hiddenSize: 3, layers: 2, dropout: 0, isBidirectional: false, truncation: nil,
      precision: .float32)
    network.normalization = .batch
    func features(_ padding: [Double], _ other: Double) -> [Double] {
      let recorded = Self.recorded(network, padding: padding, everyStep: everyStep)
      let store = ParameterStore<Double>(for: recorded.plan)
      store.initialize(recorded.plan.parameters, seed: 3)
      let memory = Memory<Double>(for: recorded.plan, store: store)
      memory.context = RunContext(isTraining: true)
      memory.value(recorded.constants[0].slot).copy(from: padding)
      let x = memory.value(recorded.inputs[0].slot)
      for place in 0..<x.count {
        let (step, row) = (place / (2 * padding.count), place / 2 % padding.count)
        x[place] = Double(step) < padding[row] ? other : sin(Double(step * 7 + row * 3 + place % 2))
      }
      recorded.plan.prepare(store)
      recorded.plan.forward(memory)
      // Of the last step, for the rows that both cases share.
      return Array(memory.value(recorded.outputs[0]).array.suffix(3 * padding.count).prefix(9))
    }
    #expect(features([0, 2, 1, 5], 0) == features([0, 2, 1, 5], 50))
    #expect(features([0, 2, 1, 5, 5, 5], 1) == features([0, 2, 1], 1))
  }

  private static func table() -> SeriesTable {
    ForecastContractTests.table([
      "a": ForecastContractTests.weekly(150), "b": ForecastContractTests.weekly(90, level: 200),
    ])
  }

  private static func models(_ kind: NormalizationName) -> [any NetworkForecaster] {
    var recurrent = RecurrentForecaster(cell: .lstm, hiddenSize: 8, layers: 2)
    var origins = RecurrentForecaster(cell: .gru, hiddenSize: 8, reading: .origins)
    var feedForward = MLPForecaster(hiddenSize: 8, layers: 2)
    recurrent.normalization = kind
    origins.normalization = kind
    feedForward.normalization = kind
    return [recurrent, origins, feedForward]
  }

  @Test("fits learn, whatever the threads, and their files keep them", arguments: kinds)
  func fits(_ kind: NormalizationName) throws {
    let table = Self.table()
    for model in Self.models(kind) {
      let fitted = try model.fit(table, horizon: 7, seed: 4, options: FitOptions(threads: 1))
      let forecast = try fitted.predict()
      let actual = (0..<7).map { 500 + ForecastContractTests.week[(150 + $0) % 7] }
      let error = zip(forecast.series[0].point, actual).reduce(0) { $0 + abs($1.0 - $1.1) } / 7
      #expect(error < 25, "\(model.name): \(error)")
      for threads in [2, 3] {
        let other = try model.fit(table, horizon: 7, seed: 4, options: FitOptions(threads: threads))
        #expect(try other.encoded() == fitted.encoded())
      }
      let read = try FittedForecaster(decoding: fitted.encoded())
      #expect(try read.predict() == forecast)
      // Statistics of training are used, not those of what is forecast: a series alone has the same forecast.
      let alone = try read.predict(SeriesTable(checked: [table.series[1]], frequency: table.frequency))
      #expect(alone.series[0].point == forecast.series[1].point)
      let moved = fitted.parameterBlocks.filter { $0.name.hasSuffix("runningMean") }
      #expect(moved.isEmpty == (kind == .layer))
      #expect(moved.allSatisfy { $0.values.contains { $0 != 0 } })
      #expect(
        fitted.parameterCount < fitted.parameterBlocks.reduce(0) { $0 + $1.values.count } || kind == .layer)
    }
  }

  @Test("a running forecast is the prediction", arguments: kinds)
  func running(_ kind: NormalizationName) throws {
    let table = Self.table()
    let fitted = try Self.models(kind)[1].fit(table.droppingLast(9), horizon: 5)
    let running = try RunningForecast(fitted, of: "a", in: table.droppingLast(9))
    #expect(try running.forecast() == fitted.predict(table.droppingLast(9)).series[0])
    for value in table.series[0].values.suffix(9) { running.append(value) }
    #expect(try running.forecast().point.allSatisfy { $0.isFinite })
  }

  @Test("batches of one window have no statistics")
  func refusals() throws {
    for model in Self.models(.batch) where model.design.recipe.origins == nil {
      var design = model.design
      design.recipe.batchSize = 1
      let error = #expect(throws: ForetellError.self) { try design.check(horizon: 3) }
      #expect(error?.message.contains("one window") == true)
      design.recipe.batchSize = 2
      #expect(throws: Never.self) { try design.check(horizon: 3) }
    }
    for model in Self.models(.layer) {
      var design = model.design
      design.recipe.batchSize = 1
      #expect(throws: Never.self) { try design.check(horizon: 3) }
    }
  }

  @Test("one window per epoch has no statistics, and layer normalisation of one unit leaves nothing")
  func nothingToNormalise() throws {
    var model = MLPForecaster()
    (model.normalization, model.recipe.windowsPerEpoch) = (.batch, 1)
    let error = #expect(throws: ForetellError.self) { try model.fit(Self.table(), horizon: 3) }
    #expect(error?.message.contains("one window") == true)
    var origins = RecurrentForecaster(cell: .rnn, hiddenSize: 3, inputSize: 6, reading: .origins)
    (origins.normalization, origins.batchSize) = (.batch, 1)
    #expect(throws: Never.self) { try origins.design.check(horizon: 3) }
    for cell in [RecurrentCellKind.lstm, .rnn] {
      var recurrent = RecurrentForecaster(cell: cell, hiddenSize: 1)
      recurrent.normalization = .layer
      #expect(throws: ForetellError.self) { try recurrent.design.check(horizon: 3) }
      recurrent.isBidirectional = true
      #expect(throws: Never.self) { try recurrent.design.check(horizon: 3) }
    }
    var flat = MLPForecaster(hiddenSize: 1)
    flat.normalization = .layer
    #expect(throws: ForetellError.self) { try flat.design.check(horizon: 3) }
  }

  @Test("a negative variance in a model file is refused")
  func negativeVariance() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "foretell-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    var model = RecurrentForecaster(cell: .rnn, hiddenSize: 3, inputSize: 6)
    (model.normalization, model.epochs) = (.batch, 1)
    try model.fit(Self.table(), horizon: 3).save(to: path)
    let file = try SafetensorsFile(contentsOf: path)
    for (variance, isRight) in [([1, 1, 1] as [Float], true), ([1, -1, 1], false)] {
      let tensors = file.tensors.map { tensor in
        guard tensor.name.hasSuffix("runningVariance") else { return tensor }
        return .init(name: tensor.name, shape: tensor.shape, floats: variance)
      }
      try SafetensorsFile(metadata: file.metadata, tensors: tensors).write(to: path)
      if isRight {
        _ = try FittedForecaster.load(from: path)
      } else {
        let error = #expect(throws: ForetellError.self) { try FittedForecaster.load(from: path) }
        #expect(error?.message.contains("variance") == true)
      }
    }
  }
}
