import Testing

@testable import ForetellData

/// Every form that stamps are written in: what it means, and that future stamps are written the same way.
@Suite struct StampFormTests {
  struct Form: Sendable, CustomTestStringConvertible {
    var cells: [String]
    /// Date and time of the last cell.
    var last: (year: Int, month: Int, day: Int, second: Int)
    /// The alias of the grid, if the cells have one.
    var alias: String?
    /// What follows the last cell.
    var next: String?
    var column = ""
    var testDescription: String { cells.joined(separator: " ") }

    init(
      _ cells: [String], _ year: Int, _ month: Int, _ day: Int, _ second: Int = 0, alias: String? = nil,
      next: String? = nil, column: String = ""
    ) {
      self.cells = cells
      last = (year, month, day, second)
      self.alias = alias
      self.next = next
      self.column = column
    }
  }

  static let compact = [
    Form(["202111", "202112", "202201"], 2022, 1, 1, alias: "MS", next: "202202"),
    Form(["202151", "202152", "202201"], 2022, 1, 3, alias: "W-MON", next: "202202"),
    Form(["202051", "202052", "202053"], 2020, 12, 28, alias: "W-MON", next: "202101"),
    Form(["202101", "202102", "202103"], 2021, 1, 18, alias: "W-MON", next: "202104", column: "week"),
    Form(["2020365", "2020366"], 2020, 12, 31, alias: "D", next: "2021001"),
    Form(["2020-365", "2020-366"], 2020, 12, 31, alias: "D", next: "2021-001"),
    Form(["30122020", "31122020"], 2020, 12, 31, alias: "D", next: "01012021"),
    Form(["12302020", "12312020"], 2020, 12, 31, alias: "D", next: "01012021"),
    Form(["20210130", "20210131"], 2021, 1, 31, alias: "D", next: "20210201"),
    Form(["2021010122", "2021010123"], 2021, 1, 1, 82_800, alias: "h", next: "2021010200"),
    Form(["2021010123", "2021010124"], 2021, 1, 2, 0, alias: "h", next: "2021010201"),
    Form(["202101010000", "202101010015"], 2021, 1, 1, 900, alias: "15min", next: "202101010030"),
    Form(["20210101000000", "20210101000010"], 2021, 1, 1, 10, alias: "10s", next: "20210101000020"),
    Form(["20210101T0000", "20210101T0100"], 2021, 1, 1, 3600, alias: "h", next: "20210101T0200"),
    Form(["20210101 00:00", "20210101 01:00"], 2021, 1, 1, 3600, alias: "h", next: "20210101 02:00"),
    Form(["2021-01-01 22", "2021-01-01 23"], 2021, 1, 1, 82_800, alias: "h", next: "2021-01-02 00"),
  ]

  static let periods = [
    Form(["2019-W51", "2019-W52"], 2019, 12, 23, alias: "W-MON", next: "2020-W01"),
    Form(["2020-W52", "2020-W53"], 2020, 12, 28, alias: "W-MON", next: "2021-W01"),
    Form(["2019W27", "2019W28"], 2019, 7, 8, alias: "W-MON", next: "2019W29"),
    Form(["2019-W27-1", "2019-W27-2"], 2019, 7, 2, alias: "D", next: "2019-W27-3"),
    Form(["W27 2019", "W28 2019"], 2019, 7, 8, alias: "W-MON", next: "W29 2019"),
    Form(["KW 8 2019", "KW 9 2019"], 2019, 2, 25, alias: "W-MON", next: "KW 10 2019"),
    Form(["2019/26", "2019/27"], 2019, 7, 1, alias: "W-MON", next: "2019/28"),
    Form(["26/2019", "27/2019"], 2019, 7, 1, alias: "W-MON", next: "28/2019"),
    Form(["Q3 2020", "Q4 2020"], 2020, 10, 1, alias: "QS", next: "Q1 2021"),
    Form(["1Q12", "2Q12"], 2012, 4, 1, alias: "QS", next: "3Q12"),
    Form(["2020Q1", "2020Q2"], 2020, 4, 1, alias: "QS", next: "2020Q3"),
    Form(["2020-Q1", "2020-Q2"], 2020, 4, 1, alias: "QS", next: "2020-Q3"),
    Form(["Q1-20", "Q2-20"], 2020, 4, 1, alias: "QS", next: "Q3-20"),
    Form(["2020.Q1", "2020.Q2"], 2020, 4, 1, alias: "QS", next: "2020.Q3"),
    Form(["1Q2012", "2Q2012"], 2012, 4, 1, alias: "QS", next: "3Q2012"),
    Form(["Q1/2020", "Q2/2020"], 2020, 4, 1, alias: "QS", next: "Q3/2020"),
    Form(["2020-H1", "2020-H2"], 2020, 7, 1, alias: "2QS", next: "2021-H1"),
    Form(["2020S1", "2020S2"], 2020, 7, 1, alias: "2QS", next: "2021S1"),
  ]

