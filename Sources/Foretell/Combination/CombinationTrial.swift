import ForetellData

/// Forecasts of held-out ends of series by all models of a combination, and what follows from them.
struct CombinationTrial {
  /// The interval levels, in percent, at which intervals are compared and corrected.
  static let levels: [Double] = [20, 40, 60, 80, 90, 95, 99]

  /// One end of one series that was forecast.
  struct Place {
    /// The series, by place in the table.
    let series: Int
    /// The window, from 0 for the latest.
    let window: Int
    /// The values; NaN where nothing was observed.
    let actual: [Double]
    /// The mean absolute seasonal difference of the history; nil where it is undefined or 0.
    let scale: Double?
    /// Whether the series has values below 0.
    var isSigned = false
    /// The range of forecasts of this series.
    let limits: ClosedRange<Double>
  }

  /// The models' labels.
  let labels: [String]
  /// The ends that were forecast.
  private(set) var places: [Place] = []
  /// The forecasts, by model and place; nil where a model makes none.
  private(set) var forecasts: [[SeriesForecast?]] = []
  /// Number of windows.
  let windows: Int
  /// Number of horizons that fit into the held-out ends.
  let blocks: Int
  /// Number of different points among the ends.
  private(set) var points = 0
  /// The forecasts of seasonal naive by place.
  private(set) var floor: [SeriesForecast?] = []
  /// Why a model could not be compared.
  private(set) var failures: [String: String] = [:]
  /// Seconds that fits and forecasts took, by label.
  private(set) var seconds: [String: Double] = [:]

  /// Makes a trial of forecasts that are known.
  init(
    labels: [String], places: [Place], forecasts: [[SeriesForecast?]], windows: Int, points: Int,
    floor: [SeriesForecast?]
  ) {
    self.labels = labels
    self.places = places
    self.forecasts = forecasts
    self.windows = windows
    blocks = windows
    self.points = points
    self.floor = floor
  }

  /// Whether the ends are those of many series, which say more about the next end than those of few.
  var isPanel: Bool { Set(places.map(\.series)).count >= CombinationPlan.panel }

  /// Fits all models of a plan to the beginnings of the series and forecasts their ends.
  ///
  /// Networks are fitted once, before the earliest origin; methods that are fitted in no time are fitted anew at each.
  ///
  /// - Parameter table: the series, each up to its last observed value.
  init(
    _ plan: CombinationPlan, on table: SeriesTable, horizon: Int, season: Int, seed: UInt64,
    bounds: ForecastBounds,
    options: FitOptions
  ) throws {
    labels = plan.entries.map(\.label)
    windows = plan.windows
    blocks = plan.blocks
    guard let most = plan.counts.first, !plan.sample.isEmpty else {
      forecasts = labels.map { _ in [] }
      return
    }
    let sample = table.keeping(plan.sample)
    let origins = Origins(
      sample, places: plan.sample, counts: plan.counts, horizon: horizon, season: season, bounds: bounds)
    places = origins.places(plan)
    points = origins.points
    let past = table.keeping(table.series.indices.filter { table.series[$0].values.count > most })
      .droppingLast(most)
    for entry in plan.entries {
      try options.checkCancellation("the comparison of models")
      let clock = ContinuousClock()
      var found: [SeriesForecast?] = []
      do {
        let time = try clock.measure {
          found = origins.aligned(
            try Self.forecasts(entry.forecaster, past, sample, plan.counts, horizon, seed, options))
        }
        seconds[entry.label] = time.seconds
      } catch let error as ForetellError where error.kind != .interrupted {
        failures[entry.label] = error.message
        found = Array(repeating: nil, count: places.count)
      }
      forecasts.append(found)
    }
    let naive = SeasonalNaive(seasonLength: season, bounds: bounds)
    floor = origins.aligned(
      try Self.forecasts(naive, past, sample, plan.counts, horizon, seed, options))
  }

  private static func forecasts(
    _ forecaster: some Forecaster, _ past: SeriesTable, _ sample: SeriesTable, _ counts: [Int],
    _ horizon: Int,
    _ seed: UInt64, _ options: FitOptions
  ) throws -> [Forecast] {
    var quiet = options
    quiet.checkpoint = nil
    quiet.resume = false
    quiet.monitor = nil
    let fitted = try forecaster.fit(past, horizon: horizon, seed: seed, options: quiet)
    return try fitted.predict(sample, droppingLast: counts, horizon: horizon, levels: levels)
  }

