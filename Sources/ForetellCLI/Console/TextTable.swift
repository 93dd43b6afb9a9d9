/// A table with aligned columns: names to the left, numbers to the right.
struct TextTable {
  /// Headings.
  var headings: [String]
  /// The number of first columns that are aligned to the left.
  var leading = 1
  /// Rows of as many cells.
  var rows: [[String]] = []

  /// The table's lines, without spaces at their ends.
  var lines: [String] {
    let all = [headings] + rows
    let widths = headings.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
    return all.map { row in
      let cells = row.enumerated().map { column, cell in
        let space = String(repeating: " ", count: widths[column] - cell.count)
        return column < leading ? cell + space : space + cell
      }
      let line = cells.joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
  }

  /// Splits the table into two with the same first column, the second one from the named column on.
  func parted(before heading: String) -> [TextTable] {
    guard let place = headings.firstIndex(of: heading), place > leading else { return [self] }
    let parts = [Array(0..<place), Array(0..<leading) + Array(place..<headings.count)]
    return parts.map { part in
      TextTable(
        headings: part.map { headings[$0] }, leading: leading, rows: rows.map { row in part.map { row[$0] } })
    }
  }
}
