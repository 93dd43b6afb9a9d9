import Testing

@testable import ForetellData

/// Windows read origin by origin.
@Suite struct OriginsSamplerTests {
  private static func sampler(
    _ values: [Double], inputSize: Int = 4, horizon: Int = 3, origins: Int = 3, validation: Int = 0
  ) -> WindowSampler {
    var configuration = WindowSampler.Configuration(inputSize: inputSize, horizon: horizon)
    configuration.origins = origins
    configuration.scaling = Scaling(location: .lastValue, scale: .none)
    configuration.allowsPartialTargets = true
    configuration.enoughWindows = 8
    configuration.validationSize = validation
    return WindowSampler(
      columns: [WindowColumn(values: values, roughness: 0.25)], configuration: configuration)
  }

  @Test("each step holds its origin's window, roughness and share, and the targets after it")
  func steps() {
    let values = (0..<30).map { Double($0 * $0) }
    let sampler = Self.sampler(values)
    let place = WindowPlace(series: 0, origin: 12, limit: 30)
    var buffer = [Float](repeating: 99, count: 3 * 6)
    var targets = [Float](repeating: 99, count: 9)
    var masks = targets
    do {
      var span = buffer.mutableSpan
      sampler.fillOrigins(of: place, unit: 100, into: &span, layout: WindowLayout(base: 0, stride: 6))
      var targetSpan = targets.mutableSpan
      var maskSpan = masks.mutableSpan
      let count = sampler.fillOriginTargets(
        of: place, unit: 10, onlyLast: false, into: &targetSpan, mask: &maskSpan,
        layout: WindowLayout(base: 0, stride: 3))
      #expect(count == 9)
    }
    for (step, origin) in [10, 11, 12].enumerated() {
      let last = values[origin - 1]
      for index in 0..<4 {
        #expect(buffer[step * 6 + index] == Float((values[origin - 4 + index] - last) / 100))
      }
      #expect(buffer[step * 6 + 4] == 0.25 && buffer[step * 6 + 5] == 1)
      for target in 0..<3 {
        #expect(targets[step * 3 + target] == Float((values[origin + target] - last) / 10))
      }
    }
  }

  @Test("gaps, padding, far values and ends")
  func edges() {
    var values = (0..<12).map { Double($0) }
    values[5] = .nan
    let sampler = Self.sampler(values)
    // Origins 0, 1, 2: the first is padding.
    let early = WindowPlace(series: 0, origin: 2, limit: 12)
    #expect(sampler.originPadding(of: early) == 1)
    #expect(sampler.observedOriginTargets(of: early, onlyLast: false) == 3 + 3)
    var buffer = [Float](repeating: 99, count: 3 * 6)
    do {
      var span = buffer.mutableSpan
      sampler.fillOrigins(of: early, unit: 0.01, into: &span, layout: WindowLayout(base: 0, stride: 6))
    }
    #expect(buffer[0..<6].allSatisfy { $0 == 99 })
    #expect(buffer[6..<12] == [0, 0, 0, 0, 0.25, 0.25])
    #expect(buffer[12..<18] == [0, 0, -8, 0, 0.25, 0.5])
    // Origins 8, 9, 10 with three, three and two targets; only the last counts for validation.
    let late = WindowPlace(series: 0, origin: 10, limit: 12)
    #expect(sampler.observedOriginTargets(of: late, onlyLast: false) == 8)
    #expect(sampler.observedOriginTargets(of: late, onlyLast: true) == 2)
  }

  @Test("the last origins go up to the one with a single target")
  func counts() {
    let values = (0..<30).map { Double($0) }
    let index = Self.sampler(values).training
    // Whole windows from origin 4 + 3 − 1 = 6 on, up to 29.
    #expect(index.count == 24)
    #expect(index[0].origin == 6 && index[23].origin == 29)
    // Few windows: as soon as each origin has a value before it.
    #expect(Self.sampler(Array(values.prefix(8))).training[0].origin == 3)
    #expect(Self.sampler(Array(values.prefix(2))).training.count == 1)
    let held = Self.sampler(values, validation: 5)
    #expect(held.training[held.training.count - 1].origin == 24)
    #expect(held.validation[0].origin == 25)
    var ending = values
    for place in 27..<30 { ending[place] = .nan }
    let trimmed = Self.sampler(ending).training
    #expect(trimmed[trimmed.count - 1].origin == 26)
  }
}