  /// The mean error of forecasts in every window, in units of the series' scales; nil for a window without any.
  func errors(_ forecasts: [SeriesForecast?]) -> [Double?] { windowErrors(forecasts).map(\.scaled) }

  /// Both mean errors of forecasts in every window.
  func windowErrors(_ forecasts: [SeriesForecast?]) -> [WindowError] {
    var sums = Array(repeating: WindowError.Sum(), count: windows)
    for (place, forecast) in zip(places, forecasts) {
      if let forecast { sums[place.window].add(forecast.point, at: place) }
    }
    return sums.map(\.mean)
  }

  /// The combination of the forecasts of some models at every place.
  func combined(_ members: [Int], _ rule: CombinationRule, weights: [Double]) -> [SeriesForecast?] {
    places.indices.map { place in
      let parts = members.enumerated().compactMap { number, member in
        forecasts[member][place].map { ($0, weights.isEmpty ? 1 : weights[number]) }
      }
      return SeriesForecast.combined(parts.map(\.0), rule, weights: parts.map(\.1))
    }
  }
}

/// The ends of series from several origins.
private struct Origins {
  private let sample: SeriesTable
  private let numbers: [Int]
  private let counts: [Int]
  private let horizon: Int
  private let season: Int
  private let bounds: ForecastBounds

  init(
    _ sample: SeriesTable, places numbers: [Int], counts: [Int], horizon: Int, season: Int,
    bounds: ForecastBounds
  ) {
    self.sample = sample
    self.numbers = numbers
    self.counts = counts
    self.horizon = horizon
    self.season = season
    self.bounds = bounds
  }

  /// The number of different held-out points with a value.
  var points: Int {
    sample.series.reduce(0) { $0 + $1.values.suffix(counts.first ?? 0).count { !$0.isNaN } }
  }

  /// Whether a series has enough history before an origin.
  private func isUsable(_ series: Int, _ count: Int) -> Bool {
    sample.series[series].values.count - count > ShortHistory.most
  }

  func places(_ plan: CombinationPlan) -> [CombinationTrial.Place] {
    counts.flatMap { count in
      sample.series.indices.filter { isUsable($0, count) }.map { number in
        let values = sample.series[number].values
        let history = Array(values.dropLast(count))
        let scale =
          Metrics.seasonalError(history: history, seasonLength: season)
          ?? Metrics.seasonalError(history: history, seasonLength: 1)
        return CombinationTrial.Place(
          series: numbers[number], window: plan.window(of: count),
          actual: Array(values.suffix(count).prefix(horizon)),
          scale: scale.flatMap { $0 > 0 ? $0 : nil }, isSigned: values.contains { $0 < 0 },
          limits: bounds.limits(of: HistoryFacts(history[...])))
      }
    }
  }

  /// Forecasts from every origin in the order of ``places(_:)``.
  func aligned(_ forecasts: [Forecast]) -> [SeriesForecast?] {
    zip(counts, forecasts).flatMap { count, forecast -> [SeriesForecast?] in
      let found = Dictionary(forecast.series.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
      return sample.series.indices.filter { isUsable($0, count) }.map { found[sample.series[$0].id] }
    }
  }
}

extension SeriesForecast {
  /// The combination of forecasts of one series: of the points, and of the bounds of each level; nil without any.
  static func combined(
    _ parts: [SeriesForecast], _ rule: CombinationRule, weights: [Double]
  ) -> SeriesForecast? {
    guard var result = parts.first else { return nil }
    guard parts.count > 1 else { return result }
    func combine(_ values: (SeriesForecast) -> [Double]) -> [Double] {
      let all = parts.map(values)
      return all[0].indices.map { step in rule.combined(all.map { $0[step] }, weights: weights) }
    }
    result.point = combine(\.point)
    for level in result.lower.indices {
      result.lower[level] = combine { $0.lower[level] }
      result.upper[level] = combine { $0.upper[level] }
    }
    result.nest()
    return result
  }

  /// Makes wider levels contain narrower ones, and all of them the point.
  mutating func nest() {
    for level in lower.indices {
      let (inside, outside) = level == 0 ? (point, point) : (lower[level - 1], upper[level - 1])
      lower[level] = zip(lower[level], inside).map(min)
      upper[level] = zip(upper[level], outside).map(max)
    }
  }
}
