extension Chart {
  /// Many series as small lines without axes, in the cells of a sheet.
  ///
  /// The ones to judge are on the left, others to compare them with on the right. Each line fills its cell, so only
  /// shapes can be compared.
  ///
  /// - Parameters:
  ///   - left: the series on the left, row by row; NaN interrupts a line.
  ///   - right: those on the right; empty: the left ones take the whole width.
  ///   - columns: cells per row, an even number.
  ///   - rows: rows of the sheet; series that don't fit are left out.
  ///   - names: what the left and the right ones are called in the legend.
  public static func sheet(
    _ left: [NamedValues], beside right: [NamedValues], columns: Int = 8, rows: Int = 5,
    names: (left: String, right: String), title: String, subtitle: String = ""
  ) -> Chart {
    precondition(columns >= 2 && columns % 2 == 0 && rows >= 1, "a sheet of \(rows)×\(columns) cells")
    let width = right.isEmpty ? columns : columns / 2
    var layers: [ChartLayer] = []
    var cells: [[String]] = []
    for (part, list) in [left, right].enumerated() {
      for (place, series) in list.prefix(width * rows).enumerated() {
        let column = place % width + part * width
        layers.append(
          .line(
            line(
              series.values, column: Double(column), row: Double(rows - 1 - place / width),
              label: place == 0 ? (part == 0 ? names.left : names.right) : "", color: .series(part))))
        let present = series.values.filter(\.isFinite)
        cells.append([
          part == 0 ? names.left : names.right, series.name, "\(series.values.count)",
          NumberText.significant(present.min() ?? .nan, digits: 4),
          NumberText.significant(present.max() ?? .nan, digits: 4),
        ])
      }
    }
    return Chart(
      title: title, subtitle: subtitle,
      horizontal: Axis(scale: .categories([]), limits: -0.05...(Double(columns) + 0.05)),
      vertical: Axis(scale: .categories([]), limits: 0...Double(rows)),
      layers: layers,
      alternative:
        "\(min(left.count, width * rows)) small lines, \(names.left)"
        + (right.isEmpty ? "." : ", beside \(min(right.count, width * rows)), \(names.right)."),
      table: DataTable(
        caption: title,
        columns: [
          .init("kind", isNumeric: false), .init("series", isNumeric: false), .init("steps"), .init("least"),
          .init("greatest"),
        ], rows: cells))
  }

  /// The line of a series, scaled to a cell with some space around it.
  private static func line(
    _ values: [Double], column: Double, row: Double, label: String, color: Ink
  ) -> LineLayer {
    let present = values.filter(\.isFinite)
    let (low, high) = (present.min() ?? 0, present.max() ?? 0)
    let step = 0.88 / Double(max(values.count - 1, 1))
    return LineLayer(
      label: label, color: color, x: values.indices.map { column + 0.06 + step * Double($0) },
      y: values.map { row + 0.1 + (high > low ? 0.8 * ($0 - low) / (high - low) : 0.4) }, width: 1.1)
  }
}
