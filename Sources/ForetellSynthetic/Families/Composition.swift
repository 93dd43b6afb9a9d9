import ForetellCore

/// The components of one series, drawn from the profile of its family.
struct Composition {
  /// How trend, season and noise are put together.
  private enum Domain: CaseIterable { case product, sum, mixture }

  private let count: Int
  private let family: SyntheticFamily
  private let profile: FamilyProfile
  private let level: Double
  private let volatility: Double
  /// Volatility over the family's median.
  private let restlessness: Double
  private let domain: Domain
  private let trend: TrendPath
  private let noise: Noise

  /// Draws length, sizes, trend and noise.
  init(profile: FamilyProfile, family: SyntheticFamily, _ draws: inout Draws) {
    self.profile = profile
    self.family = family
    count = Self.length(profile.lengths, &draws)
    level = elementaryExponential(profile.level.mean + profile.level.spread * draws.normal())
    let volatility = min(profile.volatility(&draws), 0.8)
    self.volatility = volatility
    restlessness = volatility / profile.volatility.median
    domain = Domain.allCases[draws.place(in: profile.domains)]
    // Changes of a walk with steps of variance u·v² and noise of variance (1 − u)·v²/2 have variance v².
    let share: Double
    switch draws.place(in: profile.shares) {
    case 0: share = 1
    case 1:
      let power = profile.mixing.power * Self.power(restlessness, profile.mixing.tilt)
      share = Self.power(1 - draws.uniform(), power)
    default: share = 0
    }
    let tail = Tail.allCases[draws.place(in: profile.tails)]
    trend = Self.trend(
      profile, volatility: volatility, walk: share.squareRoot(), tail: tail,
      factor: domain == .sum ? profile.additive : (1, 1), &draws)
    let coloured = draws.chance(profile.coloured.share)
    let first = coloured ? draws.uniform(profile.coloured.low, profile.coloured.high) : 0
    let cyclic = coloured && draws.chance(0.25)
    noise = Noise(
      size: volatility * (domain == .sum ? profile.additive.volatility : 1)
        * ((1 - share) / 2).squareRoot() / max(1 - first, 0.15).squareRoot(),
      autoregressive: cyclic ? (1.2 * first.magnitude.squareRoot(), -0.55) : (first, 0),
      moving: draws.chance(0.1) ? draws.uniform(-0.6, 0.6) : 0,
      tail: draws.chance(0.5) ? tail : Tail.allCases[draws.place(in: profile.tails)],
      unsteadiness: draws.chance(profile.unsteady) ? draws.uniform(0.2, 0.9) : 0)
  }

  /// x to a power, for positive x.
  private static func power(_ x: Double, _ exponent: Double) -> Double {
    elementaryExponential(exponent * elementaryLogarithm(x))
  }

  /// The trend: its kind, growth and changes; `walk` is the walk's standard deviation in multiples of the volatility.
  private static func trend(
    _ profile: FamilyProfile, volatility: Double, walk: Double, tail: Tail,
    factor: (growth: Double, volatility: Double), _ draws: inout Draws
  ) -> TrendPath {
    let kind = TrendKind.allCases[draws.place(in: profile.trends)]
    let drawn = profile.growth
    let growth =
      factor.growth * (drawn.mean + (drawn.spread + drawn.ofVolatility * volatility) * draws.normal())
    let memory = draws.uniform(profile.memory.low, profile.memory.high)
    let volatility = volatility * factor.volatility
    var walk = walk
    let change: Double
    switch kind {
    case .wandering: change = profile.wander(&draws)
    case .returning:
      // Growth takes its share of the variance of changes from the walk.
      let share = min(profile.change(&draws), 0.95)
      change = share * (1 - memory * memory).squareRoot()
      walk *= (1 - share * share).squareRoot()
    case .level, .drift, .damped, .broken, .saturating, .smooth, .stationary: change = profile.change(&draws)
    }
    return TrendPath(
      kind: kind, growth: growth, walk: walk * volatility, change: change * volatility, memory: memory,
      tail: tail,
      spell: draws.uniform(profile.spell.low, profile.spell.high))
  }

  /// Puts the components together and measures the result.
  func values(_ draws: inout Draws) -> [Double] {
    var path = trend.values(count, &draws)
    var around = noise.values(count, &draws)
    if draws.chance(profile.events.regimes) {
      Regimes(
        spell: Double(count) * draws.uniform(0.05, 0.4),
        shift: draws.chance(0.5) ? 3 * volatility * draws.normal() : 0, factor: draws.uniform(0.5, 3)
      ).apply(to: &path, noise: &around, &draws)
    }
    Events(
      shifts: draws.chance(profile.events.shifts) ? draws.uniform(0.5, 2) : 0,
      shiftSize: volatility * draws.uniform(1, 5),
      outliers: 0, outlierSize: 0, echo: 0
    ).add(to: &path, &draws)
    if draws.chance(profile.events.outliers) {
      Events(
        shifts: 0, shiftSize: 0, outliers: draws.uniform(0.5, 3) / Double(count),
        outlierSize: volatility * draws.uniform(2, 8), echo: draws.chance(0.3) ? draws.uniform(0.2, 0.8) : 0
      ).add(to: &around, &draws)
    }
    addSeasons(to: &around, &draws)
    addCycle(to: &around, &draws)
    addCalendar(to: &around, &draws)
    var values = combined(path, around)
    measure(&values, &draws)
    return values
  }

