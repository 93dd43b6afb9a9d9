import ForetellCore
import ForetellData

/// Forecasts of all series of a table with a fitted network, from one or several origins.
struct ForecastRunner {
  private let fitted: FittedForecaster
  private let data: SeriesTable
  /// The fitted network, recorded for the number of windows that are evaluated at once.
  private let network: NetworkPlan<Float>
  private let store: ParameterStore<Float>
  /// How the fit cut and scaled windows.
  private let recipe: Recipe
  /// Interprets the network's output.
  private let head: any OutputHead
  /// Whether the series are the ends that the model keeps, without isolated values, instead of whole histories.
  private let readsOwnEnds: Bool
  /// Called between blocks of series; returning true ends the run with an error of kind `interrupted`.
  private let isCancelled: (@Sendable () -> Bool)?

  /// Makes a runner over `data`; series that the fit knows are prepared as in the fit, others by their own
  /// history.
  init(
    _ fitted: FittedForecaster, _ data: SeriesTable, network: NetworkPlan<Float>,
    readsOwnEnds: Bool = false,
    isCancelled: (@Sendable () -> Bool)? = nil
  ) {
    self.fitted = fitted
    self.data = data
    self.network = network
    self.readsOwnEnds = readsOwnEnds
    self.isCancelled = isCancelled
    recipe = fitted.design.recipe
    head = network.head
    store = ParameterStore(for: network.plan)
    store.parameters.copy(from: fitted.parameters)
    network.plan.prepare(store)
  }

  /// How a series is forecast from one origin.
  private enum Route {
    case refused(HistoryRemarks.Refusal)
    /// All its values are equal; the forecast is this value.
    case constant(Double)
    /// It has too few values for the network; see ``ShortHistory``.
    case short
    /// By the network, through the ``ForecastWalk`` with this index.
    case walk(Int)
  }

  /// One series at one origin.
  private struct Subject {
    /// The index of the series in the table.
    let series: Int
    /// Number of points up to the origin.
    let end: Int
    let history: ForecastHistory?
    let facts: HistoryFacts
    let route: Route
  }

  /// One forecast for each of `counts`, from the table without that many points at its end.
  ///
  /// - Parameter masked: for series of the training data, the steps at their ends whose values the fit
  ///   treated as missing.
  /// - Throws: `ForetellError` when there is an origin from which no series can be forecast.
  func run(
    droppingLast counts: [Int], steps: Int, levels: [Double], masked: [String: Int] = [:],
    totals: Int = 1, paths: ((SamplePaths) -> Void)? = nil
  ) throws -> [Forecast] {
    var walks: [ForecastWalk] = []
    let moments = counts.map { count in
      data.series.indices.map { subject($0, droppingLast: count, steps, &walks) }
    }
    let begun = walks.map { $0.values[...] }
    try drive(&walks, withOffsets: !levels.isEmpty)
    return try moments.map { subjects in
      var forecast = Forecast(model: fitted.name, levels: levels, series: [])
      var refusals: [HistoryRemarks.Refusal] = []
      let panel = ShortHistory.Panel(
        subjects.compactMap { if case .walk(let number) = $0.route { begun[number] } else { nil } })
      for subject in subjects {
        switch finish(subject, walks, panel, steps, levels, totals: totals, paths: paths) {
        case .success(let series):
          forecast.series.append(series)
          guard let history = subject.history else { continue }
          forecast.warnings += HistoryRemarks(data, series: subject.series)
            .warnings(history, facts: subject.facts, masked: masked[series.id] ?? 0)
        case .failure(let refusal):
          refusals.append(refusal)
          forecast.warnings.append(refusal.warning)
        }
      }
      guard !forecast.series.isEmpty else {
        throw HistoryRemarks.Refusal.error(refusals, file: data.name)
      }
      return forecast
    }
  }

  /// Chooses the route of a series from its history and, if the network is to forecast it, adds a walk.
  private func subject(
    _ number: Int, droppingLast count: Int, _ steps: Int, _ walks: inout [ForecastWalk]
  ) -> Subject {
    let series = data.series[number]
    let end = max(series.values.count - count, 0)
    let history = ForecastHistory(series.values[..<end], isJudged: readsOwnEnds)
    let facts = (history?.facts ?? HistoryFacts()).joined(with: fitted.facts[series.id])
    func subject(_ route: Route) -> Subject {
      Subject(series: number, end: end, history: history, facts: facts, route: route)
    }
    if let refusal = HistoryRemarks(data, series: number)
      .refusal(history, observed: readsOwnEnds ? facts.observed : 0)
    {
      return subject(.refused(refusal))
    }
    guard let history else { return subject(.short) }
    if let constant = facts.constant { return subject(.constant(constant)) }
    if facts.isShort { return subject(.short) }
    let preparation =
      fitted.preparations[series.id]
      ?? SeriesPreparation(
        measuring: Array(history.values), firstOrdinal: data.frequency.ordinal(of: series.start) ?? 0,
        season: fitted.seasonLength, horizon: fitted.horizon, recipe)
    let start = history.start(reach: fitted.reach, season: fitted.seasonLength)
    var walk = ForecastWalk(
      preparation: preparation, limits: recipe.bounds.limits(of: facts),
      transformLimit: recipe.transform == .automatic
        ? TransformLimit(preparation, facts) : nil,
      firstOrdinal: (data.frequency.ordinal(of: series.start) ?? 0) + start,
      values: Array(history.values[start...history.last]),
      covariates: series.covariates.map { Array($0[start..<end]) },
      futures: series.futures.map { Array($0.dropFirst(start)) }, statics: series.statics,
      needed: history.gap + steps)
    walk.facts = facts
    walk.key = Self.key(of: series.id)
    walk.earlier = max(facts.observed - walk.values.count, 0)
    walks.append(walk)
    return subject(.walk(walks.count - 1))
  }

