/// How the parts of a series belong together.
public enum ComponentMode: String, Sendable, Hashable, CaseIterable, Codable {
  /// A value is the sum of its parts.
  case additive
  /// A value is the product of its parts: logarithms are decomposed, and seasons, holidays and remainder are factors.
  case multiplicative
}

/// How series are decomposed.
public struct ComponentOptions: Sendable, Equatable {
  /// The season lengths in steps, each at least 2; nil takes those that most series have (``DetectedSeasons/lengths``).
  public var seasons: [Int]?
  /// How the parts belong together; nil decides by whether seasons grow with the level (``SpreadLevel``).
  public var mode: ComponentMode?
  /// Whether values far from trend and seasons count less.
  public var isRobust: Bool
  /// The number of threads, at least 1, with the same result for any; nil for one per processor.
  public var threads: Int?

  /// Makes options.
  public init(
    seasons: [Int]? = nil, mode: ComponentMode? = nil, isRobust: Bool = false, threads: Int? = nil
  ) {
    self.seasons = seasons
    self.mode = mode
    self.isRobust = isRobust
    self.threads = threads
  }
}
