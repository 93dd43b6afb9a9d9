/// A series as trend, season and remainder, by the classical decomposition: the trend is a centred moving average over
/// one season (5 steps without one), the season the mean of each place's distance from it, with mean 0.
struct Decomposition {
  /// The season: one value per place of the first season's steps; a single 0 without one.
  let pattern: [Double]
  private let season: Int
  /// The distance from the trend where there is one, its first step in the series, and the trend there.
  private let detrended: [Double]
  private let start: Int
  private let trend: [Double]

  /// Decomposes a series; nil when it is shorter than three seasons or 10 steps.
  init?(_ y: [Double], season: Int) {
    guard y.count >= max(3 * season, 10) else { return nil }
    self.season = season
    let width = season > 1 ? season : 5
    // Over an even number of steps, both ends count half.
    let half = width / 2
    let weights = (-half...half).map { width % 2 == 0 && abs($0) == half ? 0.5 : 1.0 }
    trend = (half..<y.count - half).map { t in
      zip(weights, y[t - half...t + half]).reduce(0) { $0 + $1.0 * $1.1 } / Double(width)
    }
    start = half
    detrended = zip(y[half...], trend).map { $0 - $1 }
    guard season > 1 else {
      pattern = [0]
      return
    }
    var sums = [Double](repeating: 0, count: season)
    var counts = [Double](repeating: 0, count: season)
    for (place, value) in detrended.enumerated() {
      sums[(place + half) % season] += value
      counts[(place + half) % season] += 1
    }
    let means = zip(sums, counts).map { $0 / $1 }
    let mean = means.reduce(0, +) / Double(season)
    pattern = means.map { $0 - mean }
  }

  private var remainder: [Double] {
    detrended.enumerated().map { $1 - pattern[($0 + start) % pattern.count] }
  }

  /// max(0, 1 − Var R / Var(T + R)); nil when both are constant.
  var trendStrength: Double? {
    let rest = remainder
    return Self.strength(rest, with: zip(rest, trend).map { $0 + $1 })
  }

  /// max(0, 1 − Var R / Var(S + R)); nil when both are constant.
  var seasonStrength: Double? { Self.strength(remainder, with: detrended) }

  /// Correlation of the last season's distances from the trend with the mean of the seasons before; nil when there are
  /// fewer than three in all, or a pattern is constant.
  var seasonStability: Double? {
    let seasons = detrended.count / season
    guard season > 1, seasons >= 3 else { return nil }
    let all = Array(detrended.suffix(seasons * season))
    let last = Array(all.suffix(season))
    let before = (0..<season).map { place in
      (0..<seasons - 1).reduce(0) { $0 + all[$1 * season + place] } / Double(seasons - 1)
    }
    let (a, b) = (SeriesFeatures.moments(last), SeriesFeatures.moments(before))
    guard a.variance > 0, b.variance > 0 else { return nil }
    let covariance = zip(last, before).reduce(0) { $0 + ($1.0 - a.mean) * ($1.1 - b.mean) }
    return covariance / Double(season - 1) / (a.variance * b.variance).squareRoot()
  }

  private static func strength(_ rest: [Double], with component: [Double]) -> Double? {
    let whole = SeriesFeatures.moments(component).variance
    return whole > 0 ? max(0, 1 - SeriesFeatures.moments(rest).variance / whole) : nil
  }
}
