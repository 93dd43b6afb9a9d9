import ForetellData

extension Comparison {
  /// What is made equal between networks, so that none wins by its size alone.
  public enum Matching: String, Sendable, Codable, CaseIterable {
    /// The number of trained parameters; hidden sizes differ.
    case parameters
    /// The hidden size; parameters and cost differ.
    case hidden
    /// The cost of training: hidden sizes are equal, and a network with cheaper updates trains for more
    /// epochs.
    ///
    /// The cost is counted in multiplications, not measured in seconds, so that a comparison has the same
    /// bits on every machine.
    case time
    /// Nothing: every network keeps its size and epochs.
    case none
  }

  /// The models with matched hidden sizes and otherwise unchanged.
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

  /// The models with the epochs for one cut-off.
  ///
  /// With ``Matching/time`` the network whose training costs most keeps its number of epochs and the others get
  /// proportionally more; otherwise all keep theirs.
  func timed(_ models: [Candidate], for past: SeriesTable) throws -> [Candidate] {
    guard matching == .time else { return models }
    var costs: [Int: (epochs: Int, work: Double)] = [:]
    for (number, model) in models.enumerated() {
      guard let network = model.network else { continue }
      let epochs = try network.resolvedEpochs(for: past, horizon: horizon)
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
