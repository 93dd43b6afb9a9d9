import ForetellData
import Foundation
import Testing

@Suite struct CivilDateTests {
  @Test func knownDays() {
    #expect(CivilDate(year: 1970, month: 1, day: 1).dayNumber == 0)
    #expect(CivilDate(year: 2000, month: 3, day: 1).dayNumber == 11_017)
    #expect(CivilDate(year: 1969, month: 12, day: 31).dayNumber == -1)
    #expect(Timestamp(year: 2001, month: 9, day: 9, secondOfDay: 6400).value == 1_000_000_000)
    #expect(Timestamp(year: 2038, month: 1, day: 19, secondOfDay: 11_647).value == Int64(Int32.max))
  }

  @Test func knownWeekdays() {
    func weekday(_ year: Int, _ month: Int, _ day: Int) -> Int {
      CivilDate.weekday(ofDay: CivilDate(year: year, month: month, day: day).dayNumber)
    }
    #expect(weekday(1969, 7, 20) == 6)  // first moon landing, a Sunday
    #expect(weekday(1989, 11, 9) == 3)  // a Thursday
    #expect(weekday(1776, 7, 4) == 3)  // a Thursday
    #expect(weekday(2024, 2, 29) == 3)  // a Thursday
    #expect(weekday(1900, 1, 1) == 0)  // a Monday
  }

  @Test func leapYears() {
    #expect(CivilDate.isLeap(2000) && CivilDate.isLeap(2024))
    #expect(!CivilDate.isLeap(1900) && !CivilDate.isLeap(2023) && !CivilDate.isLeap(2100))
    #expect(!CivilDate(year: 2023, month: 2, day: 29).isValid)
    #expect(CivilDate(year: 2024, month: 2, day: 29).isValid)
  }

  @Test func everyDayOfFourCenturiesReturns() {
    var previous = CivilDate(dayNumber: -146_098)
    for day in Int64(-146_097)...146_097 {
      let date = CivilDate(dayNumber: day)
      if date.dayNumber != day || !date.isValid || date == previous {
        Issue.record("day \(day) is \(date)")
        return
      }
      previous = date
    }
  }
}

@Suite struct FrequencyTests {
  @Test(
    arguments: [
      ("D", "D"), ("B", "B"), ("W", "W-SUN"), ("W-SUN", "W-SUN"), ("W-wed", "W-WED"), ("2W-MON", "2W-MON"),
      ("MS", "MS"), ("ME", "ME"), ("M", "ME"), ("QS", "QS"), ("Q", "QE"), ("QE", "QE"), ("QS-OCT", "QS"),
      ("QS-NOV", "QS-FEB"), ("QE-NOV", "QE-NOV"), ("Q-DEC", "QE"), ("YS", "YS"), ("AS", "YS"), ("YE", "YE"),
      ("Y", "YE"), ("A", "YE"), ("YE-DEC", "YE"), ("A-MAR", "YE-MAR"), ("YS-APR", "YS-APR"), ("h", "h"),
      ("H", "h"), ("6H", "6h"), ("min", "min"), ("T", "min"), ("15min", "15min"), ("15T", "15min"),
      ("s", "s"),
      ("BME", "BME"), ("BM", "BME"), ("BMS", "BMS"), ("BQ", "BQE"), ("BQE", "BQE"), ("BQS-FEB", "BQS-FEB"),
      ("BYE", "BYE"), ("BA-MAR", "BYE-MAR"), ("SM", "SME"), ("SMS", "SMS"), ("2BME", "2BME"),
      ("M-15", "M-15"),
      ("Q-FEB-15", "Q-FEB-15"), ("Y-FEB-28", "Y-FEB-28"),
      ("S", "s"), ("1", "1"), ("10", "10"), ("2D", "2D"), ("3MS", "3MS"),
    ])
  func aliases(written: String, canonical: String) throws {
    let frequency = try Frequency(alias: written)
    #expect(frequency.alias == canonical)
    #expect(try Frequency(alias: canonical) == frequency)
  }

  @Test(arguments: [
    "", "X", "0D", "-1", "QS-FOO", "W-XXX", "D-MON", "1.5h", "99999999999999999999D", "monthly",
  ])
  func badAliases(_ text: String) {
    let error = #expect(throws: ForetellError.self) { try Frequency(alias: text) }
    #expect(error?.kind == .usage)
    #expect(error?.onCommandLine.hint?.contains("15min") == true)
  }

  @Test(
    arguments: [
      ("YS", 1), ("QS", 4), ("MS", 12), ("W", 52), ("B", 5), ("D", 7), ("h", 24), ("min", 1440),
      ("15min", 96),
      ("30min", 48), ("s", 60), ("1", 1), ("2h", 12), ("3MS", 4), ("7min", 1), ("2D", 1),
      ("BME", 12), ("BQE", 4), ("BYE", 1), ("SMS", 24), ("SME", 24),
    ])
  func seasons(alias: String, length: Int) throws {
    #expect(try Frequency(alias: alias).defaultSeasonLength == length)
  }

