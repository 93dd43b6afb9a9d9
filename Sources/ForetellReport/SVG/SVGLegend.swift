/// The legend of a chart: one symbol and name for each layer with a label, on as many lines as needed.
struct SVGLegend {
  private struct Entry {
    var layer: ChartLayer
    var label: String
    var x: Double
    var line: Int
  }

  private static let swatch = 22.0
  private static let gap = 18.0
  private static let lineHeight = 18.0
  private static let size = 12.0
  private var entries: [Entry] = []
  private var lineCount = 0

  /// The height of all lines.
  var height: Double { Double(lineCount) * Self.lineHeight + (lineCount > 0 ? 4 : 0) }

  init(chart: Chart, x: Double, width: Double, isPanel: Bool) {
    var labels = Set<String>()
    var found: [(ChartLayer, String)] = []
    for layer in chart.layers {
      guard let label = layer.legendLabel, !label.isEmpty, labels.insert(label).inserted else { continue }
      found.append((layer, label))
    }
    guard found.count > 1 || (found.count == 1 && !isPanel) else { return }
    // Lines are listed before intervals, unlike in the drawing order, where intervals are at the back.
    let ordered = found.filter { !$0.0.isRibbon } + found.filter { $0.0.isRibbon }.reversed()
    var left = x
    var line = 0
    for (layer, label) in ordered {
      let short = TextMeasure.shortened(label, size: Self.size, width: width - Self.swatch - 6)
      let needed = Self.swatch + 6 + TextMeasure.width(short, size: Self.size)
      if left > x, left + needed > x + width {
        line += 1
        left = x
      }
      entries.append(Entry(layer: layer, label: short, x: left, line: line))
      left += needed + Self.gap
    }
    lineCount = line + 1
  }

  func write(to xml: inout XMLText, top: Double) {
    for entry in entries {
      let middle = top + Double(entry.line) * Self.lineHeight + 8
      xml.newLine()
      writeSwatch(entry.layer, x: entry.x, middle: middle, to: &xml)
      xml.element(
        "text", [("x", number(entry.x + Self.swatch + 6)), ("y", number(middle + 4))], text: entry.label)
    }
  }

  private func writeSwatch(_ layer: ChartLayer, x: Double, middle: Double, to xml: inout XMLText) {
    let end = x + Self.swatch
    switch layer {
    case .line(let line):
      xml.element(
        "path",
        [
          ("class", "l \(SVGStyle.className(line.color))"),
          ("d", "M\(number(x)) \(number(middle))H\(number(end))"),
          ("stroke-width", number(max(1.6, line.width))),
        ] + SVGMarks.dashAttributes(line.dash, width: line.width))
    case .ribbon(let ribbon):
      let box = Box(left: x, top: middle - 6, width: Self.swatch, height: 12)
      xml.element(
        "rect",
        box.attributes + [
          (
            "class",
            SVGStyle.className(ribbon.color) + "f band"
              + (ribbon.depth > 0 ? " b\(min(2, ribbon.depth))" : "")
          ), ("stroke", "none"),
        ])
    case .bars(let bars):
      let box = Box(left: x + 4, top: middle - 6, width: Self.swatch - 8, height: 12)
      xml.element(
        "rect", box.attributes + [("class", SVGStyle.className(bars.color) + "f"), ("stroke", "none")])
    case .points(let points):
      SVGMarks.write(
        [(x: x + Self.swatch / 2, y: middle)], shape: points.shape, size: max(6, points.size),
        color: points.color,
        to: &xml)
    case .rule, .cells, .note: break
    }
  }
}

extension ChartLayer {
  /// The name in the legend; `nil` for layers that never appear there.
  var legendLabel: String? {
    switch self {
    case .line(let line): line.label
    case .ribbon(let ribbon): ribbon.label
    case .points(let points): points.label
    case .bars(let bars): bars.label
    case .rule, .cells, .note: nil
    }
  }

  var isRibbon: Bool {
    if case .ribbon = self { true } else { false }
  }
}
