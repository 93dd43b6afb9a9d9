extension DataTable {
  /// The table as aligned text with numbers at the right of their columns, ending in a line feed.
  ///
  /// If it is wider than the style's width, the widest columns of text are shortened, but never numbers.
  public func text(style: TerminalStyle) -> String {
    let cells = rows.map { row in
      columns.indices.map { index in
        DisplayWidth.safe(index < row.count ? row[index] : "", usesUnicode: style.usesUnicode)
      }
    }
    let titles = columns.map { DisplayWidth.safe($0.title, usesUnicode: style.usesUnicode) }
    var widths = Self.widths(titles, cells)
    shrink(&widths, to: style.width)
    func line(_ texts: [String]) -> String {
      columns.indices.map { index in
        let short = DisplayWidth.shortened(texts[index], to: widths[index], usesUnicode: style.usesUnicode)
        return DisplayWidth.padded(short, to: widths[index], alignsRight: columns[index].isNumeric)
      }.joined(separator: "  ").trimmingTrailingSpaces
    }
    let bar: Character = style.usesUnicode ? "─" : "-"
    var lines: [String] = []
    if !caption.isEmpty { lines.append(DisplayWidth.safe(caption, usesUnicode: style.usesUnicode)) }
    lines.append(style.colored(line(titles), "1"))
    lines.append(widths.map { String(repeating: bar, count: $0) }.joined(separator: "  "))
    lines += cells.map(line)
    if !note.isEmpty { lines.append(DisplayWidth.safe(note, usesUnicode: style.usesUnicode)) }
    return lines.map { $0 + "\n" }.joined()
  }

  /// The smallest possible width of the table, with its widest columns of text shortened.
  public func leastWidth(style: TerminalStyle) -> Int {
    func safe(_ text: String) -> String { DisplayWidth.safe(text, usesUnicode: style.usesUnicode) }
    let cells = rows.map { row in columns.indices.map { $0 < row.count ? safe(row[$0]) : "" } }
    let widths = Self.widths(columns.map { safe($0.title) }, cells)
    return zip(columns, widths).reduce(2 * max(0, columns.count - 1)) { sum, column in
      sum + (Self.isCut(column.0) ? min(column.1, Self.smallest) : column.1)
    }
  }

  private static let smallest = 6

  private static func isCut(_ column: Column) -> Bool { !column.isNumeric && !column.isWhole }

  private static func widths(_ titles: [String], _ cells: [[String]]) -> [Int] {
    titles.indices.map { index in
      max(DisplayWidth.of(titles[index]), cells.map { DisplayWidth.of($0[index]) }.max() ?? 0)
    }
  }

  private func shrink(_ widths: inout [Int], to available: Int) {
    while widths.reduce(0, +) + 2 * max(0, widths.count - 1) > available {
      let candidates = columns.indices.filter { Self.isCut(columns[$0]) && widths[$0] > Self.smallest }
      guard let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { return }
      widths[widest] -= 1
    }
  }
}
