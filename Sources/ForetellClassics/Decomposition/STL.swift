/// The decomposition of a series into trend, season and remainder by local regression.
///
/// Use it where the season changes slowly over the years, and with `isRobust` where single values are wrong. Source: R. B.
/// Cleveland, W. S. Cleveland, J. E. McRae and I. Terpenning, STL: A seasonal-trend decomposition procedure based on
/// loess, Journal of Official Statistics 6 (1990) 3–73.
package struct STL: Sendable, Equatable {
  /// How a series is decomposed.
  package struct Settings: Sendable, Equatable {
    /// Season length, at least 2.
    package var season: Int
    /// The number of seasons over which a step of the season is smoothed; odd, at least 3.
    package var seasonalWindow = 7
    /// The degree of that regression, 0 or 1.
    package var seasonalDegree = 1
    /// Whether values far from trend and season count less.
    package var isRobust = false
    /// Whether trend and low-pass filter with a window of more than a hundred values are computed at every tenth part of it
    /// alone, and joined by straight lines.
    ///
    /// This is what the source does by default (section 5.3); the cost then doesn't grow with the window.
    package var skipsPlaces = false

    /// Makes settings.
    package init(
      season: Int, seasonalWindow: Int = 7, seasonalDegree: Int = 1, isRobust: Bool = false,
      skipsPlaces: Bool = false
    ) {
      self.season = season
      self.seasonalWindow = seasonalWindow
      self.seasonalDegree = seasonalDegree
      self.isRobust = isRobust
      self.skipsPlaces = skipsPlaces
    }

    /// The step with which a window is smoothed.
    func step(_ window: Int) -> Int { skipsPlaces ? Loess.step(forWindow: window) : 1 }

    /// The smallest odd number above 1.5·season/(1 − 1.5/seasonal window).
    var trendWindow: Int {
      let least = 1.5 * Double(season) / (1 - 1.5 / Double(seasonalWindow))
      return Self.odd(Int(least) + 1)
    }

    /// The smallest odd number above the season.
    var lowPassWindow: Int { Self.odd(season + 1) }

    private static func odd(_ number: Int) -> Int { number % 2 == 0 ? number + 1 : number }
  }

  /// The part that repeats from season to season.
  package let seasonal: [Double]
  /// The smooth part.
  package let trend: [Double]
  /// How much each value counts, from 0 to 1; 1 unless the decomposition is robust.
  package let robustness: [Double]

  /// Decomposes a series without missing values; nil for fewer than two seasons of values or a season of one step.
  package init?(_ values: [Double], _ settings: Settings) {
    guard settings.season > 1, values.count >= 2 * settings.season else { return nil }
    var work = STLWork(values, settings)
    // The numbers of passes of the source: two within each of fifteen robust ones, or five.
    for round in 0...(settings.isRobust ? 15 : 0) {
      if round > 0 { work.weigh() }
      for _ in 0..<(settings.isRobust ? 2 : 5) { work.pass() }
    }
    seasonal = work.seasonal
    trend = work.trend
    robustness =
      settings.isRobust ? work.robustness : [Double](repeating: 1, count: values.count)
  }
}

extension STL {
  /// How much each value counts, by its distance from what was fitted: the bisquare function of the distance over six times
  /// the median distance.
  static func robustness(_ distances: [Double]) -> [Double] {
    let sorted = distances.sorted()
    let middle = sorted.count / 2
    let reach = 3 * (sorted[middle] + sorted[sorted.count - 1 - middle])
    return distances.map { distance in
      if distance <= 0.001 * reach { return 1 }
      guard distance <= 0.999 * reach else { return 0 }
      let rest = 1 - (distance / reach) * (distance / reach)
      return rest * rest
    }
  }
}

/// The passes of a decomposition over one work area.
private struct STLWork {
  let values: [Double]
  let settings: STL.Settings
  var trend: [Double]
  var seasonal: [Double]
  /// Empty until the first robust round.
  var robustness: [Double] = []
  private var loess = Loess()
  private var detrended: [Double]
  /// The smoothed steps of the season, with one season before the series and one after it.
  private var cycle: [Double]

  init(_ values: [Double], _ settings: STL.Settings) {
    self.values = values
    self.settings = settings
    trend = [Double](repeating: 0, count: values.count)
    seasonal = trend
    detrended = trend
    cycle = [Double](repeating: 0, count: values.count + 2 * settings.season)
  }

  mutating func pass() {
    for index in values.indices { detrended[index] = values[index] - trend[index] }
    for step in 0..<settings.season { smoothCycle(step) }
    var low = Self.means(Self.means(Self.means(cycle, settings.season), settings.season), 3)
    let sums = low
    let (wide, trendWindow) = (settings.lowPassWindow, settings.trendWindow)
    loess.smooth(sums, window: wide, degree: 1, robustness: [], step: settings.step(wide), into: &low)
    for index in values.indices {
      seasonal[index] = cycle[index + settings.season] - low[index]
      detrended[index] = values[index] - seasonal[index]
    }
    loess.smooth(
      detrended, window: trendWindow, degree: 1, robustness: robustness, step: settings.step(trendWindow),
      into: &trend)
  }

  /// Smooths the values of one step of the season, and continues them by one season at both ends.
  private mutating func smoothCycle(_ step: Int) {
    let season = settings.season
    let part = stride(from: step, to: values.count, by: season).map { detrended[$0] }
    let weights =
      robustness.isEmpty ? [] : stride(from: step, to: values.count, by: season).map { robustness[$0] }
    var smoothed = part
    let (window, degree, count) = (settings.seasonalWindow, settings.seasonalDegree, part.count)
    loess.smooth(part, window: window, degree: degree, robustness: weights, into: &smoothed)
    let before = loess.value(
      part, at: -1, from: 0, to: min(window, count) - 1, window: window, degree: degree, robustness: weights)
    let after = loess.value(
      part, at: Double(count), from: max(count - window, 0), to: count - 1, window: window, degree: degree,
      robustness: weights)
    cycle[step] = before ?? smoothed[0]
    for (number, value) in smoothed.enumerated() { cycle[step + (number + 1) * season] = value }
    cycle[step + (count + 1) * season] = after ?? smoothed[count - 1]
  }

  /// The weights of the next round, from the distances of the values from trend and season.
  mutating func weigh() {
    robustness = STL.robustness(values.indices.map { abs(values[$0] - trend[$0] - seasonal[$0]) })
  }

  /// Means of `length` neighbours each.
  private static func means(_ values: [Double], _ length: Int) -> [Double] {
    var sum = values[..<length].reduce(0, +)
    var result = [sum / Double(length)]
    result.reserveCapacity(values.count - length + 1)
    for index in length..<max(values.count, length) {
      sum += values[index] - values[index - length]
      result.append(sum / Double(length))
    }
    return result
  }
}
