import Testing

@testable import ForetellData

/// Tables made in code get the checks of files.
@Suite struct TableChecksTests {
  static let start = Timestamp(year: 2024, month: 1, day: 1)
  static let monthly = Frequency(.month)

  private func refusal(
    _ series: [Series], _ frequency: Frequency = monthly, columns: ColumnNames = .init(),
    style: StampStyle? = nil
  ) -> ForetellError? {
    do {
      _ = try SeriesTable(
        series: series, frequency: frequency, name: "sales", columns: columns, stampStyle: style)
      return nil
    } catch {
      return error as? ForetellError
    }
  }

  private func one(_ id: String = "A", _ values: [Double] = [1, 2, 3], covariates: [[Double]] = []) -> Series
  {
    Series(id: id, start: Self.start, values: values, covariates: covariates)
  }

  @Test func soundTables() throws {
    #expect(refusal([one(), one("B", [4])]) == nil)
    #expect(refusal([one(covariates: [[1, .nan, 3]])], columns: .init(covariates: ["price"])) == nil)
    // Control characters are cleaned where they are shown, as those of files are.
    #expect(refusal([one("a\u{1b}[31m"), one("b\nc"), one("d\t")]) == nil)
    let ends = Series(id: "end", start: Timestamp(year: 9999, month: 11, day: 1), values: [1, 2])
    #expect(refusal([ends]) == nil)
    #expect(refusal([Series(id: "steps", start: Timestamp(-5), values: [1, 2])], Frequency(.step)) == nil)
  }

  @Test func ids() throws {
    let twice = try #require(refusal([one(), one("B"), one(), one("B")]))
    #expect(twice.code == "F041" && twice.kind == .data && twice.message.contains("`A`") && twice.more == 1)
    #expect(twice.location?.file == "sales" && twice.location?.series == "A")
    // One letter, written in two ways that Unicode calls equal.
    #expect(refusal([one("é"), one("e\u{301}")])?.code == "F041")
    #expect(refusal([one("")])?.code == "F034")
    #expect(refusal([one("a\0b")])?.code == "F014")
    #expect(refusal([one(String(repeating: "x", count: 65_537))])?.code == "F018")
    #expect(refusal([])?.code == "F010")
  }

  @Test func numbers() throws {
    let infinite = try #require(refusal([one("A", [1, -.infinity, .infinity])]))
    #expect(infinite.code == "F030" && infinite.location?.stamp == "2024-02-01")
    #expect(infinite.message == "the value of series `A` at 2024-02-01 (index 1) is infinite")
    let covariate = one(covariates: [[1, 2, .infinity]])
    let inCovariate = try #require(refusal([covariate], columns: .init(covariates: ["price"])))
    #expect(inCovariate.code == "F030" && inCovariate.message.contains("covariate `price` of series `A`"))
  }

  @Test func covariates() throws {
    let unnamed = try #require(refusal([one(covariates: [[1, 2, 3]])]))
    #expect(unnamed.code == "F042" && unnamed.message.contains("1 covariates; the table names none"))
    #expect(refusal([one()], columns: .init(covariates: ["price"]))?.code == "F042")
    let short = try #require(refusal([one(covariates: [[1, 2]])], columns: .init(covariates: ["price"])))
    #expect(short.code == "F042" && short.message.contains("has 2 values; the series has 3"))
    let long = one(covariates: [[1, 2, 3, .infinity]])
    #expect(refusal([long], columns: .init(covariates: ["price"]))?.code == "F042")
    let both = one(covariates: [[1, 2, 3], [1, 2, 3]])
    #expect(refusal([both], columns: .init(covariates: ["price", "price"]))?.code == "F020")
    #expect(refusal([both], columns: .init(covariates: ["price", ""]))?.code == "F042")
  }

  @Test func grids() throws {
    let off = try #require(
      refusal([one(), Series(id: "B", start: Timestamp(year: 2024, month: 1, day: 2), values: [1])]))
    #expect(off.code == "F029" && off.location?.series == "B" && off.location?.stamp == "2024-01-02")
    for value in [Int64.min, .max, -62_167_219_201, 253_402_300_800] {
      #expect(
        refusal([Series(id: "A", start: Timestamp(value), values: [1])], Frequency(.second))?.code == "F024")
    }
    #expect(refusal([Series(id: "A", start: Timestamp(.max), values: [1])], Frequency(.step))?.code == "F024")
    let late = Series(id: "A", start: Timestamp(year: 9999, month: 11, day: 1), values: [1, 2, 3])
    #expect(refusal([late])?.code == "F024")
    for unit in Frequency.Unit.allCases where unit != .step {
      let huge = Frequency(unit, multiple: 100_000_000)
      let start = huge.timestamp(0)
      let series = Series(id: "A", start: start, values: [Double](repeating: 1, count: 5000))
      #expect(refusal([series], huge)?.code == "F024", "\(unit)")
    }
  }

  @Test func styles() {
    #expect(refusal([one()], style: .integer)?.code == "F060")
    let steps = Series(id: "A", start: Timestamp(0), values: [1])
    #expect(refusal([steps], Frequency(.step), style: .isoDate)?.code == "F060")
  }

  /// What files do with missing values at the ends, and with series that have none.
  @Test func missingValues() throws {
    let gap = Double.nan
    let made = try SeriesTable(
      series: [
        one("late", [gap, gap, 3, gap, 5], covariates: [[gap, 2, 3, 4, 5]]),
        one("never", [gap, gap], covariates: [[1, 2]]), one("early", [1, 2, gap], covariates: [[1, 2, 3]]),
      ], frequency: Self.monthly, columns: .init(covariates: ["price"]))
    let text = """
      unique_id,ds,y,price
      late,2024-01-01,,
      late,2024-02-01,,2
      late,2024-03-01,3,3
      late,2024-04-01,,4
      late,2024-05-01,5,5
      never,2024-01-01,,1
      never,2024-02-01,,2
      early,2024-01-01,1,1
      early,2024-02-01,2,2
      early,2024-03-01,,3
      """
    let read = try SeriesTable(csvText: text, options: CSVOptions(covariates: ["price"]))
    #expect(made.series.map(\.id) == ["late", "early"])
    #expect(made.checksum == read.checksum)
    #expect(made.findings.notes.map(\.kind) == [.leadingGaps, .trailingGaps, .emptySeries])
    #expect(made["late"]?.start == Timestamp(year: 2024, month: 3, day: 1) && made["never"] == nil)
    #expect(refusal([one("A", [gap]), one("B", [])])?.code == "F040")
  }
}
