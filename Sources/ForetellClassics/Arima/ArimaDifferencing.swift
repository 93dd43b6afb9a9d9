/// How often a series has to be differenced before it is stationary.
enum ArimaDifferencing {
  /// Whether the differences over a season are taken: the season's strength
  /// F = max(0, 1 − Var(remainder)/Var(season + remainder)) in the decomposition by local regression is above 0.64.
  ///
  /// Source: X. Wang, K. Smith and R. J. Hyndman, Characteristic-based clustering for time series data, Data Mining and
  /// Knowledge Discovery 13 (2006) 335–364; the limit: R. J. Hyndman and G. Athanasopoulos, Forecasting: Principles and
  /// Practice, 3rd edition, 9.1.
  ///
  /// - Parameters:
  ///   - values: the series without gaps.
  ///   - season: season length; false for 1 and for fewer than two seasons of values.
  static func isSeasonal(_ values: [Double], season: Int) -> Bool {
    guard season > 1, let parts = MSTL(values, seasons: [season]) else { return false }
    return isSeasonal(parts)
  }

  /// The same for a decomposition with one season.
  static func isSeasonal(_ parts: MSTL) -> Bool {
    let rest = spread(parts.remainder)
    let whole = spread(zip(parts.remainder, parts.seasonal[0]).map { $0 + $1 })
    return whole > 0 && 1 - rest / whole > 0.64
  }

  private static func spread(_ values: [Double]) -> Double {
    let mean = values.reduce(0, +) / Double(values.count)
    return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  }

  /// The number of differences, at most `limit`, after which the test of Kwiatkowski and others doesn't reject at the
  /// 5 % level that a series is stationary.
  static func count(_ values: [Double], limit: Int) -> Int {
    var rest = values
    for number in 0..<limit {
      guard rest.count > 2, rest.contains(where: { $0 != rest[0] }), statistic(rest) > 0.463 else {
        return number
      }
      rest = ArimaOrder.differences(rest, lag: 1)
    }
    return limit
  }

  /// The statistic of the test for a constant level, with the spectrum at zero over ⌊3√n/13⌋ lags:
  /// Σ S_t² / (n²·s²), where S_t are the sums of the first deviations from the mean.
  ///
  /// Source: D. Kwiatkowski, P. C. B. Phillips, P. Schmidt and Y. Shin, Testing the null hypothesis of stationarity
  /// against the alternative of a unit root, Journal of Econometrics 54 (1992) 159–178.
  static func statistic(_ values: [Double]) -> Double {
    let count = Double(values.count)
    let mean = values[0] + values.reduce(0) { $0 + ($1 - values[0]) } / count
    let deviations = values.map { $0 - mean }
    let lags = Int(3 * count.squareRoot() / 13)
    var spectrum = deviations.reduce(0) { $0 + $1 * $1 }
    for lag in 1..<max(lags + 1, 1) where lag < values.count {
      var sum = 0.0
      for time in lag..<values.count { sum += deviations[time] * deviations[time - lag] }
      spectrum += 2 * (1 - Double(lag) / Double(lags + 1)) * sum
    }
    guard spectrum > 0 else { return 0 }
    var (sum, squares) = (0.0, 0.0)
    for deviation in deviations {
      sum += deviation
      squares += sum * sum
    }
    return squares / (count * spectrum)
  }
}
