import CCsv

/// The columns of one chunk.
struct ParsedChunk {
  /// Seconds or steps, one per kept row.
  var stamps: [Int64] = []
  /// Number of the series in `idTable`, one per kept row; empty without an id column.
  var ids: [UInt32] = []
  /// Values row by row, `valueCount` per kept row; NaN is a gap.
  var cells: [Double] = []
  var idTable = IdTable()
  /// Records with a header, if the chunk has one.
  var records = 0
  /// Physical line breaks.
  var lines = 0
  /// Records that were left out because of a problem, ascending, without the header.
  var dropped: [Int] = []
  /// Problems by code, in order of first occurrence; lines are relative to the chunk.
  var problems: [ForetellError] = []
  /// Numbers that are not written plainly, and those whose marks the whole column decides.
  var numbers = NumberTally()
  /// The problem that ended reading, if any.
  var isCutShort = false
}

/// Turns one chunk of text into columns: libcsv finds the fields, hand-written parsers read them.
struct ChunkParser {
  var plan: RowPlan
  private var text: UnsafeBufferPointer<UInt8>
  private var stamps: FastStamps
  var result = ParsedChunk()

  private(set) var column = 0
  private var isBroken = false
  private var pendingStamp: Int64 = 0
  private var pendingId: UInt32 = 0
  private var isHeader: Bool
  private let columnCount: Int

  /// Parses a chunk.
  ///
  /// - Parameters:
  ///   - text: whole records; the last one may lack its line break.
  ///   - plan: what to do with the columns.
  ///   - isFirst: whether the header, if the file has one, is in this chunk.
  static func parse(_ text: UnsafeBufferPointer<UInt8>, plan: RowPlan, isFirst: Bool) -> ParsedChunk {
    var parser = ChunkParser(text: text, plan: plan, isFirst: isFirst)
    parser.run()
    return parser.result
  }

  private init(text: UnsafeBufferPointer<UInt8>, plan: RowPlan, isFirst: Bool) {
    self.plan = plan
    self.text = text
    stamps = FastStamps(plan.stamps)
    isHeader = isFirst && plan.hasHeader
    columnCount = plan.roles.count
  }

  private mutating func run() {
    guard let base = text.baseAddress, text.count > 0 else { return }
    let census = foretell_csv_count(base, text.count)
    result.lines = census.carriageReturns == 0 ? census.lineFeeds : RecordLocator.lineBreaks(in: text)
    if refuseBytes(census) { return }
    let rows = census.lineFeeds + 1
    result.stamps.reserveCapacity(rows)
    if plan.hasId { result.ids.reserveCapacity(rows) }
    result.cells.reserveCapacity(rows * plan.valueCount)

    if census.quotes == 0, !plan.alwaysUsesLibrary {
      splitPlainText(base, text.count)
    } else {
      splitWithLibrary()
    }
  }

  private mutating func splitWithLibrary() {
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
  /// Spaces and tabs around a field do not belong to
  /// it, CR or LF ends a record, empty lines are no records. A test holds both ways against each other.
  private mutating func splitPlainText(_ base: UnsafePointer<UInt8>, _ count: Int) {
    let delimiter = plan.delimiter
    var position = 0
    while true {
      while position < count, base[position] <= 0x20, isBlank(base[position]) || isBreak(base[position]) {
        position &+= 1
      }
      if position == count { return }
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
  }

  @inline(__always)
  private func isBlank(_ byte: UInt8) -> Bool {
    (byte == 0x20 || byte == 0x09) && byte != plan.delimiter
  }

  @inline(__always)
  private func isBreak(_ byte: UInt8) -> Bool { byte == 0x0a || byte == 0x0d }

  /// Refuses zero bytes, invalid UTF-8 and overlong lines; rows before them are not read.
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

  private func overlongLine() -> Int? {
    var start = 0
    for i in 0..<text.count where text[i] == 0x0a {
      if i - start > plan.lineLimit { return start }
      start = i + 1
    }
    return text.count - start > plan.lineLimit ? start : nil
  }

  private mutating func refuse(_ code: ErrorCode, atByte offset: Int) {
    let place = RecordLocator.place(ofByte: offset, in: text)
    result.problems.append(
      TextRefusal.error(code, place: place, plan: plan, byte: text[min(offset, text.count - 1)]))
    result.isCutShort = true
  }

  // MARK: - Fields and records

  @inline(__always)
  fileprivate mutating func field(_ bytes: UnsafeBufferPointer<UInt8>) {
    defer { column &+= 1 }
    if isHeader || column >= columnCount { return }
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
        report(problem == .empty ? .emptyStamp : .notAStamp, bytes, problem)
        isBroken = true
      }
    case .id:
      if bytes.isEmpty {
        report(.emptyId, bytes)
        isBroken = true
      } else {
        pendingId = result.idTable.code(of: bytes)
      }
    case .value:
      if let value = NumberParser.parse(bytes, decimal: plan.decimal), value.isFinite {
        result.cells.append(value)
      } else {
        appendCarefully(bytes)
      }
    case .integerValue:
      // No byte is zero, so that any mark ends the plain way.
      if let value = NumberParser.parse(bytes, decimal: 0), value.isFinite {
        result.cells.append(value)
      } else {
        appendCarefully(bytes)
      }
    case .carefulValue: appendCarefully(bytes)
    }
  }

  @inline(__always)
  fileprivate mutating func endRecord() {
    let fields = column
    column = 0
    defer { result.records &+= 1 }
    if isHeader {
      isHeader = false
      return
    }
    if fields == columnCount, !isBroken {
      result.stamps.append(pendingStamp)
      if plan.hasId { result.ids.append(pendingId) }
      return
    }
    dropRecord(fields: fields)
  }

  private mutating func dropRecord(fields: Int) {
    isBroken = false
    result.cells.removeLast(result.cells.count - result.stamps.count * plan.valueCount)
    result.dropped.append(result.records)
    guard fields != columnCount else { return }
    if count(.fieldCount) { return }
    let place = RecordLocator.place(
      ofRecord: result.records, field: min(fields, columnCount), in: text, delimiter: plan.delimiter)
    result.problems.append(
      TextRefusal.error(.fieldCount, place: place, plan: plan, byte: 0, fields: fields))
  }

  /// Counts a problem whose code was seen before in this chunk.
  private mutating func count(_ code: ErrorCode) -> Bool {
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

  /// Reports a cell that should be a number.
  mutating func report(_ trouble: CellTrouble, _ bytes: UnsafeBufferPointer<UInt8>) {
    if count(trouble.code) { return }
    result.problems.append(refusal(trouble, bytes))
  }

  /// The error for a cell that should be a number.
  func refusal(_ trouble: CellTrouble, _ bytes: UnsafeBufferPointer<UInt8>) -> ForetellError {
    TextRefusal.error(trouble, place: place, plan: plan, cell: Array(bytes.prefix(400)), column: column)
  }

  /// Where the current cell is.
  private var place: RecordLocator.Place {
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

/// Called by libcsv at the end of every record that is no empty line.
private func onRecord(_ terminator: Int32, _ parser: UnsafeMutableRawPointer?) {
  parser?.assumingMemoryBound(to: ChunkParser.self).pointee.endRecord()
}
