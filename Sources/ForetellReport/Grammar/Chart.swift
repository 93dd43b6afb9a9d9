/// A picture of data, independent of how it is drawn.
///
/// It can be rendered as SVG (``SVGRenderer``), for a terminal (``TerminalRenderer``), as a data table
/// (``dataTable(maximumRows:)``) and as a text alternative. Layers are drawn in their order, the first at the
/// back.
public struct Chart: Sendable {
  /// The title in one line.
  public var title: String
  /// A second line: units, the part shown, what to look for.
  public var subtitle: String
  /// The axis from left to right.
  public var horizontal: Axis
  /// The axis from bottom to top.
  public var vertical: Axis
  /// The layers, from back to front.
  public var layers: [ChartLayer]
  /// A footer line: the source of the data, and what could not be drawn.
  public var source: String
  /// The text for people who can't see the picture; when empty, one is composed from the layers.
  public var alternative: String
  /// The numbers behind the picture; when `nil`, they are collected from the layers.
  public var table: DataTable?

  /// Creates a chart.
  public init(
    title: String, subtitle: String = "", horizontal: Axis = Axis(), vertical: Axis = Axis(),
    layers: [ChartLayer] = [], source: String = "", alternative: String = "", table: DataTable? = nil
  ) {
    self.title = title
    self.subtitle = subtitle
    self.horizontal = horizontal
    self.vertical = vertical
    self.layers = layers
    self.source = source
    self.alternative = alternative
    self.table = table
  }
}

extension Chart {
  /// A footer line: the source of the data, then sentences about what could not be drawn.
  static func footer(_ source: String, _ sentences: [String]) -> String {
    let said = sentences.filter { !$0.isEmpty }.joined(separator: " ")
    if source.isEmpty || said.isEmpty { return source + said }
    return source + (source.hasSuffix(".") || source.hasSuffix(":") ? " " : ": ") + said
  }
}

/// Several charts in rows under one title, such as small multiples or the three residual plots.
public struct ChartGrid: Sendable {
  /// The common title.
  public var title: String
  /// A second line.
  public var subtitle: String
  /// The panels, row by row; rows may differ in length.
  public var rows: [[Chart]]
  /// A footer line.
  public var source: String
  /// The text for people who can't see the pictures; when empty, one is composed from the panels.
  public var alternative: String
  /// The numbers behind the pictures; when `nil`, there is one table per panel.
  public var table: DataTable?
  /// The height of a panel in points; `nil` derives it from the width.
  public var panelHeight: Double?
  /// Whether the panels, one per row, have the same horizontal axis, so that their plots must begin and end at the same
  /// places.
  public var sharesHorizontal: Bool

  /// Creates a grid from rows of charts.
  public init(
    title: String, subtitle: String = "", rows: [[Chart]], source: String = "", alternative: String = "",
    table: DataTable? = nil, panelHeight: Double? = nil, sharesHorizontal: Bool = false
  ) {
    self.panelHeight = panelHeight
    self.sharesHorizontal = sharesHorizontal
    self.title = title
    self.subtitle = subtitle
    self.rows = rows
    self.source = source
    self.alternative = alternative
    self.table = table
  }

  /// The panels in reading order.
  public var panels: [Chart] { rows.flatMap { $0 } }
}

/// One chart or a grid of charts.
public enum Picture: Sendable {
  /// One chart.
  case chart(Chart)
  /// Several charts under one title.
  case grid(ChartGrid)

  /// The title of the chart or grid.
  public var title: String {
    switch self {
    case .chart(let chart): chart.title
    case .grid(let grid): grid.title
    }
  }

  /// The text alternative of the chart or grid, never empty.
  public var textAlternative: String {
    switch self {
    case .chart(let chart): chart.textAlternative
    case .grid(let grid): grid.textAlternative
    }
  }

  /// The tables behind the picture: one for a chart, one or several for a grid.
  public func dataTables(maximumRows: Int = 400) -> [DataTable] {
    switch self {
    case .chart(let chart): [chart.dataTable(maximumRows: maximumRows)]
    case .grid(let grid): grid.dataTables(maximumRows: maximumRows)
    }
  }
}
