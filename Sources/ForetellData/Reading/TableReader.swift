import CCsv

/// Reads a CSV into a table: detects the dialect and layout from the start of the file, then parses block
/// after block on all cores.
struct TableReader {
  let source: ByteSource
  let options: CSVOptions
  private let sampleLength = 1 << 18
  /// Inputs that can't be read again are kept in memory up to this number of bytes, to show the lines of
  /// errors.
  private let keptLimit = 1 << 24

  var findings = Findings()
  private(set) var problems: [ForetellError] = []
  var preamble = Preamble()
  /// The position of the first row of data.
  private var dataStart: (bytes: Int, lines: Int) = (0, 0)

  init(source: ByteSource, options: CSVOptions) {
    self.options = options
    self.source = source
  }

  /// Reads the table, or throws the first problem.
  mutating func read() throws -> SeriesTable {
    let table = try readCollecting()
    if var first = problems.first {
      first.otherKinds = problems.count - 1
      throw first
    }
    guard let table else {
      throw ForetellError(
        .noRows, "the file has no rows", location: .init(file: source.path, line: 1, column: 1),
        hint: "a forecast needs a header and at least a few rows below it")
    }
    return table
  }

  /// Reads as much of the table as possible and collects problems in `problems`, in the order of the file.
  ///
  /// - Throws: problems after which reading can't continue, such as a missing time column.
  mutating func readCollecting() throws -> SeriesTable? {
    let (plan, layout) = try prepare()
    var rows = RowColumns()
    rows.lines = dataStart.lines
    rows.bytes = dataStart.bytes
    source.skip(dataStart.bytes)
    try readRows(plan, into: &rows)
    rows.settleRemarks()
    noteLeftOut(rows)
    problems = (rows.problems + rows.numbers.contradictions(plan.numbers)).sorted { left, right in
      (left.location?.line ?? 0, left.location?.column ?? 0)
        < (right.location?.line ?? 0, right.location?.column ?? 0)
    }
    findings.rows = rows.count
    findings.bytes = rows.bytes
    if rows.count == 0 {
      if problems.isEmpty { throw noRows() }
      return nil
    }
    let finder = RowFinder(
      source: source, chunks: rows.chunks, plan: plan, mark: source.hasByteOrderMark ? 3 : 0,
      valueColumns: layout.stamps?.columns)
    rows.chunks = []
    findings.notes += rows.numbers.notes
    if let stamps = layout.stamps { rows.transpose(stamps) }
    var assembly = TableAssembly(rows: rows, plan: plan, options: options, layout: layout, finder: finder)
    assembly.run()
    problems += assembly.problems.sorted { ($0.location?.line ?? 0) < ($1.location?.line ?? 0) }
    findings.notes += assembly.notes
    noteLikeIds(assembly.series)
    findings.series = assembly.series.count
    findings.observations = assembly.observationCount
    findings.gaps = assembly.gapCount
    findings.isFrequencyGiven = options.frequency != nil
    guard !assembly.series.isEmpty else { return nil }
    findings.columns.categories = assembly.categories
    findings.frequency = assembly.frequency.alias
    findings.seasonLength = assembly.frequency.defaultSeasonLength
    var table = SeriesTable(
      name: source.name, frequency: assembly.frequency, stampStyle: assembly.stampStyle,
      columns: findings.columns, series: assembly.series, findings: findings)
    table.places = assembly.places
    guard let holidays = options.holidays else { return table }
    let added = try table.adding(holidays)
    findings = added.findings
    return added
  }

  // MARK: - Detection

  private mutating func prepare() throws -> (RowPlan, ColumnLayout) {
    var sample = try source.peek(sampleLength)
    // A header of thousands of columns needs a longer sample, so that it contains some rows.
    var length = sampleLength
    while !source.isPeekComplete, length < 4 * options.lineLimit,
      sample.lazy.filter({ $0 == 0x0a || $0 == 0x0d }).prefix(12).count < 12
    {
      length *= 2
      sample = try source.peek(length)
    }
    return try sample.withUnsafeBufferPointer { try prepare($0) }
  }

