import Foundation

extension ComparisonOutcome {
  /// The model to use: ``best`` or seasonal naive.
  ///
  /// It is seasonal naive where the lead of a network over it is not significant and either shows in at most
  /// half of the units or vanishes in the printed digits: then a few windows make the difference, and the
  /// simpler method is preferred.
  public var recommended: Model? {
    guard let best else { return nil }
    if let reference = model(Comparison.reference), best.isNetwork,
      let pair = pair(best.label, reference.label), !pair.isSignificant,
      2 * pair.wins <= pair.test.count || isLevel(best, reference)
    {
      return reference
    }
    let equals = [best] + self.equals(of: best)
    return equals.first { $0.label == Comparison.reference } ?? equals.first { !$0.isNetwork }
      ?? equals.min { $0.parameterCount < $1.parameterCount }
  }

  /// The models that have the same error as the best in every unit.
  private func equals(of best: Model) -> [Model] {
    models.filter { $0.label != best.label && pair(best.label, $0.label)?.isEqual == true }
  }

  /// Whether two models' errors look the same as printed.
  private func isLevel(_ one: Model, _ other: Model) -> Bool {
    guard let first = error(of: one), let second = error(of: other) else { return false }
    return Self.figure(first) == Self.figure(second)
  }

  /// The model with the smallest error; nil when no model has one.
  public var best: Model? { ranking.first.flatMap { error(of: $0) == nil ? nil : $0 } }

  /// Which model to use and why, each reason in one sentence without a full stop.
  ///
  /// The first sentence names the model, the others say how certain the choice is.
  public var verdict: [String] {
    guard let best, let error = error(of: best) else {
      return ["no model can be recommended: the error is undefined for every series and window"]
    }
    return [equality(best, error) ?? headline(best, error)]
      + [lead(of: best), certainty(best), seedSpread(best)].compactMap { $0 }
  }

  /// The measure's name as used in sentences.
  public var measureName: String { measure == .mase ? "MASE" : "mean absolute error" }

  /// The number of units as text: `3 windows`, `1 series`, or `2 groups of 3 windows` where windows overlap.
  public var unitText: String { Self.text(units.count, units) }

  /// The first sentence where other models equal the best one; nil where none does.
  private func equality(_ best: Model, _ error: Double) -> String? {
    let same = equals(of: best)
    guard !same.isEmpty, let recommended else { return nil }
    let names = Self.list(([best] + same).map(\.label))
    let measure = measureName == "MASE" ? "a MASE" : "a \(measureName)"
    let reason =
      recommended.label == Comparison.reference || !recommended.isNetwork ? ", which needs no training" : ""
    return
      "use \(recommended.label)\(reason): \(names) are equal, with the same error in \(units.count > 1 ? "all " : "")"
      + "\(unitText), \(measure) of \(Self.figure(error))"
  }

  private func headline(_ best: Model, _ error: Double) -> String {
    let others = ranking.dropFirst()
    guard best.isNetwork else {
      guard let nearest = others.first(where: \.isNetwork), let other = self.error(of: nearest) else {
        return "use \(best.label): its \(measureName) of \(Self.figure(error)) is the lowest"
      }
      return
        "use \(best.label): no network reaches its \(measureName) of \(Self.figure(error)); "
        + "the nearest, \(nearest.label), has \(Self.figure(other))"
    }
    let own = "\(measureName) of \(Self.figure(error))"
    guard let reference = model(Comparison.reference), let base = self.error(of: reference), base > 0 else {
      return "use \(best.label): its \(own) is the lowest"
    }
    if isLevel(best, reference), recommended?.label == reference.label {
      return
        "use \(reference.label), which needs no training: the \(own) of \(best.label) equals its "
        + "\(Self.figure(base)) to the digits shown"
    }
    let share = Int(((1 - error / base) * 100).rounded())
    let percent = share < 1 ? "less than 1 %" : "\(share) %"
    guard recommended?.label == best.label else {
      return
        "use \(reference.label), which needs no training: the \(own) of \(best.label) is \(percent) below its "
        + "\(Self.figure(base)), but not in more than half of \(unitText)"
    }
    return
      "use \(best.label): its \(own) is the lowest, \(percent) below the \(Self.figure(base)) of "
      + reference.label
  }

