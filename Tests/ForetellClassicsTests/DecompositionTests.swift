import Foundation
import Testing

@testable import ForetellClassics

/// Decompositions against statsmodels and StatsForecast.
@Suite struct DecompositionTests {
  @Test func partsAreThoseOfStatsmodels() throws {
    let fixture = try ClassicsFixture.read()
    for one in fixture.decomposition {
      let series = try #require(fixture.series[one.series])
      let settings = STL.Settings(
        season: series.season, seasonalWindow: one.window, seasonalDegree: one.degree, isRobust: one.robust)
      let parts = try #require(STL(series.values, settings))
      #expect(ClassicsFixture.distance(parts.trend, one.trend) < 1e-9, "\(one.series) \(one.robust)")
      #expect(ClassicsFixture.distance(parts.seasonal, one.seasonal) < 1e-9, "\(one.series) \(one.robust)")
      #expect(ClassicsFixture.distance(parts.robustness, one.weights) < 1e-7, "\(one.series) \(one.robust)")
    }
  }

  @Test func severalSeasonsAreThoseOfStatsForecast() throws {
    let one = try ClassicsFixture.read().multiple
    let parts = try #require(MSTL(one.values, seasons: [168, 24]))
    func thinned(_ values: [Double]) -> [Double] {
      stride(from: 0, to: values.count, by: 40).map { values[$0] }
    }
    #expect(parts.seasons == [24, 168])
    #expect(ClassicsFixture.distance(thinned(parts.trend), one.trend) < 1e-9)
    #expect(ClassicsFixture.distance(thinned(parts.seasonal[0]), one.day) < 1e-8)
    #expect(ClassicsFixture.distance(thinned(parts.seasonal[1]), one.week) < 1e-8)
    let sums = parts.adjusted.indices.map {
      parts.adjusted[$0] + parts.seasonal[0][$0] + parts.seasonal[1][$0]
    }
    #expect(ClassicsFixture.distance(sums, one.values) < 1e-12)
    let next = parts.seasonalForecast(horizon: 200)
    #expect(next[0] == parts.seasonal[0][one.values.count - 24] + parts.seasonal[1][one.values.count - 168])
    #expect(next[168] == next[0])
  }

  @Test func seriesWithoutTwoSeasonsHaveNoParts() {
    let values = (0..<20).map(Double.init)
    #expect(STL(values, STL.Settings(season: 12)) == nil)
    #expect(MSTL(values, seasons: [1, 12]) == nil)
    #expect(MSTL(values, seasons: [4, 12])?.seasons == [4])
  }

  @Test func oneWrongValueChangesARobustDecompositionLittle() throws {
    var values = try #require(ClassicsFixture.read().series["air"]).values
    let clean = try #require(STL(values, STL.Settings(season: 12, isRobust: true)))
    values[70] *= 3
    let robust = try #require(STL(values, STL.Settings(season: 12, isRobust: true)))
    let plain = try #require(STL(values, STL.Settings(season: 12)))
    let reach = 60..<80
    func shift(_ parts: STL) -> Double { reach.map { abs(parts.trend[$0] - clean.trend[$0]) }.max() ?? 0 }
    #expect(shift(robust) < 0.1 * shift(plain))
    #expect(robust.robustness[70] == 0)
  }

  @Test func indicesAddUp() throws {
    let series = try #require(ClassicsFixture.read().series["air"])
    let factors = try #require(SeasonalIndices(series.values, season: 12, form: .multiplicative))
    #expect(abs(factors.indices.reduce(0, +) - 12) < 1e-12)
    let summands = try #require(SeasonalIndices(series.values, season: 12, form: .additive))
    #expect(abs(summands.indices.reduce(0, +)) < 1e-9)
    #expect(
      ClassicsFixture.distance(factors.restored(factors.adjusted(series.values)), series.values) < 1e-15)
    #expect(SeasonalIndices.isSeasonal(series.values, season: 12))
    #expect(!SeasonalIndices.isSeasonal(series.values, season: 1))
    #expect(!SeasonalIndices.isSeasonal([Double](repeating: 4, count: 60), season: 12))
    // A value that isn't positive makes indices summands.
    let lowered = series.values.map { $0 - 200 }
    #expect(SeasonalIndices.adjusting(lowered, season: 12)?.form == .additive)
  }

  @Test func gapsAreFilledAlongLines() throws {
    let span = try #require(ObservedSpan([.nan, 2, .nan, .nan, 8, 7, .nan]))
    #expect(span.values == [2, 4, 6, 8, 7] && span.start == 1 && span.missingAtEnd == 1)
    #expect(ObservedSpan([.nan, .nan]) == nil)
  }
}
