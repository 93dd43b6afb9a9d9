/// The plot of one chart as lines of text: axis labels, canvas, bottom axis.
struct TerminalPlot {
  private let chart: Chart
  private let style: TerminalStyle
  private let horizontal: ResolvedAxis
  private let vertical: ResolvedAxis
  private let labelWidth: Int
  private var canvas: DotCanvas

  /// The columns that the labels of the vertical axis take.
  var labelColumns: Int { labelWidth }

  /// Draws a chart; `labelColumns` is the least space for the labels of the vertical axis.
  init(chart: Chart, style: TerminalStyle, labelColumns: Int = 0) {
    self.chart = chart
    self.style = style
    let extents = chart.extents()
    let rows = style.plotHeight
    let isMap = chart.firstCells != nil
    var vertical = ResolvedAxis(
      chart.vertical, extent: extents.vertical, extendsToTicks: isMap ? nil : 2 * rows)
    var horizontal = ResolvedAxis(chart.horizontal, extent: extents.horizontal, extendsToTicks: nil)
    vertical.chooseTicks(maximumCount: max(2, rows / 3), length: Double(rows), labelWidth: nil)
    let widest =
      vertical.ticks.map { DisplayWidth.of(Self.text($0, style)) }.max().map { min($0, style.width / 3) } ?? 0
    labelWidth = max(widest, labelColumns)
    let columns = max(10, style.width - labelWidth - 2)
    horizontal.chooseTicks(maximumCount: max(2, columns / 10), length: Double(columns)) {
      Double(DisplayWidth.of($0) + 3)
    }
    self.horizontal = horizontal
    self.vertical = vertical
    canvas = DotCanvas(columns: columns, rows: rows, usesDots: style.drawsDots(for: chart))
    draw()
  }

  /// The lines of the plot from top to bottom.
  func lines() -> [String] {
    var labels = Array(repeating: "", count: canvas.rows)
    for tick in vertical.ticks {
      let fraction = vertical.fraction(tick.value)
      guard fraction >= -1e-9, fraction <= 1 + 1e-9 else { continue }
      labels[min(canvas.rows - 1, max(0, row(fraction)))] = Self.text(tick, style)
    }
    var result: [String] = []
    let title = factorTitle(vertical)
    if !title.isEmpty { result.append(style.colored(clean(title), "2")) }
    let body = canvas.lines(style: style)
    for (label, line) in zip(labels, body) {
      let edge = style.usesUnicode ? (label.isEmpty ? "│" : "┤") : (label.isEmpty ? "|" : "+")
      let short = DisplayWidth.shortened(label, to: labelWidth, usesUnicode: style.usesUnicode)
      result.append(DisplayWidth.padded(short, to: labelWidth, alignsRight: true) + " " + edge + line)
    }
    result += bottom()
    if let cells = chart.firstCells { result += scale(cells) }
    if chart.layers.allSatisfy({ !$0.hasData }) { result.append("(no data)") }
    return result
  }

  private static func text(_ tick: Tick, _ style: TerminalStyle) -> String {
    DisplayWidth.safe(tick.text(allowsUnicode: style.usesUnicode), usesUnicode: style.usesUnicode)
  }

  private func clean(_ text: String) -> String {
    DisplayWidth.shortened(
      DisplayWidth.safe(text, usesUnicode: style.usesUnicode), to: style.width, usesUnicode: style.usesUnicode
    )
  }

  private func factorTitle(_ axis: ResolvedAxis) -> String {
    guard axis.multiplier != 0 else { return axis.axis.title }
    let factor = style.usesUnicode ? "×10" + Tick.superscript(axis.multiplier) : "1e\(axis.multiplier)"
    return axis.axis.title.isEmpty ? factor : "\(axis.axis.title) (\(factor))"
  }

