import Foundation
import Testing

@testable import ForetellData

/// Every data set of the repository loads without flags and is what its README says.
@Suite struct DatasetTests {
  private func table(_ name: String, _ options: CSVOptions = .init()) throws -> SeriesTable {
    try SeriesTable(
      csv: packageFolder.appending(path: "datasets/\(name)/\(name).csv").path, options: options)
  }

  @Test(arguments: [
    ("air-passengers", "MS", 1, 144, 0, "1961-01"),
    ("sunspots", "YS", 1, 309, 0, "2009"),
    ("nile", "YS", 1, 100, 0, "1971"),
    ("mauna-loa-co2", "W-SAT", 1, 2284, 59, "2002-01-05"),
    ("us-gdp", "QS", 1, 203, 0, "2009-Q4"),
    ("us-consumption", "QS", 1, 203, 0, "2009-Q4"),
    ("melbourne-temperature", "D", 1, 3652, 2, "1991-01-01"),
    ("hourly-load", "h", 1, 2688, 0, "2024-04-22 00:00:00"),
    ("us-employment", "MS", 24, 237, 0, "2019-10-01"),
  ])
  func loads(name: String, alias: String, series: Int, points: Int, gaps: Int, next: String) throws {
    let table = try table(name)
    #expect(table.frequency.alias == alias)
    #expect(table.series.count == series)
    for one in table.series { #expect(one.values.count == points) }
    #expect(table.findings.gaps == gaps)
    #expect(table.text(for: table.timestamp(ofSeries: 0, at: points)) == next)
    #expect(table.findings.layout == (series == 2 ? .wide : .long))
  }

  @Test func readsTheCovariate() throws {
    let table = try table("us-consumption", .init(targets: ["consumption"], covariates: ["income"]))
    #expect(table.series.count == 1)
    #expect(table.series[0].values[0] == 1707.4)
    #expect(table.series[0].covariates.count == 1)
    #expect(table.series[0].covariates[0].count == 203)
    #expect(table.series[0].covariates[0][0] == 1886.9)
    #expect(table.columns.covariates == ["income"])
  }

  @Test func listsAllProblemsOfTheBrokenFile() throws {
    let path = packageFolder.appending(path: "datasets/broken/broken.csv").path
    let summary = try TableSummary(inspecting: path)
    let found = summary.problems.map { "\($0.code) \($0.location?.line ?? 0)" }
    #expect(found == ["F012 13", "F037 31", "F031 42", "F017 51", "F024 57", "F030 67", "F027 61"])
    #expect(!summary.isSound)
    #expect(throws: ForetellError.self) { try SeriesTable(csv: path) }
  }
}
