import Foretell
import Testing

/// Small cases whose results were worked out by hand, in fractions where the decimals do not end.
@Suite struct MetricsTests {
  let actual: [Double] = [2, 4, .nan, 8]
  let forecast: [Double] = [3, 2, 100, 8]
  let history: [Double] = [1, 3, 2, 6]

  private func expectClose(
    _ value: Double?, _ expected: Double, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(
      value.map { abs($0 - expected) <= 1e-14 * max(1, abs(expected)) } ?? false,
      "\(value as Any) ≠ \(expected)",
      sourceLocation: sourceLocation)
  }

  @Test func pointMeasures() {
    #expect(Metrics.scoredSteps(actual) == 3)
    expectClose(Metrics.mae(actual: actual, forecast: forecast), 1)
    expectClose(Metrics.mse(actual: actual, forecast: forecast), 5.0 / 3)
    expectClose(Metrics.rmse(actual: actual, forecast: forecast), (5.0 / 3).squareRoot())
    expectClose(Metrics.bias(actual: actual, forecast: forecast), -1.0 / 3)
    expectClose(Metrics.mape(actual: actual, forecast: forecast), 100.0 / 3)
    expectClose(Metrics.smape(actual: actual, forecast: forecast), (200.0 / 5 + 400.0 / 6) / 3)
    expectClose(Metrics.nd(actual: actual, forecast: forecast), 3.0 / 14)
    expectClose(Metrics.nrmse(actual: actual, forecast: forecast), (5.0 / 3).squareRoot() * 3 / 14)
  }

  @Test func symmetricPercentageIsOnM4Scale() {
    expectClose(Metrics.smape(actual: [1], forecast: [3]), 100)
    expectClose(Metrics.smape(actual: [1], forecast: [-1]), 0 + 200 * 2 / 2)
    expectClose(Metrics.smape(actual: [0, 1], forecast: [0, 0]), 100)
  }

  @Test func scaledMeasures() {
    // Lag 1: |2|, |−1|, |4|; lag 2: |1|, |3|.
    expectClose(Metrics.seasonalError(history: history, seasonLength: 1), 7.0 / 3)
    expectClose(Metrics.seasonalError(history: history, seasonLength: 2), 2)
    expectClose(Metrics.seasonalSquaredError(history: history, seasonLength: 2), 5)
    expectClose(Metrics.seasonalError(history: [1, .nan, 2, 6, 4], seasonLength: 1), 3)
    expectClose(Metrics.mase(actual: actual, forecast: forecast, history: history, seasonLength: 2), 0.5)
    expectClose(
      Metrics.rmsse(actual: actual, forecast: forecast, history: history, seasonLength: 2),
      (1.0 / 3).squareRoot())
    expectClose(Metrics.owa(smape: 10, mase: 1, referenceSMAPE: 20, referenceMASE: 4), 0.375)
  }

  @Test func undefinedIsNil() {
    #expect(Metrics.mae(actual: [], forecast: []) == nil)
    #expect(Metrics.mae(actual: [.nan], forecast: [1]) == nil)
    #expect(Metrics.mae(actual: [1, 2], forecast: [1, .nan]) == nil)
    #expect(Metrics.mae(actual: [1], forecast: [.infinity]) == nil)
    #expect(Metrics.mape(actual: [1, 0], forecast: [1, 0]) == nil)
    #expect(Metrics.nd(actual: [0, 0], forecast: [1, 0]) == nil)
    #expect(Metrics.mase(actual: [1], forecast: [2], history: [1, 2], seasonLength: 2) == nil)
    #expect(Metrics.mase(actual: [1], forecast: [2], history: [5, 5, 5], seasonLength: 1) == nil)
    #expect(Metrics.rmsse(actual: [1], forecast: [2], history: [1, 2, 1, 2], seasonLength: 2) == nil)
    #expect(Metrics.owa(smape: 1, mase: 1, referenceSMAPE: 0, referenceMASE: 1) == nil)
    #expect(Metrics.crps(actual: [1], quantiles: [], forecasts: []) == nil)
    #expect(Metrics.coverage(actual: [.nan], lower: [0], upper: [1]) == nil)
    #expect(Metrics.coverage(actual: [1], lower: [.nan], upper: [1]) == nil)
  }

