import ForetellData

/// The sizes of a fit that follow from the data: how many steps the network reads and how many it forecasts
/// at once.
///
/// They depend on the table, the horizon and the options alone, never on a clock or the number of cores, so that a fit has
/// the same bits everywhere; and not on the cell or its width, so that compared networks see the same windows.
package struct FitSizes: Sendable, Equatable {
  /// Steps of history that the network reads.
  package var inputSize: Int
  /// Steps that the network forecasts at once; a longer horizon is reached by feeding forecasts back.
  package var horizon: Int
  /// Whether the inputs are differences to one season earlier, because the window is shorter than the season.
  package var readsSeasonalDifferences = false
  /// Number of origins in a sequence; 1 when the network reads value by value.
  package var originCount = 1
  /// The number of steps that the network would read if training time were unlimited.
  package var wantedInputSize: Int
}

extension NetworkDesign {
  /// The number of multiply-adds in all updates of a fit beyond which its windows are shortened: some seconds
  /// on one core.
  ///
  /// They are counted for the default network (one LSTM layer of 32 units), so that a wider network doesn't
  /// get shorter windows. Hourly and slower data keep windows of two seasons at any number of rows.
  package static let workBudget = 130e9

  /// Hidden units of the default network.
  private static let referenceWidth = 32.0

  /// The number of complete windows in the table that the horizon needs to be learnt in one piece.
  static let enoughWindows = 4

  /// The sizes of a fit to `table` for forecasts of `horizon` steps.
  ///
  /// The window has the length of `resolvedInputSize(season:horizon:medianLength:)`, shortened when training
  /// would cost more than `workBudget`; when it no longer covers a season, its inputs are differences to one
  /// season earlier. The horizon is cut into equal blocks, of whole seasons if it is longer than a season,
  /// until there are enough windows to learn from. An explicit input size is kept.
  package func sizes(for table: SeriesTable, horizon: Int) -> FitSizes {
    let season = recipe.season(of: table)
    let lengths = table.series.map { max($0.values.count - recipe.validationSize, 0) }
    let median = table.series.map(\.values.count).sorted()
    let medianLength = median.isEmpty ? 0 : median[median.count / 2]
    let block =
      recipe.origins?.blockLength
      ?? block(of: horizon, season: season, lengths: lengths, medianLength: medianLength)
    let wanted = resolvedInputSize(season: season, horizon: block, medianLength: medianLength)
    var sizes = FitSizes(inputSize: wanted, horizon: block, wantedInputSize: wanted)
    // With reading by origins, the length of the windows adds little to the work per origin.
    if let origins = recipe.origins {
      sizes.originCount = origins.resolvedCount(horizon: block)
      return sizes
    }
    guard recipe.inputSize == nil else { return sizes }
    let features = recipe.featureCount(
      frequency: table.frequency, known: KnownColumns(table.columns), inputSize: wanted)
    func work(_ steps: Int) -> Double { referenceWork(steps, block, features: features, lengths: lengths) }
    while sizes.inputSize > 8, work(sizes.inputSize) > Self.workBudget {
      // The part of the work that doesn't depend on the window's length is at most half of the budget, so
      // this loop ends after a few turns.
      let affordable = Double(sizes.inputSize) * Self.workBudget / work(sizes.inputSize)
      sizes.inputSize = max(8, min(sizes.inputSize - 1, Int(affordable)))
    }
    sizes.readsSeasonalDifferences =
      sizes.inputSize < wanted && sizes.inputSize < season && recipe.seasonalResidual
    return sizes
  }

  /// Multiply-adds of all updates of a fit, which the command prints with `--verbose`.
  ///
  /// An update costs three times a forward pass: each matrix product has two more in the backward pass.
  package func trainingWork(for table: SeriesTable, horizon: Int) -> Double {
    let sizes = sizes(for: table, horizon: horizon)
    let windows = Self.windows(
      sizes.inputSize + sizes.originCount - 1, recipe.origins == nil ? sizes.horizon : 1,
      lengths: table.series.map { max($0.values.count - recipe.validationSize, 0) })
    let passes = min(windows, recipe.windowsPerEpoch) * recipe.resolvedEpochs(windows: windows)
    return 3 * Double(passes) * Double(multiplyAdds(for: table, horizon: horizon))
  }

