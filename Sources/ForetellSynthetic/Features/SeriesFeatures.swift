import ForetellCore

/// What a series looks like, in numbers that don't depend on its unit.
///
/// The features are those of the logarithms when all values are positive, otherwise of the values; gaps are filled by
/// straight lines first. Unless said otherwise they follow R. J. Hyndman, E. Wang and N. Laptev, "Large-scale unusual
/// time series detection", ICDM Workshops 2015, and R. J. Hyndman and G. Athanasopoulos, "Forecasting: principles and
/// practice", 3rd edition, chapter 4.
public struct SeriesFeatures: Sendable, Hashable {
  /// The features.
  public enum Name: String, CaseIterable, Sendable, Codable {
    /// Number of values from the first to the last.
    case length
    /// max(0, 1 − Var R / Var(T + R)) for trend T and remainder R.
    case trendStrength = "trend strength"
    /// max(0, 1 − Var R / Var(S + R)) for season S and remainder R.
    case seasonStrength = "season strength"
    /// 1 when the autocorrelation at the season's lag passes the 90 % test of the M4 competition, otherwise 0.
    case seasonal
    /// Correlation of the last season's pattern with the mean of those before.
    case seasonStability = "season stability"
    /// Shannon entropy of the periodogram over its greatest value: 0 for one wave, 1 for white noise.
    case entropy
    /// Autocorrelation at lag 1.
    case autocorrelation
    /// Autocorrelation of the changes at lag 1.
    case changeAutocorrelation = "change autocorrelation"
    /// Autocorrelation of the changes at lag 2.
    case changeAutocorrelation2 = "change autocorrelation 2"
    /// Variance of the variances of tiles of the standardised series.
    case lumpiness
    /// Variance of the means of tiles of the standardised series.
    case stability
    /// Excess kurtosis of the changes.
    case kurtosis = "kurtosis of changes"
    /// Mean size of the changes.
    case changeSize = "size of changes"
    /// Mean of the changes.
    case growth
    /// Size of the mean change over the changes' standard deviation.
    case steadiness = "growth over noise"
    /// Mean change of the second half minus that of the first, over the changes' mean size.
    case acceleration
    /// Slope of the growth over the next season (without season: 4 steps) on that over the one before.
    case growthPersistence = "growth persistence"
    /// The parameter of simple exponential smoothing with drift with the least squared error: how much the last value
    /// counts.
    case smoothing
  }

  private var values: [Name: Double] = [:]

  /// A feature; nil when the series is too short for it, or has no season.
  public subscript(_ name: Name) -> Double? { values[name] }

  /// Computes the features.
  ///
  /// - Parameters:
  ///   - series: values in the order of time; NaN: a gap.
  ///   - season: steps per season, 1 for none.
  /// - Returns: nil for fewer than 10 values, or values that are all the same.
  public init?(_ series: [Double], season: Int) {
    precondition(season >= 1, "a season has 1 step or more, not \(season)")
    let present = series.filter(\.isFinite)
    guard present.count >= 10, let low = present.min(), let high = present.max(), low < high else {
      return nil
    }
    let y = Self.filled(low > 0 ? series.map(elementaryLogarithm) : series)
    let decomposition = Decomposition(y, season: season)
    let isSeasonal = season > 1 && Self.passesSeasonTest(y, season: season)
    var adjusted = y
    if let decomposition, isSeasonal {
      for t in y.indices { adjusted[t] -= decomposition.pattern[t % season] }
    }
    keep(.length, Double(y.count))
    keep(.trendStrength, decomposition?.trendStrength)
    if season > 1, let decomposition {
      keep(.seasonStrength, decomposition.seasonStrength)
      keep(.seasonal, isSeasonal ? 1 : 0)
      keep(.seasonStability, decomposition.seasonStability)
    }
    keep(.entropy, Self.spectralEntropy(y))
    keep(.autocorrelation, Self.autocorrelation(adjusted, lag: 1))
    keepTiles(adjusted, width: max(season, 10))
    keepChanges(adjusted, span: season > 1 ? season : 4)
    keep(.smoothing, Self.smoothing(adjusted))
  }

  private mutating func keep(_ name: Name, _ value: Double?) {
    if let value, value.isFinite { values[name] = value }
  }

  /// Variances and means of tiles (a rest at the end is left out).
  private mutating func keepTiles(_ y: [Double], width: Int) {
    let count = y.count / width
    let (mean, variance) = Self.moments(y)
    guard count >= 2, variance > 0 else { return }
    let tiles = (0..<count).map { tile in
      Self.moments(y[tile * width..<(tile + 1) * width].map { ($0 - mean) / variance.squareRoot() })
    }
    keep(.stability, Self.moments(tiles.map(\.mean)).variance)
    keep(.lumpiness, Self.moments(tiles.map(\.variance)).variance)
  }

