import ForetellData

/// Options for reading a series step by step, as DeepAR does: the network is told the past of one value, forecasts its
/// distribution, and goes on to the next; forecasts are sample paths, which are fed back.
public struct StepReading: Sendable, Codable, Equatable {
  /// Whether there is a linear map without bias from each step's features directly to its forecast, beside the recurrent
  /// layers.
  public var hasSkip = true

  /// Whether each step also reads the last value in units of the mean absolute value over the context, for distributions
  /// of the value rather than of its change.
  var readsLevel = false

  /// Makes the default options.
  public init() {}

  private enum CodingKeys: String, CodingKey {
    case hasSkip, readsLevel
  }

  /// Decodes the options; an absent one has its default.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init()
    try values.read(&hasSkip, .hasSkip)
    try values.read(&readsLevel, .readsLevel)
  }

  /// The longest season whose values are read one season back.
  private static let longestSeason = 1000

  /// The lags beside the last value that each step reads: 2 to 7; the season, its neighbours and twice the season; and
  /// the other cycles of the frequency, such as a week of hours.
  ///
  /// - Parameters:
  ///   - season: the season length in steps.
  ///   - isOwn: whether it was given, so that the frequency's other cycles aren't read.
  func lags(season: Int, isOwn: Bool, frequency: Frequency) -> [Int] {
    var lags = Set(2...7)
    let others = (isOwn ? [] : frequency.seasonLengths).filter { $0 <= Self.longestSeason }
    if season > 1 { lags.formUnion([season - 1, season, season + 1, 2 * season]) }
    return lags.union(others).filter { $0 > 1 }.sorted()
  }
}