  @Test func quantileMeasures() {
    // e = −1, 2, 0 at q = 0.9: 0.1, 1.8, 0.
    expectClose(Metrics.quantileLoss(actual: actual, forecast: forecast, quantile: 0.9), 1.9 / 3)
    expectClose(Metrics.quantileLoss(actual: actual, forecast: forecast, quantile: 0.5), 0.5)
    // At q = 0.1 with forecasts 1, 3, 8: e = 1, 1, 0 gives 0.1, 0.1, 0.
    let quantiles = [0.1, 0.9]
    let forecasts = [[1, 3, 0, 8], forecast]
    expectClose(Metrics.crps(actual: actual, quantiles: quantiles, forecasts: forecasts), 2.1 / 3)
    expectClose(Metrics.wql(actual: actual, quantiles: quantiles, forecasts: forecasts), 2.1 / 14)
    expectClose(Metrics.crps(actual: actual, quantiles: [0.5], forecasts: [forecast]), 1)
  }

  /// Against the closed form for the standard normal at 0: 2·φ(0) − 1/√π.
  @Test func quantileScoreApproachesTheContinuousOne() {
    let quantiles = (1...999).map { Double($0) / 1000 }
    let forecasts = quantiles.map { [StandardNormal.quantile($0)] }
    let score = Metrics.crps(actual: [0], quantiles: quantiles, forecasts: forecasts)
    let exact = (2.0 / .pi).squareRoot() - 1 / Double.pi.squareRoot()
    #expect(score.map { abs($0 - exact) < 2e-3 } ?? false)
  }

  @Test func intervalMeasures() {
    // Widths 2, 2, 4; level 80: α = 0.2. y = 2 in [1, 3]; y = 4 below [5, 7] by 1; y = 8 on the bound of [4, 8].
    let lower: [Double] = [1, 5, .nan, 4]
    let upper: [Double] = [3, 7, .nan, 8]
    expectClose(Metrics.intervalScore(actual: actual, lower: lower, upper: upper, level: 80), (8 + 10) / 3)
    expectClose(
      Metrics.intervalScore(actual: [9], lower: [1], upper: [3], level: 95), 2 + 2 / 0.05 * 6)
    expectClose(
      Metrics.msis(actual: actual, lower: lower, upper: upper, level: 80, history: history, seasonLength: 2),
      3)
    expectClose(Metrics.coverage(actual: actual, lower: lower, upper: upper), 2.0 / 3)
  }

  // MARK: Tables

  private func window(_ number: Double) -> MetricTable.Window {
    MetricTable.Window(
      history: [1, 3, 2, 6, 3 + number], actual: [number, 3, 5.1], forecast: [number / 3 + 0.7, 2.9, 6],
      lower: [[0, 1, 2], [-1, 0.1, 1]], upper: [[4, 5, 6], [5, 6, 7]])
  }

