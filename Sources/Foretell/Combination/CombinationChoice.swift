import ForetellData

/// Which models of a trial stay, and with which weights.
struct CombinationChoice {
  /// The models that stay, by place in the trial.
  private(set) var members: [Int]
  /// One weight per member; empty where all count alike.
  private(set) var weights: [Double] = []
  /// The models that left, with the reason as a clause.
  private(set) var left: [Int: String] = [:]
  /// Whether seasonal naive takes the place of all members, because together they are clearly worse.
  private(set) var isFloor = false

  /// The share by which a combination of a panel is better on average without a member that leaves; it is better in every
  /// window.
  private static let gain = 0.02
  /// The same for fewer series than a panel, whose few ends say little about the next one.
  private static let gainOfFew = 0.1
  /// The smallest number of windows from which a member may leave.
  private static let leastWindows = 2
  /// Seasonal naive takes over where the combination of a panel is worse by more than this share in that many windows.
  private static let floorMargin = 0.1
  /// The same for fewer series than a panel.
  private static let floorMarginOfFew = 0.3
  /// The number of steps of a greedy choice.
  private static let greedySteps = 20

  /// Chooses.
  ///
  /// - Parameter isOpen: whether members may leave.
  init(_ trial: CombinationTrial, rule: CombinationRule, isOpen: Bool) {
    members = Array(trial.labels.indices)
    if isOpen { dropHarmful(trial, rule) }
    if rule == .greedy { weights = greedy(trial) }
    guard isOpen else { return }
    let floor = trial.windowErrors(trial.floor)
    let ratios = Self.ratios(trial.errors(of: members, rule, weights: weights), to: floor)
    guard !ratios.isEmpty else { return }
    let margin = 1 + (trial.isPanel ? Self.floorMargin : Self.floorMarginOfFew)
    isFloor =
      ratios.count { $0 > margin } >= Self.leastWindows
      && ratios.reduce(0, +) / Double(ratios.count) > margin
  }

  /// The errors of every window relative to others'.
  private static func ratios(_ errors: [WindowError], to others: [WindowError]) -> [Double] {
    zip(errors, others).compactMap { $0.ratio(to: $1) }
  }

  /// Removes the member that does the most harm, as long as one does.
  private mutating func dropHarmful(_ trial: CombinationTrial, _ rule: CombinationRule) {
    // Weights are chosen for those that stay.
    let rule = rule == .greedy ? .mean : rule
    let gain = trial.isPanel ? Self.gain : Self.gainOfFew
    var errors = trial.errors(of: members, rule, weights: [])
    while members.count > 1 {
      let found = members.compactMap { member -> (member: Int, errors: [WindowError], ratio: Double)? in
        let without = trial.errors(of: members.filter { $0 != member }, rule, weights: [])
        let ratios = Self.ratios(without, to: errors)
        guard ratios.count >= Self.leastWindows, ratios.allSatisfy({ $0 < 1 }) else { return nil }
        return (member, without, ratios.reduce(0, +) / Double(ratios.count))
      }
      guard let worst = found.min(by: { $0.ratio < $1.ratio }), worst.ratio < 1 - gain else { return }
      members.removeAll { $0 == worst.member }
      errors = worst.errors
      let percent = Int((100 * (1 - worst.ratio)).rounded())
      left[worst.member] = "without it the error on held-out ends is \(percent) % smaller"
    }
  }

  /// Weights by greedy selection: how often each member was added.
  private func greedy(_ trial: CombinationTrial) -> [Double] {
    var counts = [Double](repeating: 0, count: members.count)
    guard !trial.places.isEmpty else { return counts.map { _ in 1 } }
    let equal = trial.errors(of: members, .mean, weights: [])
    for _ in 0..<Self.greedySteps {
      var best: (error: Double, member: Int)?
      for number in members.indices {
        var trialCounts = counts
        trialCounts[number] += 1
        let errors = Self.ratios(trial.errors(of: members, .greedy, weights: trialCounts), to: equal)
        guard !errors.isEmpty else { continue }
        let error = errors.reduce(0, +) / Double(errors.count)
        if best.map({ error < $0.error }) ?? true { best = (error, number) }
      }
      guard let best else { return counts.map { _ in 1 } }
      counts[best.member] += 1
    }
    return counts
  }
}

extension CombinationTrial {
  /// The errors of a combination of some models in every window.
  func errors(of members: [Int], _ rule: CombinationRule, weights: [Double]) -> [WindowError] {
    windowErrors(
      places.indices.map { place in
        var points: [[Double]] = []
        var used: [Double] = []
        for (number, member) in members.enumerated() {
          let weight = weights.isEmpty ? 1 : weights[number]
          guard weight > 0, let forecast = forecasts[member][place] else { continue }
          points.append(forecast.point)
          used.append(weight)
        }
        guard let first = points.first else { return nil }
        let point = first.indices.map { step in rule.combined(points.map { $0[step] }, weights: used) }
        return SeriesForecast(id: "", stamps: [], point: point, lower: [], upper: [])
      })
  }
}
