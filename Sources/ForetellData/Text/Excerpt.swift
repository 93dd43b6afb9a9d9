/// Text from the data, made safe and short enough to be shown.
enum Excerpt {
  /// The text with escape sequences for control characters, so that a terminal never interprets them; tabs
  /// become spaces.
  static func clean(_ text: String) -> String {
    let spaced = String(String.UnicodeScalarView(text.unicodeScalars.map { $0 == "\t" ? " " : $0 }))
    return VisibleText.escaped(spaced, keepsLines: false)
  }

  /// A sentence in both wordings, with each control character made visible.
  static func clean(_ text: OptionText) -> OptionText {
    OptionText(inCode: clean(text.inCode), onCommandLine: clean(text.onCommandLine), options: text.options)
  }

  /// A cell in quotation marks, shortened to 40 characters.
  static func cell(_ bytes: some Collection<UInt8>) -> String {
    let text = clean(String(decoding: bytes.prefix(200), as: UTF8.self))
    return text.count > 40 || bytes.count > 200 ? "\"\(text.prefix(40))…\"" : "\"\(text)\""
  }

  /// A line shortened to about 100 characters around a position.
  ///
  /// - Parameters:
  ///   - line: the bytes of one physical line.
  ///   - offset: the byte that must stay visible.
  static func line(_ line: ArraySlice<UInt8>, around offset: Int) -> String {
    // Cut by bytes first, because a line may have megabytes, then at whole characters.
    var start = max(line.startIndex, offset - 60)
    var end = min(line.endIndex, start + 160)
    if offset - line.startIndex < 80 { start = line.startIndex }
    while start > line.startIndex, start < end, line[start] & 0xc0 == 0x80 { start -= 1 }
    while end < line.endIndex, end > start, line[end] & 0xc0 == 0x80 { end -= 1 }
    let text = clean(String(decoding: line[start..<end], as: UTF8.self))
    return (start > line.startIndex ? "…" : "") + text.prefix(110)
      + (end < line.endIndex || text.count > 110 ? "…" : "")
  }
}