  private func bottom() -> [String] {
    let margin = labelWidth + 2
    var axis = Array(repeating: Character(style.usesUnicode ? "─" : "-"), count: canvas.columns)
    var labels = Array(repeating: Character(" "), count: margin + canvas.columns)
    var free = 0
    for tick in chart.horizontal.showsLabels ? horizontal.ticks : [] {
      let fraction = horizontal.fraction(tick.value)
      guard fraction >= -1e-9, fraction <= 1 + 1e-9 else { continue }
      let column = min(canvas.columns - 1, max(0, Int((fraction * Double(canvas.columns - 1)).rounded())))
      axis[column] = style.usesUnicode ? "┬" : "+"
      let text = Self.text(tick, style)
      let width = DisplayWidth.of(text)
      let start = min(max(0, margin + column - width / 2), labels.count - width)
      guard start >= free, width == text.count else { continue }
      for (offset, character) in text.enumerated() { labels[start + offset] = character }
      free = start + width + 1
    }
    let corner = String(repeating: " ", count: labelWidth + 1) + (style.usesUnicode ? "└" : "+")
    var result = [corner + String(axis)] + (chart.horizontal.showsLabels ? [String(labels)] : [])
    let title = factorTitle(horizontal)
    if !title.isEmpty {
      let text = clean(title)
      let indent = max(
        0, min(style.width - DisplayWidth.of(text), margin + (canvas.columns - DisplayWidth.of(text)) / 2))
      result.append(String(repeating: " ", count: indent) + style.colored(text, "2"))
    }
    return result
  }

  private func row(_ fraction: Double) -> Int {
    Int(((1 - fraction) * Double(canvas.rows - 1)).rounded())
  }

  private func dot(_ x: Double, _ y: Double) -> (x: Int, y: Int)? {
    let across = horizontal.fraction(x)
    let up = vertical.fraction(y)
    guard across.isFinite, up.isFinite else { return nil }
    let far = 1e6
    return (
      Int(max(-far, min(across * Double(canvas.dotColumns - 1), far)).rounded()),
      Int(max(-far, min((1 - up) * Double(canvas.dotRows - 1), far)).rounded())
    )
  }

  private mutating func draw() {
    let numbers = chart.lineNumbers
    for layer in chart.layers {
      let look = TerminalLook(
        layer, lineIndex: chart.lineIndex(of: layer, numbers), style: style, usesDots: canvas.usesDots)
      switch layer {
      case .line(let line):
        draw(line, look)
      case .points(let points):
        for (x, y) in zip(points.x, points.y) {
          if let place = dot(x, y) { canvas.dot(place.x, place.y, mark: look.mark, color: look.color) }
        }
      case .bars(let bars): draw(bars, look)
      case .ribbon(let ribbon): draw(ribbon, look)
      case .rule(let rule): draw(rule, look)
      case .cells(let cells): draw(cells)
      case .note: break
      }
    }
  }

  private mutating func draw(_ line: LineLayer, _ look: TerminalLook) {
    var previous: (x: Int, y: Int)?
    var stroke = look.stroke
    for (x, y) in zip(line.x, line.y) {
      guard let place = dot(x, y) else {
        previous = nil
        continue
      }
      canvas.line(
        from: previous ?? place, to: place, stroke: &stroke, mark: look.mark, color: look.color)
      previous = place
    }
  }

  private mutating func draw(_ bars: BarLayer, _ look: TerminalLook) {
    for (x, y) in zip(bars.x, bars.y) {
      guard let end = dot(x, y), let left = dot(x - bars.width / 2, y), let right = dot(x + bars.width / 2, y)
      else { continue }
      let start = dot(x, bars.baseline)?.y ?? canvas.dotRows - 1
      let last = max(left.x, right.x - (canvas.usesDots && right.x - left.x > 2 ? 1 : 0))
      for column in left.x...last {
        canvas.line(from: (column, start), to: (column, end.y), mark: look.mark, color: look.color)
      }
    }
  }

  private mutating func draw(_ ribbon: RibbonLayer, _ look: TerminalLook) {
    let edges = zip(zip(ribbon.x, ribbon.lower), ribbon.upper).map { (x: $0.0, lower: $0.1, upper: $1) }
    for column in 0..<canvas.columns {
      let share = canvas.columns > 1 ? Double(column) / Double(canvas.columns - 1) : 0
      let value = horizontal.lower + share * (horizontal.upper - horizontal.lower)
      guard let (lower, upper) = interpolated(edges, at: value),
        vertical.fraction(lower).isFinite, vertical.fraction(upper).isFinite
      else { continue }
      let top = max(0, row(min(vertical.fraction(upper), 2)))
      let bottom = min(canvas.rows - 1, row(max(vertical.fraction(lower), -1)))
      guard top <= bottom else { continue }
      for row in top...bottom { canvas.shade(column: column, row: row, look.mark, color: look.color) }
    }
  }

