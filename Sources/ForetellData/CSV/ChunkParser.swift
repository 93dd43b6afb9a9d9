import CCsv

/// Turns one chunk of text into columns: libcsv finds the fields where there are quotation marks, ``PlainRows`` reads
/// rows without anything unusual, and hand-written parsers read the rest.
struct ChunkParser {
  var plan: RowPlan
  let text: UnsafeBufferPointer<UInt8>
  private var stamps: FastStamps
  var result = ParsedChunk()

  private(set) var column = 0
  private(set) var isBroken = false
  private var pendingStamp: Int64 = 0
  private var pendingId: UInt32 = 0
  private let columnCount: Int
  private let hasId: Bool
  /// Whether time stamp or id have several columns; stored, because looking into the parts for each row takes
  /// time.
  private let hasParts: Bool

  /// Number of non-empty cells of the row, and how many of them come after the last column.
  private var filled = 0
  private var filledBehind = 0
  /// The row's first non-empty cell, and whether it starts like a word.
  private var firstCell = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
  private(set) var startsWithWord = false
  /// What that cell means, in rows split by libcsv, whose buffer isn't valid until the row's end.
  private var keptWord: RowWord?
  private var splitsWithLibrary = false
  /// The numbers of the time stamp's parts, and the bytes of the id's parts.
  private var timeValues: [Int64] = []
  private var idParts: [[UInt8]] = []
  /// Problems of the row that are reported only if the row turns out to be data.
  var troubles: [CellReport] = []

  /// Parses a chunk.
  ///
  /// - Parameters:
  ///   - text: whole records; the last one may lack its line break.
  ///   - plan: how to read the columns.
  ///   - census: the bytes that the text contains; nil counts them.
  ///   - empty: what the rows are added to.
  static func parse(
    _ text: UnsafeBufferPointer<UInt8>, plan: RowPlan, census: foretell_csv_census? = nil,
    into empty: ParsedChunk = ParsedChunk()
  ) -> ParsedChunk {
    var parser = ChunkParser(text: text, plan: plan)
    parser.result = empty
    if let base = text.baseAddress, text.count > 0 {
      parser.run(base, census ?? foretell_csv_count(base, text.count))
    }
    return parser.result
  }

  private init(text: UnsafeBufferPointer<UInt8>, plan: RowPlan) {
    self.plan = plan
    self.text = text
    stamps = FastStamps(plan.stamps)
    columnCount = plan.roles.count
    hasId = plan.hasId
    hasParts = plan.timeParts != nil || plan.idCount > 1
    timeValues = [Int64](repeating: 0, count: plan.timeParts?.parts.count ?? 0)
    idParts = [[UInt8]](repeating: [], count: plan.idCount > 1 ? plan.idCount : 0)
  }

  private mutating func run(_ base: UnsafePointer<UInt8>, _ census: foretell_csv_census) {
    result.lines = census.carriageReturns == 0 ? census.lineFeeds : RecordLocator.lineBreaks(in: text)
    if refuseBytes(census) { return }
    // The last record may lack its line break, and a row that turns out not to be plain leaves a part behind.
    let rows = census.lineFeeds + census.carriageReturns + 2
    result.stamps.reserve(rows)
    if plan.hasId { result.ids.reserve(rows) }
    result.cells.reserve(rows * plan.valueCount)
    result.categories = plan.categorySlots.map { _ in IdTable() }

    if census.quotes == 0, !plan.alwaysUsesLibrary {
      splitPlainText(base, text.count)
    } else {
      splitWithLibrary()
    }
  }

