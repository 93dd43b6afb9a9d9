import ForetellCore
import ForetellData
import Testing

@Suite struct WindowSamplerTests {
  private typealias Configuration = WindowSampler.Configuration

  /// Values equal to their index, so that every number in a buffer tells where it came from.
  private func ramp(_ count: Int) -> WindowColumn {
    WindowColumn(values: (0..<count).map(Double.init))
  }

  @Test func countFollowsTheFormula() {
    for size in 0...30 {
      for step in 1...4 {
        var configuration = Configuration(inputSize: 5, horizon: 3)
        configuration.stepSize = step
        let sampler = WindowSampler(columns: [ramp(size)], configuration: configuration)
        let expected = size < 2 ? 0 : size < 8 ? 1 : (size - 8) / step + 1
        #expect(sampler.training.count == expected)
        #expect(WindowSampler.windowCount(usable: size, configuration) == expected)
        #expect(sampler.validation.count == 0)
      }
    }
  }

  @Test func everyWindowIsOnceInTheIndex() {
    var configuration = Configuration(inputSize: 4, horizon: 2)
    configuration.validationSize = 5
    let sizes = [30, 1, 6, 0, 17, 12, 3]
    let sampler = WindowSampler(columns: sizes.map(ramp), configuration: configuration)
    for index in [sampler.training, sampler.validation] {
      let places = (0..<index.count).map { index[$0] }
      #expect(Set(places).count == index.count)
      for series in sizes.indices {
        #expect(places.filter { $0.series == series }.count == index.count(ofSeries: series))
      }
    }
  }

