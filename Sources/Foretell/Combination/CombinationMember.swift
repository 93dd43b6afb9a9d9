/// What a combination tells about one of the models that it considered.
public struct CombinationMember: Sendable, Codable, Equatable {
  /// The model's label, such as `lstm`.
  public let label: String
  /// The name in column headings.
  public let name: String
  /// The weight relative to other members, 0 or more; 0 for a model that takes no part.
  public internal(set) var weight: Double
  /// The mean absolute scaled error on held-out ends of the series, one per window, latest first; nil where there is none.
  public internal(set) var windowErrors: [Double?] = []
  /// Why it takes no part, as a clause without a full stop; nil for a member.
  public internal(set) var note: String?
  /// Seconds that comparison and fit took; nil for a model read from a file.
  public internal(set) var seconds: Double?

  init(label: String, name: String, weight: Double) {
    self.label = label
    self.name = name
    self.weight = weight
  }

  /// The mean error of all windows; nil without any.
  public var error: Double? { CombinationMember.mean(windowErrors) }

  static func mean(_ errors: [Double?]) -> Double? {
    let found = errors.compactMap { $0 }
    return found.isEmpty ? nil : found.reduce(0, +) / Double(found.count)
  }

  /// Takes a model's held-out errors.
  mutating func take(_ trial: CombinationTrial, _ number: Int) {
    windowErrors = trial.errors(trial.forecasts[number])
    seconds = trial.seconds[label]
  }

  /// Whether two reports are the same, whatever time was taken.
  public static func == (left: CombinationMember, right: CombinationMember) -> Bool {
    left.label == right.label && left.name == right.name && left.weight == right.weight
      && left.windowErrors == right.windowErrors && left.note == right.note
  }

  private enum CodingKeys: String, CodingKey { case label, name, weight, windowErrors, note }
}
