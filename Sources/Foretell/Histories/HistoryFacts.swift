/// What is known of all values that a series ever had, of which a model keeps only the last ones.
struct HistoryFacts: Sendable, Equatable {
  /// Observed values.
  var observed = 0
  /// The least of them; ∞ without any.
  var minimum = Double.infinity
  /// The largest of them; −∞ without any.
  var maximum = -Double.infinity

  /// Nothing is known.
  init() {}

  /// The facts by their parts.
  init(observed: Int, minimum: Double, maximum: Double) {
    self.observed = observed
    self.minimum = minimum
    self.maximum = maximum
  }

  /// The facts of values in which NaN means missing.
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

  /// Whether squares of the values, and of their changes, are numbers that a double can hold.
  var isComputable: Bool {
    let size = max(abs(minimum), abs(maximum))
    return observed == 0 || size == 0 || Self.sizes.contains(size)
  }

  /// The sizes of values that can be computed with.
  private static let sizes = 1e-150...1e150

  /// The value that a series always had, if it had enough of them to say so.
  var constant: Double? { !isShort && minimum == maximum ? minimum : nil }
}
