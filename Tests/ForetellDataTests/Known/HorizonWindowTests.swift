import Testing

@testable import ForetellData

/// What windows say of the steps to forecast, and of categories.
@Suite struct HorizonWindowTests {
  private func sampler(
    _ values: [Double], promo: [Double], season: Int = 1, startsFromSeason: Bool = false,
    location: Scaling.Location = .seasonMean, categories: [CategoryColumn] = []
  ) -> WindowSampler {
    var column = WindowColumn(
      values: values, covariates: [values.map { $0 * 2 }], scale: .identity,
      startsFromSeason: startsFromSeason)
    column.known.futures = [promo]
    column.known.statics = [5]
    column.known.categories = categories
    var configuration = WindowSampler.Configuration(inputSize: 4, horizon: 3)
    configuration.seasonLength = season
    configuration.hasCovariateMask = true
    configuration.scaling = Scaling(location: location, scale: .none, scaleScope: .series)
    return WindowSampler(
      columns: [column], configuration: configuration, covariateNames: ["past", "promo", "size"],
      covariateScales: [.identity, AffineScale(location: 1, scale: 2), AffineScale(location: 3, scale: 2)])
  }

  private func rows(_ sampler: WindowSampler) -> [[Float]] {
    let width = sampler.horizonFeatureCount
    var buffer = [Float](repeating: -9, count: 3 * width)
    var span = buffer.mutableSpan
    sampler.fillHorizon(
      of: sampler.inferencePlace(series: 0), into: &span,
      layout: .batchMajor(window: 0, steps: 3, features: width))
    return (0..<3).map { Array(buffer[($0 * width)..<(($0 + 1) * width)]) }
  }

  private let values: [Double] = [0, 1, 2, 3, 4, 5, 6, 7]
  private let promo: [Double] = [1, 3, 1, 3, 1, 1, 1, 5, 3, .nan, 7, 9]

  @Test func stepsAndWhatTheyStartFrom() {
    // Scaled: (promo − 1) / 2. The season mean of season 2 is over the last two: (1 + 5) / 2 = 3.
    let plain = rows(sampler(values, promo: promo, season: 2))
    #expect(plain == [[1, 1, 1, 1], [0, 0, 1, 1], [3, 1, 1, 1]])
    let last = rows(sampler(values, promo: promo, location: .lastValue))
    #expect(last.map { $0[2] } == [2, 2, 2])
    let none = rows(sampler(values, promo: promo, location: .none))
    #expect(none.map { Array($0[2...]) } == [[0, 0], [0, 0], [0, 0]])
    // The seasonal naive forecast of season 3 starts from the values 5, 6, 7.
    let seasonal = rows(sampler(values, promo: promo, season: 3, startsFromSeason: true))
    #expect(seasonal.map { $0[2] } == [0, 0, 2] && seasonal.map { $0[0] } == [1, 0, 3])
  }

  @Test func inputsHaveAllNumbers() {
    let sampler = sampler(values, promo: promo)
    #expect(
      sampler.inputFeatures == [
        "value", "mask", "past", "covariates-known", "promo", "futures-known", "size",
      ])
    let width = sampler.inputFeatures.count
    var buffer = [Float](repeating: -9, count: 4 * width)
    var span = buffer.mutableSpan
    sampler.fillInputs(
      of: sampler.inferencePlace(series: 0), scale: .identity, into: &span,
      layout: WindowLayout(base: 0, stride: width))
    #expect(Array(buffer[..<width]) == [4, 1, 8, 1, 0, 1, 1])
    #expect(Array(buffer[(3 * width)...]) == [7, 1, 14, 1, 2, 1, 1])
  }

  @Test func aNumberThatNeverVariesIsReadAsZero() {
    var column = WindowColumn(values: values)
    column.known.futures = [[0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1]]
    let sampler = WindowSampler(
      columns: [column], configuration: .init(inputSize: 4, horizon: 3), covariateNames: ["promo"])
    #expect(rows(sampler).map { $0[0] } == [0, 0, 0])
    #expect(sampler.covariateScales[0].scale.isFinite)
  }

  @Test func codesLeaveZeroForTheUnknown() {
    let kinds = CategoryColumn(places: [0, 1, 2, .nan, 1, 0, 2, 1, 2])
    let sampler = sampler(
      values, promo: promo, season: 3, startsFromSeason: true,
      categories: [kinds, CategoryColumn(places: [1], isStatic: true)])
    #expect((0..<10).map { sampler.category(0, ofSeries: 0, at: $0) } == [1, 2, 3, 0, 2, 1, 3, 2, 3, 0])
    #expect(sampler.category(0, ofSeries: 0, at: -1) == 0 && sampler.category(1, ofSeries: 0, at: -1) == 2)
    let place = sampler.inferencePlace(series: 0)
    #expect((0..<3).map { sampler.seasonCategory(0, of: place, step: $0) } == [1, 3, 2])
  }
}
