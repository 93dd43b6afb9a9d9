import Testing

@testable import ForetellData

@Suite struct GridSnapTests {
  private func hours(_ seconds: [Int64]) -> [Timestamp] {
    let start = Timestamp(year: 2021, month: 1, day: 1).value
    return seconds.enumerated().map { Timestamp(start + Int64($0.offset) * 3600 + $0.element) }
  }

  private func moved(_ snap: GridSnap?, _ stamps: [Timestamp]) -> [Timestamp] {
    stamps.map { Timestamp(snap?.moved($0.value) ?? $0.value) }
  }

  @Test func clocksThatAreASecondLate() throws {
    let stamps = hours([0, 1, -1, 0, 2, 0, 0, -2, 1, 0])
    let snap = try #require(GridSnap.find([stamps], wanted: nil))
    #expect(snap.count == 5 && !snap.isWarning)
    let found = try InferredGrid.infer(from: [moved(snap, stamps)])
    #expect(found.frequency.alias == "h" && found.missing == 0)
    #expect(snap.text(.isoDate).hasPrefix("5 time stamps a second or two beside the grid of hours"))
  }

  @Test func oneStampFarOffIsNamedWithWhatWasExpected() throws {
    let stamps = hours([0, 0, 0, 0, 720, 0, 0, 0, 0, 0])
    #expect(GridSnap.find([stamps], wanted: nil) == nil)
    let thrown = #expect(throws: GridProblem.self) { try InferredGrid.infer(from: [stamps]) }
    let problem = try #require(thrown)
    let explained = problem.explained([stamps], wanted: nil, isInteger: false)
    #expect(explained.stamp == stamps[4] && explained.index == 4)
    #expect(explained.expected == Timestamp(stamps[4].value - 720))
    let hint = explained.error(style: .isoDate).onCommandLine.hint
    #expect(hint?.contains("--freq") == false && hint?.contains("correct the time stamp") == true)
  }

  @Test func quartersADayOff() throws {
    let stamps = (0..<40).map {
      Timestamp(year: 1960 + $0 / 4, month: $0 % 4 * 3 + 1, day: $0 % 4 == 2 ? 2 : 1)
    }
    for wanted in [nil, "QS", "QE", "Q"] {
      let snap = try #require(GridSnap.find([stamps], wanted: try wanted.map { try Frequency(alias: $0) }))
      #expect(snap.count == 10 && snap.isWarning)
      #expect(try InferredGrid.infer(from: [moved(snap, stamps)]).frequency.alias == "QS")
    }
  }

  @Test func holidaysBeforeBusinessMonthEnds() throws {
    let ends = try Frequency(alias: "BME")
    var stamps = (0..<36).map { ends.timestamp(24_240 + $0) }
    stamps[3] = Timestamp(stamps[3].value - 86_400)
    let snap = try #require(GridSnap.find([stamps], wanted: nil))
    #expect(snap.count == 1)
    #expect(try InferredGrid.infer(from: [moved(snap, stamps)]).frequency.alias == "BME")
  }

  @Test func localMidnightsInUTC() throws {
    let start = Timestamp(year: 2023, month: 10, day: 1).value
    let stamps = (0..<60).map { Timestamp(start + Int64($0) * 86_400 - ($0 < 29 ? 7200 : 3600)) }
    let snap = try #require(GridSnap.find([stamps], wanted: nil))
    #expect(snap.isMidnight)
    let found = try InferredGrid.infer(from: [moved(snap, stamps)])
    #expect(found.frequency.alias == "D" && found.missing == 0)
    #expect(moved(snap, stamps)[0] == Timestamp(start))
    let west = stamps.map { Timestamp($0.value + 6 * 3600) }
    #expect(moved(GridSnap.find([west], wanted: nil), west)[0] == Timestamp(start))
  }

  @Test func irregularStampsStayAsTheyAre() {
    let irregular = [0, 3600, 5417, 11_111, 20_000, 21_001].map { Timestamp($0) }
    #expect(GridSnap.find([irregular], wanted: nil) == nil)
  }

  @Test func weeklyStampADayOffIsNotMoved() throws {
    let first = Timestamp(year: 2021, month: 1, day: 4).value
    var stamps = (0..<20).map { Timestamp(first + Int64($0) * 604_800) }
    stamps[5] = Timestamp(stamps[5].value + 86_400)
    #expect(GridSnap.find([stamps], wanted: nil) == nil)
    let weekly = try Frequency(alias: "W")
    let thrown = #expect(throws: GridProblem.self) { try InferredGrid.check([stamps], on: weekly) }
    let problem = try #require(thrown)
    let error = problem.explained([stamps], wanted: weekly, isInteger: false).error(style: .isoDate)
    #expect(error.message.contains("2021-02-09") && error.message.contains("2021-02-08 expected"))
    #expect(error.onCommandLine.hint?.contains("leave --freq out") == false)
  }

  @Test func frequencyIsLeftOutOnlyWhereThatWorks() throws {
    let months = (1...12).map { Timestamp(year: 2021, month: $0, day: 1) }
    let weekly = try Frequency(alias: "W")
    let thrown = #expect(throws: GridProblem.self) { try InferredGrid.check([months], on: weekly) }
    let problem = try #require(thrown)
    let hint = problem.explained([months], wanted: weekly, isInteger: false).error(style: .isoDate)
      .onCommandLine.hint
    #expect(hint == "leave --freq out: the stamps fit MS")
  }
}
