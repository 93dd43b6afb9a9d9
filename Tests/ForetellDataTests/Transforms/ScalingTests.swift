import ForetellCore
import ForetellData
import Foundation
import Testing

@Suite struct ScalingTests {
  @Test func statisticsLeaveOutMissingValues() {
    let values: [Double] = [.nan, 2, 4, .nan, 4, 4, 5, 5, 7, 9, .nan]
    let standard = Scaling(location: .mean, scale: .standardDeviation).statistics(of: values.span)
    #expect(standard == AffineScale(location: 5, scale: 2))
    let robust = Scaling(location: .median, scale: .interquartileRange).statistics(
      of: [4, .nan, 1, 3, 2].span)
    #expect(robust == AffineScale(location: 2.5, scale: 1.5))  // R: IQR(1:4) is 1.5
    let last = Scaling(location: .lastValue, scale: .meanAbsolute).statistics(of: [1, -3, 8, .nan].span)
    #expect(last == AffineScale(location: 8, scale: 4))
    let season = Scaling(location: .seasonMean, scale: .seasonalDifference)
      .statistics(of: [1, 2, 3, 6, 5, 12].span, seasonLength: 2)
    #expect(season.location == 8.5)
    #expect(abs(season.scale - 1.6583123951777) < 1e-12)  // differences 2, 4, 2, 6: variance 2.75
  }

  @Test(
    arguments: [[], [.nan, .nan], [0, 0, 0], [7, 7, 7], [1e300, 1e300], [5], [1e9, 1e9, 1e9]] as [[Double]])
  func degenerateWindowsGiveUsableScales(values: [Double]) {
    for location in Scaling.Location.allCases {
      for scale in Scaling.Scale.allCases {
        let result = Scaling(location: location, scale: scale).statistics(of: values.span, seasonLength: 3)
        #expect(result.scale > 0 && result.scale.isFinite && result.location.isFinite)
      }
    }
  }

  @Test func scalingInverts() {
    var generator = RandomStream(seed: 1, purpose: .noise)
    for _ in 0..<200 {
      let values = (0..<20).map { _ in Double.random(in: -1e6...1e6, using: &generator) }
      let scale = Scaling(location: .median, scale: .standardDeviation).statistics(of: values.span)
      for value in values {
        #expect(abs(scale.invert(scale.apply(value)) - value) <= 1e-9 * 1e6)
      }
    }
  }

  @Test func seasonalDifferencesOfShortAndRegularSeries() {
    func scale(_ values: [Double]) -> Double {
      Scaling(location: .none, scale: .seasonalDifference).statistics(of: values.span, seasonLength: 4).scale
    }
    #expect(scale([1, 2, 3, 4, 3, 2, 3, 4]) == 0.75.squareRoot())  // differences 2, 0, 0, 0
    #expect(scale((0..<20).map { 3 * Double($0) }) == 12)  // all the same: their size
    #expect(scale([1, 2, 3, 4, 8]) == 7)  // one difference
    #expect(scale([5, 7]) == 2)  // one of one step
    #expect(scale([1, 4, 5]) == 1)  // two of one step: 3, 1
    #expect(scale([1, .nan, 5]) == 2)  // none: the deviation
    #expect(scale([50]) == 0.5)
    #expect(scale([0, 0]) == 1)
    #expect(scale([.nan]) == 1)
  }
}

@Suite struct ValueTransformTests {
  @Test(
    arguments: [
      ValueTransform.none, .log, .boxCox(lambda: 0), .boxCox(lambda: 0.5), .boxCox(lambda: -0.3),
      .boxCox(lambda: 2), .boxCox(lambda: 1e-9),
    ])
  func inverts(transform: ValueTransform) {
    for value in [1e-3, 0.5, 1, 3, 112, 622, 1e5] {
      let returned = transform.invert(transform.apply(value))
      #expect(abs(returned / value - 1) < 1e-9)
    }
    #expect(transform.apply(2) < transform.apply(3))
    #expect(transform.invert(.nan).isNaN)
    #expect(transform.invert(1e9).isFinite && transform.invert(-1e9).isFinite)
  }

