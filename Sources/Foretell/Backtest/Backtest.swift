import ForetellData

/// Rolling-origin evaluation: every model forecasts from several past cut-offs and is scored on the values
/// after them.
///
/// Source: L. J. Tashman, International Journal of Forecasting 16 (2000) 437–450.
///
/// With w windows, horizon h and step s, each series needs h + s(w − 1) points in addition to those that
/// models learn from; the cut-off of window k (0 is the earliest) lies s(w − 1 − k) + h points before the
/// series' end.
public struct Backtest: Sendable {
  /// Steps forecast from each cut-off.
  public var horizon: Int
  /// Number of cut-offs.
  public var windows: Int
  /// Steps from one cut-off to the next.
  public var stepSize: Int
  /// A model is fitted anew at every `refit`-th window; 0: only at the first one.
  public var refit: Int
  /// Interval levels in percent.
  public var levels: [Double]
  /// Season length of the scores and of the reference in steps; nil takes the frequency's.
  public var seasonLength: Int?
  /// Whether the measures of every step ahead are computed too (``BacktestResult/ModelScore/perHorizon``).
  public var scoresSteps = true

  /// Makes a backtest; by default cut-offs are a horizon apart and models are fitted anew for every window.
  public init(
    horizon: Int, windows: Int = 1, stepSize: Int? = nil, refit: Int = 1, levels: [Double] = [80, 95],
    seasonLength: Int? = nil
  ) {
    self.horizon = horizon
    self.windows = windows
    self.stepSize = stepSize ?? horizon
    self.refit = refit
    self.levels = levels.sorted()
    self.seasonLength = seasonLength
  }

  /// The label of the reference, seasonal naive.
  public static let reference = "seasonal-naive"

  /// One report on the progress of a running backtest.
  public struct Progress: Sendable {
    /// The model's name.
    public let model: String
    /// The window, counted from 0.
    public let window: Int
    /// The state of the running fit's training; nil before and after the fit.
    public let training: TrainingProgress?
  }

  /// The names in column headings by label: the forecasters' own names, or the labels where several
  /// forecasters have the same name.
  static func names(_ models: [(label: String, name: String)]) -> [String: String] {
    let pairs = models.map { model in
      (model.label, models.count { $0.name == model.name } > 1 ? model.label : model.name)
    }
    return Dictionary(pairs) { first, _ in first }
  }

  /// Runs all models over all windows; `SeasonalNaive` always takes part, as the reference for the skill
  /// score.
  ///
  /// - Parameters:
  ///   - models: the forecasters, each with a label that names it in the results.
  ///   - table: all data; the windows are cut from its end.
  ///   - seed: the seed of every fit.
  ///   - options: threads and interruption; checkpoints are not used.
  ///   - progress: called on the fitting thread before, during and after fits.
  /// - Throws: `ForetellError` when all series are too short for a single window, when a fit or forecast
  ///   throws, and of kind `interrupted` when `options.isCancelled` returns true.
  public func run(
    _ models: [(label: String, forecaster: any Forecaster)], on table: SeriesTable, seed: UInt64 = 1,
    options: FitOptions = FitOptions(), progress: (@Sendable (Progress) -> Void)? = nil
  ) throws -> BacktestResult {
    guard refit >= 0 else { throw ForetellError(.badOption, "refit must be zero or positive") }
    let origins = try RollingOrigins(
      table, horizon: horizon, windows: windows, stepSize: stepSize, seasonLength: seasonLength)
    let season = origins.seasonLength
    var result = BacktestResult(
      horizon: horizon, windows: windows, stepSize: stepSize, seasonLength: season, levels: levels,
      seed: seed, series: origins.data.series.count, skippedSeries: origins.skippedSeries)
    let usable = origins.usableWindows
    guard !usable.isEmpty else { throw origins.withoutHistory }
    result.warnings = origins.warnings(usable: usable)
    var metrics = MetricTable(seasonLength: season, levels: levels, keepsWindows: scoresSteps)
    let reference = SeasonalNaive(seasonLength: season)
    let referenceLabel = Self.reference
    var all = models
    if !models.contains(where: { $0.label == referenceLabel }) { all.append((referenceLabel, reference)) }
    for (label, forecaster) in all {
      var timing = (fit: 0.0, predict: 0.0)
      var fitted: (any FittedModel)?
      for window in usable {
        try options.checkCancellation("the backtest")
        let past = origins.past(window)
        let clock = ContinuousClock()
        if fitted == nil || (refit > 0 && window % refit == 0) {
          progress?(Progress(model: label, window: window, training: nil))
          var fit = options
          fit.checkpoint = nil
          fit.resume = false
          fit.progress = { progress?(Progress(model: label, window: window, training: $0)) }
          timing.fit += try clock.measure {
            fitted =
              try forecaster.substitute(for: past, horizon: horizon)
              ?? forecaster.fit(past, horizon: horizon, seed: seed, options: fit)
          }.seconds
        }
        guard let model = fitted else { continue }
        var forecast = Forecast(model: label, levels: levels, series: [])
        timing.predict += try clock.measure {
          forecast = try model.predict(past, horizon: horizon, levels: levels)
        }.seconds
        result.warnings.add(forecast.warnings)
        for outcome in origins.outcomes(of: forecast, past: past, model: label, window: window) {
          metrics.add(outcome.scored, model: label, series: outcome.kept.forecast.id, window: window)
          result.forecasts.append(outcome.kept)
        }
      }
      result.timings[label] = BacktestResult.Timing(fitSeconds: timing.fit, predictSeconds: timing.predict)
    }
    let naive2 = origins.addNaive2(to: &metrics, windows: usable)
    let names = Self.names(models.map { ($0.label, $0.forecaster.name) })
    result.score(
      metrics, models: models.map { ($0.label, names[$0.label] ?? $0.forecaster.name) },
      reference: referenceLabel, naive2: naive2)
    result.forecasts.removeAll { window in !models.contains { $0.label == window.model } }
    return result
  }
}

extension Duration {
  /// The duration in seconds.
  var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
