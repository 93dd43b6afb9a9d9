import Foundation
import Testing

@testable import Foretell

/// The measures of parts of a backtest, against NumPy (`Tests/Fixtures/metrics/make_metrics.py`).
@Suite struct MeasureListTests {
  private struct Fixture: Decodable {
    struct Window: Decodable {
      var series: String
      var window: Int
      var history: [Double?]
      var actual: [Double?]
      var point: [Double]
      var lower: [[Double]]
      var upper: [[Double]]
      var seasonal: [Double]
      var naive2: [Double]
    }
    struct Part: Decodable {
      var values: [String: Double?]
      var undefined: [String: Int]
    }
    var season: Int
    var levels: [Double]
    var windows: [Window]
    var all: Part
    var series: [String: Part]
    var window: [Part]
    var step: [Part]
  }

  private let fixture: Fixture
  private let table: MetricTable

  init() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures/metrics/metrics.json")
    fixture = try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: file))
    var table = MetricTable(seasonLength: fixture.season, levels: fixture.levels, keepsWindows: true)
    for one in fixture.windows.reversed() {
      let history = one.history.map { $0 ?? .nan }
      let actual = one.actual.map { $0 ?? .nan }
      for (model, forecast) in [("m", one.point), ("seasonal", one.seasonal), ("Naive2", one.naive2)] {
        table.add(
          MetricTable.Window(
            history: history, actual: actual, forecast: forecast, lower: model == "m" ? one.lower : [],
            upper: model == "m" ? one.upper : []), model: model, series: one.series, window: one.window)
      }
    }
    self.table = table
  }

  private func expect(
    _ list: MeasureList, _ part: Fixture.Part, _ name: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for (measure, expected) in part.values {
      let found = list.values[measure]
      guard let expected else {
        #expect(found == nil, "\(name) \(measure)", sourceLocation: sourceLocation)
        let isListed = list.undefined.contains { $0.measures.contains(measure) }
        #expect(isListed, "\(name) \(measure) isn't listed", sourceLocation: sourceLocation)
        continue
      }
      #expect(
        found.map { abs($0 - expected) <= 1e-12 * max(1, abs(expected)) } ?? false,
        "\(name) \(measure): \(found as Any) against \(expected)", sourceLocation: sourceLocation)
    }
    for (measure, count) in part.undefined {
      let places = list.undefined.filter { $0.measures.contains(measure) }.flatMap(\.places)
      #expect(places.count == count, "\(name) \(measure)", sourceLocation: sourceLocation)
      #expect(Set(places).count == count, sourceLocation: sourceLocation)
    }
    #expect(list.values.values.allSatisfy { $0.isFinite }, sourceLocation: sourceLocation)
    #expect(Set(list.values.keys).isSubset(of: part.values.keys), sourceLocation: sourceLocation)
  }

  @Test func wholeSeriesAndWindows() {
    let scores = MeasureScores(table, reference: "seasonal", naive2: "Naive2")
    expect(scores.all(of: "m"), fixture.all, "all")
    let series = scores.series(of: "m")
    #expect(series.map(\.series) == fixture.series.keys.sorted())
    for list in series {
      let id = list.series ?? ""
      if let part = fixture.series[id] { expect(list, part, "series \(id)") }
      for metric in table.metrics {
        #expect(
          table.average(metric, model: "m", in: .series(id)).value == list.values[metric.name],
          "\(id) \(metric.name)")
      }
      #expect(table.owa(model: "m", in: .series(id)) == list.values["owa"])
    }
    for (number, part) in fixture.window.enumerated() {
      let list = scores.window(number, of: "m")
      expect(list, part, "window \(number)")
      #expect(table.average(.mase, model: "m", in: .window(number)).value == list.values["mase"])
    }
  }

  @Test func stepsAhead() {
    #expect(table.steps == fixture.step.count)
    for (number, part) in fixture.step.enumerated() {
      let step = MeasureScores(table.step(number + 1), reference: "seasonal", naive2: "Naive2")
      expect(step.all(of: "m"), part, "step \(number + 1)")
    }
    // A step's mean absolute errors average to that of the whole where every window has all steps.
    var plain = MetricTable(seasonLength: 1, keepsWindows: true)
    plain.add(
      .init(history: [1, 2], actual: [1, 5], forecast: [3, 4]), model: "m", series: "a", window: 0)
    plain.add(.init(history: [1, 2], actual: [2, 9], forecast: [2, 5]), model: "m", series: "a", window: 1)
    #expect(plain.step(1).average(.mae, model: "m").value == 1)
    #expect(plain.step(1).average(.rmse, model: "m").value == 2.0.squareRoot())
    #expect(plain.step(2).average(.rmse, model: "m").value == 8.5.squareRoot())
  }

  @Test func whatIsUndefinedIsListed() {
    let undefined = table.undefined(model: "m")
    #expect(undefined.contains { $0.metric == .mase && $0.series == "c" && $0.reason == .shortHistory })
    #expect(undefined.contains { $0.metric == .mase && $0.series == "d" && $0.reason == .flatHistory })
    #expect(
      undefined.contains { $0.metric == .wql && $0.series == "e" && $0.window == 0 && $0.reason == .allZero })
    #expect(
      undefined.contains { $0.metric == .mae && $0.series == "f" && $0.window == 0 && $0.reason == .noActual }
    )
    // Every measure of every window is either a value or listed.
    let scores = table.scores(model: "m")
    #expect(
      undefined.count + scores.reduce(0) { $0 + $1.values.count } == scores.count * table.metrics.count)
    // A model without intervals has no measure of them.
    #expect(table.undefined(model: "seasonal").contains { $0.metric == .crps && $0.reason == .noIntervals })
  }

  @Test func averagesWithoutAReferenceSayWhy() {
    var table = MetricTable(seasonLength: 1)
    func add(_ model: String, _ series: String, _ forecast: Double) {
      table.add(
        .init(history: [1, 2], actual: [3], forecast: [forecast]), model: model, series: series, window: 0)
    }
    add("m", "a", 4)
    add("seasonal", "a", 3)
    add("Naive2", "a", 3)
    add("Naive2", "b", 4)
    let list = MeasureScores(table, reference: "seasonal", naive2: "Naive2").all(of: "m")
    #expect(list.values["owa"] == nil && list.values["skill"] == nil)
    #expect(
      list.undefined == [
        .init(measures: ["owa"], reason: "forecasts are missing that the reference Naive2 has", places: []),
        .init(measures: ["skill"], reason: "seasonal naive's MASE is zero", places: []),
      ])
    let other = MeasureScores(table, reference: "seasonal", naive2: "seasonal").all(of: "m")
    #expect(other.undefined.first?.reason == "Naive2 has no error, or an undefined one")
    let none = MeasureScores(table, reference: "seasonal", naive2: "Naive2").all(of: "x")
    #expect(none.values.isEmpty && none.undefined.first?.reason == "no forecast was scored")
  }

  /// The backtest's own OWA is that of a table with the M4 competition's Naive2.
  @Test func backtestHasAllParts() throws {
    let table = ForecastContractTests.table([
      "a": ForecastContractTests.weekly(60), "b": ForecastContractTests.weekly(50),
    ])
    let result = try Backtest(horizon: 4, windows: 3).run([("drift", Drift())], on: table)
    let score = try #require(result.scores.first)
    #expect(score.perHorizon.map(\.step) == [1, 2, 3, 4] && score.perWindow.map(\.window) == [0, 1, 2])
    #expect(score.perSeries.map(\.series) == ["a", "b"])
    #expect(score.all.values["mase"] == score.mase && score.all.values["skill"] == score.skill)
    #expect(score.perWindow.map { $0.values["smape"] } == score.smapePerWindow)
    var metrics = MetricTable(seasonLength: 7)
    for window in result.forecasts {
      let series = try #require(table.series.first { $0.id == window.forecast.id })
      let end = series.values.count - 4 * (3 - window.window)
      let history = Array(series.values[..<end])
      let naive = try #require(Naive2.forecast(values: history, seasonLength: 7, horizon: 4))
      for (model, point) in [("m", window.forecast.point), ("Naive2", naive)] {
        metrics.add(
          .init(history: history, actual: window.actual, forecast: point), model: model, series: series.id,
          window: window.window)
      }
    }
    let owa = try #require(metrics.owa(model: "m"))
    #expect(score.all.values["owa"] == owa)
    let decoded = try JSONDecoder().decode(BacktestResult.self, from: JSONEncoder().encode(result))
    #expect(decoded.scores[0].perSeries == score.perSeries && decoded.scores[0].all == score.all)
  }
}
