import ForetellData

/// Builds XML text from elements; attributes and texts are escaped.
struct XMLText {
  /// What was written so far.
  private(set) var text = ""

  /// Writes an element without content.
  mutating func element(_ name: String, _ attributes: [(String, String)]) {
    openTag(name, attributes)
    text += "/>"
  }

  /// Writes an element with text in it.
  mutating func element(_ name: String, _ attributes: [(String, String)], text content: String) {
    openTag(name, attributes)
    text += ">" + XMLText.escaped(content) + "</\(name)>"
  }

  /// Writes an element with other elements in it.
  mutating func element(
    _ name: String, _ attributes: [(String, String)], content: (inout XMLText) -> Void
  ) {
    openTag(name, attributes)
    text += ">"
    content(&self)
    text += "</\(name)>"
  }

  /// Writes a line break between elements, to make the file easier to read and compare.
  mutating func newLine() { text += "\n" }

  /// Writes text between elements.
  mutating func characters(_ content: String) { text += XMLText.escaped(content) }

  /// Writes a finished piece of XML unchanged.
  mutating func raw(_ xml: String) { text += xml }

  private mutating func openTag(_ name: String, _ attributes: [(String, String)]) {
    text += "<" + name
    for (key, value) in attributes { text += " \(key)=\"\(XMLText.escaped(value))\"" }
  }

  /// The text with markup characters as entities, control characters as escape sequences such as `\u001b`, and other
  /// characters that XML 1.0 forbids replaced by U+FFFD.
  static func escaped(_ content: String) -> String {
    var result = ""
    result.reserveCapacity(content.utf8.count)
    for scalar in content.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\t", "\n", "\r": result += " "
      case "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
      case let hidden where VisibleText.isHidden(hidden): result += VisibleText.sequence(hidden)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
