/// A network forecaster in its three parts, which know nothing of each other: architecture, head and recipe.
public struct NetworkDesign: Sendable {
  /// The model's name in column headings.
  package var name: String
  /// What turns windows into features.
  package var architecture: any Architecture
  /// What turns features into a forecast, with its loss.
  package var head: any OutputHead
  /// How windows are cut and scaled and how the weights are trained.
  package var recipe: Recipe

  /// A network by its parts.
  package init(name: String, architecture: any Architecture, head: any OutputHead, recipe: Recipe) {
    self.name = name
    self.architecture = architecture
    self.head = head
    self.recipe = recipe
  }

  /// Throws `ForetellError` of kind `usage` unless the horizon and every option lie in their ranges; the upper bounds keep
  /// products of sizes from overflowing.
  package func check(horizon: Int) throws {
    try OptionRange.require((1...1_000_000).contains(horizon), "the horizon", "in 1...1000000")
    try architecture.check()
    try head.check()
    try recipe.check()
  }
}
