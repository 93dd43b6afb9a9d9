import ForetellData

/// The state of a running comparison: the fits still to do and what was found so far.
struct ComparisonRun {
  let comparison: Comparison
  let origins: RollingOrigins
  let seeds: [UInt64]
  private let total: Int
  private var done = 0
  private var metrics: MetricTable
  private var runs: [ComparisonOutcome.Run] = []
  private var memories: [String: [ComparisonOutcome.Memory]] = [:]
  private var parameterCounts: [String: Int] = [:]
  private var readings: [String: ReadingName] = [:]
  private var candidates: [Comparison.Candidate]
  /// The windows with enough history, earliest first.
  private let usable: [Int]
  private var warnings: [ForecastWarning]

  init(
    _ comparison: Comparison, origins: RollingOrigins, candidates: [Comparison.Candidate], seed: UInt64
  ) {
    self.comparison = comparison
    self.origins = origins
    self.candidates = candidates
    seeds = (0..<comparison.seeds).map { seed &+ UInt64($0) }
    let fits = candidates.reduce(0) { $0 + ($1.isSeedless ? 1 : comparison.seeds) }
    usable = origins.usableWindows
    warnings = origins.warnings(usable: usable)
    total = fits * usable.count
    metrics = MetricTable(seasonLength: origins.seasonLength, levels: comparison.levels)
  }

  /// Fits and scores every candidate with every seed at one cut-off.
  mutating func window(
    _ window: Int, past: SeriesTable, candidates: [Comparison.Candidate], options: FitOptions,
    progress: (@Sendable (Comparison.Progress) -> Void)?
  ) throws {
    self.candidates = candidates
    for candidate in candidates {
      for seed in candidate.isSeedless ? [nil] : seeds.map(Optional.some) {
        if options.isCancelled?() == true { throw interruption }
        let begin = Comparison.Progress(
          model: candidate.label, window: window, seed: seed ?? seeds[0], done: done, total: total,
          training: nil)
        progress?(begin)
        var fit = options
        fit.checkpoint = nil
        fit.resume = false
        fit.monitor = nil
        fit.progress = { news in progress?(begin.with(news)) }
        do {
          try self.fit(candidate, seed: seed, window: window, past: past, options: fit)
        } catch var error as ForetellError {
          if error.kind == .interrupted { throw interruption }
          let place = "\(candidate.label), window \(window + 1)\(seed.map { ", seed \($0)" } ?? ""): "
          error.messageText = OptionText(place) + error.messageText
          throw error
        }
        done += 1
      }
    }
  }

  private mutating func fit(
    _ candidate: Comparison.Candidate, seed: UInt64?, window: Int, past: SeriesTable, options: FitOptions
  ) throws {
    let clock = ContinuousClock()
    let begin = clock.now
    let model =
      try candidate.forecaster.substitute(for: past, horizon: comparison.horizon)
      ?? candidate.forecaster.fit(
        past, horizon: comparison.horizon, seed: seed ?? seeds[0], options: options)
    let middle = clock.now
    let forecast = try model.predict(past, horizon: comparison.horizon, levels: comparison.levels)
    let end = clock.now
    warnings.add(forecast.warnings)
    let outcomes = origins.outcomes(of: forecast, past: past, model: candidate.label, window: window)
    for outcome in outcomes {
      metrics.add(
        outcome.scored, model: Self.key(candidate.label, seed), series: outcome.kept.forecast.id,
        window: window)
    }
    let network = model.trained
    runs.append(
      ComparisonOutcome.Run(
        model: candidate.label, seed: seed, window: window,
        trainingLosses: network?.history.map(\.trainingLoss) ?? [],
        validationLosses: network?.history.compactMap(\.validationLoss) ?? [], bestEpoch: network?.bestEpoch,
        forecasts: outcomes.map(\.kept), fitSeconds: (middle - begin).seconds,
        predictSeconds: (end - middle).seconds))
    guard let network, window == usable.last else { return }
    parameterCounts[candidate.label] = network.parameterCount
    readings[candidate.label] = network.reading
    guard network.carriesState else { return }
    let snapshot = try network.gradients(on: past, batches: 16, threads: options.threads)
    memories[candidate.label, default: []].append(
      ComparisonOutcome.Memory(
        seed: seed ?? seeds[0], effectiveMemory: snapshot.effectiveMemory,
        windowLength: snapshot.windowLength, state: snapshot.stateName, norms: snapshot.stateNorms,
        originWindow: snapshot.origins?.windowLength))
  }

  private static func key(_ label: String, _ seed: UInt64?) -> String {
    seed.map { "\(label) \($0)" } ?? label
  }

  private var interruption: ForetellError {
    ForetellError(
      kind: .interrupted, code: ErrorCode.interrupted.rawValue,
      message: "interrupted after \(done) of \(total) fits", hint: "a comparison needs all of them")
  }

  /// The outcome, once all windows are done.
  func result() -> ComparisonOutcome {
    let baseline = metrics.average(.mase, model: Comparison.reference).value
    let names = Backtest.names(candidates.map { ($0.label, $0.forecaster.name) })
    let models = candidates.map { candidate in
      let scores = (candidate.isSeedless ? [nil] : seeds.map(Optional.some)).map { seed in
        let own = runs.filter { $0.model == candidate.label && $0.seed == seed }
        return BacktestResult.ModelScore(
          metrics, of: Self.key(candidate.label, seed), model: candidate.label,
          name: names[candidate.label] ?? candidate.forecaster.name, baseline: baseline,
          windows: comparison.windows,
          timing: BacktestResult.Timing(
            fitSeconds: own.reduce(0) { $0 + $1.fitSeconds },
            predictSeconds: own.reduce(0) { $0 + $1.predictSeconds }))
      }
      return ComparisonOutcome.Model(
        label: candidate.label, name: names[candidate.label] ?? candidate.forecaster.name,
        hiddenSize: candidate.network?.hiddenSize,
        parameterCount: parameterCounts[candidate.label] ?? 0,
        epochs: runs.last { $0.model == candidate.label }.flatMap {
          $0.trainingLosses.isEmpty ? nil : $0.trainingLosses.count
        },
        multiplyAdds: candidate.network?.multiplyAdds(
          for: origins.past(comparison.windows - 1), horizon: comparison.horizon),
        seedScores: scores, memories: memories[candidate.label] ?? [], reading: readings[candidate.label])
    }
    var outcome = ComparisonOutcome(
      comparison, seasonLength: origins.seasonLength, seeds: seeds,
      series: origins.data.series.count, skippedSeries: origins.skippedSeries, models: models, runs: runs)
    outcome.warnings = warnings
    return outcome
  }
}
