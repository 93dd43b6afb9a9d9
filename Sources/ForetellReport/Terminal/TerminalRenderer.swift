/// Draws charts as text: with braille dots if the terminal supports UTF-8, with ASCII marks otherwise.
public struct TerminalRenderer: Sendable {
  /// The capabilities of the terminal.
  public var style: TerminalStyle

  /// Creates a renderer for a style.
  public init(style: TerminalStyle) { self.style = style }

  /// Draws a chart or a grid, ending in a line feed.
  public func render(_ picture: Picture) -> String {
    switch picture {
    case .chart(let chart): render(chart)
    case .grid(let grid): render(grid)
    }
  }

  /// Draws the panels of a grid below each other, ending in a line feed.
  public func render(_ grid: ChartGrid) -> String {
    let heading = [grid.title, grid.subtitle].filter { !$0.isEmpty }.map { clean($0) + "\n" }.joined()
    let columns =
      grid.sharesHorizontal
      ? grid.panels.map { TerminalPlot(chart: $0, style: style).labelColumns }.max() ?? 0 : 0
    return heading + grid.panels.map { "\n" + render($0, labelColumns: columns) }.joined()
  }

  /// Draws a chart, ending in a line feed.
  ///
  /// No line is wider than the style's width; control characters in texts are dropped.
  public func render(_ chart: Chart) -> String { render(chart, labelColumns: 0) }

  private func render(_ chart: Chart, labelColumns: Int) -> String {
    var lines: [String] = []
    if !chart.title.isEmpty { lines.append(style.colored(clean(chart.title), "1")) }
    if !chart.subtitle.isEmpty { lines.append(style.colored(clean(chart.subtitle), "2")) }
    lines += legend(chart)
    lines += TerminalPlot(chart: chart, style: style, labelColumns: labelColumns).lines()
    var notes = chart.source.isEmpty ? [] : [chart.source]
    if chart.countWithoutPlace > 0 {
      notes.append("\(chart.countWithoutPlace) values not positive, not drawn")
    }
    lines += notes.map { style.colored(clean($0), "2") }
    return lines.map { $0.trimmingTrailingSpaces + "\n" }.joined()
  }

  private func clean(_ text: String) -> String {
    DisplayWidth.shortened(
      DisplayWidth.safe(text, usesUnicode: style.usesUnicode), to: style.width, usesUnicode: style.usesUnicode
    )
  }

  private func legend(_ chart: Chart) -> [String] {
    var seen = Set<String>()
    var lines: [String] = []
    var line = ""
    var used = 0
    let numbers = chart.lineNumbers
    let usesDots = style.drawsDots(for: chart)
    for layer in chart.layers {
      let look = TerminalLook(
        layer, lineIndex: chart.lineIndex(of: layer, numbers), style: style, usesDots: usesDots)
      guard let label = layer.legendLabel, !label.isEmpty, seen.insert(label).inserted else { continue }
      let text = DisplayWidth.safe(label, usesUnicode: style.usesUnicode)
      let entry = DisplayWidth.shortened(text, to: style.width - 3, usesUnicode: style.usesUnicode)
      let needed = DisplayWidth.of(entry) + 3 + (used > 0 ? 3 : 0)
      if used > 0, used + needed > style.width {
        lines.append(line)
        line = ""
        used = 0
      }
      line +=
        (used > 0 ? "   " : "") + style.colored(look.swatch, look.color) + " "
        + entry
      used += needed
    }
    return line.isEmpty ? lines : lines + [line]
  }
}

/// The character, the stroke and the colour of a layer.
struct TerminalLook {
  var mark: Character
  var color: DotCanvas.Color
  var stroke = DotCanvas.Stroke()
  /// The symbol of the layer in a legend.
  var swatch: String

  init(_ layer: ChartLayer, lineIndex: Int, style: TerminalStyle, usesDots: Bool) {
    let letters: [Character] = Array("*o+#@%&$")
    switch layer {
    case .line(let line):
      mark = usesDots ? "⠒" : letters[lineIndex % letters.count]
      color = Self.code(line.color)
      stroke = DotCanvas.Stroke(lineIndex)
    case .points(let points):
      mark = usesDots ? "⠂" : "x"
      color = Self.code(points.color)
    case .bars(let bars):
      mark = usesDots ? "⣿" : "#"
      color = Self.code(bars.color)
    case .ribbon(let ribbon):
      mark = (style.usesUnicode ? ["░", "▒", "▓"] : [".", ":", "="])[min(2, max(0, ribbon.depth))]
      color = Self.code(ribbon.color)
    case .rule(let rule):
      mark = style.usesUnicode ? "│" : "|"
      if rule.orientation == .horizontal { mark = style.usesUnicode ? "╌" : "-" }
      color = Self.code(rule.color)
    case .cells, .note:
      mark = " "
      color = nil
    }
    swatch = String(repeating: mark, count: 2)
    if case .line = layer, usesDots { swatch = stroke.swatch }
  }

  /// The ANSI colour of a role; the exact colour depends on the terminal's theme.
  static func code(_ ink: Ink) -> DotCanvas.Color {
    let series = ["36", "33", "32", "35", "31", "34"]
    switch ink {
    case .ink: return nil
    case .muted: return "2"
    case .series(let index): return series[((index % series.count) + series.count) % series.count]
    }
  }
}

extension Chart {
  /// The labels of lines, numbered in order of first appearance: lines with the same label have the same
  /// mark.
  var lineNumbers: [String: Int] {
    var numbers: [String: Int] = [:]
    for case .line(let line) in layers where !line.label.isEmpty && numbers[line.label] == nil {
      numbers[line.label] = numbers.count
    }
    return numbers
  }

  /// The number of a layer's line, which decides its mark and stroke: by its label, or by its colour if it
  /// has none.
  func lineIndex(of layer: ChartLayer, _ numbers: [String: Int]) -> Int {
    guard case .line(let line) = layer else { return 0 }
    if let number = numbers[line.label] { return number }
    switch line.color {
    case .ink, .muted: return 0
    case .series(let index): return index + 1
    }
  }
}

extension TerminalStyle {
  /// Whether lines are drawn with braille dots; false when three or more lines would differ by colour only.
  func drawsDots(for chart: Chart) -> Bool {
    usesUnicode && (usesColor || chart.lineNumbers.count <= 2)
  }
}

extension String {
  var trimmingTrailingSpaces: String {
    var kept = Substring(self)
    while kept.hasSuffix(" ") { kept = kept.dropLast() }
    return String(kept)
  }
}
