import Foundation
import Testing

/// Effects of other processes and of the system: signals, limits, shared files, a missing /proc.
@Suite struct ProcessTests {
  /// A fit that goes on until it is stopped.
  private static let endless = [
    "fit", "a.csv", "--horizon", "2", "--epochs", "1000000", "--hidden-size", "4", "--input-size", "12",
    "--threads", "1", "--save", "m.model",
  ]

  private func workspace() throws -> Workspace {
    let workspace = try Workspace()
    try workspace.write("a.csv", Sample.monthly(40))
    return workspace
  }

  @Test func argumentsAreKnownWithoutProc() throws {
    let workspace = try workspace()
    let trial = try workspace.shell("unshare -m mount -t tmpfs none /proc")
    guard trial.status == 0 else {
      return print("skipped: hiding /proc is not allowed here: \(trial.errors)")
    }
    func hidden(_ words: String) throws -> Outcome {
      try workspace.shell("unshare -m sh -c 'mount -t tmpfs none /proc && exec \"$F\" '\"\(words)\"")
    }
    let absent = try hidden("inspect absent.csv")
    #expect(absent.status == 5 && absent.output.isEmpty)
    #expect(absent.errors.contains("cannot open `absent.csv`"))
    for words in [
      "forecast a.csv --horizon 2 --model naive --quiet", "forecast a.csv --horizon 2 --epochs 2 --quiet",
      "inspect a.csv --json", "--version",
    ] {
      let (plain, without) = (try workspace.shell("$F \(words)"), try hidden(words))
      #expect(without.status == 0 && without.output == plain.output, "\(words): \(without.errors)")
    }
    let tracked = try hidden("fit a.csv --horizon 2 --epochs 2 --save m --track --registry r.sqlite")
    #expect(tracked.status == 0 && tracked.errors.contains("tracked: "))
    #expect(try workspace.run(["runs", "list", "--registry", "r.sqlite"]).output.contains("FINISHED"))
  }

  @Test(arguments: [(SIGINT, "INT"), (SIGTERM, "TERM"), (SIGHUP, "HUP")])
  func signalsStopAFitAfterItsUpdate(_ signal: Int32, _ name: String) throws {
    let workspace = try workspace()
    let running = try workspace.start(Self.endless)
    running.wait { workspace.has("m.model.checkpoint") }
    running.send(signal)
    let outcome = try running.finish()
    #expect(outcome.status == 128 + signal)
    #expect(outcome.errors.contains("stopping after this update; "))
    #expect(outcome.errors.contains("m.model.checkpoint holds the training so far"))
    #expect(try workspace.names() == ["a.csv", "m.model.checkpoint"])
  }

  @Test func theExitCodeInJSONIsTheSignals() throws {
    let workspace = try workspace()
    let running = try workspace.start(Self.endless + ["--json"])
    running.wait { workspace.has("m.model.checkpoint") }
    running.send(SIGTERM)
    let outcome = try running.finish()
    #expect(outcome.status == 143)
    #expect(try errorObject(outcome)["exit_code"] as? Int == 143)
  }

  @Test func nohupKeepsACommandFromTheTerminalsEnd() throws {
    let workspace = try workspace()
    let outcome = try workspace.shell(
      """
      trap '' HUP; $F \(Self.endless.joined(separator: " ")) & fit=$!
      until [ -e m.model.checkpoint ]; do sleep 0.01; done
      kill -HUP $fit; rm m.model.checkpoint; until [ -e m.model.checkpoint ]; do sleep 0.01; done
      kill -TERM $fit; wait $fit; exit $?
      """)
    #expect(outcome.status == 143)
  }

  @Test func theLimitOfFileSizesIsAnErrorOfTheWrite() throws {
    let workspace = try workspace()
    for words in [
      "fit a.csv --horizon 2 --epochs 2 --save m.model",
      "forecast a.csv --horizon 500 --model naive --output f.csv",
      "forecast a.csv --horizon 500 --model naive > f.out",
    ] {
      let outcome = try workspace.shell("ulimit -f 1; exec $F \(words) --quiet")
      #expect(outcome.status == 5, "\(words)")
      #expect(outcome.errors.contains("File too large") && outcome.errors.contains("ulimit -f"), "\(words)")
    }
    // A file made by the shell's redirection stays.
    #expect(try workspace.names() == ["a.csv", "f.out"])
  }

  @Test func aFolderThatCannotBeSyncedIsSaid() throws {
    let workspace = try workspace()
    let line = "strace -f -o trace -e inject=fsync:error=EIO:when=2"
    guard try workspace.shell("strace -f -o trace -e trace=fsync true").status == 0 else {
      return print("skipped: there is no strace that may trace")
    }
    let outcome = try workspace.shell("\(line) $F forecast a.csv --horizon 2 --model naive --output f.csv -q")
    #expect(outcome.status == 5)
    #expect(
      outcome.errors.hasPrefix(
        "error[F003]: cannot sync the folder `.`: Input/output error; `f.csv` is written and in place, but might not "
          + "survive a power cut\n  --> f.csv\n"))
    let whole = try workspace.shell("$F forecast a.csv --horizon 2 --model naive -q")
    #expect(try workspace.read("f.csv") == Data(whole.output.utf8))
  }

  @Test func aSecondFitOfOneModelIsRefused() throws {
    let workspace = try workspace()
    let first = try workspace.start(Self.endless)
    first.wait { workspace.has("m.model.checkpoint") }
    for more in [[], ["--resume"]] {
      let second = try workspace.run(Self.endless + more)
      #expect(second.status == 5)
      #expect(
        second.errors.contains(
          "error[F003]: cannot write `m.model`: another fit (process \(first.number)) is working on it"))
    }
    // A fit of another model beside it is not blocked.
    let other = try workspace.run(
      ["fit", "a.csv", "--horizon", "2", "--save", "other.model"] + Sample.small)
    #expect(other.status == 0)
    // A killed process leaves its lock file, which blocks no other process, and perhaps an incomplete checkpoint.
    first.send(SIGKILL)
    _ = try first.finish()
    try workspace.write(".m.model.checkpoint.0123456789abcdef.tmp", "half")
    try workspace.write(".m.model.mine.tmp", "a file of somebody else")
    let last = try workspace.run(
      ["fit", "a.csv", "--horizon", "2", "--save", "m.model", "--quiet"] + Sample.small)
    #expect(last.status == 0 && last.errors.isEmpty)
    #expect(try workspace.names() == [".m.model.mine.tmp", "a.csv", "m.model", "other.model"])
  }

  @Test func fitsOfOneModelAtTheSameTimeNeverHarmEachOther() throws {
    let workspace = try workspace()
    for round in 1...12 {
      let fits = try (1...3).map { seed in
        try workspace.start(
          ["fit", "a.csv", "--horizon", "2", "--save", "m.model", "--seed", "\(seed)", "--quiet"]
            + Sample.small)
      }
      let outcomes = try fits.map { try $0.finish() }
      #expect(outcomes.contains { $0.status == 0 }, "round \(round)")
      for outcome in outcomes where outcome.status != 0 {
        #expect(outcome.status == 5 && outcome.errors.contains("another fit"), "\(outcome.errors)")
      }
      #expect(try workspace.run(["predict", "m.model"]).status == 0)
      #expect(try workspace.names() == ["a.csv", "m.model"], "round \(round)")
    }
  }
}