  @Test func noTargetCrossesItsCutOff() {
    var generator = RandomStream(seed: 1, purpose: .noise)
    for _ in 0..<200 {
      var configuration = Configuration(
        inputSize: Int.random(in: 1...9, using: &generator), horizon: Int.random(in: 1...6, using: &generator)
      )
      configuration.stepSize = Int.random(in: 1...3, using: &generator)
      configuration.minimumInputSize = Int.random(in: 1...9, using: &generator)
      configuration.validationSize = Int.random(in: 0...12, using: &generator)
      let sizes = (0..<5).map { _ in Int.random(in: 0...40, using: &generator) }
      let ends = sizes.map { Int.random(in: 0...max(1, $0), using: &generator) }
      let sampler = WindowSampler(columns: sizes.map(ramp), configuration: configuration, ends: ends)
      for number in 0..<sampler.validation.count {
        let place = sampler.validation[number]
        let end = sampler.ends[place.series]
        #expect(place.origin >= end - configuration.validationSize)
        #expect(place.origin + configuration.horizon <= end)
      }
      for number in 0..<sampler.training.count {
        let place = sampler.training[number]
        let isValidated = sampler.validation.count(ofSeries: place.series) > 0
        let cutOff = sampler.ends[place.series] - (isValidated ? configuration.validationSize : 0)
        #expect(place.origin >= 1)
        let (targets, mask) = targets(of: place, sampler)
        for (value, observed) in zip(targets, mask) where observed == 1 { #expect(value < Float(cutOff)) }
        #expect(mask.contains(1))
      }
    }
  }

  private func targets(of place: WindowPlace, _ sampler: WindowSampler) -> (values: [Float], mask: [Float]) {
    let horizon = sampler.configuration.horizon
    var values = [Float](repeating: -1, count: horizon)
    var mask = values
    var valueSpan = values.mutableSpan
    var maskSpan = mask.mutableSpan
    sampler.fillTargets(
      of: place, scale: .identity, into: &valueSpan, mask: &maskSpan, layout: WindowLayout(base: 0, stride: 1)
    )
    return (values, mask)
  }

  private func inputs(of place: WindowPlace, _ sampler: WindowSampler, scale: AffineScale = .identity)
    -> [Float]
  {
    let features = sampler.inputFeatures.count
    var values = [Float](repeating: -9, count: sampler.configuration.inputSize * features)
    var span = values.mutableSpan
    sampler.fillInputs(of: place, scale: scale, into: &span, layout: WindowLayout(base: 0, stride: features))
    return values
  }

  @Test func shortSeriesArePaddedAndMasked() {
    let sampler = WindowSampler(columns: [ramp(4)], configuration: Configuration(inputSize: 5, horizon: 2))
    #expect(sampler.training.count == 1)
    let place = sampler.training[0]
    #expect(place == WindowPlace(series: 0, origin: 2, limit: 4))
    #expect(inputs(of: place, sampler) == [0, 0, 0, 0, 0, 0, 0, 1, 1, 1])
    #expect(targets(of: place, sampler).values == [2, 3])
    let tiny = WindowSampler(columns: [ramp(2)], configuration: Configuration(inputSize: 3, horizon: 4))
    #expect(targets(of: tiny.training[0], tiny).mask == [1, 0, 0, 0])
  }

  @Test func gapsAreMaskedAndEmptyWindowsSkipped() {
    let values: [Double] = [1, 2, .nan, 4, .nan, .nan, .nan, .nan, 9, 10]
    let configuration = Configuration(inputSize: 2, horizon: 2)
    let sampler = WindowSampler(columns: [WindowColumn(values: values)], configuration: configuration)
    let origins = (0..<sampler.training.count).map { sampler.training[$0].origin }
    // 4: no target is observed, 5: likewise, 6 and 7: no observed target or input, 8: no observed input.
    #expect(origins == [2, 3])
    #expect(inputs(of: sampler.training[1], sampler) == [2, 1, 0, 0])
    #expect(targets(of: sampler.training[1], sampler).mask == [1, 0])
  }

  @Test func inferenceWindowEndsAtTheEnd() {
    let sampler = WindowSampler(
      columns: [ramp(10), ramp(3)], configuration: Configuration(inputSize: 4, horizon: 2), ends: [8, 3])
    #expect(inputs(of: sampler.inferencePlace(series: 0), sampler) == [4, 1, 5, 1, 6, 1, 7, 1])
    #expect(inputs(of: sampler.inferencePlace(series: 1), sampler) == [0, 0, 0, 1, 1, 1, 2, 1])
    #expect(targets(of: sampler.inferencePlace(series: 0), sampler).mask == [0, 0])
  }

  @Test func scalesComeFromTheWindowOrTheTrainingPart() {
    var configuration = Configuration(inputSize: 4, horizon: 2)
    configuration.scaling = Scaling(location: .lastValue, scale: .meanAbsolute, scaleScope: .series)
    configuration.validationSize = 4
    let sampler = WindowSampler(columns: [ramp(15)], configuration: configuration)
    let place = sampler.training[0]
    #expect(place.origin == 4)
    // The training part is 0…10: mean 5. The last input is 3.
    let scale = sampler.scale(for: place)
    #expect(scale == AffineScale(location: 3, scale: 5))
    #expect(inputs(of: place, sampler, scale: scale) == [-0.6, 1, -0.4, 1, -0.2, 1, 0, 1])
  }

  @Test func timeMajorBatchesInterleaveWindows() {
    var configuration = Configuration(inputSize: 3, horizon: 1)
    configuration.hasMaskFeature = false
    let sampler = WindowSampler(columns: [ramp(8)], configuration: configuration)
    var batch = [Float](repeating: -1, count: 6)
    var span = batch.mutableSpan
    for window in 0..<2 {
      sampler.fillInputs(
        of: sampler.training[window * 2], scale: .identity, into: &span,
        layout: .timeMajor(window: window, of: 2, features: 1))
    }
    #expect(batch == [0, 2, 1, 3, 2, 4])
  }

  @Test func covariatesAndCalendarAreKnownForTheHorizon() throws {
    let frequency = try Frequency(alias: "D")
    let calendar = CalendarFeatures(frequency: frequency)
    let column = WindowColumn(
      values: (0..<10).map(Double.init), firstOrdinal: 100, covariates: [[2, 4, 2, 4, 2, 4, 2, 4, 2, 4, 2]])
    let sampler = WindowSampler(
      columns: [column], configuration: Configuration(inputSize: 4, horizon: 3), covariateNames: ["promo"],
      calendar: calendar)
    #expect(sampler.inputFeatures == ["value", "mask", "promo"] + calendar.names)
    let features = sampler.futureFeatures.count
    var future = [Float](repeating: -9, count: 3 * features)
    var span = future.mutableSpan
    sampler.fillFuture(
      of: sampler.inferencePlace(series: 0), into: &span, layout: WindowLayout(base: 0, stride: features))
    #expect(future[0] == -1)  // 2, standardised by mean 3 and deviation 1
    #expect(future[features] == 0)  // unknown
    #expect(Array(future[(features + 1)..<(2 * features)]) == calendar.values(at: 111))
  }

  @Test func enoughWholeHistoriesReplaceShorterOnes() {
    var configuration = Configuration(inputSize: 10, horizon: 3)
    configuration.minimumInputSize = 2
    configuration.enoughWindows = 5
    for size in 13...30 {
      let sampler = WindowSampler(columns: [ramp(size)], configuration: configuration)
      let whole = size - 13 + 1
      #expect(sampler.training.count == (whole >= 5 ? whole : size - 5 + 1))
      #expect(WindowSampler.windowCount(usable: size, configuration) == sampler.training.count)
      #expect(sampler.training[0].origin == (whole >= 5 ? 10 : 2))
    }
  }

  @Test func seasonalDifferencesLookOneSeasonBack() {
    var configuration = Configuration(inputSize: 3, horizon: 2)
    configuration.seasonLength = 5
    configuration.readsSeasonalDifferences = true
    // 0…19 differ by 5 from one season earlier, unless that value is missing.
    var values = (0..<20).map(Double.init)
    values[11] = .nan
    let sampler = WindowSampler(
      columns: [WindowColumn(values: values, startsFromSeason: true)], configuration: configuration)
    let width = sampler.inputFeatures.count
    func inputs(_ origin: Int) -> [Float] {
      var buffer = [Float](repeating: -9, count: 3 * width)
      var span = buffer.mutableSpan
      sampler.fillInputs(
        of: WindowPlace(series: 0, origin: origin, limit: 20), scale: .identity, into: &span,
        layout: WindowLayout(base: 0, stride: width))
      return buffer
    }
    #expect(inputs(11) == [5, 1, 5, 1, 5, 1])
    #expect(inputs(14) == [0, 0, 5, 1, 5, 1])  // value 11 itself is missing
    #expect(inputs(18) == [5, 1, 0, 0, 5, 1])  // the value before 16
    // The first window has a whole season before its inputs; targets count from the season.
    #expect(sampler.training[0].origin == 8)
    let place = WindowPlace(series: 0, origin: 16, limit: 20)
    #expect(sampler.targetBase(of: place, step: 0, location: 99) == 6)
    #expect(sampler.targetBase(of: place, step: 1, location: 99) == 12)
    // Other series are read as they are.
    let plain = WindowSampler(columns: [WindowColumn(values: values)], configuration: configuration)
    #expect(plain.targetBase(of: place, step: 0, location: 99) == 99)
  }

  @Test func partialTargetsKeepTheHistory() {
    var configuration = Configuration(inputSize: 6, horizon: 5)
    configuration.minimumInputSize = 4
    configuration.allowsPartialTargets = true
    for (size, origin) in [(2, 1), (3, 2), (5, 4), (7, 4), (8, 4), (9, 4)] {
      let sampler = WindowSampler(columns: [ramp(size)], configuration: configuration)
      #expect(sampler.training.count == 1)
      #expect(sampler.training[0].origin == origin)
      #expect(sampler.observedTargets(of: sampler.training[0]) == min(5, size - origin))
      #expect(targets(of: sampler.training[0], sampler).mask.reduce(0, +) == Float(min(5, size - origin)))
      #expect(sampler.padding(of: sampler.training[0]) == 6 - origin)
    }
    // The window ends with an observation, not in the gap at the end.
    let gap = WindowColumn(values: [1, 2, 3, .nan, .nan])
    let sampler = WindowSampler(columns: [gap], configuration: configuration)
    #expect(sampler.training.count == 1 && sampler.training[0].origin == 2)
    // A validation part shorter than the horizon.
    configuration.validationSize = 3
    let validated = WindowSampler(columns: [ramp(20), ramp(4)], configuration: configuration)
    #expect(validated.validation.count == 1)
    #expect(validated.validation[0] == WindowPlace(series: 0, origin: 17, limit: 20))
    #expect(targets(of: validated.validation[0], validated).mask == [1, 1, 1, 0, 0])
    #expect(validated.training.count(ofSeries: 1) == 1)
  }

  @Test func targetsCountFromTheSeasonalNaiveForecast() {
    var configuration = Configuration(inputSize: 7, horizon: 4)
    configuration.seasonLength = 3
    configuration.scaling = Scaling(location: .lastValue, scale: .none)
    let values: [Double] = [0, 10, 20, 30, 41, .nan, 60, 71, 82, 93, 104]
    for startsFromSeason in [true, false] {
      let column = WindowColumn(values: values, startsFromSeason: startsFromSeason)
      let sampler = WindowSampler(columns: [column], configuration: configuration)
      let place = sampler.training[0]
      #expect(place.origin == 7)
      let bases = (0..<4).map { sampler.targetBase(of: place, step: $0, location: 60) }
      // The last season is 41, gap, 60: the gap's phase was last seen as 20.
      #expect(bases == (startsFromSeason ? [41, 20, 60, 41] : [60, 60, 60, 60]))
      let expected = zip([71.0, 82, 93, 104], bases).map { Float($0 - $1) }
      let scale = sampler.scale(for: place)
      var result = [Float](repeating: 0, count: 4)
      var mask = result
      var targetSpan = result.mutableSpan
      var maskSpan = mask.mutableSpan
      sampler.fillTargets(
        of: place, scale: scale, into: &targetSpan, mask: &maskSpan, layout: WindowLayout(base: 0, stride: 1))
      #expect(result == expected)
    }
  }

  @Test func knownScalesAreUsed() {
    var configuration = Configuration(inputSize: 3, horizon: 1)
    configuration.scaling = Scaling(location: .lastValue, scale: .standardDeviation, scaleScope: .series)
    let known = WindowColumn(
      values: [0, 1, 2, 3], covariates: [[10, 20, .nan, 40]], scale: AffineScale(scale: 4))
    configuration.hasCovariateMask = true
    let sampler = WindowSampler(
      columns: [known], configuration: configuration, covariateNames: ["x"],
      covariateScales: [AffineScale(location: 10, scale: 5)])
    #expect(sampler.inputFeatures == ["value", "mask", "x", "covariates-known"])
    let place = sampler.training[0]
    let scale = sampler.scale(for: place)
    #expect(scale == AffineScale(location: 2, scale: 4))
    #expect(inputs(of: place, sampler, scale: scale) == [-0.5, 1, 0, 1, -0.25, 1, 2, 1, 0, 1, 0, 0])
  }

  @Test func windowsHaveALeastScale() {
    var configuration = Configuration(inputSize: 2, horizon: 1)
    configuration.scaling = Scaling(location: .mean, scale: .standardDeviation)
    configuration.leastScale = 0.5
    let column = WindowColumn(values: [1, 1.002, 5, 9, 1, 7], scale: AffineScale(scale: 3))
    let sampler = WindowSampler(columns: [column], configuration: configuration)
    #expect(sampler.scale(for: sampler.training[0]).scale == 1.5)
    #expect(sampler.scale(for: sampler.training[2]).scale == 2)
  }

  @Test func windowsThatShowNoScaleHaveTheirSeries() {
    var configuration = Configuration(inputSize: 4, horizon: 1)
    configuration.scaling = Scaling(location: .mean, scale: .standardDeviation)
    configuration.leastScale = 1e-3
    let values: [Double] = [5, 5, 5, 5, 5, .nan, .nan, .nan, 9, 1]
    let column = WindowColumn(values: values, scale: AffineScale(scale: 3))
    let sampler = WindowSampler(columns: [column], configuration: configuration)
    func scale(_ origin: Int) -> Double {
      sampler.scale(for: WindowPlace(series: 0, origin: origin, limit: values.count)).scale
    }
    // Always the same, a single value, none at all, two of four.
    #expect(scale(4) == 3)
    #expect(scale(8) == 3)
    #expect(scale(9) == 3)
    #expect(scale(10) == 4)
  }

  @Test func aSeriesObservedOnlyInItsValidationPartIsMeasuredThere() {
    var configuration = Configuration(inputSize: 2, horizon: 1)
    configuration.scaling = Scaling(location: .mean, scale: .standardDeviation, scaleScope: .series)
    configuration.validationSize = 4
    configuration.allowsPartialTargets = true
    let column = WindowColumn(values: [.nan, .nan, .nan, .nan, 900, 1100, 900, 1100])
    let sampler = WindowSampler(columns: [column], configuration: configuration)
    #expect(sampler.seriesScales[0].scale == 100)
  }

  @Test func seasonalBasesComeFromBeforeTheWindowWhereItHasNone() {
    var configuration = Configuration(inputSize: 4, horizon: 2)
    configuration.seasonLength = 2
    let values: [Double] = [1, 2, 3, 4, .nan, 6, .nan, 8]
    let column = WindowColumn(values: values, startsFromSeason: true)
    let sampler = WindowSampler(columns: [column], configuration: configuration)
    let place = sampler.inferencePlace(series: 0)
    #expect(sampler.targetBase(of: place, step: 0, location: 50) == 3)
    #expect(sampler.targetBase(of: place, step: 1, location: 50) == 8)
    // Without an observation of the phase, and for inputs shorter than the season, the location.
    let never = WindowColumn(values: [.nan, 2, .nan, 4, .nan, 6], startsFromSeason: true)
    let other = WindowSampler(columns: [never], configuration: configuration)
    #expect(other.targetBase(of: other.inferencePlace(series: 0), step: 0, location: 50) == 50)
    configuration.seasonLength = 6
    let short = WindowSampler(columns: [column], configuration: configuration)
    #expect(short.targetBase(of: place, step: 0, location: 50) == 50)
  }
}
