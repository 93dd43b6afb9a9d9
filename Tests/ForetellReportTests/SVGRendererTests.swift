import Foundation
import Testing

@testable import ForetellReport

#if canImport(FoundationXML)
  import FoundationXML
#endif

struct SVGRendererTests {
  private let renderer = SVGRenderer()

  private func isWellFormed(_ xml: String) -> Bool { XMLParser(data: Data(xml.utf8)).parse() }

  /// The `d` attributes of all paths of a class.
  private func paths(_ svg: String, _ name: String) -> [String] {
    svg.components(separatedBy: "<path ").filter { $0.contains("class=\"\(name)\"") }.compactMap { part in
      part.components(separatedBy: " d=\"").dropFirst().first?.components(separatedBy: "\"").first
    }
  }

  private func line(_ x: [Double], _ y: [Double], axis: Axis = Axis()) -> Chart {
    Chart(title: "t", vertical: axis, layers: [.line(LineLayer(label: "a", x: x, y: y))])
  }

  @Test func everySampleIsWellFormedAndHasOnlyFiniteCoordinates() {
    for (name, picture) in SamplePictures.all {
      for width in [200.0, 720] {
        let svg = SVGRenderer(width: width).render(picture)
        #expect(isWellFormed(svg), "\(name)")
        #expect(
          !svg.contains("nan") && !svg.contains("inf\"") && !svg.contains("–") || name == "residuals",
          "\(name)")
        #expect(svg.utf8.count < 90_000, "\(name): \(svg.utf8.count)")
      }
    }
  }

  @Test func bytesAreTheSameEveryTime() {
    for (_, picture) in SamplePictures.all {
      #expect(renderer.render(picture) == SVGRenderer().render(picture))
    }
  }

  @Test func goldenPicture() {
    #expect(
      SVGRenderer(width: 320, height: 220, identifier: "g", includesStyle: false).render(GoldenPictures.chart)
        == GoldenPictures.svg)
  }

  @Test func markupInTextsIsEscaped() {
    let evil = "<script>&\"'\u{0}\u{1B}[31m"
    let picture = ForecastPicture(
      series: evil, model: evil, quantity: evil, stamps: [evil, evil, evil], history: [1, 2], point: [3],
      source: evil)
    var chart = Chart.forecast(picture)
    chart.layers.append(.note(NoteLayer(x: 1, y: 2, text: evil)))
    let svg = SVGRenderer(identifier: "a\"b").render(chart)
    #expect(isWellFormed(svg))
    #expect(!svg.contains("<script"))
    #expect(svg.contains("&lt;script&gt;&amp;&quot;&#39;"))
  }

  @Test func gapsBreakTheLineAndLonePointsStayVisible() throws {
    let chart = line([0, 1, 2, 3, 4, 5], [1, 2, .nan, 4, .infinity, 6])
    let svg = renderer.render(chart)
    let drawn = paths(svg, "l ink")
    // The legend's swatch, the line in one piece, and two lone points as dots.
    #expect(drawn.count == 3)
    #expect(drawn[1].components(separatedBy: "M").count - 1 == 1)
    #expect(drawn[2].components(separatedBy: "h0").count - 1 == 2)
  }

  @Test func emptySinglePointAndConstantData() {
    #expect(renderer.render(Chart(title: "")).contains("no data"))
    #expect(renderer.render(line([], [])).contains("no data"))
    #expect(renderer.render(line([1, 2], [.nan, .nan])).contains("no data"))
    let single = renderer.render(line([3], [7]))
    #expect(!single.contains("no data") && single.contains("h0"))
    let constant = renderer.render(line([0, 1, 2], [5, 5, 5]))
    #expect(isWellFormed(constant) && !constant.contains("no data"))
    #expect(isWellFormed(renderer.render(ChartGrid(title: "none", rows: []))))
  }

  @Test(arguments: [1e-300, 1e-12, 1e-5, 1, 1e5, 1e9, 1e200, 1.7e308])
  func anyMagnitudeKeepsLabelsShort(scale: Double) {
    let svg = renderer.render(line([0, 1, 2], [-scale, 0.3 * scale, scale]))
    #expect(isWellFormed(svg))
    let labels = svg.components(separatedBy: "text-anchor=\"end\">").dropFirst().first ?? ""
    let widest =
      labels.components(separatedBy: "</g>")[0].components(separatedBy: "</text>").map {
        $0.components(separatedBy: ">").last?.count ?? 0
      }.max() ?? 0
    #expect(widest > 0 && widest <= 10)
  }

  @Test func logarithmicAxisCountsWhatItLeavesOut() {
    let chart = line([0, 1, 2, 3], [0, 1e-3, -4, 100], axis: Axis(scale: .logarithmic))
    let svg = renderer.render(chart)
    #expect(chart.countWithoutPlace == 2)
    #expect(svg.contains("2 values without a place on the logarithmic axis"))
    let nothing = renderer.render(line([0, 1], [0, -1], axis: Axis(scale: .logarithmic)))
    #expect(isWellFormed(nothing))
  }

  @Test func longSeriesStaySmallAndKeepTheirExtremes() {
    var values = (0..<50_000).map { sin(Double($0) / 50) }
    values[12_345] = 9
    values[33_333] = -9
    let svg = renderer.render(line(values.indices.map(Double.init), values))
    #expect(svg.utf8.count < 60_000)
    let chart = line(values.indices.map(Double.init), values)
    let drawing = ChartDrawing(chart: chart, width: 720, height: 400, clip: "c")
    let data = paths(svg, "l ink")[1]
    #expect(data.contains(" \(number(drawing.y(9)))"))
    #expect(data.contains(" \(number(drawing.y(-9)))"))
  }

  @Test func thinningKeepsEachColumnsFirstLowestHighestAndLast() {
    let points = (0..<1_000).map { (x: Double($0) / 100, y: Double(($0 * 37) % 101)) }
    let thin = Downsampling.thin(points, width: 1)
    for column in 0..<10 {
      let all = points.filter { Int($0.x) == column }
      let kept = thin.filter { Int($0.x) == column }
      #expect(kept.count <= 4)
      #expect(kept.first?.y == all.first?.y && kept.last?.y == all.last?.y)
      #expect(kept.map(\.y).max() == all.map(\.y).max() && kept.map(\.y).min() == all.map(\.y).min())
    }
  }

  @Test func themes() {
    let chart = GoldenPictures.chart
    #expect(renderer.render(chart).contains("prefers-color-scheme:dark"))
    let light = SVGRenderer(theme: .light).render(chart)
    #expect(!light.contains("@media") && light.contains(Palette.light.paper))
    #expect(!light.contains(Palette.dark.paper))
    #expect(SVGRenderer(theme: .dark).render(chart).contains(Palette.dark.paper))
  }

  @Test func titleAndDescriptionAreReferredTo() {
    let svg = renderer.render(.forecast(SamplePictures.airline))
    #expect(svg.contains("aria-labelledby=\"foretell-t foretell-d\""))
    #expect(svg.contains("<title id=\"foretell-t\">Forecast of air passengers</title>"))
    #expect(
      svg.contains("<desc id=\"foretell-d\">Line chart of air passengers. 144 observations from 1949-01 to"))
  }

  @Test func labelsOfTicksDontOverlap() {
    for (_, picture) in SamplePictures.all {
      guard case .chart(let chart) = picture else { continue }
      for width in [240.0, 390, 720] {
        let drawing = ChartDrawing(chart: chart, width: width, height: 300, clip: "c")
        let ends = drawing.horizontal.ticks.map { tick -> (Double, Double) in
          let half = TextMeasure.width(tick.text(allowsUnicode: true), size: 12) / 2
          return (drawing.x(tick.value) - half, drawing.x(tick.value) + half)
        }
        for (left, right) in zip(ends, ends.dropFirst()) {
          #expect(left.1 < right.0, "\(chart.title) at \(width)")
        }
      }
    }
  }

  @Test func heatMapMarksMissingCells() {
    let cells = CellLayer(title: "v", columns: [0, 1], rows: [0, 1], values: [1, 2, .nan, 3], range: 1...3)
    let svg = renderer.render(Chart(title: "h", layers: [.cells(cells)]))
    #expect(svg.contains("class=\"missing\""))
    #expect(
      svg.contains(HeatColors.color(level: 0)) && svg.contains(HeatColors.color(level: HeatColors.levels - 1))
    )
  }

  @Test func wordsWrapWithinTheWidth() {
    let lines = TextMeasure.lines(String(repeating: "several words ", count: 20), size: 12, width: 150)
    #expect(lines.count > 5)
    #expect(lines.allSatisfy { TextMeasure.width($0, size: 12) <= 150 })
    #expect(TextMeasure.lines("Donaudampfschifffahrt", size: 12, width: 60)[0].hasSuffix("…"))
  }
}
