import Foundation
import Testing

@testable import Foretell

/// The properties that every forecast must have, whatever the histories.
@Suite struct ForecastContractTests {
  static let start = Timestamp(year: 2021, month: 1, day: 4)
  static let week: [Double] = [0, 50, 100, 150, 200, -50, -80]

  static func weekly(_ count: Int, level: Double = 500, noise: Double = 3) -> [Double] {
    (0..<count).map { level + week[$0 % 7] + noise * sin(Double($0 * $0)) }
  }

  static func table(_ series: [String: [Double]], frequency: Frequency = Frequency(.day)) -> SeriesTable {
    SeriesTable(
      checked: series.sorted { $0.key < $1.key }.map { Series(id: $0.key, start: start, values: $0.value) },
      frequency: frequency)
  }

  static func quick() -> RecurrentForecaster {
    var model = RecurrentForecaster(cell: .lstm, hiddenSize: 8)
    model.epochs = 3
    return model
  }

  static let gap = [Double](repeating: .nan, count: 30)

  /// Tables with one kind of problem each, beside a normal series.
  static let tables: [String: [String: [Double]]] = [
    "gap at the end": ["a": weekly(150), "b": weekly(120) + gap],
    "gap before the last values": ["a": weekly(150), "b": weekly(100) + gap + weekly(3)],
    "gap longer than the history": ["a": weekly(150), "b": weekly(20) + gap],
    "no value": ["a": weekly(150), "b": gap],
    "constant": ["a": weekly(150), "b": [Double](repeating: 3.7, count: 60)],
    "all zero": ["a": weekly(150), "b": [Double](repeating: 0, count: 60)],
    "one value": ["a": weekly(150), "b": [5]],
    "two values": ["a": weekly(150), "b": [5, 7]],
    "three values with gaps": ["a": weekly(150), "b": [5, .nan, 7, .nan, .nan, 8]],
    "large level": ["a": weekly(150), "b": (0..<150).map { 84_512_345.789 + 0.2 * Double($0) }],
    "last value far outside": ["a": weekly(150), "b": weekly(120) + [99_999]],
    "first value far outside": ["a": weekly(150), "b": [99_999] + weekly(120)],
    "counts": ["a": weekly(150), "b": (0..<120).map { Double(($0 * $0) % 11 == 3 ? 2 : 0) }],
    "leading gap": ["a": weekly(150), "b": gap + weekly(40)],
  ]

  @Test(
    "the same bits from the model, its file and the table, at any number of threads", arguments: tables.keys)
  func sameBits(_ name: String) throws {
    let table = Self.table(try #require(Self.tables[name]))
    let folder = FileManager.default.temporaryDirectory.appending(path: "contract-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "kept.model").path
    var first: Forecast?
    for threads in 1...3 {
      let fitted = try Self.quick().fit(
        table, horizon: 5, seed: 2, options: FitOptions(threads: threads))
      let forecast = try fitted.predict(table, horizon: 9)
      #expect(forecast == first ?? forecast)
      first = forecast
      #expect(try fitted.predict(horizon: 9) == forecast)
      try fitted.save(to: path)
      let loaded = try FittedForecaster.load(from: path)
      #expect(try loaded.predict(horizon: 9) == forecast)
      #expect(try loaded.predict(table, horizon: 9) == forecast)
      #expect(
        try loaded.predict(table, droppingLast: [0, 4], horizon: 9)[1]
          == fitted.predict(table.droppingLast(4), horizon: 9))
    }
    let forecast = try #require(first)
    #expect(forecast.series.contains { $0.id == "a" })
    for series in forecast.series {
      #expect(series.point.count == 9 && series.stamps.count == 9)
      for step in 0..<9 {
        let ladder = [
          series.lower[1][step], series.lower[0][step], series.point[step], series.upper[0][step],
          series.upper[1][step],
        ]
        #expect(ladder.allSatisfy { $0.isFinite })
        #expect(zip(ladder, ladder.dropFirst()).allSatisfy { $0 <= $1 })
      }
    }
  }

  @Test("a model keeps what a series without values needs later")
  func unknownSeries() throws {
    let fitted = try Self.quick().fit(
      Self.table(["a": Self.weekly(150), "empty": Self.gap]), horizon: 7)
    #expect(fitted.warnings.map(\.series) == ["empty"])
    // Both are forecast at their own level: neither has a scale from the fit.
    let later = Self.table([
      "empty": Self.weekly(100, level: 90_000), "new": Self.weekly(100, level: 9_000) + Self.gap,
      "one": [4], "none": Self.gap,
    ])
    let forecast = try fitted.predict(later)
    #expect(forecast.series.map(\.id) == ["empty", "new", "one"])
    #expect(forecast.series[0].point.allSatisfy { $0 > 89_000 && $0 < 91_000 })
    #expect(forecast.series[1].point.allSatisfy { $0 > 8_000 && $0 < 10_000 })
    #expect(forecast.series[2].point.allSatisfy { $0 == 4 })
    #expect(
      forecast.warnings.map(\.kind) == [.trailingGap, .leftOut, .fewValues]
        || Set(forecast.warnings.map(\.kind)) == [.trailingGap, .leftOut, .fewValues])
  }

