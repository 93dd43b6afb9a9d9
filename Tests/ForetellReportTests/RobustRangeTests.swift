import Testing

@testable import ForetellReport

/// One bad curve doesn't flatten the others, and the picture says what it leaves out.
struct RobustRangeTests {
  private let actual = (0..<36).map { 100 + Double($0 % 12) }

  private func backtest(_ bad: [Double], levels: [ForecastPicture.Interval] = []) -> Chart {
    .backtest(
      series: "s", stamps: SamplePictures.months(from: 2020, count: 36), actual: actual,
      forecasts: [
        BacktestForecast(model: "good", firstStep: 24, values: Array(actual[24...]), intervals: levels),
        BacktestForecast(model: "bad", firstStep: 24, values: bad),
      ], source: "data.csv")
  }

  @Test func aBaselineFarOffLeavesThePicture() throws {
    var values = Array(actual[24...])
    for index in [3, 4, 8] { values[index] = 5000 }
    values[10] = -300
    let chart = backtest(values)
    let limits = try #require(chart.vertical.limits)
    #expect(limits.contains(100) && limits.contains(111) && limits.upperBound < 130 && limits.lowerBound > 80)
    #expect(chart.source == "data.csv: bad leaves the picture above, as far as 5000.")
    let marks = chart.layers.compactMap { layer -> PointLayer? in
      if case .points(let points) = layer { points } else { nil }
    }
    #expect(marks.map(\.shape) == [.triangle, .triangleDown])
    // Steps 3 and 4 are one stretch outside.
    #expect(marks[0].x == [27, 32] && marks[1].x == [34])
    #expect(marks.allSatisfy { $0.y.allSatisfy(limits.contains) })
    #expect(chart.dataTable().rows.contains { $0.contains("5000") })
  }

  @Test func whatFitsStaysWhole() {
    let chart = backtest(actual[24...].map { $0 + 15 })
    #expect(chart.vertical.limits == nil && chart.source == "data.csv")
    // Observations and the model of most interest are never cut.
    let own = Chart.backtest(
      series: "s", stamps: SamplePictures.months(from: 2020, count: 36), actual: actual,
      forecasts: [BacktestForecast(model: "m", firstStep: 24, values: actual[24...].map { $0 * 50 })])
    #expect(own.vertical.limits == nil)
  }

  @Test func intervalsAreDrawnBehindAndMayBeCut() {
    let wide = [
      ForecastPicture.Interval(
        level: 80, lower: Array(repeating: 95, count: 12), upper: Array(repeating: 115, count: 12)),
      ForecastPicture.Interval(
        level: 95, lower: Array(repeating: 90, count: 12), upper: Array(repeating: 9000, count: 12)),
    ]
    let chart = backtest(Array(actual[24...]), levels: wide)
    let ribbons = chart.layers.compactMap { layer -> RibbonLayer? in
      if case .ribbon(let ribbon) = layer { ribbon } else { nil }
    }
    #expect(ribbons.map(\.label) == ["good, 95 % interval", "good, 80 % interval"])
    #expect(ribbons.map(\.depth) == [0, 1])
    #expect(chart.source == "data.csv: good, 95 % interval leaves the picture above, as far as 9000.")
  }

  @Test func errorsAndScores() throws {
    let errors = Chart.errorByHorizon(
      [NamedValues("a", [1, 2, 3]), NamedValues("b", [2, 3, 4]), NamedValues("c", [5, 400, 2])], metric: "MAE"
    )
    #expect(errors.vertical.limits == 0...5.2)
    #expect(errors.source == "c leaves the picture above, as far as 400.")
    let scores = Chart.scores(
      [NamedValues("a", [1, 1.2]), NamedValues("b", [1.1, 1.3])], metric: "MASE",
      reference: NamedValues("seasonal-naive", [80]))
    #expect(scores.vertical.limits?.upperBound == 1.3 * 1.3)
    #expect(scores.source == "seasonal-naive leaves the picture above, as far as 80.")
    let alone = Chart.scores(
      [NamedValues("a", [1, 1.2]), NamedValues("b", [90, 1.3])], metric: "MASE")
    #expect(alone.source == "Triangles stand for values that leave the picture above, as far as 90.")
    // The model of most interest stays, however bad it is.
    let worst = Chart.errorByHorizon([NamedValues("a", [100]), NamedValues("b", [1])], metric: "MAE")
    #expect(worst.vertical.limits == nil)
  }

  @Test func trainingAndValidationShareAScale() {
    let chart = Chart.learningCurves(
      [
        NamedCurve("x", epochs: [1, 2], values: [3, 2], validation: [4, 3]),
        NamedCurve("y", epochs: [1, 2], values: [2, 1]),
      ], source: "runs")
    let lines = chart.layers.compactMap { layer -> LineLayer? in
      if case .line(let line) = layer { line } else { nil }
    }
    #expect(lines.map(\.label) == ["x, training", "x, validation", "y, training"])
    #expect(lines.map(\.color) == [.series(0), .series(0), .series(1)])
    #expect(lines.map(\.dash) == [.solid, .dashed, .solid])
    let plain = Chart.learningCurves([NamedCurve("x", epochs: [1, 2], values: [3, .nan])], source: "runs")
    #expect(plain.source == "runs: 1 value not finite.")
  }

  @Test func captionsKeepTheirDistance() {
    let grid = ChartGrid.forecasts(SamplePictures.panel, title: "p", source: "shops.csv", maximumPanels: 5)
    #expect(grid.source == "shops.csv: 3 more series are not drawn.")
    #expect(Chart.footer("A note.", ["Another."]) == "A note. Another.")
    #expect(Chart.footer("", ["One.", "", "Two."]) == "One. Two.")
  }
}
