import Foundation
import Testing

@testable import Foretell
@testable import ForetellClassics

/// Classical methods as forecasters; what they compute is tested in `ForetellClassicsTests`.
@Suite struct ClassicMethodTests {
  static let names = Catalogue.models.filter { $0.baselineType is any ClassicMethod.Type }.map(\.name)

  static func method(_ name: String) throws -> any Baseline {
    var settings = ModelSettings()
    settings.bounds = .none
    return try #require(Catalogue.model(named: name)?.forecaster(settings) as? any Baseline)
  }

  /// Sixty values with a trend and a season of four steps.
  static let seasonal: [Double] = (0..<60).map { step in
    let time = Double(step)
    return (80 + time) * (1 + 0.2 * sin(time * .pi / 2 + 0.3)) + 3 * sin(time * time * 0.37)
  }

  @Test func theCatalogueHasThem() {
    #expect(
      Set(Self.names).isSuperset(of: [
        "theta", "otm", "dotm", "ets", "ses", "holt", "holt-damped", "holt-winters", "ces", "arima", "stl",
        "mstl",
        "naive2", "croston", "sba", "tsb", "adida", "imapa",
      ]))
  }

  @Test func forecastsAreThoseOfTheModels() throws {
    let values = Self.seasonal
    let models: [String: ClassicForecast?] = [
      "ets": ETSModel.automatic(values, season: 4)?.forecast(horizon: 6),
      "ses": ETSModel.best(values, season: 1, forms: [.simple])?.forecast(horizon: 6),
      "holt": ETSModel.best(values, season: 1, forms: [.holt])?.forecast(horizon: 6),
      "holt-damped": ETSModel.best(values, season: 1, forms: [.damped])?.forecast(horizon: 6),
      "holt-winters": ETSModel.best(values, season: 4, forms: ETSForm.holtWinters)?.forecast(horizon: 6),
      "arima": ArimaModel.automatic(values, season: 4)?.forecast(horizon: 6),
      "ces": CESModel.best(values, season: 4)?.forecast(horizon: 6),
      "croston": IntermittentDemand.croston(values).forecast(horizon: 6),
      "imapa": IntermittentDemand.imapa(values).forecast(horizon: 6),
    ]
    for (name, model) in models {
      let expected = try #require(model)
      let forecast = try #require(Self.method(name).forecast(values: values, season: 4, horizon: 6))
      #expect(
        forecast.point == expected.point && forecast.standardDeviations == expected.deviations, "\(name)")
    }
  }

  @Test func aSeasonIsTakenOutBeforeTheta() throws {
    let values = Self.seasonal
    let indices = try #require(SeasonalIndices.adjusting(values, season: 4))
    let model = try #require(ThetaModel(indices.adjusted(values), form: .dynamic)).forecast(horizon: 6)
    let forecast = try #require(try Self.method("dotm").forecast(values: values, season: 4, horizon: 6))
    #expect(forecast.point == indices.restored(model, from: 60).point)
    let deviations = try #require(forecast.standardDeviations)
    for step in 0..<6 {
      #expect(abs(deviations[step] / (model.deviations[step] * indices[60 + step]) - 1) < 1e-12)
    }
  }

  @Test func severalSeasonsComeFromTheFrequency() throws {
    // The second day of each week is another one.
    let rows = (0..<24 * 7 * 5).map { step -> String in
      let (day, hour) = (step / 24, Double(step % 24))
      let value = 100 + 20 * sin(hour * .pi / 12) + (day % 7 == 1 ? 30 : 0) + Double(step * step % 7)
      let stamp = String(format: "2024-%02d-%02d %02d:00:00", 1 + day / 31, 1 + day % 31, step % 24)
      return "\(stamp),\(value)"
    }
    let table = try SeriesTable(csvText: (["hour,load"] + rows).joined(separator: "\n"))
    #expect(table.frequency.seasonLengths.prefix(2) == [24, 168])
    /// How much the second day of the forecast is above the first in the mean.
    func rise(_ method: MSTLForecaster) throws -> Double {
      let point = try method.fit(table, horizon: 72).predict().series[0].point
      var sum = 0.0
      for hour in 0..<24 { sum += point[24 + hour] - point[hour] }
      return sum / 24
    }
    let both = try rise(MSTLForecaster(bounds: .none))
    let one = try rise(MSTLForecaster(seasonLength: 24, bounds: .none))
    #expect(abs(both - 30) < 5)
    #expect(abs(one) < 5)
    let method = try #require(try Self.method("mstl") as? MSTLForecaster)
    let values = table.series[0].values
    let listed = method.forecast(values: values, seasons: [24], horizon: 6)
    #expect(listed == method.forecast(values: values, season: 24, horizon: 6))
  }

  @Test func naive2IsThatOfTheMetrics() throws {
    let expected = try #require(Naive2.forecast(values: Self.seasonal, seasonLength: 4, horizon: 9))
    let forecast = try #require(
      try Self.method("naive2").forecast(values: Self.seasonal, season: 4, horizon: 9))
    for (value, other) in zip(forecast.point, expected) { #expect(abs(value / other - 1) < 1e-12) }
  }

  @Test("missing values at the end are steps of the forecast", arguments: names)
  func gapsAtTheEnd(_ name: String) throws {
    let method = try Self.method(name)
    let whole = try #require(method.forecast(values: Self.seasonal, season: 4, horizon: 8))
    let gap = [Double](repeating: .nan, count: 3)
    let later = try #require(
      method.forecast(values: gap + Self.seasonal + gap, season: 4, horizon: 5))
    #expect(later.point == Array(whole.point.suffix(5)))
    #expect(later.standardDeviations == whole.standardDeviations.map { Array($0.suffix(5)) })
  }

  @Test("zeros, negative and huge values, gaps and short series have forecasts", arguments: names)
  func troubles(_ name: String) throws {
    let method = try Self.method(name)
    let wave = Self.seasonal
    var holes = wave
    for place in [3, 4, 17, 30, 31, 32, 50] { holes[place] = .nan }
    let troubles: [[Double]] = [
      holes, wave.map { $0 - 90 }, wave.map { $0 * 1e250 }, wave.map { $0 * 1e-250 },
      wave.enumerated().map { $0.offset % 5 == 0 ? $0.element : 0 }, [Double](repeating: 0, count: 30),
      [1, 2], [5, 4, 6], [1, 3, 2, 5], [2, 1, 3, 4, 2], [4, 1, 3, 5, 2, 6], [1, .nan, 1, 1, 9, 1, 1],
      [0, 0, 0, 7],
      (0..<12).map { Double($0) }, (0..<30).map { pow(2, Double($0)) },
    ]
    for values in troubles {
      let forecast = try #require(method.forecast(values: values, season: 4, horizon: 5))
      #expect(forecast.point.count == 5 && forecast.point.allSatisfy { $0.isFinite }, "\(values)")
      if let deviations = forecast.standardDeviations {
        #expect(deviations.allSatisfy { $0.isFinite && $0 >= 0 }, "\(values)")
      } else {
        #expect(values.count { !$0.isNaN } < 3)
      }
    }
    #expect(method.forecast(values: [.nan], season: 4, horizon: 2) == nil)
  }

  @Test("new rows are joined, and the forecast is that of the whole series", arguments: names)
  func updates(_ name: String) throws {
    func table(_ values: [Double]) throws -> SeriesTable {
      let rows = values.enumerated().map { "\(2000 + $0.offset / 4)-Q\($0.offset % 4 + 1),\($0.element)" }
      return try SeriesTable(csvText: (["quarter,value"] + rows).joined(separator: "\n"))
    }
    let method: any Forecaster = try Self.method(name)
    let fitted = try method.fit(try table(Array(Self.seasonal.prefix(50))), horizon: 4)
    var model = try #require(fitted as? any KeptModel)
    try model.update(with: try table(Self.seasonal), gaps: .error)
    let whole = try method.fit(try table(Self.seasonal), horizon: 4)
    let expected = try whole.predict(nil, horizon: 4, levels: [80])
    #expect(try model.predict(nil, horizon: 4, levels: [80]).series == expected.series)
  }
}
