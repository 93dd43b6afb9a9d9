import Foundation
import Testing

@testable import ForetellClassics

/// ARIMA models against statsmodels and StatsForecast.
@Suite struct ArimaTests {
  @Test func likelihoodsAndForecastsAtGivenCoefficientsAreThoseOfStatsmodels() throws {
    let fixture = try ArimaFixture.read()
    #expect(fixture.given.contains { $0.values.contains(nil) })
    for one in fixture.given {
      let order = ArimaFixture.order(one.order, season: one.season, hasConstant: one.constant != nil)
      let values = one.values.map { $0 ?? .nan }
      let model = try #require(
        ArimaModel(values, order: order, coefficients: one.coefficients, constant: one.constant ?? 0))
      #expect(abs(model.logLikelihood - one.likelihood) < 1e-6, "\(one.series) \(order.name)")
      for (value, given) in zip(model.coefficients, one.coefficients) { #expect(abs(value - given) < 1e-12) }
      let forecast = model.forecast(horizon: one.point.count)
      #expect(ClassicsFixture.distance(forecast.point, one.point) < 1e-8, "\(one.series) \(order.name)")
      // The variance here has fewer degrees of freedom.
      let spread = forecast.deviations.map { $0 / model.variance.squareRoot() }
      #expect(ClassicsFixture.distance(spread, one.spread) < 1e-4, "\(one.series) \(order.name)")
    }
  }

  @Test func likelihoodsAreNoLowerThanThoseOfStatsmodels() throws {
    let fixture = try ArimaFixture.read()
    for one in fixture.estimated {
      let order = ArimaFixture.order(one.order, season: one.season, hasConstant: one.constant)
      let series = try #require(fixture.series[one.series])
      let model = try #require(ArimaModel(series.values, order: order))
      #expect(model.logLikelihood >= one.likelihood - 0.002, "\(one.series) \(order.name)")
    }
  }

  @Test func informationIsNoWorseThanThatOfStatsForecast() throws {
    let fixture = try ArimaFixture.read()
    for one in fixture.automatic {
      let series = try #require(fixture.series[one.series])
      let model = try #require(ArimaModel.automatic(series.values, season: series.season))
      let theirs = ArimaFixture.order(one.order, season: one.season, hasConstant: one.constant)
      #expect(model.order.regular.d == theirs.regular.d, "\(one.series) \(model.order.name)")
      #expect(model.order.seasonal.d == theirs.seasonal.d, "\(one.series) \(model.order.name)")
      if model.aicc <= one.aicc + 0.01 { continue }
      // Otherwise the most likely coefficients of that order have a root within 1.01, and the order is left out.
      let other = try #require(ArimaModel(series.values, order: theirs))
      #expect(!Self.isTrusted(other), "\(one.series) \(model.order.name), theirs \(theirs.name)")
    }
  }

  /// Whether all roots of the polynomials are farther from zero than 1.01.
  static func isTrusted(_ model: ArimaModel) -> Bool {
    let order = model.order
    var start = 0
    return [
      (order.regular.p, 1.0, 1), (order.regular.q, -1, 1), (order.seasonal.p, 1, order.season),
      (order.seasonal.q, -1, order.season),
    ].allSatisfy { count, sign, lag in
      let part = model.coefficients[start..<start + count].map { $0 * sign }
      start += count
      return ArimaCoefficients.rootsLie(beyond: pow(1.01, Double(lag)), part)
    }
  }

  @Test func fastAndDenseFiltersAgree() throws {
    let series = try #require(ArimaFixture.read().series["logair"])
    let order = ArimaOrder(.init(2, 1, 1), seasonal: .init(1, 1, 1), season: 12, hasConstant: false)
    let sample = try #require(ArimaSample(series.values, order))
    let parameters = [0.4, 0.2, 0.4, 0.25, 0.6]
    let model = try #require(ArimaModel(sample, order: order, parameters: parameters))
    var dense = ArimaGapFilter(sample, order: order)
    let product = dense.run(parameters)
    #expect(product != nil)
    let fitted = dense.fitted.map { $0 * sample.unit }
    for (value, other) in zip(model.fitted, fitted) where !value.isNaN { #expect(abs(value - other) < 1e-10) }
    #expect(model.fitted.count { $0.isNaN } == 13)
    let next = dense.ahead(5)
    #expect(
      ClassicsFixture.distance(model.forecast(horizon: 5).point, next.means.map { $0 * sample.unit }) < 1e-12)
  }

