import ForetellData

extension RecurrentForecaster {
  /// Trained numbers of the network that a fit to `table` would have, without fitting it.
  public func parameterCount(for table: SeriesTable, horizon: Int) -> Int {
    plan(for: table, horizon: horizon).plan.parameters.scalarCount
  }

  /// Multiplications of the network's matrix products for one window, forward; a training update takes three times
  /// as many for every window of its batch.
  ///
  /// The element-wise work of activations and gates is not counted.
  public func multiplyAdds(for table: SeriesTable, horizon: Int) -> Int {
    let network = plan(for: table, horizon: horizon)
    return network.plan.parameters.entries.reduce(0) { sum, entry in
      guard entry.slot.shape.count > 1 else { return sum }
      return sum + entry.slot.count * (entry.name.hasPrefix("encoder.") ? network.shape.steps : 1)
    }
  }

  private func plan(for table: SeriesTable, horizon: Int) -> NetworkPlan<Float> {
    // The precision changes no count, but limits the size.
    var model = self
    model.precision = .float32
    let sizes = sizes(for: table, horizon: horizon)
    return FittedForecaster.network(
      model, rows: 1, inputSize: sizes.inputSize, horizon: sizes.horizon,
      frequency: table.frequency, covariates: table.columns.covariates.count)
  }

  /// The same forecaster with the hidden size whose parameter count comes nearest to `budget`; of two equally near ones
  /// the smaller.
  func matching(parameters budget: Int, for table: SeriesTable, horizon: Int) -> RecurrentForecaster {
    func sized(_ size: Int) -> RecurrentForecaster {
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

extension Comparison {
  /// What is made equal between networks, so that none wins by its size alone.
  public enum Matching: String, Sendable, Codable, CaseIterable {
    /// The number of trained parameters; hidden sizes differ.
    case parameters
    /// The hidden size; parameters and arithmetic differ.
    case hidden
    /// The arithmetic of training; hidden sizes are equal, and what an update costs less buys more epochs.
    ///
    /// Counted in multiplications, not measured in seconds, so that a comparison has the same bits on every machine.
    case time
    /// Nothing: every network is as it was given.
    case none
  }

  /// The networks with hidden sizes matched; all else as given.
  ///
  /// The network with most parameters sets the budget, whatever the order of models.
  func sized(_ models: [Candidate], for table: SeriesTable) -> [Candidate] {
    guard matching == .parameters else { return models }
    let budget = models.compactMap(\.network).map { $0.parameterCount(for: table, horizon: horizon) }.max()
    return models.map { model in
      guard let network = model.network, let budget else { return model }
      var model = model
      model.forecaster = network.matching(parameters: budget, for: table, horizon: horizon)
      return model
    }
  }

  /// The networks with the epochs of one cut-off: with ``Matching/time`` the network with the largest share of
  /// arithmetic in an epoch keeps its epochs and the others get proportionally more; otherwise all keep theirs.
  func timed(_ models: [Candidate], for past: SeriesTable) throws -> [Candidate] {
    guard matching == .time else { return models }
    var costs: [Int: (epochs: Int, work: Double)] = [:]
    for (number, model) in models.enumerated() {
      guard let network = model.network else { continue }
      let windows = try network.prepared(past, horizon: horizon).sampler.training.count
      let epochs = network.resolvedEpochs(windows: windows)
      costs[number] = (epochs, Double(network.multiplyAdds(for: past, horizon: horizon)))
    }
    let budget = costs.values.map { Double($0.epochs) * $0.work }.max() ?? 0
    return models.enumerated().map { number, model in
      guard var network = model.network, let cost = costs[number] else { return model }
      network.epochs = max(1, Int((budget / cost.work).rounded()))
      var model = model
      model.forecaster = network
      return model
    }
  }
}
