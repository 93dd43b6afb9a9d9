import ForetellData

/// Whether a series has a season strong enough for a forecast to start from its seasonal naive forecast.
///
/// M4's test alone calls almost every random walk seasonal: its values are correlated at every lag, also at
/// the season's (Box and Jenkins therefore look at autocorrelations only of a stationary series). A forecast
/// that starts from the last season of a random walk repeats nothing but its noise. So the season must also
/// show after the slow movement of the level is removed, in one of the two usual ways:
///
/// - in the changes from step to step, where seasons with sharp steps show, even in few seasons, or
/// - in the deviations from the trend of the classical decomposition, the centred moving average over one
///   season (Kendall and Stuart), where long smooth seasons show, whose single changes are smaller than the
///   noise.
///
/// For a random walk both are nearly uncorrelated at the season's lag. For seasons of more than 24 steps M4's
/// test alone decides: without a season a forecast starts from the mean of the window's last season, and for
/// weekly data, where that is the mean of a year, last year's noise is still the better start (MASE over M4's
/// weekly series 0.57, against 0.64 from the mean).
enum SeasonTest {
  /// The normal deviate of each of the two tests at the 2.5 % level: together they call at most 5 % of random
  /// walks seasonal.
  private static let deviate = 1.96
  /// The longest season, in steps, for which the additional tests apply.
  static let longest = 24

  /// Whether values in time order, NaN where missing, have a season of `season` steps.
  ///
  /// - Parameter transformed: the values after the forecast's transform, which makes their variation more
  ///   even.
  static func isSeasonal(_ values: [Double], transformed: [Double], season: Int) -> Bool {
    guard Naive2.isSeasonal(values: values, seasonLength: season) else { return false }
    return season > longest || changesRepeat(transformed, season: season)
      || deviationsRepeat(transformed, season: season)
  }

  /// Whether the changes from step to step are positively correlated with those one season earlier: r_m >
  /// 1.96/√n, the limit for white noise.
  static func changesRepeat(_ values: [Double], season: Int) -> Bool {
    let changes = zip(values.dropFirst(), values).map { $0 - $1 }
    var (sum, count) = (0.0, 0)
    for change in changes where !change.isNaN {
      sum += change
      count += 1
    }
    let mean = sum / Double(count)
    var (squares, products, pairs) = (0.0, 0.0, 0)
    for index in changes.indices where !changes[index].isNaN {
      let deviation = changes[index] - mean
      squares += deviation * deviation
      guard index >= season, !changes[index - season].isNaN else { continue }
      products += deviation * (changes[index - season] - mean)
      pairs += 1
    }
    // With missing changes there are fewer pairs; the sum of products is scaled up accordingly, as in
    // `Naive2`.
    guard pairs > 0, squares > 0 else { return false }
    let correlation = (products / Double(pairs + season)) / (squares / Double(count))
    return correlation > deviate / Double(count).squareRoot()
  }

  /// Whether the deviations from a moving average over one season are positively correlated at the season's
  /// lag: r_m > 1.96·√((1 + 2·Σ_{k<m} r_k²)/n), with Bartlett's variance because neighbouring deviations are
  /// correlated.
  static func deviationsRepeat(_ values: [Double], season: Int) -> Bool {
    let deviations = deviations(values, season: season)
    let count = deviations.count { !$0.isNaN }
    guard count > season else { return false }
    let correlations = Naive2.autocorrelations(values: deviations, maximumLag: season)
    let squares = correlations.dropLast().reduce(0) { $0 + $1 * $1 }
    return correlations[season - 1] > deviate * ((1 + 2 * squares) / Double(count)).squareRoot()
  }

  /// The values minus the centred moving average over one season, without the half season at both ends.
  ///
  /// For an even season the average has half weights at both ends; missing values are left out.
  static func deviations(_ values: [Double], season: Int) -> [Double] {
    let half = season / 2
    guard values.count > 2 * half, let base = values.first(where: { !$0.isNaN }) else { return [] }
    // Prefix sums of the values minus an observed value, which keeps precision at high levels.
    var sums = [0.0]
    var counts = [0]
    sums.reserveCapacity(values.count + 1)
    counts.reserveCapacity(values.count + 1)
    for value in values {
      sums.append(sums[sums.count - 1] + (value.isNaN ? 0 : value - base))
      counts.append(counts[counts.count - 1] + (value.isNaN ? 0 : 1))
    }
    return (half..<values.count - half).map { center in
      let (first, end) = (center - half, center + half + 1)
      var sum = sums[end] - sums[first]
      var weight = Double(counts[end] - counts[first])
      if season % 2 == 0 {
        for edge in [first, end - 1] where !values[edge].isNaN {
          sum -= (values[edge] - base) / 2
          weight -= 0.5
        }
      }
      return values[center] - base - sum / weight
    }
  }
}
