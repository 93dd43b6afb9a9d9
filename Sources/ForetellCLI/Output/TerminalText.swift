/// Text from data and file names on its way to a terminal, which must not take orders from them.
enum TerminalText {
  /// The text with a replacement mark for every control and format character but the line feed.
  static func harmless(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      let category = scalar.properties.generalCategory
      let isHarmless = scalar == "\n" || (category != .control && category != .format)
      result.append(isHarmless ? scalar : "\u{FFFD}")
    }
    return String(result)
  }

  /// A name on one line of at most 40 characters.
  static func clean(_ text: String) -> String {
    let plain = harmless(text).split(separator: "\n", omittingEmptySubsequences: false).joined(
      separator: "\u{FFFD}")
    return plain.count > 40 ? plain.prefix(40) + "…" : plain
  }
}
