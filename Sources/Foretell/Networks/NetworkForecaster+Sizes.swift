import ForetellData

extension NetworkForecaster {
  /// Steps of history that a fit to `table` reads.
  public func resolvedInputSize(for table: SeriesTable, horizon: Int) -> Int {
    design.sizes(for: table, horizon: horizon).inputSize
  }

  /// Steps of history the network reads, given the season and the series' lengths: two seasons, at least twelve steps and
  /// as much as the horizon, but no more than leaves half of the median series for targets.
  public func resolvedInputSize(season: Int, horizon: Int, medianLength: Int) -> Int {
    design.resolvedInputSize(season: season, horizon: horizon, medianLength: medianLength)
  }

  /// Multiply-adds of all updates of a fit; what `--verbose` tells.
  ///
  /// A training update takes three times a forward pass: forward, and two products backward.
  public func trainingWork(for table: SeriesTable, horizon: Int) -> Double {
    design.trainingWork(for: table, horizon: horizon)
  }

  /// The sizes of a fit that follow from the data.
  package func sizes(for table: SeriesTable, horizon: Int) -> FitSizes {
    design.sizes(for: table, horizon: horizon)
  }

  /// Trained numbers of the network that a fit to `table` would have, without fitting it.
  public func parameterCount(for table: SeriesTable, horizon: Int) -> Int {
    design.parameterCount(for: table, horizon: horizon)
  }

  /// Multiplications of the network's matrix products for one window, forward; a training update takes three times
  /// as many for every window of its batch.
  ///
  /// The element-wise work of activations and gates is not counted.
  public func multiplyAdds(for table: SeriesTable, horizon: Int) -> Int {
    design.multiplyAdds(for: table, horizon: horizon)
  }

  /// The same forecaster with the hidden size whose parameter count comes nearest to `budget`; of two equally near ones
  /// the smaller.
  func matching(parameters budget: Int, for table: SeriesTable, horizon: Int) -> Self {
    func sized(_ size: Int) -> Self {
      var model = self
      model.hiddenSize = size
      return model
    }
    func count(_ size: Int) -> Int { sized(size).parameterCount(for: table, horizon: horizon) }
    // The first size with at least the budget; counts grow with the size.
    var low = 1
    var high = 1
    while high < 65_536, count(high) < budget { high *= 2 }
    while low < high {
      let middle = (low + high) / 2
      if count(middle) < budget { low = middle + 1 } else { high = middle }
    }
    let isSmallerNearer = low > 1 && budget - count(low - 1) <= count(low) - budget
    return sized(isSmallerNearer ? low - 1 : low)
  }
}