  /// The number of steps of the horizon that are learnt at once.
  private func block(of horizon: Int, season: Int, lengths: [Int], medianLength: Int) -> Int {
    // A block has at least a whole season, so that the season can be learnt.
    let least = min(horizon, max(season, 1))
    var parts = 1
    while true {
      var block = (horizon + parts - 1) / parts
      if season > 1 { block = min(horizon, (block + season - 1) / season * season) }
      if block <= least { return block }
      let size = min(
        resolvedInputSize(season: season, horizon: block, medianLength: medianLength), max(season, 2))
      let windows = Self.wholeWindows(size, block, lengths: lengths)
      let head = referenceWork(0, block, features: 0, lengths: lengths)
      if windows >= Self.enoughWindows, head <= Self.workBudget / 2 { return block }
      parts += 1
    }
  }

  /// Multiply-adds of training the default network on windows of `steps` steps, with `block` steps forecast
  /// at once.
  private func referenceWork(_ steps: Int, _ block: Int, features: Int, lengths: [Int]) -> Double {
    let reference = Recipe.standard
    let windows = Self.windows(steps, block, lengths: lengths)
    let passes = Double(
      min(windows, reference.windowsPerEpoch) * reference.resolvedEpochs(windows: windows))
    let width = Self.referenceWidth
    let gates = 4.0
    let encoder = Double(steps) * gates * width * (width + Double(features))
    let head = width * Double(block) * Double(head.width)
    return 3 * passes * (encoder + head)
  }

  /// Number of training windows of all series; a series shorter than a window gives one.
  private static func windows(_ steps: Int, _ block: Int, lengths: [Int]) -> Int {
    lengths.reduce(0) { $0 + max($1 - block - steps + 1, 1) }
  }

  /// Number of windows with complete history and targets.
  private static func wholeWindows(_ steps: Int, _ block: Int, lengths: [Int]) -> Int {
    lengths.reduce(0) { $0 + max($1 - block - steps + 1, 0) }
  }

  /// Steps of history that the network reads, given the season and the median length of the series in steps.
  ///
  /// Two seasons, at least twelve steps and at least the horizon, but no more than leaves half of the median
  /// series for targets.
  package func resolvedInputSize(season: Int, horizon: Int, medianLength: Int) -> Int {
    if let inputSize = recipe.inputSize { return inputSize }
    let wanted = max(2 * season, horizon, 12)
    let affordable = max((medianLength - horizon) / 2, min(season + 1, medianLength - horizon), 2)
    return min(wanted, affordable)
  }

  /// Number of trained parameters that a network fitted to `table` would have, without fitting it.
  func parameterCount(for table: SeriesTable, horizon: Int) -> Int {
    plan(for: table, horizon: horizon).plan.parameters.scalarCount
  }

  /// Multiplications in the network's matrix products for one window, or one sequence of origins, in a forward pass.
  func multiplyAdds(for table: SeriesTable, horizon: Int) -> Int {
    let network = plan(for: table, horizon: horizon)
    let passes = architecture.isAppliedPerStep ? network.shape.steps : 1
    return network.plan.parameters.entries.reduce(0) { sum, entry in
      guard entry.slot.shape.count > 1 else { return sum }
      return sum + entry.slot.count * (entry.name.hasPrefix("encoder.") ? passes : network.shape.forecasts)
    }
  }

  private func plan(for table: SeriesTable, horizon: Int) -> NetworkPlan<Float> {
    let sizes = sizes(for: table, horizon: horizon)
    let known = KnownColumns(table.columns)
    return NetworkPlan(
      self,
      shape: recipe.shape(
        rows: 1, inputSize: sizes.inputSize, originCount: sizes.originCount,
        features: recipe.featureCount(
          frequency: table.frequency, known: known, inputSize: sizes.inputSize), known: known,
        horizon: sizes.horizon, forecastsFromAll: true))
  }
}
