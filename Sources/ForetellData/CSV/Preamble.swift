/// Lines above the header that aren't part of the table.
struct Preamble {
  /// Number of bytes and line breaks to skip.
  var bytes = 0
  var lines = 0
  /// The delimiter that a `sep=` line names.
  var delimiter: UInt8?
  /// The first skipped line with content.
  var example = ""

  /// The preamble of a given number of lines; nil when the text has fewer.
  static func lines(_ count: Int, of text: UnsafeBufferPointer<UInt8>) -> Preamble? {
    var preamble = Preamble()
    while preamble.lines < count {
      guard let next = lineEnd(text, from: preamble.bytes) else { return nil }
      preamble.take(text, to: next)
    }
    return preamble
  }

  /// Finds `sep=;`, comments, and titles above a table; a line that could be data is never skipped.
  ///
  /// - Parameters:
  ///   - text: the start of the file, whole records.
  ///   - delimiter: the delimiter if it is known; otherwise a `sep=` line defines it.
  static func find(in text: UnsafeBufferPointer<UInt8>, delimiter: UInt8?) -> Preamble {
    var preamble = Preamble()
    var comment: (start: Int, end: Int, before: Preamble)?
    while let end = lineEnd(text, from: preamble.bytes) {
      let line = trimmed(text, preamble.bytes..<end)
      if line.isEmpty {
        preamble.take(text, to: end)
      } else if preamble.delimiter == nil, preamble.example.isEmpty, let mark = separator(line) {
        preamble.delimiter = mark
        preamble.take(text, to: end)
      } else if line.first == 0x23 {
        comment = (preamble.bytes, end, preamble)
        preamble.take(text, to: end)
      } else {
        break
      }
    }
    let known = delimiter ?? preamble.delimiter
    let rest = UnsafeBufferPointer(rebasing: text[preamble.bytes...])
    let rows = known.map { SampleRows(rest, delimiter: $0) } ?? Dialect.delimiter(of: rest).rows
    // `# date,load` directly above data is the header.
    if let comment, rows.count > 0, rows.width(0) > 1, !HeaderDetection.hasHeader(rows, decimal: 0x2e) {
      let with = UnsafeBufferPointer(rebasing: text[comment.start...])
      let all = known.map { SampleRows(with, delimiter: $0) } ?? Dialect.delimiter(of: with).rows
      if all.count > 0, all.width(0) == rows.width(0) { preamble = comment.before }
    } else if let titles = titles(rows) {
      let delimiter = known ?? Dialect.delimiter(of: rest).delimiter
      let start = RecordLocator.offset(ofRecord: titles, field: 0, in: rest, delimiter: delimiter)
      preamble.take(text, to: preamble.bytes + start)
    }
    // Blank lines alone need no mention.
    return preamble.example.isEmpty && preamble.delimiter == nil ? Preamble() : preamble
  }

  /// The number of rows at the start that are titles: one or two words where the table has more cells.
  private static func titles(_ rows: SampleRows) -> Int? {
    var frequencies: [Int: Int] = [:]
    for row in 0..<rows.count where rows.width(row) > 1 { frequencies[rows.width(row), default: 0] += 1 }
    let common = frequencies.max { ($0.value, $0.key) < ($1.value, $1.key) }
    guard let width = common?.key, rows.count > 2 else { return nil }
    var count = 0
    while count < min(rows.count, 60), isTitle(rows, count, width) { count += 1 }
    guard count > 0, count < rows.count, rows.width(count) > 1 else { return nil }
    // A row as wide as the table may be its header with most names left empty.
    let below = rows.dropping(count)
    if rows.width(count - 1) >= width, !HeaderDetection.hasHeader(below, decimal: 0x2e),
      HeaderStamps.find(below, dayFirst: nil) == nil
    {
      return nil
    }
    return count
  }

  private static func isTitle(_ rows: SampleRows, _ row: Int, _ width: Int) -> Bool {
    let filled = (0..<rows.width(row)).map { rows.cell(row, $0) }.filter { !$0.isEmpty }
    guard let first = filled.first else { return true }
    guard HeaderDetection.isWord(first), !MissingWords.sure.contains(lowered(first)) else {
      return false
    }
    if filled.count == 1 { return true }
    return width >= 5 && filled.count == 2
  }

  private static func lowered(_ cell: ArraySlice<UInt8>) -> String {
    String(decoding: cell, as: UTF8.self).lowercased()
  }

  /// The delimiter of a line such as `sep=;`.
  private static func separator(_ line: some RandomAccessCollection<UInt8>) -> UInt8? {
    let bytes = line.filter { $0 != 0x22 }
    guard bytes.count == 5, bytes.prefix(4).map({ $0 | 32 }) == Array("sep=".utf8).map({ $0 | 32 }) else {
      return nil
    }
    return bytes[4]
  }

  /// The length up to and including the next line break; nil when there is none.
  private static func lineEnd(_ text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    var position = start
    while position < text.count {
      if text[position] == 0x0a { return position + 1 }
      if text[position] == 0x0d {
        return position + 1 < text.count && text[position + 1] == 0x0a ? position + 2 : position + 1
      }
      position += 1
    }
    return nil
  }

  private static func trimmed(
    _ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>
  ) -> ArraySlice<UInt8> {
    var line = Array(text[range])[...]
    while let last = line.last, last <= 0x20 { line.removeLast() }
    while let first = line.first, first == 0x20 || first == 0x09 { line.removeFirst() }
    return line
  }

  private mutating func take(_ text: UnsafeBufferPointer<UInt8>, to end: Int) {
    let part = UnsafeBufferPointer(rebasing: text[bytes..<end])
    lines += RecordLocator.lineBreaks(in: part)
    if example.isEmpty {
      let line = Preamble.trimmed(text, bytes..<(Preamble.lineEnd(text, from: bytes) ?? end))
      if Preamble.separator(line) == nil { example = Excerpt.line(line, around: 0) }
    }
    bytes = end
  }
}
