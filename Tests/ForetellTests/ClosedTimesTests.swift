import Testing

@testable import Foretell

@Suite("times that never occur")
struct ClosedTimesTests {
  /// A week-long pattern from Monday 2024-01-01 00:00 on, hour by hour.
  static func hourly(weeks: Int, isOpen: (_ weekday: Int, _ hour: Int) -> Bool) -> [Double] {
    (0..<(weeks * 168)).map { isOpen($0 / 24 % 7, $0 % 24) ? Double($0 % 24) : .nan }
  }

  static let monday = Timestamp(year: 2024, month: 1, day: 1)

  @Test("nights and weekends of a shop, in words")
  func shop() throws {
    let values = Self.hourly(weeks: 6) { $0 < 5 && (9...17).contains($1) }
    let closed = try #require(ClosedTimes(values, start: Self.monday, frequency: Frequency(.hour)))
    #expect(closed.text == "at 18:00–08:59 nor on Saturdays and Sundays")
    #expect(closed.contains(Timestamp(year: 2024, month: 3, day: 4, secondOfDay: 3 * 3600)))
    #expect(!closed.contains(Timestamp(year: 2024, month: 3, day: 4, secondOfDay: 9 * 3600)))
    #expect(closed.contains(Timestamp(year: 2024, month: 3, day: 3, secondOfDay: 12 * 3600)))
    // Holidays are no pattern and don't hide one.
    var holidays = values
    for hour in 0..<48 { holidays[168 + hour] = .nan }
    #expect(ClosedTimes(holidays, start: Self.monday, frequency: Frequency(.hour)) == closed)
    let shorter = Self.hourly(weeks: 6) {
      $0 < 5 && (9...17).contains($1) || $0 == 5 && (9...12).contains($1)
    }
    #expect(
      try #require(ClosedTimes(shorter, start: Self.monday, frequency: Frequency(.hour))).text
        == "at 18:00–08:59, some other times of single weekdays nor on Sundays")
  }

  @Test("Monday to Saturday data")
  func sixDays() throws {
    let values = (0..<60).map { $0 % 7 == 6 ? Double.nan : 1 }
    let closed = try #require(ClosedTimes(values, start: Self.monday, frequency: Frequency(.day)))
    #expect(closed.text == "on Sundays")
  }

  @Test("no pattern in full data, random gaps, a long gap or few weeks")
  func noPattern() {
    let frequency = Frequency(.hour)
    #expect(
      ClosedTimes(Self.hourly(weeks: 8) { _, _ in true }, start: Self.monday, frequency: frequency) == nil)
    let short = Self.hourly(weeks: 3) { $0 < 5 && (9...17).contains($1) }
    #expect(ClosedTimes(short, start: Self.monday, frequency: frequency) == nil)
    for share in [2, 3, 5, 10] {
      var noise = IntervalTests.Noise(state: UInt64(share))
      let gaps = (0..<(5 * 168)).map { _ in noise.next() + 0.5 < 1 / Double(share) ? Double.nan : 1 }
      #expect(ClosedTimes(gaps, start: Self.monday, frequency: frequency) == nil)
      let days = (0..<35).map { _ in noise.next() + 0.5 < 1 / Double(share) ? Double.nan : 1 }
      #expect(ClosedTimes(days, start: Self.monday, frequency: Frequency(.day)) == nil)
    }
    var broken = Self.hourly(weeks: 8) { _, _ in true }
    for hour in 200..<700 { broken[hour] = .nan }
    #expect(ClosedTimes(broken, start: Self.monday, frequency: frequency) == nil)
  }

  @Test("a horizon counts open times; a forecast leaves the closed ones out")
  func leavingOut() throws {
    // Ends on a Friday at 17:00.
    let values = Array(
      Self.hourly(weeks: 6) { $0 < 5 && (9...17).contains($1) }.prefix(5 * 168 + 4 * 24 + 18))
    let table = try SeriesTable(
      series: [Series(id: "calls", start: Self.monday, values: values)], frequency: Frequency(.hour))
    let closed = table.closedTimes
    let steps = table.steps(untilOpen: 10, leavingOut: closed)
    #expect(steps == 63 + 9 + 15 + 1)  // to Monday 09:00, through that day and the night, to Tuesday 09:00
    let forecast = try SeasonalNaive().fit(table, horizon: steps).predict(
      nil, horizon: nil, levels: [80])
    let open = forecast.leavingOut(closed, keeping: 10)
    #expect(open.series[0].stamps.count == 10 && open.series[0].lower[0].count == 10)
    #expect(open.series[0].stamps.allSatisfy { closed["calls"]?.contains($0) == false })
    #expect(open.warnings.map(\.kind).contains(.closedTimes))
  }
}
