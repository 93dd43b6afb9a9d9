/// The layout of one chart in a rectangle: the area of the plot and the axes with their ticks; writes it as
/// SVG.
struct ChartDrawing {
  let chart: Chart
  let clip: String
  let plot: Box
  let horizontal: ResolvedAxis
  let vertical: ResolvedAxis
  let width: Double
  /// The height used: the requested one, or more if legend and texts would leave too little for the plot.
  let height: Double
  private let header: SVGHeader
  private let legend: SVGLegend
  private let legendTop: Double
  private let footerTop: Double
  private let verticalTitle: String
  private let horizontalTitle: String

  static let tickSize = 12.0
  /// The height of the labels of the horizontal axis.
  static let labelHeight = 18.0
  /// The height above the plot for the labels of vertical rules.
  static let ruleLabelHeight = 15.0
  private static let margin = 16.0

  /// Lays a chart out.
  ///
  /// - Parameters:
  ///   - isPanel: whether the chart is one of several under a title.
  ///   - labelWidth: the least space for the labels of the vertical axis.
  init(
    chart: Chart, width: Double, height: Double, clip: String, isPanel: Bool = false, labelWidth: Double = 0
  ) {
    self.chart = chart
    self.clip = clip
    self.width = width
    let inner = width - 2 * Self.margin
    var notes: [String] = []
    let misplaced = chart.countWithoutPlace
    if misplaced > 0 {
      notes.append(
        "\(misplaced) value\(misplaced == 1 ? "" : "s") without a place on the logarithmic axis (zero, negative or "
          + "denormal) not drawn.")
    }
    let header = SVGHeader(
      title: chart.title, subtitle: chart.subtitle, footer: Chart.footer(chart.source, notes),
      x: Self.margin, width: inner, titleSize: isPanel ? 13 : 16)
    let legend = SVGLegend(chart: chart, x: Self.margin, width: inner, isPanel: isPanel)
    self.header = header
    self.legend = legend
    legendTop = header.height

    let extents = chart.extents()
    var vertical = ResolvedAxis(
      chart.vertical, extent: extents.vertical,
      extendsToTicks: chart.firstCells == nil ? max(4, Int(height / 60)) : nil)
    var horizontal = ResolvedAxis(chart.horizontal, extent: extents.horizontal, extendsToTicks: nil)
      .padded(for: chart)

    // A first choice of ticks, because the power of ten in the axis' title decides whether there is a title
    // line.
    vertical.chooseTicks(maximumCount: max(3, Int(height / 72)), length: height, labelWidth: nil)
    var top = header.height + legend.height + 8
    let verticalTitleTop = top
    if !Self.title(of: vertical).isEmpty || chart.firstCells != nil { top += 20 }
    if chart.hasLabelledVerticalRule { top += Self.ruleLabelHeight }
    let labelHeight = chart.horizontal.showsLabels ? Self.labelHeight : 0
    let below = 8 + labelHeight + header.footerHeight + (chart.horizontal.title.isEmpty ? 0 : 17)
    let plotHeight = max(height * 0.5, height - below - top)
    let height = top + plotHeight + below
    self.height = height
    vertical.chooseTicks(maximumCount: max(4, Int(plotHeight / 32)), length: plotHeight, labelWidth: nil)
    let labels = vertical.ticks.map { TextMeasure.width(Self.plainText($0), size: Self.tickSize) }
    let left = Self.margin + max(labels.max() ?? 0, labelWidth) + 8
    var right = width - Self.margin
    if let cells = chart.firstCells { right -= SVGColorBar.width(for: cells) }
    let plotWidth = max(40, right - left)
    horizontal.chooseTicks(maximumCount: max(3, Int(plotWidth / 56)), length: plotWidth) {
      TextMeasure.width($0, size: Self.tickSize) + 16
    }
    plot = Box(left: left, top: top, width: plotWidth, height: plotHeight)
    self.vertical = vertical
    self.horizontal = horizontal
    footerTop = height - header.footerHeight - 2
    verticalTitle = Self.title(of: vertical)
    horizontalTitle = Self.title(of: horizontal)
    self.verticalTitleTop = verticalTitleTop
  }

  private let verticalTitleTop: Double

  /// The space that the labels of the vertical axis take.
  var labelWidth: Double { plot.left - Self.margin - 8 }

  private static func title(of axis: ResolvedAxis) -> String {
    guard axis.multiplier != 0 else { return axis.axis.title }
    let factor = "×10" + Tick.superscript(axis.multiplier)
    return axis.axis.title.isEmpty ? factor : "\(axis.axis.title) (\(factor))"
  }

  private static func plainText(_ tick: Tick) -> String {
    switch tick.label {
    case .plain(let text): text
    case .powerOfTen(let exponent): "10" + String(exponent).prefix(3)
    }
  }

  /// The horizontal coordinate of a value; NaN if it can't be drawn.
  func x(_ value: Double) -> Double { Self.bounded(plot.left + horizontal.fraction(value) * plot.width) }

