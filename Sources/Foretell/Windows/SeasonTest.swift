import ForetellData

/// Whether a series has a season that is worth starting a forecast from.
///
/// M4's test alone calls almost every random walk seasonal: its values hang together at every lag, so at that of the
/// season too (Box and Jenkins therefore read autocorrelations only once a series is stationary). A forecast that starts
/// from such a walk's last season zigzags with nothing but its noise. So what repeats must also be seen without the slow
/// movement of the level, in one of the two usual ways to remove it:
///
/// - in the changes from step to step, which shows seasons of sharp steps, also in few seasons, or
/// - in what is left of the values after the classical decomposition's trend, the centred moving average over one season
///   (Kendall and Stuart), which shows smooth long seasons, whose single changes drown in noise.
///
/// Both are close to uncorrelated one season apart for a random walk. Seasons of more than 24 steps keep to M4's test: a
/// window without a season starts from the mean of its last season's length, which for weeks of a year lies so far back
/// that even last year's noise is the nearer start (MASE over M4's weekly series 0.57, and 0.64 from the mean).
enum SeasonTest {
  /// The normal deviate of each of the two tests at the 2.5 % level, so that together they err for at most 5 % of walks.
  private static let deviate = 1.96
  /// The longest season for which more than M4's test is asked.
  private static let longest = 24

  /// Whether values in time order, NaN where missing, repeat with a season of so many steps.
  ///
  /// - Parameter transformed: the values as the forecast changes them first, which evens out swings.
  static func isSeasonal(_ values: [Double], transformed: [Double], season: Int) -> Bool {
    guard Naive2.isSeasonal(values: values, seasonLength: season) else { return false }
    return season > longest || changesRepeat(transformed, season: season)
      || deviationsRepeat(transformed, season: season)
  }

  /// Whether the changes of one season earlier say something about those of today: r_m > 1.96/√n, the limit for changes
  /// that are white noise.
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
    // Missing changes leave fewer pairs; as in `Naive2`, the sum counts as if over the pairs that there are.
    guard pairs > 0, squares > 0 else { return false }
    let correlation = (products / Double(pairs + season)) / (squares / Double(count))
    return correlation > deviate / Double(count).squareRoot()
  }

  /// Whether the deviations from a moving average over one season repeat, by M4's test of them for positive
  /// correlations: r_m > 1.96·√((1 + 2·Σ_{k<m} r_k²)/n) after Bartlett, because neighbouring deviations hang together.
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
  /// The average has half weights at the ends of an even season, and leaves out missing values.
  static func deviations(_ values: [Double], season: Int) -> [Double] {
    let half = season / 2
    guard values.count > 2 * half, let base = values.first(where: { !$0.isNaN }) else { return [] }
    // Sums of all values before an index; counted from an observed value, so that large levels lose no digits.
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
