/// A colour by its role; every renderer and theme defines its own value for it.
public enum Ink: Sendable, Hashable {
  /// The colour of text, for observed values.
  case ink
  /// A grey, for context.
  case muted
  /// The palette's colour with this index, counted from 0; after the last one they repeat.
  case series(Int)
}

/// The dash pattern of a line.
public enum Dash: Sendable, Hashable, CaseIterable {
  /// An uninterrupted line.
  case solid
  /// Dashes.
  case dashed
  /// Dots.
  case dotted
  /// Alternating dashes and dots.
  case dashDotted

  /// The pattern for the n-th of several lines, so that they also differ without colour.
  public static func cycle(_ index: Int) -> Dash { allCases[((index % 4) + 4) % 4] }
}

/// One layer of a chart.
public enum ChartLayer: Sendable {
  /// A line through points, interrupted where a value is not finite.
  case line(LineLayer)
  /// The area between two lines, such as a prediction interval.
  case ribbon(RibbonLayer)
  /// Single marks.
  case points(PointLayer)
  /// Bars from a baseline.
  case bars(BarLayer)
  /// A straight line across the whole plot.
  case rule(RuleLayer)
  /// A heat map.
  case cells(CellLayer)
  /// A text at a position.
  case note(NoteLayer)
}

/// A line through points.
public struct LineLayer: Sendable {
  /// The name in the legend; empty for none.
  public var label: String
  /// The colour.
  public var color: Ink
  /// Horizontal values, ascending.
  public var x: [Double]
  /// Vertical values, as many as `x`; NaN and infinities interrupt the line.
  public var y: [Double]
  /// The dash pattern.
  public var dash: Dash
  /// The stroke's width in points.
  public var width: Double

  /// Creates a line layer.
  ///
  /// - Precondition: `x` and `y` have equal counts.
  public init(
    label: String = "", color: Ink = .ink, x: [Double], y: [Double], dash: Dash = .solid, width: Double = 1.6
  ) {
    precondition(x.count == y.count, "LineLayer: \(x.count) x but \(y.count) y")
    self.label = label
    self.color = color
    self.x = x
    self.y = y
    self.dash = dash
    self.width = width
  }
}

/// The area between two lines.
public struct RibbonLayer: Sendable {
  /// The name in the legend; empty for none.
  public var label: String
  /// The colour.
  public var color: Ink
  /// Horizontal values, ascending.
  public var x: [Double]
  /// The lower edge, as many values as `x`.
  public var lower: [Double]
  /// The upper edge, as many values as `x`.
  public var upper: [Double]
  /// The number of ribbons of the same fan that enclose this one; inner ones look darker.
  public var depth: Int

  /// Creates a ribbon layer.
  ///
  /// - Precondition: `x`, `lower` and `upper` have equal counts.
  public init(
    label: String = "", color: Ink = .series(0), x: [Double], lower: [Double], upper: [Double], depth: Int = 0
  ) {
    precondition(
      x.count == lower.count && x.count == upper.count,
      "RibbonLayer: \(x.count) x but \(lower.count) lower and \(upper.count) upper")
    self.label = label
    self.color = color
    self.x = x
    self.lower = lower
    self.upper = upper
    self.depth = depth
  }
}

/// Single marks.
public struct PointLayer: Sendable {
  /// The shape of a mark.
  public enum Shape: Sendable, Hashable, CaseIterable {
    /// A filled disc.
    case disc
    /// A filled square.
    case square
    /// A filled triangle.
    case triangle
    /// A filled diamond.
    case diamond
    /// A filled triangle pointing down, where a curve leaves the picture at the bottom.
    case triangleDown

    /// The shape for the n-th of several layers.
    public static func cycle(_ index: Int) -> Shape { allCases[((index % 4) + 4) % 4] }
  }

  /// The name in the legend; empty for none.
  public var label: String
  /// The colour.
  public var color: Ink
  /// Horizontal values.
  public var x: [Double]
  /// Vertical values, as many as `x`; those that are not finite are left out.
  public var y: [Double]
  /// The shape of the marks.
  public var shape: Shape
  /// The mark's diameter in points.
  public var size: Double

