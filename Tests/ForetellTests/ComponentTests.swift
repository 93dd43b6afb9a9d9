import ForetellClassics
import ForetellData
import Foundation
import Testing

@testable import Foretell

/// Trend, seasons, holidays and remainder of series.
@Suite struct ComponentTests {
  /// One case of `Tests/Fixtures/components/components.json`, which statsmodels and NumPy computed.
  struct Case: Decodable {
    struct Features: Decodable {
      let trend: Double
      let seasons: [Double]
      let linearity, curvature, spikiness, autocorrelation: Double
      let peaks, troughs: [Int]
    }

    let name: String
    let values: [Double]
    let seasons: [Int]
    let robust, logarithms: Bool
    let every: Int
    let features: Features
    let trend: [Double]
    let parts: [[Double]]
    let remainder: [Double]
  }

  static let cases: [Case] = {
    let url = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures/components/components.json")
    return (try? JSONDecoder().decode([Case].self, from: Data(contentsOf: url))) ?? []
  }()

  static let start = Timestamp(year: 2020, month: 1, day: 1)

  static func table(
    _ values: [[Double]], _ frequency: Frequency = Frequency(.month), futures: [[Double]] = []
  ) -> SeriesTable {
    let series = values.enumerated().map { number, one in
      Series(id: "s\(number)", start: start, values: one, futures: futures)
    }
    return SeriesTable(checked: series, frequency: frequency)
  }

  /// A rising series with a season of `length` and some noise; `scale` turns it into factors.
  static func seasonal(_ count: Int, _ length: Int = 12, seed: UInt64 = 1) -> [Double] {
    let noise = SeasonTestTests.noise(count, seed: seed)
    let season = SeasonTestTests.season(length, count, seed: seed)
    return (0..<count).map { (place: Int) -> Double in
      let trend = 100 + Double(place) * 0.5
      return trend + 10 * season[place] + noise[place]
    }
  }

  private static func near(_ found: Double, _ wanted: Double, _ tolerance: Double = 1e-8) -> Bool {
    abs(found - wanted) <= tolerance * max(1, abs(wanted))
  }

  @Test func thereAreCases() { #expect(Self.cases.count == 4) }

  @Test(arguments: cases.map(\.name)) func partsAndFeaturesAreThoseOfStatsmodels(_ name: String) throws {
    let one = try #require(Self.cases.first { $0.name == name })
    let table = Self.table([one.values], Frequency(.step))
    let found = try table.components(
      .init(
        seasons: one.seasons, mode: one.logarithms ? .multiplicative : .additive, isRobust: one.robust)
    ).series[0]
    func scaled(_ part: [Double]) -> [Double] { one.logarithms ? part.map { log($0) } : part }
    func compare(_ part: [Double], _ wanted: [Double], _ what: String) {
      let picked = stride(from: 0, to: part.count, by: one.every).map { scaled(part)[$0] }
      #expect(picked.count == wanted.count)
      let worst = zip(picked, wanted).map { abs($0 - $1) }.max() ?? .infinity
      #expect(worst < 1e-7, "\(what): \(worst)")
    }
    compare(found.trend, one.trend, "trend")
    for (season, wanted) in zip(found.seasons, one.parts) {
      compare(season.values, wanted, "\(season.length)")
    }
    compare(found.remainder, one.remainder, "remainder")
    let strengths = try #require(found.strengths)
    #expect(Self.near(strengths.trend, one.features.trend))
    #expect(strengths.seasons.map(\.length) == one.seasons)
    for (season, wanted) in zip(strengths.seasons, one.features.seasons) {
      #expect(Self.near(season.strength, wanted))
    }
    #expect(strengths.seasons.map(\.peak) == one.features.peaks)
    #expect(strengths.seasons.map(\.trough) == one.features.troughs)
    #expect(Self.near(strengths.linearity, one.features.linearity))
    #expect(Self.near(strengths.curvature, one.features.curvature, 1e-7))
    #expect(Self.near(strengths.spikiness / one.features.spikiness, 1, 1e-6))
    #expect(Self.near(strengths.remainderAutocorrelation, one.features.autocorrelation))
  }

  @Test(arguments: [false, true]) func partsGiveTheValuesAgain(_ isRobust: Bool) throws {
    let values = Self.seasonal(500, 7).map { $0 + 60 }
    for mode in ComponentMode.allCases {
      let table = Self.table([values, Self.seasonal(60)], Frequency(.day))
      let found = try table.components(.init(seasons: [7, 30], mode: mode, isRobust: isRobust))
      for series in found.series {
        #expect(series.seasons.map(\.length) == (series.values.count >= 60 ? [7, 30] : [7]))
        for place in series.values.indices {
          let parts = [series.trend] + series.seasons.map(\.values) + [series.remainder]
          let whole = parts.reduce(mode == .additive ? 0 : 1) {
            mode == .additive ? $0 + $1[place] : $0 * $1[place]
          }
          #expect(Self.near(whole, series.values[place], 1e-13), "\(mode) \(place)")
        }
      }
    }
  }

  @Test func missingValuesHaveNoRemainderAndHardlyChangeTheRest() throws {
    let whole = Self.seasonal(120)
    var gaps = whole
    for place in [0, 1, 30, 31, 32, 33, 77, 119] { gaps[place] = .nan }
    let found = try Self.table([gaps, whole]).components(.init(seasons: [12], mode: .additive)).series
    for place in whole.indices {
      #expect(found[0].remainder[place].isNaN == gaps[place].isNaN)
      // Before the first and after the last value nothing is known.
      #expect(found[0].trend[place].isNaN == ([0, 1, 119].contains(place)))
      guard !found[0].trend[place].isNaN else { continue }
      #expect(abs(found[0].trend[place] - found[1].trend[place]) < 2.5)
      #expect(abs(found[0].seasons[0].values[place] - found[1].seasons[0].values[place]) < 2.5)
    }
    // The season goes on in a gap: a straight line over four steps would have bent it.
    let strengths = try #require(found[0].strengths)
    #expect(strengths.seasons[0].strength > 0.95)
  }

  @Test func shortConstantAndEmptySeriesAreTold() throws {
    let nothing = [Double](repeating: .nan, count: 5)
    let table = Self.table([
      Self.seasonal(20), [1, 2, .nan, 3], [Double](repeating: 7.1, count: 40), nothing, Self.seasonal(24),
    ])
    let found = try table.components(.init(seasons: [12])).series
    #expect(
      found.map(\.remark) == [
        .shorterThanSeasons([12]), .tooShort(count: 3), .constant, .empty, nil,
      ])
    #expect(found[0].seasons.isEmpty && found[0].strengths != nil)
    #expect(found[0].trend.allSatisfy { $0.isFinite })
    #expect(found[1].strengths == nil && found[1].trend.allSatisfy { $0.isNaN })
    #expect(found[2].trend.allSatisfy { $0 == 7.1 } && found[2].remainder.allSatisfy { $0 == 0 })
    #expect(found[2].strengths == nil)
    #expect(found[3].trend.count == 5 && found[3].trend.allSatisfy { $0.isNaN })
  }

