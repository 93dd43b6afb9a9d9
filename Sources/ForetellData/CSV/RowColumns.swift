/// All rows of a file as columns, with the data needed to find a row in the file again.
struct RowColumns {
  /// Seconds or steps, one per row.
  var stamps: [Int64] = []
  /// Index of the series, one per row; empty without an id column.
  var ids: [UInt32] = []
  /// Values row by row, `valueCount` per row.
  var cells: [Double] = []
  var idTable = IdTable()
  /// The texts of each column of categories, the known ones first.
  var categories: [IdTable] = []
  /// The origin of the rows in the file, by chunk.
  var chunks: [ChunkOrigin] = []
  /// Number of line breaks before the next chunk.
  var lines = 0
  /// Number of bytes before the next chunk, not counting a byte order mark.
  var bytes = 0
  /// Problems by code with absolute lines.
  var problems: [ForetellError] = []
  var isCutShort = false
  /// Counts of numbers that aren't written plainly.
  var numbers = NumberTally()
  var emptyRows = 0
  var overlongRows = 0
  /// Rows that aren't data, with absolute lines and the number of data rows before them.
  var remarks: [RemarkRow] = []

  /// The position of a chunk's rows in the file.
  struct ChunkOrigin {
    var firstRow: Int
    var firstLine: Int
    var offset: Int
    var count: Int
    var dropped: [Int]
    /// The bytes themselves, for inputs that can't be read again.
    var kept: [UInt8]?
  }

  /// Number of rows.
  var count: Int { stamps.count }

  /// Reserves memory, so that growing doesn't copy the columns.
  mutating func reserve(rows: Int, plan: RowPlan) {
    stamps.reserveCapacity(rows)
    if plan.hasId { ids.reserveCapacity(rows) }
    cells.reserveCapacity(rows * plan.valueCount)
    LargePages.advise(&stamps)
    LargePages.advise(&ids)
    LargePages.advise(&cells)
  }

  /// Appends a parsed chunk; chunks come in file order.
  mutating func append(
    _ chunk: ParsedChunk, text: UnsafeBufferPointer<UInt8>, plan: RowPlan, keepsText: Bool, path: String
  ) {
    let first = stamps.count
    chunks.append(
      ChunkOrigin(
        firstRow: first, firstLine: lines, offset: bytes, count: text.count,
        dropped: chunk.dropped,
        kept: keepsText ? Array(text) : nil))
    stamps.append(contentsOf: chunk.stamps.elements)
    cells.append(contentsOf: chunk.cells.elements)
    if !chunk.categories.isEmpty { mergeCategories(chunk, from: first, plan) }
    if plan.hasId {
      let codes = idTable.codes(merging: chunk.idTable)
      chunk.ids.replace { codes[Int($0)] }
      ids.append(contentsOf: chunk.ids.elements)
    }
    for problem in chunk.problems { record(problem, path: path) }
    numbers.add(chunk.numbers.placed(path: path, lines: lines))
    emptyRows += chunk.emptyRows
    overlongRows += chunk.overlongRows
    for remark in chunk.remarks where remarks.count < 10_000 || remark.error != nil {
      var absolute = remark
      absolute.rowsBefore += first
      absolute.line += lines
      absolute.error?.location?.file = path
      absolute.error?.location?.line = absolute.line
      remarks.append(absolute)
    }
    lines += chunk.lines
    bytes += text.count
    isCutShort = isCutShort || chunk.isCutShort
  }

  /// Renumbers the texts of appended rows by the tables of the whole file.
  private mutating func mergeCategories(_ chunk: ParsedChunk, from first: Int, _ plan: RowPlan) {
    if categories.isEmpty { categories = plan.knownCategories.map(IdTable.init) }
    for (place, slot) in plan.categorySlots.enumerated() {
      let codes = categories[place].codes(merging: chunk.categories[place])
      for row in first..<count {
        let cell = row * plan.valueCount + slot
        if !cells[cell].isNaN { cells[cell] = Double(codes[Int(cells[cell])]) }
      }
    }
  }

  /// Makes a row of each value, for files with the time stamps in the header.
  mutating func transpose(_ header: HeaderStamps) {
    let rowIds = ids
    stamps = []
    ids = []
    stamps.reserveCapacity(cells.count)
    ids.reserveCapacity(cells.count)
    for id in rowIds {
      stamps.append(contentsOf: header.stamps)
      ids.append(contentsOf: repeatElement(id, count: header.stamps.count))
    }
  }

  /// Turns remarks between rows of data into problems, because they may be damaged data.
  mutating func settleRemarks() {
    let doubtful = remarks.filter { $0.error != nil && $0.rowsBefore < count }
    remarks = remarks.filter { $0.error == nil || $0.rowsBefore >= count }
    for remark in doubtful {
      guard let error = remark.error else { continue }
      merge(error)
    }
  }

  private mutating func merge(_ problem: ForetellError) {
    if let index = problems.firstIndex(where: { $0.code == problem.code }) {
      problems[index].more += problem.more + 1
    } else {
      problems.append(problem)
    }
  }

  private mutating func record(_ problem: ForetellError, path: String) {
    if let index = problems.firstIndex(where: { $0.code == problem.code }) {
      problems[index].more += problem.more + 1
      return
    }
    problems.append(problem.placed(path: path, lines: lines))
  }
}

extension ForetellError {
  /// The error with a file and an absolute line.
  ///
  /// - Parameter lines: the number of lines of the file before the chunk in which the line was counted.
  func placed(path: String, lines: Int) -> ForetellError {
    var absolute = self
    absolute.location?.file = path
    if let line = absolute.location?.line { absolute.location?.line = line + lines }
    return absolute
  }
}

/// Finds the place of a row in the input by reading its chunk again after an error.
struct RowFinder {
  let source: ByteSource
  let chunks: [RowColumns.ChunkOrigin]
  let plan: RowPlan
  /// Number of bytes of a byte order mark before the first chunk.
  let mark: Int
  /// Whether there is no text; then a row's place is its number, counted from 1.
  var countsRows = false
  /// The columns of values, for files in which each value became a row.
  var valueColumns: [Int]?

  /// The place of a column in a row; only the file's name when the text can't be read again.
  func location(row: Int, column: Int) -> ForetellError.Location {
    if let valueColumns { return place(row / valueColumns.count, valueColumns[row % valueColumns.count]) }
    return place(row, column)
  }

  private func place(_ row: Int, _ column: Int) -> ForetellError.Location {
    var location = ForetellError.Location(file: source.path, columnName: plan.name(column))
    if countsRows { location.line = row + 1 }
    guard let position = chunks.lastIndex(where: { $0.firstRow <= row }) else { return location }
    let chunk = chunks[position]
    var record = row - chunk.firstRow
    for dropped in chunk.dropped where dropped <= record { record += 1 }
    guard
      let text = chunk.kept
        ?? (source.isSeekable ? try? source.bytes(at: chunk.offset + mark, count: chunk.count) : nil)
    else { return location }
    let place = text.withUnsafeBufferPointer {
      RecordLocator.place(ofRecord: record, field: column, in: $0, delimiter: plan.delimiter)
    }
    location.line = chunk.firstLine + place.line
    location.column = place.column
    location.excerpt = place.excerpt
    return location
  }
}