  @Test func tableDoesNotDependOnTheOrder() {
    var first = MetricTable(seasonLength: 1, levels: [80, 95])
    var second = first
    var places: [(String, Int)] = []
    for series in 0..<17 { for number in 0..<3 { places.append(("series-\(series)", number)) } }
    for (series, number) in places {
      first.add(window(Double(series.utf8.count * 7 + number)), model: "m", series: series, window: number)
    }
    for (series, number) in places.reversed() {
      second.add(window(Double(series.utf8.count * 7 + number)), model: "m", series: series, window: number)
    }
    for metric in first.metrics {
      let average = first.average(metric, model: "m")
      #expect(
        average.value != nil && average.windows == 51 && average.undefinedWindows == 0, "\(metric.name)")
      #expect(average == second.average(metric, model: "m"), "\(metric.name)")
    }
  }

  @Test func tableAveragesWindowsThenSeries() {
    var table = MetricTable(seasonLength: 1)
    let history: [Double] = [0, 1]
    func add(_ series: String, _ window: Int, _ actual: [Double], _ forecast: [Double], model: String = "m") {
      table.add(
        MetricTable.Window(history: history, actual: actual, forecast: forecast), model: model,
        series: series,
        window: window)
    }
    add("b", 0, [10], [11])
    add("a", 0, [10, .nan], [12, 0])
    add("a", 1, [20], [16])
    // Series a: (2 + 4)/2 = 3; series b: 1.
    #expect(table.average(.mae, model: "m").value == 2)
    #expect(table.average(.mase, model: "m").value == 2)
    // Totals: (1 + 2 + 4)/40.
    #expect(table.average(.nd, model: "m").value == 7.0 / 40)
    #expect(table.scores(model: "m").map(\.series) == ["a", "a", "b"])
    #expect(table.scores(model: "m").map(\.skippedSteps) == [1, 0, 0])
    for (series, window, actual) in [("b", 0, 10.0), ("a", 0, 10), ("a", 1, 20)] {
      add(series, window, [actual], [actual + 4], model: "Naive2")
    }
    // Reference: MAE 4 everywhere; sMAPE 33⅓, 33⅓, 18.18….
    let ownA: Double = (400.0 / 22 + 800.0 / 36) / 2
    let own: Double = (ownA + 200.0 / 21) / 2
    let referenceA: Double = (800.0 / 24 + 800.0 / 44) / 2
    let reference: Double = (referenceA + 800.0 / 24) / 2
    expectClose(table.owa(model: "m"), (own / reference + 0.5) / 2)
    #expect(table.owa(model: "Naive2") == 1)
    add("c", 0, [1], [2])
    #expect(table.owa(model: "m") == nil)
  }

  @Test func tableListsWhatIsUndefined() {
    var table = MetricTable(seasonLength: 2, levels: [80])
    func add(_ series: String, _ window: MetricTable.Window) {
      table.add(window, model: "m", series: series, window: 0)
    }
    let full = MetricTable.Window(history: history, actual: [1, 2], forecast: [1, 1])
    var changed = full
    add("0 plain", full)
    changed.history = [1, 2]
    add("1 short", changed)
    changed.history = [1, 2, 1, 2]
    add("2 flat", changed)
    changed = full
    changed.actual = [0, 0]
    add("3 zero", changed)
    changed.actual = [.nan, .nan]
    add("4 none", changed)
    changed = full
    changed.forecast = [1, .nan]
    add("5 lost", changed)
    let scores = table.scores(model: "m")
    #expect(
      scores.map { $0.undefined[.mase] } == [nil, .shortHistory, .flatHistory, nil, .noActual, .noForecast])
    #expect(scores.map { $0.undefined[.mape] } == [nil, nil, nil, .zeroActual, .noActual, .noForecast])
    #expect(scores.map { $0.undefined[.nd] } == [nil, nil, nil, .allZero, .noActual, .noForecast])
    #expect(scores.allSatisfy { $0.undefined[.wql] != nil && $0.values[.wql] == nil })
    let average = table.average(.mase, model: "m")
    #expect(average.windows == 2 && average.undefinedWindows == 4)
    #expect(table.average(.mae, model: "nobody") == MetricTable(seasonLength: 1).average(.mae, model: "x"))
    #expect(Metric.coverage(level: 80).name == "coverage-80" && Metric.msis(level: 99.5).name == "msis-99.5")
    #expect(
      Metric.pointNames == ["mae", "mse", "rmse", "bias", "mape", "smape", "mase", "rmsse", "nd", "nrmse"])
  }
}

extension Metric {
  fileprivate static var pointNames: [String] { points.map(\.name) }
}
