import Foretell
import Foundation
import Testing

@testable import ForetellSuites

/// The suites' list, and the rows that can be computed exactly from the real files.
@Suite struct PublishedTests {
  /// The folder with the real files; nil: the tests that need it are skipped.
  private static let folder = ProcessInfo.processInfo.environment["FORETELL_DATA"]

  @Test func namesOfSuitesDiffer() {
    #expect(Set(Suite.all.map(\.name)).count == Suite.all.count && Suite.all.count == 14)
    #expect(Suite.named("etth1")?.horizons == [96, 192, 336, 720])
    #expect(Suite.named("m3")?.horizons == [6, 8, 18, 8])
  }

  @Test func averagesOfPublishedRowsFollowFromTheirHorizons() throws {
    let row = try #require(LongHorizonRow.etth1.first { $0.name == "SegRNN, L 720" })
    #expect(abs(row.average.mse - 0.408) < 5e-4 && abs(row.average.mae - 0.428) < 5e-4)
    for row in LongHorizonRow.etth1 + LongHorizonRow.ettm1 + LongHorizonRow.exchange + LongHorizonRow.illness
    {
      #expect(row.errors.isEmpty || row.errors.count == 4, "\(row.name)")
    }
  }

  /// A number with as many digits as its table prints.
  private static func digits(_ value: Double?, _ count: Int = 3) -> String {
    guard let value else { return "–" }
    return String(format: "%.\(count)f", value)
  }

  @Test(
    .enabled(if: folder != nil, "FORETELL_DATA isn't set: it names the folder of the benchmarks' files"),
    arguments: [
      ("m4-yearly", "Naive2", "16.342", "3.974"), ("m4-yearly", "Naive", "16.342", "3.974"),
      ("m4-weekly", "Naive2", "9.161", "2.777"), ("m4-weekly", "Naive", "9.161", "2.777"),
      ("m4-hourly", "Naive2", "18.383", "2.395"), ("m4-hourly", "Naive", "43.003", "11.608"),
      ("m4-hourly", "sNaive", "13.912", "1.193"),
      ("m4-quarterly-short", "Naive2", "11.363", "1.298"), ("m4-quarterly-short", "Naive", "11.846", "1.395"),
      ("m4-quarterly-short", "sNaive", "12.821", "1.505"),
    ])
  func referencesOfM4AreThePrintedOnes(_ suite: String, _ method: String, _ smape: String, _ mase: String)
    throws
  {
    let folder = try #require(Self.folder)
    let table = try #require(try Suite.read(suite, folder).tables.first)
    let row = try #require(table.rows.first { $0.name == method && $0.kind == .reference })
    #expect(Self.digits(row.mean(.smape)) == smape && Self.digits(row.mean(.mase)) == mase)
  }

  @Test(.enabled(if: folder != nil, "FORETELL_DATA isn't set: it names the folder of the benchmarks' files"))
  func referencesOfM3AreThePrintedOnes() throws {
    let result = try Suite.read("m3", #require(Self.folder))
    let total = try #require(result.total)
    for (name, average) in [("Naive", "16.58"), ("sNaive", "15.88")] {
      let row = try #require(total.rows.first { $0.name == name && $0.kind == .reference })
      #expect(Self.digits(row.mean(.smape), 2) == average)
    }
    for table in result.tables {
      let own = try #require(table.rows.first { $0.name == "Naive" && $0.kind == .reference })
      let printed = try #require(table.rows.last { $0.name == "Naive" })
      #expect(Self.digits(own.mean(.smape), 2) == Self.digits(printed.mean(.smape), 2))
      #expect(Self.digits(own.mean(.mase)) == Self.digits(printed.mean(.mase)))
    }
  }

  @Test(
    .enabled(if: folder != nil, "FORETELL_DATA isn't set: it names the folder of the benchmarks' files"),
    arguments: [
      ("etth1", "1.294 1.325 1.330 1.335", "0.713 0.733 0.746 0.755"),
      ("ettm1", "1.214 1.261 1.287 1.322", "0.665 0.690 0.707 0.729"),
      ("exchange", "0.081 0.167 0.306 0.810", "0.196 0.289 0.398 0.676"),
      ("illness", "6.213 7.714 7.851 6.885", "1.622 1.906 1.952 1.788"),
    ])
  func repeatingTheLastValueHasTheKnownErrors(_ suite: String, _ mse: String, _ mae: String) throws {
    let tables = try Suite.read(suite, #require(Self.folder)).tables
    #expect(tables.map { Self.digits($0.rows[0].mean(.mse)) }.joined(separator: " ") == mse)
    #expect(tables.map { Self.digits($0.rows[0].mean(.mae)) }.joined(separator: " ") == mae)
  }
}
