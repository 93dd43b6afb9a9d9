import ForetellData

/// The result of a backtest: scores per model and all forecasts.
public struct BacktestResult: Sendable, Codable {
  /// Durations in seconds; they differ from run to run.
  public struct Timing: Sendable, Codable {
    /// Seconds of all fits together.
    public var fitSeconds: Double
    /// Seconds of all forecasts together.
    public var predictSeconds: Double
  }

  /// One forecast of one series in one window, with the actual values.
  public struct Window: Sendable, Codable {
    /// The model's label.
    public var model: String
    /// The window, counted from 0 for the earliest.
    public var window: Int
    /// The last time stamp of the history given to the model.
    public var cutoff: Timestamp
    /// The actual values of the forecast's steps, NaN where nothing was observed.
    public var actual: [Double]
    /// The forecast of the series.
    public var forecast: SeriesForecast
    /// The mean absolute seasonal difference of the history, the denominator of MASE; nil where it is
    /// undefined.
    public var scale: Double?
  }

  /// A model's average scores; a measure is nil where it is undefined (see ``Metrics``).
  public struct ModelScore: Sendable, Codable {
    /// The label given by the caller, such as `seasonal-naive`.
    public var model: String
    /// The name in column headings.
    public var name: String
    /// Mean absolute error.
    public var mae: Double?
    /// Root mean squared error.
    public var rmse: Double?
    /// Symmetric mean absolute percentage error as in M4, in 0...200.
    public var smape: Double?
    /// Mean absolute scaled error.
    public var mase: Double?
    /// Root mean squared scaled error.
    public var rmsse: Double?
    /// 1 − MASE / MASE of seasonal naive: above 0 is better than seasonal naive, at most 1.
    public var skill: Double?
    /// Share of values inside the interval of each level, in 0...1; keys are levels in percent.
    public var coverage: [String: Double]
    /// Mean scaled interval score of each level; keys are levels in percent.
    public var msis: [String: Double]
    /// sMAPE of each window, earliest first.
    public var smapePerWindow: [Double?]
    /// Durations of fits and forecasts.
    public var timing: Timing
    /// All measures over all windows, with what is undefined; empty in a comparison.
    public var all = MeasureList()
    /// All measures of each step ahead, first step first; empty in a comparison, and where
    /// ``Backtest/scoresSteps`` is false.
    public var perHorizon: [MeasureList] = []
    /// All measures of each window, earliest first; empty in a comparison.
    public var perWindow: [MeasureList] = []
    /// All measures of each series, in the order of their identifiers; empty in a comparison.
    public var perSeries: [MeasureList] = []
  }

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
  /// The seed of every fit.
  public var seed: UInt64
  /// Number of series that were scored.
  public var series: Int
  /// Number of series left out because they are too short for the windows.
  public var skippedSeries: Int
  /// The scores, one entry per model, in the caller's order.
  public var scores: [ModelScore] = []
  /// All forecasts, one per model, window and series.
  public var forecasts: [Window] = []
  /// Warnings: windows and series that were left out, values that were treated as missing.
  public var warnings: [ForecastWarning] = []
  var timings: [String: Timing] = [:]

  init(
    horizon: Int, windows: Int, stepSize: Int, seasonLength: Int, levels: [Double], seed: UInt64, series: Int,
    skippedSeries: Int
  ) {
    self.horizon = horizon
    self.windows = windows
    self.stepSize = stepSize
    self.seasonLength = seasonLength
    self.levels = levels
    self.seed = seed
    self.series = series
    self.skippedSeries = skippedSeries
  }

  /// Fills the scores.
  ///
  /// - Parameters:
  ///   - reference: the label of seasonal naive in the table.
  ///   - naive2: the label of the reference of OWA in the table.
  mutating func score(
    _ metrics: MetricTable, models: [(label: String, name: String)], reference: String, naive2: String
  ) {
    let baseline = metrics.average(.mase, model: reference).value
    scores = models.map { label, name in
      ModelScore(
        metrics, of: label, model: label, name: name, baseline: baseline, windows: windows,
        timing: timings[label] ?? Timing(fitSeconds: 0, predictSeconds: 0))
    }
    let whole = MeasureScores(metrics, reference: reference, naive2: naive2)
    for (place, model) in models.enumerated() {
      scores[place].all = whole.all(of: model.label)
      scores[place].perWindow = (0..<windows).map { whole.window($0, of: model.label) }
      scores[place].perSeries = whole.series(of: model.label)
    }
    guard metrics.keepsWindows else { return }
    for step in 1...horizon {
      let table = MeasureScores(metrics.step(step), reference: reference, naive2: naive2)
      for (place, model) in models.enumerated() {
        var list = table.all(of: model.label)
        list.step = step
        scores[place].perHorizon.append(list)
      }
    }
  }
}

extension BacktestResult.ModelScore {
  /// The averages of the scores that a table holds under `key`.
  init(
    _ metrics: MetricTable, of key: String, model: String, name: String, baseline: Double?, windows: Int,
    timing: BacktestResult.Timing
  ) {
    func value(_ metric: Metric) -> Double? { metrics.average(metric, model: key).value }
    var coverage: [String: Double] = [:]
    var msis: [String: Double] = [:]
    for level in metrics.levels {
      coverage[Metric.text(level)] = value(.coverage(level: level))
      msis[Metric.text(level)] = value(.msis(level: level))
    }
    let mase = value(.mase)
    let scores = metrics.scores(model: key)
    self.init(
      model: model, name: name, mae: value(.mae), rmse: value(.rmse), smape: value(.smape), mase: mase,
      rmsse: value(.rmsse),
      skill: mase.flatMap { own in baseline.flatMap { $0 > 0 ? 1 - own / $0 : nil } }, coverage: coverage,
      msis: msis,
      smapePerWindow: (0..<windows).map { window in
        let parts = scores.filter { $0.window == window }.compactMap { $0.values[.smape] }
        return parts.isEmpty ? nil : parts.reduce(0, +) / Double(parts.count)
      }, timing: timing)
  }
}