  static let names = [
    Form(["Nov-18", "Dec-18"], 2018, 12, 1, alias: "MS", next: "Jan-19"),
    Form(["Nov-98", "Dec-98"], 1998, 12, 1, alias: "MS", next: "Jan-99"),
    Form(["NOV-18", "DEC-18"], 2018, 12, 1, alias: "MS", next: "JAN-19"),
    Form(["01-Jan-18", "01-Feb-18"], 2018, 2, 1, alias: "MS", next: "01-Mar-18"),
    Form(["Jan 01, 2018", "Feb 01, 2018"], 2018, 2, 1, alias: "MS", next: "Mar 01, 2018"),
    Form(["January 2018", "February 2018"], 2018, 2, 1, alias: "MS", next: "March 2018"),
    Form(["1 January 2018", "2 January 2018"], 2018, 1, 2, alias: "D", next: "3 January 2018"),
    Form(["Jan 1 2018 13:00", "Jan 1 2018 14:00"], 2018, 1, 1, 50_400, alias: "h", next: "Jan 1 2018 15:00"),
    Form(["2018-Jan-01", "2018-Jan-02"], 2018, 1, 2, alias: "D", next: "2018-Jan-03"),
    Form(["18-Jan", "18-Feb"], 2018, 2, 1, alias: "MS", next: "18-Mar"),
    Form(["Mon, 01 Jan 2018", "Tue, 02 Jan 2018"], 2018, 1, 2, alias: "D", next: "Wed, 03 Jan 2018"),
    Form(["Mon 01/01/2018", "Tue 01/02/2018"], 2018, 1, 2, alias: "D", next: "Wed 01/03/2018"),
    Form(["Aug 2018", "Sept 2018"], 2018, 9, 1, alias: "MS", next: "Oct 2018"),
    Form(["Jan18", "Feb18"], 2018, 2, 1, alias: "MS", next: "Mar18"),
    Form(["Mai 2018", "Juni 2018"], 2018, 6, 1, alias: "MS", next: "Juli 2018"),
    Form(["Mrz 18", "Apr 18"], 2018, 4, 1, alias: "MS", next: "Mai 18"),
    Form(["janv. 2018", "févr. 2018"], 2018, 2, 1, alias: "MS", next: "mars 2018"),
    Form(["nov-18", "dic-18"], 2018, 12, 1, alias: "MS", next: "ene-19"),
    Form(["JUILLET 2018", "AOÛT 2018"], 2018, 8, 1, alias: "MS", next: "SEPTEMBRE 2018"),
  ]

