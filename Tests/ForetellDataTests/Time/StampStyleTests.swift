import ForetellData
import Testing

@Suite struct StampStyleTests {
  private func style(_ cells: [String], dayFirst: Bool? = nil) throws -> StampStyle {
    var detector = StampStyleDetector(dayFirst: dayFirst)
    for cell in cells { detector.see(cell) }
    return try detector.style()
  }

  @Test(
    arguments: [
      (["2024-01-31", "2024-02-01"], StampStyle.Layout.yearMonthDay),
      (["2024/01/31", "2024/02/01"], .yearMonthDay), (["2024.01.31"], .yearMonthDay),
      (["2024-1-9", "2024-1-10"], .yearMonthDay),
      (["2024-01-31T13:00", "2024-01-31T14:00"], .yearMonthDay),
      (["2024-01-31 13:00:05"], .yearMonthDay), (["2024-01-31T13:00:05.000"], .yearMonthDay),
      (["2024-01-31T13:00:00Z"], .yearMonthDay), (["2024-01-31T13:00:00+01:00"], .yearMonthDay),
      (["2024-01-31 13:00-0530"], .yearMonthDay), (["2024-01", "2024-02"], .yearMonth),
      (["2024M01", "2024M02"], .yearMonth), (["2024-Q1", "2024-Q2"], .yearQuarter),
      (["2024Q4"], .yearQuarter), (["1999", "2000", "2001"], .year),
      (["20240131", "20240201"], .compactDate),
      (["31/01/2024", "01/02/2024"], .dayMonthYear), (["01/31/2024", "02/01/2024"], .monthDayYear),
      (["31.01.2024 05:30"], .dayMonthYear), (["13-01-2024"], .dayMonthYear), (["Jan 1949"], .monthNameYear),
      (["January 1949", "May 1949"], .monthNameYear), (["1949 Jan"], .yearMonthName),
      (["31-Jan-2024"], .dayMonthNameYear), (["01/2024"], .monthYear), (["0", "1", "2"], .integer),
      (["-5", "7"], .integer), (["1700000000", "1700003600"], .epochSeconds),
      (["1700000000000", "1700003600000"], .epochMilliseconds),
    ])
  func layoutsAreFoundAndWrittenBack(cells: [String], layout: StampStyle.Layout) throws {
    let style = try style(cells)
    #expect(style.layout == layout)
    let parser = StampParser(style: style)
    for cell in cells {
      let stamp = try parser.parse(cell).get()
      #expect(style.text(for: stamp) == cell)
    }
  }

  @Test func valuesAreRight() throws {
    func value(_ text: String) throws -> Timestamp { try StampParser(style: style([text])).parse(text).get() }
    #expect(try value("2024-01-31") == Timestamp(year: 2024, month: 1, day: 31))
    #expect(try value(" 2024-Q3 ") == Timestamp(year: 2024, month: 7, day: 1))
    #expect(try value("sept 2024".replacing("sept", with: "Sep")) == Timestamp(year: 2024, month: 9, day: 1))
    #expect(try value("2001-09-09T01:46:40Z").value == 1_000_000_000)
    #expect(try value("01/31/2024 01:05 PM") == Timestamp(year: 2024, month: 1, day: 31, secondOfDay: 47_100))
    #expect(try value("31/01/2024 12:05 AM") == Timestamp(year: 2024, month: 1, day: 31, secondOfDay: 300))
  }

  @Test func ambiguousDatesNameTheFlags() throws {
    let cells = ["01/02/2024", "02/02/2024", "03/02/2024"]
    let error = #expect(throws: ForetellError.self) { try style(cells) }
    #expect(error?.code == "F025")
    #expect(error?.onCommandLine.hint == "say which with --day-first or --month-first")
    #expect(try style(cells, dayFirst: true).layout == .dayMonthYear)
    #expect(try style(cells, dayFirst: false).layout == .monthDayYear)
    #expect(throws: ForetellError.self) { try style(["31/01/2024"], dayFirst: false) }
  }

  @Test(
    arguments: [
      ("2023-02-29", StampProblem.impossibleDate), ("2024-13-01", .impossibleDate),
      ("2024-00-10", .impossibleDate),
      ("2024-04-31", .impossibleDate), ("2024-01-01T25:00", .impossibleTime),
      ("2024-01-01T24:01", .impossibleTime), ("2024-01-01T23:60", .impossibleTime),
      ("2024-01-01T00:00:00.5", .fractionOfSecond), ("2024-01-01T00:00Z", .zoneUnexpected), ("", .empty),
      ("  ", .empty), ("2024-01-01x", .notInStyle), ("2024-01-01T", .notInStyle),
      ("2024-01-01T1", .notInStyle),
      ("24-01-01", .notInStyle), ("2024/01/01", .notInStyle), ("2024-01/01", .notInStyle),
      ("n/a", .notInStyle),
      ("2024-01-01T00:00:0", .notInStyle), ("99999-01-01", .notInStyle), ("2024-01-01T00:00+1", .notInStyle),
    ])
  func badCells(cell: String, problem: StampProblem) {
    #expect(StampParser(style: .isoDate).parse(cell) == .failure(problem))
  }

