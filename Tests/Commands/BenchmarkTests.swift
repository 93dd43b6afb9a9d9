import Foundation
import Testing

/// `foretell benchmark`: the real program on a folder with small files.
@Suite struct BenchmarkTests {
  private let workspace: Workspace

  init() throws {
    workspace = try Workspace()
    try Self.write(to: workspace)
  }

  /// Writes the files of m3-monthly and illness into the folder `bench`.
  static func write(to workspace: Workspace) throws {
    for name in ["bench/m3", "bench/illness"] {
      try FileManager.default.createDirectory(
        at: workspace.folder.appending(path: name), withIntermediateDirectories: true)
    }
    var monthly = "id,name,category,frequency,start_year,start_period,n,h,train,test\n"
    for number in 0..<3 {
      let values = (0..<78).map { "\(100 + $0 * (number + 1) + $0 % 12 * 9 + $0 * $0 * 7 % 5)" }
      monthly += "M\(number),M\(number),X,12,1990,\(number + 1),60,18,\(values[..<60].joined(separator: " "))"
      monthly += ",\(values[60...].joined(separator: " "))\n"
    }
    try workspace.write("bench/m3/m3_monthly.csv", monthly)
    let rows = (0..<200).map { "2002-01-01,\($0 * $0 % 17 + 1),\($0 * 5 % 23)\n" }
    try workspace.write("bench/illness/national_illness.csv", "date,A,B\n" + rows.joined())
  }

  private func run(_ line: String) throws -> Outcome {
    try workspace.run(["benchmark"] + line.split(separator: " ").map(String.init))
  }

  private static let small =
    " --epochs 1 --hidden-size 2 --input-size 12 --threads 1"

  @Test func aPipeGetsOneRowPerTaskAndModel() throws {
    let outcome = try run("m3-monthly --data bench --models lstm,drift --seeds 2" + Self.small)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let rows = outcome.output.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    #expect(rows.map { $0[1] } == ["model_name", "Naive2", "Naive", "sNaive", "lstm", "drift"])
    #expect(rows[0].prefix(4) == ["task_name", "model_name", "part", "horizon"])
    #expect(rows[0].suffix(2) == ["cpu_time_s", "peak_memory_mb"])
    #expect(rows.dropFirst().allSatisfy { $0.count == rows[0].count && $0[0] == "m3-monthly" })
    #expect(rows[4][7] == "2" && rows[5][7] == "1")
    for text in [
      "m3-monthly: lstm: sMAPE", "2 seeds: mean ± standard deviation", "Theta [2]", "[2] forecasts",
    ] {
      #expect(outcome.errors.contains(text), "\(text) in \(outcome.errors)")
    }
  }

  @Test func jsonHasEverything() throws {
    let outcome = try run("illness --data bench --models drift --json --csv b.csv --stride 5")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let document = try GradientsTests.document(outcome.output)
    let tasks = try #require(document["tasks"] as? [[String: Any]])
    #expect(tasks.map { $0["task"] as? String } == ["illness-24", "illness-36"])
    #expect((document["total"] as? [String: Any])?["task"] as? String == "illness")
    let rows = try #require(tasks[0]["rows"] as? [[String: Any]])
    #expect(rows.prefix(2).map { $0["model"] as? String } == ["Repeat", "drift"])
    #expect(rows[1]["cpu_seconds"] is Double && rows[0]["cpu_seconds"] is NSNull)
    #expect(rows.last?["kind"] as? String == "published" && rows.last?["source"] is String)
    #expect((document["remarks"] as? [String])?.count == 2)
    #expect(String(decoding: try workspace.read("b.csv"), as: UTF8.self).hasPrefix("task_name,"))
  }

  @Test func theSameCommandPrintsTheSameBytes() throws {
    let line = "m3-monthly --data bench --models gru --no-timings" + Self.small
    let first = try run(line)
    let second = try run(line.replacing("--threads 1", with: "--threads 3"))
    #expect(first.status == 0 && first.output == second.output && first.errors == second.errors)
    #expect(!first.output.contains("time_s"))
  }

  @Test(arguments: [
    ("", "foretell benchmark needs SUITE, which is missing", "the choices are m3,"),
    ("m5 --data bench", "there is no benchmark `m5`", "did you mean `m3`"),
    ("m3-monthly", "--data is missing", "--help lists them"),
    ("m3-monthly --data absent", "there is no folder `absent`", "Benchmarks/accuracy/README.md"),
    ("nn3 --data bench", "nn3 needs `bench/nn3/nn3.csv.gz`, which is absent", "tscompdata"),
    ("m3-monthly --data bench --stride 2", "--stride would have no effect: m3-monthly forecasts", "leave"),
    ("illness --data bench --horizons 25", "`25` is not a value of --horizons", "24, 36, 48, 60"),
    ("illness --data bench --models drift --seeds 2", "--seeds would have no effect", "name a network"),
    ("illness --data bench --models drift --season 3", "--season would have no effect", "leave --season out"),
    ("illness --data bench --part all", "`all` is not a value of --part", "test, validation"),
  ]) func mistakesAreNamed(_ line: String, _ message: String, _ hint: String) throws {
    let outcome = try run(line)
    #expect([2, 5].contains(outcome.status) && outcome.output.isEmpty)
    #expect(outcome.errors.contains(message) && outcome.errors.contains(hint), "\(outcome.errors)")
  }
}