  @Test func aStraightLineIsAllTrend() throws {
    let line = (0..<60).map { 3 + 0.5 * Double($0) }
    let found = try Self.table([line], Frequency(.step)).components(.init(seasons: [])).series[0]
    let strengths = try #require(found.strengths)
    #expect(strengths.trend > 0.999_999 && strengths.seasons.isEmpty)
    #expect(zip(found.trend, line).allSatisfy { Self.near($0, $1, 1e-10) })
    // Σ (t − t̄)² of 60 steps is 17995.
    #expect(Self.near(strengths.linearity, 0.5 * (17_995.0).squareRoot(), 1e-9))
    #expect(abs(strengths.curvature) < 1e-9)
  }

  @Test func robustDecompositionLeavesOutliersInTheRemainder() throws {
    var values = Self.seasonal(120)
    values[60] += 300
    let found = try [false, true].map { isRobust in
      try Self.table([values]).components(.init(seasons: [12], mode: .additive, isRobust: isRobust)).series[0]
    }
    #expect(found[1].remainder[60] > 290)
    #expect(found[1].remainder[60] > found[0].remainder[60] + 20)
  }

  @Test func theModeFollowsHowTheSeasonGrows() throws {
    let season = SeasonTestTests.season(12, 120, seed: 4)
    let level = (0..<120).map { (place: Int) -> Double in 100 * exp(0.02 * Double(place)) }
    let growing = zip(level, season).map { (level: Double, season: Double) in level * exp(0.1 * season) }
    let steady = zip(level, season).map { (level: Double, season: Double) in level + 10 * season }
    #expect(try Self.table([growing]).components(.init(seasons: [12])).mode == .multiplicative)
    #expect(try Self.table([steady]).components(.init(seasons: [12])).mode == .additive)
    let both = try Self.table([growing, growing, steady]).components(.init(seasons: [12]))
    #expect(both.mode == .multiplicative && both.choice?.growing == 2 && both.choice?.measured == 3)
    // One value that isn't positive: sums for all.
    let zero = try Self.table([growing, growing, [0] + steady]).components(.init(seasons: [12]))
    #expect(zero.mode == .additive && zero.choice?.hasOthers == true)
    #expect(try Self.table([growing]).components(.init(seasons: [])).mode == .additive)
  }

