import Foretell
import Testing

@Suite struct MetricsReferenceTests {
  /// Against CPython 3.11's `statistics.NormalDist().inv_cdf`, an independent writing of the same algorithm.
  @Test func normalQuantiles() {
    let cases: [(Double, Double)] = [
      (0.5, 0.0), (0.9, 1.2815515655446008), (0.975, 1.9599639845400536), (0.995, 2.5758293035489),
      (0.075, -1.4395314709384557), (0.92501, 1.4396021182393162), (1e-05, -4.2648907939228256),
      (1e-12, -7.034483825301132), (1e-20, -9.262340089798405), (1e-300, -37.0470962993612),
      (0.999999999, 5.997807019601638),
    ]
    for (probability, expected) in cases {
      let value = StandardNormal.quantile(probability)
      #expect(abs(value - expected) <= 4e-16 * max(1, abs(expected)), "\(probability): \(value)")
    }
    #expect(StandardNormal.quantile(0) == -.infinity && StandardNormal.quantile(1) == .infinity)
    for step in 1..<500 {
      let probability = Double(step) / 1000
      #expect(abs(StandardNormal.quantile(probability) + StandardNormal.quantile(1 - probability)) < 1e-14)
    }
  }

  @Test func naive() throws {
    // Differences 2, −1, 3: σ² = 14/3.
    let forecast = try #require(ReferenceForecast.naive(values: [1, 3, 2, 5], horizon: 4))
    #expect(forecast.point == [5, 5, 5, 5])
    let deviations = try #require(forecast.standardDeviations)
    for step in 1...4 { #expect(abs(deviations[step - 1] - (14.0 / 3 * Double(step)).squareRoot()) < 1e-14) }
    let (lower, upper) = try #require(forecast.interval(level: 95))
    #expect(abs(upper[3] - (5 + 1.959963984540054 * (56.0 / 3).squareRoot())) < 1e-13)
    #expect(abs(lower[3] + upper[3] - 10) < 1e-13)
  }

  @Test func seasonalNaive() throws {
    // Season 2, differences at lag 2: 1, 3, −2, 1: σ² = 15/4.
    let forecast = try #require(
      ReferenceForecast.seasonalNaive(values: [1, 3, 2, 6, 0, 7], seasonLength: 2, horizon: 5))
    #expect(forecast.point == [0, 7, 0, 7, 0] && forecast.substitutedSteps == 0)
    #expect(forecast.standardDeviations == [1, 1, 2, 2, 3].map { (3.75 * $0).squareRoot() })
  }

  @Test func gapsArePassedOver() throws {
    // Residuals 4 over two steps and 1 over one: σ² = (16/2 + 1)/2; the last value is one step old.
    let naive = try #require(ReferenceForecast.naive(values: [1, .nan, 5, 6, .nan], horizon: 2))
    #expect(naive.point == [6, 6] && naive.standardDeviations == [3, 13.5.squareRoot()])
    let seasonal = try #require(
      ReferenceForecast.seasonalNaive(values: [1, 2, 3, 4, .nan, 6], seasonLength: 2, horizon: 2))
    #expect(seasonal.point == [3, 6])
    #expect(seasonal.standardDeviations == [2, 1].map { (4.0 * $0).squareRoot() })
  }

  @Test func hardCases() throws {
    #expect(ReferenceForecast.naive(values: [], horizon: 1) == nil)
    #expect(ReferenceForecast.naive(values: [.nan, .nan], horizon: 1) == nil)
    let single = try #require(ReferenceForecast.naive(values: [.nan, 3], horizon: 2))
    #expect(single.point == [3, 3] && single.standardDeviations == nil && single.interval(level: 80) == nil)
    let short = try #require(ReferenceForecast.seasonalNaive(values: [3, 4], seasonLength: 4, horizon: 5))
    #expect(short.point == [4, 4, 3, 4, 4] && short.substitutedSteps == 3)
    let constant = try #require(ReferenceForecast.naive(values: [3, 3, 3], horizon: 1)?.interval(level: 95))
    #expect(constant.lower == [3] && constant.upper == [3])
  }

  // MARK: Naive2

  /// Worked out by hand from the formula; MetricsM4Tests compares whole forecasts with those that R made.
  @Test func seasonalIndices() throws {
    // A linear trend times known indices is not recovered exactly; a constant level is.
    let indices = [0.5, 1.5, 1.25, 0.75]
    let values = (0..<19).map { 8 * indices[$0 % 4] }
    let found = try #require(Naive2.seasonalIndices(values: values, seasonLength: 4))
    #expect(zip(found, indices).allSatisfy { abs($0 - $1) < 1e-15 })
    // Season 3, values 1 2 3 2 3 7: averages 2, 7/3, 8/3, 4; ratios 1 (season 1), 9/7 (2), 3/4 (0), 3/4 (1).
    let odd = try #require(Naive2.seasonalIndices(values: [1, 2, 3, 2, 3, 7], seasonLength: 3))
    let means = [0.75, 0.875, 9.0 / 7]
    let level = means.reduce(0, +) / 3
    #expect(zip(odd, means).allSatisfy { abs($0 - $1 / level) < 1e-15 })
    #expect(Naive2.seasonalIndices(values: [1, 2, 3], seasonLength: 4) == nil)
    #expect(Naive2.seasonalIndices(values: [Double](repeating: 0, count: 20), seasonLength: 4) == nil)
  }

  @Test func adjustsOnlySeasonalSeries() throws {
    let indices = [0.5, 1.5, 1.25, 0.75]
    let values = (0..<19).map { 8 * indices[$0 % 4] }
    #expect(Naive2.isSeasonal(values: values, seasonLength: 4))
    let forecast = try #require(Naive2.forecast(values: values, seasonLength: 4, horizon: 6))
    #expect(zip(forecast, [6, 4, 12, 10, 6, 4]).allSatisfy { abs($0 - $1) < 1e-13 })
    // Fewer than three seasons, a season of one step, and constants are left alone.
    #expect(!Naive2.isSeasonal(values: Array(values.prefix(11)), seasonLength: 4))
    #expect(!Naive2.isSeasonal(values: values, seasonLength: 1))
    #expect(!Naive2.isSeasonal(values: [Double](repeating: 2, count: 30), seasonLength: 4))
    #expect(Naive2.forecast(values: [1, 9, 2, .nan], seasonLength: 4, horizon: 2) == [2, 2])
    #expect(Naive2.forecast(values: [.nan], seasonLength: 4, horizon: 2) == nil)
    // A gap changes little.
    var gapped = values
    gapped[6] = .nan
    gapped[18] = .nan
    let other = try #require(Naive2.forecast(values: gapped, seasonLength: 4, horizon: 6))
    #expect(zip(other, [6, 4, 12, 10, 6, 4]).allSatisfy { abs($0 - $1) < 1e-13 })
  }
}
