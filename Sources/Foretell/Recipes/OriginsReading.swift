import ForetellData

/// Options for reading a series origin by origin.
///
/// A step of the sequence is the window of the last values before an origin, and the network forecasts from every origin
/// (forking sequences: Wen et al., "A Multi-Horizon Quantile Recurrent Forecaster", 2017). So one pass over L + I − 1
/// values trains L forecasts of windows of I values.
public struct OriginsReading: Sendable, Codable, Equatable {
  /// Number of origins in a sequence, L, in 1...100000; nil: as many as steps are learnt at once, at least 10
  /// and at most 24.
  public var count: Int?
  /// Whether there is a linear map without bias from each window directly to its forecast, beside the
  /// recurrent layers.
  public var hasSkip = true
  /// Whether the weights of that map start at the solution of a ridge regression over the training windows rather than at
  /// zero.
  public var startsFromRidge = false
  /// Whether the season of series that have one is removed before windows are cut and added to the forecasts;
  /// nil removes seasons of at most 12 steps.
  ///
  /// The seasonal indices are those of the classical decomposition: for each step of the season, the mean
  /// difference of the transformed values from the moving average over one season. With logarithms this
  /// amounts to a factor per step.
  public var removesSeason: Bool?

  /// Steps that the network forecasts at once, whatever horizon is asked for, in 1...1000000; nil: as many as are asked
  /// for, if the data are enough.
  public var blockLength: Int?
  /// Whether series with and without logarithms are read in one unit, so that one network suits both: other values are
  /// divided by twenty times their typical seasonal change, which counts like a change by 5 % of logarithms.
  public var sharesUnit = false

  /// Makes the default options.
  public init() {}

  private enum CodingKeys: String, CodingKey {
    case count, hasSkip, startsFromRidge, removesSeason, blockLength, sharesUnit
  }

  /// Decodes the options; an absent one has its default.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init()
    count = try values.decodeIfPresent(Int.self, forKey: .count)
    try values.read(&hasSkip, .hasSkip)
    try values.read(&startsFromRidge, .startsFromRidge)
    removesSeason = try values.decodeIfPresent(Bool.self, forKey: .removesSeason)
    blockLength = try values.decodeIfPresent(Int.self, forKey: .blockLength)
    try values.read(&sharesUnit, .sharesUnit)
  }

  /// Encodes the options; what earlier releases didn't have is written only where it differs from its default.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encodeIfPresent(count, forKey: .count)
    try values.encode(hasSkip, forKey: .hasSkip)
    if startsFromRidge { try values.encode(startsFromRidge, forKey: .startsFromRidge) }
    try values.encodeIfPresent(removesSeason, forKey: .removesSeason)
    try values.encodeIfPresent(blockLength, forKey: .blockLength)
    if sharesUnit { try values.encode(sharesUnit, forKey: .sharesUnit) }
  }

  /// The linear map as one name.
  public var linearPath: LinearPathName {
    get { hasSkip ? (startsFromRidge ? .ridge : .zero) : .none }
    set {
      hasSkip = newValue != .none
      startsFromRidge = newValue == .ridge
    }
  }

  /// Number of origins in a sequence for forecasts of `horizon` steps at once.
  func resolvedCount(horizon: Int) -> Int { count ?? min(max(horizon, 10), 24) }

  /// Whether a season of this length is removed.
  func removes(season: Int) -> Bool { season > 1 && removesSeason ?? (season <= 12) }

  /// Throws `ForetellError` of kind `usage` unless every option lies in its range.
  func check() throws {
    try OptionRange.require(
      count.map { (1...100_000).contains($0) } ?? true, "the number of origins", "in 1...100000")
    try OptionRange.require(
      blockLength.map { (1...1_000_000).contains($0) } ?? true, "the number of steps forecast at once",
      "in 1...1000000")
  }
}
