import ForetellData

/// A network forecaster as three independent parts: architecture, head and recipe.
public struct NetworkDesign: Sendable {
  /// The model's name in column headings.
  package var name: String
  /// What turns windows into features.
  package var architecture: any Architecture
  /// Interprets the network's output, and gives the loss.
  package var head: any OutputHead
  /// How windows are cut and scaled and how the weights are trained.
  package var recipe: Recipe

  /// Makes a design from its parts.
  package init(name: String, architecture: any Architecture, head: any OutputHead, recipe: Recipe) {
    self.name = name
    self.architecture = architecture
    self.head = head
    self.recipe = recipe
  }

  /// Throws `ForetellError` of kind `usage` when updates have too few windows for the statistics of batch
  /// normalisation.
  ///
  /// A sequence of origins has statistics of its own, over its steps.
  func requireBatch(of windows: Int) throws {
    guard recipe.origins == nil, recipe.steps == nil, windows < architecture.leastBatchSize else { return }
    throw ForetellError(
      .badOption, "batch normalisation takes statistics over the windows of a batch, and one window has none",
      hint:
        "\(option: .batchSize, "2") or more where there are so many windows, or \(option: .normalization, "layer")"
    )
  }

  /// Throws `ForetellError` of kind `usage` unless the horizon and every option lie in their ranges; the upper bounds keep
  /// products of sizes from overflowing.
  package func check(horizon: Int) throws {
    try OptionRange.require((1...1_000_000).contains(horizon), "the horizon", "in 1...1000000")
    try architecture.check()
    try head.check()
    try recipe.check()
    try requireBatch(of: recipe.batchSize)
    guard architecture.leastBatchSize < 2 || !recipe.optimizer.usesAllWindows else {
      throw ForetellError(
        .badOption,
        "batch normalisation keeps statistics of single batches, and \(recipe.optimizer.rawValue) updates with all windows",
        hint: "normalise with \(option: .normalization, "layer")")
    }
    guard recipe.origins == nil || architecture.givesEveryStep else {
      throw ForetellError(
        .badOption,
        "\(name) reads its windows as a whole or backwards too, and a forecast from every origin needs layers that only look back",
        hint: "leave out \(option: .bidirectional), or read with \(option: .reading, "values")")
    }
  }
}