  @Test func theRecursionThatTakesOverChangesNothing() {
    let values = ClassicsFixture.deviates(600, seed: 5)
    let order = ArimaOrder(.init(1, 0, 1), seasonal: .init(1, 0, 1), season: 4, hasConstant: true)
    let parameters = [0.6, 0.5, 0.3, 0.4, 0.1].map { SIMD2<Double>(repeating: $0) }
    var whole = ArimaFilter<SIMD2<Double>>(values, order: order)
    var early = ArimaFilter<SIMD2<Double>>(values, order: order, tolerance: 1e-12)
    whole.parameters = parameters
    early.parameters = parameters
    let products = (whole.run(), early.run())
    #expect(products.0 != nil && products.1 != nil)
    for (a, b) in zip(whole.errors, early.errors) { #expect(abs(a[0] - b[0]) < 1e-5) }
  }

  @Test func coefficientsOfAKnownProcessAreFound() throws {
    let errors = ClassicsFixture.deviates(3000, seed: 14)
    var values: [Double] = []
    for time in errors.indices {
      let (last, before) = (time > 0 ? values[time - 1] : 0, time > 1 ? values[time - 2] : 0)
      values.append(0.5 * last - 0.3 * before + errors[time] + (time > 0 ? 0.4 * errors[time - 1] : 0))
    }
    let order = ArimaOrder(.init(2, 0, 1), hasConstant: true)
    let model = try #require(ArimaModel(values.map { $0 + 20 }, order: order))
    for (value, wanted) in zip(model.coefficients, [0.5, -0.3, 0.4]) { #expect(abs(value - wanted) < 0.08) }
    #expect(abs(model.variance - 1) < 0.06 && abs(model.constant - 20) < 0.6)
    #expect(ArimaModel.automatic(values, season: 1)?.order == ArimaOrder(.init(2, 0, 1)))
  }

  @Test func gapsAreSkipped() throws {
    var values = try #require(ArimaFixture.read().series["air"]).values
    let whole = try #require(ArimaModel.automatic(values, season: 12))
    for place in [30, 31, 77, 100, 120] { values[place] = .nan }
    let model = try #require(ArimaModel.automatic(values, season: 12))
    #expect(model.fitted[77].isFinite && model.fitted.count == values.count)
    #expect(
      ClassicsFixture.distance(model.forecast(horizon: 12).point, whole.forecast(horizon: 12).point) < 0.05)
  }

  @Test func scalesChangeForecastsAlike() throws {
    let values = try #require(ArimaFixture.read().series["quarterly"]).values
    let model = try #require(ArimaModel.automatic(values, season: 4))
    let large = try #require(ArimaModel.automatic(values.map { $0 * 0x1p70 }, season: 4))
    #expect(large.forecast(horizon: 9).point == model.forecast(horizon: 9).point.map { $0 * 0x1p70 })
  }

  @Test func specialSeriesHaveModels() throws {
    let line = (0..<30).map { 5 + 2 * Double($0) }
    let model = try #require(ArimaModel.automatic(line, season: 4))
    #expect(model.forecast(horizon: 2).point == [65, 67] && model.forecast(horizon: 2).deviations == [0, 0])
    #expect(ArimaModel.automatic([1, 2, 4], season: 1) == nil)
    #expect(ArimaModel.automatic([1, 2, 4, 3], season: 12) != nil)
    let noise = ClassicsFixture.deviates(120, seed: 3)
    #expect(ArimaModel(noise, order: ArimaOrder(.init(1, 0, 0)), coefficients: [1.1]) == nil)
    #expect(
      ArimaOrder(.init(0, 1, 1), seasonal: .init(0, 1, 1), season: 12).name == "ARIMA(0,1,1)(0,1,1)[12]")
    #expect(ArimaOrder(.init(1, 1, 0), hasConstant: true).name == "ARIMA(1,1,0) with drift")
  }

  @Test func partialAutocorrelationsAndCoefficientsBelongTogether() throws {
    let partials = [0.6, -0.4, 0.3, 0.8, -0.7]
    var numbers = partials.map { SIMD2<Double>(repeating: $0) }
    ArimaCoefficients.expand(&numbers, from: 0, count: 5)
    let back = try #require(ArimaCoefficients.partials(numbers.map { $0[0] }))
    for (value, wanted) in zip(back, partials) { #expect(abs(value - wanted) < 1e-12) }
    #expect(ArimaCoefficients.partials([0.5, 0.5]) == nil)
    #expect(ArimaCoefficients.rootsLie(beyond: 1.01, [0.99]))
    #expect(!ArimaCoefficients.rootsLie(beyond: 1.01, [0.995]))
  }

  @Test func levelsAreTold() {
    let noise = ClassicsFixture.deviates(200, seed: 8)
    var walk: [Double] = []
    for value in noise { walk.append((walk.last ?? 0) + value) }
    #expect(ArimaDifferencing.count(noise, limit: 2) == 0)
    #expect(ArimaDifferencing.count(walk, limit: 2) == 1)
    let season = (0..<96).map { 10 * sin(Double($0) * .pi / 6) + noise[$0] }
    #expect(ArimaDifferencing.isSeasonal(season, season: 12))
    #expect(!ArimaDifferencing.isSeasonal(noise, season: 12))
  }

  @Test func longSeasonsAreTakenOut() throws {
    let noise = ClassicsFixture.deviates(480, seed: 2)
    let values = noise.enumerated().map { 50 + 20 * sin(Double($0.offset) * .pi / 24) + $0.element }
    let span = try #require(ObservedSpan(values))
    let parts = try #require(LongSeason(span, season: 48))
    let model = try #require(ArimaModel.automatic(parts.adjusted, season: 1))
    let forecast = parts.restored(model.forecast(horizon: 48))
    for step in 0..<48 {
      #expect(abs(forecast.point[step] - 50 - 20 * sin(Double(step) * .pi / 24)) < 3)
    }
    #expect(LongSeason(try #require(ObservedSpan(noise)), season: 48) == nil)
  }

  @Test func severalSeasonsAreForecastNearStatsForecast() throws {
    let one = try ArimaFixture.read().seasons
    let parts = try #require(MSTL.automatic(one.values, seasons: [24, 168]))
    #expect(parts == MSTL(one.values, seasons: [24, 168]))
    let trend = try #require(ETSModel.automatic(parts.adjusted, season: 1)).forecast(horizon: one.point.count)
    let point = zip(trend.point, parts.seasonalForecast(horizon: one.point.count)).map { $0 + $1 }
    #expect(ClassicsFixture.distance(point, one.point) < 0.02)
    // One wrong value makes the decomposition robust.
    var wild = one.values
    wild[200] *= 20
    let robust = try #require(MSTL.automatic(wild, seasons: [24, 168]))
    #expect(robust == MSTL(wild, seasons: [24, 168], isRobust: true))
  }
}
