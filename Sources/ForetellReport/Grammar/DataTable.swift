/// A table of texts with a caption, for reports and terminals, and as the data behind a picture.
public struct DataTable: Sendable, Hashable, Codable {
  /// One column.
  public struct Column: Sendable, Hashable, Codable {
    /// The heading.
    public var title: String
    /// Whether the cells are numbers, which are aligned right.
    public var isNumeric: Bool
    /// Whether a narrow terminal must not shorten the cells, as with names that are to be typed; numbers are
    /// never shortened.
    public var isWhole: Bool

    /// Creates a column.
    public init(_ title: String, isNumeric: Bool = true, isWhole: Bool = false) {
      self.title = title
      self.isNumeric = isNumeric
      self.isWhole = isWhole
    }
  }

  /// The caption; may be empty.
  public var caption: String
  /// The columns, left to right.
  public var columns: [Column]
  /// The cells, row by row; a short row is padded with empty cells.
  public var rows: [[String]]
  /// A line below the table, such as a remark on what was left out.
  public var note: String

  /// Creates a table.
  public init(caption: String = "", columns: [Column], rows: [[String]], note: String = "") {
    self.caption = caption
    self.columns = columns
    self.rows = rows
    self.note = note
  }
}

extension Chart {
  /// The numbers behind the chart: one row per horizontal value, one column per layer with a label.
  ///
  /// - Parameter maximumRows: the largest number of rows; the last ones are kept, and the note says how many
  ///   were left out.
  public func dataTable(maximumRows: Int = 400) -> DataTable {
    if let table { return table.limited(to: maximumRows) }
    if let cells = firstCells { return cells.dataTable(chart: self) }
    let columns = valueColumns()
    var positions = Set<Double>()
    for column in columns { positions.formUnion(column.values.keys) }
    let sorted = positions.sorted()
    let shown = sorted.suffix(max(1, maximumRows))
    let digits = columns.map { NumberText.digits(telling: $0.values.values, atLeast: 6) }
    let rows = shown.map { position in
      [horizontal.text(for: position)]
        + zip(columns, digits).map { column, digits in
          column.values[position].map { NumberText.significant($0, digits: digits) } ?? ""
        }
    }
    let heading = horizontal.title.isEmpty ? (horizontal.isNumeric ? "x" : "time") : horizontal.title
    return DataTable(
      caption: title,
      columns: [.init(heading, isNumeric: horizontal.isNumeric)] + columns.map { .init($0.title) },
      rows: rows,
      note: shown.count < sorted.count
        ? "The first \(sorted.count - shown.count) of \(sorted.count) rows are left out." : "")
  }

  private struct ValueColumn {
    var title: String
    var values: [Double: Double]
  }

  private func valueColumns() -> [ValueColumn] {
    var columns: [ValueColumn] = []
    func add(_ title: String, _ x: [Double], _ y: [Double]) {
      let pairs = zip(x, y).filter { $0.0.isFinite && !$0.1.isNaN }
      columns.append(ValueColumn(title: title, values: Dictionary(pairs, uniquingKeysWith: { $1 })))
    }
    for layer in layers {
      switch layer {
      case .line(let line) where !line.label.isEmpty: add(line.label, line.x, line.y)
      case .points(let points) where !points.label.isEmpty: add(points.label, points.x, points.y)
      case .bars(let bars):
        add(bars.label.isEmpty ? fallbackTitle : bars.label, bars.x, bars.y)
      case .ribbon(let ribbon) where !ribbon.label.isEmpty:
        add("\(ribbon.label), low", ribbon.x, ribbon.lower)
        add("\(ribbon.label), high", ribbon.x, ribbon.upper)
      case .line, .points, .ribbon, .rule, .cells, .note: break
      }
    }
    if columns.isEmpty {
      for case .line(let line) in layers { add(fallbackTitle, line.x, line.y) }
    }
    return columns
  }

  private var fallbackTitle: String { vertical.title.isEmpty ? "value" : vertical.title }

  var firstCells: CellLayer? {
    for case .cells(let cells) in layers { return cells }
    return nil
  }
}

extension ChartGrid {
  /// The numbers behind the panels: the grid's own table, or one table per panel.
  public func dataTables(maximumRows: Int = 400) -> [DataTable] {
    if let table { return [table.limited(to: maximumRows)] }
    return panels.map { $0.dataTable(maximumRows: max(20, maximumRows / max(1, panels.count))) }
  }
}

extension DataTable {
  func limited(to maximumRows: Int) -> DataTable {
    guard rows.count > maximumRows else { return self }
    var result = self
    result.rows = Array(rows.suffix(maximumRows))
    let left = "The first \(rows.count - maximumRows) of \(rows.count) rows are left out."
    result.note = note.isEmpty ? left : "\(note) \(left)"
    return result
  }
}

extension CellLayer {
  /// A table of at most 12 columns and 40 rows, picked evenly from the map, always including its first and
  /// last.
  func dataTable(chart: Chart) -> DataTable {
    let pickedColumns = Self.evenly(columns.count, atMost: 12)
    let pickedRows = Self.evenly(rows.count, atMost: 40)
    let corner = [chart.vertical.title, chart.horizontal.title].filter { !$0.isEmpty }.joined(
      separator: " \\ ")
    let isWhole = pickedColumns.count == columns.count && pickedRows.count == rows.count
    return DataTable(
      caption: "\(chart.title): \(title)",
      columns: [.init(corner)] + pickedColumns.map { .init(chart.horizontal.text(for: columns[$0])) },
      rows: pickedRows.map { row in
        [chart.vertical.text(for: rows[row])]
          + pickedColumns.map { NumberText.significant(values[row * columns.count + $0], digits: 3) }
      },
      note: isWhole ? "" : "A part of the \(rows.count) × \(columns.count) cells, picked evenly.")
  }

  static func evenly(_ count: Int, atMost limit: Int) -> [Int] {
    guard count > limit else { return Array(0..<max(0, count)) }
    return (0..<limit).map { $0 * (count - 1) / (limit - 1) }
  }
}
