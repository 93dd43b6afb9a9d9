import Testing

@testable import ForetellData

/// Detection of time stamps, ids and targets in real-world files.
@Suite struct LayoutTests {
  private func days(_ count: Int, from: Int = 1, _ line: (String, Int) -> String) -> String {
    (0..<count).map { step in
      let date = CivilDate(dayNumber: CivilDate(year: 2024, month: 1, day: from).dayNumber + Int64(step))
      let month = date.month < 10 ? "0\(date.month)" : "\(date.month)"
      let day = date.day < 10 ? "0\(date.day)" : "\(date.day)"
      return line("\(date.year)-\(month)-\(day)", step) + "\n"
    }.joined()
  }

  // MARK: - Time in several columns

  @Test func joinsDateAndTime() throws {
    var text = "Date;Time;CO(GT);T;;\n"
    for hour in 0..<48 {
      text += "\(hour < 24 ? 14 : 15)/03/2004;\(hour % 24).00.00;\(hour),5;13,6;;\n"
    }
    text += ";;;;;\n;;;;;\n"
    for options in [CSVOptions(targets: ["CO(GT)"]), CSVOptions(time: "Date,Time", targets: ["CO(GT)"])] {
      let read = try table(text, options)
      #expect(read.frequency.unit == .hour)
      #expect(read.series[0].values == (0..<48).map { Double($0) + 0.5 })
      #expect(read.findings.columns.time == "Date,Time")
      #expect(read.findings.unused == ["T"])
      #expect(read.findings.notes.contains { $0.kind == .leftOutRows && $0.count == 2 && !$0.isWarning })
      #expect(read.text(for: read.timestamp(ofSeries: 0, at: 48)) == "16/03/2004 00:00:00")
    }
  }

  @Test(arguments: [
    "18:30", "18:30:00", "18.30.00", "6:30 PM", "06:30:00 pm", "18h30", "1830", "18:30:00.000",
  ])
  func readsTimesOfDay(text: String) {
    let bytes = Array(text.utf8)
    let part: StampParts.Part = text == "1830" ? .clock : .timeOfDay
    let value = bytes.withUnsafeBufferPointer { StampParts.value(of: $0, as: part) }
    #expect(value == .success(18 * 3600 + 30 * 60))
  }

  @Test func refusesImpossibleTimesOfDay() throws {
    let text =
      "date,time,y\n" + (0..<24).map { "2024-01-01,\($0):00,\($0)\n" }.joined() + "2024-01-02,25:00,1\n"
    let error = try #require(try refusal(text))
    #expect(error.code == "F024" && error.location?.line == 26 && error.location?.column == 12)
    #expect(error.onCommandLine.hint?.contains("--missing") == false)
  }

  @Test func hoursCountFromZeroOrOne() throws {
    for first in [0, 1] {
      var text = "Datum,Stunde,Last\n"
      for hour in 0..<48 { text += "2024-01-0\(1 + hour / 24),\(hour % 24 + first),\(hour)\n" }
      let read = try table(text)
      #expect(read.frequency.unit == .hour && read.series[0].values.count == 48)
      #expect(read.text(for: read.series[0].start) == (first == 0 ? "2024-01-01 00:00" : "2024-01-01 01:00"))
      #expect(read.findings.lines.contains { $0.hasPrefix("hour 24 is read as midnight") } == (first == 1))
    }
  }

  @Test func joinsYearAndMonth() throws {
    for (header, month): (String, (Int) -> String) in [
      ("Year,Month,Sales", { "\($0)" }), ("Jahr,Monat,Sales", { "\($0)" }),
      ("YEAR,MO,Sales", { CivilDate.monthNames[$0 - 1] }),
      ("year,month,Sales", { String(CivilDate.monthNames[$0 - 1].prefix(3)) }),
      ("Year,Month,Sales", { "\($0).0" }),
    ] {
      var text = header + "\n"
      for step in 0..<36 { text += "\(2015 + step / 12),\(month(step % 12 + 1)),\(100 + step)\n" }
      let read = try table(text)
      #expect(read.frequency.alias == "MS")
      #expect(read.series.map(\.id) == ["Sales"] && read.series[0].values.count == 36)
      #expect(read.text(for: read.timestamp(ofSeries: 0, at: 36)) == "2018-01")
      #expect(try table(text, .init(time: read.findings.columns.time)).checksum == read.checksum)
    }
  }

