import Testing

@testable import ForetellReport

struct TickTests {
  /// Ranges over many magnitudes, some crossing zero.
  static let ranges: [(Double, Double)] = {
    var noise = SamplePictures.Noise(state: 11)
    return (0..<400).map { index in
      let scale = NumberText.tenTo(index % 25 - 12)
      let lower = (noise.next() - 0.5) * scale
      return (lower, lower + noise.next() * scale + scale * 1e-3)
    }
  }()

  @Test func stepsAreRoundAndTicksFewAndInside() {
    for (lower, upper) in Self.ranges {
      for maximum in [2, 4, 7, 12] {
        let step = NiceTicks.step(lower: lower, upper: upper, maximumCount: maximum)
        #expect([10, 20, 25, 50].contains(step.mantissa))
        let values = NiceTicks.values(of: step, from: lower, to: upper)
        #expect(values.count <= maximum)
        #expect(values.count >= 1 || maximum < 4)
        let slack = (upper - lower) * 1e-8
        #expect(values.allSatisfy { $0 >= lower - slack && $0 <= upper + slack })
        for (left, right) in zip(values, values.dropFirst()) {
          #expect(abs(right - left - step.value) <= step.value * 1e-6)
        }
      }
    }
  }

  @Test func tickLabelsDifferAndReadBackAsTheirValues() throws {
    for (lower, upper) in Self.ranges {
      var extent = Extent()
      extent.include(lower)
      extent.include(upper)
      var axis = ResolvedAxis(Axis(), extent: extent, extendsToTicks: 6)
      axis.chooseTicks(maximumCount: 7, length: 300, labelWidth: nil)
      let labels = axis.ticks.map { $0.text(allowsUnicode: false) }
      #expect(Set(labels).count == labels.count)
      for (tick, label) in zip(axis.ticks, labels) {
        let shown = try #require(Double(label.replacing(",", with: "")))
        #expect(
          abs(shown * NumberText.tenTo(axis.multiplier) - tick.value) <= (axis.upper - axis.lower) * 1e-6)
      }
    }
  }

  @Test func extendedRangeStartsAndEndsOnTicks() {
    for (lower, upper) in Self.ranges {
      var extent = Extent()
      extent.include(lower)
      extent.include(upper)
      let axis = ResolvedAxis(Axis(), extent: extent, extendsToTicks: 5)
      #expect(axis.lower <= lower && axis.upper >= upper)
      #expect(axis.upper - axis.lower <= 3 * (upper - lower))
    }
  }

  @Test func wholeAxesHaveNoFractions() {
    for upper in 1...60 {
      var extent = Extent()
      extent.include(1)
      extent.include(Double(upper))
      var axis = ResolvedAxis(Axis(isWhole: true), extent: extent, extendsToTicks: nil)
      axis.chooseTicks(maximumCount: 6, length: 300) { Double($0.count) * 7 }
      #expect(axis.ticks.allSatisfy { $0.value == $0.value.rounded() })
    }
  }

  @Test func constantDataGetRoomAroundThem() {
    for value in [0, 5, -5, 1e-30, -3e40, 1e9 + 0.5] {
      var extent = Extent()
      extent.include(value)
      var axis = ResolvedAxis(Axis(), extent: extent, extendsToTicks: 5)
      axis.chooseTicks(maximumCount: 6, length: 300, labelWidth: nil)
      #expect(axis.lower < value && axis.upper > value)
      #expect(axis.ticks.count >= 2)
      #expect(axis.fraction(value) > 0 && axis.fraction(value) < 1)
    }
  }

  @Test func logarithmicAxisSkipsWhatHasNoPlace() {
    var extent = Extent()
    extent.include([0, -3, Double.leastNonzeroMagnitude, 1e-8, 5, .nan, .infinity])
    var axis = ResolvedAxis(Axis(scale: .logarithmic), extent: extent, extendsToTicks: nil)
    axis.chooseTicks(maximumCount: 6, length: 300, labelWidth: nil)
    #expect(axis.lower > 1e-9 && axis.lower <= 1e-8)
    #expect(
      axis.fraction(0).isNaN && axis.fraction(-1).isNaN && axis.fraction(Double.leastNonzeroMagnitude).isNaN)
    #expect(axis.ticks.count >= 3)
    #expect(axis.ticks.allSatisfy { if case .powerOfTen = $0.label { true } else { false } })
    #expect(axis.ticks.first?.text(allowsUnicode: true).hasPrefix("10⁻") == true)
    #expect(axis.ticks.first?.text(allowsUnicode: false).hasPrefix("1e-") == true)
  }

  @Test func narrowLogarithmicRangeStillHasTicks() {
    for (lower, upper) in [(2.0, 2.0), (3.0, 4.0), (0.02, 0.9), (1, 10), (9e-5, 1.1e-4)] {
      var extent = Extent()
      extent.include(lower)
      extent.include(upper)
      var axis = ResolvedAxis(Axis(scale: .logarithmic), extent: extent, extendsToTicks: nil)
      axis.chooseTicks(maximumCount: 6, length: 300, labelWidth: nil)
      #expect(axis.ticks.count >= 2, "\(lower) to \(upper)")
    }
  }

  private func labels(_ texts: [String], length: Double = 600) -> [String] {
    var extent = Extent()
    extent.include(0)
    extent.include(Double(texts.count - 1))
    var axis = ResolvedAxis(Axis(scale: .stamps(Stamps(texts))), extent: extent, extendsToTicks: nil)
    axis.chooseTicks(maximumCount: 10, length: length) { Double($0.count) * 7 + 14 }
    return axis.ticks.map { $0.text(allowsUnicode: true) }
  }

  @Test func stampsGetRoundDates() {
    #expect(
      labels(SamplePictures.months(from: 1949, count: 144)) == [
        "1950", "1952", "1954", "1956", "1958", "1960",
      ])
    #expect(labels(SamplePictures.months(from: 2020, count: 5)).count == 5)
    #expect(
      labels(SamplePictures.months(from: 2020, count: 18)) == [
        "2020-01", "2020-04", "2020-07", "2020-10", "2021-01", "2021-04",
      ])
    #expect(labels((1700...1900).map(String.init)).prefix(2) == ["1700", "1725"])
    #expect(labels((1...300).map(String.init)).allSatisfy { (Int($0) ?? 1) % 50 == 0 })
    let hours = (0..<72).map { "2024-01-0\($0 / 24 + 1)T\($0 % 24 < 10 ? "0" : "")\($0 % 24):00" }
    #expect(labels(hours) == ["2024-01-01", "12:00", "2024-01-02", "12:00", "2024-01-03", "12:00"])
    #expect(labels(["31/12/2023"]) == ["31/12/2023"])
    #expect(labels((1...31).map { "\($0)/12/2023" }).count >= 2)
  }

  @Test func stampLabelsNeverOverlap() {
    for count in [1, 2, 3, 10, 100, 5_000] {
      for length in [90.0, 300, 900] {
        let texts = SamplePictures.months(from: 1600, count: count)
        let ticks = StampTicks.choose(
          Stamps(texts), from: 0, to: Double(max(1, count - 1)),
          lengthPerUnit: length / Double(max(1, count - 1)),
          maximumCount: 10
        ) { Double($0.count) * 7 }
        #expect(!ticks.isEmpty)
        for (left, right) in zip(ticks, ticks.dropFirst()) {
          let distance = (right.value - left.value) * length / Double(max(1, count - 1))
          #expect(distance >= 4 * 7)
        }
      }
    }
  }
}

