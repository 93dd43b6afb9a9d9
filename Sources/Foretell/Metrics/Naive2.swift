import Glibc

/// The benchmark of the M4 competition: the naive forecast of the seasonally adjusted series.
///
/// A series is adjusted when a test at the 90 % level finds its season: at least three seasons of values, and
/// |r_m| > 1.645·√((1 + 2·Σ_{k<m} r_k²)/n) for the autocorrelations r. Then classical multiplicative
/// decomposition gives one index per season. Source: Makridakis, Spiliotis, Assimakopoulos, "The M4
/// Competition", International Journal of Forecasting 36 (2020), and the organisers' published code.
public enum Naive2 {
  /// The forecast of the next steps; missing values (NaN) of the history are skipped.
  ///
  /// - Parameters:
  ///   - values: the history in time order.
  ///   - seasonLength: m, the steps in one season; 1 gives the naive forecast. Traps unless positive.
  ///   - horizon: the number of steps; traps unless positive.
  /// - Returns: nil when no value was observed.
  public static func forecast(values: [Double], seasonLength: Int, horizon: Int) -> [Double]? {
    precondition(seasonLength > 0 && horizon > 0, "season length and horizon must be positive")
    guard let last = values.lastIndex(where: { !$0.isNaN }) else { return nil }
    guard isSeasonal(values: values, seasonLength: seasonLength),
      let indices = seasonalIndices(values: values, seasonLength: seasonLength)
    else { return [Double](repeating: values[last], count: horizon) }
    let adjusted = values[last] / indices[last % seasonLength]
    return (values.count..<values.count + horizon).map { adjusted * indices[$0 % seasonLength] }
  }

  /// Whether the autocorrelation at lag `seasonLength` is significant in the sense of the M4 competition.
  ///
  /// False for a season of one step, fewer than three seasons of values, and constant values.
  public static func isSeasonal(values: [Double], seasonLength: Int) -> Bool {
    let count = values.count { !$0.isNaN }
    guard seasonLength > 1, count >= 3 * seasonLength else { return false }
    let correlations = autocorrelations(values: values, maximumLag: seasonLength)
    let squares = correlations.dropLast().reduce(0) { $0 + $1 * $1 }
    let limit = 1.645 * sqrt((1 + 2 * squares) / Double(count))
    return abs(correlations[seasonLength - 1]) > limit
  }

  /// The autocorrelations at lags 1 to `maximumLag`, computed like R's `acf`: deviations from the overall
  /// mean, sums of products divided by n.
  ///
  /// With missing values a lag's sum of products is divided by the number of its complete pairs plus the lag,
  /// as R does.
  static func autocorrelations(values: [Double], maximumLag: Int) -> [Double] {
    let present = values.filter { !$0.isNaN }
    let mean = present.reduce(0, +) / Double(present.count)
    let deviations = values.map { $0 - mean }
    // Direct sums cost values × lags multiplications; beyond 2²⁴ of them the Fourier transform is faster.
    if values.count > (1 << 24) / max(maximumLag, 1) {
      return Autocovariance.correlations(deviations, maximumLag: maximumLag)
    }
    let covariances = (0...maximumLag).map { lag in
      var sum = 0.0
      var pairs = 0
      for index in 0..<max(0, deviations.count - lag) {
        let product = deviations[index] * deviations[index + lag]
        if !product.isNaN {
          sum += product
          pairs += 1
        }
      }
      return sum / Double(pairs + lag)
    }
    return covariances.dropFirst().map { $0 / covariances[0] }
  }

  /// The multiplicative seasonal indices, one per step of the season, with mean 1; the first belongs to
  /// `values[0]`.
  ///
  /// Computed like R's `decompose`: the trend is the centred moving average over one season (with half
  /// weights at the ends for an even length); an index is the mean ratio of value to trend, scaled so that
  /// the mean of the indices is 1.
  ///
  /// - Returns: nil when a step of the season has no usable ratio or its index is zero.
  public static func seasonalIndices(values: [Double], seasonLength: Int) -> [Double]? {
    precondition(seasonLength > 0, "season length must be positive")
    let half = seasonLength / 2
    var sums = [Double](repeating: 0, count: seasonLength)
    var counts = [Int](repeating: 0, count: seasonLength)
    for center in half..<max(half, values.count - half) {
      var total = 0.0
      for index in center - half...center + half {
        let isHalf = seasonLength % 2 == 0 && abs(index - center) == half
        total += isHalf ? values[index] / 2 : values[index]
      }
      let ratio = values[center] / (total / Double(seasonLength))
      if ratio.isFinite {
        sums[center % seasonLength] += ratio
        counts[center % seasonLength] += 1
      }
    }
    guard counts.allSatisfy({ $0 > 0 }) else { return nil }
    let means = zip(sums, counts).map { $0 / Double($1) }
    let level = means.reduce(0, +) / Double(seasonLength)
    let indices = means.map { $0 / level }
    return indices.allSatisfy { $0.isFinite && $0 != 0 } ? indices : nil
  }
}