  @Test func boxCoxIsItsFormula() {
    #expect(abs(ValueTransform.boxCox(lambda: 0.5).apply(9) - 4) < 1e-14)
    #expect(abs(ValueTransform.boxCox(lambda: 1).apply(9) - 8) < 1e-14)
    #expect(abs(ValueTransform.boxCox(lambda: 1e-12).apply(9) - 2.1972245773) < 1e-9)
  }

  /// The forecast package for R documents -0.2947156 for these data with period 12.
  @Test func guerreroOfAirPassengers() {
    let passengers: [Double] = [
      112, 118, 132, 129, 121, 135, 148, 148, 136, 119, 104, 118, 115, 126, 141, 135, 125, 149, 170, 170, 158,
      133, 114, 140, 145, 150, 178, 163, 172, 178, 199, 199, 184, 162, 146, 166, 171, 180, 193, 181, 183, 218,
      230, 242, 209, 191, 172, 194, 196, 196, 236, 235, 229, 243, 264, 272, 237, 211, 180, 201, 204, 188, 235,
      227, 234, 264, 302, 293, 259, 229, 203, 229, 242, 233, 267, 269, 270, 315, 364, 347, 312, 274, 237, 278,
      284, 277, 317, 313, 318, 374, 413, 405, 355, 306, 271, 306, 315, 301, 356, 348, 355, 422, 465, 467, 404,
      347, 305, 336, 340, 318, 362, 348, 363, 435, 491, 505, 404, 359, 310, 337, 360, 342, 406, 396, 420, 472,
      548, 559, 463, 407, 362, 405, 417, 391, 419, 461, 472, 535, 622, 606, 508, 461, 390, 432,
    ]
    let lambda = ValueTransform.guerreroLambda(of: [passengers], seasonLength: 12)
    #expect(abs(lambda + 0.2947156) < 1e-3)
  }

  @Test func byName() throws {
    #expect(try ValueTransform(name: "none", for: [[-1]], seasonLength: 1) == .none)
    #expect(try ValueTransform(name: "log", for: [[1, .nan]], seasonLength: 1) == .log)
    #expect(throws: ForetellError.self) { try ValueTransform(name: "log", for: [[1, 0]], seasonLength: 1) }
    #expect(throws: ForetellError.self) { try ValueTransform(name: "sqrt", for: [[1]], seasonLength: 1) }
    #expect(!ValueTransform.allowsLogarithm([[.nan]]))
    let transform = ValueTransform.boxCox(lambda: 0.25)
    let data = try JSONEncoder().encode(transform)
    #expect(try JSONDecoder().decode(ValueTransform.self, from: data) == transform)
  }

  @Test func automaticTakesTheLogarithmOfGrowingSwings() {
    let growing = (0..<48).map { step in
      let level = Double(100 + 10 * step)
      return level * (1 + 0.1 * Double([0, 1, 0, -1][step % 4]))
    }
    let steady = (0..<48).map { Double(100 + 10 * $0) + 5 * Double([0, 1, 0, -1][$0 % 4]) }
    #expect(ValueTransform.automatic(for: growing, seasonLength: 4) == .log)
    #expect(ValueTransform.automatic(for: growing.map { -$0 }, seasonLength: 4) == .none)
    #expect(ValueTransform.automatic(for: steady, seasonLength: 4) == .none)
    #expect(ValueTransform.automatic(for: [Double](repeating: 3, count: 40), seasonLength: 4) == .none)
    #expect(ValueTransform.automatic(for: Array(growing.prefix(11)), seasonLength: 4) == .none)
    #expect(ValueTransform.boxCox(for: Array(growing.prefix(11)), seasonLength: 4) == .none)
    #expect(ValueTransform.boxCox(for: growing, seasonLength: 4).name == "box-cox")
  }

  /// The identity as elementary functions turns the logarithm and its inverse into the identity.
  @Test func elementaryFunctionsAreReplaceable() {
    let same = ElementaryFunctions(exponential: { $0 }, logarithm: { $0 })
    #expect(ValueTransform.log.apply(5, functions: same) == 5)
    #expect(ValueTransform.log.invert(5, functions: same) == 5)
  }
}