/// Stamps of months and years, however they are dated and written.
struct PeriodTickTests {
  private func labels(_ stamps: Stamps, length: Double = 600) -> [String] {
    var extent = Extent()
    extent.include(0)
    extent.include(Double(stamps.texts.count - 1))
    var axis = ResolvedAxis(Axis(scale: .stamps(stamps)), extent: extent, extendsToTicks: nil)
    axis.chooseTicks(maximumCount: 10, length: length) { Double($0.count) * 7 + 14 }
    return axis.ticks.map { $0.text(allowsUnicode: true) }
  }

  @Test func monthsOverYearsAreLabelledByYear() {
    let months = SamplePictures.months(from: 2019, count: 48)
    #expect(labels(Stamps(months)) == ["2019", "2020", "2021", "2022"])
    #expect(labels(Stamps(months.map { $0 + "-01" })) == ["2019", "2020", "2021", "2022"])
    // Dated at the end of the month or in its middle.
    #expect(labels(Stamps(months.map { $0 + "-28" })) == ["2019", "2020", "2021", "2022"])
    let short = months.prefix(18).map { $0 + "-15" }
    #expect(labels(Stamps(short)) == ["2019-01", "2019-04", "2019-07", "2019-10", "2020-01", "2020-04"])
  }

  @Test func otherWritingsFollowTheirDates() {
    let months = SamplePictures.months(from: 2019, count: 48)
    let written = months.map { "\($0.suffix(2))/\($0.prefix(4))" }
    #expect(labels(Stamps(written, calendar: months)) == ["2019", "2020", "2021", "2022"])
    #expect(Axis(scale: .stamps(Stamps(written, calendar: months))).text(for: 1) == "02/2019")
  }

  @Test func yearsDatedOnADay() {
    let years = (1990...2009).map { "\($0)-12-31" }
    #expect(labels(Stamps(years)).allSatisfy { $0.count == 4 })
    // Days keep their days.
    let days = (1...9).map { "2024-01-0\($0)" }
    #expect(labels(Stamps(days)).allSatisfy { $0.hasPrefix("2024-01-0") })
  }
}