  @Test(
    arguments: [
      "YS", "YE-MAR", "QS", "QE", "QE-NOV", "MS", "ME", "5MS", "W-MON", "3W-SAT", "B", "3B", "D", "5D", "h",
      "7h", "15min", "s", "1", "10", "BME", "BMS", "BQE", "BQS-FEB", "BYE-MAR", "SMS", "SME", "3SMS", "M-15",
      "Y-FEB-28",
    ])
  func ordinalsReturnAndAscend(alias: String) throws {
    let frequency = try Frequency(alias: alias)
    for ordinal in -1500...1500 {
      #expect(frequency.ordinal(of: frequency.timestamp(ordinal)) == ordinal)
      #expect(frequency.timestamp(ordinal) < frequency.timestamp(ordinal + 1))
    }
  }

  @Test func monthEndsFollowTheCalendar() throws {
    let frequency = try Frequency(alias: "ME")
    let january = try #require(frequency.ordinal(of: Timestamp(year: 2024, month: 1, day: 31)))
    #expect(frequency.timestamp(january + 1) == Timestamp(year: 2024, month: 2, day: 29))
    #expect(frequency.timestamp(january + 13) == Timestamp(year: 2025, month: 2, day: 28))
    #expect(frequency.ordinal(of: Timestamp(year: 2024, month: 2, day: 28)) == nil)
  }

  @Test func fridayIsFollowedByMonday() throws {
    let frequency = try Frequency(alias: "B")
    let friday = try #require(frequency.ordinal(of: Timestamp(year: 2024, month: 3, day: 1)))
    #expect(frequency.timestamp(friday + 1) == Timestamp(year: 2024, month: 3, day: 4))
    #expect(frequency.ordinal(of: Timestamp(year: 2024, month: 3, day: 2)) == nil)
  }

  @Test func plainWeeksAreSundays() throws {
    let frequency = try Frequency(alias: "W")
    #expect(frequency.ordinal(of: Timestamp(year: 2024, month: 1, day: 7)) != nil)
    #expect(frequency.ordinal(of: Timestamp(year: 2024, month: 1, day: 8)) == nil)
    #expect(frequency.aligned(to: Timestamp(year: 2024, month: 1, day: 8)).alias == "W-MON")
  }

  @Test(arguments: [
    ("C", "--freq B"), ("CBME", "--freq BME"), ("BH", "--freq h"), ("ms", "steps"), ("us", "steps"),
    ("N", "steps"),
  ])
  func otherAliasesOfPandasNameTheNearest(alias: String, hint: String) {
    let error = #expect(throws: ForetellError.self) { try Frequency(alias: alias) }
    #expect(error?.onCommandLine.hint?.contains(hint) == true)
  }

  @Test func businessMonthEndsAndHalfMonths() throws {
    let ends = try Frequency(alias: "BME")
    let may = try #require(ends.ordinal(of: Timestamp(year: 2021, month: 5, day: 31)))
    #expect(ends.timestamp(may - 1) == Timestamp(year: 2021, month: 4, day: 30))
    #expect(ends.timestamp(may + 5) == Timestamp(year: 2021, month: 10, day: 29))
    #expect(ends.ordinal(of: Timestamp(year: 2021, month: 10, day: 31)) == nil)
    let starts = try Frequency(alias: "BMS")
    #expect(starts.ordinal(of: Timestamp(year: 2021, month: 5, day: 3)) != nil)
    let halves = try Frequency(alias: "SME")
    let february = try #require(halves.ordinal(of: Timestamp(year: 2024, month: 2, day: 15)))
    #expect(halves.timestamp(february + 1) == Timestamp(year: 2024, month: 2, day: 29))
    #expect(halves.name == "twice a month (15th and end of the month)")
    #expect(ends.name == "monthly (last business day of the month)")
    for frequency in [ends, starts, halves] {
      let data = try JSONEncoder().encode(frequency)
      #expect(try JSONDecoder().decode(Frequency.self, from: data) == frequency)
      let features = CalendarFeatures(frequency: frequency)
      #expect(features.count > 0 && features.table(0..<30).allSatisfy { abs($0) <= 1 })
    }
  }

  @Test func names() throws {
    #expect(try Frequency(alias: "MS").name == "monthly (start of month)")
    #expect(try Frequency(alias: "W-SUN").name == "weekly (Sundays)")
    #expect(try Frequency(alias: "QS-FEB").name == "quarterly (start of Feb, May, Aug, Nov)")
    #expect(try Frequency(alias: "YE").name == "yearly (end of December)")
    #expect(try Frequency(alias: "15min").name == "every 15 minutes")
    #expect(Frequency(.month, dayOfMonth: 15).name == "monthly (day 15 of month)")
  }

  @Test func codableRefusesImpossibleParts() throws {
    let frequency = Frequency.weekly(on: 2, multiple: 2)
    let data = try JSONEncoder().encode(frequency)
    #expect(try JSONDecoder().decode(Frequency.self, from: data) == frequency)
    let damaged = #"{"unit":"day","multiple":0,"dayOfMonth":1,"phase":0,"offset":0}"#
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(Frequency.self, from: Data(damaged.utf8))
    }
  }
}