  private mutating func splitWithLibrary() {
    splitsWithLibrary = true
    var csv = csv_parser()
    guard csv_init(&csv, UInt8(CSV_STRICT | CSV_STRICT_FINI)) == 0 else { return }
    defer { csv_free(&csv) }
    csv_set_delim(&csv, plan.delimiter)
    let consumed = withUnsafeMutablePointer(to: &self) { this in
      csv_parse(&csv, this.pointee.text.baseAddress, this.pointee.text.count, onField, onRecord, this)
    }
    if consumed < text.count || csv_error(&csv) != CSV_SUCCESS {
      refuse(.strayQuote, atByte: consumed)
      return
    }
    let status = withUnsafeMutablePointer(to: &self) { csv_fini(&csv, onField, onRecord, $0) }
    if status != 0 { refuse(.openQuote, atByte: RecordLocator.openQuote(in: text)) }
  }

  /// Splits text without quotation marks by libcsv's rules.
  ///
  /// Spaces and tabs around a field don't belong to it, CR or LF ends a record, and empty lines are not
  /// records. A test compares the results with libcsv's.
  private mutating func splitPlainText(_ base: UnsafePointer<UInt8>, _ count: Int) {
    var plain = PlainRows(plan)
    var position = 0
    while true {
      while position < count, base[position] <= 0x20, isBlank(base[position]) || isBreak(base[position]) {
        position &+= 1
      }
      if position == count { return }
      if let next = plain?.read(base + position, base + count, stamps: &stamps, into: &result),
        next > base + position
      {
        position = next - base
        continue
      }
      splitRecord(base, &position, count)
    }
  }

  @inline(__always)
  private mutating func splitRecord(_ base: UnsafePointer<UInt8>, _ position: inout Int, _ count: Int) {
    let delimiter = plan.delimiter
    while true {
      while position < count, base[position] <= 0x20, isBlank(base[position]) { position &+= 1 }
      let start = position
      while position < count {
        let byte = base[position]
        if byte == delimiter || byte == 0x0a || byte == 0x0d { break }
        position &+= 1
      }
      var end = position
      while end > start, base[end &- 1] <= 0x20, isBlank(base[end &- 1]) { end &-= 1 }
      field(UnsafeBufferPointer(start: base + start, count: end &- start))
      let isLast = position == count || base[position] != delimiter
      position = min(count, position &+ 1)
      if isLast { break }
    }
    endRecord()
  }

  @inline(__always)
  private func isBlank(_ byte: UInt8) -> Bool {
    (byte == 0x20 || byte == 0x09) && byte != plan.delimiter
  }

  @inline(__always)
  private func isBreak(_ byte: UInt8) -> Bool { byte == 0x0a || byte == 0x0d }

  /// Refuses zero bytes, invalid UTF-8 and overlong lines; the rows before them are not read.
  private mutating func refuseBytes(_ census: foretell_csv_census) -> Bool {
    if census.nulBytes > 0, let position = text.firstIndex(of: 0) {
      refuse(.nulByte, atByte: position)
    } else if census.highBytes > 0, let position = TextCheck.firstInvalid(in: text) {
      refuse(.notUTF8, atByte: position)
    } else if text.count > plan.lineLimit, let position = overlongLine() {
      refuse(.lineTooLong, atByte: position)
    }
    return result.isCutShort
  }

  private mutating func refuse(_ code: ErrorCode, atByte offset: Int) {
    let place = RecordLocator.place(ofByte: offset, in: text)
    result.problems.append(
      TextRefusal.error(code, place: place, plan: plan, byte: text[min(offset, text.count - 1)]))
    result.isCutShort = true
  }

  // MARK: - Fields and records

  /// What the row's first non-empty cell means; needed only for rows that aren't plain data.
  var word: RowWord { keptWord ?? RowWord.of(firstCell) }

