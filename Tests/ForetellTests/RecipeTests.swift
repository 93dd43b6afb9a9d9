import Foundation
import Testing

@testable import Foretell

/// Recipes in model files.
@Suite struct RecipeTests {
  @Test("every option comes back from a file, and a missing one has its default")
  func coding() throws {
    var recipe = Recipe()
    recipe.inputSize = 9
    recipe.epochs = 9
    recipe.updates = 9
    recipe.seasonLength = 9
    recipe.momentum = 0.9
    recipe.squareDecay = 0.9
    recipe.isCentered = true
    recipe.scheduleFactor = 0.9
    recipe.schedulePeriod = 9
    recipe.initialization = .he
    recipe.initializationScale = 0.9
    recipe.origins = OriginsReading()
    recipe.steps = StepReading()
    recipe.sampling = .series
    let object = try #require(
      try JSONSerialization.jsonObject(with: JSONEncoder().encode(recipe)) as? [String: Any])
    #expect(object.count == Mirror(reflecting: recipe).children.count)
    let others = ["windows", "sgd", "constant", "log", "robust"]
    for (name, value) in object {
      // One of these is a value of the option that isn't its default, whatever its type.
      let candidates: [Any] =
        [true, false, 3, 0.25, ["lower": 1, "keepsNonNegative": true, "hasSkip": false]] + others
      let changed = candidates.lazy.compactMap { candidate -> Recipe? in
        var one = object
        one[name] = candidate
        let read = try? JSONDecoder().decode(Recipe.self, from: JSONSerialization.data(withJSONObject: one))
        return read == recipe ? nil : read
      }.first
      let other = try #require(changed, "no other value of \(name), which is \(value)")
      #expect(try JSONDecoder().decode(Recipe.self, from: JSONEncoder().encode(other)) == other)
    }
    #expect(try JSONDecoder().decode(Recipe.self, from: Data("{}".utf8)) == Recipe())
  }

  @Test(
    "every option of a recurrent configuration comes back, and later ones are written only when they are used"
  )
  func recurrentCoding() throws {
    func keys(_ model: RecurrentForecaster) throws -> Set<String> {
      let object = try JSONSerialization.jsonObject(with: JSONEncoder().encode(model)) as? [String: Any]
      return Set(try #require(object).keys)
    }
    var model = RecurrentForecaster()
    #expect(
      try keys(model).isDisjoint(with: [
        "normalization", "momentum", "squareDecay", "isCentered", "origins", "updates", "networkCount",
        "contexts", "sampling", "isAutomatic", "scheduleFactor", "schedulePeriod", "initialization",
        "initializationScale", "givenOptions",
      ]))
    model.cell = .gru
    model.hiddenSize = 9
    model.layers = 3
    model.inputSize = 9
    model.dropout = 0.25
    model.isBidirectional = true
    model.epochs = 9
    model.batchSize = 9
    model.learningRate = 0.25
    model.optimizer = .rmsprop
    model.momentum = 0.25
    model.squareDecay = 0.25
    model.isCentered = true
    model.weightDecay = 0.25
    model.schedule = .plateau
    model.scheduleFactor = 0.25
    model.schedulePeriod = 9
    model.initialization = .he
    model.initializationScale = 0.25
    model.gradientClip = 9
    model.loss = .huber
    model.trainedLevels = [50]
    model.transform = .log
    model.scaling = .robust
    model.seasonalResidual = false
    model.seasonLength = 9
    model.usesCalendar = false
    model.windowsPerEpoch = 9
    model.validationSize = 9
    model.patience = 9
    model.truncation = 9
    model.precision = .bfloat16
    model.normalization = .layer
    model.bounds = ForecastBounds(lower: 1)
    model.origins = OriginsReading()
    model.updates = 9
    model.networkCount = 2
    model.contexts = [9, 8]
    model.sampling = .series
    model.start = .shipped
    model.isAutomatic = true
    model.givenOptions = [.loss]
    let usual = Mirror(reflecting: RecurrentForecaster()).children.map { "\($0)" }
    for (option, other) in zip(Mirror(reflecting: model).children, usual) {
      #expect("\(option)" != other, "\(option.label ?? "")")
    }
    #expect(try keys(model) == Set(Mirror(reflecting: model).children.compactMap(\.label)))
    let read = try JSONDecoder().decode(RecurrentForecaster.self, from: JSONEncoder().encode(model))
    for (one, other) in zip(Mirror(reflecting: read).children, Mirror(reflecting: model).children) {
      #expect("\(one)" == "\(other)")
    }
  }

  /// Setting a recipe gives the options whose values change, and leaves the others open.
  @Test func whatStaysInARecipeStaysOpen() {
    var model = RecurrentForecaster(cell: .lstm, reading: .automatic)
    model.recipe.seasonLength = 4
    #expect(model.seasonLength == 4 && model.givenOptions.isEmpty)
    model.recipe.learningRate = 0.5
    #expect(model.givenOptions == [.learningRate])
  }
}
