/// Notes about lines and rows that aren't data.
extension TableReader {
  /// A time stamp of the file as an example.
  func stampExample(_ detection: LayoutDetection, _ layout: ColumnLayout, _ rows: SampleRows) -> String {
    if let stamps = layout.stamps { return detection.header.rawNames[stamps.columns[0]] }
    let row = min(detection.first, rows.count - 1)
    return (layout.timeParts?.columns ?? [layout.time]).map { rows.text(row, $0) }.joined(separator: " ")
  }

  /// Adds a note about the lines around the header that were left out.
  mutating func notePreamble(_ detection: LayoutDetection) {
    if preamble.lines > 0 {
      let lines = preamble.lines == 1 ? "1 line" : "\(preamble.lines) lines"
      let names = detection.header.rawNames.prefix(4).joined(separator: ", ")
      let more = detection.header.rawNames.count > 4 ? ", …" : ""
      let what = detection.dialect.hasHeader ? "the header is `\(names)\(more)`" : "the data has no header"
      let example = preamble.example.isEmpty ? "" : " (`\(preamble.example)`)"
      findings.notes.append(
        .init(
          kind: .leftOutLines,
          text: Excerpt.clean("\(lines) above the table left out\(example): \(what)"),
          count: preamble.lines))
    }
    let extra = detection.header.extra
    if let first = extra.first {
      let rows = extra.count == 1 ? "1 row" : "\(extra.count) rows"
      findings.notes.append(
        .init(
          kind: .leftOutLines,
          text: Excerpt.clean("\(rows) below the header left out, without numbers: `\(first.prefix(60))`"),
          count: extra.count))
    }
  }

  /// Adds a note about the rows that were left out because they aren't data.
  mutating func noteLeftOut(_ rows: RowColumns) {
    if rows.emptyRows > 0 {
      findings.notes.append(
        .init(
          kind: .leftOutRows,
          text: rows.emptyRows == 1
            ? "1 row whose cells are all empty was left out"
            : "\(rows.emptyRows) rows whose cells are all empty were left out",
          count: rows.emptyRows))
    }
    if rows.overlongRows > 0 {
      findings.notes.append(
        .init(
          kind: .text,
          text: rows.overlongRows == 1
            ? "1 row has empty cells behind the last column"
            : "\(rows.overlongRows) rows have empty cells behind the last column",
          count: rows.overlongRows))
    }
    guard let first = rows.remarks.first else { return }
    let shown = Excerpt.clean(String(first.text.prefix(60)))
    let text =
      rows.remarks.count == 1
      ? "line \(first.line) is not data and was left out: `\(shown)`"
      : "\(rows.remarks.count) rows are not data and were left out, the first in line \(first.line): `\(shown)`"
    findings.notes.append(
      .init(kind: .leftOutRows, text: OptionText(text), count: rows.remarks.count, isWarning: true))
  }

  /// Adds a warning about ids that differ only in case or spaces, as happens when some were typed by hand.
  mutating func noteLikeIds(_ series: [Series]) {
    var first: [String: String] = [:]
    var pair: (String, String)?
    var count = 0
    for one in series {
      let key = String(one.id.lowercased().filter { $0 != " " })
      guard let other = first.updateValue(one.id, forKey: key) else { continue }
      count += 1
      if pair == nil { pair = (other, one.id) }
    }
    guard let pair else { return }
    let names = "`\(Excerpt.clean(pair.0))` and `\(Excerpt.clean(pair.1))`"
    let more = count > 1 ? " (and \(count - 1) more)" : ""
    findings.notes.append(
      .init(
        kind: .text,
        text: "the ids \(names) differ only in capital letters or spaces\(more): read as different series",
        count: count, isWarning: true))
  }

  /// The lines above the table, according to the options or to their look.
  func findPreamble(_ text: UnsafeBufferPointer<UInt8>) throws -> Preamble {
    if let count = options.skippedLines {
      guard count >= 0 else {
        throw ForetellError(
          .badOption, "\(option: .skip) must be at least 0, but is \(count)",
          hint: "\(option: .skip, "1") leaves out the first line"
        )
      }
      guard let preamble = Preamble.lines(count, of: text) else {
        throw ForetellError(
          .noRows, "the file has no rows below the \(count) lines that \(option: .skip) leaves out",
          location: .init(file: source.path), hint: "leave fewer lines out")
      }
      return preamble
    }
    let delimiter = try options.delimiter.map { try Dialect.byte(of: $0, .delimiter) }
    // Lines with quotation marks are never skipped here, and a byte order mark isn't part of a line.
    return Preamble.find(in: text, delimiter: delimiter)
  }

  /// The time stamps in the header, if the file has them there or an option says so.
  func headerStamps(_ rows: SampleRows, _ dialect: Dialect, _ dayFirst: Bool?) throws -> HeaderStamps? {
    let isWanted = options.layout == .wideRows || options.time == ColumnNames.timeInHeader
    guard isWanted || options.layout == .auto && options.timeColumns.isEmpty && dialect.hasHeader else {
      return nil
    }
    if let stamps = HeaderStamps.find(rows, dayFirst: dayFirst) { return stamps }
    guard isWanted else { return nil }
    throw ForetellError(
      .noTimeColumn, "the header has no time stamps", location: .init(file: source.path, line: 1),
      hint:
        "names such as 2024-01, 2024-02, 2024-03 are needed; leave \(option: .format, "wide-rows") out to see what is found"
    )
  }
}