  @inline(__always)
  fileprivate mutating func field(_ bytes: UnsafeBufferPointer<UInt8>) {
    defer { column &+= 1 }
    if bytes.count > 0 {
      if filled == 0 { seeFirst(bytes) }
      filled &+= 1
    }
    if column >= columnCount {
      if bytes.count > 0 { filledBehind &+= 1 }
      return
    }
    if bytes.count > plan.fieldLimit {
      report(.fieldTooLong, bytes)
      isBroken = true
      return
    }
    switch plan.roles[column] {
    case .unused: return
    case .time:
      switch stamps.parse(bytes) {
      case .success(let stamp): pendingStamp = stamp.value
      case .failure(let problem):
        postpone(problem == .empty ? .emptyStamp : .notAStamp, bytes, problem)
        isBroken = true
      }
    case .timePart(let index): seeTimePart(index, bytes)
    case .id:
      if bytes.isEmpty {
        postpone(.emptyId, bytes)
        isBroken = true
      } else {
        pendingId = result.idTable.code(of: bytes)
      }
    case .idPart(let index):
      idParts[index].removeAll(keepingCapacity: true)
      idParts[index].append(contentsOf: bytes)
    case .value:
      if let value = NumberParser.parse(bytes, decimal: plan.decimal), value.isFinite {
        result.cells.append(value)
      } else {
        appendCarefully(bytes)
      }
    case .integerValue:
      // Decimal mark 0 never occurs, so a number with any mark isn't read here.
      if let value = NumberParser.parse(bytes, decimal: 0), value.isFinite {
        result.cells.append(value)
      } else {
        appendCarefully(bytes)
      }
    case .carefulValue: appendCarefully(bytes)
    case .category(let place): appendCategory(place, bytes)
    }
  }

  /// Reads a part of the row's time stamp.
  @inline(never)
  private mutating func seeTimePart(_ index: Int, _ bytes: UnsafeBufferPointer<UInt8>) {
    guard let parts = plan.timeParts else { return }
    switch StampParts.value(of: bytes, as: parts.parts[index]) {
    case .success(let value): timeValues[index] = value
    case .failure(let problem):
      postpone(problem == .empty ? .emptyStamp : .notAStamp, bytes, problem)
      isBroken = true
    }
  }

  /// Keeps a problem until the end of the row.
  private mutating func postpone(
    _ code: ErrorCode, _ bytes: some Collection<UInt8>, _ problem: StampProblem = .notInStyle,
    in place: Int? = nil
  ) {
    let isKnown = result.problems.contains { $0.code == code.rawValue }
    let column = place ?? column
    let error =
      isKnown
      ? nil
      : TextRefusal.error(
        code, place: self.place(of: column), plan: plan, cell: Array(bytes.prefix(400)), column: column,
        problem: problem)
    troubles.append(CellReport(code: code, error: error))
  }

  @inline(__always)
  private mutating func seeFirst(_ bytes: UnsafeBufferPointer<UInt8>) {
    let first = bytes[0]
    // Numbers and dates, with which nearly all rows start, need no check for words.
    startsWithWord = !(first >= 0x2b && first <= 0x39)
    firstCell = bytes
    if splitsWithLibrary, startsWithWord { keptWord = RowWord.of(bytes) }
  }

  @inline(__always)
  fileprivate mutating func endRecord() {
    let fields = column
    column = 0
    defer {
      result.records &+= 1
      filled = 0
      filledBehind = 0
      firstCell = UnsafeBufferPointer(start: nil, count: 0)
      keptWord = nil
    }
    if hasParts, filled > 0, fields >= columnCount, !isBroken { joinParts() }
    if fields == columnCount || fields > columnCount && filledBehind == 0, !isBroken, filled > 0 {
      if fields > columnCount { result.overlongRows &+= 1 }
      if !troubles.isEmpty { tellTroubles() }
      result.stamps.append(pendingStamp)
      if hasId { result.ids.append(pendingId) }
      return
    }
    dropRecord(fields: fields)
  }