  @Test func joinsWhatIsFiner() throws {
    var hours = "YEAR,MO,DY,HR,T2M\n"
    for hour in 0..<72 { hours += "2024,2,\(27 + hour / 24),\(hour % 24),\(hour)\n" }
    #expect(try table(hours).frequency.alias == "h")
    let quarters = "year,quarter,y\n2023,1,5\n2023,2,6\n2023,3,7\n2023,4,8\n2024,1,9\n"
    let read = try table(quarters)
    #expect(read.frequency.alias == "QS" && read.text(for: read.timestamp(ofSeries: 0, at: 5)) == "2024-Q2")
    var weeks = "year,week,y\n"
    for week in 1...53 { weeks += "2020,\(week),\(week)\n" }
    weeks += "2021,1,54\n2021,2,55\n"
    #expect(try table(weeks).frequency.alias == "W-MON" && table(weeks).series[0].values.count == 55)
    #expect(try refusal(weeks + "2021,53,99\n")?.message.contains("does not exist") == true)
    var days = "YEAR,DOY,T2M\n"
    for day in 1...366 { days += "2024,\(day),\(day)\n" }
    #expect(try table(days).frequency.alias == "D" && table(days).series[0].values.count == 366)
  }

  @Test func wholeStampsNeedNoOtherColumn() throws {
    let text = "date,year,month,sales\n" + days(40) { "\($0),2024,\($1 / 31 + 1),\($1)" }
    let read = try table(text)
    #expect(read.findings.columns.time == "date" && read.findings.columns.targets == ["sales"])
    let measured = "date,time,y\n" + days(10) { "\($0),0\($1 % 7 + 1):1\($1),\($1)" }
    #expect(try table(measured).findings.columns.time == "date")
  }

  @Test func refusesColumnsThatMakeNoStamp() throws {
    let text = "a,b,y\n" + days(5) { "\($0),x,\($1)" }
    #expect(try refusal(text, .init(time: "a,b"))?.code == "F024")
    let two = "a,b,y\n" + days(5) { "\($0),\($0),\($1)" }
    #expect(try refusal(two, .init(time: "a,b"))?.message.contains("do not form a time stamp") == true)
    #expect(try refusal(two, .init(time: "a,c"))?.code == "F021")
  }

  // MARK: - Ids

  private let stores =
    "date,store,item,sales\n2024-01-01,1,1,11\n2024-01-01,1,2,12\n2024-01-01,2,1,21\n"
    + "2024-01-01,2,2,22\n2024-01-02,1,1,13\n2024-01-02,1,2,14\n2024-01-02,2,1,23\n2024-01-02,2,2,24\n"

  @Test func severalColumnsMakeTheId() throws {
    for options in [CSVOptions(), CSVOptions(id: "store,item")] {
      let read = try table(stores, options)
      #expect(read.series.map(\.id) == ["1/1", "1/2", "2/1", "2/2"])
      #expect(read.series[3].values == [22, 24])
      #expect(read.findings.columns.id == "store,item")
    }
    var reversed = CSVOptions()
    reversed.idColumns = ["item", "store"]
    #expect(try table(stores, reversed).series.map(\.id) == ["1/1", "2/1", "1/2", "2/2"])
  }

  @Test func differentIdsStayDifferent() throws {
    let text = "a,b,ds,y\nx/y,z,2024-01-01,1\nx/y,z,2024-01-02,2\nx,y/z,2024-01-01,3\nx,y/z,2024-01-02,4\n"
    let read = try table(text, .init(id: "a,b"))
    #expect(read.series.count == 2 && read.series[0].id != read.series[1].id)
    let empty = "a,b,ds,y\n,z,2024-01-01,1\n,z,2024-01-02,2\nx,z,2024-01-01,3\nx,z,2024-01-02,4\n"
    #expect(try table(empty, .init(id: "a,b")).series.map(\.id) == ["z", "x/z"])
    let none = "a,b,ds,y\n,,2024-01-01,1\nx,z,2024-01-02,2\nx,z,2024-01-01,3\n"
    #expect(try refusal(none, .init(id: "a,b"))?.code == "F034")
  }

  @Test func theHintNamesWhatTellsRowsApart() throws {
    let text = stores.replacing("store,item", with: "Kette A,Nr")
    let error = try #require(try refusal(text, .init(targets: ["sales"])))
    #expect(error.code == "F027")
    #expect(error.onCommandLine.hint == "another column tells these rows apart: --id 'Kette A,Nr'")
    #expect(try table(text, .init(id: "Kette A,Nr", targets: ["sales"])).series.count == 4)
    let hourly =
      "day,slot,load\n"
      + days(3) { date, _ in
        (0..<24).map { "\(date),\($0),\($0)" }.joined(separator: "\n")
      }
    let hint = try #require(try refusal(hourly, .init(targets: ["load"]))?.onCommandLine.hint)
    #expect(!hint.contains("--duplicates"))
  }

  @Test func numbersOfRowsAreNoIds() throws {
    let text =
      "id,date,store_nbr,family,sales\n"
      + days(6) { date, step in
        ["1", "2"].map { store in
          ["A", "B"].map { family in
            "\(900 + step * 4 + Int(store)! * 2 + (family == "A" ? 0 : 1)),\(date),\(store),\(family),\(step)"
          }
          .joined(separator: "\n")
        }.joined(separator: "\n")
      }
    let read = try table(text)
    #expect(read.findings.columns.id == "store_nbr,family" && read.series.count == 4)
  }

