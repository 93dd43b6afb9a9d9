import Foundation

/// The colour scale beside a heat map.
enum SVGColorBar {
  private static let thickness = 12.0
  private static let gap = 14.0

  /// The width it needs to the right of the plot.
  static func width(for cells: CellLayer) -> Double {
    let labels = ticks(cells, maximumCount: 6).map {
      TextMeasure.width($0.text(allowsUnicode: true), size: 11)
    }
    return gap + thickness + 8 + (labels.max() ?? 0)
  }

  static func write(_ cells: CellLayer, beside plot: Box, to xml: inout XMLText) {
    let left = plot.right + gap
    let step = plot.height / Double(HeatColors.levels)
    xml.newLine()
    xml.element("g", [("shape-rendering", "crispEdges"), ("stroke", "none")]) { xml in
      for level in 0..<HeatColors.levels {
        let top = plot.bottom - Double(level + 1) * step
        let box = Box(left: left, top: top, width: thickness, height: step + 0.2)
        xml.element("rect", box.attributes + [("fill", HeatColors.color(level: level))])
      }
    }
    xml.newLine()
    xml.element("g", [("font-size", "11")]) { xml in
      for tick in ticks(cells, maximumCount: max(2, Int(plot.height / 30))) {
        let share = (tick.value - cells.range.lowerBound) / (cells.range.upperBound - cells.range.lowerBound)
        let y = plot.bottom - share * plot.height
        SVGLayers.writeTickText(
          tick.label, [("x", number(left + thickness + 5)), ("y", number(y + 4))], to: &xml)
      }
    }
    xml.newLine()
    xml.element(
      "text",
      [
        ("x", number(left + thickness)), ("y", number(plot.top - 12)), ("font-size", "11"), ("class", "q"),
        ("text-anchor", "end"),
      ], text: cells.title)
  }

  static func ticks(_ cells: CellLayer, maximumCount: Int) -> [Tick] {
    let lower = cells.range.lowerBound
    let upper = cells.range.upperBound
    guard upper > lower else {
      return [Tick(value: lower, label: .plain(NumberText.significant(lower, digits: 3)))]
    }
    if cells.isPowerOfTen, upper - lower >= 1 {
      let first = Int(lower.rounded(.up))
      let last = Int(upper.rounded(.down))
      let stride = max(
        1, (last - first) / max(1, maximumCount - 1) + ((last - first) % max(1, maximumCount - 1) > 0 ? 1 : 0)
      )
      return (first...max(first, last)).filter { ($0 - first) % stride == 0 }.map {
        Tick(value: Double($0), label: .powerOfTen($0))
      }
    }
    let step = NiceTicks.step(lower: lower, upper: upper, maximumCount: maximumCount)
    return NiceTicks.values(of: step, from: lower, to: upper).map { value in
      let shown = cells.isPowerOfTen ? pow(10, value) : value
      return Tick(value: value, label: .plain(NumberText.significant(shown, digits: 3)))
    }
  }
}
