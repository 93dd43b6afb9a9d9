import ForetellData

/// Which models a combination considers for a table, and at which earlier origins they are compared.
struct CombinationPlan {
  /// A model with the estimated seconds of its part in a fit.
  struct Entry {
    let label: String
    let forecaster: any Forecaster
    let seconds: Double
  }

  /// The models, most important first.
  private(set) var entries: [Entry] = []
  /// The planned time, in seconds; nil where the models are given.
  private(set) var plannedSeconds: Double?
  /// The models that were left out, with the reason as a clause.
  private(set) var leftOut: [(label: String, reason: String)] = []
  /// The numbers of points that are left out at the ends of the series, most first; empty where the series are too short.
  let counts: [Int]
  /// The series, by place in the table, at whose ends the models are compared.
  let sample: [Int]

  private let facts: Facts

  /// Sizes of a table that decide.
  private struct Facts {
    let series: Int
    /// Median number of steps of a series.
    let length: Int
    let values: Double
    let season: Int
    let horizon: Int
  }

  /// The largest number of origins of a single series.
  private static let mostOrigins = 32
  /// The smallest number of origins of a single series.
  private static let fewestOrigins = 6
  /// The largest number of windows.
  private static let mostWindows = 3
  /// A panel of at least this many series is compared at origins a horizon apart, a smaller one at more of them.
  static let panel = 20
  /// The largest number of series that are compared.
  private static let mostSeries = 2000

  /// Makes a plan.
  ///
  /// - Parameters:
  ///   - table: the series, each up to its last observed value.
  ///   - season: season length in steps.
  init(for table: SeriesTable, horizon: Int, season: Int) {
    let lengths = table.series.map(\.values.count).sorted()
    facts = Facts(
      series: lengths.count, length: lengths[lengths.count / 2],
      values: Double(lengths.reduce(0, +)), season: season, horizon: horizon)
    counts = Self.counts(facts)
    let least = (counts.last ?? 0) + ShortHistory.most + 1
    let usable = table.series.indices.filter { table.series[$0].values.count >= least }
    let stride = max((usable.count + Self.mostSeries - 1) / Self.mostSeries, 1)
    sample = usable.enumerated().filter { $0.offset % stride == 0 }.map(\.element)
  }

  /// Points to leave out: multiples of the horizon for a panel; for few series every step, or every few, of the last
  /// quarter.
  private static func counts(_ facts: Facts) -> [Int] {
    let (length, horizon) = (facts.length, facts.horizon)
    // What must remain to learn from at the earliest origin.
    let least = max(2 * horizon, 2 * facts.season, 10)
    if facts.series >= panel {
      let windows = min(max((length - least) / horizon, 0), mostWindows)
      return (1..<windows + 1).reversed().map { $0 * horizon }
    }
    let held = min(max(horizon, length / 4), max(length - least, length / 3))
    guard held >= min(horizon, 3), length - held >= 4 else { return [] }
    // Long series, and several of them, need fewer origins for the same evidence, and more time for each.
    let origins = min(max(min(96 / facts.series, 24_000 / length), fewestOrigins), mostOrigins)
    let step = (held + origins - 1) / origins
    return Array(stride(from: held, through: 1, by: -step))
  }

  /// The number of the window that an origin belongs to, from 0 for the latest: a horizon each, or a third of the held-out
  /// part where it is longer than three.
  func window(of count: Int) -> Int { (count - 1) * windows / (counts.first ?? 1) }

  /// The number of windows.
  var windows: Int { min(blocks, Self.mostWindows) }

  /// The number of horizons that fit into the held-out part, rounded up.
  var blocks: Int { counts.first.map { ($0 + facts.horizon - 1) / facts.horizon } ?? 0 }

  /// Estimated seconds of all fits and forecasts on two cores of a usual processor.
  var seconds: Double { entries.reduce(0) { $0 + $1.seconds } }
}

// MARK: Members

extension CombinationPlan {
  /// Takes the given models.
  mutating func take(_ members: [CombinedForecaster.Member]) {
    entries = members.map { Entry(label: $0.label, forecaster: $0.forecaster, seconds: 0) }
  }

