import ForetellData

/// How far apart the values of a series come when it keeps to a level, as the limit of what a far forecast can miss.
///
/// The expected squared difference of two values grows with the steps between them in a random walk, without end, but
/// comes to rest in a stationary series: at twice the variance of the values (the variogram's sill, Matheron 1963).
enum SettledSpread {
  /// The longest distance that is looked at is this part of the history, so that it lies there some ten times.
  private static let part = 10
  /// How many times longer it is than the short distance that it is compared with.
  private static let ratio = 16

  /// √2 times the standard deviation of values in time order, NaN where missing; nil for a series that doesn't keep to a
  /// level, or is too short (160 steps) to show whether it does.
  ///
  /// It keeps to a level when values that lie a tenth of the history apart differ less than twice as much, in the root
  /// mean square, as values that lie a sixteenth of that distance apart: half of what a random walk's do. Means of the
  /// season's steps are taken off first, since a season makes values differ however near they are.
  static func value(of values: [Double], season: Int) -> Double? {
    guard let first = values.firstIndex(where: { !$0.isNaN }),
      let last = values.lastIndex(where: { !$0.isNaN })
    else { return nil }
    let observed = values[first...last]
    let far = observed.count / part
    let near = far / ratio
    guard near > 0 else { return nil }
    let adjusted = withoutSeason(observed, season: season)
    guard let most = difference(adjusted, lag: far), let least = difference(adjusted, lag: near), least > 0,
      most < 2 * least
    else { return nil }
    let spread = (2 * variance(observed)).squareRoot()
    return spread > 0 && spread.isFinite ? spread : nil
  }

  /// Root mean square of the differences of values so many steps apart; nil where hardly any two are observed.
  private static func difference(_ values: [Double], lag: Int) -> Double? {
    var (sum, pairs) = (0.0, 0)
    for index in lag..<values.count {
      let change = values[index] - values[index - lag]
      guard !change.isNaN else { continue }
      sum += change * change
      pairs += 1
    }
    return pairs >= 30 ? (sum / Double(pairs)).squareRoot() : nil
  }

  /// The values minus the mean of their season's step; as they are where there are no three seasons.
  private static func withoutSeason(_ values: ArraySlice<Double>, season: Int) -> [Double] {
    guard season > 1, values.count >= 3 * season else { return Array(values) }
    var sums = [Double](repeating: 0, count: season)
    var counts = [Int](repeating: 0, count: season)
    for (index, value) in values.enumerated() where !value.isNaN {
      sums[index % season] += value
      counts[index % season] += 1
    }
    // A step that was never observed has no value to take the mean of 0/0 from.
    return values.enumerated().map { $1 - sums[$0 % season] / Double(counts[$0 % season]) }
  }

  /// The variance of the observed values about their mean.
  private static func variance(_ values: ArraySlice<Double>) -> Double {
    var (sum, count) = (0.0, 0.0)
    for value in values where !value.isNaN {
      sum += value
      count += 1
    }
    let mean = sum / count
    return values.reduce(0) { $1.isNaN ? $0 : $0 + ($1 - mean) * ($1 - mean) } / count
  }
}
