import ForetellData

/// A fair comparison of forecasters: the same windows, batches and seeds for all, networks of matched size.
///
/// Every network is fitted with several seeds at every cut-off of a rolling-origin evaluation (see ``Backtest``); methods
/// without random numbers run once a cut-off. Initial weights, the order of windows and dropout follow from the seed, so
/// all networks see the same batches in the same order. `SeasonalNaive` always takes part, as the reference of skill.
public struct Comparison: Sendable {
  /// Steps forecast from each cut-off.
  public var horizon: Int
  /// Seeds of each network: the first and the numbers after it.
  public var seeds: Int
  /// Number of cut-offs.
  public var windows: Int
  /// Points between cut-offs.
  public var stepSize: Int
  /// Interval levels in percent.
  public var levels: [Double]
  /// Season length of the scores and of the reference; nil: the frequency's.
  public var seasonLength: Int?
  /// What is made equal between networks.
  public var matching: Matching

  /// A comparison over five seeds and five windows that don't overlap, by default.
  public init(
    horizon: Int, seeds: Int = 5, windows: Int = 5, stepSize: Int? = nil, levels: [Double] = [80, 95],
    seasonLength: Int? = nil, matching: Matching = .parameters
  ) {
    self.horizon = horizon
    self.seeds = seeds
    self.windows = windows
    self.stepSize = stepSize ?? horizon
    self.levels = levels.sorted()
    self.seasonLength = seasonLength
    self.matching = matching
  }

  /// A step of a running comparison.
  public struct Progress: Sendable {
    /// The model's label.
    public let model: String
    /// The window, from 0.
    public let window: Int
    /// The seed of the fit.
    public let seed: UInt64
    /// Fits done, the running one not among them.
    public let done: Int
    /// Fits of the whole comparison.
    public let total: Int
    /// The fit's epoch, or nil before the first.
    public let training: TrainingProgress?

    /// The same fit at an epoch.
    func with(_ training: TrainingProgress) -> Progress {
      Progress(model: model, window: window, seed: seed, done: done, total: total, training: training)
    }
  }

  /// One model that takes part.
  struct Candidate {
    var label: String
    var forecaster: any Forecaster
    /// The forecaster if it is a network.
    var network: (any NetworkForecaster)? { forecaster as? any NetworkForecaster }
    /// Whether seeds make no difference.
    var isSeedless: Bool { forecaster is Naive || forecaster is SeasonalNaive }
  }

  /// The reference's label.
  public static let reference = "seasonal-naive"

  /// Compares models on a table.
  ///
  /// - Parameters:
  ///   - models: what is compared, with the labels results carry, each once. Of networks, the hidden size (and with
  ///     ``Matching/time`` the epochs) may be changed to match; the largest network keeps its own.
  ///   - table: the whole data.
  ///   - seed: the first seed; network fits use `seed`, `seed + 1`, ….
  ///   - options: threads and interruption; neither changes the result. Checkpoints and monitors are not used.
  ///   - progress: called on the fitting thread as fits go on.
  /// - Throws: `ForetellError`: series too short for a single window, what fits and forecasts throw, and of kind
  ///   `interrupted` when `options.isCancelled` says so.
  public func run(
    _ models: [(label: String, forecaster: any Forecaster)], on table: SeriesTable, seed: UInt64 = 1,
    options: FitOptions = FitOptions(), progress: (@Sendable (Progress) -> Void)? = nil
  ) throws -> ComparisonOutcome {
    guard seeds > 0 else { throw ForetellError(.badOption, "the number of seeds must be positive") }
    if let twice = models.map(\.label).first(where: { label in models.count { $0.label == label } > 1 }) {
      throw ForetellError(.badOption, "two models are called \(twice)")
    }
    let origins = try RollingOrigins(
      table, horizon: horizon, windows: windows, stepSize: stepSize, seasonLength: seasonLength)
    var candidates = models.map { Candidate(label: $0.label, forecaster: $0.forecaster) }
    if !candidates.contains(where: { $0.label == Self.reference }) {
      candidates.append(
        Candidate(label: Self.reference, forecaster: SeasonalNaive(seasonLength: origins.seasonLength)))
    }
    for network in candidates.compactMap(\.network) { try network.check(horizon: horizon) }
    // Sizes are matched once, where most is known, so that a model is the same at every cut-off.
    candidates = sized(candidates, for: origins.past(windows - 1))
    var run = ComparisonRun(self, origins: origins, candidates: candidates, seed: seed)
    let usable = origins.usableWindows
    guard !usable.isEmpty else { throw origins.withoutHistory }
    for window in usable {
      let past = origins.past(window)
      try run.window(
        window, past: past, candidates: try timed(candidates, for: past), options: options, progress: progress
      )
    }
    return run.result()
  }
}
