/// The style sheet of pictures, with plain class selectors only, which every SVG reader understands.
enum SVGStyle {
  /// The class of every picture's root element.
  static let rootClass = "foretell-chart"

  /// The rules for a theme.
  ///
  /// With ``SVGRenderer/Theme/automatic`` the light rules apply, or the dark ones on screens that prefer
  /// dark; the classes `light` and `dark` on the picture or on an element around it override both.
  static func sheet(_ theme: SVGRenderer.Theme) -> String {
    let root = "." + rootClass
    switch theme {
    case .light: return shared + rules(.light, scope: root)
    case .dark: return shared + rules(.dark, scope: root)
    case .automatic:
      return shared + rules(.light, scope: root)
        + "@media screen and (prefers-color-scheme:dark){\(rules(.dark, scope: root))"
        + rules(.light, scope: ".light " + root) + rules(.light, scope: root + ".light") + "}"
        + rules(.dark, scope: ".dark " + root) + rules(.dark, scope: root + ".dark")
    }
  }

  private static let shared =
    ".\(rootClass){font-family:system-ui,-apple-system,\"Segoe UI\",\"Helvetica Neue\",Arial,sans-serif}"
    + ".\(rootClass) text{stroke:none;font-variant-numeric:tabular-nums}"
    + ".\(rootClass) .l{fill:none;stroke-linejoin:round;stroke-linecap:round}"
    + ".\(rootClass) text.halo{stroke-width:4px;stroke-linejoin:round}"

  private static func rules(_ palette: Palette, scope: String) -> String {
    var text =
      "\(scope) .paper{fill:\(palette.paper)}\(scope) text{fill:\(palette.ink)}"
      + "\(scope) text.q{fill:\(palette.muted)}\(scope) .grid{stroke:\(palette.grid)}"
      + "\(scope) .axis{stroke:\(palette.muted)}\(scope) text.halo{fill:\(palette.paper);stroke:\(palette.paper)}"
      + "\(scope) .missing{fill:\(palette.missing)}\(scope) .edge{stroke:\(palette.paper)}"
    for depth in 0..<3 {
      let rings = depth == 0 ? "band" : "band.b\(depth)"
      text += "\(scope) .\(rings){fill-opacity:\(SVGMarks.fanOpacity(palette.bandOpacity, depth: depth))}"
    }
    var colors = [("ink", palette.ink), ("muted", palette.muted)]
    colors += palette.series.enumerated().map { ("s\($0.offset)", $0.element) }
    for (name, color) in colors {
      text += "\(scope) .\(name){stroke:\(color)}\(scope) .\(name)f{fill:\(color)}"
    }
    return text
  }

  /// The class that sets the colour of strokes; with `f` appended, the class that sets that of areas.
  static func className(_ ink: Ink) -> String {
    switch ink {
    case .ink: "ink"
    case .muted: "muted"
    case .series(let index): "s\(Palette.slot(index))"
    }
  }
}
