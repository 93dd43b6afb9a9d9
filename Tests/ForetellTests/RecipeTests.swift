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
    recipe.seasonLength = 9
    recipe.origins = OriginsReading()
    let object = try #require(
      try JSONSerialization.jsonObject(with: JSONEncoder().encode(recipe)) as? [String: Any])
    #expect(object.count == Mirror(reflecting: recipe).children.count)
    let others = ["sgd", "constant", "log", "robust"]
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
}