  @Test func badCellIsNamed() throws {
    var detector = StampStyleDetector()
    for cell in ["2023-02-27", "2023-02-28", "2023-02-29", "2023-03-01"] { detector.see(cell) }
    #expect(detector.rejected?.index == 2)
    #expect(detector.rejected?.problem == .impossibleDate)
    let error = #expect(throws: ForetellError.self) { try detector.style() }
    #expect(error?.message == "\"2023-02-29\" is a date that does not exist")
  }

  @Test func sameOffsetKeepsItsClock() throws {
    let style = try style(["2024-01-01T00:00:00+01:00", "2024-01-02T00:00:00+01:00"])
    #expect(style.zone == .fixed && style.zoneOffset == 3600)
    let parser = StampParser(style: style)
    #expect(
      try parser.parse("2024-01-01T00:00:00+01:00").get() == Timestamp(year: 2024, month: 1, day: 1))
    #expect(
      try parser.parse("2024-01-01T00:00:00Z").get()
        == Timestamp(year: 2024, month: 1, day: 1, secondOfDay: 3600))
  }

  @Test func daylightSavingFoldsBecomeDistinctHours() throws {
    let cells = [
      "2024-10-27T01:00:00+02:00", "2024-10-27T02:00:00+02:00", "2024-10-27T02:00:00+01:00",
      "2024-10-27T03:00:00+01:00",
    ]
    let style = try style(cells)
    #expect(style.zone == .utc)
    let parser = StampParser(style: style)
    let stamps = try cells.map { try parser.parse($0).get() }
    let grid = try InferredGrid.infer(from: [stamps])
    #expect(grid.frequency.alias == "h" && grid.missing == 0)
    #expect(style.text(for: stamps[3]) == "2024-10-27T02:00:00+00:00")
  }

  @Test func localMidnightsAreDays() throws {
    let style = try style([
      "2024-03-30T00:00:00+01:00", "2024-03-31T00:00:00+01:00", "2024-04-01T00:00:00+02:00",
    ])
    #expect(style.zone == .ignored)
    let stamp = try StampParser(style: style).parse("2024-04-01T00:00:00+02:00").get()
    #expect(style.text(for: stamp) == "2024-04-01")
  }

  @Test func integersAreYearsOnlyWhenTheyAscendByOne() throws {
    #expect(try style(["1871", "1872", "1873"]).layout == .year)
    #expect(try style(["1700", "1701", "1700", "1701"]).layout == .year)
    #expect(try style(["1800", "1810", "1820"]).layout == .integer)
    #expect(try style(["1698", "1699", "1700"]).layout == .integer)
    var detector = StampStyleDetector()
    detector.see("1700000000")
    _ = try detector.style()
    #expect(detector.remarks.count == 1)
  }
}

@Suite struct CalendarFeatureTests {
  @Test func namesAndValues() throws {
    let monthly = CalendarFeatures(frequency: try Frequency(alias: "MS"))
    #expect(monthly.names == ["month-of-year-sin", "month-of-year-cos"])
    let april = try #require(monthly.frequency.ordinal(of: Timestamp(year: 2024, month: 4, day: 1)))
    let values = monthly.values(at: april)
    #expect(abs(values[0] - 1) < 1e-6 && abs(values[1]) < 1e-6)
    let hourly = CalendarFeatures(frequency: try Frequency(alias: "h"))
    #expect(hourly.count == 6)
    #expect(hourly.table(0..<3).count == 18)
    #expect(hourly.table(0..<100).allSatisfy { abs($0) <= 1 })
    #expect(CalendarFeatures(frequency: try Frequency(alias: "1")).count == 0)
  }

  @Test func weekdaysRepeat() throws {
    let daily = CalendarFeatures(frequency: try Frequency(alias: "D"))
    let place = try #require(daily.names.firstIndex(of: "day-of-week-sin"))
    #expect(daily.values(at: 10)[place] == daily.values(at: 17)[place])
    #expect(daily.values(at: 10)[place] != daily.values(at: 11)[place])
  }
}