  // MARK: - Duplicates

  @Test(arguments: [
    (CSVOptions.DuplicatePolicy.sum, [1.0, 15, 3]), (.mean, [1, 5, 3]), (.first, [1, 2, 3]),
    (.min, [1, 2, 3]), (.max, [1, 9, 3]),
  ])
  func mergesDuplicates(policy: CSVOptions.DuplicatePolicy, values: [Double]) throws {
    let text = "ds,y\n2024-01-01,1\n2024-01-02,2\n2024-01-02,4\n2024-01-02,9\n2024-01-02,\n2024-01-03,3\n"
    #expect(try table(text, .init(duplicates: policy)).series[0].values == values)
  }

  @Test func equalRowsAreNotAddedUp() throws {
    let equal = try refusal("ds,y\n2024-01-01,1\n2024-01-01,1\n2024-01-02,2\n")
    #expect(
      equal?.onCommandLine.hint?.contains("--duplicates last") == true
        && equal?.hint?.contains("sum") == false)
    let different = try refusal("ds,y\n2024-01-01,1\n2024-01-01,3\n2024-01-02,2\n")
    #expect(
      different?.onCommandLine.hint?.contains("--duplicates sum") == true
        && different?.hint?.contains("mean") == true)
  }

  // MARK: - Targets

  @Test func aKnownNameIsTheTarget() throws {
    let rossmann =
      "Store,DayOfWeek,Date,Sales,Customers,Open\n"
      + days(14) { date, step in
        "1,\(step % 7 + 1),\(date),\(5000 + step),55,1\n2,\(step % 7 + 1),\(date),\(6000 + step),66,1"
      }
    #expect(try table(rossmann).findings.columns.targets == ["Sales"])
    let prices =
      "Date,Open,High,Low,Close,Adj Close,Volume\n"
      + days(9) { "\($0),1.\($1),2.\($1),0.\($1),1.5\($1),1.4\($1),99\($1)" }
    #expect(try table(prices).findings.columns.targets == ["Close"])
    #expect(try table(prices).findings.lines.contains { $0.hasPrefix("`Close` is taken for the target") })
  }

  @Test func severalUnknownNamesBesideAnIdAreAsked() throws {
    let text =
      "shop,date,weekday,apples,pears,fixed\n"
      + days(8) { date, step in
        ["a", "b"].map { "\($0),\(date),\(step % 7),\(step),\(step + 2),7" }.joined(separator: "\n")
      }
    let error = try #require(try refusal(text))
    #expect(error.code == "F044" && error.message.contains("`apples`, `pears`"))
    #expect(!error.message.contains("weekday") && !error.message.contains("fixed"))
    #expect(error.onCommandLine.hint?.contains("--target apples") == true)
    #expect(try table(text, .init(targets: ["apples"])).series.count == 2)
  }

  @Test func wideFilesLeaveCompanionsOut() throws {
    let text = "date,year,month,north,south,holiday\n" + days(20) { "\($0),2024,1,\($1),\($1 + 1),0" }
    #expect(try table(text).series.map(\.id) == ["north", "south"])
  }

  // MARK: - Names

  @Test func doubledNamesMatterOnlyWhereTheyAreUsed() throws {
    let text = "ds,x,x,y\n" + days(5) { "\($0),1,2,\($1)" }
    #expect(try table(text).findings.columns.targets == ["y"])
    let error = try #require(try refusal(text, .init(targets: ["x"])))
    #expect(error.code == "F020" && error.onCommandLine.hint?.contains("--target 'x (column 2)'") == true)
    #expect(try table(text, .init(targets: ["x (column 3)"])).series[0].values == [2, 2, 2, 2, 2])
  }

  @Test func indexAndEmptyColumnsAreNoSeries() throws {
    let text = "Unnamed: 0,date,a,b,,\n" + days(6) { "\($1),\($0),\($1),\($1 + 1),," }
    let read = try table(text)
    #expect(read.series.map(\.id) == ["a", "b"])
    #expect(read.findings.unused == ["Unnamed: 0"])
    #expect(read.findings.notes.contains { $0.text.hasPrefix("2 columns without names and without values") })
  }

  @Test func saysWhereIdsDifferInCapitalsOnly() throws {
    let text =
      "id,ds,y\n" + (1...9).flatMap { ["North,2024-01-0\($0),1\n", "south,2024-01-0\($0),2\n"] }.joined()
    #expect(try table(text).findings.warnings.isEmpty)
    let again = try table(text + "north,2024-01-10,3\nNorth,2024-01-10,3\nsouth,2024-01-10,3\n")
    #expect(again.findings.warnings.contains { $0.contains("differ only in capital letters") })
  }
}