  private mutating func prepare(_ all: UnsafeBufferPointer<UInt8>) throws -> (RowPlan, ColumnLayout) {
    if let refusal = TextCheck.refusal(ofStart: all, path: source.path) { throw refusal }
    preamble = try findPreamble(all)
    let start = UnsafeBufferPointer(rebasing: all[preamble.bytes...])
    if start.allSatisfy({ $0 == 0x20 || $0 == 0x0a || $0 == 0x0d || $0 == 0x09 }) { throw noRows() }
    let text = UnsafeBufferPointer(rebasing: start[..<sampleEnd(start)])
    try refuseBytes(text)
    var dialect: Dialect
    let rows: SampleRows
    (dialect, rows) = try findDialect(text)
    if rows.count < 2, let offset = rows.errorOffset { throw refusal(.strayQuote, at: offset, in: text) }
    if rows.count == 0 {
      throw refusal(.openQuote, at: RecordLocator.openQuote(in: text), in: text)
    }
    let dayFirst = options.dateOrder.map { $0 == .dayFirst }
    let stamps = try headerStamps(rows, dialect, dayFirst)
    let header = HeaderBlock(rows, hasHeader: dialect.hasHeader)
    if rows.count == 1, dialect.hasHeader, source.isPeekComplete, rows.errorOffset == nil {
      if text.reduce(0, { $0 + ($1 == 0x22 ? 1 : 0) }) % 2 == 1 {
        throw refusal(.openQuote, at: RecordLocator.openQuote(in: text), in: text)
      }
      throw noRows()
    }
    var detection = LayoutDetection(
      rows: rows, dialect: dialect, options: options, header: header, stamps: stamps)
    let path = source.path
    let names = detection.names
    let above = preamble.lines
    let (layout, style) = try detection.detect { row, column in
      let place = RecordLocator.place(
        ofRecord: row, field: column, in: text, delimiter: dialect.delimiter)
      let name = column < names.count ? names[column] : nil
      return .init(
        file: path, line: place.line + above, column: place.column, columnName: name, excerpt: place.excerpt)
    }
    let words = Set(layout.categories)
    let values = layout.valueColumns.filter { !words.contains($0) }.sorted()
    let numbers = try NumberDetection(
      rows, from: detection.first, dialect: dialect, names: names, columns: values, others: layout.unused,
      hasDottedDates: style.dateSeparator == 0x2e && style.layout == .dayMonthYear, options: options
    ).plan()
    dialect.decimal = numbers.decimal
    note(dialect, layout, detection, rows)
    findings.thousands = numbers.thousands.map { String(Character(Unicode.Scalar($0))) }
    findings.notes += numbers.remarks
    var roles = layout.roles
    for column in values { roles[column] = numbers.role(column) }
    var plan = RowPlan(
      delimiter: dialect.delimiter, decimal: dialect.decimal, roles: roles, names: layout.names,
      valueCount: layout.valueColumns.count, idCount: layout.ids.count,
      headerRecords: header.records, timeParts: layout.timeParts, stamps: StampParser(style: style),
      missing: options.missing.map { Array($0.utf8) }, fieldLimit: options.fieldLimit,
      lineLimit: options.lineLimit, alwaysUsesLibrary: options.alwaysUsesLibrary, path: source.path)
    plan.numbers = numbers
    let stored = layout.valueColumns.sorted()
    plan.categorySlots = layout.categories.compactMap { stored.firstIndex(of: $0) }
    plan.knownCategories = layout.categories.map { options.categories?[layout.names[$0]] ?? [] }
    plan.gaps = MissingWords(rows, from: detection.first, columns: values, listed: options.missing)
    let headerEnd = RecordLocator.offset(
      ofRecord: header.records, field: 0, in: text, delimiter: dialect.delimiter)
    let headerLines = RecordLocator.lineBreaks(in: UnsafeBufferPointer(rebasing: text[..<headerEnd]))
    dataStart = (preamble.bytes + headerEnd, preamble.lines + headerLines)
    return (plan, layout)
  }

