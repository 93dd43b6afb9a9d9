/// The colours of one theme.
///
/// Series colours can be distinguished by readers with deuteranopia, protanopia and tritanopia, and each has
/// a contrast of at least 3 : 1 with the background; text colours have at least 4.5 : 1 (WCAG 2.2, 1.4.3 and
/// 1.4.11).
struct Palette: Sendable {
  /// The background.
  var paper: String
  /// Text and observed data.
  var ink: String
  /// Secondary text and rules.
  var muted: String
  /// Grid lines; decoration without meaning.
  var grid: String
  /// Cells of a heat map without a value: a grey that isn't on the colour scale.
  var missing: String
  /// Colours of series, in order of use.
  var series: [String]
  /// The opacity of a single interval's band; where bands overlap, their opacities add up.
  var bandOpacity: Double

  static let light = Palette(
    paper: "#ffffff", ink: "#1b2430", muted: "#5b6674", grid: "#e3e7ec", missing: "#b4bbc3",
    series: ["#0b5fc0", "#d4560e", "#25957d", "#a11a8f", "#5f3a0c", "#7a8794"],
    bandOpacity: 0.2)

  static let dark = Palette(
    paper: "#12161c", ink: "#e8ecf1", muted: "#9aa6b4", grid: "#2a323d", missing: "#77818d",
    series: ["#4aa8f0", "#e0763a", "#9fe8cf", "#d8529f", "#f0e08a", "#8f7bff"],
    bandOpacity: 0.38)

  /// The colour of a role.
  func color(_ ink: Ink) -> String {
    switch ink {
    case .ink: self.ink
    case .muted: muted
    case .series(let index): series[Palette.slot(index)]
    }
  }

  static func slot(_ index: Int) -> Int {
    let count = light.series.count
    return ((index % count) + count) % count
  }
}

/// The colours of a heat map, from dark for low to light for high values; perceptually uniform and readable
/// without colour vision.
///
/// Ten stops of viridis (N. Smith, S. van der Walt and E. Firing, CC0), interpolated linearly.
enum HeatColors {
  static let stops: [(Double, Double, Double)] = [
    (68, 1, 84), (72, 40, 120), (62, 73, 137), (49, 104, 142), (38, 130, 142), (31, 158, 137), (53, 183, 121),
    (109, 205, 89), (180, 222, 44), (253, 231, 37),
  ]

  /// The number of different colours used.
  static let levels = 40

  /// The colour of a level from 0 up to, not including, ``levels``.
  static func color(level: Int) -> String {
    let place = Double(level) / Double(levels - 1) * Double(stops.count - 1)
    let index = min(stops.count - 2, max(0, Int(place)))
    let share = place - Double(index)
    let (from, to) = (stops[index], stops[index + 1])
    return "#"
      + [(from.0, to.0), (from.1, to.1), (from.2, to.2)].map { pair in
        let value = Int((pair.0 + (pair.1 - pair.0) * share).rounded())
        let digits = String(value, radix: 16)
        return digits.count < 2 ? "0" + digits : digits
      }.joined()
  }

  /// The level of a value in a range; values outside get the level of the nearer end, values that are not
  /// finite get `nil`.
  static func level(of value: Double, in range: ClosedRange<Double>) -> Int? {
    guard value.isFinite else { return nil }
    let span = range.upperBound - range.lowerBound
    let share = span > 0 ? (value - range.lowerBound) / span : 0.5
    return min(levels - 1, max(0, Int(max(0, min(1, share)) * Double(levels))))
  }
}
