import Foundation
import Testing

@testable import ForetellData

/// Calendars of holidays: their files, and the columns that they become.
@Suite struct HolidaysTests {
  private func file(_ text: String, _ body: (String) throws -> Void) throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "holidays-\(UUID().uuidString).csv")
    try Data(text.utf8).write(to: path)
    defer { try? FileManager.default.removeItem(at: path) }
    try body(path.path)
  }

  private func holidays(_ text: String) throws -> Holidays {
    var result: Holidays?
    try file(text) { result = try Holidays(csv: $0) }
    return try #require(result)
  }

  private func refusal(_ body: () throws -> Void) -> ForetellError? {
    do {
      try body()
      return nil
    } catch { return error as? ForetellError }
  }

  private static let german = """
    date,name,state
    2024-12-25,Christmas,
    2024-12-26,"Christmas, 2nd",
    2024-01-06,Epiphany,BY
    2024-06-20,Corpus Christi,BY
    2024-11-20,Repentance,SN

    """

  @Test func filesAreRead() throws {
    let calendar = try holidays(Self.german)
    #expect(calendar.regionColumn == "state" && calendar.days.count == 5)
    #expect(
      calendar.names == ["Epiphany", "Corpus Christi", "Repentance", "Christmas", "Christmas, 2nd"])
    #expect(calendar.days[0].region == "BY" && calendar.days[3].region == nil)
    let prophet = try holidays("holiday;ds\nNew Year;01.01.2024\nMay Day;01.05.2024\nUnity;13.10.2024\n")
    #expect(prophet.regionColumn == nil)
    #expect(prophet.days.map(\.name) == ["New Year", "May Day", "Unity"])
  }

  @Test func mistakesAreLocated() throws {
    let wrong = try #require(
      refusal { _ = try holidays("date,name\n2024-12-25,Christmas\n2024-13-26,X\n2024-05-01,May\n") })
    #expect(wrong.code == "F024" && wrong.location?.line == 3 && wrong.location?.column == 1)
    let empty = try #require(refusal { _ = try holidays("date,name\n2024-12-25,\n2024-05-01,May\n") })
    #expect(empty.location?.line == 2 && empty.location?.column == 12)
    #expect(refusal { _ = try holidays("date,what\n2024-12-25,X\n") }?.code == "F021")
    #expect(refusal { _ = try holidays("date,name\n") }?.code == "F010")
    #expect(refusal { _ = try holidays("date,name\nsoon,X\nlater,Y\n") }?.code == "F024")
    #expect(refusal { _ = try Holidays(csv: "/nowhere.csv") }?.code == "F001")
  }

  private func table(
    _ frequency: Frequency, _ start: Timestamp, _ count: Int, statics: [Double] = [],
    columns: ColumnNames = .init()
  ) throws -> SeriesTable {
    try SeriesTable(
      series: [
        Series(id: "A", start: start, values: (0..<count).map(Double.init), statics: statics)
      ], frequency: frequency, columns: columns)
  }

  @Test func daysBecomeColumns() throws {
    let days = try table(Frequency(.day), Timestamp(year: 2024, month: 12, day: 20), 4)
    let added = try days.adding(HolidayOptions(try holidays(Self.german), region: "BY"))
    #expect(added.columns.futures.first == "holiday Epiphany" && added.columns.holidays.count == 5)
    let christmas = added.series[0].futures[3]
    // To the end of 2024: 12 days.
    #expect(christmas == [0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0])
    try added.requireKnown(steps: 8)
    let error = try #require(refusal { try added.requireKnown(steps: 9) })
    #expect(error.code == "F046" && error.message.contains("the holidays of 2025-01-01 are not known"))
    #expect(added.series[0].futures[2].allSatisfy { $0 == 0 })
    #expect(added.columns.givenFutures.isEmpty)
  }

  @Test func everyGridHasItsSteps() throws {
    let calendar = HolidayOptions(
      Holidays([
        .init(Timestamp(year: 2024, month: 1, day: 31), name: "h"),
        .init(Timestamp(year: 2024, month: 3, day: 1), name: "h"),
        .init(Timestamp(year: 2024, month: 3, day: 29), name: "h"),
      ]))
    func counts(_ alias: String, _ start: Timestamp, _ count: Int) throws -> [Double] {
      let table = try table(try Frequency(alias: alias).aligned(to: start), start, count)
      return Array(try table.adding(calendar).series[0].futures[0].prefix(count))
    }
    #expect(try counts("MS", Timestamp(year: 2024, month: 1, day: 1), 4) == [1, 0, 2, 0])
    #expect(try counts("ME", Timestamp(year: 2024, month: 1, day: 31), 4) == [1, 0, 2, 0])
    #expect(try counts("QS", Timestamp(year: 2024, month: 1, day: 1), 2) == [3, 0])
    #expect(try counts("W", Timestamp(year: 2024, month: 1, day: 29), 5) == [1, 0, 0, 0, 1])
    let hours = try counts("12h", Timestamp(year: 2024, month: 1, day: 30), 6)
    #expect(hours == [0, 0, 1, 1, 0, 0])
    #expect(try counts("B", Timestamp(year: 2024, month: 1, day: 30), 3) == [0, 1, 0])
    let steps = try SeriesTable(
      series: [Series(id: "A", start: Timestamp(0), values: [1, 2])], frequency: Frequency(.step),
      stampStyle: .integer)
    #expect(refusal { _ = try steps.adding(calendar) }?.code == "F060")
    // Before 2024 nothing is known.
    let early = try table(Frequency(.day), Timestamp(year: 2023, month: 12, day: 30), 4).adding(calendar)
    #expect(early.series[0].futures[0][0].isNaN && early.series[0].futures[0][2] == 0)
  }

  @Test func regionsAreMatched() throws {
    let calendar = try holidays(Self.german)
    let start = Timestamp(year: 2024, month: 1, day: 1)
    let columns = ColumnNames(statics: ["state"], categories: ["state": ["BY", "SN", "XX"]])
    func epiphany(_ place: Double) throws -> Double {
      let table = try table(Frequency(.day), start, 10, statics: [place], columns: columns)
      return try table.adding(HolidayOptions(calendar)).series[0].futures[0][5]
    }
    #expect(try epiphany(0) == 1)
    #expect(try epiphany(1) == 0)
    #expect(try epiphany(.nan) == 0)
    #expect(refusal { _ = try epiphany(2) }?.message.contains("`XX` of series `A`") == true)
    let plain = try table(Frequency(.day), start, 10)
    let unsaid = refusal { _ = try plain.adding(HolidayOptions(calendar)) }
    #expect(unsaid?.onCommandLine.hint?.contains("--holiday-region NAME") == true)
    #expect(refusal { _ = try plain.adding(HolidayOptions(calendar, region: "by")) }?.code == "F060")
    let some = try plain.adding(HolidayOptions(calendar, region: "SN", names: ["Christmas", "Easter"]))
    #expect(some.columns.holidays == ["Christmas", "Easter"])
    #expect(some.series[0].futures[1].allSatisfy { $0 == 0 })
  }
}
