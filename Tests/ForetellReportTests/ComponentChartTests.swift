import Foundation
import Testing

@testable import ForetellReport

/// The picture of a series' components.
@Suite struct ComponentChartTests {
  static func picture(_ count: Int = 48, isMultiplicative: Bool = false) -> ComponentPicture {
    let places = (0..<count).map(Double.init)
    let season = places.map { sin($0 * .pi / 6) }
    let trend = places.map { 12_000 + 10 * $0 }
    var rest = places.map { 0.01 * cos($0 * $0) }
    rest[7] = .nan
    func factor(_ values: [Double]) -> [Double] { isMultiplicative ? values.map { exp($0 / 10) } : values }
    return ComponentPicture(
      series: "load <1>", quantity: "MW",
      stamps: (0..<count).map { "20\(10 + $0 / 12)-\($0 % 12 < 9 ? "0" : "")\($0 % 12 + 1)" },
      parts: [
        .init("value", zip(trend, season).map(+)), .init("trend", trend), .init("season 12", factor(season)),
        .init("remainder", factor(rest)),
      ], isMultiplicative: isMultiplicative, source: "load.csv")
  }

  /// What follows each of several occurrences of a text, up to a character.
  private static func after(_ start: String, in text: String, until end: Character) -> [String] {
    text.components(separatedBy: start).dropFirst().map { String($0.prefix { $0 != end }) }
  }

  @Test func panelsBeginAndEndAtTheSamePlace() {
    let svg = SVGRenderer().render(ChartGrid.components(Self.picture()))
    // The clip rectangles are the plots.
    let lefts = Self.after("<rect x=\"", in: svg, until: "\"")
    #expect(lefts.count == 4 && Set(lefts).count == 1, "\(lefts)")
    let axes = Self.after("class=\"axis\"", in: svg, until: "g")
    #expect(axes.count == 4)
    // Only the last panel has ticks.
    #expect(axes.map { $0.contains("v4") } == [false, false, false, true], "\(axes)")
    #expect(svg.contains("load &lt;1&gt;") && svg.contains("load.csv: The bar at the right"))
    let terminal = TerminalRenderer(style: TerminalStyle(width: 70, plotHeight: 5)).render(
      ChartGrid.components(Self.picture()))
    let corners = terminal.split(separator: "\n").filter { $0.contains("└") }.map {
      $0.prefix { $0 == " " }.count
    }
    #expect(corners.count == 4 && Set(corners).count == 1, "\(terminal)")
    #expect(terminal.contains("┬"))
  }

  @Test func barsStandForTheSameAmount() throws {
    for isMultiplicative in [false, true] {
      let picture = Self.picture(isMultiplicative: isMultiplicative)
      let length = try #require(picture.barLength)
      for chart in ChartGrid.components(picture).panels {
        let bars = chart.layers.compactMap { layer -> BarLayer? in
          if case .bars(let bars) = layer { bars } else { nil }
        }
        let bar = try #require(bars.first)
        let ends = (bar.baseline, bar.y[0])
        let found = isMultiplicative ? log(ends.1 / ends.0) : ends.1 - ends.0
        #expect(abs(found - length) < 1e-9 * max(1, ends.1))
      }
    }
    var flat = Self.picture()
    flat.parts = [.init("value", [Double](repeating: 3, count: 48))]
    #expect(flat.barLength == nil)
    #expect(!SVGRenderer().render(ChartGrid.components(flat)).contains("The bar"))
  }

  @Test func tableAndTextHoldTheNumbers() {
    let grid = ChartGrid.components(Self.picture())
    let table = grid.dataTables()[0]
    #expect(table.columns.map(\.title) == ["time", "value", "trend", "season 12", "remainder"])
    #expect(table.rows.count == 48 && table.rows[7][4] == "" && table.rows[0][0] == "2010-01")
    #expect(grid.textAlternative.contains("trend: between 12000 and 12470."), "\(grid.textAlternative)")
  }
}