  /// The end of the last whole record of the sample.
  private func sampleEnd(_ start: UnsafeBufferPointer<UInt8>) -> Int {
    if source.isPeekComplete { return start.count }
    let end = RecordChunks.lastRecordEnd(start)
    return end > 0 ? end : start.count
  }

  private func refuseBytes(_ text: UnsafeBufferPointer<UInt8>) throws {
    guard let base = text.baseAddress else { return }
    let census = foretell_csv_count(base, text.count)
    let nul = census.nulBytes > 0 ? text.firstIndex(of: 0) : nil
    let invalid = census.highBytes > 0 ? TextCheck.firstInvalid(in: text) : nil
    // Other invalid bytes are reported when their block is parsed; here only those that would mislead the
    // detection.
    if let nul, nul < invalid ?? .max { throw refusal(.nulByte, at: nul, in: text) }
    if let invalid, source.isPeekComplete || invalid + 4 < text.count {
      throw refusal(.notUTF8, at: invalid, in: text)
    }
  }

  private func findDialect(_ text: UnsafeBufferPointer<UInt8>) throws -> (Dialect, SampleRows) {
    let rows: SampleRows
    let delimiter: UInt8
    if let given = options.delimiter ?? preamble.delimiter.map({ Character(Unicode.Scalar($0)) }) {
      delimiter = try Dialect.byte(of: given, .delimiter)
      rows = SampleRows(text, delimiter: delimiter)
    } else {
      (delimiter, rows) = Dialect.delimiter(of: text)
    }
    var decimal = Dialect.decimal(of: rows, from: 0, delimiter: delimiter)
    if let given = options.decimal {
      decimal = try Dialect.byte(of: given, .decimal)
      guard decimal == 0x2c || decimal == 0x2e else {
        throw ForetellError(.badOption, "\(option: .decimal) takes . or ,", hint: "\(option: .decimal, ",")")
      }
    }
    let hasHeader =
      options.hasHeader
      ?? (HeaderStamps.find(rows, dayFirst: nil) != nil || HeaderDetection.hasHeader(rows, decimal: decimal))
    return (Dialect(delimiter: delimiter, hasHeader: hasHeader, decimal: decimal), rows)
  }

  private func refusal(
    _ code: ErrorCode, at offset: Int, in text: UnsafeBufferPointer<UInt8>
  ) -> ForetellError {
    let place = RecordLocator.place(ofByte: offset, in: text)
    let plan = RowPlan(
      delimiter: 0x2c, decimal: 0x2e, roles: [], names: [], valueCount: 0, idCount: 0, headerRecords: 0,
      stamps: StampParser(style: .isoDate), missing: [], fieldLimit: options.fieldLimit,
      lineLimit: options.lineLimit, path: source.path)
    var error = TextRefusal.error(
      code, place: place, plan: plan, byte: text.isEmpty ? 0 : text[min(offset, text.count - 1)])
    error.location?.file = source.path
    error.location?.line = place.line + preamble.lines
    return error
  }

  private func noRows() -> ForetellError {
    ForetellError(
      .noRows, "the file has no rows with data", location: .init(file: source.path, line: 1, column: 1),
      hint: "a forecast needs a header and at least a few rows below it")
  }

