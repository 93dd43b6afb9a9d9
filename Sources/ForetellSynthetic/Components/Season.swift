/// A season whose pattern may change its shape and size over time.
struct Season {
  /// Steps per season; need not be whole.
  var period: Double
  /// The pattern: one value per step of a season, with mean 0 and standard deviation 1.
  var pattern: SeasonPattern
  /// The pattern that gradually takes the first one's place; nil: none does.
  var successor: SeasonPattern?
  /// Standard deviation of the season's values.
  var amplitude: Double
  /// Standard deviation of the change of a place from one season to the next, relative to the pattern's.
  var restlessness: Double
  /// How much the logarithm of the amplitude grows over the whole series.
  var growth: Double

  /// The season's values at `count` steps.
  func values(_ count: Int, _ draws: inout Draws) -> [Double] {
    var pattern = pattern.values
    let places = pattern.count
    var result = [Double](repeating: 0, count: count)
    let turn = Double(count) * draws.uniform(0.2, 1.2)
    let pace = Double(count) * draws.uniform(0.05, 0.4)
    let share = draws.uniform(0.2, 0.8)
    var position = draws.uniform() * period
    if period == period.rounded() { position = position.rounded(.down) }
    for t in 0..<count {
      let place = min(Int(position), places - 1)
      if restlessness > 0 { pattern[place] += restlessness * draws.normal() }
      var value = pattern[place]
      if let successor {
        let weight = share * min(max(0.5 + (Double(t) - turn) / (2 * pace), 0), 1)
        value += weight * (successor.values[place] - value)
      }
      let size = growth == 0 ? 1 : Self.size(growth * (Double(t) / Double(count) - 0.5))
      result[t] = amplitude * size * value
      position += 1
      if position >= period { position -= period }
    }
    return result
  }

  /// Nearly an exponential, by its polynomial.
  private static func size(_ x: Double) -> Double { max(1 + x + x * x / 2 + x * x * x / 6, 0.05) }
}

/// One value per step of a season, with mean 0 and standard deviation 1.
struct SeasonPattern {
  /// The values.
  let values: [Double]

  private init(standardizing values: [Double]) {
    self.values = Self.standardized(values)
  }

  /// A sum of harmonics, and single places beside it.
  ///
  /// - Parameters:
  ///   - period: steps per season.
  ///   - harmonics: at least 1; fewer give a smoother pattern.
  ///   - spikes: share of the variance that belongs to single places of the season, such as one special month.
  ///   - draws: the random numbers.
  static func waves(
    period: Double, harmonics: Int, spikes: Double, _ draws: inout Draws
  ) -> SeasonPattern {
    let places = max(Int(period.rounded()), 2)
    var waves = [Double](repeating: 0, count: places)
    for harmonic in 1...max(min(harmonics, places / 2), 1) {
      let weight = draws.normal() / Double(harmonic)
      var angle = Angle(turns: draws.uniform())
      let step = Angle(turns: Double(harmonic) / period)
      for place in waves.indices {
        waves[place] += weight * angle.cosine
        angle.turn(by: step)
      }
    }
    guard spikes > 0 else { return SeasonPattern(standardizing: waves) }
    waves = standardized(waves)
    var single = [Double](repeating: 0, count: places)
    if draws.chance(0.5) {
      for _ in 0..<(1 + draws.integer(below: max(places / 8, 2))) {
        single[draws.integer(below: places)] = draws.chance(0.6) ? 1 : -1
      }
    } else {
      for place in single.indices { single[place] = draws.normal() }
    }
    single = standardized(single)
    let (kept, added) = ((1 - spikes).squareRoot(), spikes.squareRoot())
    return SeasonPattern(standardizing: zip(waves, single).map { kept * $0 + added * $1 })
  }

  /// The hours of a week, 168: one day's pattern on work days and another one on the two days of a weekend.
  ///
  /// - Parameters:
  ///   - contrast: how different the days are, from 0 (all days alike).
  ///   - draws: the random numbers.
  static func weekOfHours(contrast: Double, _ draws: inout Draws) -> SeasonPattern {
    let day = waves(period: 24, harmonics: 1 + draws.integer(below: 5), spikes: 0, &draws).values
    let rest = waves(period: 24, harmonics: 1 + draws.integer(below: 4), spikes: 0, &draws).values
    let fall = contrast * draws.uniform(-0.3, 1.5)
    let shape = min(contrast * draws.uniform(0, 1), 1)
    let first = draws.integer(below: 7)
    var week: [Double] = []
    for weekday in 0..<7 {
      let place = (weekday + first) % 7
      let weight = place == 6 ? 1 : place == 5 ? draws.uniform(0.4, 1) : 0
      let own = 0.15 * contrast * draws.normal()
      for hour in 0..<24 {
        week.append(day[hour] + weight * (shape * (rest[hour] - day[hour]) - fall) + own)
      }
    }
    return SeasonPattern(standardizing: week)
  }

  /// Shifted to mean 0 and scaled to standard deviation 1; a constant becomes 0.
  private static func standardized(_ values: [Double]) -> [Double] {
    let mean = values.reduce(0, +) / Double(values.count)
    let size = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot()
    return values.map { size > 1e-12 ? ($0 - mean) / size : 0 }
  }
}