  /// Chooses the models that the data support and the planned time allows.
  ///
  /// - Parameters:
  ///   - seconds: the planned time; nil for the usual one.
  ///   - levels: interval levels that networks are trained for; nil for the usual ones.
  mutating func choose(
    for table: SeriesTable, season: Int?, bounds: ForecastBounds, seconds: Double?, levels: [Double]?
  ) {
    let allowed = seconds ?? Self.usualSeconds(max(Double(facts.series), facts.values / 100))
    plannedSeconds = allowed
    var used = 0.0
    for (label, forecaster) in candidates(table, season: season, bounds: bounds, levels: levels) {
      let needed = self.seconds(label, forecaster, table)
      guard used + needed <= allowed || entries.isEmpty else {
        leftOut.append((label, "it needs about \(Self.text(needed)), which the planned time doesn't allow"))
        continue
      }
      used += needed
      entries.append(Entry(label: label, forecaster: forecaster, seconds: needed))
    }
  }

  /// Half a minute for one series, five minutes for 3,000 and 10 for 100,000 of them; a hundred values count as one series.
  private static func usualSeconds(_ series: Double) -> Double {
    30 + 0.09 * min(series, 3000) + 0.003 * max(series - 3000, 0)
  }

  private static func text(_ seconds: Double) -> String {
    seconds < 90 ? "\(Int(seconds.rounded(.up))) s" : "\(Int((seconds / 60).rounded(.up))) min"
  }

  /// The models that the data support, most important first.
  private func candidates(
    _ table: SeriesTable, season: Int?, bounds: ForecastBounds, levels: [Double]?
  ) -> [(String, any Forecaster)] {
    var list: [(String, any Forecaster)] = []
    let zero = PretrainedForecaster(seasonLength: season, bounds: bounds)
    if zero.start.network(for: table.frequency, season: facts.season) != nil { list.append(("zero", zero)) }
    list.append((DynamicOptimizedTheta.family, DynamicOptimizedTheta(seasonLength: season, bounds: bounds)))
    if learns {
      var lstm = RecurrentForecaster(cell: .lstm, reading: .automatic)
      lstm.seasonLength = season
      lstm.bounds = bounds
      if let levels { lstm.trainedLevels = levels }
      list.append(("lstm", lstm))
    }
    list.append((ETS.family, ETS(seasonLength: season, bounds: bounds)))
    list.append((CES.family, CES(seasonLength: season, bounds: bounds)))
    if (Self.manySeries...Self.mostSampled).contains(facts.series) {
      var deepar = DeepARForecaster()
      deepar.recipe.seasonLength = season
      deepar.recipe.bounds = bounds
      list.append(("deepar", deepar))
    }
    if facts.length >= Self.manySteps {
      list.append((RidgeForecaster.family, RidgeForecaster(seasonLength: season, bounds: bounds)))
    }
    return list
  }

  /// Whether a network has something to learn from, if only to adjust what it knows of other series.
  private var learns: Bool {
    facts.length >= max(3 * facts.season, 2 * facts.horizon, 12) || facts.series >= Self.panel
  }

  /// The number of series from which a network that is trained from random weights for one step learns enough.
  private static let manySeries = 200
  /// The largest number of series of which sample paths are drawn, which need memory.
  private static let mostSampled = 30_000
  /// The number of steps from which a regression has enough rows.
  private static let manySteps = 250

  /// Estimated seconds of a model's fits and forecasts on two cores of a usual processor.
  private func seconds(_ label: String, _ forecaster: any Forecaster, _ table: SeriesTable) -> Double {
    if let network = forecaster.trainable {
      // Once for the comparison, once for the result.
      return 2 * network.effort(for: table, horizon: facts.horizon).multiplyAdds / 15e9 + 0.2
    }
    let passes = facts.values + facts.values / Double(facts.series) * Double(sample.count * counts.count)
    switch label {
    case ETS.family: return passes * (facts.season > 1 ? 16e-6 : 4e-6)
    case CES.family: return passes * 2e-6
    default: return passes * 1e-6
    }
  }
}
