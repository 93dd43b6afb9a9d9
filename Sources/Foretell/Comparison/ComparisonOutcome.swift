import ForetellData

/// What a comparison found: every forecast, scores by model and seed, and which differences are significant.
public struct ComparisonOutcome: Sendable, Codable {
  /// One fit and its forecasts from one cut-off.
  public struct Run: Sendable, Codable {
    /// The model's label.
    public var model: String
    /// The fit's seed; nil for a method without random numbers.
    public var seed: UInt64?
    /// The window, counted from 0 for the earliest.
    public var window: Int
    /// Mean training loss of every epoch; empty for a method that isn't trained.
    public var trainingLosses: [Double]
    /// Validation loss of every epoch; empty when no data were held out for validation.
    public var validationLosses: [Double]
    /// The epoch whose weights were kept, counted from 1; nil for a method that isn't trained.
    public var bestEpoch: Int?
    /// One forecast per series.
    public var forecasts: [BacktestResult.Window]
    /// Duration of the fit in seconds; it differs from run to run.
    public var fitSeconds: Double
    /// Duration of the forecasts in seconds.
    public var predictSeconds: Double
  }

  /// How far back a trained network learns; measured at the last cut-off (see ``GradientSnapshot``).
  public struct Memory: Sendable, Codable {
    /// The fit's seed.
    public var seed: UInt64
    /// The smallest lag in steps of the network's sequence at which less than 1 % of the gradient's norm is left, or the
    /// sequence's length.
    public var effectiveMemory: Int
    /// Number of steps that the network reads: values of the window, or origins.
    public var windowLength: Int
    /// The state whose gradient was read: `cell state` for cells that have one, such as an LSTM, else `hidden state`.
    public var state: String
    /// The gradient's norm by lag, from lag 0.
    public var norms: [Double]
    /// Number of values in the window of each origin, of a network that reads origin by origin; nil where a step is one
    /// value.
    public var originWindow: Int?
  }

  /// One model of the comparison with its scores.
  public struct Model: Sendable, Codable {
    /// The label given by the caller, such as `seasonal-naive`.
    public var label: String
    /// The name in column headings.
    public var name: String
    /// Hidden units per layer, after matching; nil for a method that isn't a network.
    public var hiddenSize: Int?
    /// Number of trained parameters; 0 for a method that isn't trained.
    public var parameterCount: Int
    /// Epochs of the fits at the last cut-off; nil for a method that isn't a network.
    public var epochs: Int?
    /// Multiplications of a forward pass over one window at the last cut-off; nil for a method that isn't a
    /// network.
    public var multiplyAdds: Int?
    /// The scores of each seed over all windows; a single entry for a method without random numbers.
    public var seedScores: [BacktestResult.ModelScore]
    /// One entry per seed; empty for a method that isn't a network.
    public var memories: [Memory]
    /// How a recurrent network read the series at the last cut-off, `values` or `origins`; nil for other models.
    public var reading: ReadingName?

    /// Whether it is a recurrent network.
    public var isNetwork: Bool { hiddenSize != nil }
  }

  /// The error by which models are ranked and tested.
  public enum Measure: String, Sendable, Codable {
    /// Mean absolute scaled error.
    case mase
    /// Mean absolute error, used when MASE is undefined for every series.
    case mae
  }

  /// The comparison of two models.
  public struct Pair: Sendable, Codable {
    /// The label of one model.
    public var first: String
    /// The label of the other.
    public var second: String
    /// Mean error of the first model minus that of the second: negative when the first is better.
    public var difference: Double
    /// The test of the differences in all units, first minus second.
    public var test: SignedRankTest
    /// The test's p-value after Holm's correction for all pairs.
    public var adjustedPValue: Double
    /// Units in which the first model's error is the smaller.
    public var wins: Int
    /// Units in which the second model's error is the smaller.
    public var losses: Int
    /// Whether the corrected p-value is below ``ComparisonOutcome/significance``.
    public var isSignificant: Bool { adjustedPValue < ComparisonOutcome.significance }
  }

  /// What counts as one independent observation of the test.
  public struct Units: Sendable, Codable {
    /// The kinds of unit.
    public enum Kind: String, Sendable, Codable {
      /// Each series, its windows averaged.
      case series
      /// Each window, averaged over series; windows that overlap are grouped.
      case window
    }

    /// What a unit is.
    public var kind: Kind
    /// The number of units.
    public var count: Int
    /// The number of neighbouring windows that form one unit of kind ``Kind/window``.
    public var windowsPerUnit: Int
  }

  /// The accepted probability of calling any difference significant by chance, 0.05.
  public static let significance = 0.05

  /// Steps forecast from each cut-off.
  public var horizon: Int
  /// Number of cut-offs.
  public var windows: Int
  /// Steps from one cut-off to the next.
  public var stepSize: Int
  /// Season length of the scores in steps.
  public var seasonLength: Int
  /// Interval levels in percent.
  public var levels: [Double]
  /// What was made equal between networks.
  public var matching: Comparison.Matching
  /// The seeds of each network.
  public var seeds: [UInt64]
  /// Number of series that were scored.
  public var series: Int
  /// Number of series left out because they are too short for the windows.
  public var skippedSeries: Int
  /// The models in the caller's order; `SeasonalNaive` comes last unless the caller named it.
  public var models: [Model]
  /// Every fit with its forecasts, ordered by window, model and seed.
  public var runs: [Run]
  /// The error by which models are ranked and tested.
  public var measure: Measure
  /// What the test counts as one observation.
  public var units: Units
  /// All pairs of models.
  public var pairs: [Pair] = []
  /// Warnings: windows and series that were left out, values that were treated as missing.
  public var warnings: [ForecastWarning] = []

  init(
    _ comparison: Comparison, seasonLength: Int, seeds: [UInt64], series: Int, skippedSeries: Int,
    models: [Model], runs: [Run]
  ) {
    horizon = comparison.horizon
    windows = comparison.windows
    stepSize = comparison.stepSize
    levels = comparison.levels
    matching = comparison.matching
    self.seasonLength = seasonLength
    self.seeds = seeds
    self.series = series
    self.skippedSeries = skippedSeries
    self.models = models
    self.runs = runs
    let hasScale = runs.contains { run in run.forecasts.contains { $0.scaledError != nil } }
    measure = hasScale ? .mase : .mae
    units = Units(series: series, windows: comparison.windows, stepSize: stepSize, horizon: horizon)
    test()
  }
}

extension BacktestResult.Window {
  /// The mean absolute error; nil where nothing was observed.
  public var absoluteError: Double? { Metrics.mae(actual: actual, forecast: forecast.point) }
  /// The mean absolute scaled error; nil where it is undefined.
  public var scaledError: Double? { absoluteError.flatMap { error in scale.map { error / $0 } } }
}
