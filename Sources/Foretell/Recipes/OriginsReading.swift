import ForetellData

/// How a network reads a series.
public enum ReadingName: String, Sendable, Codable, CaseIterable {
  /// Value by value: a step of the sequence is one value of the window, and the forecast comes at its end.
  case values
  /// Origin by origin: a step of the sequence is the whole window that ends there, and every step has a forecast.
  case origins
}

/// How a network reads a series origin by origin.
///
/// A step of the sequence is the window of the last values before an origin, and the network forecasts from every origin
/// (forking sequences: Wen et al., "A Multi-Horizon Quantile Recurrent Forecaster", 2017). So one pass over L + I − 1
/// values trains L forecasts of windows of I values.
public struct OriginsReading: Sendable, Codable, Equatable {
  /// Origins L of a sequence, 1...100000; nil: as many as the steps learnt at once, at least 10 and at most 24.
  public var count: Int?
  /// Whether a linear map without bias goes from each window straight to its forecast, beside the recurrent layers.
  public var hasSkip = true
  /// Whether the season of series that have one is taken off before windows are cut and put back on forecasts; nil: a
  /// season of at most 12 steps is.
  ///
  /// The season is that of the classical decomposition: for each of its steps the mean of the transformed values' distances
  /// from the moving average over one season. In logarithms this is a factor per step.
  public var removesSeason: Bool?

  /// The defaults.
  public init() {}

  private enum CodingKeys: String, CodingKey {
    case count, hasSkip, removesSeason
  }

  /// Reads the options; one that is absent has its default.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init()
    count = try values.decodeIfPresent(Int.self, forKey: .count)
    try values.read(&hasSkip, .hasSkip)
    removesSeason = try values.decodeIfPresent(Bool.self, forKey: .removesSeason)
  }

  /// Origins of a sequence for forecasts of `horizon` steps at once.
  func resolvedCount(horizon: Int) -> Int { count ?? min(max(horizon, 10), 24) }

  /// Whether a season of so many steps is taken off.
  func removes(season: Int) -> Bool { season > 1 && removesSeason ?? (season <= 12) }

  /// Throws `ForetellError` of kind `usage` unless every option lies in its range.
  func check() throws {
    try OptionRange.require(
      count.map { (1...100_000).contains($0) } ?? true, "the number of origins", "in 1...100000")
  }
}
