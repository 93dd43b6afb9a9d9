import Foundation
import Testing

@testable import ForetellData

/// All ways of writing the same table give the same result.
@Suite struct FormatTests {
  private let plain = "ds,y\n2024-01-01,1\n2024-01-02,2.5\n2024-01-03,-3\n"

  private func values(_ text: String, _ options: CSVOptions = .init()) throws -> [[Double]] {
    try table(text, options).series.map(\.values)
  }

  @Test(arguments: [
    "ds,y\r\n2024-01-01,1\r\n2024-01-02,2.5\r\n2024-01-03,-3\r\n",
    "ds,y\r2024-01-01,1\r2024-01-02,2.5\r2024-01-03,-3\r",
    "ds,y\n2024-01-01,1\n2024-01-02,2.5\n2024-01-03,-3",
    "\u{feff}ds,y\n2024-01-01,1\n2024-01-02,2.5\n2024-01-03,-3\n",
    "\u{feff}\"ds\",\"y\"\n\"2024-01-01\",\"1\"\n\"2024-01-02\",\"2.5\"\n\"2024-01-03\",\"-3\"\n",
    "\n\nds,y\n\n2024-01-01,1\n  \n2024-01-02,2.5\n2024-01-03,-3\n\n\n",
    " ds , y \n 2024-01-01 ,\t1\n 2024-01-02, 2.5 \n2024-01-03,-3 \n",
    "ds;y\n2024-01-01;1\n2024-01-02;2.5\n2024-01-03;-3\n",
    "ds;y\n2024-01-01;1\n2024-01-02;2,5\n2024-01-03;-3\n",
    "ds,y\n2024-01-01,1\n2024-01-02,\"2,5\"\n2024-01-03,-3\n",
    "ds\ty\n2024-01-01\t1\n2024-01-02\t2.5\n2024-01-03\t-3\n",
    "ds|y\n2024-01-01|1\n2024-01-02|2.5\n2024-01-03|-3\n",
    "2024-01-01,1\n2024-01-02,2.5\n2024-01-03,-3\n",
    "2024-01-01;1\n2024-01-02;2,5\n2024-01-03;-3\n",
    "y,ds\n1,2024-01-01\n2.5,2024-01-02\n-3,2024-01-03\n",
    "date,sales\n2024/01/01,1\n2024/01/02,2.5\n2024/01/03,-3\n",
    "timestamp,target\n2024-01-01T00:00:00,1\n2024-01-02T00:00:00,2.5\n2024-01-03T00:00:00,-3\n",
    "Day,Visitors\n13/01/2024,1\n14/01/2024,2.5\n15/01/2024,-3\n",
    "Day,Visitors\n01/13/2024,1\n01/14/2024,2.5\n01/15/2024,-3\n",
    ",ds,y\n0,2024-01-01,1\n1,2024-01-02,2.5\n2,2024-01-03,-3\n",
    "ds,note,y\n2024-01-01,\"a, \"\"b\"\"\nc\",1\n2024-01-02,,2.5\n2024-01-03,x,-3\n",
    "unique_id,ds,y\nA,2024-01-01,1\nA,2024-01-02,2.5\nA,2024-01-03,-3\n",
    "item_id,timestamp,target\nA,2024-01-01,1\nA,2024-01-02,2.5\nA,2024-01-03,-3\n",
    "unique_id,ds,y\n1,2024-01-01,1e0\n1,2024-01-02,+2.5E+0\n1,2024-01-03,-.3e1\n",
  ])
  func readsTheSameValues(text: String) throws {
    let table = try table(text)
    #expect(table.series.map(\.values) == [[1, 2.5, -3]])
    #expect(table.frequency.unit == .day)
    #expect(table.findings.gaps == 0)
    #expect(table.findings.lines.count >= 3)
  }

  @Test func saysWhatItFound() throws {
    let table = try table(
      "item_id;timestamp;target;temp\nA;2024-01-01;1,5;3\nB;2024-01-01;2,5;4\nA;2024-01-02;1,5;3\nB;2024-01-02;7,5;4\n"
    )
    let found = table.findings
    #expect(found.delimiter == ";" && found.decimal == "," && found.hasHeader && found.layout == .long)
    #expect(found.columns == ColumnNames(id: "item_id", time: "timestamp", targets: ["target"]))
    #expect(found.unused == ["temp"])
    #expect(found.rows == 4 && found.series == 2 && found.observations == 4)
    #expect(found.lines[0] == "data.csv: 4 rows, delimiter ;, header, decimal comma, long format")
    #expect(found.lines.contains { $0.hasPrefix("not used: `temp`") })
    let back = try JSONDecoder().decode(Findings.self, from: JSONEncoder().encode(found))
    #expect(back == found)
  }

