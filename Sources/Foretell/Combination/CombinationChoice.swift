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

  /// The share by which a combination is better on average without a member that leaves; it is better in every window.
  private static let gain = 0.01
  /// The smallest number of windows from which a member may leave.
  private static let leastWindows = 2
  /// Seasonal naive takes over where the combination is worse by more than this share in that many windows.
  private static let floorMargin = 0.1
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
    let own = trial.errors(of: members, rule, weights: weights)
    let bad = zip(own, trial.errors(trial.floor)).count { own, floor in
      guard let own, let floor else { return false }
      return own > (1 + Self.floorMargin) * floor
    }
    guard let mean = CombinationMember.mean(own),
      let floor = CombinationMember.mean(trial.errors(trial.floor))
    else { return }
    isFloor = bad >= Self.leastWindows && mean > (1 + Self.floorMargin) * floor
  }

  /// Removes the member that does the most harm, as long as one does.
  private mutating func dropHarmful(_ trial: CombinationTrial, _ rule: CombinationRule) {
    // Weights are chosen for those that stay.
    let rule = rule == .greedy ? .mean : rule
    var errors = trial.errors(of: members, rule, weights: [])
    while members.count > 1, errors.count(where: { $0 != nil }) >= Self.leastWindows {
      let found = members.compactMap { member -> (member: Int, errors: [Double?], ratio: Double)? in
        let without = trial.errors(of: members.filter { $0 != member }, rule, weights: [])
        let ratios = zip(without, errors).compactMap { rest, all -> Double? in
          guard let rest, let all, all > 0 else { return nil }
          return rest / all
        }
        guard ratios.count >= Self.leastWindows, ratios.allSatisfy({ $0 < 1 }) else { return nil }
        return (member, without, ratios.reduce(0, +) / Double(ratios.count))
      }
      guard let worst = found.min(by: { $0.ratio < $1.ratio }), worst.ratio < 1 - Self.gain else { return }
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
    for _ in 0..<Self.greedySteps {
      var best: (error: Double, member: Int)?
      for number in members.indices {
        var trialCounts = counts
        trialCounts[number] += 1
        let errors = trial.errors(of: members, .greedy, weights: trialCounts).compactMap { $0 }
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
  func errors(of members: [Int], _ rule: CombinationRule, weights: [Double]) -> [Double?] {
    errors(
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
