/// Estimates the width of a text without fonts, rather too wide than too narrow for common sans-serif fonts.
enum TextMeasure {
  /// The width in points at a font size.
  static func width(_ text: String, size: Double) -> Double {
    text.unicodeScalars.reduce(0) { $0 + unitWidth($1) } * size
  }

  /// Breaks a text at spaces into lines of at most `width` points; a longer word gets a line of its own.
  static func lines(_ text: String, size: Double, width: Double) -> [String] {
    var result: [String] = []
    var line = ""
    for word in text.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
      let longer = line.isEmpty ? String(word) : line + " " + word
      if !line.isEmpty, self.width(longer, size: size) > width {
        result.append(line)
        line = String(word)
      } else {
        line = longer
      }
    }
    if !line.isEmpty { result.append(line) }
    return result.map { shortened($0, size: size, width: width) }
  }

  /// The text, cut with an ellipsis if it is wider than `width` points.
  static func shortened(_ text: String, size: Double, width: Double) -> String {
    guard self.width(text, size: size) > width else { return text }
    var kept = Substring(text)
    while !kept.isEmpty, self.width(kept + "…", size: size) > width { kept = kept.dropLast() }
    return kept + "…"
  }

  private static func unitWidth(_ scalar: Unicode.Scalar) -> Double {
    switch scalar {
    case "i", "j", "l", "I", "'", ".", ",", ":", ";", "|", "!": 0.33
    case " ", "f", "t", "r", "(", ")", "[", "]", "/", "-": 0.36
    case "m", "w", "M", "W", "%", "@": 0.93
    case "A"..."Z": 0.70
    case "0"..."9": 0.62
    case "\u{0300}"..."\u{036F}": 0
    case "\u{1100}"..."\u{115F}", "\u{2E80}"..."\u{A4CF}", "\u{AC00}"..."\u{D7A3}", "\u{F900}"..."\u{FAFF}",
      "\u{FF00}"..."\u{FF60}", "\u{1F300}"..."\u{1FAFF}":
      1.05
    default: 0.59
    }
  }
}