  @Test func readsWideTables() throws {
    let table = try table(
      "month,north,south,note\n2024-01,1,10,\n2024-02,,20,a\n2024-03,3,30,b\n2024-04,4,,c\n")
    #expect(table.findings.layout == .wide)
    #expect(table.series.map(\.id) == ["north", "south"])
    #expect(table.series[0].gaps == 1 && table.series[0].values[1].isNaN)
    #expect(table.series[1].values.prefix(3) == [10, 20, 30])
    #expect(table.findings.unused == ["note"])
    #expect(table.findings.notes.contains { $0.kind == .trailingGaps && $0.count == 1 })
    #expect(table.text(for: table.timestamp(ofSeries: 1, at: 4)) == "2024-05")
  }

  @Test func readsNumberedColumnNamesAsHeader() throws {
    let table = try table("date,0,1,OT\n2024-01-01,1,2,3\n2024-01-02,1,2,3\n2024-01-03,1,2,4\n")
    #expect(table.series.map(\.id) == ["0", "1", "OT"])
    #expect(table.series[2].values == [3, 3, 4])
  }

  @Test func readsPandasIndexWithoutName() throws {
    let table = try table(",0\n2024-01-31,1\n2024-02-29,2\n2024-03-31,3\n")
    #expect(table.series[0].id == "0" && table.series[0].values == [1, 2, 3])
    #expect(table.frequency.alias == "ME")
  }

  @Test func takesNoNumbersForMonths() throws {
    let error = try refusal("a,b\n1772.8,1\n1773.1,2\n1771.2,3\n")
    #expect(error?.code == "F022")
  }

  @Test func partsOfADateAreNoSteps() throws {
    let read = try table("year,quarter,y\n2023,1,5\n2023,2,6\n2023,3,7\n2023,4,8\n2024,1,9\n")
    #expect(read.frequency.unit == .quarter && read.findings.columns.time == "year,quarter")
  }

