import ForetellReport
import Testing

@Suite struct SeriesSheetTests {
  private func lines(_ chart: Chart) -> [LineLayer] {
    chart.layers.compactMap { if case .line(let line) = $0 { line } else { nil } }
  }

  @Test func everyLineFillsItsOwnCell() throws {
    let left = (0..<6).map { NamedValues("made \($0)", [1, 5, .nan, Double($0)]) }
    let right = [NamedValues("flat", [3, 3, 3]), NamedValues("empty", [])]
    let chart = Chart.sheet(left, beside: right, columns: 4, rows: 2, names: ("made", "real"), title: "Sheet")
    let lines = lines(chart)
    // Two columns of two rows are on each side; what doesn't fit is left out.
    #expect(lines.count == 6)
    #expect(lines.map(\.label) == ["made", "", "", "", "real", ""])
    let places = [(0, 1), (1, 1), (0, 0), (1, 0), (2, 1), (3, 1)]
    for (line, place) in zip(lines, places) {
      let (column, row) = (Double(place.0), Double(place.1))
      #expect(line.x.allSatisfy { $0 > column && $0 < column + 1 })
      #expect(line.y.allSatisfy { $0.isNaN || ($0 > row && $0 < row + 1) })
    }
    let first = try #require(lines.first)
    #expect(abs(first.y[1] - 1.9) < 1e-12 && first.y[2].isNaN && abs(first.y[3] - 1.1) < 1e-12)
    let table = chart.dataTable()
    #expect(table.rows.count == 6 && table.rows[0] == ["made", "made 0", "4", "0", "5"])
    #expect(chart.textAlternative == "4 small lines, made, beside 2, real.")
    #expect(!SVGRenderer().render(.chart(chart)).contains("NaN"))
  }

  @Test func aloneTheyTakeTheWholeWidth() {
    let series = (0..<9).map { NamedValues("\($0)", [0, 1]) }
    let chart = Chart.sheet(series, beside: [], columns: 4, rows: 3, names: ("made", "real"), title: "Sheet")
    #expect(lines(chart).count == 9)
    #expect(lines(chart).map { $0.x[0].rounded(.down) } == [0, 1, 2, 3, 0, 1, 2, 3, 0])
  }
}