  /// Extends every walk to its horizon, one trained horizon at a time.
  private func drive(_ walks: inout [ForecastWalk], withOffsets: Bool) throws {
    if let head = head.sampled, recipe.steps != nil {
      return try PathRunner(fitted, data, head, encoder: network, store: store).run(
        &walks, isCancelled: isCancelled)
    }
    let memory = Memory<Float>(for: network.plan, store: store, gradients: false)
    var active = Array(walks.indices)
    while true {
      active.removeAll { walks[$0].isDone }
      guard !active.isEmpty else { return }
      try extend(&walks, active, memory, withOffsets: withOffsets)
      for number in active where !walks[number].isDone {
        walks[number].feedBack(fitted.horizon, keeping: fitted.reach)
      }
    }
  }

  /// Extends some walks by one trained horizon.
  private func extend(
    _ walks: inout [ForecastWalk], _ active: [Int], _ memory: Memory<Float>, withOffsets: Bool
  ) throws {
    let columns = active.map { walks[$0].column(startsFromSeason: recipe.seasonalResidual) }
    let sampler = WindowSampler(
      columns: columns, of: data, recipe, inputSize: fitted.inputSize, originCount: fitted.originCount,
      horizon: fitted.horizon,
      season: fitted.seasonLength, readsSeasonalDifferences: fitted.readsSeasonalDifferences,
      covariates: fitted.covariates)
    let filling = WindowFilling(sampler: sampler, statistics: fitted.statistics, network: network)
    let rows = network.shape.rows
    let width = head.width
    for from in stride(from: 0, to: active.count, by: rows) {
      if isCancelled?() == true { throw ForetellError(.interrupted, "the forecast was interrupted") }
      let block = from..<min(from + rows, active.count)
      for row in block {
        filling.fillInputs(of: sampler.inferencePlace(series: row), row: row - from, memory)
      }
      withDenormalsFlushed { network.plan.forward(memory) }
      let output = memory.value(network.output)
      for row in block {
        let place = sampler.inferencePlace(series: row)
        let scale = sampler.scale(for: place)
        let bases = (0..<fitted.horizon).map {
          sampler.targetBase(of: place, step: $0, location: scale.location)
            + walks[active[row]].seasonIndex(step: $0)
        }
        let first = (row - from) * fitted.horizon * width
        walks[active[row]].append(
          (0..<fitted.horizon * width).map { Double(output[first + $0]) }, bases: bases,
          unit: fitted.statistics.targets(scale).scale, head: head, deviations: fitted.residualDeviations,
          calibration: fitted.calibration, withOffsets: withOffsets)
      }
    }
  }

  private enum Outcome {
    case success(SeriesForecast)
    case failure(HistoryRemarks.Refusal)
  }

  /// The forecast of one series from one origin, or the reason why there is none.
  private func finish(
    _ subject: Subject, _ walks: [ForecastWalk], _ panel: ShortHistory.Panel, _ steps: Int,
    _ levels: [Double],
    totals: Int, paths: ((SamplePaths) -> Void)?
  ) -> Outcome {
    let stamps = (0..<steps).map { data.timestamp(ofSeries: subject.series, at: subject.end + $0) }
    let id = data.series[subject.series].id
    let limits = recipe.bounds.limits(of: subject.facts)
    let forecast: SeriesForecast
    switch subject.route {
    case .refused(let refusal): return .failure(refusal)
    case .constant(let value):
      if fitted.sampling == nil {
        forecast = .constant(limits.clamped(value), id: id, stamps: stamps, levels: levels)
      } else {
        let path = [Double](repeating: limits.clamped(value), count: stamps.count)
        forecast = sampled(
          SamplePaths(id: id, stamps: stamps, values: [path]), SignificantDigits(resolving: 0), levels,
          totals, paths)
      }
    case .short:
      guard totals == 1, let history = subject.history else {
        return .failure(
          HistoryRemarks.Refusal(series: id, reason: "has too few values for sums of sample paths"))
      }
      forecast = .repeating(history, panel: panel, limits: limits, id: id, stamps: stamps, levels: levels)
    case .walk(let number):
      forecast =
        fitted.sampling == nil
        ? walks[number].forecast(id: id, stamps: stamps, levels: levels, deviates: head.deviates)
        : sampled(
          walks[number].paths(id: id, stamps: stamps), walks[number].rounding, levels, totals, paths)
      // Inverse transforms limit their argument to ±700; a value near e^700 is not a usable forecast.
      let all = [forecast.point] + forecast.lower + forecast.upper
      guard all.allSatisfy({ $0.allSatisfy { abs($0) < 1e300 } }) else {
        return .failure(
          HistoryRemarks.Refusal(
            series: id, reason: "has a forecast that isn't finite", code: .diverged,
            hint:
              "try \(option: .transform, "none"), a smaller \(option: .learningRate), or a shorter horizon"))
      }
    }
    return .success(forecast.with(levels: levels))
  }

  /// The forecast from sample paths, which are also handed on.
  private func sampled(
    _ drawn: SamplePaths, _ rounding: SignificantDigits, _ levels: [Double], _ totals: Int,
    _ paths: ((SamplePaths) -> Void)?
  ) -> SeriesForecast {
    paths?(drawn)
    return (totals == 1 ? drawn : drawn.totals(every: totals))
      .forecast(levels: levels, rounded: rounding.rounded)
  }

  /// A number for the random streams of a series, from its id.
  private static func key(of id: String) -> UInt64 {
    var hash = FNV1a()
    hash.update(id.utf8)
    // The uppermost byte of a stream's step tells its purpose.
    return hash.value & (1 << 56 - 1)
  }
}