  static let days = [
    Form(["1/1/18", "1/22/18"], 2018, 1, 22, alias: "3W-MON", next: "2/12/18"),
    Form(["30.12.18", "31.12.18"], 2018, 12, 31, alias: "D", next: "01.01.19"),
    Form(["01.01.2023", "02.01.2023"], 2023, 1, 2, alias: "D", next: "03.01.2023"),
    Form(["18-01-30", "18-01-31", "18-02-01"], 2018, 2, 1, alias: "D", next: "18-02-02"),
    Form(["1/31/2021 9:00", "1/31/2021 10:00"], 2021, 1, 31, 36_000, alias: "h", next: "1/31/2021 11:00"),
    Form(
      ["1/31/2021 11:00 AM", "1/31/2021 12:00 PM"], 2021, 1, 31, 43_200, alias: "h", next: "1/31/2021 1:00 PM"
    ),
    Form(["2021-01-01 23:00", "2021-01-01 24:00"], 2021, 1, 2, 0, alias: "h", next: "2021-01-02 01:00"),
    Form(
      ["2021-01-01 00:00:00+00", "2021-01-01 01:00:00+00"], 2021, 1, 1, 3600, alias: "h",
      next: "2021-01-01 02:00:00+00"),
    Form(
      ["2021-01-01 00:00:00 UTC", "2021-01-01 01:00:00 UTC"], 2021, 1, 1, 3600, alias: "h",
      next: "2021-01-01 02:00:00 UTC"),
    Form(
      ["2021-01-01 00:00:00.500", "2021-01-01 00:00:01.500"], 2021, 1, 1, 1, alias: "s",
      next: "2021-01-01 00:00:02.500"),
    Form(
      ["2021-01-01T00:00:00,000", "2021-01-01T00:00:01,000"], 2021, 1, 1, 1, alias: "s",
      next: "2021-01-01T00:00:02,000"),
    Form(
      ["01/Jan/2018:13:00:00 +0100", "01/Jan/2018:14:00:00 +0100"], 2018, 1, 1, 50_400, alias: "h",
      next: "01/Jan/2018:15:00:00 +0100"),
  ]

  static let numbers = [
    Form(["1609459200", "1609462800"], 2021, 1, 1, 3600, alias: "h", next: "1609466400"),
    Form(["1609459200000", "1609462800000"], 2021, 1, 1, 3600, alias: "h", next: "1609466400000"),
    Form(["1609459200000000", "1609462800000000"], 2021, 1, 1, 3600, alias: "h", next: "1609466400000000"),
    Form(
      ["1609459200000000000", "1609462800000000000"], 2021, 1, 1, 3600, alias: "h",
      next: "1609466400000000000"),
    Form(["1609459200.0", "1609462800.0"], 2021, 1, 1, 3600, alias: "h", next: "1609466400.0"),
    Form(["1.6094592e9", "1.6094628e9"], 2021, 1, 1, 3600, alias: "h", next: "1.6094664e9"),
    Form(["1.6094592e+09", "1.6094628e+09"], 2021, 1, 1, 3600, alias: "h", next: "1.6094664e+09"),
    Form(["44197", "44198"], 2021, 1, 2, alias: "D", next: "44199", column: "Date"),
    Form(["44197.25", "44197.5"], 2021, 1, 1, 43_200, alias: "6h", next: "44197.75", column: "Date"),
    Form(
      ["44197", "44197.0416666667"], 2021, 1, 1, 3600, alias: "h", next: "44197.0833333333", column: "date"),
  ]

  @Test(arguments: compact + periods + names + days + numbers)
  func isReadAndWrittenAgain(form: Form) throws {
    var detector = StampStyleDetector(columnName: form.column)
    for cell in form.cells { detector.see(cell) }
    let style = try detector.style()
    let parser = StampParser(style: style)
    let stamps = try form.cells.map { try parser.parse($0).get() }
    for (cell, stamp) in zip(form.cells, stamps) {
      #expect(style.text(for: stamp) == cell)
    }
    let last = form.last
    #expect(
      stamps.last
        == Timestamp(year: last.year, month: last.month, day: last.day, secondOfDay: last.second))
    let grid = try InferredGrid.infer(from: [stamps], isInteger: style.isInteger)
    if let alias = form.alias { #expect(grid.frequency.alias == alias) }
    let final = try #require(stamps.last)
    let ordinal = try #require(grid.frequency.ordinal(of: final))
    #expect(style.text(for: grid.frequency.timestamp(ordinal + 1)) == form.next)
    // A thousand future stamps can be read again.
    for step in 1...1000 {
      let future = grid.frequency.timestamp(ordinal + step)
      if !style.years.contains(future.date.year) { break }
      if try parser.parse(style.text(for: future)).get() != future {
        Issue.record("\(style.text(for: future)) is not read again")
        break
      }
    }
  }

