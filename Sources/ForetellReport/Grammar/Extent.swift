/// The smallest and the largest of the finite values, and the smallest that a logarithmic axis can show.
struct Extent: Sendable, Equatable {
  /// The smallest finite value; infinity when there is none.
  private(set) var lower = Double.infinity
  /// The largest finite value; minus infinity when there is none.
  private(set) var upper = -Double.infinity
  /// The smallest positive normal value; infinity when there is none.
  private(set) var positiveLower = Double.infinity

  var isEmpty: Bool { lower > upper }

  mutating func include(_ value: Double) {
    guard value.isFinite else { return }
    lower = min(lower, value)
    upper = max(upper, value)
    if value >= .leastNormalMagnitude { positiveLower = min(positiveLower, value) }
  }

  mutating func include(_ values: [Double]) {
    for value in values { include(value) }
  }
}

extension Chart {
  /// The extents of all layers on both axes.
  func extents() -> (horizontal: Extent, vertical: Extent) {
    var horizontal = Extent()
    var vertical = Extent()
    for layer in layers {
      switch layer {
      case .line(let line):
        horizontal.include(line.x)
        vertical.include(line.y)
      case .ribbon(let ribbon):
        horizontal.include(ribbon.x)
        vertical.include(ribbon.lower)
        vertical.include(ribbon.upper)
      case .points(let points):
        horizontal.include(points.x)
        vertical.include(points.y)
      case .bars(let bars):
        for x in bars.x {
          horizontal.include(x - bars.width / 2)
          horizontal.include(x + bars.width / 2)
        }
        vertical.include(bars.y)
        if !bars.y.isEmpty { vertical.include(bars.baseline) }
      case .rule(let rule):
        switch rule.orientation {
        case .vertical: horizontal.include(rule.position)
        case .horizontal: vertical.include(rule.position)
        case .identity: break
        }
      case .cells(let cells):
        include(cells.columns, into: &horizontal)
        include(cells.rows, into: &vertical)
      case .note(let note):
        horizontal.include(note.x)
        vertical.include(note.y)
      }
    }
    return (horizontal, vertical)
  }

  private func include(_ middles: [Double], into extent: inout Extent) {
    let half = CellLayer.spacing(middles) / 2
    for middle in middles {
      extent.include(middle - half)
      extent.include(middle + half)
    }
  }

  /// The number of finite values that can't be shown because an axis is logarithmic: zero, negative or
  /// denormal.
  var countWithoutPlace: Int {
    guard vertical.isLogarithmic || horizontal.isLogarithmic else { return 0 }
    func isMisplaced(_ x: Double, _ y: Double) -> Bool {
      (vertical.isLogarithmic && y.isFinite && y < .leastNormalMagnitude)
        || (horizontal.isLogarithmic && x.isFinite && x < .leastNormalMagnitude)
    }
    return layers.reduce(0) { count, layer in
      switch layer {
      case .line(let line): count + zip(line.x, line.y).filter(isMisplaced).count
      case .points(let points): count + zip(points.x, points.y).filter(isMisplaced).count
      case .ribbon, .bars, .rule, .cells, .note: count
      }
    }
  }
}

extension CellLayer {
  /// The distance between neighbouring midpoints; 1 when there is only one.
  static func spacing(_ middles: [Double]) -> Double {
    guard let first = middles.first, let last = middles.last, middles.count > 1 else { return 1 }
    return (last - first) / Double(middles.count - 1)
  }
}