  /// Creates a layer of marks.
  ///
  /// - Precondition: `x` and `y` have equal counts.
  public init(
    label: String = "", color: Ink = .ink, x: [Double], y: [Double], shape: Shape = .disc, size: Double = 5
  ) {
    precondition(x.count == y.count, "PointLayer: \(x.count) x but \(y.count) y")
    self.label = label
    self.color = color
    self.x = x
    self.y = y
    self.shape = shape
    self.size = size
  }
}

/// Bars from a baseline.
public struct BarLayer: Sendable {
  /// The name in the legend; empty for none.
  public var label: String
  /// The colour.
  public var color: Ink
  /// The middle of each bar.
  public var x: [Double]
  /// The end of each bar, as many as `x`.
  public var y: [Double]
  /// The width of a bar in units of the horizontal axis.
  public var width: Double
  /// Where bars start.
  public var baseline: Double

  /// Creates a layer of bars.
  ///
  /// - Precondition: `x` and `y` have equal counts.
  public init(
    label: String = "", color: Ink = .series(0), x: [Double], y: [Double], width: Double = 0.8,
    baseline: Double = 0
  ) {
    precondition(x.count == y.count, "BarLayer: \(x.count) x but \(y.count) y")
    self.label = label
    self.color = color
    self.x = x
    self.y = y
    self.width = width
    self.baseline = baseline
  }
}

/// A straight line across the whole plot.
public struct RuleLayer: Sendable {
  /// The direction of the line.
  public enum Orientation: Sendable {
    /// From bottom to top, at a horizontal value.
    case vertical
    /// From left to right, at a vertical value.
    case horizontal
    /// The diagonal on which both axes have equal values (`position` is not used).
    case identity
  }

  /// The direction of the line.
  public var orientation: Orientation
  /// The value at which the line is drawn.
  public var position: Double
  /// A text beside the line; left out when there is no room.
  public var label: String
  /// The colour.
  public var color: Ink
  /// The dash pattern.
  public var dash: Dash

  /// Creates a rule.
  public init(
    _ orientation: Orientation, at position: Double, label: String = "", color: Ink = .muted,
    dash: Dash = .dashed
  ) {
    self.orientation = orientation
    self.position = position
    self.label = label
    self.color = color
    self.dash = dash
  }
}

/// A heat map on a regular grid.
public struct CellLayer: Sendable {
  /// The meaning of the colours, with unit.
  public var title: String
  /// The middle of each column on the horizontal axis, equally spaced.
  public var columns: [Double]
  /// The middle of each row on the vertical axis, equally spaced, from the bottom up.
  public var rows: [Double]
  /// Values in row-major order, `rows.count * columns.count` of them; those that are not finite are marked as
  /// missing.
  public var values: [Double]
  /// The values at the two ends of the colour scale; values outside get the colour of the nearer end.
  public var range: ClosedRange<Double>
  /// Whether values are exponents of ten, so that the colour bar's labels are powers.
  public var isPowerOfTen: Bool

  /// Creates a heat map.
  ///
  /// - Precondition: `values` has `rows.count * columns.count` elements.
  public init(
    title: String, columns: [Double], rows: [Double], values: [Double], range: ClosedRange<Double>,
    isPowerOfTen: Bool = false
  ) {
    precondition(
      values.count == rows.count * columns.count,
      "CellLayer: \(values.count) values for \(rows.count) rows and \(columns.count) columns")
    self.title = title
    self.columns = columns
    self.rows = rows
    self.values = values
    self.range = range
    self.isPowerOfTen = isPowerOfTen
  }
}

/// A text at a position.
public struct NoteLayer: Sendable {
  /// The horizontal value.
  public var x: Double
  /// The vertical value.
  public var y: Double
  /// The text.
  public var text: String

  /// Creates a note.
  public init(x: Double, y: Double, text: String) {
    self.x = x
    self.y = y
    self.text = text
  }
}