  @Test("old model files, which say nothing of whole histories, are read")
  func oldConfiguration() throws {
    let text = try JSONEncoder().encode(RecurrentForecaster())
    var object = try #require(try JSONSerialization.jsonObject(with: text) as? [String: Any])
    object["bounds"] = nil
    let old = try JSONDecoder().decode(
      RecurrentForecaster.self, from: JSONSerialization.data(withJSONObject: object))
    #expect(old.bounds == ForecastBounds())
  }
}

/// Gaps at the ends of series.
@Suite struct TrailingGapTests {
  typealias Contract = ForecastContractTests

  @Test(
    "the forecast goes on from the last observation, in phase and with wider intervals",
    arguments: [ScalingName.season, .standard, .robust, .lastValue, .none])
  func inPhase(_ scaling: ScalingName) throws {
    var model = Contract.quick()
    model.scaling = scaling
    let whole = Contract.table(["y": Contract.weekly(150)])
    let ending = Contract.table(["y": Contract.weekly(150) + [Double](repeating: .nan, count: 17)])
    let forecast = try model.fit(ending, horizon: 4).predict()
    for (step, value) in forecast.series[0].point.enumerated() {
      #expect(abs(value - (500 + Contract.week[(167 + step) % 7])) < 30)
    }
    #expect(forecast.series[0].stamps[0] == ending.timestamp(ofSeries: 0, at: 167))
    let near = try model.fit(whole, horizon: 4).predict()
    func width(_ forecast: Forecast) -> Double {
      forecast.series[0].upper[1][0] - forecast.series[0].lower[1][0]
    }
    #expect(width(forecast) > 1.5 * width(near))
    #expect(forecast.warnings.map(\.kind) == [.trailingGap])
    #expect(
      forecast.warnings[0].text
        == "series `y` has no value after 2021-06-02 (17 steps): the forecast goes on from there")
  }

  @Test("a forecast across the gap is the forecast from before it")
  func sameWalk() throws {
    let whole = Contract.table(["y": Contract.weekly(150)])
    let fitted = try Contract.quick().fit(whole, horizon: 4)
    let long = try fitted.predict(whole, horizon: 23).series[0]
    let ending = Contract.table(["y": Contract.weekly(150) + [Double](repeating: .nan, count: 17)])
    let short = try fitted.predict(ending, horizon: 6).series[0]
    #expect(short.point == Array(long.point.suffix(6)))
    #expect(short.lower[1] == Array(long.lower[1].suffix(6)))
  }

  @Test("covariates that are known in the gap are read there")
  func covariates() throws {
    let values = Contract.weekly(120)
    let extra = (0..<150).map { Double($0 % 5) }
    func table(_ covariate: [Double]) -> SeriesTable {
      SeriesTable(
        checked: [
          Series(
            id: "y", start: Contract.start, values: values + Contract.gap, covariates: [covariate])
        ], frequency: Frequency(.day), columns: ColumnNames(covariates: ["extra"]))
    }
    let fitted = try Contract.quick().fit(table(extra), horizon: 5)
    let other = Array(extra[..<130]) + extra[130...].map { $0 + 3 }
    let one = try fitted.predict(table(extra)).series[0].point
    let two = try fitted.predict(table(other)).series[0].point
    #expect(one != two)
  }

  @Test("a gap longer than the history, or no value, leaves a series out; alone it is an error")
  func refused() throws {
    let forecast = try Contract.quick().fit(
      Contract.table(["a": Contract.weekly(100), "b": Contract.weekly(20) + Contract.gap, "c": Contract.gap]),
      horizon: 3
    ).predict()
    #expect(forecast.series.map(\.id) == ["a"])
    #expect(forecast.warnings.map(\.kind) == [.leftOut, .leftOut])
    #expect(forecast.warnings[0].text.contains("`b`") && forecast.warnings[0].text.contains("30 steps"))
    #expect(forecast.warnings[1].text.contains("`c`"))
    for values in [Contract.weekly(20) + Contract.gap, Contract.gap] {
      for model: any Forecaster in [Contract.quick(), Naive(), SeasonalNaive()] {
        #expect {
          let table = Contract.table(["b": values])
          _ = try (model.substitute(for: table, horizon: 3) ?? model.fit(table, horizon: 3))
            .predict(nil, horizon: nil, levels: [80])
        } throws: { error in
          let error = error as? ForetellError
          return error?.code == "F040" && error?.message.contains("`b`") == true && error?.kind == .data
        }
      }
    }
  }

  @Test func referenceForecastersGoOnToo() throws {
    let table = Contract.table([
      "a": Contract.weekly(100), "b": Contract.weekly(70) + Contract.gap, "c": Contract.gap,
    ])
    for model: any Forecaster in [Naive(), SeasonalNaive()] {
      let forecast = try model.fit(table, horizon: 7, seed: 1, options: FitOptions())
        .predict(nil, horizon: nil, levels: [80])
      #expect(forecast.series.map(\.id) == ["a", "b"])
      #expect(forecast.warnings.map(\.kind) == [.trailingGap, .leftOut])
    }
  }

  @Test("gaps in whole seasons leave the phases' values where they were last observed")
  func seasonsBeforeTheWindow() throws {
    // For ten weeks only the first two days of the week were observed.
    var values = Contract.weekly(210)
    for index in 140..<210 where index % 7 > 1 { values[index] = .nan }
    var model = Contract.quick()
    model.epochs = 10
    let point = try model.fit(Contract.table(["y": values]), horizon: 7).predict().series[0].point
    for step in 0..<7 { #expect(abs(point[step] - 500 - Contract.week[step]) < 40) }
  }

  @Test("evaluations end with the last observation and skip windows without a history")
  func evaluations() throws {
    let ending = Contract.table(["y": Contract.weekly(100) + Contract.gap])
    let trimmed = Contract.table(["y": Contract.weekly(100)])
    let models: [(label: String, forecaster: any Forecaster)] = [("lstm", Contract.quick())]
    let one = try Backtest(horizon: 5).run(models, on: ending)
    let two = try Backtest(horizon: 5).run(models, on: trimmed)
    #expect(one.scores[0].smape == two.scores[0].smape && one.scores[0].smape != nil)

    // Windows 1 and 2 of 4 begin in a gap that is longer than what came before.
    let broken = Contract.table(["y": Contract.weekly(10) + Contract.gap + Contract.weekly(60)])
    let found = try Backtest(horizon: 5, windows: 4, stepSize: 20).run(models, on: broken)
    #expect(found.warnings.map(\.text).allSatisfy { $0.contains("of 4 is left out") })
    #expect(found.warnings.count == 1)
    #expect(Set(found.forecasts.map(\.window)) == [1, 2, 3])
    let compared = try Comparison(horizon: 5, seeds: 1, windows: 4, stepSize: 20).run(models, on: broken)
    #expect(compared.warnings == found.warnings)
    #expect(compared.runs.map(\.window) == [1, 1, 2, 2, 3, 3])

    let hopeless = Contract.table(["y": Contract.weekly(3) + Contract.gap + [1, 2, 3, 4, 5]])
    #expect(throws: ForetellError.self) { try Backtest(horizon: 5).run(models, on: hopeless) }
  }

  @Test("validation takes the last observed values")
  func validation() throws {
    var model = Contract.quick()
    model.validationSize = 14
    let fitted = try model.fit(Contract.table(["y": Contract.weekly(100) + Contract.gap]), horizon: 7)
    #expect(fitted.history.allSatisfy { $0.validationLoss?.isFinite == true })
  }
}