  /// The vertical coordinate of a value; NaN if it can't be drawn.
  func y(_ value: Double) -> Double { Self.bounded(plot.bottom - vertical.fraction(value) * plot.height) }

  /// Limits coordinates to a range that every SVG reader can handle.
  private static func bounded(_ value: Double) -> Double {
    value.isNaN ? value : max(-9_999, min(value, 99_999))
  }

  func write(to xml: inout XMLText) {
    header.write(to: &xml, footerTop: footerTop)
    legend.write(to: &xml, top: legendTop)
    writeAxes(to: &xml)
    xml.newLine()
    xml.element("g", [("clip-path", "url(#\(clip))")]) { xml in
      for layer in chart.layers { SVGLayers.write(layer, on: self, to: &xml) }
    }
    SVGLayers.writeLabels(on: self, to: &xml)
    if let cells = chart.firstCells { SVGColorBar.write(cells, beside: plot, to: &xml) }
    if chart.layers.allSatisfy({ !$0.hasData }) {
      xml.newLine()
      xml.element(
        "text",
        [
          ("x", number(plot.left + plot.width / 2)), ("y", number(plot.top + plot.height / 2)),
          ("text-anchor", "middle"), ("class", "q"),
        ], text: "no data")
    }
  }

  /// The ticks that are drawn.
  private var horizontalTicks: [Tick] { chart.horizontal.showsLabels ? horizontal.ticks : [] }

  private func writeAxes(to xml: inout XMLText) {
    let size = number(Self.tickSize)
    xml.newLine()
    xml.element("g", [("class", "grid")]) { xml in
      for tick in vertical.ticks where chart.firstCells == nil {
        let place = number(y(tick.value))
        xml.element("path", [("d", "M\(number(plot.left)) \(place)H\(number(plot.right))")])
      }
    }
    xml.newLine()
    xml.element("g", [("class", "axis")]) { xml in
      xml.element("path", [("d", "M\(number(plot.left)) \(number(plot.bottom))H\(number(plot.right))")])
      for tick in horizontalTicks {
        xml.element("path", [("d", "M\(number(x(tick.value))) \(number(plot.bottom))v4")])
      }
    }
    xml.newLine()
    xml.element("g", [("font-size", size), ("text-anchor", "end")]) { xml in
      for tick in vertical.ticks {
        writeLabel(tick, x: plot.left - 6, y: y(tick.value) + 4, extra: [], to: &xml)
      }
    }
    xml.newLine()
    xml.element("g", [("font-size", size), ("text-anchor", "middle")]) { xml in
      for tick in horizontalTicks {
        let half = TextMeasure.width(Self.plainText(tick), size: Self.tickSize) / 2
        let place = min(max(x(tick.value), half + 2), width - half - 2)
        writeLabel(tick, x: place, y: plot.bottom + 17, extra: [], to: &xml)
      }
    }
    if !verticalTitle.isEmpty {
      xml.newLine()
      xml.element(
        "text", [("x", number(Self.margin)), ("y", number(verticalTitleTop + 8)), ("class", "q")],
        text: TextMeasure.shortened(verticalTitle, size: 12, width: width - 2 * Self.margin))
    }
    if !horizontalTitle.isEmpty {
      xml.newLine()
      xml.element(
        "text",
        [
          ("x", number(plot.left + plot.width / 2)), ("y", number(plot.bottom + 34)), ("class", "q"),
          ("text-anchor", "middle"),
        ], text: TextMeasure.shortened(horizontalTitle, size: 12, width: width - 2 * Self.margin))
    }
  }

  private func writeLabel(
    _ tick: Tick, x: Double, y: Double, extra: [(String, String)], to xml: inout XMLText
  ) {
    SVGLayers.writeTickText(tick.label, [("x", number(x)), ("y", number(y))] + extra, to: &xml)
  }
}

extension ResolvedAxis {
  /// The axis with some space at both ends, so that marks and strokes aren't cut off; unchanged for heat maps
  /// and explicit limits.
  func padded(for chart: Chart) -> ResolvedAxis {
    if axis.limits != nil || chart.firstCells != nil || isLogarithmic { return self }
    let share = 0.015 * (upper - lower)
    var extent = Extent()
    extent.include(lower - share)
    extent.include(upper + share)
    return ResolvedAxis(axis, extent: extent, extendsToTicks: nil)
  }
}

extension ChartLayer {
  /// Whether the layer holds at least one value that can be drawn.
  var hasData: Bool {
    switch self {
    case .line(let line): line.y.contains(where: \.isFinite)
    case .ribbon(let ribbon): ribbon.lower.contains(where: \.isFinite)
    case .points(let points): points.y.contains(where: \.isFinite)
    case .bars(let bars): bars.y.contains(where: \.isFinite)
    case .rule: false
    case .cells(let cells): cells.values.contains(where: \.isFinite)
    case .note: true
    }
  }
}

extension Chart {
  var hasLabelledVerticalRule: Bool {
    layers.contains { layer in
      if case .rule(let rule) = layer { rule.orientation == .vertical && !rule.label.isEmpty } else { false }
    }
  }
}
