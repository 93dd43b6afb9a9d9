import ForetellData

extension IsolatedValues {
  /// The indices of new values so far from all others of their series that they are taken as missing; by the rule of
  /// ``indices(in:)``, with what is known of the older values.
  ///
  /// The median, which only the whole history has, is that of the values at hand; it matters for values between nine and
  /// eleven times as large as all others. Older values aren't judged again.
  ///
  /// - Parameters:
  ///   - values: the end of the series; older values first, NaN where nothing was observed.
  ///   - firstNew: index of the first new value.
  ///   - facts: count and range of all older values.
  static func indices(in values: [Double], from firstNew: Int, after facts: HistoryFacts) -> [Int] {
    guard facts.observed > 0 else { return indices(in: values[...]).filter { $0 >= firstNew } }
    let fresh = values.indices.dropFirst(firstNew).filter { !values[$0].isNaN }
    let size = max(abs(facts.minimum), abs(facts.maximum))
    // No value within nine times the range of the others is isolated.
    guard fresh.contains(where: { abs(values[$0]) > size * (leastSize - 1) }) else { return [] }
    let observed = facts.observed + fresh.count
    guard observed >= fewest else { return [] }
    let candidates = values.indices.filter { !values[$0].isNaN }
    let median = Moments.quantile(candidates.map { values[$0] }.sorted(), 0.5)
    func distance(_ value: Double) -> Double { abs(value - median) }
    let ordered = fresh.sorted { distance(values[$0]) > distance(values[$1]) }
    let spread = max(distance(facts.minimum), distance(facts.maximum))
    for count in (1...min(max(1, observed / 50), ordered.count)).reversed() {
      let rest = ordered[count...].map { values[$0] }
      let next = rest.map(distance).reduce(spread, max)
      let most = rest.map(abs).reduce(size, max)
      guard most > 0, distance(values[ordered[count - 1]]) >= max(leastDistance * next, leastSize * most)
      else {
        continue
      }
      let found = Set(ordered[..<count])
      return standAlone(found, among: candidates) ? found.sorted() : []
    }
    return []
  }

  /// Whether a value is so far from all others of its series that the model has taken it as missing.
  static func isFar(_ value: Double, from kept: [Double], _ facts: HistoryFacts) -> Bool {
    !indices(in: kept.filter { !$0.isNaN } + [value], from: kept.count { !$0.isNaN }, after: facts).isEmpty
  }
}
