import Testing

@testable import ForetellData

/// Lines above and below the table, and rows that are no data.
@Suite struct PreambleTests {
  private let rows = "2024-01-01;1,5\n2024-01-02;2,5\n2024-01-03;3,5\n"
  private let plain = "2024-01,4\n2024-02,5\n2024-03,6\n2024-04,7\n"

  @Test(arguments: [
    "sep=;\nds;y\n", "Verbrauch 2024\n\nds;y\n", "# made by hand\n# in 2024\nds;y\n",
    "sep=;\n\n# a\nTitel\nds;y\n",
    "\"Bericht; Werk 3\"\n\nds;y\n", "Bericht;\n;\nds;y\n", "# ds;y\n", "Stand: 2024-01-31\nds;y\n",
  ])
  func linesAboveTheHeaderAreFound(above: String) throws {
    let read = try table(above + rows)
    #expect(read.series.map(\.id) == ["y"] && read.series[0].values == [1.5, 2.5, 3.5])
    #expect(read.findings.columns.time == "ds")
    #expect(read.findings.bytes == (above + rows).utf8.count)
    let bad = try #require(try refusal(above + rows + "2024-01-04;oops\n"))
    #expect(bad.location?.line == above.split(separator: "\n", omittingEmptySubsequences: false).count + 3)
    #expect(bad.location?.excerpt == "2024-01-04;oops")
  }