  private mutating func keepChanges(_ y: [Double], span: Int) {
    let changes = zip(y.dropFirst(), y).map { $0 - $1 }
    let (mean, variance) = Self.moments(changes)
    guard variance > 0 else { return }
    keep(.changeAutocorrelation, Self.autocorrelation(changes, lag: 1))
    keep(.changeAutocorrelation2, Self.autocorrelation(changes, lag: 2))
    let (squares, fourth) = changes.reduce(into: (0.0, 0.0)) { sums, change in
      let square = (change - mean) * (change - mean)
      sums.0 += square
      sums.1 += square * square
    }
    let count = Double(changes.count)
    keep(.kurtosis, fourth * count / (squares * squares) - 3)
    let size = changes.reduce(0) { $0 + abs($1) } / count
    keep(.changeSize, size)
    keep(.growth, mean)
    keep(.steadiness, abs(mean) / variance.squareRoot())
    let half = changes.count / 2
    let (first, second) = (changes[..<half], changes[half...])
    keep(
      .acceleration,
      (second.reduce(0, +) / Double(second.count) - first.reduce(0, +) / Double(first.count)) / size)
    guard y.count >= 3 * span else { return }
    let (product, square) = (span..<y.count - span).reduce(into: (0.0, 0.0)) { sums, t in
      sums.0 += (y[t + span] - y[t]) * (y[t] - y[t - span])
      sums.1 += (y[t] - y[t - span]) * (y[t] - y[t - span])
    }
    keep(.growthPersistence, product / square)
  }

  /// Mean, and variance over n − 1.
  static func moments(_ values: [Double]) -> (mean: Double, variance: Double) {
    let mean = values.reduce(0, +) / Double(values.count)
    return (mean, values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1))
  }

  private static func autocorrelation(_ y: [Double], lag: Int) -> Double {
    let mean = y.reduce(0, +) / Double(y.count)
    let products = zip(y.dropFirst(lag), y).reduce(0) { $0 + ($1.0 - mean) * ($1.1 - mean) }
    return products / y.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  }

  /// Whether the series has a season by the test of the M4 competition, for at least three seasons.
  ///
  /// |r_m| > 1.645 √((1 + 2 Σ_{k<m} r_k²) / n) (S. Makridakis, E. Spiliotis and V.
  /// Assimakopoulos, "The M4 competition", International Journal of Forecasting 36, 2020).
  private static func passesSeasonTest(_ y: [Double], season: Int) -> Bool {
    guard y.count >= 3 * season else { return false }
    let before = (1..<season).reduce(0.0) { $0 + Self.square(autocorrelation(y, lag: $1)) }
    let limit = 1.645 * ((1 + 2 * before) / Double(y.count)).squareRoot()
    return abs(autocorrelation(y, lag: season)) > limit
  }

  private static func square(_ x: Double) -> Double { x * x }

  /// Entropy of the periodogram at the Fourier frequencies above 0, over the logarithm of their number.
  private static func spectralEntropy(_ y: [Double]) -> Double? {
    let count = y.count
    let mean = y.reduce(0, +) / Double(count)
    let circle = (0..<count).map { Angle(turns: Double($0) / Double(count)) }
    let powers = (1...count / 2).map { frequency in
      var (real, imaginary, place) = (0.0, 0.0, 0)
      for value in y {
        real += (value - mean) * circle[place].cosine
        imaginary += (value - mean) * circle[place].sine
        place += frequency
        if place >= count { place -= count }
      }
      return real * real + imaginary * imaginary
    }
    let total = powers.reduce(0, +)
    guard total > 0 else { return nil }
    let entropy = powers.reduce(0.0) { sum, power in
      power > 0 ? sum - power / total * elementaryLogarithm(power / total) : sum
    }
    return entropy / elementaryLogarithm(Double(powers.count))
  }

  /// The best of 0.05, 0.1, …, 1 for the sum of squared one-step errors; it begins at the first value, and the drift is
  /// the mean change.
  private static func smoothing(_ y: [Double]) -> Double {
    let drift = (y[y.count - 1] - y[0]) / Double(y.count - 1)
    var best = (error: Double.infinity, parameter: 1.0)
    for step in 1...20 {
      let parameter = Double(step) / 20
      var (level, error) = (y[0], 0.0)
      for value in y.dropFirst() {
        let miss = value - level - drift
        error += miss * miss
        level += drift + parameter * miss
      }
      if error < best.error { best = (error, parameter) }
    }
    return best.parameter
  }

  /// The values from the first to the last that is present, with straight lines over the gaps.
  private static func filled(_ series: [Double]) -> [Double] {
    let places = series.indices.filter { series[$0].isFinite }
    guard let first = places.first, let last = places.last else { return [] }
    var result = series
    for (left, right) in zip(places, places.dropFirst()) where right > left + 1 {
      for place in left + 1..<right {
        let share = Double(place - left) / Double(right - left)
        result[place] = (1 - share) * series[left] + share * series[right]
      }
    }
    return Array(result[first...last])
  }
}
