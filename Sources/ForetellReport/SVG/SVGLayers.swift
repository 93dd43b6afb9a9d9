/// Writes each kind of layer as SVG.
enum SVGLayers {
  static func write(_ layer: ChartLayer, on drawing: ChartDrawing, to xml: inout XMLText) {
    switch layer {
    case .line(let line): write(line, on: drawing, to: &xml)
    case .ribbon(let ribbon): write(ribbon, on: drawing, to: &xml)
    case .points(let points):
      let places = zip(points.x, points.y).map { (x: drawing.x($0), y: drawing.y($1)) }
        .filter { $0.x.isFinite && $0.y.isFinite }
      xml.newLine()
      SVGMarks.write(places, shape: points.shape, size: points.size, color: points.color, to: &xml)
    case .bars(let bars): write(bars, on: drawing, to: &xml)
    case .rule(let rule): write(rule, on: drawing, to: &xml)
    case .cells(let cells): write(cells, on: drawing, to: &xml)
    case .note: break
    }
  }

  private static func write(_ line: LineLayer, on drawing: ChartDrawing, to xml: inout XMLText) {
    let runs = Downsampling.segments(line.x.map(drawing.x), line.y.map(drawing.y))
    let isDense = line.x.count > 4 * Int(drawing.plot.width)
    var path = ""
    var singles: [(x: Double, y: Double)] = []
    for run in runs {
      let points = isDense ? Downsampling.thin(run, width: 1) : run
      if points.count == 1 {
        singles.append(points[0])
      } else {
        path += polyline(points)
      }
    }
    let name = SVGStyle.className(line.color)
    if !path.isEmpty {
      xml.newLine()
      xml.element(
        "path",
        [("class", "l \(name)"), ("d", path), ("stroke-width", number(line.width))]
          + SVGMarks.dashAttributes(line.dash, width: line.width))
    }
    if !singles.isEmpty {
      xml.newLine()
      SVGMarks.write(singles, shape: .disc, size: max(4, line.width * 2.4), color: line.color, to: &xml)
    }
  }

  private static func polyline(_ points: [(x: Double, y: Double)]) -> String {
    var text = ""
    for (index, point) in points.enumerated() {
      text += (index == 0 ? "M" : (index == 1 ? "L" : " ")) + "\(number(point.x)) \(number(point.y))"
    }
    return text
  }

  private static func write(_ ribbon: RibbonLayer, on drawing: ChartDrawing, to xml: inout XMLText) {
    let x = ribbon.x.map(drawing.x)
    let lower = ribbon.lower.map(drawing.y)
    let upper = ribbon.upper.map(drawing.y)
    let isWhole = x.indices.map { x[$0].isFinite && lower[$0].isFinite && upper[$0].isFinite }
    var path = ""
    var start = 0
    while start < x.count {
      guard isWhole[start] else {
        start += 1
        continue
      }
      var end = start
      while end + 1 < x.count && isWhole[end + 1] { end += 1 }
      if start == end {
        let half = max(3, min(8, drawing.plot.width / 60))
        path +=
          "M\(number(x[start] - half)) \(number(lower[start]))H\(number(x[start] + half))"
          + "V\(number(upper[start]))H\(number(x[start] - half))z"
      } else {
        let isDense = end - start > 4 * Int(drawing.plot.width)
        let above = (start...end).map { (x: x[$0], y: upper[$0]) }
        let below = (start...end).map { (x: x[$0], y: lower[$0]) }
        let there = isDense ? Downsampling.thin(above, width: 1) : above
        let back = isDense ? Downsampling.thin(below, width: 1) : below
        path += polyline(there) + back.reversed().map { "L\(number($0.x)) \(number($0.y))" }.joined() + "z"
      }
      start = end + 1
    }
    guard !path.isEmpty else { return }
    xml.newLine()
    xml.element(
      "path",
      [
        ("class", SVGStyle.className(ribbon.color) + "f band"), ("stroke", "none"), ("d", path),
      ])
  }

