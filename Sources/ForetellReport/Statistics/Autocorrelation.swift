/// The autocorrelation of residuals and tests based on it.
public enum Autocorrelation {
  /// The sample autocorrelation at the lags 1 to `maximumLag`.
  ///
  /// r_k = Σ (e_t − ē)(e_{t−k} − ē) / Σ (e_t − ē)² (Hyndman and Athanasopoulos, Forecasting: Principles and
  /// Practice, 3rd edition, section 2.8). With gaps, the sums run over the products of which both factors
  /// exist.
  ///
  /// - Returns: the autocorrelations from lag 1 on; fewer if the series is short, none if it is constant or
  ///   has no finite value.
  public static func values(_ residuals: [Double], maximumLag: Int) -> [Double] {
    let finite = residuals.filter(\.isFinite)
    guard finite.count > 1 else { return [] }
    let mean = finite.reduce(0) { $0 + $1 / Double(finite.count) }
    let centred = residuals.map { $0.isFinite ? $0 - mean : 0 }
    let size = centred.map(\.magnitude).max() ?? 0
    // Because the mean is rounded, the deviations of a constant series can be of this size.
    guard size > (mean.magnitude + size) * 1e-14 else { return [] }
    let scaled = centred.map { $0 / size }
    let total = scaled.reduce(0) { $0 + $1 * $1 }
    let last = min(maximumLag, residuals.count - 1)
    guard last >= 1 else { return [] }
    return (1...last).map { lag in
      zip(scaled.dropFirst(lag), scaled).reduce(0) { $0 + $1.0 * $1.1 } / total
    }
  }

  /// The half width of the band that holds 95 % of the autocorrelations of white noise: 1.96/√n.
  ///
  /// Source: Forecasting: Principles and Practice, 3rd edition, section 2.9.
  public static func whiteNoiseBound(count: Int) -> Double { 1.96 / Double(max(1, count)).squareRoot() }

  /// The number of lags that a residual test should use: 10, or twice the season, at most a fifth of the series.
  ///
  /// Source: Forecasting: Principles and Practice, 3rd edition, section 5.4.
  public static func testLags(count: Int, seasonLength: Int = 1) -> Int {
    max(1, min(seasonLength > 1 ? 2 * seasonLength : 10, count / 5))
  }
}

/// The Ljung–Box test: whether the first autocorrelations together are larger than those of white noise.
///
/// Q* = n (n + 2) Σ_{k=1}^{ℓ} r_k² / (n − k), compared with the chi-squared distribution with ℓ degrees of freedom
/// (G. M. Ljung and G. E. P. Box, Biometrika 65(2), 1978, equation 1.2).
public struct LjungBoxTest: Sendable, Hashable, Codable {
  /// The test statistic Q*.
  public let statistic: Double
  /// ℓ, the number of autocorrelations and of degrees of freedom.
  public let lags: Int
  /// The probability of a Q* at least as large under white noise.
  public let pValue: Double

  /// Tests residuals; `nil` if there are fewer than three, or all are equal.
  ///
  /// - Parameter lags: ℓ; `nil` takes ``Autocorrelation/testLags(count:seasonLength:)``.
  public init?(_ residuals: [Double], lags: Int? = nil, seasonLength: Int = 1) {
    let count = residuals.filter(\.isFinite).count
    guard count >= 3 else { return nil }
    let asked = lags ?? Autocorrelation.testLags(count: count, seasonLength: seasonLength)
    let values = Autocorrelation.values(residuals, maximumLag: min(asked, count - 1))
    guard !values.isEmpty else { return nil }
    let n = Double(count)
    let sum = values.enumerated().reduce(0) { $0 + $1.element * $1.element / (n - Double($1.offset + 1)) }
    statistic = n * (n + 2) * sum
    self.lags = values.count
    pValue = ChiSquared.upperTail(statistic, degreesOfFreedom: Double(values.count))
  }
}