  private func addSeasons(to around: inout [Double], _ draws: inout Draws) {
    for season in profile.seasons where draws.chance(season.share) {
      let pattern = { (draws: inout Draws) -> SeasonPattern in
        switch season.kind {
        case .plain:
          SeasonPattern.waves(
            period: season.period, harmonics: 1 + draws.integer(below: season.harmonics),
            spikes: draws.chance(0.4) ? draws.uniform(0.1, 1) : 0, &draws)
        case .weekOfHours: SeasonPattern.weekOfHours(contrast: draws.uniform(0, 1), &draws)
        }
      }
      let restless = draws.chance(season.restless)
      let power = Self.power(restlessness, season.fromVolatility)
      let values = Season(
        period: season.period, pattern: pattern(&draws),
        successor: restless && draws.chance(0.25) ? pattern(&draws) : nil,
        amplitude: min(season.amplitude(&draws) * power, 0.8),
        restlessness: restless ? min(season.restlessness(&draws), 0.6) : 0,
        growth: draws.chance(0.2) ? 0.5 * draws.normal() : 0
      ).values(count, &draws)
      for t in around.indices { around[t] += values[t] }
    }
  }

  private func addCycle(to around: inout [Double], _ draws: inout Draws) {
    guard draws.chance(profile.cycles.share) else { return }
    let period = draws.uniform(profile.cycles.low, profile.cycles.high)
    // A turn of this size changes by the volatility per step.
    let size = volatility * period / 6.283
    let cycle = Cycle(
      period: period, amplitude: min(size * draws.uniform(0.3, 2), 0.6),
      memory: draws.chance(0.3) ? 1 : 1 - draws.logNormal(median: 0.4, spread: 0.8) / period,
      peaks: draws.chance(0.5) ? draws.uniform(0, 0.4) : 0)
    let values = cycle.values(count, &draws)
    for t in around.indices { around[t] += values[t] }
  }

  private func addCalendar(to around: inout [Double], _ draws: inout Draws) {
    let effect: [Double]
    switch family {
    case .monthly, .quarterly:
      guard draws.chance(0.15) else { return }
      let calendar = CalendarEffect(
        workDays: draws.uniform(0, 1), holiday: draws.chance(0.4) ? 2 * volatility * draws.normal() : 0)
      effect = calendar.months(count, months: family == .monthly ? 1 : 3, &draws)
    case .daily:
      guard draws.chance(0.25) else { return }
      effect = CalendarEffect(workDays: 0, holiday: 4 * volatility * draws.normal()).days(count, &draws)
    case .yearly, .weekly, .hourly, .steps: return
    }
    for t in around.indices { around[t] += effect[t] }
  }

  private func combined(_ path: [Double], _ around: [Double]) -> [Double] {
    (0..<count).map { t in
      switch domain {
      case .product: level * elementaryExponential(min(max(path[t] + around[t], -5), 5))
      case .sum: level * Self.positive(1 + path[t] + around[t])
      case .mixture: level * Self.positive(elementaryExponential(min(max(path[t], -5), 5)) + around[t])
      }
    }
  }

  /// The number itself down to 0.2, and a positive number below: a + b/(c − x) with the same value and slope there.
  private static func positive(_ x: Double) -> Double { x >= 0.2 ? x : 0.04 / (0.4 - x) }

  private func measure(_ values: inout [Double], _ draws: inout Draws) {
    let kinds = profile.kinds
    let chosen = draws.place(in: [
      kinds.counts, kinds.intermittent, kinds.negative,
      1 - kinds.counts - kinds.intermittent - kinds.negative,
    ])
    var measurement = Measurement(kind: .numbers, gaps: 0, gapLength: 1)
    switch chosen {
    case 0:
      let mean = draws.logNormal(median: 15, spread: 1.3)
      for t in values.indices { values[t] *= mean / level }
      measurement.kind = .counts(dispersion: draws.chance(0.5) ? draws.uniform(0.1, 0.6) : 0)
    case 1:
      let mean = draws.logNormal(median: 3, spread: 0.8)
      for t in values.indices { values[t] *= mean / level }
      measurement.kind = .intermittent(share: draws.uniform(0.1, 0.9))
    case 2:
      let shift = level * draws.uniform(0.5, 1.5)
      for t in values.indices { values[t] -= shift }
      measurement.unit = unit(&draws)
    default: measurement.unit = unit(&draws)
    }
    if draws.chance(kinds.censored), let low = values.min(), let high = values.max() {
      let cut = (high - low) * draws.uniform(0.03, 0.3)
      if draws.chance(0.5) { measurement.ceiling = high - cut } else { measurement.floor = low + cut }
    }
    if draws.chance(kinds.gaps) {
      measurement.gaps = draws.logNormal(median: 0.03, spread: 0.8)
      measurement.gapLength = draws.chance(0.5) ? 1 : draws.uniform(1, 6)
    }
    measurement.apply(to: &values, &draws)
  }

  /// The multiple that the numbers of a series are rounded to: whole numbers, one or two decimals, or coarse.
  private func unit(_ draws: inout Draws) -> Double? {
    let exact = level * volatility
    let choices = [1, 0.1, 0.01]
    switch draws.place(in: [0.45, 0.1, 0.3, 0.05, 0.1]) {
    case 0: return level >= 20 ? choices[0] : choices[2]
    case 1: return choices[1]
    case 2: return choices[2]
    case 3:
      var unit = 0.001
      while unit * 10 < exact * 1.5 { unit *= 10 }
      return unit
    default: return nil
    }
  }

  /// A length with the given quantiles in equal steps of probability.
  private static func length(_ quantiles: [Double], _ draws: inout Draws) -> Int {
    let place = draws.uniform() * Double(quantiles.count - 1)
    let low = Int(place)
    let between = place - Double(low)
    return Int(((1 - between) * quantiles[low] + between * quantiles[low + 1]).rounded())
  }
}
