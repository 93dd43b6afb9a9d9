import Foundation
import Testing

@testable import ForetellClassics

/// Complex exponential smoothing against StatsForecast.
@Suite struct CESTests {
  static let forms: [String: CESForm] = ["N": .none, "S": .simple, "P": .partial, "F": .full]

  @Test func squaresAreNoLargerThanThoseOfStatsForecast() throws {
    let fixture = try ClassicsFixture.read()
    for one in fixture.complex {
      let series = try #require(fixture.series[one.series])
      let form = try #require(Self.forms[one.form])
      let model = try #require(CESModel.best(series.values, season: series.season, forms: [form]))
      #expect(model.squaredErrors <= one.squares * (1 + 1e-5), "\(one.series) \(one.form)")
      let count = Double(series.values.count)
      let difference = model.aicc - one.aicc - count * log(model.squaredErrors / one.squares)
      #expect(abs(difference) < 1e-6, "\(one.series) \(one.form)")
    }
  }

  @Test func errorsAtGivenParametersAreThoseOfStatsForecast() throws {
    let fixture = try ClassicsFixture.read()
    for one in fixture.complex {
      let series = try #require(fixture.series[one.series])
      let form = try #require(Self.forms[one.form])
      let indices = SeasonalIndices(series.values, season: series.season, form: .additive)?.indices ?? []
      var problem = CESProblem<SIMD8<Double>>(
        series.values, form: form, season: series.season, indices: indices)
      _ = problem.squares(one.given)
      #expect(
        ClassicsFixture.distance(problem.errors.map { $0[0] }, one.errors) < 1e-9, "\(one.series) \(one.form)"
      )
    }
  }

  @Test("standard deviations are those of responses to one error", arguments: CESForm.allCases)
  func deviations(_ form: CESForm) throws {
    let series = try #require(ClassicsFixture.read().series["quarterly"])
    let model = try #require(CESModel.best(series.values, season: 4, forms: [form]))
    let forecast = model.forecast(horizon: 6)
    #expect(abs(forecast.deviations[0] - model.variance.squareRoot()) < 1e-12)
    #expect(zip(forecast.deviations, forecast.deviations.dropFirst()).allSatisfy { $0 <= $1 })
    if form == .none {
      // An error is in the level by α₀ − α₁ one step later.
      let share = model.parameters[0] - model.parameters[1]
      #expect(abs(forecast.deviations[1] / forecast.deviations[0] - (1 + share * share).squareRoot()) < 1e-12)
    }
  }

  @Test func shortSeriesHaveNoSeason() throws {
    let values = [5, 7, 6, 9, 8, 11, 9.0]
    #expect(try #require(CESModel.best(values, season: 4)).form == .none)
    #expect(CESModel.best([1, 2, 3], season: 1) == nil)
  }
}
