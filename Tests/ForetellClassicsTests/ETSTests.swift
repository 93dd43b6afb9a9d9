import Foundation
import Testing

@testable import ForetellClassics

/// Exponential smoothing against StatsForecast, and its derivatives and variances.
@Suite struct ETSTests {
  @Test func likelihoodsAreNoSmallerThanThoseOfStatsForecast() throws {
    let fixture = try ClassicsFixture.read()
    for one in fixture.smoothing where one.usual {
      let series = try #require(fixture.series[one.series])
      let form = try #require(ETSForm.admissible.first { $0.name == one.form })
      let model = try #require(ETSModel.best(series.values, season: series.season, forms: [form]))
      #expect(model.logLikelihood > one.likelihood - 0.01, "\(one.series) \(one.form)")
      // Both count parameters alike.
      let difference = model.aicc - one.aicc + 2 * (model.logLikelihood - one.likelihood)
      #expect(abs(difference) < 1e-6, "\(one.series) \(one.form)")
      if abs(model.logLikelihood - one.likelihood) < 1e-3, abs(model.alpha - one.alpha) < 1e-2 {
        let point = model.forecast(horizon: one.point.count).point
        #expect(ClassicsFixture.distance(point, one.point) < 0.02, "\(one.series) \(one.form)")
      }
    }
  }

  @Test func choiceIsTheSmallestCriterion() throws {
    let series = try #require(ClassicsFixture.read().series["air"])
    let best = try #require(ETSModel.best(series.values, season: 12, forms: ETSForm.admissible))
    for form in ETSForm.admissible {
      let one = try #require(ETSModel.best(series.values, season: 12, forms: [form]))
      #expect(best.aicc <= one.aicc)
    }
    #expect(best.form.isMultiplicative && best.form.season == .multiplicative)
  }

  @Test("derivatives are those of small changes", arguments: ETSForm.admissible)
  func derivatives(_ form: ETSForm) {
    var values = ClassicsFixture.deviates(30, seed: 3).enumerated().map { 50 + 0.4 * Double($0) + 3 * $1 }
    values[11] = .nan
    var recursion = ETSRecursion(values, season: 4, capacity: 10)
    recursion.form = form
    recursion.season = form.season == .none ? 1 : 4
    var parameters = [Double](repeating: 0, count: recursion.count)
    parameters[0] = 0.3
    if recursion.sharePlace >= 0 { parameters[recursion.sharePlace] = 0.4 }
    if recursion.seasonSharePlace >= 0 { parameters[recursion.seasonSharePlace] = 0.2 }
    if recursion.dampingPlace >= 0 { parameters[recursion.dampingPlace] = 0.9 }
    parameters[recursion.levelPlace] = 49
    if form.trend != .none { parameters[recursion.levelPlace + 1] = 0.5 }
    if form.season != .none {
      for place in 0..<3 {
        parameters[recursion.seasonPlace + place] =
          form.season == .additive ? Double(place) - 1.2 : 0.93 + 0.05 * Double(place)
      }
    }
    var products = [Double](repeating: 0, count: recursion.count * recursion.count)
    var slopes = [Double](repeating: 0, count: recursion.count)
    let sum = recursion.squares(parameters, products: &products, slopes: &slopes)
    #expect(abs(sum - recursion.squares(parameters)) < 1e-9 * sum)
    for place in parameters.indices {
      var moved = parameters
      let step = 1e-5 * max(abs(parameters[place]), 1)
      moved[place] += step
      let above = recursion.squares(moved)
      moved[place] -= 2 * step
      let slope = (above - recursion.squares(moved)) / (4 * step)
      #expect(abs(slope - slopes[place]) < 1e-5 * max(abs(slope), sum * 1e-3), "\(form.name) \(place)")
    }
  }

