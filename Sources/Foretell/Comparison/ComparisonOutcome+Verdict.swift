import Foundation

extension ComparisonOutcome {
  /// The model to use: ``best``, or seasonal naive where a network's lead over it is neither significant nor shows in more
  /// than half of the units, for then a few windows make the mean and the simpler method will do.
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

  /// The models that make the same error as the best in every unit.
  private func equals(of best: Model) -> [Model] {
    models.filter { $0.label != best.label && pair(best.label, $0.label)?.isEqual == true }
  }

  /// Whether two models' errors are the same to the printed digits.
  private func isLevel(_ one: Model, _ other: Model) -> Bool {
    guard let first = error(of: one), let second = error(of: other) else { return false }
    return Self.figure(first) == Self.figure(second)
  }

  /// The model with the smallest error; nil when no model has one.
  public var best: Model? { ranking.first.flatMap { error(of: $0) == nil ? nil : $0 } }

  /// Which model to use and why, each reason in one sentence without a full stop.
  ///
  /// The first names the model, the others say how sure that is.
  public var verdict: [String] {
    guard let best, let error = error(of: best) else {
      return ["no model can be recommended: the error is undefined for every series and window"]
    }
    return [equality(best, error) ?? headline(best, error)]
      + [lead(of: best), certainty(best), seedSpread(best)].compactMap { $0 }
  }

  /// The measure as it stands in sentences.
  public var measureName: String { measure == .mase ? "MASE" : "mean absolute error" }

  /// `3 windows`, `1 series`, and for windows that overlap `2 groups of 3 windows`.
  public var unitText: String { Self.text(units.count, units) }

  /// The first sentence where models are equal; nil where the best has a lead over each.
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

  /// Which differences are more than chance.
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

  /// In how many units the best model leads: a plain count says more than a p-value of few units.
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

  /// Whether luck with the seed moves the best network as much as its lead over the next.
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

  /// `a`, `a and b`, `a, b and c`.
  static func list(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " and " + last
  }
}
