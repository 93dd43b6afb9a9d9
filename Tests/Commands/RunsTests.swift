import Foundation
import Testing

/// `--track` and `foretell runs`, with the real program.
@Suite struct RunsTests {
  private let workspace: Workspace

  init() throws {
    workspace = try Workspace()
    try workspace.write("a.csv", Sample.monthly())
  }

  private static let registry = ["--registry", "r.sqlite"]

  @discardableResult
  private func track(_ words: [String], environment: [String: String] = [:]) throws -> Outcome {
    let outcome = try workspace.run(
      words + ["--track"] + Self.registry + Sample.small, environment: environment)
    #expect(outcome.status == 0, "\(outcome.errors)")
    return outcome
  }

  private func fit(_ more: [String] = []) throws {
    try track(["fit", "a.csv", "--horizon", "3", "--save", "a.model"] + more)
  }

  private func runs(_ words: [String]) throws -> Outcome {
    try workspace.run(["runs"] + words + Self.registry)
  }

  private func document(_ words: [String]) throws -> [String: Any] {
    let outcome = try runs(words + ["--json"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try GradientsTests.document(outcome.output)
  }

  private func list(_ words: [String] = []) throws -> [[String: Any]] {
    try #require(try document(["list"] + words)["runs"] as? [[String: Any]])
  }

  // MARK: Recording

  @Test func fitIsRecordedWhole() throws {
    try fit(["--monitor", "--holdout", "--seed", "9", "--validation-size", "6"])
    let run = try document(["show", "latest"])
    #expect(run["command"] as? String == "fit" && run["model"] as? String == "lstm")
    #expect(run["status"] as? String == "FINISHED" && run["seed"] as? Int == 9 && run["epochs"] as? Int == 3)
    #expect((run["command_line"] as? String)?.hasPrefix("foretell fit a.csv --horizon 3 ") == true)
    let data = try #require(run["data"] as? [String: Any])
    #expect(data["name"] as? String == "a.csv" && (data["digest"] as? String)?.count == 64)
    let parameters = try #require(run["parameters"] as? [String: String])
    #expect(parameters["hidden_size"] == "8" && parameters["horizon"] == "3")
    #expect(parameters["optimizer"] == "adam" && parameters["season_length"] == "12")
    let metrics = try #require(run["metrics"] as? [[String: Any]])
    let names = metrics.compactMap { $0["name"] as? String }
    for name in [
      "training_loss", "validation_loss", "learning_rate", "gradient_norm", "clipped_share",
      "effective_memory",
    ] {
      #expect(names.contains(name), "\(name)")
    }
    #expect(metrics.allSatisfy { ($0["epochs"] as? [Int]) == [1, 2, 3] })
    let results = try #require(run["results"] as? [String: Any])
    for name in ["training_loss", "best_epoch", "holdout_smape", "holdout_seasonal_naive_smape"] {
      #expect(results[name] is NSNumber, "\(name)")
    }
    #expect((1...3).contains(try #require(results["best_epoch"] as? Int)))
    // Three epochs, hidden and cell state, twelve lags.
    let gradients = try #require(run["gradients"] as? [[String: Any]])
    #expect(gradients.count == 6)
    #expect(gradients.allSatisfy { ($0["mean"] as? [Any])?.count == 12 })
    #expect((run["histograms"] as? [Any])?.isEmpty == false)
    let file = try #require((run["artefacts"] as? [[String: Any]])?.first)
    #expect(file["kind"] as? String == "model")
    #expect(file["bytes"] as? Int == (try workspace.read("a.model")).count)
    #expect((file["path"] as? String)?.hasPrefix("/") == true)
    let machine = try #require(run["machine"] as? [String: Any])
    #expect((machine["cores"] as? Int ?? 0) > 0 && (machine["processor"] as? String)?.isEmpty == false)
  }

  @Test func theResultIsTheSameWithARecord() throws {
    try fit()
    let tracked = try workspace.read("a.model")
    let plain = try workspace.run(
      ["fit", "a.csv", "--horizon", "3", "--save", "b.model"] + Sample.small)
    #expect(plain.status == 0)
    #expect(try workspace.read("b.model") == tracked)
    #expect(!plain.errors.contains("tracked"))
  }

  @Test func nothingIsOpenedUnlessAsked() throws {
    let outcome = try workspace.run(
      ["forecast", "a.csv", "--horizon", "2", "--model", "naive"],
      environment: ["FORETELL_TRACK": "0", "FORETELL_REGISTRY": "r.sqlite"])
    #expect(outcome.status == 0 && !workspace.has("r.sqlite"))
    #expect(try runs(["list"]).errors == "no runs yet: add --track to a fit to record it\n")
    #expect(!workspace.has("r.sqlite"), "looking makes no file")
  }

  @Test func variablesAndDefaultPlace() throws {
    let words = ["forecast", "a.csv", "--horizon", "2", "--model", "naive"]
    let home = try workspace.run(words, environment: ["FORETELL_TRACK": "1"])
    #expect(home.status == 0 && workspace.has(".local/share/foretell/runs.sqlite"), "\(home.errors)")
    let data = workspace.folder.appending(path: "data").path
    _ = try workspace.run(words, environment: ["FORETELL_TRACK": "1", "XDG_DATA_HOME": data])
    #expect(workspace.has("data/foretell/runs.sqlite"))
    _ = try workspace.run(words, environment: ["FORETELL_TRACK": "yes", "FORETELL_REGISTRY": "e.sqlite"])
    #expect(workspace.has("e.sqlite"))
    try workspace.write("c.yaml", "track: true\nregistry: y.sqlite\n")
    _ = try workspace.run(words + ["--config", "c.yaml"])
    #expect(workspace.has("y.sqlite"))
    let listed = try workspace.run(["runs", "list"], environment: ["FORETELL_REGISTRY": "e.sqlite"])
    #expect(listed.output.split(separator: "\n").count == 2)
    let opposite = try workspace.run(
      words + ["--no-track"], environment: ["FORETELL_TRACK": "1", "FORETELL_REGISTRY": "n.sqlite"])
    #expect(opposite.status == 0 && !workspace.has("n.sqlite"))
  }

  @Test func backtestHasAPartForEachModel() throws {
    try track(["backtest", "a.csv", "--horizon", "3", "--windows", "2", "--models", "lstm,naive"])
    let top = try list()
    #expect(top.count == 1 && top[0]["model"] as? String == "lstm,naive" && top[0]["part_count"] as? Int == 2)
    #expect((top[0]["results"] as? [String: Any])?["lstm/smape"] is NSNumber)
    let all = try list(["--parts", "--sort", "smape"])
    #expect(all.count == 3)
    let lstm = try #require(all.first { $0["model"] as? String == "lstm" })
    let run = try document(["show", try #require(lstm["id"] as? String)])
    let losses = try #require(run["metrics"] as? [[String: Any]]).filter {
      $0["name"] as? String == "training_loss"
    }
    #expect(losses.map { $0["window"] as? Int } == [0, 1])
    #expect((run["parameters"] as? [String: String])?["windows"] == "2")
    #expect(try list(["--model", "naive"]).count == 1, "a whole has its parts' models")
  }

  @Test func comparisonHasAPartForEachModelAndSeed() throws {
    try track([
      "compare", "a.csv", "--horizon", "3", "--windows", "2", "--seeds", "2", "--models", "rnn,lstm",
    ])
    let whole = try document(["show", "latest"])
    #expect(whole["command"] as? String == "compare" && whole["model"] as? String == "rnn,lstm")
    let parts = try #require(whole["parts"] as? [[String: Any]])
    #expect(
      parts.map { "\($0["model"] ?? "") \($0["seed"] ?? "")" } == [
        "rnn 1", "rnn 2", "lstm 1", "lstm 2", "seasonal-naive 1",
      ])
    #expect(parts.allSatisfy { $0["status"] as? String == "FINISHED" })
    let results = try #require(whole["results"] as? [String: Double])
    let single = parts[..<2].compactMap { ($0["results"] as? [String: Double])?["mase"] }
    let mean = try #require(results["rnn/mase"])
    #expect(single.count == 2 && abs(mean - (single[0] + single[1]) / 2) < 1e-12)
    let lstm = try document(["show", try #require(parts[3]["id"] as? String)])
    #expect((lstm["parameters"] as? [String: String])?["match"] == "parameters")
    #expect((lstm["results"] as? [String: Any])?["effective_memory"] is NSNumber)
    #expect((lstm["gradients"] as? [[String: Any]])?.map { $0["state"] as? String } == ["cell"])
    let losses = try #require(lstm["metrics"] as? [[String: Any]]).filter {
      $0["name"] as? String == "training_loss"
    }
    #expect(losses.map { $0["window"] as? Int } == [0, 1])
  }

  @Test func documentsNameTheRun() throws {
    for words in [
      ["fit", "a.csv", "--horizon", "3", "--save", "j.model"],
      ["forecast", "a.csv", "--horizon", "3"], ["backtest", "a.csv", "--horizon", "3", "--models", "lstm"],
      ["gradients", "a.csv", "--models", "rnn"],
    ] {
      let outcome = try track(words + ["--json"])
      let id = try GradientsTests.document(outcome.output)["run"] as? String
      #expect(id == (try list()[0]["id"] as? String) && id != nil, "\(words)")
      #expect(outcome.errors.isEmpty)
    }
  }

  @Test func gradientsAreRecorded() throws {
    let outcome = try workspace.run(
      GradientsTests.quick + ["--models", "rnn,lstm", "--track"] + Self.registry)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let whole = try document(["show", "latest"])
    let parts = try #require(whole["parts"] as? [[String: Any]])
    #expect(parts.map { $0["model"] as? String } == ["rnn", "lstm"])
    let shown = try runs(["show", "latest", "--report", "g.html", "--picture"])
    #expect(shown.errors.contains("How far back the gradient reaches"))
    let page = String(decoding: try workspace.read("g.html"), as: UTF8.self)
    #expect(page.contains("Parts of this run") && page.contains("Training loss by epoch"))
    let lstm = try document(["show", try #require(parts[1]["id"] as? String)])
    let curves = try #require(lstm["gradients"] as? [[String: Any]])
    // The trained network (0) and two epochs; cell and hidden state.
    #expect(curves.map { $0["epoch"] as? Int } == [0, 0, 1, 1, 2, 2])
    #expect((lstm["parameters"] as? [String: String])?["task.lag"] == "6")
  }

  @Test func originsOfRecordedGradientsAreTold() throws {
    let words =
      ["gradients", "a.csv", "--models", "gru", "--horizon", "3", "--track"] + Self.registry + Sample.small
    #expect(try workspace.run(words + ["--reading", "origins"]).status == 0)
    let whole = try document(["show", "latest"])
    let part = try #require((whole["parts"] as? [[String: Any]])?.first?["id"] as? String)
    _ = try runs(["show", part, "--report", "o.html"])
    let page = String(decoding: try workspace.read("o.html"), as: UTF8.self)
    #expect(page.contains("lag (origins before the last one, a step apart; each reads 12 values)"))
    #expect(try workspace.run(words).status == 0)
    let other = try #require(
      (try document(["show", "latest"])["parts"] as? [[String: Any]])?.first?["id"] as? String)
    _ = try runs(["compare", part, other, "--report", "c.html"])
    let both = String(decoding: try workspace.read("c.html"), as: UTF8.self)
    #expect(both.contains("lag (steps of each network"))
  }

  @Test func refusedDataAndDivergenceAreFailures() throws {
    let outcome = try workspace.run(
      ["fit", "a.csv", "--horizon", "3", "--save", "a.model", "--learning-rate", "1e30", "--track"]
        + Self.registry + Sample.small)
    #expect(outcome.status == 4)
    let run = try document(["show", "latest"])
    #expect(run["status"] as? String == "FAILED")
    #expect((run["error"] as? [String: Any])?["code"] as? String == "F120")
  }

  // MARK: Signals

  private func waitForRun(_ status: String) throws -> [String: Any] {
    // Ten minutes; only a command that hangs takes longer.
    for _ in 0..<12_000 {
      if let run = try list().first, run["status"] as? String == status, run["epochs"] as? Int ?? 0 > 0 {
        return run
      }
      usleep(50_000)
    }
    Issue.record("no run is \(status)")
    return [:]
  }

  @Test func killedFitIsMarkedAndTheRegistryStaysWhole() throws {
    let words = [
      "fit", "a.csv", "--horizon", "3", "--save", "k.model", "--epochs", "1000000", "--track",
    ]
    let running = try workspace.start(words + Self.registry)
    let run = try waitForRun("RUNNING")
    running.send(SIGKILL)
    #expect(try running.finish().status == 137)
    let killed = try #require(try list().first)
    #expect(killed["id"] as? String == run["id"] as? String)
    #expect(killed["status"] as? String == "KILLED" && killed["ended"] is String)
    try fit()
    #expect(try list().map { $0["status"] as? String } == ["FINISHED", "KILLED"])
    #expect(try runs(["show", try #require(run["id"] as? String)]).output.contains("status   KILLED"))
  }

  @Test func interruptedFitIsMarked() throws {
    let words = [
      "fit", "a.csv", "--horizon", "3", "--save", "k.model", "--epochs", "1000000", "--track",
    ]
    let running = try workspace.start(words + Self.registry)
    _ = try waitForRun("RUNNING")
    running.send(SIGINT)
    #expect(try running.finish().status == 130)
    #expect(try list().map { $0["status"] as? String } == ["INTERRUPTED"])
  }

  // MARK: Trouble

  @Test func anUnusableRegistryStopsBeforeTheTraining() throws {
    try workspace.write("r.sqlite", "this is a text and no database at all, however one looks at it")
    let outcome = try workspace.run(
      ["fit", "a.csv", "--horizon", "3", "--save", "a.model", "--track"] + Self.registry + Sample.small)
    #expect(outcome.status == 5 && !workspace.has("a.model"))
    #expect(outcome.errors.contains("error[F104]: `r.sqlite` is no run registry"))
    let listed = try runs(["list"])
    #expect(listed.status == 5 && listed.output.isEmpty)
  }

  /// The disk becomes full for the registry after the run has begun.
  @Test func aRegistryThatFailsLaterSparesTheResult() throws {
    try fit()
    let small = Sample.small.joined(separator: " ")
    let line =
      "trap '' XFSZ; ulimit -f 48; $F fit a.csv --horizon 3 --save b.model --track --registry r.sqlite "
    for (more, mark) in [
      ("--quiet", "warning[F003]: "), ("--json", "{\"warning\":{\"kind\":\"inputOutput\""),
    ] {
      let outcome = try workspace.shell(line + more + " " + small)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.errors.hasPrefix(mark), "\(outcome.errors)")
      #expect(try workspace.read("b.model") == workspace.read("a.model"))
    }
    #expect(try list().count >= 1)
  }

  @Test func deletedWhileItRunsIsRefused() throws {
    let running = try workspace.start(
      ["fit", "a.csv", "--horizon", "3", "--save", "k.model", "--epochs", "1000000", "--track"]
        + Self.registry)
    let id = try #require(try waitForRun("RUNNING")["id"] as? String)
    let outcome = try runs(["delete", id, "--yes"])
    #expect(outcome.status == 2 && outcome.errors.contains("run \(id) still runs (process "))
    running.send(SIGKILL)
    _ = try running.finish()
    #expect(try runs(["delete", id, "--yes"]).status == 0)
    #expect(try list().isEmpty)
  }

  @Test func nothingReplacesARegistry() throws {
    try fit()
    let before = try workspace.read("r.sqlite")
    let data = ["a.csv", "--horizon", "3"] + Sample.small
    for words in [
      ["runs", "export", "--output", "r.sqlite"] + Self.registry,
      ["runs", "show", "latest", "--report", "r.sqlite"] + Self.registry,
      ["runs", "compare", "latest", "latest", "--report", "r.sqlite"] + Self.registry,
      ["fit", "--save", "r.sqlite"] + data, ["forecast", "--report", "r.sqlite"] + data,
      ["compare", "--plot", "r.sqlite"] + data, ["backtest", "--output", "r.sqlite"] + data,
      ["gradients", "a.csv", "--report", "r.sqlite"],
      ["forecast", "--track", "--registry", "new.sqlite", "--output", "./new.sqlite"] + data,
    ] {
      let outcome = try workspace.run(words)
      #expect(outcome.status == 2, "\(words): \(outcome.errors)")
      #expect(outcome.errors.contains("F061"), "\(words): \(outcome.errors)")
    }
    #expect(try workspace.read("r.sqlite") == before)
    #expect(try list().count == 1)
  }

  @Test func readerThatLeavesCostsNoRecord() throws {
    let outcome = try workspace.shell(
      Workspace.withoutReader
        + "exec $F backtest a.csv --horizon 3 --models naive --track --registry r.sqlite --quiet >&4 4>&-")
    #expect(outcome.status == 128 + SIGPIPE && outcome.errors == "")
    let run = try document(["show", "latest"])
    #expect(run["status"] as? String == "FINISHED")
    #expect((run["results"] as? [String: Any])?["naive/mase"] is NSNumber)
  }
}
