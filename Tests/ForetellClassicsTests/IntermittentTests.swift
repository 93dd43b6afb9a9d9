import Foundation
import Testing

@testable import ForetellClassics

/// Methods for intermittent demand against StatsForecast.
@Suite struct IntermittentTests {
  static func demand(_ name: String, _ values: [Double]) -> IntermittentDemand? {
    switch name {
    case "croston": .croston(values)
    case "sba": .croston(values, correction: 1 - IntermittentDemand.alpha / 2)
    case "tsb": .tsb(values)
    case "adida": .adida(values)
    case "imapa": .imapa(values)
    default: nil
    }
  }

  @Test func ratesAreThoseOfStatsForecast() throws {
    for one in try ClassicsFixture.read().demand {
      #expect(one.rates.count == 5)
      for (name, rate) in one.rates {
        let found = try #require(Self.demand(name, one.values))
        // The two with a search stop it at another place.
        let isExact = !["adida", "imapa"].contains(name)
        #expect(abs(found.rate / rate - 1) < (isExact ? 1e-6 : 1e-3), "\(name)")
      }
    }
  }

  @Test func aFittedValueIsTheForecastOfTheValuesBeforeIt() throws {
    let values = try #require(ClassicsFixture.read().demand.first).values
    for name in ["croston", "sba", "tsb"] {
      let whole = try #require(Self.demand(name, values))
      for end in [20, 40, 59] {
        let part = try #require(Self.demand(name, Array(values[..<end])))
        #expect(abs(whole.fitted[end] - part.rate) < 1e-12, "\(name)")
      }
      #expect(whole.deviation > 0)
    }
  }

  @Test func withoutDemandNothingIsForecast() throws {
    for name in ["croston", "sba", "tsb", "adida", "imapa"] {
      let found = try #require(Self.demand(name, [0, 0, 0, 0]))
      #expect(found.rate == 0 && found.deviation == 0)
      let one = try #require(Self.demand(name, [0, 0, 5, 0]))
      #expect(one.rate > 0 && one.rate.isFinite && one.deviation.isFinite)
    }
  }

  @Test func obsoleteItemsFadeWithTSBAlone() throws {
    let values = [3, 0, 4, 0, 5, 0, 4.0]
    let silent = values + [Double](repeating: 0, count: 30)
    #expect(IntermittentDemand.tsb(silent).rate < 0.1 * IntermittentDemand.tsb(values).rate)
    #expect(IntermittentDemand.croston(silent).rate == IntermittentDemand.croston(values).rate)
  }
}
