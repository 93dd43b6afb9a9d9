import Foretell
import Foundation
import Testing

/// Scores of the M4 competition, from the organisers' data, to every digit that they printed.
///
/// The data is too large for the repository: it lies beside it, in ../shared/data/m4, or where FORETELL_M4
/// says.
@Suite struct MetricsM4Tests {
  static let folder =
    ProcessInfo.processInfo.environment["FORETELL_M4"]
    ?? URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "../shared/data/m4").standardizedFileURL.path()
  static let isPresent = FileManager.default.fileExists(atPath: folder + "/Yearly-train.csv.gz")

  /// A frequency of the competition and its scores.
  struct Group: Sendable, CustomTestStringConvertible {
    let name: String
    let seasonLength: Int
    /// For each method sMAPE, MASE and OWA with three decimals, from the organisers' table of results.
    let scores: [String: (smape: String, mase: String, owa: String)]
    var testDescription: String { name }
  }

  static let groups = [
    Group(
      name: "Yearly", seasonLength: 1,
      scores: [
        "Naive": ("16.342", "3.974", "1.000"), "Naive2": ("16.342", "3.974", "1.000"),
        "sNaive": ("16.342", "3.974", "1.000"),
      ]),
    Group(
      name: "Weekly", seasonLength: 1,
      scores: [
        "Naive": ("9.161", "2.777", "1.000"), "Naive2": ("9.161", "2.777", "1.000"),
        "sNaive": ("9.161", "2.777", "1.000"),
      ]),
    Group(
      name: "Hourly", seasonLength: 24,
      scores: [
        "Naive": ("43.003", "11.608", "3.593"), "Naive2": ("18.383", "2.395", "1.000"),
        "sNaive": ("13.912", "1.193", "0.628"),
      ]),
  ]

  @Test(.enabled(if: isPresent, "the M4 data (../shared/data/m4) is not here"), arguments: groups)
  func agreesWithThePublishedTable(_ group: Group) throws {
    let table = try Self.table(
      group.name, seasonLength: group.seasonLength, methods: Array(group.scores.keys))
    for (method, expected) in group.scores {
      let smape = try #require(table.average(.smape, model: method).value)
      let mase = try #require(table.average(.mase, model: method).value)
      let owa = try #require(table.owa(model: method))
      #expect(String(format: "%.3f", smape) == expected.smape, "\(method)")
      #expect(String(format: "%.3f", mase) == expected.mase, "\(method)")
      #expect(String(format: "%.3f", owa) == expected.owa, "\(method)")
    }
  }

  /// Series by series: R's forecasts are stored with 7 to 15 digits.
  @Test(
    .enabled(if: isPresent, "the M4 data (../shared/data/m4) is not here"),
    arguments: [
      ("Hourly-train", "HW", 24, "H", 48), ("Weekly-train", "HW", 1, "W", 13),
      ("Quarterly-train-len16to100", "YQM", 4, "Q", 8), ("Monthly-train-short", "YQM", 12, "M", 18),
    ])
  func forecastsOfNaive2(_ train: String, _ file: String, _ season: Int, _ prefix: String, _ horizon: Int)
    throws
  {
    let published = try Self.rows(of: "benchmark-forecasts/Naive2-\(file)", prefix: prefix)
    let expected = Dictionary(uniqueKeysWithValues: published)
    var compared = 0
    var worst = 0.0
    // The first rows suffice: more only take longer.
    for (id, history) in try Self.rows(of: train, prefix: prefix, limit: 1500) {
      guard let expected = expected[id] else { continue }
      let forecast = try #require(
        Naive2.forecast(values: history, seasonLength: season, horizon: horizon))
      #expect(expected.count == horizon)
      for (value, expected) in zip(forecast, expected) {
        worst = max(worst, abs(value - expected) / abs(expected))
      }
      compared += 1
    }
    #expect(compared > 300)
    #expect(worst < 1e-6, "largest relative difference \(worst)")
  }

  // MARK: Reading

  private static func table(_ group: String, seasonLength: Int, methods: [String]) throws -> MetricTable {
    var table = MetricTable(seasonLength: seasonLength)
    let actuals = Dictionary(uniqueKeysWithValues: try rows(of: group + "-test"))
    for (id, history) in try rows(of: group + "-train") {
      let actual = try #require(actuals[id])
      for method in methods {
        let forecast =
          switch method {
          case "Naive": ReferenceForecast.naive(values: history, horizon: actual.count)?.point
          case "sNaive":
            ReferenceForecast.seasonalNaive(
              values: history, seasonLength: seasonLength, horizon: actual.count)?.point
          default: Naive2.forecast(values: history, seasonLength: seasonLength, horizon: actual.count)
          }
        table.add(
          MetricTable.Window(history: history, actual: actual, forecast: try #require(forecast)),
          model: method, series: id, window: 0)
      }
    }
    return table
  }

  /// Ids and values of the first `limit` rows whose id starts with `prefix`; empty cells end a row.
  private static func rows(of name: String, prefix: String = "", limit: Int = .max) throws -> [(
    String, [Double]
  )] {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/gzip")
    process.arguments = ["-dc", "\(folder)/\(name).csv.gz"]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = [UInt8](pipe.fileHandleForReading.readDataToEndOfFile())
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    var result: [(String, [Double])] = []
    for line in data.split(separator: UInt8(ascii: "\n")).dropFirst() where result.count < limit {
      guard line.dropFirst(line.first == UInt8(ascii: "\"") ? 1 : 0).starts(with: prefix.utf8) else {
        continue
      }
      let cells = line.split(separator: UInt8(ascii: ",")).map { cell in
        String(decoding: cell.filter { $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\r") }, as: UTF8.self)
      }
      guard let id = cells.first else { continue }
      result.append((id, try cells.dropFirst().filter { !$0.isEmpty }.map { try #require(Double($0)) }))
    }
    return result
  }
}
