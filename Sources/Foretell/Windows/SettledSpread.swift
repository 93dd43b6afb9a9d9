import ForetellData

/// The typical difference of two distant values of a stationary series, which limits the width of intervals
/// far ahead.
///
/// In a random walk the expected squared difference of two values grows without limit with the number of
/// steps between them; in a stationary series it levels off at twice the variance of the values (the sill of
/// the variogram, Matheron 1963).
enum SettledSpread {
  /// The long lag is the history's length divided by this, so that the history holds about ten such spans.
  private static let part = 10
  /// The long lag divided by the short lag with which it is compared.
  private static let ratio = 16

  /// √2 times the standard deviation of values in time order, NaN where missing; nil for a series that isn't
  /// stationary or has fewer than the 160 steps needed to tell.
  ///
  /// A series counts as stationary when the root mean square difference of values a tenth of the history
  /// apart is less than twice that of values a sixteenth of this lag apart; for a random walk it is four
  /// times. The mean of each step of the season is subtracted first, because a season makes even close values
  /// differ.
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

  /// Root mean square difference of values `lag` steps apart; nil with fewer than 30 pairs.
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

  /// The values minus the mean of their step of the season; unchanged with fewer than three seasons.
  private static func withoutSeason(_ values: ArraySlice<Double>, season: Int) -> [Double] {
    guard season > 1, values.count >= 3 * season else { return Array(values) }
    var sums = [Double](repeating: 0, count: season)
    var counts = [Int](repeating: 0, count: season)
    for (index, value) in values.enumerated() where !value.isNaN {
      sums[index % season] += value
      counts[index % season] += 1
    }
    // The mean of a step that was never observed is 0/0, but then no value uses it: the results are NaN
    // either way.
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
