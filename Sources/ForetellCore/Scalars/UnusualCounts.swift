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