  @Test func fractionsOfSecondsAreStepsOrRounded() throws {
    func style(_ cells: [String]) throws -> StampStyle {
      var detector = StampStyleDetector()
      for cell in cells { detector.see(cell) }
      return try detector.style()
    }
    let halves = ["2021-01-01 00:00:00.000", "2021-01-01 00:00:00.500", "2021-01-01 00:00:01.000"]
    let steps = try style(halves)
    #expect(steps.isInteger)
    let stamps = try halves.map { try StampParser(style: steps).parse($0).get() }
    #expect(try InferredGrid.infer(from: [stamps], isInteger: true).frequency.alias == "500")
    #expect(steps.text(for: Timestamp(stamps[2].value + 500)) == "2021-01-01 00:00:01.500")
    let late = ["2021-01-01 00:00:00.012", "2021-01-01 00:00:01.003", "2021-01-01 00:00:01.995"]
    let rounded = try style(late)
    #expect(!rounded.isInteger)
    #expect(
      try late.map { try StampParser(style: rounded).parse($0).get().secondOfDay } == [0, 1, 2])
  }

  @Test func numbersStayNumbers() throws {
    func layout(_ cells: [String], _ column: String = "") throws -> StampStyle.Layout {
      var detector = StampStyleDetector(columnName: column)
      for cell in cells { detector.see(cell) }
      return try detector.style().layout
    }
    #expect(try layout(["44197", "44198"], "y") == .integer)
    #expect(try layout(["200000", "203412", "201122"]) == .integer)
    #expect(try layout(["202101", "202190"]) == .integer)
    #expect(try layout(["195310", "196020", "196612", "197003", "197344", "195502"]) == .integer)
    #expect(try layout(["2021013225", "2021013226"]) == .epochSeconds)
    #expect(try layout(["100", "101"], "date") == .integer)
  }

  @Test(arguments: [
    ["28-Jan", "29-Jan", "30-Jan", "31-Jan", "01-Feb", "02-Feb"], ["Store1"], ["12:30"], ["Sales2020"],
    ["Mon 01/02/2018"], ["2019-W53"], ["Q5 2020"], ["13Q12"], ["1772.8.1.2"], ["32-Jan-2018"],
  ])
  func othersAreNoStamps(cells: [String]) {
    var detector = StampStyleDetector()
    for cell in cells { detector.see(cell) }
    #expect(throws: ForetellError.self) { try detector.style() }
  }

  @Test func monthsAndWeeksAreToldApartAndSaid() throws {
    var detector = StampStyleDetector()
    for cell in ["202150", "202151", "202152", "202201"] { detector.see(cell) }
    _ = try detector.style()
    #expect(detector.remarks.contains { $0.inCode.contains("ISO weeks") })
    var months = StampStyleDetector()
    for cell in ["202111", "202112"] { months.see(cell) }
    _ = try months.style()
    #expect(months.remarks.contains { $0.inCode.contains("years and months") })
  }

  @Test(arguments: [53, 16]) func otherCountsOfYearsAreNoIntegers(last: Int) {
    var detector = StampStyleDetector()
    for number in 1...last { detector.see("\(201_900 + number)") }
    for number in 1...3 { detector.see("\(202_000 + number)") }
    let error = #expect(throws: ForetellError.self) { try detector.style() }
    #expect(error?.message.contains("\(201_900 + last)") == true)
    #expect(error?.onCommandLine.hint?.contains("--freq 1") == true)
  }

  @Test func shortYearsAreSaid() throws {
    var detector = StampStyleDetector()
    for cell in ["Jan-68", "Jan-69"] { detector.see(cell) }
    let style = try detector.style()
    #expect(detector.remarks.contains { $0.inCode.contains("69 to 99") })
    let parser = StampParser(style: style)
    #expect(try parser.parse("Jan-68").get().date.year == 2068)
    #expect(try parser.parse("Jan-69").get().date.year == 1969)
  }

  @Test func offsetsAreCounted() throws {
    var detector = StampStyleDetector()
    for cell in ["2021-03-28T01:00:00+01:00", "2021-03-28T03:00:00+02:00", "2021-03-28T04:00:00+02:00"] {
      detector.see(cell)
    }
    #expect(try detector.style().zone == .utc)
    #expect(detector.warnings.count == 1)
    #expect(detector.warnings.first?.inCode.contains("+01:00 (1 of 3), +02:00 (2 of 3)") == true)
  }
}