  /// The ribbon's edges at a horizontal value, up to half a column outside its ends.
  private func interpolated(
    _ edges: [(x: Double, lower: Double, upper: Double)], at value: Double
  ) -> (Double, Double)? {
    let half = (horizontal.upper - horizontal.lower) / Double(max(1, canvas.columns - 1)) / 2 * 1.000_001
    guard let first = edges.first, let last = edges.last, value >= first.x - half, value <= last.x + half
    else { return nil }
    guard let next = edges.firstIndex(where: { $0.x >= value }) else { return (last.lower, last.upper) }
    guard next > 0 else { return (first.lower, first.upper) }
    let (left, right) = (edges[next - 1], edges[next])
    let share = (value - left.x) / (right.x - left.x)
    let result = (
      left.lower + share * (right.lower - left.lower), left.upper + share * (right.upper - left.upper)
    )
    return result.0.isFinite && result.1.isFinite ? result : nil
  }

  private mutating func draw(_ rule: RuleLayer, _ look: TerminalLook) {
    switch rule.orientation {
    case .vertical:
      let fraction = horizontal.fraction(rule.position)
      guard fraction >= 0, fraction <= 1 else { return }
      let column = Int((fraction * Double(canvas.columns - 1)).rounded())
      for row in 0..<canvas.rows { canvas.shade(column: column, row: row, look.mark, color: look.color) }
    case .horizontal:
      let fraction = vertical.fraction(rule.position)
      guard fraction >= 0, fraction <= 1 else { return }
      for column in 0..<canvas.columns {
        canvas.shade(column: column, row: row(fraction), look.mark, color: look.color)
      }
    case .identity:
      let from = max(horizontal.lower, vertical.lower)
      let to = min(horizontal.upper, vertical.upper)
      guard let start = dot(from, from), let end = dot(to, to) else { return }
      canvas.line(from: start, to: end, mark: ".", color: look.color)
    }
  }

  private func mark(_ share: Double) -> Character {
    let marks: [Character] = Array(style.usesUnicode ? "·░▒▓█" : ".:-=+*#%@")
    return marks[min(marks.count - 1, Int(max(0, min(1, share)) * Double(marks.count)))]
  }

  private mutating func draw(_ cells: CellLayer) {
    let grid = HeatGrid(cells, maximumColumns: canvas.columns, maximumRows: canvas.rows)
    guard !grid.columns.isEmpty, !grid.rows.isEmpty else { return }
    for row in 0..<canvas.rows {
      for column in 0..<canvas.columns {
        let from = (canvas.rows - 1 - row) * grid.rows.count / canvas.rows
        let level = grid.levels[from * grid.columns.count + column * grid.columns.count / canvas.columns]
        let share = level.map { Double($0) / Double(HeatColors.levels - 1) }
        canvas.shade(
          column: column, row: row, share.map(mark) ?? "?", color: share.map(Self.heatCode) ?? "2")
      }
    }
  }

  /// The viridis colour for a share in 0...1, as a code of the 256-colour palette.
  private static func heatCode(_ share: Double) -> String {
    let codes = [54, 60, 24, 30, 36, 71, 112, 220]
    return "38;5;\(codes[min(codes.count - 1, Int(share * Double(codes.count)))])"
  }

  private func scale(_ cells: CellLayer) -> [String] {
    let steps = 5
    let parts = (0..<steps).map { step in
      let share = (Double(step) + 0.5) / Double(steps)
      return style.colored(String(repeating: mark(share), count: 2), Self.heatCode(share))
    }
    func label(_ value: Double) -> String {
      cells.isPowerOfTen
        ? "1e" + NumberText.trimmed(value, decimals: 1) : NumberText.significant(value, digits: 3)
    }
    let ends = "\(label(cells.range.lowerBound)) \(parts.joined()) \(label(cells.range.upperBound))"
    let title = clean(cells.title)
    let width = DisplayWidth.of(title) + 4 + 2 * steps
    let needed = width + label(cells.range.lowerBound).count + label(cells.range.upperBound).count
    var lines = needed <= style.width ? ["\(title): \(ends)"] : [title, ends]
    if cells.values.contains(where: { !$0.isFinite }) { lines.append("? not finite") }
    return lines
  }
}