  @Test func refusesWhatHasNoMeaning() throws {
    let table = Self.table([Self.seasonal(40), [5, 4, 0, 3, 2]])
    #expect(throws: ForetellError.self) { try table.components(.init(seasons: [1])) }
    do {
      _ = try table.components(.init(mode: .multiplicative))
      Issue.record("logarithms of 0")
    } catch {
      #expect(error.location?.series == "s1" && error.message.contains("2020-03-01"), "\(error)")
    }
  }

  @Test func threadsDoNotChangeABit() throws {
    let table = Self.table((UInt64(1)...9).map { Self.seasonal(80 + Int($0), seed: $0) })
    let one = try table.components(.init(threads: 1))
    #expect(one == (try table.components(.init(threads: 3))))
    #expect(one.seasons == [12])
  }

  @Test func holidaysAreSeparated() throws {
    // Two years of days; a closed day has 30 less, a feast of two days 50 and 20 more.
    let count = 730
    let noise = SeasonTestTests.noise(count, seed: 3)
    let week = [0.0, 4, 6, 5, 8, -10, -13]
    var values = (0..<count).map { (place: Int) -> Double in
      let trend = 200 + 0.02 * Double(place)
      return trend + week[place % 7] + noise[place]
    }
    var days: [Holidays.Day] = []
    for (year, first) in [(2020, 0), (2021, 366)] {
      days.append(.init(Timestamp(year: year, month: 5, day: 1), name: "closed"))
      days.append(.init(Timestamp(year: year, month: 9, day: 10), name: "feast"))
      days.append(.init(Timestamp(year: year, month: 9, day: 11), name: "feast"))
      days.append(.init(Timestamp(year: year, month: 11, day: 2), name: "nothing"))
      let leap = year == 2020 ? 1 : 0
      values[first + 120 + leap] -= 30
      values[first + 252 + leap] += 50
      values[first + 253 + leap] += 20
    }
    let table = try Self.table([values], Frequency(.day)).adding(HolidayOptions(Holidays(days)))
    let found = try table.components(.init(seasons: [7], mode: .additive))
    let series = found.series[0]
    #expect(found.hasHolidays)
    let effects = Dictionary(
      uniqueKeysWithValues: series.holidayEffects.map { ("\($0.name) \($0.offset)", $0) })
    #expect(effects.count == 4)
    #expect(abs((effects["closed 0"]?.effect ?? 0) + 30) < 2.5)
    #expect(abs((effects["feast 0"]?.effect ?? 0) - 50) < 2.5)
    #expect(abs((effects["feast 1"]?.effect ?? 0) - 20) < 2.5)
    #expect(abs(effects["nothing 0"]?.effect ?? 9) < 2)
    #expect(effects["closed 0"]?.count == 2)
    let part = try #require(series.holidays)
    #expect(part.count { $0 != 0 } <= 8 && part[0] == 0)
    for place in values.indices {
      let sum = series.trend[place] + series.seasons[0].values[place] + part[place] + series.remainder[place]
      #expect(Self.near(sum, values[place], 1e-13))
    }
    // As factors: 1 on other days.
    let factors = try table.components(.init(seasons: [7], mode: .multiplicative)).series[0]
    #expect(factors.holidays?[0] == 1)
    #expect(abs((factors.holidayEffects.first { $0.name == "closed" }?.effect ?? 0) - 0.85) < 0.02)
  }

  @Test func stepsOfASeasonHaveNames() throws {
    func name(_ unit: Frequency.Unit, _ step: Int, _ season: Int, multiple: Int = 1, count: Int = 900)
      -> String
    {
      Self.table([[Double](repeating: 1, count: count)], Frequency(unit, multiple: multiple))
        .name(ofStep: step, season: season, series: 0)
    }
    #expect(name(.month, 6, 12) == "July")
    #expect(name(.quarter, 3, 4) == "Q4")
    // The first of January 2020 was a Wednesday.
    #expect(name(.day, 3, 7) == "Saturday")
    #expect(name(.hour, 18, 24) == "18:00")
    #expect(name(.hour, 30, 168) == "Thursday 06:00")
    #expect(name(.minute, 45, 96, multiple: 15) == "11:15")
    #expect(name(.minute, 7, 60) == "minute 7")
    #expect(name(.day, 0, 365, count: 400) == "31 December")
    #expect(name(.step, 3, 11) == "step \((1_577_836_800 + 3) % 11 + 1) of 11")
    #expect(name(.month, 3, 5).hasSuffix("of 5"))
  }
}