  private static func write(_ bars: BarLayer, on drawing: ChartDrawing, to xml: inout XMLText) {
    var path = ""
    let base = drawing.y(bars.baseline)
    let start = base.isFinite ? base : drawing.plot.bottom
    for (x, y) in zip(bars.x, bars.y) {
      let left = drawing.x(x - bars.width / 2)
      let right = drawing.x(x + bars.width / 2)
      let end = drawing.y(y)
      guard left.isFinite, right.isFinite, end.isFinite else { continue }
      let half = max(0.5, (right - left) / 2)
      let middle = (left + right) / 2
      path +=
        "M\(number(middle - half)) \(number(start))V\(number(end))H\(number(middle + half))V\(number(start))z"
    }
    guard !path.isEmpty else { return }
    xml.newLine()
    xml.element("path", [("class", SVGStyle.className(bars.color) + "f"), ("stroke", "none"), ("d", path)])
  }

  private static func write(_ rule: RuleLayer, on drawing: ChartDrawing, to xml: inout XMLText) {
    let plot = drawing.plot
    let path: String
    switch rule.orientation {
    case .vertical:
      let place = drawing.x(rule.position)
      guard place.isFinite else { return }
      path = "M\(number(place)) \(number(plot.top))V\(number(plot.bottom))"
    case .horizontal:
      let place = drawing.y(rule.position)
      guard place.isFinite else { return }
      path = "M\(number(plot.left)) \(number(place))H\(number(plot.right))"
    case .identity:
      let from = max(drawing.horizontal.lower, drawing.vertical.lower)
      let to = min(drawing.horizontal.upper, drawing.vertical.upper)
      guard from < to else { return }
      path = polyline([(drawing.x(from), drawing.y(from)), (drawing.x(to), drawing.y(to))])
    }
    xml.newLine()
    xml.element(
      "path",
      [("class", "l \(SVGStyle.className(rule.color))"), ("d", path), ("stroke-width", "1.2")]
        + SVGMarks.dashAttributes(rule.dash, width: 1.2))
  }

  private static func write(_ cells: CellLayer, on drawing: ChartDrawing, to xml: inout XMLText) {
    let grid = HeatGrid(
      cells, maximumColumns: max(8, min(80, Int(drawing.plot.width / 4))),
      maximumRows: max(8, min(64, Int(drawing.plot.height / 4))))
    let halfColumn = CellLayer.spacing(grid.columns) / 2
    let halfRow = CellLayer.spacing(grid.rows) / 2
    guard let firstColumn = grid.columns.first, let firstRow = grid.rows.first else { return }
    let left = drawing.x(firstColumn - halfColumn)
    let bottom = drawing.y(firstRow - halfRow)
    let cellWidth = (drawing.x(firstColumn + halfColumn) - left)
    let cellHeight = (bottom - drawing.y(firstRow + halfRow))
    func scale(_ value: Double) -> String { NumberText.trimmed(value, decimals: 4) }
    xml.newLine()
    let transform =
      "translate(\(number(left)) \(number(bottom))) scale(\(scale(cellWidth)) \(scale(-cellHeight)))"
    xml.element("g", [("transform", transform), ("shape-rendering", "crispEdges"), ("stroke", "none")]) {
      xml in
      for (level, path) in grid.paths() {
        if let level {
          xml.element("path", [("fill", HeatColors.color(level: level)), ("d", path)])
        } else {
          xml.element("path", [("class", "missing"), ("d", path)])
        }
      }
    }
  }

  /// Writes the texts of rules and notes above all layers, at places where they don't overlap; texts of rules
  /// for which there is no such place are left out.
  static func writeLabels(on drawing: ChartDrawing, to xml: inout XMLText) {
    let size = 11.0
    var taken: [Box] = []
    let data = drawing.chart.layers.contains(where: \.isLabelledRule) ? dataPlaces(on: drawing) : []
    for layer in drawing.chart.layers {
      switch layer {
      case .rule(let rule) where !rule.label.isEmpty:
        let width = TextMeasure.width(rule.label, size: size)
        let free = places(for: rule, width: width, on: drawing).filter { box in
          box.left >= 8 && box.right <= drawing.width - 8 && !taken.contains { $0.intersects(box) }
        }
        guard let box = free.min(by: { count(of: data, in: $0) < count(of: data, in: $1) }) else { continue }
        taken.append(Box(left: box.left - 4, top: box.top, width: box.width + 8, height: box.height))
        writeHalo(rule.label, x: box.left, y: box.top + 11, to: &xml)
      case .note(let note):
        let width = TextMeasure.width(note.text, size: size)
        let x = drawing.x(note.x)
        let y = drawing.y(note.y)
        guard x.isFinite, y.isFinite else { continue }
        let left = max(drawing.plot.left + 2, min(x + 4, drawing.plot.right - width - 2))
        let top = max(drawing.plot.top, min(y - 16, drawing.plot.bottom - 14))
        taken.append(Box(left: left, top: top, width: width, height: 14))
        writeHalo(note.text, x: left, y: top + 11, to: &xml)
      case .line, .ribbon, .points, .bars, .rule, .cells: break
      }
    }
  }

