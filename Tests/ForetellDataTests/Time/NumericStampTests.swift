import Testing

@testable import ForetellData

/// Numbers that are times: what tells them from steps, in whatever order the rows are.
@Suite struct NumericStampTests {
  private func frequency(_ name: String, _ stamps: [String]) throws -> String {
    try table("\(name),y\n" + stamps.enumerated().map { "\($1),\(10 + $0)\n" }.joined()).frequency.alias
  }

  @Test(
    arguments: [
      ("timestamp", 872_467_200, 86_400, "", "D"), ("n", 872_467_200, 86_400, "", "D"),
      ("n", 872_467_200, 3600, "000", "h"), ("n", 872_467_200, 900, "000000", "15min"),
      ("n", 872_467_200, 86_400, "000000000", "D"), ("n", 872_467_200, 86_400, ".0", "D"),
      ("n", 998_697_600, 604_800, "", "W-SAT"), ("unix", 0, 86_400, "", "D"),
      ("timestamp", 872_467_201, 1, "", "s"),
    ])
  func readsEpochsBefore2001(_ name: String, _ start: Int, _ step: Int, _ behind: String, _ alias: String)
    throws
  {
    let stamps = (0..<40).map { "\(start + $0 * step)\(behind)" }
    let found = try frequency(name, stamps)
    #expect(alias == "W-SAT" ? found.hasPrefix("W-") : found == alias)
    #expect(try frequency(name, stamps.reversed()) == found)
    let shuffled = (0..<40).map { stamps[$0 * 17 % 40] }
    #expect(try frequency(name, shuffled) == found)
  }

  @Test func leavesStepsAlone() throws {
    #expect(try frequency("timestamp", (0..<40).map { "\($0)" }) == "1")
    #expect(try frequency("time", (1...40).map { "\($0 * 1000)" }) == "1000")
    #expect(try frequency("n", (0..<40).map { "\(900_000_000 + $0)" }) == "1")
    #expect(try frequency("n", (0..<40).map { "\(120_000_000 + $0 * 1_000_000)" }) == "1000000")
    #expect(try frequency("t", (0..<40).map { "\($0 * 60)" }) == "60")
  }

  @Test func hoursDontDependOnTheOrderOfRows() throws {
    let stamps = (0..<48).map { "200204\(14 + $0 / 24)\($0 % 24 < 10 ? "0" : "")\($0 % 24)" }
    for rows in [stamps, stamps.reversed(), (0..<48).map { stamps[$0 * 31 % 48] }] {
      #expect(try frequency("n", rows) == "h")
    }
    let years = (0..<36).map { "\(1980 + $0 * 7 % 36)" }
    #expect(try frequency("year", years) == "YS")
    let months = (0..<36).map { "\(2001 + $0 / 12)\($0 % 12 < 9 ? "0" : "")\($0 % 12 + 1)" }
    #expect(try frequency("n", (0..<36).map { months[$0 * 7 % 36] }) == "MS")
  }

  @Test func monthsBehindAPoint() throws {
    let months = (0..<36).map { "\(2001 + $0 / 12).\($0 % 12 < 9 ? "0" : "")\($0 % 12 + 1)" }
    #expect(try frequency("month", months) == "MS")
    let text = "t,y\n" + months.map { "\($0),5\n" }.joined()
    let error = try #require(try refusal(text))
    #expect(error.code == "F024" && error.onCommandLine.hint?.contains("--time t") == true)
    #expect(try table(text, CSVOptions(time: "t")).frequency.alias == "MS")
    let short = try #require(try refusal(text.replacing(".10,", with: ".1,")))
    #expect(short.location?.line == 11 && short.onCommandLine.hint?.contains("two digits") == true)
  }

  @Test func everyRefusalOfNumbersHelps() throws {
    let years = (0..<36).map { "\(2001.0 + Double($0) * 0.083),5\n" }.joined()
    let error = try #require(try refusal("time,y\n" + years))
    #expect(error.code == "F024" && error.onCommandLine.hint?.contains("2024-01-31") == true)
  }
}