  private mutating func note(
    _ dialect: Dialect, _ layout: ColumnLayout, _ detection: LayoutDetection, _ rows: SampleRows
  ) {
    findings.file = source.name
    findings.delimiter =
      dialect.delimiter == 0x09 ? "tab" : String(Character(Unicode.Scalar(dialect.delimiter)))
    findings.hasHeader = dialect.hasHeader
    findings.decimal = dialect.decimal == 0x2c ? "," : "."
    findings.layout = layout.kind
    findings.columns = layout.columnNames
    // A column without a name and without values need not be mentioned.
    let unused = layout.unused.filter {
      !detection.profiles[$0].isEmpty || !layout.names[$0].hasPrefix("column ")
    }
    findings.unused = unused.map { layout.names[$0] }
    findings.stampExample = stampExample(detection, layout, rows)
    notePreamble(detection)
    if source.hasByteOrderMark {
      findings.notes.append(.init(kind: .text, text: "a byte order mark was skipped", count: 1))
    }
    for warning in detection.warnings {
      findings.notes.append(.init(kind: .text, text: Excerpt.clean(warning), count: 1, isWarning: true))
    }
    for remark in detection.remarks {
      findings.notes.append(.init(kind: .text, text: Excerpt.clean(remark), count: 1))
    }
    let empty = layout.unused.count - unused.count
    if empty > 0 {
      findings.notes.append(
        .init(
          kind: .unusedColumns,
          text: empty == 1
            ? "1 column without a name and without values was left out"
            : "\(empty) columns without names and without values were left out",
          count: empty))
    }
    if !unused.isEmpty {
      let list = findings.unused.prefix(6).map { "`\(Excerpt.clean($0))`" }.joined(separator: ", ")
      let rest = findings.unused.count > 6 ? ", …" : ""
      findings.notes.append(
        .init(
          kind: .unusedColumns,
          text: "not used: \(list)\(rest) (\(option: .target) or \(option: .covariates) would)",
          count: unused.count))
    }
  }

  // MARK: - Rows

  private mutating func readRows(_ plan: RowPlan, into rows: inout RowColumns) throws {
    let chunks = RecordChunks(
      source: source, chunkLength: options.chunkLength, lineLimit: options.lineLimit)
    var threads = max(1, options.threads ?? ProcessorCount.available)
    if let size = source.size { threads = min(threads, size / max(1, options.chunkLength) + 1) }
    let pipeline = ChunkPipeline(chunks, plan: plan, threads: threads, chunkLength: options.chunkLength)
    let tooLong = try pipeline.run { block in
      append(block, plan, to: &rows)
      return !rows.isCutShort
    }
    if let tooLong { refuseLongRecord(tooLong, plan, &rows) }
  }

  private func append(_ block: TextBlock, _ plan: RowPlan, to rows: inout RowColumns) {
    let isFirst = rows.chunks.isEmpty
    let keepsText = !source.isSeekable && rows.bytes + block.count <= keptLimit
    rows.append(block.parsed, text: block.text, plan: plan, keepsText: keepsText, path: source.path)
    if isFirst { reserve(plan, &rows) }
  }

  /// Reserves memory for all rows, estimated from the first block.
  private func reserve(_ plan: RowPlan, _ rows: inout RowColumns) {
    guard let size = source.size, rows.bytes > 0, size > rows.bytes else { return }
    let guess = Double(rows.count) * Double(size) / Double(rows.bytes) * 1.02
    rows.reserve(rows: Int(guess) + 16, plan: plan)
  }

  private func refuseLongRecord(_ chunk: TextBlock, _ plan: RowPlan, _ rows: inout RowColumns) {
    var parsed = ChunkParser.parse(chunk.text, plan: plan)
    let isQuote = parsed.problems.contains {
      $0.code == ErrorCode.strayQuote.rawValue || $0.code == ErrorCode.openQuote.rawValue
    }
    if !isQuote {
      var tooLong = ParsedChunk()
      let place = RecordLocator.place(ofByte: 0, in: chunk.text)
      tooLong.problems = [TextRefusal.error(.lineTooLong, place: place, plan: plan, byte: 0)]
      parsed = tooLong
    }
    parsed.isCutShort = true
    rows.append(parsed, text: chunk.text, plan: plan, keepsText: false, path: source.path)
  }
}