  /// Makes the time stamp and the id of rows that have them in several columns.
  private mutating func joinParts() {
    if let parts = plan.timeParts {
      switch parts.stamp(timeValues) {
      case .success(let stamp): pendingStamp = stamp.value
      case .failure(let problem):
        let shown = timeValues.map(String.init).joined(separator: "-")
        postpone(.notAStamp, shown.utf8, problem, in: parts.columns.max() ?? 0)
        isBroken = true
      }
    }
    guard plan.idCount > 1 else { return }
    if idParts.allSatisfy(\.isEmpty) {
      postpone(.emptyId, [], in: plan.roles.firstIndex(of: .idPart(0)) ?? 0)
      isBroken = true
    } else {
      let joined = Array(idParts.joined(separator: [IdJoin.mark]))
      pendingId = joined.withUnsafeBufferPointer { result.idTable.code(of: $0) }
    }
  }

  private mutating func dropRecord(fields: Int) {
    defer { troubles.removeAll(keepingCapacity: true) }
    let isWrongCount = fields < columnCount || fields > columnCount && filledBehind > 0
    let filled = filled
    isBroken = false
    result.cells.forgetLast(result.cells.count - result.stamps.count * plan.valueCount)
    result.dropped.append(result.records)
    if filled == 0 {
      result.emptyRows += 1
      return
    }
    if setAside(filled: filled, isWrongCount: isWrongCount, fields: fields) { return }
    tellTroubles()
    guard isWrongCount else { return }
    reportFieldCount(fields)
  }

  private mutating func reportFieldCount(_ fields: Int) {
    if count(.fieldCount) { return }
    result.problems.append(fieldCountError(fields))
  }

  /// Counts a problem; returns whether its code was seen before in this chunk.
  mutating func count(_ code: ErrorCode) -> Bool {
    guard let index = result.problems.firstIndex(where: { $0.code == code.rawValue }) else { return false }
    result.problems[index].more += 1
    return true
  }

  private mutating func report(
    _ code: ErrorCode, _ bytes: UnsafeBufferPointer<UInt8>, _ problem: StampProblem = .notInStyle
  ) {
    if count(code) { return }
    result.problems.append(
      TextRefusal.error(
        code, place: place, plan: plan, cell: Array(bytes.prefix(400)), column: column, problem: problem))
  }

  /// Reports a cell that isn't a number but should be.
  mutating func report(_ trouble: CellTrouble, _ bytes: UnsafeBufferPointer<UInt8>) {
    // A row of totals or remarks may turn out not to be data; then its cells don't matter.
    if word != .none || isBroken {
      let isKnown = result.problems.contains { $0.code == trouble.code.rawValue }
      troubles.append(CellReport(code: trouble.code, error: isKnown ? nil : refusal(trouble, bytes)))
      return
    }
    if count(trouble.code) { return }
    result.problems.append(refusal(trouble, bytes))
  }

  /// The error for a cell that isn't a number but should be.
  func refusal(_ trouble: CellTrouble, _ bytes: UnsafeBufferPointer<UInt8>) -> ForetellError {
    TextRefusal.error(trouble, place: place, plan: plan, cell: Array(bytes.prefix(400)), column: column)
  }

  /// The place of the current cell.
  private var place: RecordLocator.Place { place(of: column) }

  /// The place of a cell of the current row.
  func place(of column: Int) -> RecordLocator.Place {
    RecordLocator.place(ofRecord: result.records, field: column, in: text, delimiter: plan.delimiter)
  }
}

/// Called by libcsv for every field.
private func onField(_ bytes: UnsafeMutableRawPointer?, _ count: Int, _ parser: UnsafeMutableRawPointer?) {
  guard let parser else { return }
  let start = bytes.map { UnsafePointer($0.assumingMemoryBound(to: UInt8.self)) }
  parser.assumingMemoryBound(to: ChunkParser.self).pointee.field(
    UnsafeBufferPointer(start: start, count: count))
}

/// Called by libcsv at the end of every record that isn't an empty line.
private func onRecord(_ terminator: Int32, _ parser: UnsafeMutableRawPointer?) {
  parser?.assumingMemoryBound(to: ChunkParser.self).pointee.endRecord()
}
