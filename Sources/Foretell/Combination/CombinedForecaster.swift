import ForetellData

/// Several models of different kinds whose forecasts are combined.
///
/// Errors of different models partly cancel: the equal mean of a few good ones is seldom worse than the best of them, and
/// needs no knowledge of which one that is (J. M. Bates and C. W. J. Granger, The combination of forecasts, Operational
/// Research Quarterly 20, 1969, 451–468; R. T. Clemen, International Journal of Forecasting 5, 1989, 559–583).
///
/// Without ``members`` the fit chooses them: first by what the data can support and the planned time allows
/// (``CombinationPlan``), then by errors on held-out ends of the series: a member leaves without which the combination is
/// clearly better in every one of at least two windows; ends of few series have to say so more clearly than those of a panel.
/// The same held-out errors correct the intervals (``CombinationCalibration``).
public struct CombinedForecaster: Forecaster {
  /// A model of a combination.
  public struct Member: Sendable {
    /// The name in results, such as `lstm` or `lstm+layers=2`.
    public var label: String
    /// The model.
    public var forecaster: any Forecaster

    /// Makes a member.
    public init(_ label: String, _ forecaster: any Forecaster) {
      self.label = label
      self.forecaster = forecaster
    }
  }

  /// The models, which all stay; nil lets a fit choose them.
  public var members: [Member]?
  /// How forecasts become one.
  public var rule: CombinationRule
  /// Which intervals are given.
  public var intervals: IntervalsName
  /// Season length in steps; nil takes the frequency's.
  public var seasonLength: Int?
  /// The range of the forecasts.
  public var bounds: ForecastBounds
  /// The time in seconds for which members are chosen when there are no ``members``, positive; nil for the usual one.
  ///
  /// It is held against the members' estimated times on two cores of a usual processor, not against a clock, so that the
  /// choice, and with it every bit of a forecast, doesn't depend on the machine.
  public var plannedSeconds: Double?
  /// Interval levels in percent that networks are trained for; nil for the usual ones.
  public var trainedLevels: [Double]?

  /// Makes a forecaster.
  public init(
    members: [Member]? = nil, rule: CombinationRule = .mean, intervals: IntervalsName = .calibrated,
    seasonLength: Int? = nil, bounds: ForecastBounds = ForecastBounds(), plannedSeconds: Double? = nil,
    trainedLevels: [Double]? = nil
  ) {
    self.members = members
    self.rule = rule
    self.intervals = intervals
    self.seasonLength = seasonLength
    self.bounds = bounds
    self.plannedSeconds = plannedSeconds
    self.trainedLevels = trainedLevels
  }

  /// The kind of its model files.
  static let family = "auto"
  /// `Auto`, or `Combined` where the members were given.
  public var name: String { members == nil ? "Auto" : "Combined" }
  /// Whether a member draws random numbers.
  public var usesRandomNumbers: Bool { members?.contains { $0.forecaster.usesRandomNumbers } ?? true }

  /// Throws `ForetellError` of kind `usage` unless the options lie in their ranges.
  func check(horizon: Int) throws {
    try OptionRange.require(horizon > 0, "the horizon", "positive")
    try OptionRange.require((seasonLength ?? 1) > 0, "the season length", "positive")
    try OptionRange.require((plannedSeconds ?? 1) > 0, "the planned time", "positive")
    guard let members else { return }
    guard members.count > 1 else {
      throw ForetellError(.badOption, "a combination needs at least two models")
    }
    guard Set(members.map(\.label)).count == members.count else {
      throw ForetellError(.badOption, "two models of a combination have the same label")
    }
  }
}
