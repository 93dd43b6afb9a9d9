/// A colour by its role; every renderer and theme has its own value for it.
public enum Ink: Sendable, Hashable {
  /// The colour of text: for what was observed.
  case ink
  /// A quiet grey: for context.
  case muted
  /// The n-th colour of the palette, counted from 0 and reused after the last.
  case series(Int)
}

/// How a stroke is interrupted.
public enum Dash: Sendable, Hashable, CaseIterable {
  /// Not at all.
  case solid
  /// Long strokes.
  case dashed
  /// Dots.
  case dotted
  /// Strokes and dots in turn.
  case dashDotted

  /// The pattern for the n-th of several lines, so that they differ without colour too.
  public static func cycle(_ index: Int) -> Dash { allCases[((index % 4) + 4) % 4] }
}

/// One thing drawn on a chart.
public enum ChartLayer: Sendable {
  /// A line through points, broken where a value is not finite.
  case line(LineLayer)
  /// The area between two lines, such as a prediction interval.
  case ribbon(RibbonLayer)
  /// Separate marks.
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
  /// Horizontal values, increasing.
  public var x: [Double]
  /// Vertical values, as many as `x`; NaN and infinities break the line.
  public var y: [Double]
  /// The interruption of the stroke.
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
  /// Horizontal values, increasing.
  public var x: [Double]
  /// The lower edge, as many as `x`.
  public var lower: [Double]
  /// The upper edge, as many as `x`.
  public var upper: [Double]
  /// How many ribbons of the same fan lie around this one; inner ones come out darker.
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

/// Separate marks.
public struct PointLayer: Sendable {
  /// What a mark looks like.
  public enum Shape: Sendable, Hashable, CaseIterable {
    /// A filled disc.
    case disc
    /// A filled square.
    case square
    /// A filled triangle.
    case triangle
    /// A filled diamond.
    case diamond
    /// A filled triangle that points down: where a curve leaves the picture below.
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
  /// What a mark looks like.
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
  /// Which way the line runs.
  public enum Orientation: Sendable {
    /// From bottom to top, at a horizontal value.
    case vertical
    /// From left to right, at a vertical value.
    case horizontal
    /// From corner to corner where both axes have equal values (`position` is not used).
    case identity
  }

  /// Which way the line runs.
  public var orientation: Orientation
  /// The value it stands at.
  public var position: Double
  /// A text beside the line; left out where there is no room.
  public var label: String
  /// The colour.
  public var color: Ink
  /// The interruption of the stroke.
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
  /// What the colour means, with unit.
  public var title: String
  /// The middle of each column on the horizontal axis, equally spaced.
  public var columns: [Double]
  /// The middle of each row on the vertical axis, equally spaced, from the bottom up.
  public var rows: [Double]
  /// Row-major values, `rows.count * columns.count`; those that are not finite are marked as missing.
  public var values: [Double]
  /// The values at the two ends of the colour scale; what lies beyond gets the end's colour.
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
