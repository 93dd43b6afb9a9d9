import ForetellCore
import ForetellSynthetic
import Synchronization
import Testing

@Suite struct SeriesGeneratorTests {
  /// FNV-1a over the bits of values; all gaps count alike.
  private func hash(_ series: [[Double]]) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for value in series.joined() {
      var bits = value.isNaN ? Double.nan.bitPattern : value.bitPattern
      for _ in 0..<8 {
        hash = (hash ^ (bits & 0xFF)) &* 0x100_0000_01B3
        bits >>= 8
      }
    }
    return hash
  }

  @Test(arguments: SyntheticFamily.allCases)
  func everySeriesHasFiniteEndsAndMostOfItsValues(_ family: SyntheticFamily) {
    let generator = SeriesGenerator(family: family, seed: 11)
    for number in 0..<600 {
      let values = generator.series(number)
      #expect(values.count >= 13)
      #expect(values.first?.isFinite == true && values.last?.isFinite == true)
      #expect(values.allSatisfy { !$0.isInfinite })
      #expect(values.count { $0.isNaN } * 2 < values.count)
    }
  }

  @Test func bitsAreThoseOfEveryMachine() {
    let kept: [SyntheticFamily: UInt64] = [
      .yearly: 0x953F19818EA2B1FA, .quarterly: 0xEB23B9D07AE2F702, .monthly: 0x61347CA2EBACB43E,
      .weekly: 0xB557AE0169380554, .daily: 0x338CCAB92B759CB4, .hourly: 0x4BFED259F3C70F46,
      .steps: 0x81A953971110C21,
    ]
    for family in SyntheticFamily.allCases {
      let generator = SeriesGenerator(family: family, seed: 1)
      #expect(hash((0..<100).map(generator.series)) == kept[family], "\(family)")
    }
  }

  @Test func numberSeedAndFamilyTellSeriesApart() {
    let generator = SeriesGenerator(family: .monthly, seed: 1)
    let all = (-50..<50).map { hash([generator.series($0)]) }
    #expect(Set(all).count == all.count)
    #expect(hash([generator.series(3)]) == all[53])
    #expect(hash([SeriesGenerator(family: .monthly, seed: 2).series(3)]) != all[53])
    #expect(hash([SeriesGenerator(family: .quarterly, seed: 1).series(3)]) != all[53])
  }

  @Test func threadsChangeNothing() {
    let generator = SeriesGenerator(family: .daily, seed: 9)
    let alone = (0..<64).map { hash([generator.series($0)]) }
    let together = Mutex([Int: UInt64]())
    // Jobs of a pool flush denormal numbers to zero, which must not change a bit either.
    WorkerPool(threads: 4).forEach(64) { number in
      let found = hash([generator.series(number)])
      together.withLock { $0[number] = found }
    }
    let found = together.withLock { $0 }
    #expect(alone.enumerated().allSatisfy { found[$0] == $1 })
  }

  @Test func familiesHaveTheirSeasons() {
    #expect(SyntheticFamily.allCases.map(\.season) == [1, 4, 12, 1, 7, 24, 1])
  }

  /// The shares of series with zeros, negative values, gaps, whole numbers and a season.
  @Test(arguments: SyntheticFamily.allCases)
  func fewSeriesAreUnusual(_ family: SyntheticFamily) {
    let generator = SeriesGenerator(family: family, seed: 21)
    let series = (0..<400).map(generator.series)
    func share(_ isOne: ([Double]) -> Bool) -> Double { Double(series.count(where: isOne)) / 400 }
    let (zeros, negative) = (share { $0.contains(0) }, share { $0.contains { $0 < 0 } })
    #expect(zeros > 0.002 && zeros < 0.2, "\(zeros)")
    #expect(negative > 0 && negative < 0.06, "\(negative)")
    let (gaps, whole) = (
      share { $0.contains(where: \.isNaN) }, share { $0.allSatisfy { $0.isNaN || $0 == $0.rounded() } }
    )
    #expect(gaps > 0 && gaps < 0.1, "\(gaps)")
    #expect(whole > 0.25 && whole < 0.75, "\(whole)")
    if family.season > 1 {
      let features = series.compactMap { SeriesFeatures($0, season: family.season) }
      let strong = features.count { ($0[.seasonStrength] ?? 0) > 0.5 }
      #expect(strong > 30 && strong < 380, "\(strong)")
    }
  }

  /// Growth persists, but not for ever: the next steps grow by a part of what the last ones did.
  @Test func growthPersistsInPart() {
    for family in [SyntheticFamily.yearly, .quarterly, .monthly] {
      let generator = SeriesGenerator(family: family, seed: 2)
      let slopes = (0..<500).compactMap {
        SeriesFeatures(generator.series($0), season: family.season)?[.growthPersistence]
      }.sorted()
      let median = slopes[slopes.count / 2]
      #expect(median > -0.6 && median < 0.9, "\(family): \(median)")
    }
  }
}
