import ForetellData

/// A fair comparison of forecasters: the same windows, batches and seeds for all, networks of matched size.
///
/// Every network is fitted with several seeds at every cut-off of a rolling-origin evaluation (see
/// ``Backtest``); methods without random numbers run once per cut-off. Initial weights, the order of windows
/// and dropout follow from the seed, so all networks see the same batches in the same order. `SeasonalNaive`
/// always takes part, as the reference to beat.
public struct Comparison: Sendable {
  /// Steps forecast from each cut-off.
  public var horizon: Int
  /// Number of seeds per network: `seed` of `run(_:on:seed:options:progress:)` and the numbers after it.
  public var seeds: Int
  /// Number of cut-offs.
  public var windows: Int
  /// Steps from one cut-off to the next.
  public var stepSize: Int
  /// Interval levels in percent.
  public var levels: [Double]
  /// Season length of the scores and of the reference in steps; nil takes the frequency's.
  public var seasonLength: Int?
  /// What is made equal between networks.
  public var matching: Matching

  /// Makes a comparison; by default over five seeds and five windows that don't overlap.
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

  /// One report on the progress of a running comparison.
  public struct Progress: Sendable {
    /// The model's label.
    public let model: String
    /// The window, counted from 0.
    public let window: Int
    /// The seed of the fit.
    public let seed: UInt64
    /// Fits that are finished.
    public let done: Int
    /// Number of fits of the whole comparison.
    public let total: Int
    /// The state of the running fit's training; nil before its first epoch ends.
    public let training: TrainingProgress?

    /// A copy with the training state of the running fit.
    func with(_ training: TrainingProgress) -> Progress {
      Progress(model: model, window: window, seed: seed, done: done, total: total, training: training)
    }
  }

  /// One model that takes part.
  struct Candidate {
    var label: String
    var forecaster: any Forecaster
    /// The forecaster if it trains weights.
    var network: (any TrainableForecaster)? { forecaster.trainable }
    /// Whether the result doesn't depend on the seed.
    var isSeedless: Bool { !forecaster.usesRandomNumbers }
  }

  /// The label of the reference model.
  public static let reference = Backtest.reference

  /// Compares models on a table.
  ///
  /// - Parameters:
  ///   - models: the forecasters to compare, each with a unique label that names it in the results. The
  ///     hidden size of a network (and with ``Matching/time`` its epochs) may be changed to match; the
  ///     largest network keeps its own.
  ///   - table: all data; the windows are cut from its end.
  ///   - seed: the first seed; network fits use `seed`, `seed + 1`, ….
  ///   - options: threads and interruption, which don't change the result; checkpoints and monitors are
  ///     ignored.
  ///   - progress: called on the fitting thread when a fit begins and after each of its epochs.
  /// - Throws: `ForetellError` when all series are too short for a single window, when a fit or forecast
  ///   throws, and of kind `interrupted` when `options.isCancelled` returns true.
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
    // Sizes are matched once, on the table with most data, so that a model has the same size at every
    // cut-off.
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
