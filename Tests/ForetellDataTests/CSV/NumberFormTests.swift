import Testing

@testable import ForetellData

/// Numbers that aren't written plainly are read with a note or refused, but never changed silently.
@Suite struct NumberFormTests {
  /// A column of cells and what it must be read as.
  struct Column: Sendable, CustomTestStringConvertible {
    var name: String
    var cells: [String]
    var values: [Double]
    /// Part of the note about what was done; empty when there is none.
    var note = ""
    var delimiter = ","
    var dotted = false
    var options = CSVOptions()
    /// A second column, not used, with the same cell in each row.
    var other = ""

    var testDescription: String { name }

    var text: String { NumberFormTests.text(cells, delimiter: delimiter, dotted: dotted, other: other) }
  }

  /// A file with a day per cell.
  static func text(_ cells: [String], delimiter: String = ",", dotted: Bool = false, other: String = "")
    -> String
  {
    var text = "ds\(delimiter)y\(other.isEmpty ? "" : delimiter + "z")\n"
    for (index, cell) in cells.enumerated() {
      let date = CivilDate(dayNumber: Int64(19_737 + index))
      let (year, month, day) = (date.year, two(date.month), two(date.day))
      let quoted = cell.contains(delimiter) ? "\"\(cell)\"" : cell
      text += dotted ? "\(day).\(month).\(year)" : "\(year)-\(month)-\(day)"
      text += delimiter + quoted + (other.isEmpty ? "" : delimiter + other) + "\n"
    }
    return text
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  static let read: [Column] = [
    Column(
      name: "percent", cells: ["0.5%", "1.5%", "-2 %"], values: [0.5, 1.5, -2],
      note: "3 values are percentages"),
    Column(
      name: "percent and zero", cells: ["0.5%", "0", "2%"], values: [0.5, 0, 2],
      note: "2 values are percentages"),
    Column(
      name: "brackets", cells: ["(1.00)", "1.00", "2.00"], values: [-1, 1, 2], note: "(1.00) read as -1"),
    Column(
      name: "trailing minus", cells: ["10.5-", "1", "2-"], values: [-10.5, 1, -2],
      note: "2 values have the minus"),
    Column(
      name: "U+2212", cells: ["−5", "5", "-6"], values: [-5, 5, -6],
      note: "a minus sign other than the hyphen: −5 read as -5"),
    Column(
      name: "dollars", cells: ["$5", "-$6.50", "$-7"], values: [5, -6.5, -7], note: "3 values have a currency"
    ),
    Column(
      name: "dollars in brackets", cells: ["$5", "($6.50)", "7"], values: [5, -6.5, 7], note: "currency"),
    Column(
      name: "euros behind", cells: ["1.234,50 €", "5,00 €"], values: [1234.5, 5],
      note: "2 values have a currency",
      delimiter: ";"),
    Column(name: "code before", cells: ["EUR 5.5", "EUR 6"], values: [5.5, 6], note: "EUR 5.5 read as 5.5"),
    Column(
      name: "unit", cells: ["12 kWh", "13 kWh", "-1.5kWh"], values: [12, 13, -1.5],
      note: "3 values have a unit"),
    Column(
      name: "degrees", cells: ["5 °C", "6 °C", "−7 °C"], values: [5, 6, -7], note: "3 values have a unit"),
    Column(
      name: "one letter", cells: ["5 a", "6 a", "7 a"], values: [5, 6, 7], note: "3 values have a unit"),
    Column(
      name: "footnotes", cells: ["5.1*", "6 [1]", "7†", "8"], values: [5.1, 6, 7, 8],
      note: "3 values have a mark"),
    Column(
      name: "flags", cells: ["12.3 p", "12.4 e", "12.5", "12.6"], values: [12.3, 12.4, 12.5, 12.6],
      note: "2 values"),
    Column(
      name: "powers", cells: ["950", "1.2K", "3.4M"], values: [950, 1200, 3_400_000],
      note: "1.2K read as 1200"),
    Column(
      name: "no-break space", cells: ["\u{a0}5", "6\u{a0}", "7"], values: [5, 6, 7],
      note: "2 values have unusual"),
    Column(
      name: "full width", cells: ["５", "６．５", "7"], values: [5, 6.5, 7],
      note: "2 values have digits of another"),
    Column(
      name: "Arabic", cells: ["٥٫٥", "٦", "١٬٢٣٤"], values: [5.5, 6, 1234],
      note: "3 values have digits of another"),
    Column(
      name: "spaces", cells: ["999", "1 000", "12 345 678,5"], values: [999, 1000, 12_345_678.5],
      note: "thousands marks",
      delimiter: ";"),
    Column(
      name: "thin spaces", cells: ["999", "1\u{202f}000"], values: [999, 1000],
      note: "1 value has thousands marks"),
    Column(name: "apostrophes", cells: ["999.5", "1'000.5"], values: [999.5, 1000.5], note: "thousands"),
    Column(name: "underscores", cells: ["999", "1_000"], values: [999, 1000], note: "thousands"),
    Column(
      name: "English", cells: ["1,200.49", "900.5", "1,000"], values: [1200.49, 900.5, 1000],
      note: "thousands"),
    Column(
      name: "English integers", cells: ["974", "1,011", "1,048"], values: [974, 1011, 1048],
      note: "--decimal ,"),
    Column(
      name: "Indian", cells: ["1,23,456.5", "99,999.5"], values: [123_456.5, 99_999.5], note: "thousands"),
    Column(
      name: "German", cells: ["1.234,5", "900", "1.000"], values: [1234.5, 900, 1000], note: "thousands",
      delimiter: ";"),
    Column(
      name: "German integers", cells: ["937", "974", "1.011"], values: [937, 974, 1011], note: "--decimal .",
      delimiter: ";", dotted: true),
    Column(
      name: "German integers, ISO dates", cells: ["937", "974", "1.011"], values: [937, 974, 1011],
      note: "--decimal .", delimiter: ";"),
    Column(
      name: "decimal comma elsewhere", cells: ["937", "1.011"], values: [937, 1011], note: "thousands",
      delimiter: ";",
      other: "3,5"),
    Column(name: "millions", cells: ["1.234.567", "1.234"], values: [1_234_567, 1234], note: "thousands"),
    Column(
      name: "said", cells: ["1000", "1.101"], values: [1000, 1101], note: "thousands", delimiter: ";",
      options: .init(thousands: ".")),
    Column(
      name: "said by decimals", cells: ["1000", "1.101"], values: [1000, 1.101], delimiter: ";",
      options: .init(decimal: ".")),
    Column(
      name: "a decimal comma is said", cells: ["974", "1.011"], values: [974, 1011], note: "thousands",
      options: .init(decimal: ",")),
    Column(
      name: "spaces are said", cells: ["1 000", "1,5"], values: [1000, 1.5], note: "thousands",
      options: .init(thousands: " ")),
    // Ordinary files, which give no note.
    Column(name: "prices", cells: ["1.125", "1.130", "1.127"], values: [1.125, 1.13, 1.127]),
    Column(name: "three decimals", cells: ["0.123", "12.345", "7.000"], values: [0.123, 12.345, 7]),
    Column(name: "three decimals beside one", cells: ["12.345", "974", "0.5"], values: [12.345, 974, 0.5]),
    Column(name: "small integers", cells: ["5", "4.125", "6.375"], values: [5, 4.125, 6.375]),
    Column(name: "zeros", cells: ["0", "1.125", "0", "2.375"], values: [0, 1.125, 0, 2.375]),
    Column(name: "exponents", cells: ["1e3", "1.125e2", "5"], values: [1000, 112.5, 5]),
    Column(
      name: "decimal points beside a semicolon", cells: ["12.345", "0.5", "974"], values: [12.345, 0.5, 974],
      delimiter: ";"),
  ]

  @Test(arguments: read) func isRead(column: Column) throws {
    let table = try table(column.text, column.options)
    #expect(table.series.first?.values == column.values)
    let notes = table.findings.notes.filter { $0.kind == .numbers }.map(\.textOnCommandLine)
    if column.note.isEmpty {
      #expect(notes.isEmpty)
    } else {
      #expect(notes.contains { $0.contains(column.note) }, "\(notes)")
    }
    // Small blocks on two threads give the same result.
    var options = column.options
    options.chunkLength = 7
    options.threads = 2
    let pieces = try NumberFormTests.again(column.text, options)
    #expect(pieces.series == table.series && pieces.findings == table.findings)
  }

  private static func again(_ text: String, _ options: CSVOptions) throws -> SeriesTable {
    try table(text, options)
  }

  /// An ambiguous column.
  struct Doubt: Sendable, CustomTestStringConvertible {
    var name: String
    var cells: [String]
    /// Row of the first cell that is refused, from 0.
    var row: Int
    var message: String
    var hint: String
    var code = ErrorCode.notANumber
    var delimiter = ","
    var dotted = false
    var other = ""
    var options = CSVOptions()

    var testDescription: String { name }
  }

  static let refused: [Doubt] = [
    Doubt(
      name: "long integers beside points", cells: ["1000", "1.101", "1002"], row: 1, message: "two ways",
      hint: "--thousands . or decimals: --decimal .", code: .thousandsSeparator, delimiter: ";"),
    Doubt(
      name: "long integers beside commas", cells: ["1000", "1,101", "1002"], row: 1, message: "two ways",
      hint: "--thousands ,", code: .thousandsSeparator, delimiter: ";", other: "3,5"),
    Doubt(
      name: "a jump in an English file", cells: ["937", "974", "1.011"], row: 2, message: "two ways",
      hint: "--thousands .", code: .thousandsSeparator),
    Doubt(
      name: "German or not", cells: ["12.345", "45.678"], row: 0, message: "two ways", hint: "--decimal .",
      code: .thousandsSeparator, delimiter: ";", dotted: true),
    Doubt(
      name: "a comma in quotation marks", cells: ["1,250", "2,250"], row: 0, message: "two ways",
      hint: "--decimal ,",
      code: .thousandsSeparator),
    Doubt(
      name: "a point at a wrong place", cells: ["1.234.567", "1.5"], row: 0, message: "thousands marks",
      hint: "same decimal mark", code: .thousandsSeparator),
    Doubt(name: "bound", cells: ["5", "<1", "6"], row: 1, message: "is a bound", hint: "sed -E"),
    Doubt(name: "bound above", cells: ["5", "> 100", "6"], row: 1, message: "is a bound", hint: "sed -E"),
    Doubt(name: "rough", cells: ["5", "~6", "6"], row: 1, message: "rough value", hint: "sed -E"),
    Doubt(
      name: "some percentages", cells: ["5", "6%", "7"], row: 1, message: "is a percentage", hint: "sed -E"),
    Doubt(
      name: "a percent sign missing", cells: ["5%", "6%", "7"], row: 2, message: "has no `%`", hint: "sed -E"),
    Doubt(
      name: "some units", cells: ["5", "6 kWh", "7"], row: 1, message: "has `kWh` behind", hint: "sed -E"),
    Doubt(name: "two units", cells: ["5 kWh", "6 MWh", "7 kWh"], row: 1, message: "`MWh`", hint: "one unit"),
    Doubt(
      name: "two currencies", cells: ["$5", "€6", "$7"], row: 0, message: "currency `$`", hint: "sed -E"),
    Doubt(name: "one power", cells: ["5", "6K", "7"], row: 1, message: "may stand for 10", hint: "e3"),
    Doubt(
      name: "all in brackets", cells: ["(5)", "(6)", "(7)"], row: 0, message: "stands in brackets",
      hint: "sed -E"),
    Doubt(
      name: "brackets and minus", cells: ["(5)", "-6", "7"], row: 0, message: "stands in brackets",
      hint: "sed -E"),
    Doubt(
      name: "minus on both sides", cells: ["5-", "-6", "7"], row: 0, message: "minus behind", hint: "sed -E"),
    Doubt(
      name: "damaged", cells: ["5", "6.1.2", "7"], row: 1, message: "is not a number",
      hint: "correct the cell"),
    Doubt(
      name: "letters within", cells: ["5", "6a7", "7"], row: 1, message: "is not a number",
      hint: "correct the cell"),
    Doubt(
      name: "both given", cells: ["5"], row: -1, message: "same mark", hint: "leave out",
      code: .conflictingOptions,
      options: .init(decimal: ",", thousands: ",")),
  ]

  @Test(arguments: refused) func isRefused(doubt: Doubt) throws {
    let text = Self.text(doubt.cells, delimiter: doubt.delimiter, dotted: doubt.dotted, other: doubt.other)
    let error = try #require(try refusal(text, doubt.options))
    #expect(error.code == doubt.code.rawValue, "\(error)")
    #expect(error.message.contains(doubt.message), "\(error)")
    #expect(error.onCommandLine.hint?.contains(doubt.hint) ?? false, "\(error)")
    #expect(error.onCommandLine.hint?.contains("--missing") == false)
    if doubt.row >= 0 { #expect(error.location?.line == doubt.row + 2, "\(error)") }
  }

  /// The fast path reads fewer cells than the general one, but never with another result.
  @Test func theQuickWayAgrees() {
    var stream = RandomBits(state: 7)
    let pieces = [
      "1", "12", "123", "1234", "0", ".", ",", " ", "-", "+", "%", " kWh", "'", "e2", "(", "000", "456",
    ]
    let forms = [
      NumberForm(decimal: 0x2e, thousands: 0x2c), NumberForm(decimal: 0x2c, thousands: 0x2e),
      NumberForm(decimal: 0x2e, thousands: 0x20, suffix: .all("%", .percent)),
      NumberForm(decimal: 0x2c, thousands: 0x27, suffix: .all("kWh", .unit)),
    ]
    var known = 0
    for _ in 0..<40_000 {
      let text = (0..<(1 + stream.next(5))).map { _ in pieces[stream.next(pieces.count)] }.joined()
      for form in forms {
        guard let quick = Array(text.utf8).withUnsafeBufferPointer(form.quick) else { continue }
        guard let cell = NumberCell(Array(text.utf8)), case .value(let value, let traits) = form.read(cell)
        else {
          Issue.record("only the quick way reads \(text)")
          continue
        }
        known += 1
        if value.bitPattern != quick.value.bitPattern || traits != quick.traits { Issue.record("\(text)") }
      }
    }
    #expect(known > 1000)
  }

  /// A file longer than the sample, whose late rows contradict the early ones.
  private func long(_ early: [String], _ late: [String], delimiter: String = ",") -> String {
    let rows = 30_000
    return Self.text(
      (0..<rows).map { early[$0 % early.count] } + late + (0..<10).map { early[$0 % early.count] },
      delimiter: delimiter)
  }

  @Test func lateMarksAreRefusedWithTheirPlace() throws {
    let points = try #require(try refusal(long(["974", "937"], ["1.011", "1.048"])))
    #expect(points.code == "F033" && points.location?.line == 30_002 && points.more == 1, "\(points)")
    #expect(points.onCommandLine.hint?.contains("--thousands .") ?? false)
    let integers = try #require(try refusal(long(["1.125", "1.250"], ["974"])))
    #expect(integers.code == "F033" && integers.location?.line == 30_002, "\(integers)")
    let german = try #require(try refusal(long(["974", "1.011"], ["1012"], delimiter: ";")))
    #expect(german.code == "F033" && german.location?.line == 30_002, "\(german)")
    let decimal = try #require(try refusal(long(["974", "1.011"], ["0.5"], delimiter: ";")))
    #expect(decimal.code == "F033" && decimal.location?.line == 30_002, "\(decimal)")
    let leading = try #require(try refusal(long(["974", "1.011"], ["0.456"], delimiter: ";")))
    #expect(leading.code == "F033" && leading.location?.line == 30_002, "\(leading)")
    let commas = try #require(try refusal(long(["974", "937"], ["1,011"])))
    #expect(commas.code == "F033" && commas.location?.line == 30_002, "\(commas)")
    let unit = try #require(try refusal(long(["5 kWh", "6 kWh"], ["7 MWh"])))
    #expect(unit.code == "F012" && unit.location?.line == 30_002, "\(unit)")
    let percent = try #require(try refusal(long(["5%", "6%"], ["7"])))
    #expect(percent.code == "F012" && percent.location?.line == 30_002, "\(percent)")
  }

  @Test func lateDecimalsOfIntegersAreRead() throws {
    let read = try table(long(["974", "937"], ["12.125", "0.5", "12.375"]))
    #expect(read.series[0].values[30_000] == 12.125 && read.series[0].values[30_001] == 0.5)
    #expect(read.findings.notes.filter { $0.kind == .numbers }.isEmpty)
    let prices = try table(long(["1.125", "1.250"], ["0.5", "974"]))
    #expect(prices.series[0].values[30_001] == 974)
  }

  @Test(arguments: ["-999", "-999.0", "-9.99e2"])
  func listedNumbersAreGapsByValue(word: String) throws {
    let text = Self.text(["12", "-999", "13", "-999.0", "-9.99e2", "14", "-99"])
    let read = try table(text, .init(missing: [word]))
    #expect(read.findings.gaps == 3 && read.findings.observations == 4)
    let percent = try table(Self.text(["12%", "-999%", "13%"]), .init(missing: ["-999"]))
    #expect(percent.findings.gaps == 1)
  }

  /// One hint lists all words of the sample.
  @Test func missingWordsAreProposedTogether() throws {
    let error = try #require(try refusal(Self.text(["1", "NA", "2", "-", "3", "k.A.", "4", "NA", "5", "6"])))
    #expect(error.onCommandLine.hint == "to read such words as gaps: --missing NA,-,k.A.", "\(error)")
    let dash = try #require(try refusal(Self.text(["1", "--", "2", "3"])))
    #expect(dash.onCommandLine.hint == "to read the word as a gap: --missing=--")
    let quoted = try #require(try refusal(Self.text(["1", "<NA>", "2", "#N/A", "3", "it's", "4"])))
    #expect(quoted.onCommandLine.hint == "to read such words as gaps: --missing '<NA>,#N/A,it'\\''s'")
    for word in [
      ":", "*", "..", "…", "x", "NaT", "#REF!", "n.v.", "n/d", "nd", "null", "—", "?", "closed", "#DIV/0!",
    ] {
      let error = try #require(try refusal(Self.text(["1", "2", word, "3"])))
      #expect(error.onCommandLine.hint?.contains("--missing") ?? false, "\(error)")
      #expect(try table(Self.text(["1", "2", word, "3"]), .init(missing: [word])).findings.gaps == 1)
    }
  }
}

/// A small generator whose numbers never change.
private struct RandomBits {
  var state: UInt64

  mutating func next(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(bound))
  }
}
