/// Count and range of all values that a series ever had; a model keeps only the last of the values
/// themselves.
struct HistoryFacts: Sendable, Equatable {
  /// Number of observed values.
  var observed = 0
  /// The smallest observed value; ∞ without any.
  var minimum = Double.infinity
  /// The largest observed value; −∞ without any.
  var maximum = -Double.infinity

  /// Facts of a series without values.
  init() {}

  /// Facts from their parts.
  init(observed: Int, minimum: Double, maximum: Double) {
    self.observed = observed
    self.minimum = minimum
    self.maximum = maximum
  }

  /// The facts of `values`, in which NaN means missing.
  init(_ values: ArraySlice<Double>) {
    for value in values where !value.isNaN {
      observed += 1
      minimum = min(minimum, value)
      maximum = max(maximum, value)
    }
  }

  /// The facts of two parts of a series that may overlap.
  func joined(with other: HistoryFacts?) -> HistoryFacts {
    guard let other else { return self }
    return HistoryFacts(
      observed: max(observed, other.observed), minimum: min(minimum, other.minimum),
      maximum: max(maximum, other.maximum))
  }

  /// Whether there are too few values to learn anything from.
  var isShort: Bool { observed <= ShortHistory.most }

  /// Whether squares of the values and of their differences stay within the range of a double.
  var isComputable: Bool {
    let size = max(abs(minimum), abs(maximum))
    return observed == 0 || size == 0 || Self.sizes.contains(size)
  }

  /// The magnitudes of values that can be computed with.
  private static let sizes = 1e-150...1e150

  /// The value of a constant series; nil for other series and for those too short to call constant.
  var constant: Double? { !isShort && minimum == maximum ? minimum : nil }
}
