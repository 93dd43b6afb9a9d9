extension Holidays {
  /// Names that mean the column of dates, of holidays, and of regions.
  private static let dateNames: Set<String> = ["date", "ds", "day", "datum"]
  private static let titleNames: Set<String> = ["name", "holiday", "feiertag"]

  /// Reads a CSV with a header and the columns `date`, `name` and, where holidays differ, one more for the region.
  ///
  /// `ds` and `holiday` are the same columns, as Prophet calls them. A row without a region holds everywhere.
  /// - Parameters:
  ///   - path: a file.
  ///   - dateOrder: how dates such as 03/04/2024 are read; nil decides by the data.
  /// - Throws: ``ForetellError`` with the place of the first problem.
  public init(csv path: String, dateOrder: CSVOptions.DateOrder? = nil) throws {
    let bytes = try Self.bytes(of: path)
    self = try bytes.withUnsafeBufferPointer { try Self.read($0, path, dateOrder) }
  }

  /// The most bytes of a calendar: a holiday per line for thousands of years.
  private static let limit = 1 << 24

  private static func bytes(of path: String) throws -> [UInt8] {
    let bytes = try ByteSource(path: path).peek(limit)
    guard bytes.count < limit else {
      throw ForetellError(
        .badOption, "a calendar of holidays has at most \(limit >> 20) MiB", location: .init(file: path),
        hint: "is this the file of holidays? it has a row for each day that is one")
    }
    return bytes
  }

  private static func read(
    _ text: UnsafeBufferPointer<UInt8>, _ path: String, _ order: CSVOptions.DateOrder?
  ) throws -> Holidays {
    if let refusal = TextCheck.refusal(ofStart: text, path: path) { throw refusal }
    if let offset = TextCheck.firstInvalid(in: text) ?? text.firstIndex(of: 0) {
      throw place(ofByte: offset, text, path).error(
        .notUTF8, "the text is not UTF-8", hint: "convert it first: iconv -f latin1 -t utf-8")
    }
    let (delimiter, rows) = Dialect.delimiter(of: text)
    func location(_ row: Int, _ column: Int) -> ForetellError.Location {
      let place = RecordLocator.place(ofRecord: row, field: column, in: text, delimiter: delimiter)
      return .init(
        file: path, line: place.line, column: place.column,
        columnName: rows.count > 0 && column < rows.width(0) ? rows.text(0, column) : nil,
        excerpt: place.excerpt)
    }
    if let offset = rows.errorOffset {
      throw place(ofByte: offset, text, path).error(
        .strayQuote, "a quotation mark stands inside a cell",
        hint: "quote the whole cell and double the marks inside it")
    }
    guard rows.count > 1 else {
      throw ForetellError(
        .noRows, "the calendar has no holidays", location: .init(file: path, line: 1),
        hint: "it needs a header `date,name` and a row per holiday")
    }
    let header = (0..<rows.width(0)).map { rows.text(0, $0) }
    let words = header.map { $0.lowercased() }
    guard let date = words.firstIndex(where: dateNames.contains),
      let title = words.firstIndex(where: titleNames.contains)
    else {
      throw ForetellError(
        .noSuchColumn, "a calendar of holidays has the columns `date` and `name`", location: location(0, 0),
        hint: "name them so in the header; one more column may say the region")
    }
    let others = header.indices.filter { $0 != date && $0 != title }
    let region = others.count == 1 ? others.first : words.firstIndex(of: "region")
    let isDayFirst = order.map { $0 == .dayFirst }
    let profile = StampProfile(
      rows, column: date, name: header[date], from: 1, limit: rows.count, dayFirst: isDayFirst)
    if let failure = profile?.failure {
      var failure = failure
      failure.location = location(1, date)
      throw failure
    }
    // Where most cells are no dates, the first that isn't written as ISO 8601 is shown.
    let style = profile?.style ?? .isoDate
    guard !style.isInteger else {
      throw ForetellError(
        .notAStamp,
        "`\(Excerpt.clean(rows.text(1, date)))` in column `\(Excerpt.clean(header[date]))` is no date",
        location: location(1, date), hint: "write dates as 2024-12-25")
    }
    let parser = StampParser(style: style)
    var days: [Day] = []
    for row in 1..<rows.count {
      if (0..<rows.width(row)).allSatisfy({ rows.cell(row, $0).isEmpty }) { continue }
      let name = rows.text(row, title)
      switch parser.parse(Array(rows.cell(row, date)).span) {
      case .success(let stamp):
        guard !name.isEmpty else {
          throw ForetellError(
            .emptyId, "a holiday has no name", location: location(row, title), hint: "fill in the cell")
        }
        let text = region.map { rows.text(row, $0) } ?? ""
        days.append(Day(stamp, name: name, region: text.isEmpty ? nil : text))
      case .failure(let problem):
        throw ForetellError(
          problem == .empty ? .emptyStamp : .notAStamp,
          "`\(Excerpt.clean(rows.text(row, date)))` in column `\(Excerpt.clean(header[date]))` "
            + problem.explanation, location: location(row, date),
          hint: "write dates as " + (row > 1 && profile != nil ? rows.text(1, date) : "2024-12-25"))
      }
    }
    let file = path.split(separator: "/").last.map(String.init) ?? path
    return Holidays(days, regionColumn: region.map { header[$0] }, source: file)
  }

  private static func place(
    ofByte offset: Int, _ text: UnsafeBufferPointer<UInt8>, _ path: String
  ) -> ForetellError.Location {
    let place = RecordLocator.place(ofByte: offset, in: text)
    return .init(file: path, line: place.line, column: place.column, excerpt: place.excerpt)
  }
}

extension ForetellError.Location {
  /// An error at this place.
  fileprivate func error(_ code: ErrorCode, _ message: String, hint: String) -> ForetellError {
    ForetellError(code, message, location: self, hint: hint)
  }
}