  /// The points of lines and marks, which texts should not cover.
  private static func dataPlaces(on drawing: ChartDrawing) -> [(x: Double, y: Double)] {
    drawing.chart.layers.flatMap { layer -> [(x: Double, y: Double)] in
      switch layer {
      case .line(let line): zip(line.x, line.y).map { (x: drawing.x($0), y: drawing.y($1)) }
      case .points(let points): zip(points.x, points.y).map { (x: drawing.x($0), y: drawing.y($1)) }
      case .ribbon, .bars, .rule, .cells, .note: []
      }
    }
  }

  private static func count(of points: [(x: Double, y: Double)], in box: Box) -> Int {
    points.reduce(0) { count, point in
      let isInside =
        point.x >= box.left - 3 && point.x <= box.right + 3 && point.y >= box.top - 1
        && point.y <= box.bottom + 3
      return count + (isInside ? 1 : 0)
    }
  }

  /// The possible places of a rule's text, the best first.
  private static func places(for rule: RuleLayer, width: Double, on drawing: ChartDrawing) -> [Box] {
    let plot = drawing.plot
    switch rule.orientation {
    case .vertical:
      let x = drawing.x(rule.position)
      guard x.isFinite, x >= plot.left, x <= plot.right else { return [] }
      var boxes: [Box] = []
      for left in [x - width / 2, x - 4, x + 4 - width] {
        let top = plot.top - ChartDrawing.ruleLabelHeight
        boxes.append(Box(left: left, top: top, width: width, height: 14))
      }
      for down in [2.0, 17.0] {
        for left in [x + 5, x - 5 - width] {
          boxes.append(Box(left: left, top: plot.top + down, width: width, height: 14))
        }
      }
      return boxes
    case .horizontal:
      let y = drawing.y(rule.position)
      guard y.isFinite, y >= plot.top, y <= plot.bottom else { return [] }
      return [y - 15, y + 2].flatMap { top in
        [plot.right - width - 2, plot.left + 4].map { Box(left: $0, top: top, width: width, height: 14) }
      }
    case .identity:
      let from = max(drawing.horizontal.lower, drawing.vertical.lower)
      let to = min(drawing.horizontal.upper, drawing.vertical.upper)
      return [0.2, 0.1, 0.4].map { share in
        let value = from + share * (to - from)
        return Box(left: drawing.x(value) + 8, top: drawing.y(value) + 2, width: width, height: 14)
      }
    }
  }

  /// Writes a text with an outline in the background colour, so that it stays readable over lines.
  private static func writeHalo(_ text: String, x: Double, y: Double, to xml: inout XMLText) {
    for name in ["halo", "q"] {
      xml.newLine()
      xml.element(
        "text", [("x", number(x)), ("y", number(y)), ("font-size", "11"), ("class", name)], text: text)
    }
  }

  /// Writes a tick's label; powers of ten get a superscript exponent.
  static func writeTickText(_ label: Tick.Label, _ attributes: [(String, String)], to xml: inout XMLText) {
    switch label {
    case .plain(let text): xml.element("text", attributes, text: text.replacingMinus)
    case .powerOfTen(let exponent):
      xml.element("text", attributes) { xml in
        xml.characters("10")
        xml.element("tspan", [("dy", "-4"), ("font-size", "9")], text: "\(exponent)".replacingMinus)
      }
    }
  }
}

extension ChartLayer {
  fileprivate var isLabelledRule: Bool {
    if case .rule(let rule) = self { !rule.label.isEmpty } else { false }
  }
}

extension String {
  /// The text with a typographic minus sign in place of a leading hyphen, if it is a negative number.
  var replacingMinus: String {
    guard hasPrefix("-"), dropFirst().first?.isNumber == true else { return self }
    return "−" + dropFirst()
  }
}
