import Testing

@testable import ForetellData

/// A broken file and the message about it.
struct Broken: Sendable, CustomTestStringConvertible {
  var name: String
  var bytes: [UInt8]
  var options = CSVOptions()
  var code: ErrorCode
  var line: Int?
  var column: Int?
  /// Part of the hint.
  var hint: String
  /// Part of the message.
  var message: String = ""
  var more = 0

  init(
    _ name: String, _ text: String, _ code: ErrorCode, _ line: Int?, _ column: Int?, hint: String,
    message: String = "", more: Int = 0, options: CSVOptions = .init()
  ) {
    self.init(
      name, bytes: Array(text.utf8), code, line, column, hint: hint, message: message, more: more,
      options: options)
  }

  init(
    _ name: String, bytes: [UInt8], _ code: ErrorCode, _ line: Int?, _ column: Int?, hint: String,
    message: String = "", more: Int = 0, options: CSVOptions = .init()
  ) {
    self.name = name
    self.bytes = bytes
    self.options = options
    self.code = code
    self.line = line
    self.column = column
    self.hint = hint
    self.message = message
    self.more = more
  }

  var testDescription: String { name }

  private static let start = "ds,y\n2024-01-01,1\n2024-01-02,2\n2024-01-03,3\n"
  private static let panel =
    "unique_id,ds,y\na,2024-01-01,1\na,2024-01-02,2\nb,2024-01-01,3\nb,2024-01-02,4\n"

  static let text: [Broken] = [
    Broken("empty file", "", .noRows, 1, 1, hint: "header"),
    Broken("white space only", "\n \n\t\n", .noRows, 1, 1, hint: "header"),
    Broken("header only", "ds,y\n", .noRows, 1, 1, hint: "rows below"),
    Broken(
      "UTF-16", bytes: [0xff, 0xfe] + "ds,y\n".utf8.flatMap { [$0, 0] }, .utf16, 1, 1, hint: "iconv -f utf-16"
    ),
    Broken(
      "UTF-16 without mark", bytes: "ds,y\n2024".utf8.flatMap { [0, $0] }, .utf16, 1, 1,
      hint: "iconv -f utf-16"),
    Broken("gzip", bytes: [0x1f, 0x8b, 8, 0, 0, 0], .notText, 1, 1, hint: "gunzip", message: "gzip"),
    Broken("spreadsheet", bytes: [0x50, 0x4b, 3, 4, 20], .notText, 1, 1, hint: "save the sheet as CSV"),
    Broken(
      "Latin-1", bytes: Array("ds,y,note\n2024-01-01,1,caf".utf8) + [0xe9] + Array("\n2024-01-02,2,\n".utf8),
      .notUTF8, 2, 17, hint: "iconv -f latin1", message: "0xe9"),
    Broken(
      "zero byte", bytes: Array(start.utf8) + [0x32, 0, 0x0a], .nulByte, 5, 2, hint: "od -c",
      message: "zero byte"),
    Broken(
      "quote in a cell", start + "2024-01-04,4\"5\n", .strayQuote, 5, 13, hint: "\"…\"",
      message: "quotation mark"),
    Broken(
      "text behind a quoted cell", start + "2024-01-04,\"4\"5\n2024-01-05,5\n", .strayQuote, 5, 15,
      hint: "quotation mark inside it twice"),
    Broken("open quote", start + "2024-01-04,\"4\n2024-01-05,5\n", .openQuote, 5, 12, hint: "close the cell"),
    Broken("open quote in the header", "ds,\"y\n2024-01-01,1\n", .openQuote, 1, 4, hint: "close the cell"),
    Broken(
      "too few cells", start + "2024-01-04\n", .fieldCount, 5, 1, hint: "empty cell is a gap",
      message: "1 cell, but the header has 2"),
    Broken(
      "too many cells", start + "2024-01-04,4,5\n2024-01-05,4,5\n", .fieldCount, 5, 14,
      hint: "delimiter `,`", message: "3 cells", more: 1),
    Broken(
      "cell too long", start + "2024-01-04,\(String(repeating: "1", count: 70_000))\n", .fieldTooLong, 5, 12,
      hint: "quotation mark", message: "65536 bytes"),
    Broken(
      "line too long", start + "2024-01-04,\(String(repeating: "1", count: 200))\n", .lineTooLong, 5, 1,
      hint: "line break", message: "100 bytes", options: .init(lineLimit: 100)),
    Broken(
      "same name twice", "ds,y,y\n2024-01-01,1,2\n2024-01-02,1,2\n", .duplicateColumn, 1, 6, hint: "own name"),
  ]

