import Foundation
import Testing

@testable import ForetellClassics

/// Theta methods against StatsForecast, and their formulas.
@Suite struct ThetaTests {
  static let forms: [String: ThetaForm] = ["STM": .standard, "OTM": .optimised, "DOTM": .dynamic]

  @Test func squaresAreNoLargerThanThoseOfStatsForecast() throws {
    let fixture = try ClassicsFixture.read()
    for one in fixture.theta {
      let series = try #require(fixture.series[one.series])
      let indices = SeasonalIndices.adjusting(series.values, season: series.season)
      let values = indices?.adjusted(series.values) ?? series.values
      let form = try #require(Self.forms[one.form])
      let model = try #require(ThetaModel(values, form: form))
      #expect(model.squaredErrors <= one.squares * (1 + 1e-9), "\(one.series) \(one.form)")
      let forecast = model.forecast(horizon: one.point.count)
      let point = (indices?.restored(forecast, from: values.count) ?? forecast).point
      // Where both found the same sum of squares, the forecasts are the same too.
      let isSame = model.squaredErrors > one.squares * (1 - 1e-5)
      #expect(
        ClassicsFixture.distance(point, one.point) < (isSame ? 2e-3 : 0.08), "\(one.series) \(one.form)")
      #expect((0.1...0.99).contains(model.alpha) && (0...1).contains(model.weight))
    }
  }

  @Test func standardThetaIsSmoothingWithHalfTheTrend() throws {
    let values = try #require(ClassicsFixture.read().series["nile"]).values
    let model = try #require(ThetaModel(values, form: .standard))
    let count = Double(values.count)
    let middle = (count + 1) / 2
    let slope =
      values.indices.reduce(0) { $0 + (Double($1 + 1) - middle) * values[$1] } * 12
      / (count * (count * count - 1))
    let point = model.forecast(horizon: 5).point
    for step in 1..<5 { #expect(abs(point[step] - point[step - 1] - slope / 2) < 1e-9) }
  }

  @Test("errors follow from the states by the formulas of the method", arguments: ThetaForm.allCases)
  func states(_ form: ThetaForm) throws {
    let values = try #require(ClassicsFixture.read().series["quarterly"]).values
    let model = try #require(ThetaModel(values, form: form))
    let q = 1 - model.alpha
    var level = model.initialLevel
    for index in values.indices {
      let known = form == .dynamic ? Array(values[..<index]) : values
      guard known.count > 1 else {
        level = model.alpha * values[index] + q * level
        continue
      }
      let count = Double(known.count)
      let mean = known.reduce(0, +) / count
      let middle = (count + 1) / 2
      var slope = known.indices.reduce(0) { $0 + (Double($1 + 1) - middle) * known[$1] }
      slope *= 12 / (count * (count * count - 1))
      let intercept = mean - slope * middle
      let power = pow(q, Double(index))
      let part = power * intercept + (1 - power * q) / model.alpha * slope
      #expect(abs(level + model.weight * part - model.fitted[index]) < 1e-6)
      level = model.alpha * values[index] + q * level
      #expect(abs(level - model.levels[index]) < 1e-6)
    }
  }

  /// The standard deviations against many paths of the method.
  @Test func dynamicDeviationsAreThoseOfPaths() throws {
    let values = Array(try #require(ClassicsFixture.read().series["quarterly"]).values.prefix(16))
    let model = try #require(ThetaModel(values, form: .dynamic))
    let horizon = 8
    let deviates = ClassicsFixture.deviates(horizon * 4000, seed: 5)
    var squares = [Double](repeating: 0, count: horizon)
    let expected = model.forecast(horizon: horizon)
    for path in 0..<4000 {
      var history = values
      var level = try #require(model.levels.last)
      for step in 0..<horizon {
        let count = Double(history.count)
        let mean = history.reduce(0, +) / count
        let middle = (count + 1) / 2
        var slope = history.indices.reduce(0) { $0 + (Double($1 + 1) - middle) * history[$1] }
        slope *= 12 / (count * (count * count - 1))
        let power = pow(1 - model.alpha, count)
        let part =
          power * (mean - slope * middle) + (1 - power * (1 - model.alpha)) / model.alpha * slope
        let error = model.variance.squareRoot() * deviates[path * horizon + step]
        let value = level + model.weight * part + error
        squares[step] += (value - expected.point[step]) * (value - expected.point[step]) / 4000
        level = model.alpha * value + (1 - model.alpha) * level
        history.append(value)
      }
    }
    for step in 0..<horizon {
      #expect(abs(squares[step].squareRoot() / expected.deviations[step] - 1) < 0.05)
    }
  }

  @Test func shiftsAndScalesChangeForecastsAlike() throws {
    let values = try #require(ClassicsFixture.read().series["flat"]).values
    for form in ThetaForm.allCases {
      let point = try #require(ThetaModel(values, form: form)).forecast(horizon: 4).point
      let moved = try #require(ThetaModel(values.map { 3 * $0 + 1000 }, form: form)).forecast(horizon: 4)
        .point
      #expect(ClassicsFixture.distance(moved, point.map { 3 * $0 + 1000 }) < 1e-5)
    }
    #expect(ThetaModel([1, 2, 3, 4, 5], form: .standard) == nil)
  }
}
