/// Cells of a CSV to be written.
package enum CSVCell {
  /// The text, in quotation marks if it holds a comma, a quotation mark or a line break (RFC 4180, section 2).
  ///
  /// Control characters that a terminal would interpret are escaped (see ``VisibleText``); line breaks and
  /// tabs stay.
  ///
  /// Works on bytes, because a comma followed by a combining accent is one character for Swift but still a
  /// comma for CSV readers.
  package static func quoted(_ text: String) -> String {
    let text = VisibleText.escaped(text, keepsLines: true)
    guard text.utf8.contains(where: { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }) else { return text }
    let content = text.utf8.flatMap { $0 == 0x22 ? [$0, $0] : [$0] }
    return "\"" + String(decoding: content, as: UTF8.self) + "\""
  }
}
