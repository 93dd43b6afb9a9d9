import Foundation
import Testing

/// Time stamps as files have them, through the command: forecasts are written in the file's own form, and hints work.
@Suite struct StampFileTests {
  private let workspace: Workspace

  init() throws { workspace = try Workspace() }

  /// A file of stamps with a value beside each.
  private func file(_ name: String, _ stamps: [String], header: String = "date,y") throws {
    let rows = stamps.enumerated().map { "\($0.element),\(100 + $0.offset % 7)" }
    try workspace.write(name, ([header] + rows).joined(separator: "\n") + "\n")
  }

  private func naive(_ name: String, _ more: [String] = []) throws -> Outcome {
    try workspace.run(["forecast", name, "--horizon", "1", "--model", "seasonal-naive"] + more)
  }

  private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  /// Consecutive months from January 2018 on.
  private func months(_ count: Int, between: String) -> [String] {
    (0..<count).map { "\(2018 + $0 / 12)\(between)\(two($0 % 12 + 1))" }
  }

  /// The stamp of the first forecast row.
  private func next(_ outcome: Outcome) -> String {
    let row = outcome.output.split(separator: "\n").dropFirst().first ?? ""
    return row.split(separator: ",").dropFirst().first.map(String.init) ?? ""
  }

  @Test func monthsBusinessMonthEndsAndHalfMonths() throws {
    try file("months.csv", months(48, between: ""))
    #expect(next(try naive("months.csv")) == "202201")
    try file("halves.csv", months(12, between: "-").flatMap { ["\($0)-01", "\($0)-15"] })
    #expect(next(try naive("halves.csv")) == "2019-01-01")
    let ends = [
      "2021-01-29", "2021-02-26", "2021-03-31", "2021-04-30", "2021-05-31", "2021-06-30", "2021-07-30",
    ]
    try file("ends.csv", ends)
    #expect(next(try naive("ends.csv")) == "2021-08-31")
    #expect(next(try naive("ends.csv", ["--freq", "BME"])) == "2021-08-31")
  }

  @Test func quarterADayOffIsReadWithAWarning() throws {
    let days = ["01-01", "04-01", "07-02", "10-01"]
    try file("quarters.csv", (2000...2005).flatMap { year in days.map { "\(year)-\($0)" } })
    for more: [String] in [[], ["--freq", "QS"]] {
      let outcome = try workspace.run(["inspect", "quarters.csv"] + more)
      #expect(outcome.status == 0)
      #expect((outcome.output + outcome.errors).contains("warning: 6 time stamps beside the grid"))
      #expect((outcome.output + outcome.errors).contains("frequency QS"))
    }
    #expect(try workspace.run(["inspect", "quarters.csv", "--strict"]).status == 3)
  }

  @Test func twelveIsNoFrequencyOfDates() throws {
    try file("months.csv", months(36, between: "-"))
    let refused = try naive("months.csv", ["--freq", "12"])
    #expect(refused.status == 3)
    #expect(refused.errors.contains("for a season of 12: --season 12; for months: --freq MS"))
    #expect(try naive("months.csv", ["--freq", "MS"]).status == 0)
    #expect(try naive("months.csv", ["--season", "12"]).status == 0)
    try file("steps.csv", (1...30).map { "\($0)" }, header: "t,y")
    let steps = try naive("steps.csv", ["--freq", "12"])
    #expect(steps.status == 3 && steps.errors.contains("--season 12"))
  }