  @Test func flagsOverrideDetection() throws {
    let text = "when,a,b,c\n2024-01-01,1,x,7\n2024-01-02,2,x,8\n2024-01-03,3,x,9\n"
    #expect(try values(text, .init(targets: ["c"])) == [[7, 8, 9]])
    #expect(try values(text, .init(targets: ["c", "a"])) == [[7, 8, 9], [1, 2, 3]])
    let covariate = try table(text, .init(targets: ["c"], covariates: ["a"]))
    #expect(covariate.series[0].covariates == [[1, 2, 3]])
    #expect(try table(text, .init(id: "b", targets: ["a"])).series[0].id == "x")
    #expect(try table(text, .init(id: "b", targets: ["a", "c"])).series.map(\.id) == ["x/a", "x/c"])
    #expect(
      try values("2024-01-01,1\n2024-01-02,2\n", .init(hasHeader: true, frequency: Frequency(.day))) == [[2]])
    #expect(try values("2024-01-01#1\n2024-01-02#2\n", .init(delimiter: "#")) == [[1, 2]])
    #expect(try values("ds;y\n2024-01-01;1,250\n2024-01-02;2,250\n", .init(decimal: ",")) == [[1.25, 2.25]])
    #expect(
      try values("1,2024-01-01,5\n1,2024-01-02,6\n", .init(time: "2", targets: ["3"])) == [[5, 6]])
    let weeks = try table("ds,y\n2024-01-01,1\n2024-01-15,2\n", .init(frequency: .weekly(on: 0)))
    #expect(weeks.series[0].values.count == 3 && weeks.findings.isFrequencyGiven)
    let days = "ds,y\n01/02/2024,1\n02/02/2024,2\n03/02/2024,3\n"
    #expect(try table(days, .init(dateOrder: .dayFirst)).frequency.unit == .day)
    #expect(try table(days, .init(dateOrder: .monthFirst)).frequency.unit == .month)
    #expect(
      try values("ds,y\n2024-01-01,1\n2024-01-02,NA\n2024-01-03,3\n", .init(gaps: .linear, missing: ["NA"]))
        == [[1, 2, 3]])
  }

  @Test func treatsGapsAsAsked() throws {
    let text = "ds,y\n2024-01-01,\n2024-01-02,2\n2024-01-03,\n2024-01-06,5\n2024-01-07,\n"
    let masked = try table(text)
    #expect(masked.series[0].values.count == 6)
    #expect(masked.series[0].gaps == 4)
    #expect(masked.text(for: masked.series[0].start) == "2024-01-02")
    let kinds = masked.findings.notes.map(\.kind)
    #expect(kinds == [.missingRows, .leadingGaps, .trailingGaps])
    #expect(masked.findings.gaps == 4 && masked.findings.observations == 2)
    let linear = try table(text, .init(gaps: .linear))
    #expect(linear.series[0].values.prefix(5) == [2, 2.75, 3.5, 4.25, 5])
    #expect(linear.series[0].values[5].isNaN)
    #expect(try values(text, .init(gaps: .ffill)) == [[2, 2, 2, 2, 5, 5]])
  }

  @Test func treatsDuplicatesAsAsked() throws {
    let text = "ds,y\n2024-01-01,1\n2024-01-02,2\n2024-01-02,4\n2024-01-02,9\n2024-01-03,3\n"
    #expect(try values(text, .init(duplicates: .last)) == [[1, 9, 3]])
    let mean = try table(text, .init(duplicates: .mean))
    #expect(mean.series[0].values == [1, 5, 3])
    #expect(mean.findings.notes.contains { $0.kind == .merged && $0.count == 2 })
  }

  @Test func sortsAndSaysSo() throws {
    let text =
      "unique_id,ds,y\nb,2024-01-03,3\na,2024-01-02,20\nb,2024-01-01,1\na,2024-01-01,10\nb,2024-01-02,2\n"
    let table = try table(text)
    #expect(table.series.map(\.id) == ["b", "a"])
    #expect(table.series.map(\.values) == [[1, 2, 3], [10, 20]])
    #expect(table.findings.notes.contains { $0.kind == .sorted && $0.count == 2 })
  }

  @Test func leavesOutSeriesWithoutValuesAndSaysSo() throws {
    let table = try table("unique_id,ds,y\na,2024-01-01,\na,2024-01-02,\nb,2024-01-01,1\nb,2024-01-02,2\n")
    #expect(table.series.map(\.id) == ["b"])
    #expect(table.findings.notes.contains { $0.kind == .emptySeries && $0.text.contains("`a`") })
  }

  @Test func readsStepsYearsAndZones() throws {
    let steps = try table("t,y\n5,1\n6,2\n8,4\n")
    #expect(steps.frequency.unit == .step && steps.series[0].values.count == 4)
    #expect(steps.text(for: steps.timestamp(ofSeries: 0, at: 4)) == "9")
    let years = try table("year,y\n1999,1\n2000,2\n2001,3\n")
    #expect(years.frequency.unit == .year)
    let zoned = try table("ds,y\n2024-01-01T00:00:00Z,1\n2024-01-01T01:00:00Z,2\n2024-01-01T02:00:00Z,3\n")
    #expect(zoned.frequency.unit == .hour)
    #expect(zoned.text(for: zoned.timestamp(ofSeries: 0, at: 3)) == "2024-01-01T03:00:00Z")
  }

  @Test func madeInCode() throws {
    let frequency = Frequency(.month)
    let start = Timestamp(year: 2024, month: 1, day: 1)
    let made = try SeriesTable(
      series: [Series(id: "y", start: start, values: [1, .nan, 3])], frequency: frequency)
    #expect(made.findings.gaps == 1 && made.findings.observations == 2)
    #expect(made.text(for: made.timestamp(ofSeries: 0, at: 3)) == "2024-04-01")
    let read = try table("ds,y\n2024-01-01,1\n2024-02-01,\n2024-03-01,3\n")
    #expect(read.checksum == made.checksum)
    #expect(made.droppingLast(5).series[0].values.isEmpty)
  }

  @Test func checksumIsSHA256() {
    var empty = SHA256()
    #expect(empty.finish() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    var three = SHA256()
    three.update("abc".utf8)
    #expect(three.finish() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    var long = SHA256()
    long.update("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8)
    #expect(long.finish() == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
  }

  @Test func summarises() throws {
    try withFile(Array("ds,sun,z\n2024-01-01,0,4\n2024-01-02,0,4\n2024-01-03,3,4\n2024-01-04,,4\n".utf8)) {
      path in
      let summary = try TableSummary(inspecting: path)
      #expect(summary.isSound)
      #expect(summary.series[0].minimum == 0 && summary.series[0].mean == 1 && summary.series[0].maximum == 3)
      #expect(summary.series[0].longestZeroRun == 2 && summary.series[0].gaps == 1)
      #expect(summary.series[1].isConstant && !summary.series[0].isConstant)
      #expect(summary.lines().contains { $0.hasPrefix("sun: 4 points, 2024-01-01 to 2024-01-04, 1 gaps") })
      let back = try JSONDecoder().decode(TableSummary.self, from: JSONEncoder().encode(summary))
      #expect(back == summary)
    }
  }
}
