/// Makes characters in data and file names visible that would control a terminal or change the reading order.
///
/// All outputs use the same form: `\u001b` stands for the escape character in CSV, pictures, pages and on
/// terminals, as it does in JSON, where it is read back as the character itself. Letters and marks of all
/// scripts stay, including the joiners that Persian and Hindi words need.
package enum VisibleText {
  /// The text with an escape sequence for every character that isn't shown.
  ///
  /// - Parameter keepsLines: whether line breaks and tabs stay as they are.
  package static func escaped(_ text: String, keepsLines: Bool) -> String {
    guard text.unicodeScalars.contains(where: isHidden) else { return text }
    var result = String.UnicodeScalarView()
    let scalars = Array(text.unicodeScalars)
    for (place, scalar) in scalars.enumerated() {
      let isLine =
        scalar == "\n" || scalar == "\t"
        || (scalar == "\r" && place + 1 < scalars.count && scalars[place + 1] == "\n")
      if isHidden(scalar), !(keepsLines && isLine) {
        result.append(contentsOf: sequence(scalar).unicodeScalars)
      } else {
        result.append(scalar)
      }
    }
    return String(result)
  }

  /// Whether a character is a control character, changes the reading order, breaks lines, or is invisible.
  package static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    // Embeddings, overrides and isolates of the reading order (Unicode Standard Annex 9), line and paragraph separators.
    case "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}", "\u{2028}", "\u{2029}": true
    // Tag characters, which no font shows.
    case "\u{E0000}"..."\u{E007F}": true
    default: scalar.properties.generalCategory == .control
    }
  }

  /// The character as JSON writes it: `\n`, `\u001b`, `\udb40\udc01`.
  package static func sequence(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\n": return "\\n"
    case "\r": return "\\r"
    case "\t": return "\\t"
    default:
      return String(scalar).utf16.map { unit in
        let digits = String(unit, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      }.joined()
    }
  }
}
