import ForetellSynthetic
import Testing

@Suite struct SeriesGeneratorTests {
  @Test(arguments: SyntheticFamily.allCases)
  func everySeriesHasFiniteEndsAndMostOfItsValues(_ family: SyntheticFamily) {
    let generator = SeriesGenerator(family: family, seed: 11)
    for number in 0..<400 {
      let values = generator.series(number)
      #expect(values.count >= 13)
      #expect(values.first?.isFinite == true && values.last?.isFinite == true)
      #expect(values.allSatisfy { !$0.isInfinite })
      #expect(values.count { $0.isNaN } * 2 < values.count)
    }
  }
}
