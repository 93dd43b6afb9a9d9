import ForetellData

/// Values that can't belong to what the others measure: 99999 among values from 45 to 55.
///
/// A value counts as one only if nothing else explains it. It is at least ten times as far from the median as any other
/// value is from zero, and fifty times as far as any other value is from the median; there are at most one in fifty of
/// them; and each run of them is at most three values long, or one at either end of the series, where a new level may
/// begin. Growth, level shifts, recurring peaks and rare events in a series of zeros pass none of that.
enum IsolatedValues {
  /// How many times as far from the median as the next value.
  private static let leastDistance = 50.0
  /// How many times as far from the median as any other value is from zero.
  private static let leastSize = 10.0
  /// Fewest observed values of which one can be told apart.
  private static let fewest = 5

  /// The indices of such values in ascending order, usually none.
  ///
  /// NaN is a missing value. O(n) for ordinary series, O(n log n) for those that have a value of this kind.
  static func indices(in values: ArraySlice<Double>) -> [Int] {
    var largest = 0.0
    var observed = 0
    for value in values where !value.isNaN {
      largest = max(largest, abs(value))
      observed += 1
    }
    guard observed >= fewest, largest > 0 else { return [] }
    // All others lie within a ninth of the largest value; most series have too many beyond that.
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
    // The largest size among the values from each rank on.
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

  /// Whether every run of the found among the observed values is short, and shorter at the ends.
  private static func standAlone(_ found: Set<Int>, among observed: [Int]) -> Bool {
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
