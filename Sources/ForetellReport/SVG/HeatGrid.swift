/// A heat map reduced to as many cells as a picture can show, with colour levels.
struct HeatGrid {
  /// The middle of each column.
  let columns: [Double]
  /// The middle of each row, from the bottom.
  let rows: [Double]
  /// Colour levels in row-major order; `nil` for a missing value.
  let levels: [Int?]

  /// Averages blocks of cells until at most the given numbers of columns and rows are left.
  ///
  /// A block's value is the mean of its finite values; a block of which half or more is missing is shown as
  /// missing, so that problems don't disappear in an average.
  init(_ cells: CellLayer, maximumColumns: Int, maximumRows: Int) {
    let wide = (cells.columns.count + maximumColumns - 1) / max(1, maximumColumns)
    let high = (cells.rows.count + maximumRows - 1) / max(1, maximumRows)
    let blockWidth = max(1, wide)
    let blockHeight = max(1, high)
    let columnStarts = Array(stride(from: 0, to: cells.columns.count, by: blockWidth))
    let rowStarts = Array(stride(from: 0, to: cells.rows.count, by: blockHeight))
    columns = Self.middles(cells.columns, starts: columnStarts, block: blockWidth)
    rows = Self.middles(cells.rows, starts: rowStarts, block: blockHeight)
    levels = rowStarts.flatMap { rowStart in
      columnStarts.map { columnStart in
        var sum = 0.0
        var count = 0
        var missing = 0
        for row in rowStart..<min(rowStart + blockHeight, cells.rows.count) {
          for column in columnStart..<min(columnStart + blockWidth, cells.columns.count) {
            let value = cells.values[row * cells.columns.count + column]
            if value.isFinite {
              sum += value
              count += 1
            } else {
              missing += 1
            }
          }
        }
        return missing >= max(1, count) ? nil : HeatColors.level(of: sum / Double(count), in: cells.range)
      }
    }
  }

  private static func middles(_ all: [Double], starts: [Int], block: Int) -> [Double] {
    let spacing = CellLayer.spacing(all)
    return starts.map { all[$0] + spacing * Double(block - 1) / 2 }
  }

  /// One path for each level that occurs, in units of cells from the lower left corner, missing cells first.
  func paths() -> [(level: Int?, path: String)] {
    var result: [Int: String] = [:]
    for column in columns.indices {
      var row = 0
      while row < rows.count {
        let level = levels[row * columns.count + column]
        var end = row
        while end + 1 < rows.count, levels[(end + 1) * columns.count + column] == level { end += 1 }
        result[level ?? -1, default: ""] += "M\(column) \(row)h1v\(end - row + 1)h-1z"
        row = end + 1
      }
    }
    return result.sorted { $0.key < $1.key }.map { ($0.key < 0 ? nil : $0.key, $0.value) }
  }
}
