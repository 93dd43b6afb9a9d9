/// The part of a series from its first to its last observed value, with the gaps in it filled along straight lines.
package struct ObservedSpan: Sendable, Equatable {
  /// The values; none is missing.
  package let values: [Double]
  /// The same with NaN where a value is missing.
  package let observed: [Double]
  /// The index of the first value in the series.
  package let start: Int
  /// The number of missing values after the last observed one.
  package let missingAtEnd: Int

  /// Takes a series.
  ///
  /// - Parameter series: the values in time order, NaN for missing; nil is returned when all are missing.
  package init?(_ series: [Double]) {
    guard let first = series.firstIndex(where: { !$0.isNaN }),
      let last = series.lastIndex(where: { !$0.isNaN })
    else { return nil }
    observed = Array(series[first...last])
    var values = observed
    var previous = 0
    for index in values.indices where !values[index].isNaN {
      let steps = Double(index - previous)
      for gap in previous + 1..<max(index, previous + 1) {
        let share = Double(gap - previous) / steps
        values[gap] = values[previous] * (1 - share) + values[index] * share
      }
      previous = index
    }
    self.values = values
    start = first
    missingAtEnd = series.count - 1 - last
  }

  /// Whether all values are the same.
  package var isConstant: Bool { values.allSatisfy { $0 == values[0] } }
}
