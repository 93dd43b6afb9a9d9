import ForetellCore
import Foundation
import Testing

/// The same command gives the same bytes, at any number of threads, killed or not.
@Suite struct DeterminismTests {
  private static let ids = ["north", "south", "east", "west", "centre"]

  @Test(arguments: [
    ["forecast", "a.csv", "--horizon", "4", "--json"],
    [
      "backtest", "a.csv", "--horizon", "4", "--windows", "2", "--models", "gru,rnn,seasonal-naive", "--json",
    ],
  ]) func anyNumberOfThreads(_ command: [String]) throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", Sample.panel(Self.ids))
    let words = command + Sample.small + ["--dropout", "0.2", "--layers", "2", "--windows-per-epoch", "60"]
    let first = try workspace.run(words + ["--threads", "1"])
    #expect(first.status == 0)
    for more in [["--threads", "1"], ["--threads", "2"], ["--threads", "3"], []] {
      #expect(try workspace.run(words + more).output == first.output, "\(more)")
    }
    #expect(try workspace.run(words + ["--seed", "2"]).output != first.output)
  }

  /// bf16 changes the forecast, and gives the same bytes with and without the processor's instructions for
  /// it.
  @Test func precision() throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", Sample.panel(Self.ids))
    let words = ["forecast", "a.csv", "--horizon", "4", "--json", "--precision"]
    let full = try workspace.run(words + ["fp32"] + Sample.small)
    let low = try workspace.run(words + ["bf16"] + Sample.small)
    #expect(full.status == 0 && low.status == 0)
    #expect(low.output != full.output)
    for set in ["avx512", "avx2", "portable"] {
      let forced = try workspace.run(
        words + ["bf16", "--threads", "3"] + Sample.small, environment: ["FORETELL_ISA": set])
      #expect(forced.output == low.output)
    }
    let slow = try workspace.run(
      ["forecast", "a.csv", "--horizon", "4", "--precision", "bf16"] + Sample.small,
      environment: ["FORETELL_ISA": "portable"])
    #expect(slow.errors.contains("no bf16 instructions"))
    // The model remembers how it was trained.
    let fit = ["fit", "a.csv", "--horizon", "4", "--save", "m", "--precision", "bf16"] + Sample.small
    #expect(try workspace.run(fit).status == 0)
    let predicted = try workspace.run(["predict", "m", "--json"])
    func points(_ text: String) throws -> [[Double]] {
      let object = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
      let forecasts = try #require(object["forecasts"] as? [[String: Any]])
      return try forecasts.map { try #require($0["LSTM"] as? [Double]) }
    }
    #expect(try points(predicted.output) == points(low.output))
    let memory = try workspace.run([
      "gradients", "--synthetic", "echo", "--lag", "6", "--updates", "20", "--hidden-size", "8", "--json",
      "--precision", "bf16",
    ])
    #expect(memory.status == 0)
    #expect(
      try memory.output
        != workspace.run([
          "gradients", "--synthetic", "echo", "--lag", "6", "--updates", "20", "--hidden-size", "8", "--json",
        ]).output)
  }

  /// A network that reads origin by origin: the same bytes with any instruction set and number of threads, from its file
  /// and after a resumed fit; and another forecast than from values.
  @Test func origins() throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", Sample.panel(Self.ids))
    let small = Sample.small + ["--reading", "origins", "--segment", "6", "--dropout", "0.2"]
    let words = ["forecast", "a.csv", "--horizon", "4", "--json"]
    let first = try workspace.run(words + small)
    #expect(first.status == 0, "\(first.errors)")
    for set in ["avx512", "avx2", "portable"] {
      let forced = try workspace.run(
        words + small + ["--threads", "3"], environment: ["FORETELL_ISA": set])
      #expect(forced.output == first.output, "\(set)")
    }
    #expect(try workspace.run(words + Sample.small).output != first.output)
    #expect(try workspace.run(words + small + ["--no-deseasonalize"]).status == 0)
    let fit = try workspace.run(["fit", "a.csv", "--horizon", "4", "--save", "m"] + small)
    #expect(fit.status == 0, "\(fit.errors)")
    let predicted = try workspace.run(["predict", "m"])
    #expect(predicted.status == 0)
    #expect(try workspace.run(["predict", "m", "a.csv"]).output == predicted.output)
    let measured = try workspace.run(["gradients", "a.csv", "--models", "m", "--csv"])
    #expect(measured.status == 0, "\(measured.errors)")
    let refused = try workspace.run(
      ["fit", "a.csv", "--horizon", "4", "--save", "n", "--monitor", "--reading", "origins"])
    #expect(refused.status == 2)
    #expect(refused.errors.contains("--reading origins can't be watched"))
    let backwards = try workspace.run(words + small + ["--bidirectional"])
    #expect(backwards.status == 2)
    #expect(backwards.errors.contains("leave out --bidirectional"))
  }

  @Test func modelFilesAreTheSame() throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", Sample.panel(Self.ids))
    for threads in ["1", "2", "3"] {
      let outcome = try workspace.run(
        ["fit", "a.csv", "--horizon", "4", "--save", "m\(threads)", "--threads", threads] + Sample.small)
      #expect(outcome.status == 0)
    }
    #expect(try workspace.read("m1") == workspace.read("m2"))
    #expect(try workspace.read("m1") == workspace.read("m3"))
  }

  /// A fit long enough to be killed halfway.
  static let long = [
    "fit", "a.csv", "--horizon", "4", "--epochs", "150", "--hidden-size", "24", "--input-size", "24",
    "--windows-per-epoch", "96", "--dropout", "0.1", "--layers", "2", "--validation-size", "6", "--patience",
    "150",
    "--schedule", "plateau",
  ]

  @Test func killedFitsGoOnToTheSameBytes() throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", Sample.panel(Self.ids))
    #expect(try workspace.run(Self.long + ["--save", "whole"]).status == 0)
    var random = RandomStream(seed: 1, purpose: .noise)
    var kills = 0
    for _ in 0..<12 {
      let running = try workspace.start(Self.long + ["--save", "broken", "--resume", "--threads", "2"])
      // The kill comes after some number of checkpoints; a time would depend on how busy the machine is.
      var seen = Set<Date>()
      let enough = Int.random(in: 0...12, using: &random)
      running.wait {
        if let date = workspace.modified("broken.checkpoint") { seen.insert(date) }
        return seen.count >= enough
      }
      running.send(SIGKILL)
      if try running.finish().status == 128 + SIGKILL { kills += 1 } else { break }
    }
    #expect(kills > 0)
    #expect(try workspace.run(Self.long + ["--save", "broken", "--resume"]).status == 0)
    #expect(try workspace.read("broken") == workspace.read("whole"))
    let left = try FileManager.default.contentsOfDirectory(atPath: workspace.folder.path)
    #expect(
      left.filter { $0.contains("broken") } == ["broken"], "no checkpoint and no half-written file is left")
  }

  @Test func interruptionKeepsTheCheckpoint() throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", Sample.panel(Self.ids))
    #expect(try workspace.run(Self.long + ["--save", "whole"]).status == 0)
    let running = try workspace.start(Self.long + ["--save", "m.model"])
    running.wait { workspace.has("m.model.checkpoint") }
    running.send(SIGINT)
    let outcome = try running.finish()
    #expect(outcome.status == 130)
    #expect(outcome.output == "")
    #expect(outcome.errors.contains("stopping after this update; Ctrl-C again to stop at once\n"))
    #expect(outcome.errors.contains("error[F130]: "))
    #expect(outcome.errors.contains("m.model.checkpoint holds the training so far"))
    #expect(workspace.has("m.model.checkpoint") && !workspace.has("m.model"))
    let resumed = try workspace.run(Self.long + ["--save", "m.model", "--resume"])
    #expect(resumed.status == 0)
    #expect(resumed.errors.contains("going on from m.model.checkpoint\n"))
    #expect(try workspace.read("m.model") == workspace.read("whole"))
  }

  @Test func interruptedForecastPrintsNothing() throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", Sample.panel(Self.ids))
    let running = try workspace.start([
      "forecast", "a.csv", "--horizon", "4", "--epochs", "100000", "--output", "f.csv", "--json", "--verbose",
    ])
    running.wait { running.errorsSoFar.contains(" epoch 2/") }
    running.send(SIGINT)
    var outcome = try running.finish()
    #expect(outcome.status == 130)
    #expect(outcome.output == "")
    #expect(!workspace.has("f.csv"))
    outcome.errors = outcome.errors.split(separator: "\n").last.map(String.init) ?? ""
    #expect(try errorObject(outcome)["kind"] as? String == "interrupted")
  }
}
