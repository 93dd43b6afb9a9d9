extension Chart {
  /// The chart described in words; never empty.
  ///
  /// It is `alternative`, or one sentence per layer.
  public var textAlternative: String {
    if !alternative.isEmpty { return alternative }
    var sentences: [String] = []
    for layer in layers {
      switch layer {
      case .line(let line): sentences.append(describe(line.label, "line", line.x, line.y))
      case .points(let points): sentences.append(describe(points.label, "points", points.x, points.y))
      case .bars(let bars): sentences.append(describe(bars.label, "bars", bars.x, bars.y))
      case .ribbon(let ribbon): sentences.append(describe(ribbon))
      case .rule(let rule) where !rule.label.isEmpty: sentences.append(rule.label + ".")
      case .cells(let cells):
        sentences.append(
          "Heat map of \(cells.title), \(cells.rows.count) rows by \(cells.columns.count) columns.")
      case .rule, .note: break
      }
    }
    let body = sentences.filter { !$0.isEmpty }.joined(separator: " ")
    let heading = title.isEmpty ? "Chart." : title + "."
    return body.isEmpty ? heading + " No data." : heading + " " + body
  }

  private func describe(_ label: String, _ kind: String, _ x: [Double], _ y: [Double]) -> String {
    let pairs = zip(x, y).filter { $0.0.isFinite && $0.1.isFinite }
    guard let first = pairs.first, let last = pairs.last, !label.isEmpty else { return "" }
    let low = pairs.map(\.1).min() ?? 0
    let high = pairs.map(\.1).max() ?? 0
    let digits = NumberText.digits(telling: [low, high])
    return "\(label): \(kind) from \(horizontal.text(for: first.0)) to \(horizontal.text(for: last.0)), "
      + "between \(NumberText.significant(low, digits: digits)) and \(NumberText.significant(high, digits: digits)), "
      + "last \(NumberText.significant(last.1, digits: digits))."
  }

  private func describe(_ ribbon: RibbonLayer) -> String {
    guard !ribbon.label.isEmpty, let low = ribbon.lower.last, let high = ribbon.upper.last else { return "" }
    let digits = NumberText.digits(telling: [low, high])
    return
      "\(ribbon.label): at the end from \(NumberText.significant(low, digits: digits)) to "
      + "\(NumberText.significant(high, digits: digits))."
  }
}

extension ChartGrid {
  /// The panels described in words; never empty.
  ///
  /// It is `alternative`, or the panels' own alternatives.
  public var textAlternative: String {
    if !alternative.isEmpty { return alternative }
    return ([title.isEmpty ? "Charts." : title + "."] + panels.map(\.textAlternative)).joined(separator: " ")
  }
}
