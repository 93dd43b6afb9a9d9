import Testing

@testable import Foretell

/// How far intervals widen over gaps and beyond the trained horizon.
@Suite struct SettledSpreadTests {
  typealias Values = SeasonTestTests

  @Test(
    "noise about a level or a season has a spread, a random walk has none",
    arguments: [(1, 200), (7, 400), (24, 1_000), (24, 3_000)])
  func whichSeriesSettle(_ season: Int, _ count: Int) throws {
    for seed: UInt64 in 1...30 {
      let noise = Values.noise(count, seed: seed)
      let walk = Values.walk(count, seed: seed)
      let spread = try #require(SettledSpread.value(of: noise, season: season))
      #expect(abs(spread - 2.0.squareRoot()) < 0.3)
      #expect(SettledSpread.value(of: walk, season: season) == nil, "\(seed)")
      let wave = Values.season(season, count, seed: seed)
      #expect(SettledSpread.value(of: zip(noise, wave).map { $0 + 3 * $1 }, season: season) != nil)
      #expect(SettledSpread.value(of: zip(walk, wave).map { $0 + 3 * $1 }, season: season) == nil, "\(seed)")
      // A trend doesn't keep to a level.
      #expect(
        SettledSpread.value(of: noise.enumerated().map { $1 + 0.2 * Double($0) }, season: season) == nil)
    }
  }

  @Test func shortAndConstantSeriesHaveNone() {
    #expect(SettledSpread.value(of: Values.noise(159, seed: 1), season: 7) == nil)
    #expect(SettledSpread.value(of: [Double](repeating: 4, count: 400), season: 7) == nil)
    #expect(SettledSpread.value(of: [Double](repeating: .nan, count: 400), season: 7) == nil)
    #expect(SettledSpread.value(of: [], season: 7) == nil)
    var gaps = Values.noise(800, seed: 2)
    for index in 0..<800 where index % 7 > 3 { gaps[index] = .nan }
    #expect(SettledSpread.value(of: gaps, season: 7) != nil)
  }

  /// Blocks of ten steps, the last with deviation 1, as far as 2,000 steps.
  private func widths(spread: Double?) -> [Double] {
    var preparation = SeriesPreparation()
    preparation.spread = spread
    var walk = ForecastWalk(
      preparation: preparation, limits: -Double.infinity...Double.infinity,
      transformLimit: nil, firstOrdinal: 0, values: [0],
      covariates: [], needed: 2_000)
    let head = QuantileOutput(levels: [68.26894921370859])
    while !walk.isDone {
      walk.append(
        (0..<10).flatMap { step in [-1.0, 0, 1].map { $0 * (Double(step + 1) / 10).squareRoot() } },
        bases: [Double](repeating: 0, count: 10), unit: 1, head: head, deviations: [],
        calibration: nil, withOffsets: true)
      walk.feedBack(10, keeping: 20)
    }
    let stamps = [Timestamp](repeating: Timestamp(0), count: 2_000)
    let forecast = walk.forecast(id: "y", stamps: stamps, levels: [68.26894921370859], deviates: [-1, 0, 1])
    return zip(forecast.upper[0], forecast.lower[0]).map { ($0 - $1) / 2 }
  }

  @Test func widthsGrowUntilTheSpread() {
    let free = widths(spread: nil)
    let limited = widths(spread: 3)
    #expect(abs(free[1_999] - 200.0.squareRoot()) < 1e-3)
    for step in 0..<2_000 { #expect(abs(limited[step] - min(free[step], 3)) < 1e-3) }
    // Never narrower than what the network says of one block.
    let tight = widths(spread: 0.5)
    for step in 0..<2_000 { #expect(abs(tight[step] - min(free[step], 1)) < 1e-3) }
  }

  @Test("a long gap widens the intervals of noise about a season no further than its values lie apart")
  func longGap() throws {
    let wave = Values.season(24, 1_200, seed: 3)
    let noise = zip(Values.noise(1_200, seed: 3), wave).map { 55 + 3 * $0 + 3 * $1 }
    let walk = Values.walk(1_200, seed: 3)
    let gap = [Double](repeating: .nan, count: 900)
    let table = ForecastContractTests.table(["noise": noise, "walk": walk], frequency: Frequency(.hour))
    let fitted = try ForecastContractTests.quick().fit(table, horizon: 10)
    let late = ForecastContractTests.table(
      ["noise": noise + gap, "walk": walk + gap], frequency: Frequency(.hour))
    func width(_ id: String, _ table: SeriesTable) throws -> Double {
      let series = try #require(try fitted.predict(table)[id])
      return series.upper[1][9] - series.lower[1][9]
    }
    let spread = try #require(fitted.preparations["noise"]?.spread)
    #expect(try width("noise", late) <= max(2 * 1.96 * spread, width("noise", table)) + 0.1)
    #expect(fitted.preparations["walk"]?.spread == nil)
    // 91 blocks instead of one.
    #expect(try width("walk", late) > 5 * width("walk", table))
    #expect(try FittedForecaster(decoding: fitted.encoded()).predict(late) == fitted.predict(late))
  }
}