  @Test func mixedFormsAreCounted() throws {
    let iso = (1...20).map { "2021-01-\(two($0))" }
    let other = (21...28).map { "\($0)/01/2021" } + (21...28).map { "\($0)/02/2021" }
    try file("mixed.csv", iso + other)
    let refused = try workspace.run(["inspect", "mixed.csv"])
    #expect(refused.status == 3)
    #expect(
      refused.errors.contains(
        "\"21/01/2021\" in time column `date` is not written like the others (2021-01-01)"))
    #expect(refused.errors.contains("mixed.csv:22:1"))
    #expect(refused.errors.contains("20 cells are written like 2021-01-01 and 16 like 21/01/2021"))
  }

  @Test func swappedDaysAndMonthsAreNamedAndExchangedOnRequest() throws {
    var read: [String] = []
    var right: [String] = []
    for (month, days) in [(1, 31), (2, 28), (3, 31)] {
      for day in 1...days {
        right.append("\(day)/\(month)/2021")
        // Written with the day first, but read by a program that expects the month first: days up to 12
        // became months.
        read.append(day <= 12 ? "\(month)/\(day)/2021" : "\(day)/0\(month)/2021")
      }
    }
    try file("swapped.csv", read)
    let refused = try workspace.run(["inspect", "swapped.csv"])
    #expect(refused.status == 3)
    #expect(refused.errors.contains("F043") && refused.errors.contains("day and month"))
    #expect(refused.errors.contains("swapped.csv:3:1"))
    #expect(refused.errors.contains("--repair swapped-dates"))
    let repaired = try workspace.run(["inspect", "swapped.csv", "--repair", "swapped-dates"])
    #expect(repaired.status == 0)
    #expect((repaired.output + repaired.errors).contains("0 gaps, frequency D"))
    #expect((repaired.output + repaired.errors).contains("warning: "))
    // A correct file is not changed.
    try file("right.csv", right)
    #expect(try workspace.run(["inspect", "right.csv"]).status == 0)
    let idle = try workspace.run(["inspect", "right.csv", "--repair", "swapped-dates"])
    #expect(idle.status == 2 && idle.errors.contains("no dates"))
  }

  @Test func midnightsInUTCAreDays() throws {
    let days = (1...31).map { "2023-10-\(two($0))T\($0 < 29 ? 22 : 23):00:00Z" }
    try file("midnights.csv", days)
    for more: [String] in [[], ["--freq", "D"]] {
      let outcome = try naive("midnights.csv", more)
      #expect(outcome.status == 0)
      #expect(next(outcome) == "2023-11-02")
      #expect(outcome.errors.contains("local midnights"))
    }
  }

  @Test func differentOffsetsAreAWarning() throws {
    let winter = (0..<2).map { "2021-03-28T\(two($0)):00:00+01:00" }
    let summer = (3..<24).map { "2021-03-28T\(two($0)):00:00+02:00" }
    try file("offsets.csv", winter + summer)
    let outcome = try workspace.run(["inspect", "offsets.csv"])
    #expect(outcome.status == 0)
    #expect((outcome.output + outcome.errors).contains("warning: time stamps have different UTC offsets"))
  }

  @Test func yearsThatCannotBeWrittenAreRefused() throws {
    try file("late.csv", (9940...9990).map { "\($0)-12-31" })
    let refused = try workspace.run(["forecast", "late.csv", "--horizon", "12", "--model", "seasonal-naive"])
    #expect(refused.status == 2 && refused.errors.contains("10000") && refused.errors.contains("--horizon 9"))
    let outcome = try workspace.run(["forecast", "late.csv", "--horizon", "9", "--model", "seasonal-naive"])
    #expect(outcome.status == 0 && outcome.output.contains("9999-12-31"))
    try file("short.csv", (56...67).flatMap { ["Jan-\($0)", "Jul-\($0)"] })
    let short = try workspace.run(["forecast", "short.csv", "--horizon", "12", "--model", "seasonal-naive"])
    #expect(short.status == 2 && short.errors.contains("2069"))
  }

  @Test func datesWithoutAYearSaySo() throws {
    for (number, dates) in [
      ["1-Jan", "2-Jan"], ["Jan 1", "Jan 2"], ["28-Jan", "29-Jan", "30-Jan", "31-Jan", "01-Feb"],
    ]
    .enumerated() {
      try file("yearless\(number).csv", dates)
      let refused = try workspace.run(["inspect", "yearless\(number).csv"])
      #expect(refused.status == 3)
      #expect(refused.errors.contains("F024") && refused.errors.contains("no year"))
    }
  }

  @Test func countsOfYearsAreReadAsIntegersOnRequestOnly() throws {
    let periods = (2019...2021).flatMap { year in (1...16).map { "\(year)\(two($0))" } }
    try file("periods.csv", periods, header: "period,y")
    let refused = try workspace.run(["inspect", "periods.csv"])
    #expect(refused.status == 3 && refused.errors.contains("F024"))
    #expect(try workspace.run(["inspect", "periods.csv", "--freq", "1"]).status == 0)
  }

  @Test func hugeGapsLeadInNoCircle() throws {
    try file("gap.csv", ["2021-01-01", "2021-01-02", "2021-01-03", "2921-01-04"])
    let refused = try workspace.run(["inspect", "gap.csv"])
    #expect(refused.status == 3 && refused.errors.contains("F039") && !refused.errors.contains("--freq"))
  }

  @Test func yearly28FebruaryHasANameOfItsOwn() throws {
    try file("february.csv", (2000...2020).map { "\($0)-02-28" })
    let outcome = try naive("february.csv")
    #expect(outcome.errors.contains("frequency Y-FEB-28"))
    #expect(next(outcome) == "2021-02-28")
    #expect(next(try naive("february.csv", ["--freq", "Y-FEB-28"])) == "2021-02-28")
  }
}
