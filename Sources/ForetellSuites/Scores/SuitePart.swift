/// The part of a suite's data that is forecast.
public enum SuitePart: String, Sendable, CaseIterable {
  /// What the literature scores.
  case test
  /// The last part of what models learn from: choices are made there.
  case validation
}