  /// The sentence about which differences are significant.
  private func certainty(_ best: Model) -> String? {
    let pairs = models.filter { $0.label != best.label }.compactMap { pair(best.label, $0.label) }
      .filter { !$0.isEqual }
    guard !pairs.isEmpty else { return nil }
    guard smallestPValue < Self.significance else {
      let needed = Self.text(fewestUnits, units)
      return
        "with \(unitText) no difference can be significant, however large: the smallest p-value that "
        + "\(Self.text(self.pairs.count, "pair", "pairs")) can reach is \(Self.figure(smallestPValue)); "
        + "it takes at least \(needed)"
    }
    let sure = pairs.filter(\.isSignificant).map { "\($0.second) (\(Self.text(p: $0.adjustedPValue)))" }
    let unsure = pairs.filter { !$0.isSignificant }.map {
      "\($0.second) (\(Self.text(p: $0.adjustedPValue)))"
    }
    let lead = "the lead of \(best.label) over"
    if sure.isEmpty { return "\(lead) \(Self.list(unsure)) isn't significant" }
    let text = "\(lead) \(Self.list(sure)) is significant"
    return unsure.isEmpty ? text : "\(text); the lead over \(Self.list(unsure)) isn't"
  }

  /// The sentence about the number of units in which the best model leads, which says more than a p-value
  /// from few units.
  private func lead(of best: Model) -> String? {
    let rivals = [
      ranking.dropFirst().first { $0.isNetwork != best.isNetwork || $0.label == Comparison.reference },
      ranking.dropFirst().first(where: \.isNetwork),
    ].compactMap { $0?.label }
    var seen: [String] = []
    for rival in rivals where !seen.contains(rival) { seen.append(rival) }
    let pairs = seen.compactMap { pair(best.label, $0) }.filter { !$0.isEqual }
    let parts = pairs.enumerated().map { place, pair in
      let units = place == 0 ? Self.text(pair.test.count, units) : "\(pair.test.count)"
      let ties = pair.test.zeros > 0 ? " (equal in \(pair.test.zeros))" : ""
      return "\(pair.wins) of \(units) against \(pair.second)\(ties)"
    }
    return parts.isEmpty ? nil : "the error of \(best.label) is the smaller in \(Self.list(parts))"
  }

  /// The sentence about seeds, where changing the seed moves the best network's error as much as its lead
  /// over the next model.
  private func seedSpread(_ best: Model) -> String? {
    let errors = seedErrors(of: best)
    guard best.isNetwork, let low = errors.min(), let high = errors.max(), errors.count > 1,
      let own = error(of: best), let next = ranking.dropFirst().first(where: \.isNetwork),
      let other = error(of: next), other > own, high - low > other - own
    else { return nil }
    return
      "the seed alone moves \(best.label) between \(Self.figure(low)) and \(Self.figure(high)), "
      + "which is more than its lead over \(next.label) with \(Self.figure(other))"
  }

  // MARK: Words

  static func figure(_ value: Double) -> String {
    if value == 0 { return "0" }
    if value.magnitude < 0.01 { return String(format: "%.2g", value) }
    let digits = value.magnitude >= 100 ? 0 : value.magnitude >= 10 ? 1 : 3
    return String(format: "%.\(digits)f", value)
  }

  static func text(p value: Double) -> String {
    value < 0.001 ? "p < 0.001" : String(format: "p = %.3f", value)
  }

  private static func text(_ count: Int, _ units: Units) -> String {
    switch units.kind {
    case .series: "\(count) series"
    case .window where units.windowsPerUnit == 1: text(count, "window", "windows")
    case .window: "\(text(count, "group", "groups")) of \(units.windowsPerUnit) windows"
    }
  }

  private static func text(_ count: Int, _ singular: String, _ plural: String) -> String {
    "\(count) \(count == 1 ? singular : plural)"
  }

  /// A list as text: `a`, `a and b`, `a, b and c`.
  static func list(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " and " + last
  }
}
