import Testing

@testable import ForetellData

/// Rows in any order become the table that the same rows in a CSV become.
@Suite struct TableRowsTests {
  private func day(_ number: Int) -> Timestamp { Timestamp(year: 2024, month: 1, day: number) }

  private func refusal(_ make: () throws -> SeriesTable) -> ForetellError? {
    do {
      _ = try make()
      return nil
    } catch { return error as? ForetellError }
  }

  @Test func anyOrder() throws {
    let table = try SeriesTable(rows: [
      ("B", day(3), 30), ("A", day(2), 2), ("A", day(1), 1), ("A", day(5), 5), ("B", day(2), 20),
      ("B", day(5), 50),
    ])
    #expect(table.frequency.alias == "D" && table.series.map(\.id) == ["B", "A"])
    #expect(table["A"]?.start == day(1) && table["B"]?.start == day(2))
    #expect(table["B"]?.values.prefix(2) == [20, 30] && table["B"]?.values.last == 50)
    #expect(table.findings.gaps == 3 && table.findings.rows == 6)
    #expect(table.findings.notes.contains { $0.kind == .sorted })
    #expect(table.text(for: day(6)) == "2024-01-06")
    let text =
      "unique_id,ds,y\nB,2024-01-03,30\nA,2024-01-02,2\nA,2024-01-01,1\nA,2024-01-05,5\nB,2024-01-02,20\n"
    let read = try SeriesTable(csvText: text + "B,2024-01-05,50\n")
    #expect(read.checksum == table.checksum)
  }

  @Test func duplicates() throws {
    let rows = [("A", day(1), 1.0), ("A", day(2), 2), ("A", day(2), 4), ("A", day(3), 3)]
    let error = try #require(refusal { try SeriesTable(rows: rows, name: "orders") })
    #expect(error.code == "F027" && error.location?.line == 3 && error.location?.file == "orders")
    #expect(
      error.location?.stamp == "2024-01-02"
        && error.hint == "keep one: duplicates: .last or duplicates: .mean")
    #expect(try SeriesTable(rows: rows, duplicates: .last)["A"]?.values == [1, 4, 3])
    #expect(try SeriesTable(rows: rows, duplicates: .mean)["A"]?.values == [1, 3, 3])
  }

  @Test func frequencies() throws {
    let hours = (0..<4).map { ("A", Timestamp(Int64($0) * 7200), Double($0)) }
    #expect(try SeriesTable(rows: hours).frequency.alias == "2h")
    #expect(try SeriesTable(rows: hours, frequency: Frequency(.hour))["A"]?.values.count == 7)
    #expect(refusal { try SeriesTable(rows: hours, frequency: Frequency(.day)) }?.code == "F029")
    let single = [("A", day(1), 1.0)]
    #expect(refusal { try SeriesTable(rows: single) }?.code == "F028")
    #expect(try SeriesTable(rows: single, frequency: Frequency(.day))["A"]?.values == [1])
    let steps = [("A", Timestamp(7), 7.0), ("A", Timestamp(5), 5)]
    let counted = try SeriesTable(rows: steps, frequency: Frequency(.step))
    #expect(counted.text(for: Timestamp(8)) == "8" && counted["A"]?.values.count == 3)
  }

  @Test func gaps() throws {
    let rows = [("A", day(1), 1.0), ("A", day(2), 2), ("A", day(4), 4)]
    #expect(try SeriesTable(rows: rows, gaps: .linear)["A"]?.values == [1, 2, 3, 4])
    #expect(try SeriesTable(rows: rows, gaps: .ffill)["A"]?.values == [1, 2, 2, 4])
    #expect(refusal { try SeriesTable(rows: rows, gaps: .error) }?.code == "F035")
  }

  @Test func covariates() throws {
    let rows = (1...3).reversed().map {
      SeriesRow(id: "A", stamp: day($0), value: Double($0), covariates: [Double($0) * 10, .nan])
    }
    let table = try SeriesTable(rows: rows, columns: ColumnNames(covariates: ["price", "rain"]))
    #expect(table["A"]?.covariates[0] == [10, 20, 30])
    #expect(refusal { try SeriesTable(rows: rows) }?.code == "F042")
  }

  @Test func badRows() {
    func code(_ id: String, _ stamp: Timestamp, _ value: Double) -> String? {
      refusal { try SeriesTable(rows: [("A", day(1), 1), (id, stamp, value), ("A", day(2), 1)]) }?.code
    }
    #expect(code("", day(1), 1) == "F034")
    #expect(code("a\0", day(1), 1) == "F014")
    #expect(code("B", day(1), .infinity) == "F030")
    #expect(code("B", Timestamp(.max), 1) == "F024")
    #expect(code("B", Timestamp(.min), 1) == "F024")
    #expect(code("B", day(1), .nan) == nil)
    let none: [(String, Timestamp, Double)] = []
    #expect(refusal { try SeriesTable(rows: none) }?.code == "F010")
    let letters = [("é", day(1), 1.0), ("é", day(2), 2), ("e\u{301}", day(1), 1)]
    #expect(refusal { try SeriesTable(rows: letters) }?.code == "F041")
  }

  @Test func textAndBytes() throws {
    let text = "ds,y\n2024-01-01,1\n2024-02-01,2\n2024-03-01,x\n"
    let error = try #require(refusal { try SeriesTable(csvText: text) })
    #expect(error.code == "F012" && error.location?.text == "CSV text:4:12")
    #expect(error.location?.excerpt == "2024-03-01,x")
    let fine = Array("\u{feff}ds,y\n2024-01-01,1\n2024-02-01,2\n".utf8)
    for length in [1, 7, 1 << 20] {
      var options = CSVOptions()
      options.chunkLength = length
      let table = try SeriesTable(csv: fine, name: "upload", options: options)
      #expect(table.name == "upload" && table.series[0].values == [1, 2])
    }
    #expect(refusal { try SeriesTable(csvText: "") }?.code == "F010")
    #expect(refusal { try SeriesTable(csv: [0xff, 0xfe, 0x61, 0x00]) }?.code == "F013")
    // Both lines of an error that is found only when all rows are there.
    let twice = try #require(
      refusal { try SeriesTable(csvText: "ds,y\n2024-01-01,1\n2024-01-02,1\n2024-01-02,3\n") })
    #expect(twice.location?.line == 4 && twice.location?.excerpt == "2024-01-02,3")
  }
}
