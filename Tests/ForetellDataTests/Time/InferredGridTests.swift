import ForetellData
import Testing

@Suite struct InferredGridTests {
  /// `count` consecutive stamps of a grid from the one at or after a date on.
  private func stamps(_ alias: String, _ count: Int, dropping dropped: Set<Int> = []) throws -> [Timestamp] {
    let frequency = try Frequency(alias: alias)
    let start =
      alias.allSatisfy(\.isNumber) ? Timestamp(0) : Timestamp(year: 2021, month: 1, day: 1)
    let near = frequency.aligned(to: start)
    var first = 0
    if alias.allSatisfy(\.isNumber) {
      first = 0
    } else {
      let ordinal = near.ordinal(of: start) ?? 0
      first = ordinal
      while frequency.timestamp(first) < start { first += 1 }
      while frequency.timestamp(first - 1) >= start { first -= 1 }
    }
    return (0..<count).filter { !dropped.contains($0) }.map { frequency.timestamp(first + $0) }
  }

  @Test(
    arguments: [
      "YS", "YE", "YS-APR", "QS", "QE", "QS-FEB", "MS", "ME", "W-SUN", "W-WED", "2W-MON", "B", "D", "2D", "h",
      "6h", "15min", "30min", "min", "s", "10s", "1", "10",
      "BME", "BMS", "BQE", "SMS", "SME",
    ])
  func findsTheGridItWasMadeWith(alias: String) throws {
    let isInteger = alias.allSatisfy(\.isNumber)
    let complete = try stamps(alias, 40)
    let found = try InferredGrid.infer(from: [complete], isInteger: isInteger)
    #expect(found.frequency.alias == alias)
    #expect(found.missing == 0)
    let holes = try stamps(alias, 40, dropping: [5, 6, 20])
    let withHoles = try InferredGrid.infer(from: [holes], isInteger: isInteger)
    #expect(withHoles.frequency == found.frequency)
    #expect(withHoles.missing == 3)
  }

  @Test func oneWorkingWeekIsDaily() throws {
    let week = (4...8).map { Timestamp(year: 2024, month: 3, day: $0) }
    #expect(try InferredGrid.infer(from: [week]).frequency.alias == "D")
  }

  @Test func dayOfMonthMayBeAnything() throws {
    let fifteenths = (1...12).map { Timestamp(year: 2023, month: $0, day: 15) }
    let found = try InferredGrid.infer(from: [fifteenths]).frequency
    #expect(found.unit == .month && found.dayOfMonth == 15)
    #expect(
      found.timestamp(found.ordinal(of: fifteenths[11])! + 1) == Timestamp(year: 2024, month: 1, day: 15))
    let thirtieths = [
      Timestamp(year: 2023, month: 1, day: 30), Timestamp(year: 2023, month: 2, day: 28),
      Timestamp(year: 2023, month: 3, day: 30), Timestamp(year: 2023, month: 4, day: 30),
    ]
    #expect(try InferredGrid.infer(from: [thirtieths]).frequency.dayOfMonth == 30)
  }

  @Test func timeOfDayAndOddMinutesAreKept() throws {
    let noons = (1...9).map { Timestamp(year: 2024, month: 1, day: $0, secondOfDay: 43_200) }
    let daily = try InferredGrid.infer(from: [noons]).frequency
    #expect(daily.alias == "D" && daily.offset == 43_200)
    let odd = (0..<20).map { Timestamp(420 + 900 * Int64($0)) }
    #expect(try InferredGrid.infer(from: [odd]).frequency.alias == "15min")
  }

  @Test func changingStepsAreNamed() throws {
    let hours = (0..<30).map { Timestamp(Int64($0) * 3600) }
    let quarters = (1...30).map { Timestamp(29 * 3600 + Int64($0) * 900) }
    let problem = #expect(throws: GridProblem.self) { try InferredGrid.infer(from: [hours + quarters]) }
    #expect(problem?.kind == .mixedSteps)
    #expect(problem?.stamp != nil && problem?.previous != nil)
    let dailyThenMonthly =
      (1...31).map { Timestamp(year: 2024, month: 1, day: $0) }
      + (2...12).map { Timestamp(year: 2024, month: $0, day: 1) }
    let second = #expect(throws: GridProblem.self) { try InferredGrid.infer(from: [dailyThenMonthly]) }
    #expect(second?.kind == .mixedSteps)
    #expect(second?.previous == Timestamp(year: 2024, month: 2, day: 1))
    #expect(second?.stamp == Timestamp(year: 2024, month: 3, day: 1))
    #expect(second?.usualStep == "1 day" && second?.step == "29 days")
  }

  @Test func irregularStampsAreRefused() throws {
    let irregular = [0, 3600, 5417, 11_111, 20_000, 21_001].map { Timestamp($0) }
    let problem = #expect(throws: GridProblem.self) { try InferredGrid.infer(from: [irregular]) }
    #expect(problem?.kind == .mixedSteps)
    #expect(problem?.error(style: .isoDate).code == "F028")
  }

  @Test func tooFewStamps() {
    let problem = #expect(throws: GridProblem.self) { try InferredGrid.infer(from: [[Timestamp(0)], []]) }
    #expect(problem?.kind == .tooFewStamps)
  }

  @Test func seriesMayStartAnywhereOnOneGrid() throws {
    let long = try stamps("h", 100)
    let short = Array(long[40..<43])
    let sparse = [long[10], long[58]]
    let found = try InferredGrid.infer(from: [long, short, sparse])
    #expect(found.frequency.alias == "h")
    #expect(found.missing == 47)
  }

  @Test func sundaysAndMondaysAreNoGrid() throws {
    let problem = #expect(throws: GridProblem.self) {
      try InferredGrid.infer(from: [try stamps("W-SUN", 30), try stamps("W-MON", 30)])
    }
    #expect(problem?.kind == .differentGrids)
    #expect(problem?.series == 1)
  }

  @Test func wantedGridMovesInsideItsUnit() throws {
    let mondays = try stamps("W-MON", 10)
    let weekly = try InferredGrid.check([mondays], on: try Frequency(alias: "W"))
    #expect(weekly.frequency.alias == "W-MON" && weekly.missing == 0)
    let starts = try stamps("MS", 10)
    #expect(try InferredGrid.check([starts], on: try Frequency(alias: "M")).frequency.alias == "MS")
    let ends = try stamps("ME", 10)
    #expect(try InferredGrid.check([ends], on: try Frequency(alias: "MS")).frequency.alias == "ME")
    let days = try InferredGrid.check([mondays], on: try Frequency(alias: "D"))
    #expect(days.missing == 54)
    let problem = #expect(throws: GridProblem.self) {
      try InferredGrid.check([mondays], on: try Frequency(alias: "MS"))
    }
    #expect(problem?.kind == .offGrid && problem?.index == 1)
  }
}
