import Foundation
import Testing

/// Sample paths through the whole command: their file, sums over steps, and what is refused.
@Suite struct SamplePathTests {
  private let workspace: Workspace
  private static let deepar = ["--model", "deepar"] + Sample.small

  init() throws {
    workspace = try Workspace()
    try workspace.write("a.csv", Sample.panel(["north", "south"]))
  }

  private func output(_ words: [String], environment: [String: String] = [:]) throws -> String {
    let outcome = try workspace.run(words, environment: environment)
    #expect(outcome.status == 0, "\(outcome.errors)")
    return outcome.output
  }

  private func refusal(_ words: [String]) throws -> String {
    let outcome = try workspace.run(words)
    #expect(outcome.status != 0 && outcome.output.isEmpty)
    return outcome.errors
  }

  private static func cells(_ text: String) -> [[String]] {
    text.split(separator: "\n").dropFirst().map { $0.split(separator: ",").map(String.init) }
  }

  @Test("the same bits from fit, file, threads and instruction sets", arguments: ["student-t", "poisson"])
  func sameBits(_ likelihood: String) throws {
    let words = ["a.csv", "--horizon", "4", "--samples", "30", "--likelihood", likelihood] + Self.deepar
    let forecast = try output(["forecast", "--paths", "p.csv"] + words)
    let paths = String(decoding: try workspace.read("p.csv"), as: UTF8.self)
    _ = try output(["fit", "--save", "m.model"] + words)
    #expect(try output(["predict", "m.model", "a.csv"]) == forecast)
    #expect(try output(["predict", "m.model", "--paths", "q.csv"]) == forecast)
    #expect(String(decoding: try workspace.read("q.csv"), as: UTF8.self) == paths)
    for (set, threads) in [("portable", "2"), ("avx2", "3"), ("avx512", "8")] {
      #expect(
        try output(["forecast", "--threads", threads] + words, environment: ["FORETELL_ISA": set]) == forecast
      )
    }
  }

  @Test func theFileOfPaths() throws {
    let words = ["forecast", "a.csv", "--horizon", "4", "--samples", "11", "--level", "80"] + Self.deepar
    let forecast = Self.cells(try output(words + ["--paths", "p.csv"]))
    let text = String(decoding: try workspace.read("p.csv"), as: UTF8.self)
    #expect(text.hasPrefix("unique_id,path,ds,DeepAR\nnorth,1,2004-01-01,"))
    let rows = Self.cells(text)
    #expect(rows.count == 2 * 11 * 4 && Set(rows.map { $0[1] }).count == 11)
    // The forecast is the middle one of eleven paths; the bounds at 80 % are the second and the tenth.
    for row in forecast {
      let values = rows.filter { $0[0] == row[0] && $0[2] == row[1] }.compactMap { Double($0[3]) }.sorted()
      #expect([values[5], values[1], values[9]].map { "\($0)" } == Array(row[2...4]), "\(row)")
    }
    let sums = Self.cells(try output(words + ["--total", "2"]))
    #expect(sums.map { $0[1] } == ["2004-02-01", "2004-04-01", "2004-02-01", "2004-04-01"])
    let totals = (1...11).map { path in
      rows.filter { $0[0] == "north" && $0[1] == "\(path)" }.suffix(2).compactMap { Double($0[3]) }.reduce(
        0, +)
    }
    .sorted()
    #expect(abs((Double(sums[1][2]) ?? 0) - totals[5]) < 1e-3)
    let json = try output(words + ["--total", "4", "--json"])
    #expect(json.contains("\"total\": 4"))
  }

  @Test func whatHasNoPathsRefusesThem() throws {
    for option in [["--paths", "p.csv"], ["--total", "2"], ["--samples", "9"]] {
      let text = try refusal(["forecast", "a.csv", "--horizon", "4"] + option)
      #expect(text.contains("\(option[0]) would have no effect"), "\(text)")
      #expect(text.contains("deepar"), "\(text)")
    }
    _ = try output(["fit", "a.csv", "--horizon", "4", "--save", "l.model"] + Sample.small)
    #expect(
      try refusal(["predict", "l.model", "--paths", "p.csv"]).contains(
        "--paths would have no effect: LSTM draws no sample paths"))
    let words = ["forecast", "a.csv", "--horizon", "4"] + Self.deepar
    #expect(
      try refusal(words + ["--total", "3"]).contains("--total 3 doesn't divide the horizon of 4 steps"))
    #expect(try refusal(words + ["--total", "2", "--plot", "p.svg"]).contains("--plot would have no effect"))
    #expect(try refusal(words + ["--paths", "a.csv"]).contains("--paths"))
    try workspace.write("b.csv", "ds,y\n" + (0..<40).map { "\($0),\(Double($0) + 0.5)\n" }.joined())
    #expect(
      try refusal(["forecast", "b.csv", "--horizon", "4", "--likelihood", "poisson"] + Self.deepar).contains(
        "poisson is a distribution of counts; series `y` has 0.5 at 0"))
  }

  /// Training that was interrupted goes on, and other commands take the model as any other network.
  @Test func theOtherCommands() throws {
    let words = ["a.csv", "--horizon", "4", "--samples", "20"] + Sample.small
    let compared = try output(
      ["compare", "--models", "deepar,lstm", "--seeds", "1", "--windows", "1"] + words)
    #expect(compared.contains("deepar"))
    let tested = try output(["backtest", "--models", "deepar,seasonal-naive", "--windows", "2"] + words)
    #expect(tested.contains("deepar"))
    _ = try output(["fit", "--save", "m.model", "--model", "deepar"] + words)
  }
}
