/// How a network reads a series.
public enum ReadingName: String, Sendable, Codable, CaseIterable {
  /// Chosen from the data, with all options that aren't set.
  case automatic = "auto"
  /// Value by value: a step of the sequence is one value of the window, and there is one forecast, at its
  /// end.
  case values
  /// Origin by origin: a step of the sequence is the whole window that ends there, and there is a forecast at
  /// every step.
  case origins
}
