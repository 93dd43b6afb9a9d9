/// An aligned table for people: names to the left, numbers to the right.
struct TextTable {
  /// Headings.
  var headings: [String]
  /// How many of the first columns are aligned to the left.
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
}