  static let cells: [Broken] = [
    Broken(
      "word", start + "2024-01-04,abc\n", .notANumber, 5, 12, hint: "--missing abc",
      message: "\"abc\" in column `y` is not a number"),
    Broken(
      "decimal comma", start + "2024-01-04,1.5\n2024-01-05,1.5\n2024-01-06,\"1.234,5\"\n2024-01-07,\"2,5\"\n",
      .notANumber, 7, 12,
      hint: "same decimal mark", message: "has the comma for decimals, and others have the point", more: 1),
    Broken(
      "thousands or comma", start + "2024-01-04,\"1,234\"\n", .thousandsSeparator, 5, 12, hint: "--decimal ,"),
    Broken("infinity", start + "2024-01-04,inf\n", .notFinite, 5, 12, hint: "--missing inf"),
    Broken(
      "minus infinity", start + "2024-01-04,-Infinity\n", .notFinite, 5, 12, hint: "--missing=-Infinity"),
    Broken("nan", start + "2024-01-04,NaN\n", .missingWord, 5, 12, hint: "--missing NaN"),
    Broken(
      "NA", start + "2024-01-04,NA\n2024-01-05,NA\n2024-01-06,NA\n", .missingWord, 5, 12,
      hint: "--missing NA", more: 2),
    Broken("hexadecimal", start + "2024-01-04,0x1F\n", .hexadecimal, 5, 12, hint: "decimal number"),
    Broken("overflow", start + "2024-01-04,1e400\n", .overflow, 5, 12, hint: "1.8e308"),
    Broken("exponent without digits", start + "2024-01-04,1e\n", .notANumber, 5, 12, hint: "sed -E"),
    Broken("two points", start + "2024-01-04,1.2.3\n", .notANumber, 5, 12, hint: "correct the cell"),
    Broken(
      "percent", start + "2024-01-04,12%\n", .notANumber, 5, 12, hint: "sed -E", message: "is a percentage"),
    Broken(
      "no such date", start + "2024-02-30,4\n", .notAStamp, 5, 1, hint: "--time", message: "does not exist"),
    Broken("other date style", start + "04/01/2024,4\n", .notAStamp, 5, 1, hint: "2024-01-01"),
    Broken("no date", start + "tomorrow,4\n", .notAStamp, 5, 1, hint: "--time", message: "\"tomorrow\""),
    Broken("empty date", start + ",4\n", .emptyStamp, 5, 1, hint: "remove the row"),
    Broken("empty id", panel + ",2024-01-03,5\n", .emptyId, 6, 1, hint: "--id"),
    Broken(
      "column behind umlauts",
      "ds,größe,y\n2024-01-01,größer,1\n2024-01-02,größer,x\n2024-01-03,g,1\n2024-01-04,g,1\n",
      .notANumber, 3, 19, hint: "--missing x"),
    Broken(
      "line behind quoted breaks",
      "ds,note,y\n2024-01-01,\"a\nb\nc\",1\n\n2024-01-02,,oops\n2024-01-03,,2\n2024-01-04,,2\n",
      .notANumber, 6, 13, hint: "--missing oops"),
  ]

  static let meaning: [Broken] = [
    Broken("no time column", "a,b\n1.5,2\n1.5,3\n", .noTimeColumn, 1, nil, hint: "--time"),
    Broken("one column", "y\n1\n5\n3\n", .noTimeColumn, 1, nil, hint: "--delimiter"),
    Broken("date column without dates", "date,y\nfoo,2\nbar,3\n", .notAStamp, 2, 1, hint: "--time"),
    Broken(
      "no value column", "ds,name\n2024-01-01,a\n2024-01-02,b\n", .noValueColumn, 2, 12, hint: "--target"),
    Broken("unknown time", start, .noSuchColumn, 1, nil, hint: "`ds`, `y`", options: .init(time: "when")),
    Broken(
      "unknown target", start, .noSuchColumn, 1, nil, hint: "did you mean: --target y",
      options: .init(targets: ["Y"])),
    Broken(
      "unknown id", start, .noSuchColumn, 1, nil, hint: "with --id", options: .init(id: "store")),
    Broken(
      "day or month", "ds,y\n01/02/2024,1\n02/02/2024,2\n03/02/2024,3\n", .ambiguousDates, 2, 1,
      hint: "--day-first"),
    Broken(
      "duplicate", panel + "b,2024-01-02,5\n", .duplicateStamp, 6, 3, hint: "--duplicates sum",
      message: "series `b` has two rows for 2024-01-02"),
    Broken(
      "duplicate without id", "ds,kind,y\n2024-01-01,1,2\n2024-01-01,2,3\n2024-01-02,1,2\n2024-01-02,2,3\n",
      .duplicateStamp, 3, 1, hint: "--id kind", more: 1, options: .init(targets: ["y"])),
    Broken(
      "unsorted refused", start + "2023-12-31,0\n", .unsorted, 5, 1,
      hint: "--unsorted sort", options: .init(unsorted: .error)),
    Broken(
      "gap refused", start + "2024-01-06,6\n", .gap, 5, 12, hint: "--gaps mask", more: 1,
      options: .init(gaps: .error)),
    Broken(
      "empty cell refused", "ds,y\n2024-01-01,1\n2024-01-02,\n2024-01-03,3\n", .gap, 3, 12,
      hint: "--gaps mask", options: .init(gaps: .error)),
    Broken(
      "off the given grid", start, .wrongFrequency, 3, 1, hint: "leave --freq out",
      options: .init(frequency: .weekly(on: 0))),
    Broken("one row", "ds,y\n2024-01-01,1\n", .mixedSteps, 2, 1, hint: "--freq"),
    Broken(
      "mixed steps",
      "ds,y\n" + (1...9).map { "2024-01-0\($0),1\n" }.joined()
        + (10...20).map { "2024-01-\($0),1\n2024-01-\($0) 12:00,1\n" }.joined(), .mixedSteps, nil, 1,
      hint: "--freq"),
    Broken(
      "huge gap", "ds,y\n0001-01-01,1\n" + (1...9).map { "2024-01-0\($0),1\n" }.joined(), .hugeGap, 3, 1,
      hint: "one side of the gap"),
    Broken(
      "no values", "ds,y,x\n2024-01-01,,1\n2024-01-02,,2\n", .noObservations, 2, nil, hint: "--target",
      options: .init(targets: ["y"])),
    Broken(
      "delimiter of two letters", start, .badOption, nil, nil, hint: "--delimiter",
      options: .init(delimiter: "ä")),
  ]

