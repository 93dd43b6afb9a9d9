import ForetellData

extension NetworkForecaster {
  /// Steps of history that a fit to `table` reads.
  public func resolvedInputSize(for table: SeriesTable, horizon: Int) -> Int {
    resolved(for: table, horizon: horizon).design.sizes(for: table, horizon: horizon).inputSize
  }

  /// Steps of history that the network reads, given the season and the median length of the series in steps.
  ///
  /// Two seasons, at least twelve steps and at least the horizon, but no more than leaves half of the median
  /// series for targets.
  public func resolvedInputSize(season: Int, horizon: Int, medianLength: Int) -> Int {
    design.resolvedInputSize(season: season, horizon: horizon, medianLength: medianLength)
  }

  /// Multiply-adds of all updates of a fit, which the command prints with `--verbose`.
  ///
  /// An update costs three times a forward pass: each matrix product has two more in the backward pass.
  public func trainingWork(for table: SeriesTable, horizon: Int) -> Double {
    resolved(for: table, horizon: horizon).design.trainingWork(for: table, horizon: horizon)
  }

  /// The sizes of a fit that follow from the data.
  package func sizes(for table: SeriesTable, horizon: Int) -> FitSizes {
    resolved(for: table, horizon: horizon).design.sizes(for: table, horizon: horizon)
  }

  /// Number of trained parameters that a network fitted to `table` would have, without fitting it.
  public func parameterCount(for table: SeriesTable, horizon: Int) -> Int {
    resolved(for: table, horizon: horizon).design.parameterCount(for: table, horizon: horizon)
  }

  /// Multiplications in the network's matrix products for one window in a forward pass; a training update
  /// needs three times as many for each window of its batch.
  ///
  /// The element-wise work of activations and gates is not counted.
  public func multiplyAdds(for table: SeriesTable, horizon: Int) -> Int {
    resolved(for: table, horizon: horizon).design.multiplyAdds(for: table, horizon: horizon)
  }

  /// The largest number of epochs of a fit to `table`.
  ///
  /// - Throws: `ForetellError` for values that the transform doesn't allow.
  public func resolvedEpochs(for table: SeriesTable, horizon: Int) throws -> Int {
    let design = resolved(for: table, horizon: horizon).design
    let windows = try design.prepared(table, horizon: horizon).sampler.training.count
    return design.recipe.resolvedEpochs(windows: windows)
  }

  /// The amount of work of a fit to `table`.
  public func effort(for table: SeriesTable, horizon: Int) -> TrainingEffort {
    let design = resolved(for: table, horizon: horizon).design
    let sizes = design.sizes(for: table, horizon: horizon)
    return TrainingEffort(
      multiplyAdds: design.trainingWork(for: table, horizon: horizon),
      usualLimit: 2 * NetworkDesign.workBudget, inputSize: sizes.inputSize,
      wantedInputSize: sizes.wantedInputSize, readsSeasonalDifferences: sizes.readsSeasonalDifferences)
  }

  /// The same forecaster with the hidden size whose parameter count is nearest to `budget`; of two equally near, the
  /// smaller.
  public func matching(parameters budget: Int, for table: SeriesTable, horizon: Int) -> Self {
    let base = resolved(for: table, horizon: horizon)
    let step = design.architecture.sizeStep
    func sized(_ number: Int) -> Self {
      var model = base
      model.hiddenSize = number * step
      return model
    }
    func count(_ number: Int) -> Int {
      sized(number).parameterCount(for: table, horizon: horizon)
    }
    // Find the smallest size that reaches the budget; the number of parameters grows with the size.
    var low = 1
    var high = 1
    while high * step < 65_536, count(high) < budget { high *= 2 }
    while low < high {
      let middle = (low + high) / 2
      if count(middle) < budget { low = middle + 1 } else { high = middle }
    }
    let isSmallerNearer = low > 1 && budget - count(low - 1) <= count(low) - budget
    return sized(isSmallerNearer ? low - 1 : low)
  }
}
