import ForetellData

/// Values so far from all others that they can't be measurements of the same thing, such as 99999 among
/// values from 45 to 55.
///
/// A value counts as isolated only when all of these hold: its distance from the median is at least ten times
/// the largest magnitude among the other values and at least fifty times their largest distance from the
/// median; at most one in fifty values is isolated; a run of isolated values is at most three long, and at
/// most one long at either end of the series, where a new level may begin. So growth, level shifts, recurring
/// peaks and rare events in a series of zeros are never isolated values.
enum IsolatedValues {
  /// The least ratio of an isolated value's distance from the median to the largest such distance of the
  /// other values.
  static let leastDistance = 50.0
  /// The least ratio of an isolated value's distance from the median to the largest magnitude of the other
  /// values.
  static let leastSize = 10.0
  /// The fewest observed values among which one can be called isolated.
  static let fewest = 5

  /// The indices of the isolated values in ascending order, usually none.
  ///
  /// NaN is a missing value. O(n) for ordinary series, O(n log n) for series with few values of extreme size.
  static func indices(in values: ArraySlice<Double>) -> [Int] {
    var largest = 0.0
    var observed = 0
    for value in values where !value.isNaN {
      largest = max(largest, abs(value))
      observed += 1
    }
    guard observed >= fewest, largest > 0 else { return [] }
    // The values that aren't isolated lie within a ninth of the largest magnitude; most series have too many
    // values beyond that, and the search ends here.
    let most = max(1, observed / 50)
    var beyond = 0
    for value in values where abs(value) > largest / (leastSize - 1) {
      beyond += 1
      if beyond > most { return [] }
    }
    let candidates = values.indices.filter { !values[$0].isNaN }
    let median = Moments.quantile(candidates.map { values[$0] }.sorted(), 0.5)
    func distance(_ index: Int) -> Double { abs(values[index] - median) }
    let ordered = candidates.sorted { distance($0) > distance($1) }
    // The largest magnitude among the values of each rank and all later ranks.
    var sizes = [Double](repeating: 0, count: ordered.count + 1)
    for rank in ordered.indices.reversed() { sizes[rank] = max(sizes[rank + 1], abs(values[ordered[rank]])) }
    for count in (1...min(most, ordered.count - 1)).reversed() {
      let next = distance(ordered[count])
      let size = sizes[count]
      guard size > 0,
        distance(ordered[count - 1]) >= max(leastDistance * next, leastSize * size)
      else { continue }
      let found = Set(ordered[..<count])
      return standAlone(found, among: candidates) ? found.sorted() : []
    }
    return []
  }

  /// Whether each run of isolated values is at most three long, and at most one long at the ends of the
  /// series.
  static func standAlone(_ found: Set<Int>, among observed: [Int]) -> Bool {
    var length = 0
    for (place, index) in observed.enumerated() {
      guard found.contains(index) else {
        length = 0
        continue
      }
      length += 1
      let isAtEnd = place + 1 == observed.count || place + 1 == length
      if length > (isAtEnd ? 1 : 3) { return false }
    }
    return true
  }
}