  static let all = text + cells + meaning
}

@Suite struct BrokenFileTests {
  @Test(arguments: Broken.all)
  func isRefusedWithItsPlace(broken: Broken) throws {
    let error = try #require(try refusal(broken.bytes, broken.options))
    #expect(error.code == broken.code.rawValue, "\(error)")
    #expect(error.kind == broken.code.kind)
    if broken.line != nil || broken.code == .badOption {
      #expect(error.location?.line == broken.line, "\(error)")
    }
    if broken.column != nil { #expect(error.location?.column == broken.column, "\(error)") }
    #expect(error.onCommandLine.hint?.contains(broken.hint) ?? broken.hint.isEmpty, "\(error)")
    #expect(broken.message.isEmpty || error.message.contains(broken.message), "\(error)")
    #expect(error.more == broken.more, "\(error)")
    if error.kind == .data { #expect(error.location?.file?.hasSuffix("data.csv") ?? false, "\(error)") }
  }

  /// Reading in blocks of a few bytes gives the same messages as reading in one block.
  @Test(arguments: Broken.cells + Broken.text)
  func isRefusedAlikeInSmallBlocks(broken: Broken) throws {
    var options = broken.options
    options.chunkLength = 7
    options.threads = 2
    let whole = try #require(try refusal(broken.bytes, broken.options))
    let pieces = try #require(try refusal(broken.bytes, options))
    #expect(pieces.code == whole.code)
    #expect(pieces.location?.line == whole.location?.line)
    #expect(pieces.location?.column == whole.location?.column)
    #expect(pieces.more == whole.more)
  }

  @Test func readsLikeAnError() throws {
    let text = "ds,load\n2024-01-01,1\n2024-01-02,2\n2024-01-03,\"1,234\"\n2024-01-04,\"2,468\"\n"
    var error = try #require(try refusal(text))
    error.location?.file = "power.csv"
    let expected = """
      error[F033]: "1,234" in column `load` can be read in two ways: the comma may separate thousands or be the decimal mark
        --> power.csv:4:12
         | 2024-01-03,"1,234"
         = help: thousands: --thousands , or decimals: --decimal ,   (1 more such place)
      """
    #expect(error.onCommandLine.description == expected)
  }

  @Test func neverSendsControlCharactersToATerminal() throws {
    let error = try #require(try refusal("ds,y\n2024-01-01,1\n2024-01-02,\u{1b}[31mred\u{7}\n2024-01-03,2\n"))
    let unsafe = error.description.unicodeScalars.contains { $0.value < 32 && $0 != "\n" || $0.value == 127 }
    #expect(!unsafe)
    #expect(error.code == "F012")
  }

  @Test func refusesAbsentFilesAndFolders() throws {
    #expect {
      try SeriesTable(csv: "/nonexistent/data.csv")
    } throws: {
      let error = $0 as? ForetellError
      return error?.code == "F001" && error?.kind.exitCode == 5
    }
    #expect {
      try SeriesTable(csv: "/tmp")
    } throws: {
      ($0 as? ForetellError)?.code == "F004"
    }
  }

  @Test func everyCodeIsDocumentedOnce() {
    #expect(Set(ErrorCode.allCases.map(\.rawValue)).count == ErrorCode.allCases.count)
    for code in ErrorCode.allCases {
      #expect(code.rawValue.count == 4 && code.rawValue.hasPrefix("F"))
      #expect(code.explanation.count > 20)
    }
  }
}
