import ForetellCore
import ForetellData
import ForetellSynthetic
import Foundation
import Testing

@testable import Foretell

/// Which seasons series have.
@Suite struct DetectedSeasonsTests {
  typealias Made = SeasonTestTests
  typealias Maker = (Int, UInt64) -> [Double]

  static func table(_ name: String) throws -> SeriesTable {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "datasets/\(name)/\(name).csv")
    return try SeriesTable(csv: folder.path)
  }

  static func found(_ values: [Double], _ season: Int, without shorter: [Int] = []) -> Bool {
    let observed = [Bool](repeating: true, count: values.count)
    return RotationTest(values, isObserved: observed, season: season, without: shorter)?.isSeasonal ?? false
  }

  /// Noise in which each value remembers 0.8 of the last one.
  static func memory(_ count: Int, seed: UInt64) -> [Double] {
    var last = 0.0
    return Made.noise(count, seed: seed).map { step in
      last = 0.8 * last + step
      return last
    }
  }

  @Test(
    "few series without a season seem to have one: the test is at the 2.5 % level",
    arguments: [(4, 40), (7, 60), (12, 36), (12, 120), (24, 200), (52, 260)])
  func falseAlarms(_ season: Int, _ count: Int) {
    let makers: [Maker] = [Made.noise, Made.walk, Self.memory]
    for make in makers {
      let alarms = (UInt64(1)...100).count { Self.found(make(count, $0), season) }
      #expect(alarms <= 12, "\(alarms) of 100")
    }
    // Growth without a season, however clear.
    let growth = (UInt64(1)...20).count { seed in
      let noise = Made.noise(count, seed: seed)
      let growth = (0..<count).map { (place: Int) -> Double in
        exp(0.02 * Double(place)) * (1 + 0.01 * noise[place])
      }
      return Self.found(growth, season)
    }
    #expect(growth <= 3, "\(growth) of 20")
  }

  @Test(
    "a season as large as the noise is found in most series",
    arguments: [(4, 40), (7, 60), (12, 60), (52, 208)])
  func power(_ season: Int, _ count: Int) {
    let hits = (UInt64(1)...50).count { seed in
      let (noise, walk) = (Made.noise(count, seed: seed), Made.walk(count, seed: seed + 500))
      let pattern = Made.season(season, count, seed: seed)
      let values = (0..<count).map { (place: Int) -> Double in
        noise[place] + 0.3 * walk[place] + 1.5 * pattern[place]
      }
      return Self.found(values, season)
    }
    #expect(hits >= 40, "\(hits) of 50")
  }

  @Test func oneSeasonIsNotTakenForAnother() {
    var (days, weeks, both) = (0, 0, 0)
    for seed in UInt64(1)...40 {
      let count = 168 * 6
      let noise = Made.noise(count, seed: seed)
      let day = Made.season(24, count, seed: seed)
      let week = Made.season(168, count, seed: seed + 90)
      // A day whose size changes slowly is still no week.
      let swelling = (0..<count).map { (place: Int) -> Double in
        let size = 3 * (1 + 0.5 * Double(place) / Double(count))
        return day[place] * size + noise[place]
      }
      let seasons = SeriesSeasons(swelling, [24, 168]).strengths
      if seasons[24] != nil { days += 1 }
      if seasons[168] != nil { weeks += 1 }
      let sum = (0..<count).map { (place: Int) -> Double in 2 * day[place] + week[place] + noise[place] }
      if SeriesSeasons(sum, [24, 168]).strengths.count == 2 { both += 1 }
    }
    #expect(days == 40)
    #expect(weeks <= 4, "\(weeks)")
    #expect(both >= 36, "\(both)")
  }

  @Test func realDataHaveTheirSeasons() throws {
    let load = try Self.table("hourly-load").detectedSeasons()
    #expect(load.lengths == [24, 168])
    // 112 days hold no three years.
    #expect(load.seasons.map(\.tested) == [1, 1, 0])
    #expect((load.seasons[0].strength ?? 0) > 0.5)
    #expect(try Self.table("air-passengers").detectedSeasons().lengths == [12])
    #expect(try Self.table("mauna-loa-co2").detectedSeasons().lengths == [52])
    #expect(try Self.table("melbourne-temperature").detectedSeasons().lengths == [365])
    // Gross domestic product is published without its season.
    #expect(try Self.table("us-gdp").detectedSeasons().lengths == [])
    #expect(try Self.table("us-employment").detectedSeasons().lengths == [12])
  }

  @Test func periodsAreSearchedWhereTheCalendarNamesNone() throws {
    let sunspots = try Self.table("sunspots").detectedSeasons()
    #expect(sunspots.isSearched && sunspots.lengths == [11])
    #expect(try Self.table("nile").detectedSeasons().lengths == [])
    // Without dates, the day and the week of hourly values are found, too.
    let load = try Self.table("hourly-load").series[0].values
    let steps = SeriesTable(
      checked: [Series(id: "load", start: Timestamp(0), values: load)], frequency: Frequency(.step))
    #expect(steps.detectedSeasons().lengths == [24, 168])
    let air = try Self.table("air-passengers").series[0].values
    #expect(PeriodSearch.period(air) == 12)
  }

  @Test func noisePeriodsAreRare() {
    let makers: [Maker] = [Made.noise, Made.walk, Self.memory]
    for make in makers {
      let alarms = (UInt64(1)...100).count { PeriodSearch.period(make(120, $0)) != nil }
      #expect(alarms <= 4, "\(alarms)")
    }
    #expect(PeriodSearch.period([Double](repeating: 3, count: 50)) == nil)
    #expect(PeriodSearch.period((0..<50).map(Double.init)) == nil)
    #expect(PeriodSearch.period((0..<50).map { exp(0.1 * Double($0)) }) == nil)
  }

  @Test(arguments: [5, 7, 12, 24]) func wavesAreFound(_ period: Int) {
    let hits = (UInt64(1)...20).count { seed in
      let noise = Made.noise(12 * period + 60, seed: seed)
      let wave = noise.indices.map { (place: Int) -> Double in
        2 * sin(2 * Double.pi * Double(place) / Double(period)) + noise[place]
      }
      return PeriodSearch.period(wave).map { 10 * abs($0 - period) <= period } ?? false
    }
    #expect(hits >= 17, "\(hits) of 20")
  }

  @Test func generatedPanelsHaveTheSeasonOfTheirFamily() {
    let made = SeriesGenerator(family: .hourly, seed: 5)
    let series = (0..<30).map {
      Series(id: "\($0)", start: Timestamp(year: 2024, month: 1, day: 1), values: made.series($0))
    }
    let found = SeriesTable(checked: series, frequency: Frequency(.hour)).detectedSeasons()
    #expect(found.sampled == 30 && found.total == 30)
    #expect(found.lengths.contains(24))
  }

  @Test func largeTablesAreSampled() {
    let series = (0..<350).map { number in
      Series(
        id: "\(number)", start: Timestamp(year: 2020, month: 1, day: 1),
        values: ComponentTests.seasonal(48, seed: UInt64(number) + 1))
    }
    let table = SeriesTable(checked: series, frequency: Frequency(.month))
    let found = table.detectedSeasons(threads: 1)
    #expect(found.sampled == 88 && found.total == 350 && found.lengths == [12])
    #expect(found == table.detectedSeasons(threads: 4))
    #expect(found.seasons[0].share > 0.9)
  }

  @Test func missingAndOddValuesAreNoSeason() {
    var values = ComponentTests.seasonal(96)
    for place in stride(from: 3, to: 96, by: 11) { values[place] = .nan }
    #expect(SeriesSeasons(values, [12]).strengths[12] != nil)
    // Single values far outside don't decide.
    values[40] = 1e6
    #expect(SeriesSeasons(values, [12]).strengths[12] != nil)
    let flat = [Double](repeating: 2, count: 60)
    #expect(SeriesSeasons(flat, [12]).strengths.isEmpty)
    #expect(SeriesSeasons([Double](repeating: .nan, count: 60), [12]).tested.isEmpty)
    #expect(SeriesSeasons(Array(values.prefix(35)), [12]).tested.isEmpty)
  }
}
