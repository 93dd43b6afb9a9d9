import Testing

@testable import ForetellData

/// Columns whose cells contradict each other about the decimal mark are refused, whatever the order of rows is.
@Suite struct MixedMarksTests {
  private static let cells = [
    "1,234", "587", "2,340", "910", "13,843", "455", "1,999", "3,210", "702", "1,777",
  ]

  private func text(_ cells: [String], _ delimiter: String) -> String {
    "ds\(delimiter)y\n"
      + cells.enumerated().map { "2024-01-\($0 < 9 ? "0" : "")\($0 + 1)\(delimiter)\($1)\n" }.joined()
  }

  @Test(arguments: ["12.345,67", "1.234.567"], ["\t", ";"])
  func refusesANumberOfAnotherCountry(_ other: String, _ delimiter: String) throws {
    var cells = Self.cells
    cells[4] = other
    for order in [cells, cells.reversed(), cells.sorted()] {
      let error = try #require(try refusal(text(order, delimiter)))
      #expect(error.code == ErrorCode.thousandsSeparator.rawValue)
      #expect(error.onCommandLine.hint?.contains("--thousands , or decimals: --decimal ,") == true)
    }
  }

  @Test(arguments: ["\t", ",", "|"])
  func refusesThreeDigitsBesideLargerIntegers(_ delimiter: String) throws {
    let cells = ["17.698", "587", "19.120", "640", "18.800", "604", "25.310", "101", "9.120", "433"]
    for order in [cells, cells.reversed(), cells.sorted(), cells.sorted().reversed()] {
      let error = try #require(try refusal(text(order, delimiter)))
      #expect(error.code == ErrorCode.thousandsSeparator.rawValue)
    }
  }

  @Test func readsDecimalsWhoseZerosWereCut() throws {
    let cells = ["17.698", "18", "19.12", "20", "18.8", "17", "18.31", "19.101", "19.12", "18.433"]
    #expect(try table(text(cells, ",")).series[0].values[0] == 17.698)
    let three = ["17.698", "18", "19.125", "20", "18.812", "17", "18.311", "19.101", "19.126", "18.433"]
    #expect(try table(text(three, ",")).series[0].values[1] == 18)
  }
}
