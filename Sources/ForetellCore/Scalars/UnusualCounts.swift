import CForetellKernels

/// Counts of zeros, denormal and non-finite values, which show whether a gradient is healthy.
package struct UnusualCounts: Sendable, Equatable {
  /// Number of all values.
  package private(set) var values = 0
  /// Number of exact zeros; with denormal numbers flushed to zero, this is how a vanishing gradient ends.
  package private(set) var zero = 0
  /// Number of denormal numbers, which are too small for full precision.
  package private(set) var denormal = 0
  /// Number of infinities and NaN.
  package private(set) var nonFinite = 0

  /// Makes counts of zero.
  package init() {}

  /// Adds counts.
  package mutating func add(zero: Int, denormal: Int, nonFinite: Int, values: Int) {
    self.zero += zero
    self.denormal += denormal
    self.nonFinite += nonFinite
    self.values += values
  }

  /// Adds the counts of another.
  package mutating func add(_ other: UnusualCounts) {
    add(zero: other.zero, denormal: other.denormal, nonFinite: other.nonFinite, values: other.values)
  }
}

extension Float {
  package static func countUnusual(count: Int, x: Block<Float>, into counts: inout UnusualCounts) {
    var found: [Int64] = [0, 0, 0]
    ft_count_unusual_f32(Int64(min(count, x.count)), x.base, &found)
    counts.add(zero: Int(found[0]), denormal: Int(found[1]), nonFinite: Int(found[2]), values: count)
  }

  package static func countOutside(
    rows: Int, columns: Int, stride: Int, x: Block<Float>, low: Float, high: Float
  ) -> (below: Int, above: Int) {
    precondition(rows == 0 || (rows - 1) * stride + columns <= x.count, "rows reach beyond their block")
    var found: [Int64] = [0, 0]
    ft_count_outside_f32(Int64(rows), Int64(columns), Int64(stride), x.base, low, high, &found)
    return (Int(found[0]), Int(found[1]))
  }

  package static func columnMaximum(rows: Int, columns: Int, x: Block<Float>, into y: Block<Float>) {
    precondition(rows * columns <= x.count && columns <= y.count, "rows reach beyond their block")
    ft_column_maximum_f32(Int64(rows), Int64(columns), x.base, y.base)
  }
}

extension Double {
  package static func countUnusual(count: Int, x: Block<Double>, into counts: inout UnusualCounts) {
    var found: [Int64] = [0, 0, 0]
    ft_count_unusual_f64(Int64(min(count, x.count)), x.base, &found)
    counts.add(zero: Int(found[0]), denormal: Int(found[1]), nonFinite: Int(found[2]), values: count)
  }

  package static func countOutside(
    rows: Int, columns: Int, stride: Int, x: Block<Double>, low: Double, high: Double
  ) -> (below: Int, above: Int) {
    precondition(rows == 0 || (rows - 1) * stride + columns <= x.count, "rows reach beyond their block")
    var found: [Int64] = [0, 0]
    ft_count_outside_f64(Int64(rows), Int64(columns), Int64(stride), x.base, low, high, &found)
    return (Int(found[0]), Int(found[1]))
  }

  package static func columnMaximum(rows: Int, columns: Int, x: Block<Double>, into y: Block<Double>) {
    precondition(rows * columns <= x.count && columns <= y.count, "rows reach beyond their block")
    ft_column_maximum_f64(Int64(rows), Int64(columns), x.base, y.base)
  }
}