  @Test("standard deviations are those of many paths", arguments: ETSForm.admissible)
  func deviations(_ form: ETSForm) throws {
    let noise = ClassicsFixture.deviates(48, seed: 8)
    let values = (0..<48).map { index in
      let step = Double(index)
      return (100 + step) * (1 + 0.2 * sin(step * .pi / 2)) * (1 + 0.05 * noise[index])
    }
    let model = try #require(ETSModel.best(values, season: 4, forms: [form]))
    let horizon = 7
    let paths = 4000
    let deviates = ClassicsFixture.deviates(horizon * paths, seed: 9)
    let forecast = model.forecast(horizon: horizon)
    var squares = [Double](repeating: 0, count: horizon)
    for path in 0..<paths {
      var (level, slope, season) = (model.level, model.slope, model.seasonal)
      for step in 0..<horizon {
        let base = level + model.phi * slope
        let place = step % max(season.count, 1)
        let mean =
          switch form.season {
          case .none: base
          case .additive: base + season[place]
          case .multiplicative: base * season[place]
          }
        let deviate = model.variance.squareRoot() * deviates[path * horizon + step]
        let value = form.isMultiplicative ? mean * (1 + deviate) : mean + deviate
        squares[step] += (value - forecast.point[step]) * (value - forecast.point[step]) / Double(paths)
        switch form.season {
        case .none:
          level = base + model.alpha * (value - base)
          slope = model.phi * slope + model.beta * (value - base)
        case .additive:
          let delta = value - season[place] - base
          level = base + model.alpha * delta
          slope = model.phi * slope + model.beta * delta
          season[place] += model.gamma * delta
        case .multiplicative:
          let delta = value / season[place] - base
          level = base + model.alpha * delta
          slope = model.phi * slope + model.beta * delta
          season[place] += model.gamma * (value / base - season[place])
        }
      }
    }
    for step in 0..<horizon {
      let ratio = squares[step].squareRoot() / forecast.deviations[step]
      #expect(abs(ratio - 1) < 0.06, "\(form.name) \(step)")
    }
  }

  @Test func missingValuesMoveTheStatesOn() throws {
    let air = try #require(ClassicsFixture.read().series["air"]).values
    var values = air
    for index in [30, 31, 77, 100] { values[index] = .nan }
    let form = ETSForm(isMultiplicative: true, trend: .additive, season: .multiplicative)
    let model = try #require(ETSModel.best(values, season: 12, forms: [form]))
    let whole = try #require(ETSModel.best(air, season: 12, forms: [form]))
    #expect(model.fitted.allSatisfy { $0.isFinite })
    #expect(abs(model.levels[30] - model.levels[29] - (model.levels[31] - model.levels[30])) < 1e-9)
    let points = (model.forecast(horizon: 12).point, whole.forecast(horizon: 12).point)
    #expect(ClassicsFixture.distance(points.0, points.1) < 0.03)
  }

  @Test func scalesChangeForecastsAlike() throws {
    let values = try #require(ClassicsFixture.read().series["quarterly"]).values
    for form in ETSForm.admissible {
      let model = try #require(ETSModel.best(values, season: 4, forms: [form]))
      let large = try #require(ETSModel.best(values.map { $0 * 0x1p70 }, season: 4, forms: [form]))
      #expect(large.forecast(horizon: 3).point == model.forecast(horizon: 3).point.map { $0 * 0x1p70 })
    }
  }

  @Test func whatDoesNotFitIsLeftOut() throws {
    let values = [3, -1, 4, 1, -5, 9, 2, 6, 5, 3, 5, 8.0]
    let model = try #require(ETSModel.automatic(values, season: 12))
    #expect(!model.form.needsPositive && model.form.season == .none)
    #expect(ETSModel.automatic([1, 2, 3, 4], season: 1) == nil)
    let relative = ETSForm(isMultiplicative: true)
    #expect(ETSModel.best(values, season: 1, forms: [relative]) == nil)
    // A long season has no states of its own among the parameters.
    let long = (0..<240).map { (step: Int) -> Double in
      50 + 20 * sin(Double(step) * .pi / 24) + Double(step % 5)
    }
    let seasonal = try #require(ETSModel.best(long, season: 48, forms: [ETSForm(season: .additive)]))
    #expect(seasonal.seasonal.count == 48)
  }
}