  @Test func saysWhatWasLeftOut() throws {
    let read = try table(
      "Category: All categories\n\nMonth,diet,gym\n2004-01,1,2\n2004-02,1,3\n2004-03,1,4\n")
    let note = try #require(read.findings.notes.first { $0.kind == .leftOutLines })
    #expect(note.count == 2)
    #expect(
      note.text
        == "2 lines above the table left out (`Category: All categories`): the header is `Month, diet, gym`")
  }

  @Test func linesAreCountedOff() throws {
    let text = "1,2,3\nfoo,bar\nds,y\n" + plain
    #expect(try table(text, .init(skippedLines: 2)).series[0].values == [4, 5, 6, 7])
    #expect(try refusal(text, .init(skippedLines: 70))?.code == "F010")
    #expect(try refusal(text, .init(skippedLines: -1))?.code == "F060")
    #expect(try table("ds,y\n" + plain, .init(skippedLines: 0)).series[0].values.count == 4)
  }

  @Test func neverSkipsDataAboveTheHeader() throws {
    // The first row may be data: it is refused, not skipped.
    #expect(try refusal("2023-12\nds,y\n" + plain) != nil)
    #expect(try table(plain).series[0].values.count == 4)
    #expect(try table("ds,\n" + plain).series[0].values.count == 4)
  }

  @Test func rowsBelowTheHeaderThatAreNoData() throws {
    let units = try table(
      "time,load,price\n,[MWh],[EUR/MWh]\n" + plain.replacing("\n", with: ",1\n"), .init(targets: ["load"]))
    #expect(units.series[0].values == [4, 5, 6, 7])
    #expect(units.findings.notes.contains { $0.kind == .leftOutLines && $0.text.contains("[EUR/MWh]") })
    let stock = try table(
      "Price,Close,Close\nTicker,AAA,BBB\nDate,,\n" + plain.replacing("\n", with: ",1\n"),
      .init(layout: .wide))
    #expect(stock.findings.columns.time == "Date")
    #expect(stock.series.map(\.id) == ["Close/AAA", "Close/BBB"])
    // A row whose values are missing is data.
    #expect(try refusal("ds,y\nsoon,NA\n" + plain) != nil)
  }

  @Test(arguments: [
    "Total,22\n", "TOTAL;\n", "Summe,22\n", "Gesamt: 22,\n", "Average,5.5\n", ",Total,22\n",
    "Source: somebody\n",
    "Source: somebody, somewhere, 2024\n", "\nNote: provisional\n", "# end\n", "Sum,1 234\n",
    "Grand Total,22\n",
    "made by hand\n", "made by hand,\n",
  ])
  func totalsAndRemarksBelowTheTable(below: String) throws {
    let read = try table("ds,y\n" + plain + below)
    #expect(read.series[0].values == [4, 5, 6, 7])
    let note = try #require(read.findings.notes.first { $0.kind == .leftOutRows })
    #expect(note.isWarning && note.text.hasPrefix("line \(below.hasPrefix("\n") ? 7 : 6) is not data"))
  }

  @Test func wordsBetweenRowsAreRefused() throws {
    let error = try #require(try refusal("ds,y\n2024-01,1\n2024-02,2\nlate\n2024-03,3\n"))
    #expect(error.code == "F017" && error.location?.line == 4)
    #expect(try refusal("ds,y\n" + plain + "tomorrow,8\n")?.code == "F024")
  }

  @Test func totalsAreSeriesWhereTheyHaveStamps() throws {
    let read = try table("region,ds,y\nA,2024-01,1\nA,2024-02,2\nTotal,2024-01,1\nTotal,2024-02,2\n")
    #expect(read.series.map(\.id) == ["A", "Total"])
  }

  @Test func rowsOfDelimitersAreNoRows() throws {
    let read = try table("ds,y\n" + plain + ",\n,\n,,,\n")
    #expect(read.series[0].values.count == 4 && read.findings.gaps == 0)
    #expect(read.findings.notes.contains { $0.kind == .leftOutRows && $0.count == 3 })
    let behind = try table("ds,y\n" + plain.replacing("\n", with: ",,\n"))
    #expect(behind.series[0].values == [4, 5, 6, 7])
  }

  /// Small blocks, one block and pipes agree.
  @Test func blocksAgree() throws {
    let text = "Title\n\nds,y\n,[MW]\n" + plain + ",\nTotal,22\n"
    var options = CSVOptions()
    let whole = try table(text, options)
    options.chunkLength = 7
    options.threads = 2
    let pieces = try table(text, options)
    #expect(pieces.checksum == whole.checksum && pieces.findings == whole.findings)
  }

  // MARK: - Time stamps in the header

  @Test func datesInTheHeader() throws {
    let text =
      "Province,Country,Lat,2020-01-01,2020-01-02,2020-01-03,2020-01-04\n"
      + ",Italy,33.5,0,1,4,9\nHubei,China,34.5,0,2,,18\n"
    let read = try table(text)
    #expect(read.series.map(\.id) == ["Italy", "Hubei/China"])
    #expect(read.series[0].values == [0, 1, 4, 9] && read.series[1].gaps == 1)
    #expect(
      read.frequency.unit == .day && read.findings.layout == .wideRows && read.findings.unused == ["Lat"])
    #expect(read.text(for: read.timestamp(ofSeries: 0, at: 4)) == "2020-01-05")
    // The detected column names can be given explicitly, as a saved model does.
    let columns = read.findings.columns
    let again = try table(text, .init(id: columns.id, time: columns.time, targets: columns.targets))
    #expect(again.checksum == read.checksum)
    #expect(try table(text, .init(id: "Country")).series.map(\.id) == ["Italy", "China"])
    let bad = try #require(try refusal(text.replacing(",18", with: ",oops")))
    #expect(bad.location?.line == 3 && bad.location?.columnName == "2020-01-04")
    #expect(try refusal(text, .init(targets: ["2020-01-01"]))?.code == "F061")
  }

  @Test func yearsInTheHeader() throws {
    let text =
      "\"Data Source\",\"Indicators\",\n\n\"Last Updated Date\",\"2024-06-28\",\n\n"
      + "\"Country Name\",\"Country Code\",\"Indicator Name\",\"2015\",\"2016\",\"2017\",\"2018\",\n"
      + "\"Aruba\",\"ABW\",\"Population, total\",\"\",\"11\",\"12\",\"13\",\n"
      + "\"Chad\",\"TCD\",\"Population, total\",\"20\",\"21\",\"22\",\"23\",\n"
      + "\"Togo\",\"TGO\",\"Population, total\",\"30\",\"31\",\"32\",\"33\",\n"
    let read = try table(text)
    #expect(read.series.map(\.id).first == "Aruba/ABW/Population, total")
    #expect(read.series.map(\.values) == [[11, 12, 13], [20, 21, 22, 23], [30, 31, 32, 33]])
    #expect(read.frequency.unit == .year)
    #expect(read.text(for: read.timestamp(ofSeries: 1, at: 4)) == "2019")
    #expect(read.findings.notes.contains { $0.kind == .leftOutLines && $0.count == 4 })
    let months = try table("Country,2015-01,2015-02,2015-03\nA,1,2,3\nB,2,3,4\n")
    #expect(months.frequency.alias == "MS" && months.series.map(\.id) == ["A", "B"])
    let bracketed = try table("Country,2015 [YR2015],2016 [YR2016],2017 [YR2017]\nA,1,2,3\nB,2,3,4\n")
    #expect(bracketed.series.map(\.values) == [[1, 2, 3], [2, 3, 4]])
  }

  @Test func oneRowTwiceIsRefused() throws {
    let error = try #require(try refusal("c,2015,2016,2017\nA,1,2,3\nA,2,3,4\n"))
    #expect(error.code == "F027" && error.location?.line == 3)
  }

  @Test func thousandsOfDatesAreQuick() throws {
    let count = 6000
    let start = CivilDate(year: 2000, month: 1, day: 1).dayNumber
    let style = StampStyle.isoDate
    var text = "name"
    for day in 0..<count { text += "," + style.text(for: Timestamp((start + Int64(day)) * 86_400)) }
    text += "\n"
    for row in 0..<5 { text += "s\(row)" + (0..<count).map { ",\($0 + row)" }.joined() + "\n" }
    let read = try table(text)
    #expect(read.series.count == 5 && read.series[4].values.count == count && read.series[4].values[7] == 11)
  }

  // MARK: - Gaps

  @Test func theGridIsBoundByTheRows() throws {
    let one = try #require(try refusal("ds,y\n0001-01-01,1\n2024-01-01,1\n2024-01-02,1\n"))
    #expect(one.code == "F039" && one.message.contains("the limit is 1300 (1000 and 100 per row)"))
    #expect(one.message.contains("from 0001-01-01 to 2024-01-01"))
    var many = "unique_id,ds,y\n"
    for id in 0..<1200 { many += "\(id),2020-01-01,1\n\(id),2020-01-02,1\n\(id),2023-04-0\(1 + id % 9),1\n" }
    let all = try #require(try refusal(many))
    #expect(all.code == "F039" && all.message.contains("the table's 3600 rows"))
    #expect(all.message.contains("the limit is 1000000 (1000000 or 30 per row)"))
    #expect(all.location?.series != nil && all.onCommandLine.hint?.contains("one side of the gap") == true)
  }
}
