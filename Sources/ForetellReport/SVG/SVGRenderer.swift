/// Draws charts as self-contained SVG: without scripts and external references, and with the same bytes for
/// the same chart.
///
/// The picture scales to the available width (`viewBox`), follows the reader's preference for light or dark,
/// and has its title and text alternative as `<title>` and `<desc>`.
public struct SVGRenderer: Sendable {
  /// The colours of a picture.
  public enum Theme: Sendable, Hashable {
    /// Light, or dark on screens that prefer it; the classes `light` and `dark` override this.
    case automatic
    /// Always light, for print.
    case light
    /// Always dark.
    case dark
  }

  /// The width in points for which text sizes are chosen.
  public var width: Double
  /// The height of one chart in points; the height of a grid follows from its rows.
  public var height: Double
  /// The colours.
  public var theme: Theme
  /// The prefix of every `id` in the picture; it must differ between the pictures of an HTML page.
  public var identifier: String
  /// Whether the picture contains its style sheet; `false` inside a page that already has it.
  public var includesStyle: Bool

  /// Creates a renderer.
  public init(
    width: Double = 720, height: Double = 400, theme: Theme = .automatic, identifier: String = "foretell",
    includesStyle: Bool = true
  ) {
    self.width = width
    self.height = height
    self.theme = theme
    self.identifier = identifier
    self.includesStyle = includesStyle
  }

  /// Draws a chart or a grid.
  public func render(_ picture: Picture) -> String {
    switch picture {
    case .chart(let chart): render(chart)
    case .grid(let grid): render(grid)
    }
  }

  /// Draws one chart.
  public func render(_ chart: Chart) -> String {
    let drawing = ChartDrawing(chart: chart, width: width, height: height, clip: "\(identifier)-c0")
    return document(
      title: chart.title, alternative: chart.textAlternative, height: drawing.height,
      clips: [(drawing.clip, drawing.plot)]
    ) { xml in
      drawing.write(to: &xml)
    }
  }

  /// Draws a grid; panels that would be narrower than 240 points in their row are placed below each other.
  public func render(_ grid: ChartGrid) -> String {
    let margin = 16.0
    let header = SVGHeader(
      title: grid.title, subtitle: grid.subtitle, footer: grid.source, x: margin, width: width - 2 * margin,
      titleSize: 16)
    let rows = grid.rows.flatMap { row -> [[Chart]] in
      let columns = max(1, min(row.count, Int(width / 240)))
      return stride(from: 0, to: row.count, by: columns).map {
        Array(row[$0..<min(row.count, $0 + columns)])
      }
    }
    let labelWidth = grid.sharesHorizontal ? labelWidth(grid) : 0
    var drawings: [(drawing: ChartDrawing, x: Double, y: Double)] = []
    var top = header.height
    for (position, row) in rows.enumerated() {
      // The panels of an incomplete last row are as wide as those of the row above.
      let above = position > 0 && position == rows.count - 1 ? rows[position - 1].count : 1
      let panelWidth = width / Double(max(row.count, above, 1))
      let panelHeight = panelHeight(grid, row, width: panelWidth)
      var rowHeight = 0.0
      for (index, chart) in row.enumerated() {
        let drawing = ChartDrawing(
          chart: chart, width: panelWidth, height: panelHeight, clip: "\(identifier)-c\(drawings.count)",
          isPanel: true, labelWidth: labelWidth)
        drawings.append((drawing, Double(index) * panelWidth, top))
        rowHeight = max(rowHeight, drawing.height)
      }
      top += rowHeight
    }
    let total = top + header.footerHeight + (header.footerHeight > 0 ? 8 : 0)
    return document(
      title: grid.title, alternative: grid.textAlternative, height: total,
      clips: drawings.map { ($0.drawing.clip, $0.drawing.plot) }
    ) { xml in
      header.write(to: &xml, footerTop: top + 2)
      for (drawing, x, y) in drawings {
        xml.newLine()
        xml.element("g", [("transform", "translate(\(number(x)) \(number(y)))")]) { drawing.write(to: &$0) }
      }
    }
  }

  /// The height of the panels of a row.
  private func panelHeight(_ grid: ChartGrid, _ row: [Chart], width: Double) -> Double {
    let usual = grid.panelHeight ?? max(190, min(height * 0.62, width * 0.75))
    // So that plots with and without labels below them are equally high.
    let hasLabels = row.contains(where: \.horizontal.showsLabels)
    return grid.sharesHorizontal && hasLabels ? usual + ChartDrawing.labelHeight : usual
  }

  /// The widest space that any of the panels takes for the labels of its vertical axis.
  private func labelWidth(_ grid: ChartGrid) -> Double {
    let widths = grid.panels.map { chart in
      let height = panelHeight(grid, [chart], width: width)
      return ChartDrawing(chart: chart, width: width, height: height, clip: "", isPanel: true).labelWidth
    }
    return widths.max() ?? 0
  }

  /// The style sheet for a page with several pictures that don't contain their own.
  public static func styleSheet(_ theme: Theme = .automatic) -> String { SVGStyle.sheet(theme) }

  private func document(
    title: String, alternative: String, height: Double, clips: [(id: String, box: Box)],
    content: (inout XMLText) -> Void
  ) -> String {
    let height = height.rounded(.up)
    var xml = XMLText()
    let attributes = [
      ("xmlns", "http://www.w3.org/2000/svg"), ("class", SVGStyle.rootClass),
      ("viewBox", "0 0 \(number(width)) \(number(height))"), ("width", number(width)),
      ("height", number(height)),
      ("role", "img"), ("aria-labelledby", "\(identifier)-t \(identifier)-d"), ("font-size", "12"),
    ]
    xml.element("svg", attributes) { xml in
      xml.newLine()
      xml.element("title", [("id", "\(identifier)-t")], text: title)
      xml.newLine()
      xml.element("desc", [("id", "\(identifier)-d")], text: alternative)
      xml.newLine()
      if includesStyle {
        xml.element("style", []) { $0.raw(SVGStyle.sheet(theme)) }
        xml.newLine()
      }
      xml.element("defs", []) { xml in
        for clip in clips {
          xml.element("clipPath", [("id", clip.id)]) { xml in
            xml.element("rect", clip.box.attributes)
          }
        }
      }
      xml.newLine()
      xml.element("rect", [("class", "paper"), ("width", number(width)), ("height", number(height))])
      content(&xml)
      xml.newLine()
    }
    xml.newLine()
    return xml.text
  }
}

/// A number as a coordinate, with at most one digit after the point.
func number(_ value: Double) -> String { NumberText.trimmed(value, decimals: 1) }

/// A rectangle in the drawing.
struct Box: Sendable, Equatable {
  var left: Double
  var top: Double
  var width: Double
  var height: Double

  var right: Double { left + width }
  var bottom: Double { top + height }

  var attributes: [(String, String)] {
    [("x", number(left)), ("y", number(top)), ("width", number(width)), ("height", number(height))]
  }

  func intersects(_ other: Box) -> Bool {
    left < other.right && other.left < right && top < other.bottom && other.top < bottom
  }
}
