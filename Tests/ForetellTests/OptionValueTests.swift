import Foundation
import Testing

@testable import Foretell

/// The options that a fitted model tells.
@Suite struct OptionValueTests {
  private static func value(_ option: ModelOption, _ model: any KeptModel) -> OptionValue? {
    model.optionValues.first { $0.option == option.rawValue }
  }

  @Test(
    "every option of a model has a value after the fit and after reading the file",
    arguments: CatalogueTests.names)
  func allOptions(_ name: String) throws {
    let entry = try #require(Catalogue.model(named: name))
    let table = ForecastContractTests.table(["a": ForecastContractTests.weekly(60)])
    let fitted = try #require(
      try CatalogueTests.model(name).fit(table, horizon: 4, seed: 3, options: FitOptions()) as? any KeptModel)
    let names = fitted.optionValues.map(\.option)
    let own = ModelOption.allCases.map(\.rawValue).filter { option in
      entry.options.contains { $0.rawValue == option }
    }
    #expect(names.filter { ModelOption(rawValue: $0) != nil } == own)
    #expect(Set(names).count == names.count)
    #expect(names.first == "horizon" && names.suffix(2) == ["lower-bound", "upper-bound"])
    #expect(fitted.optionValues.allSatisfy { !$0.value.isEmpty && $0.reason?.hasSuffix(".") != true })
    // With few values, the only choice of an open configuration is how it reads.
    #expect(fitted.choices.allSatisfy { $0.option == ModelOption.reading.rawValue })
    let path = FileManager.default.temporaryDirectory.appending(path: "options-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try fitted.save(to: path)
    #expect(try Catalogue.load(from: path).optionValues == fitted.optionValues)
  }

  @Test func valuesAreThoseOfTheFit() throws {
    let table = ForecastContractTests.table(["a": ForecastContractTests.weekly(60)])
    var lstm = RecurrentForecaster(hiddenSize: 3)
    lstm.epochs = 2
    lstm.optimizer = .nesterov
    lstm.schedule = .step
    lstm.schedulePeriod = 3
    lstm.initialization = .normal
    let fitted = try lstm.fit(table, horizon: 4)
    #expect(Self.value(.inputSize, fitted)?.value == "\(fitted.inputSize)")
    #expect(Self.value(.inputSize, fitted)?.reason == "from season, horizon and the series' lengths")
    #expect(Self.value(.epochs, fitted) == OptionValue("epochs", "2", "given"))
    #expect(Self.value(.momentum, fitted)?.value == "0.9")
    #expect(Self.value(.rmsDecay, fitted) == OptionValue("rms-decay", "none", "not used by nesterov"))
    #expect(Self.value(.scheduleFactor, fitted)?.value == "0.1")
    #expect(Self.value(.schedulePeriod, fitted)?.value == "3")
    #expect(Self.value(.initialization, fitted) == OptionValue("init", "normal"))
    #expect(Self.value(.initializationScale, fitted) == OptionValue("init-scale", "0.1"))
    #expect(Self.value(.reading, fitted)?.value == "values")
    #expect(fitted.optionValues.first { $0.option == "level" }?.value == "80,95")
    let ridge = try RidgeForecaster(inputSize: 5, strength: 0.25).fit(table, horizon: 4)
    #expect(Self.value(.inputSize, ridge) == OptionValue("input-size", "5", "given"))
    #expect(Self.value(.ridgeStrength, ridge) == OptionValue("ridge-strength", "0.25", "given"))
    let average = WindowAverage().fit(table, horizon: 4)
    #expect(Self.value(.windowSize, average) == OptionValue("window-size", "7", "one season"))
  }

  @Test func reasonsOfRulesAreKept() throws {
    let table = RecipeRulesTests.table(13, length: 40)
    var model = RecurrentForecaster(hiddenSize: 3, reading: .automatic)
    model.batchSize = 5
    model.networkCount = 2
    model.updates = 4
    model.windowsPerEpoch = 10
    let fitted = try model.fit(table, horizon: 6)
    #expect(fitted.choices == model.choices(for: table, horizon: 6) && !fitted.choices.isEmpty)
    let kept = try FittedForecaster(decoding: fitted.encoded())
    #expect(kept.choices == fitted.choices && kept.optionValues == fitted.optionValues)
    for choice in fitted.choices where !["epochs", "input-size", "dropout"].contains(choice.option) {
      #expect(
        fitted.optionValues.contains(OptionValue(choice.option, choice.value, choice.reason)), "\(choice)")
    }
    #expect(Self.value(.dropout, kept)?.reason == "each window is seen only a few times")
    #expect(Self.value(.batchSize, kept) == OptionValue("batch-size", "5", "given"))
    #expect(Self.value(.reading, kept)?.value == "origins")
    // Networks with windows of different lengths.
    #expect(
      Self.value(.inputSize, kept)?.value == kept.networks.map { "\($0.inputSize)" }.joined(separator: ","))
    #expect(Set(kept.networks.map(\.inputSize)).count == 2)
    // A file of a release that kept no reasons has the same values.
    var older = fitted
    older.choices = []
    let read = try FittedForecaster(decoding: older.encoded())
    #expect(read.choices.isEmpty && read.optionValues.map(\.value) == kept.optionValues.map(\.value))
  }
}
