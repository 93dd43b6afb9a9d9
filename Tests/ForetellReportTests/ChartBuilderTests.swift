import Testing

@testable import ForetellReport

struct ChartBuilderTests {
  @Test func forecastTableHoldsEveryStep() throws {
    let table = Chart.forecast(SamplePictures.airline).dataTable()
    #expect(
      table.columns.map(\.title) == [
        "time", "95 % interval, low", "95 % interval, high", "80 % interval, low", "80 % interval, high",
        "50 % interval, low", "50 % interval, high", "observed", "LSTM", "actual",
      ])
    #expect(table.rows.count == 156)
    let last = try #require(table.rows.last)
    #expect(last[0] == "1961-12")
    #expect(last[7].isEmpty && !last[8].isEmpty)
  }

  @Test func longTablesKeepTheirEndAndSaySo() {
    let table = Chart.forecast(SamplePictures.airline).dataTable(maximumRows: 20)
    #expect(table.rows.count == 20)
    #expect(table.rows.last?.first == "1961-12")
    #expect(table.note == "The first 136 of 156 rows are left out.")
  }

  @Test func forecastWithoutHistoryOrSteps() {
    let none = Chart.forecast(ForecastPicture(series: "s", model: "m", stamps: [], history: [], point: []))
    #expect(SVGRenderer().render(none).contains("no data"))
    let noHistory = Chart.forecast(
      ForecastPicture(series: "s", model: "m", stamps: ["1", "2"], history: [], point: [1, 2]))
    #expect(!SVGRenderer().render(noHistory).contains("no data"))
    #expect(!noHistory.textAlternative.isEmpty)
  }

  @Test func longHistoryIsCutInSight() {
    let picture = ForecastPicture(
      series: "s", model: "m", stamps: (0..<10_012).map(String.init), history: (0..<10_000).map(Double.init),
      point: Array(repeating: 1, count: 12))
    let chart = Chart.forecast(picture)
    #expect(chart.subtitle.contains("the last 120 of 10,000 observations are shown"))
    #expect(chart.extents().horizontal.lower == 9_880)
  }

  @Test func forecastAlternativeNamesTheNumbers() {
    let text = Chart.forecast(SamplePictures.gappy).textAlternative
    #expect(text.contains("6 gaps"))
    #expect(text.contains("60 observations from 2024-01-01T00:00 to 2024-01-03T11:00"))
    #expect(text.contains("The 80 % interval of the last step goes from"))
  }

  @Test func smallMultiplesAreLimited() {
    let grid = ChartGrid.forecasts(SamplePictures.panel, title: "p", columns: 3, maximumPanels: 5)
    #expect(grid.rows.map(\.count) == [3, 2])
    #expect(grid.source == "3 more series are not drawn.")
    #expect(grid.dataTables().count == 5)
  }

  @Test func backtestTableNamesTheCutOff() {
    let table = SamplePictures.backtest.dataTable()
    #expect(table.columns.map(\.title) == ["cut-off", "time", "observed", "LSTM", "RNN", "SeasonalNaive"])
    #expect(table.rows.count == 36)
    #expect(table.rows[0][0] == "1957-12" && table.rows[0][1] == "1958-01")
    #expect(table.rows.allSatisfy { !$0.contains("") })
  }

  @Test func residualsNameTheTest() {
    #expect(SamplePictures.residuals.subtitle.contains("Ljung–Box Q*"))
    #expect(SamplePictures.residuals.subtitle.contains("23 lags, p < 0.001"))
    let short = ChartGrid.residuals([1], model: "m")
    #expect(SVGRenderer().render(short).contains("</svg>"))
    let empty = ChartGrid.residuals([], model: "m")
    #expect(SVGRenderer().render(empty).contains("no data"))
  }

  @Test func learningCurvePicksItsAxis() {
    #expect(SamplePictures.learningLogarithmic.vertical.isLogarithmic)
    #expect(!Chart.learningCurve(training: [1, 0.5, 0.4]).vertical.isLogarithmic)
    #expect(!Chart.learningCurve(training: [100, 1, 0]).vertical.isLogarithmic)
    #expect(SamplePictures.learning.source == "8 early values above the axis' end not shown.")
    #expect(Chart.learningCurve(training: [1, .nan, .infinity]).source == "2 values not finite.")
  }

  @Test func gradientsCountWhatTheyCannotDraw() {
    let chart = Chart.gradientByLag(
      [GradientProfile(name: "RNN", norms: [2, 1, .nan, .infinity, 0, 1e-39, 1e-3], effectiveMemory: 6)])
    #expect(chart.source == "RNN: 2 not finite, 2 zero or denormal, not drawn.")
    for case .line(let line) in chart.layers {
      #expect(line.label == "RNN (effective memory 6)")
      #expect(line.y[0] == 1 && line.y[1] == 0.5)
      #expect(line.y[2].isNaN && line.y[3].isNaN && line.y[4].isNaN && line.y[5].isNaN)
    }
    #expect(SVGRenderer().render(Chart.gradientByLag([])).contains("no data"))
  }

  @Test func heatMapRangeIgnoresOutliers() {
    var values = (0..<1_000).map { _ in -3.0 }
    values[3] = 30
    values[4] = -300
    #expect(Chart.robustRange(values) == -4...(-3))
    #expect(Chart.robustRange([]) == -1...0)
    #expect(Chart.robustRange([.nan]) == -1...0)
    let range = Chart.robustRange((0..<1_000).map { -Double($0) / 10 })
    #expect(range.upperBound - range.lowerBound <= 12.5)
  }

  @Test func heatMapPutsLagsOnRows() throws {
    let chart = Chart.gradientHeatMap(GradientHistory(name: "m", epochs: [[1, 0.1, 0.01], [1, 0.5, .nan]]))
    let cells = try #require(chart.firstCells)
    #expect(cells.columns == [1, 2] && cells.rows == [0, 1, 2])
    #expect(cells.values[0] == 0 && abs(cells.values[2] + 1) < 1e-12 && abs(cells.values[4] + 2) < 1e-12)
    #expect(cells.values[5].isNaN)
    #expect(chart.source == "m: 1 not finite, not drawn.")
  }

  @Test func scoresTableHasMedians() {
    #expect(
      SamplePictures.scores.dataTable().rows == [
        ["LSTM", "5", "0.69", "0.73", "0.8"], ["GRU", "5", "0.7", "0.72", "0.77"],
        ["RNN", "5", "0.88", "0.97", "1.1"],
      ])
  }

  @Test func everyPictureHasAnAlternativeAndATable() {
    for (name, picture) in SamplePictures.all {
      #expect(picture.textAlternative.count > 10, "\(name)")
      #expect(!picture.dataTables().isEmpty, "\(name)")
      if name != "empty" { #expect(picture.dataTables().allSatisfy { !$0.rows.isEmpty }, "\(name)") }
    }
  }
}
