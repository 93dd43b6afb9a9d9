import Testing

@testable import ForetellReport

struct StatisticsTests {
  /// Critical values from the NIST/SEMATECH e-Handbook of Statistical Methods, table 1.3.6.7.4 (three decimals).
  @Test(arguments: [
    (3.841, 1.0, 0.05), (6.635, 1, 0.01), (18.307, 10, 0.05), (29.588, 10, 0.001), (31.410, 20, 0.05),
    (2.558, 10, 0.99), (124.342, 100, 0.05), (70.065, 100, 0.99),
  ])
  func chiSquaredTail(x: Double, degrees: Double, probability: Double) {
    #expect(
      abs(ChiSquared.upperTail(x, degreesOfFreedom: degrees) - probability) < 2e-4 * max(1, probability * 5))
  }

  @Test func chiSquaredWithTwoDegreesIsExponential() {
    for x in [0.0, 0.001, 0.5, 1, 3, 10, 50, 200, 1200] {
      let expected = exponential(-x / 2)
      let found = ChiSquared.upperTail(x, degreesOfFreedom: 2)
      #expect(abs(found - expected) <= 1e-12 * max(expected, 1e-3))
    }
    #expect(ChiSquared.upperTail(.infinity, degreesOfFreedom: 3) == 0)
    #expect(ChiSquared.upperTail(.nan, degreesOfFreedom: 3).isNaN)
  }

  /// e to a power by its series on a small argument, squared back: independent of the function under test.
  private func exponential(_ x: Double) -> Double {
    var term = 1.0
    var sum = 1.0
    let small = x / 1024
    for step in 1...20 {
      term *= small / Double(step)
      sum += term
    }
    for _ in 0..<10 { sum *= sum }
    return sum
  }

  @Test func autocorrelationByHand() {
    // Mean 3; deviations −2 −1 0 1 2; Σd² = 10; lag 1: 2+0+0+2 = 4; lag 2: 0−1+0 = −1.
    let found = Autocorrelation.values([1, 2, 3, 4, 5], maximumLag: 2)
    #expect(found.count == 2)
    #expect(abs(found[0] - 0.4) < 1e-12)
    #expect(abs(found[1] + 0.1) < 1e-12)
  }

  @Test func autocorrelationOfDegenerateSeries() {
    #expect(Autocorrelation.values([], maximumLag: 5).isEmpty)
    #expect(Autocorrelation.values([1], maximumLag: 5).isEmpty)
    #expect(Autocorrelation.values(Array(repeating: 0.1, count: 30), maximumLag: 5).isEmpty)
    #expect(Autocorrelation.values([.nan, .infinity, 2], maximumLag: 5).isEmpty)
    #expect(LjungBoxTest(Array(repeating: 3, count: 30)) == nil)
    #expect(LjungBoxTest([1, 2]) == nil)
  }

  @Test func ljungBoxByHand() throws {
    // n = 5, r₁ = 0.4, r₂ = −0.1: Q* = 35 · (0.16/4 + 0.01/3) = 1.516 6…; two degrees: p = e^(−Q*/2).
    let test = try #require(LjungBoxTest([1, 2, 3, 4, 5], lags: 2))
    #expect(abs(test.statistic - 35 * (0.04 + 0.01 / 3)) < 1e-12)
    #expect(abs(test.pValue - exponential(-test.statistic / 2)) < 1e-12)
    #expect(test.lags == 2)
  }

  @Test func ljungBoxTellsSeasonFromNoise() throws {
    var noise = SamplePictures.Noise(state: 5)
    let white = (0..<400).map { _ in noise.normal() }
    let seasonal = white.enumerated().map { $1 + ($0 % 12 < 6 ? 1.0 : -1.0) }
    #expect(try #require(LjungBoxTest(white, seasonLength: 12)).pValue > 0.01)
    #expect(try #require(LjungBoxTest(seasonal, seasonLength: 12)).pValue < 1e-10)
  }

  @Test func histogramCountsEveryFiniteValue() throws {
    for values in [[1.0], [2, 2, 2], [0, 0.5, 1, .nan, 7], (0..<500).map { Double($0 * $0 % 97) }] {
      let histogram = try #require(Summary.histogram(values))
      #expect(histogram.counts.reduce(0, +) == Double(values.filter(\.isFinite).count))
      #expect(histogram.middles.count == histogram.counts.count)
      #expect(histogram.counts.count <= 42)
    }
    #expect(Summary.histogram([.nan]) == nil)
  }

  @Test func quantilesInterpolate() {
    #expect(Summary.quantile([4, 1, 3, 2], 0.5) == 2.5)
    #expect(Summary.quantile([1, .nan, 3], 1) == 3)
    #expect(Summary.quantile([.nan], 0.5) == nil)
  }
}
