/// A range for the vertical axis that isn't stretched by a few bad curves until nothing else can be seen.
enum RobustRange {
  /// The largest ratio of the axis' range to the range of the core values.
  private static let patience = 3.0
  /// The space left for the other values on each side, relative to the range of the core values.
  private static let room = 0.6

  /// The range around the core values; nil when all other values fit well enough.
  ///
  /// - Parameters:
  ///   - core: the values that must be visible, such as observations.
  ///   - others: the values that may lie outside the picture.
  static func limits(core: [Double], others: [Double]) -> ClosedRange<Double>? {
    var inner = Extent()
    inner.include(core)
    var outer = inner
    outer.include(others)
    guard !inner.isEmpty else { return nil }
    var width = inner.upper - inner.lower
    if width <= 0 { width = max(abs(inner.upper), 1) * 0.1 }
    guard outer.upper - outer.lower > patience * width else { return nil }
    return max(outer.lower, inner.lower - room * width)...min(outer.upper, inner.upper + room * width)
  }

  /// The upper end of an axis that starts at zero, for curves of positive numbers of which some lie far above
  /// all others; nil when none does.
  ///
  /// - Parameter tops: the highest value of each curve, the most important curve first, which is always
  ///   visible.
  static func top(of tops: [Double]) -> Double? {
    let known = tops.filter { $0.isFinite && $0 > 0 }.sorted()
    guard let first = tops.first, first.isFinite else { return nil }
    for (lower, higher) in zip(known, known.dropFirst()) where lower >= first && higher > 4 * lower {
      return lower * 1.3
    }
    return nil
  }
}

extension Chart {
  /// The chart limited to a vertical range: a triangle marks where a line leaves it, and the footer names
  /// these lines and their farthest values.
  func cut(to limits: ClosedRange<Double>?) -> Chart {
    guard let limits else { return self }
    var chart = self
    chart.vertical.limits = limits
    var exits: [(label: String, value: Double)] = []
    for layer in layers {
      let label: String
      let values: [Double]
      switch layer {
      case .line(let line):
        (label, values) = (line.label, line.y)
        chart.layers += Exits.marks(line, limits)
      case .points(let points):
        (label, values) = (points.label, points.y)
        chart.layers += Exits.marks(points, limits)
      case .ribbon(let ribbon): (label, values) = (ribbon.label, ribbon.lower + ribbon.upper)
      case .rule(let rule) where rule.orientation == .horizontal:
        (label, values) = (rule.label, [rule.position])
      case .rule, .bars, .cells, .note: continue
      }
      if let farthest = limits.farthest(of: values) { exits.append((label, farthest)) }
    }
    chart.source = Self.footer(source, Exits.sentences(exits, limits))
    return chart
  }
}

extension ClosedRange<Double> {
  /// The distance of a value from the range; 0 inside.
  private func distance(to value: Double) -> Double {
    Swift.max(lowerBound - value, value - upperBound, 0)
  }

  /// The finite value farthest outside the range; nil when all lie inside.
  fileprivate func farthest(of values: [Double]) -> Double? {
    values.filter { $0.isFinite && !contains($0) }.max { distance(to: $0) < distance(to: $1) }
  }
}

/// The marks and sentences about curves that leave a vertical range.
private enum Exits {
  /// One sentence per name.
  ///
  /// Curves without a name are mentioned only when none has one: usually they are marks on a line that has.
  static func sentences(
    _ exits: [(label: String, value: Double)], _ limits: ClosedRange<Double>
  ) -> [String] {
    let names = exits.map(\.label).filter { !$0.isEmpty }.uniqued()
    let sentences = names.compactMap { name in
      limits.farthest(of: exits.filter { $0.label == name }.map(\.value)).map {
        "\(name) leaves the picture \(way($0, limits))."
      }
    }
    if !sentences.isEmpty { return sentences }
    return limits.farthest(of: exits.map(\.value)).map {
      ["Triangles stand for values that leave the picture \(way($0, limits))."]
    } ?? []
  }

  private static func way(_ value: Double, _ limits: ClosedRange<Double>) -> String {
    "\(value > limits.upperBound ? "above" : "below"), as far as \(NumberText.significant(value))"
  }

  /// One triangle per part of a line that lies outside, at its first point.
  static func marks(_ line: LineLayer, _ limits: ClosedRange<Double>) -> [ChartLayer] {
    var places: [(x: Double, y: Double)] = []
    var wasOutside = false
    for (x, y) in zip(line.x, line.y) {
      let isOutside = y.isFinite && !limits.contains(y)
      if isOutside, !wasOutside { places.append((x, y)) }
      wasOutside = isOutside
    }
    return marks(places, limits, line.color)
  }

  /// A triangle for each mark that lies outside.
  static func marks(_ points: PointLayer, _ limits: ClosedRange<Double>) -> [ChartLayer] {
    let outside = zip(points.x, points.y).filter { $0.1.isFinite && !limits.contains($0.1) }
    return marks(outside.map { (x: $0.0, y: $0.1) }, limits, points.color)
  }

  private static func marks(
    _ places: [(x: Double, y: Double)], _ limits: ClosedRange<Double>, _ color: Ink
  ) -> [ChartLayer] {
    let inset = (limits.upperBound - limits.lowerBound) * 0.02
    return [true, false].compactMap { isAbove in
      let here = places.filter { ($0.y > limits.upperBound) == isAbove }
      guard !here.isEmpty else { return nil }
      let edge = isAbove ? limits.upperBound - inset : limits.lowerBound + inset
      return .points(
        PointLayer(
          color: color, x: here.map(\.x), y: here.map { _ in edge },
          shape: isAbove ? .triangle : .triangleDown, size: 9))
    }
  }
}
