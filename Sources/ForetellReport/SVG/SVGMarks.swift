/// The shapes shared by layers and legends.
enum SVGMarks {
  /// The dash pattern of a stroke as an attribute; none for a solid one.
  static func dashAttributes(_ dash: Dash, width: Double) -> [(String, String)] {
    let pattern: [Double]
    switch dash {
    case .solid: return []
    case .dashed: pattern = [5, 4]
    case .dotted: pattern = [0.1, 3]
    case .dashDotted: pattern = [7, 4, 0.1, 4]
    }
    let scale = max(1, width / 1.6)
    return [("stroke-dasharray", pattern.map { number($0 * scale) }.joined(separator: " "))]
  }

  /// The resulting opacity where `depth` bands lie below this one.
  static func fanOpacity(_ opacity: Double, depth: Int) -> String {
    var clear = 1.0
    for _ in 0...max(0, depth) { clear *= 1 - opacity }
    return NumberText.trimmed(1 - clear, decimals: 3)
  }

  /// Writes the marks of one layer as a single path.
  static func write(
    _ points: [(x: Double, y: Double)], shape: PointLayer.Shape, size: Double, color: Ink,
    to xml: inout XMLText
  ) {
    guard !points.isEmpty else { return }
    let name = SVGStyle.className(color)
    let half = size / 2
    if shape == .disc {
      let data = points.map { "M\(number($0.x)) \(number($0.y))h0" }.joined()
      xml.element("path", [("class", "l \(name)"), ("d", data), ("stroke-width", number(size))])
      return
    }
    let outline: String
    switch shape {
    case .disc, .square:
      outline =
        "m\(number(-half * 0.9)) \(number(-half * 0.9))h\(number(size * 0.9))v\(number(size * 0.9))h\(number(-size * 0.9))z"
    case .triangle:
      outline =
        "m0 \(number(-half * 1.1))l\(number(half * 1.1)) \(number(size * 0.95))h\(number(-half * 2.2))z"
    case .triangleDown:
      outline =
        "m0 \(number(half * 1.1))l\(number(half * 1.1)) \(number(-size * 0.95))h\(number(-half * 2.2))z"
    case .diamond:
      outline =
        "m0 \(number(-half * 1.2))l\(number(half * 1.2)) \(number(half * 1.2))"
        + "l\(number(-half * 1.2)) \(number(half * 1.2))l\(number(-half * 1.2)) \(number(-half * 1.2))z"
    }
    let data = points.map { "M\(number($0.x)) \(number($0.y))" + outline }.joined()
    xml.element("path", [("class", "\(name)f"), ("stroke", "none"), ("d", data)])
  }
}
