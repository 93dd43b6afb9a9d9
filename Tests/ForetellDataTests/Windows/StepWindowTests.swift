import Foundation
import Testing

@testable import ForetellData

/// Sequences that are read step by step: features, targets, gaps, the start of a series, and what isn't known ahead.
@Suite struct StepWindowTests {
  private static func sampler(
    _ values: [Double], inputSize: Int = 4, horizon: Int = 2, covariates: [[Double]] = [],
    readsLevel: Bool = false
  ) -> WindowSampler {
    var configuration = WindowSampler.Configuration(inputSize: inputSize, horizon: horizon)
    configuration.lags = [2, 3]
    configuration.readsLevel = readsLevel
    configuration.allowsPartialTargets = true
    configuration.hasCovariateMask = true
    configuration.leastScale = 1e-3
    configuration.scaling = Scaling(location: .none, scale: .seasonalDifference, scaleScope: .series)
    return WindowSampler(
      columns: [WindowColumn(values: values, covariates: covariates)], configuration: configuration,
      covariateScales: covariates.map { _ in AffineScale(scale: 1) })
  }

  private static func rows(_ sampler: WindowSampler, _ place: WindowPlace, steps: Int) -> [[Float]] {
    let width = sampler.featureCount
    var buffer = [Float](repeating: 99, count: steps * width)
    var span = buffer.mutableSpan
    sampler.fillSteps(
      of: place, steps: steps, into: &span, layout: WindowLayout(base: 0, stride: width),
      logarithm: { log($0) })
    return (0..<steps).map { Array(buffer[($0 * width)..<(($0 + 1) * width)]) }
  }

  private static func targets(
    _ sampler: WindowSampler, _ place: WindowPlace, onlyHorizon: Bool = false, relative: Bool = true
  ) -> (values: [Float], mask: [Float]) {
    var (values, mask) = ([Float](repeating: 9, count: 6), [Float](repeating: 9, count: 6))
    var first = values.mutableSpan
    var second = mask.mutableSpan
    sampler.fillStepTargets(
      of: place, onlyHorizon: onlyHorizon, relative: relative, into: &first, mask: &second,
      layout: WindowLayout(base: 0, stride: 1))
    return (values, mask)
  }

  private static func areNear(_ found: some Collection<Float>, _ expected: [Float]) -> Bool {
    found.count == expected.count && zip(found, expected).allSatisfy { abs($0 - $1) < 1e-6 }
  }

  @Test func featuresAndTargets() {
    let sampler = Self.sampler([1, 3, 2, 6, 4, 8, 5, 9, 7, 10])
    let place = WindowPlace(series: 0, origin: 8, limit: 10)
    // The context 4 8 5 9 has the mean 6.5 and changes of 4, 3 and 4.
    let scale = sampler.stepScale(of: place)
    #expect(scale.level == 6.5 && abs(scale.change - 11.0 / 3) < 1e-15)
    let rows = Self.rows(sampler, place, steps: 6)
    #expect(rows.allSatisfy { $0.count == sampler.stepFeatureCount && $0.count == 6 })
    let unit = Float(3.0 / 11)
    // The step that forecasts index 4 has 6 before it, 2 and 3 before that.
    #expect(Self.areNear(rows[0].prefix(3), [-4 * unit, -3 * unit, 1]))
    // The step after the origin sees the value at the origin.
    #expect(Self.areNear(rows[5].prefix(3), [2 * unit, -2 * unit, 1]))
    #expect(Self.areNear([rows[3][3], rows[3][5]], [0.233975, -0.450694]))
    let (values, mask) = Self.targets(sampler, place)
    #expect(Self.areNear(values, [-2 * unit, 4 * unit, -3 * unit, 4 * unit, -2 * unit, 3 * unit]))
    #expect(mask == [1, 1, 1, 1, 1, 1])
    #expect(Self.targets(sampler, place, onlyHorizon: true).mask == [0, 0, 0, 0, 1, 1])
    #expect(Self.targets(sampler, place, relative: false).values == [4, 8, 5, 9, 7, 10])
    #expect(sampler.observedStepTargets(of: place, onlyHorizon: false) == 6)
    #expect(sampler.observedStepTargets(of: place, onlyHorizon: true) == 2)
    let early = WindowPlace(series: 0, origin: 8, limit: 9)
    #expect(Self.targets(sampler, early).mask == [1, 1, 1, 1, 1, 0])
  }

  @Test func levelsAreReadOnRequest() {
    let sampler = Self.sampler([1, 3, 2, 6, 4, 8, 5, 9, 7, 10], readsLevel: true)
    let rows = Self.rows(sampler, WindowPlace(series: 0, origin: 8, limit: 10), steps: 6)
    #expect(rows.allSatisfy { $0.count == 7 })
    #expect(Self.areNear(rows.map { $0[3] }, [6, 4, 8, 5, 9, 7].map { Float($0 / 6.5) }))
  }

  @Test func gapsHaveTheLastObservedValue() {
    let sampler = Self.sampler([1, 3, 2, 6, .nan, .nan, 5, 9, .nan, 10])
    let place = WindowPlace(series: 0, origin: 8, limit: 10)
    let rows = Self.rows(sampler, place, steps: 6)
    let scale = sampler.stepScale(of: place)
    #expect(scale.level == 7 && scale.change == 4)
    // Index 5: the value at 4 is missing, the last observed is 6; its lags are 6 and 2.
    #expect(rows[1].prefix(3) == [0, -1, 0])
    #expect(rows[2].prefix(3) == [0, 0, 0])
    let (values, mask) = Self.targets(sampler, place)
    #expect(mask == [0, 0, 1, 1, 0, 1])
    #expect(values == [0, 0, -0.25, 1, 0, 0.25])
  }

  @Test func theStartOfASeriesIsPadding() {
    let sampler = Self.sampler([1, 3, 2, 6])
    let place = WindowPlace(series: 0, origin: 2, limit: 4)
    // Its steps are those of the indices −2 to 3; the value at 0 has none before it.
    #expect(sampler.stepPadding(of: place) == 3)
    #expect(Self.targets(sampler, place).mask == [0, 0, 0, 1, 1, 1])
    let rows = Self.rows(sampler, place, steps: 6)
    #expect(rows[2].allSatisfy { $0 == 99 })
    #expect(rows[3].prefix(3) == [0, 0, 1])
  }

  @Test func constantContextsHaveTheScaleOfTheSeries() {
    let sampler = Self.sampler([1, 2, 4, 0, 0, 0, 0, 0, 0, 3])
    let scale = sampler.stepScale(of: WindowPlace(series: 0, origin: 8, limit: 10))
    #expect(scale.change > 0 && scale.level == scale.change)
  }

  @Test func pastCovariatesAreUnknownFromTheOriginOn() {
    let sampler = Self.sampler(
      [1, 3, 2, 6, 4, 8, 5, 9, 7, 10], covariates: [(0..<12).map { 10 + Double($0) }])
    let rows = Self.rows(sampler, WindowPlace(series: 0, origin: 8, limit: 10), steps: 6)
    // The step that forecasts index t reads the covariate of t − 1; the last two lie at and after the origin.
    #expect(rows.map { $0[6] } == [13, 14, 15, 16, 17, 0])
    #expect(rows.map { $0[7] } == [1, 1, 1, 1, 1, 0])
  }
}
