/// Finds the line and column of a record's field by reading the text again after an error.
///
/// Follows the rules of the parser for text without misplaced quotes: empty lines aren't records, spaces
/// around a field don't belong to it, and line breaks inside quotes don't end a record.
enum RecordLocator {
  /// A place in a chunk.
  struct Place: Hashable {
    /// Line in the chunk, from 1.
    var line: Int
    /// Column in the line, from 1, in characters.
    var column: Int
    /// The line, shortened and safe to show.
    var excerpt: String
  }

  /// The place of a field; of the record's first field when the record doesn't have it.
  static func place(
    ofRecord record: Int, field: Int, in text: UnsafeBufferPointer<UInt8>, delimiter: UInt8
  ) -> Place {
    place(ofByte: offset(ofRecord: record, field: field, in: text, delimiter: delimiter), in: text)
  }

  /// The place of a byte.
  static func place(ofByte offset: Int, in text: UnsafeBufferPointer<UInt8>) -> Place {
    let target = min(max(0, offset), text.count)
    var line = 1
    var lineStart = 0
    var position = 0
    while position < target {
      let byte = text[position]
      position += 1
      if byte == 0x0a || byte == 0x0d && (position >= text.count || text[position] != 0x0a) {
        line += 1
        lineStart = position
      }
    }
    var column = 1
    for i in lineStart..<target where text[i] & 0xc0 != 0x80 { column += 1 }
    var lineEnd = target
    while lineEnd < text.count, text[lineEnd] != 0x0a, text[lineEnd] != 0x0d { lineEnd += 1 }
    // Only the part around the place is copied, because a line may have megabytes.
    let first = max(lineStart, target - 300)
    let bytes = Array(text[first..<min(lineEnd, target + 300)])
    return Place(
      line: line, column: column, excerpt: Excerpt.line(bytes[...], around: target - first))
  }

  /// The number of line breaks of a text; CR LF counts once.
  static func lineBreaks(in text: UnsafeBufferPointer<UInt8>) -> Int {
    var breaks = 0
    for i in 0..<text.count {
      if text[i] == 0x0a {
        breaks += 1
      } else if text[i] == 0x0d, i + 1 >= text.count || text[i + 1] != 0x0a {
        breaks += 1
      }
    }
    return breaks
  }

  /// The position of the opening quotation mark that is never closed.
  static func openQuote(in text: UnsafeBufferPointer<UInt8>) -> Int {
    var isQuoted = false
    var opened = 0
    for i in 0..<text.count where text[i] == 0x22 {
      if !isQuoted { opened = i }
      isQuoted.toggle()
    }
    return opened
  }

  /// The position of the first byte of a record's field.
  static func offset(
    ofRecord record: Int, field: Int, in text: UnsafeBufferPointer<UInt8>, delimiter: UInt8
  ) -> Int {
    var position = 0
    for current in 0...max(0, record) {
      while position < text.count, isBreak(text[position]) || isSpace(text[position], delimiter) {
        // Spaces before a first field are skipped together with empty lines: the field starts after them.
        position += 1
      }
      if current == record { break }
      position = recordEnd(from: position, in: text)
    }
    let start = position
    var current = 0
    var isQuoted = false
    while current < field, position < text.count {
      let byte = text[position]
      if byte == 0x22 {
        isQuoted.toggle()
      } else if !isQuoted {
        if isBreak(byte) { return start }
        if byte == delimiter { current += 1 }
      }
      position += 1
    }
    while position < text.count, isSpace(text[position], delimiter) { position += 1 }
    return position
  }

  private static func recordEnd(from start: Int, in text: UnsafeBufferPointer<UInt8>) -> Int {
    var position = start
    var isQuoted = false
    while position < text.count {
      let byte = text[position]
      if byte == 0x22 { isQuoted.toggle() } else if !isQuoted, isBreak(byte) { break }
      position += 1
    }
    return position
  }

  private static func isBreak(_ byte: UInt8) -> Bool { byte == 0x0a || byte == 0x0d }

  private static func isSpace(_ byte: UInt8, _ delimiter: UInt8) -> Bool {
    (byte == 0x20 || byte == 0x09) && byte != delimiter
  }
}
