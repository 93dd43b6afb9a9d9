import Foretell

/// Text from data and file names for a terminal, made safe by escaping control characters.
enum TerminalText {
  /// The text with escape sequences such as `\u001b` for control characters; line feeds stay.
  static func harmless(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { VisibleText.escaped(String($0), keepsLines: false) }.joined(separator: "\n")
  }

  /// A name on one line of at most 40 characters.
  static func clean(_ text: String) -> String {
    let plain = VisibleText.escaped(text, keepsLines: false)
    return plain.count > 40 ? plain.prefix(40) + "…" : plain
  }
}
