import Foundation
import Testing

/// Failures, their messages and exit codes.
@Suite struct FailureTests {
  @Test(arguments: [
    (["forecast", "a.csv"], "error[F060]: --horizon is missing\n"),
    (["forecast", "a.csv", "--horizon", "0"], "error[F060]: --horizon must be from 1 to 10000, but is 0\n"),
    (["forecast", "a.csv", "--horizn", "3"], "did you mean --horizon?"),
    (
      ["forecast", "a.csv", "--horizon", "x"],
      "--horizon must be a whole number, from 1 to 10000, but is `x`\n"
    ),
    (["forecast", "a.csv", "--horizon", "3", "--model", "lsmt"], "did you mean `lstm`?"),
    (
      ["forecast", "a.csv", "--horizon", "3", "--level", "100"],
      "--level must be at least 1 and below 100, in percent, but is `100`"
    ),
    (
      ["forecast", "a.csv", "--horizon", "3", "--dropout", "1"],
      "--dropout must be from 0 to below 1, but is 1\n"
    ),
    (
      ["forecast", "a.csv", "--horizon", "3", "--learning-rate", "nan"],
      "--learning-rate must be above 0, but is nan\n"
    ),
    (["forecast", "a.csv", "--horizon", "3", "--optimizer", "adan"], "did you mean `adam`?"),
    (
      ["forecast", "a.csv", "--horizon", "3", "--loss", "mse"],
      "the choices are quantile, median, squared, absolute"
    ),
    (["forecast", "a.csv", "--horizon", "3", "--precision", "fp16"], "the choices are fp32, bf16"),
    (["forecast", "a.csv", "--horizon", "3", "--threads", "0"], "--threads must be from 1 to 1024"),
    (["forecast", "a.csv", "--horizon", "3", "--decimal", ";"], "--decimal must be . or ,"),
    (["forecast", "a.csv", "--horizon", "3", "--gaps", "fill"], "did you mean `ffill`?"),
    (["forecast", "a.csv", "--horizon", "3", "--freq", "fortnight"], "error[F060]"),
    (["forecast", "a.csv", "--horizon", "3", "--seed", "-1"], "--seed must be 0 or more, but is -1\n"),
    (["forecast", "a.csv", "--horizon", "3", "--day-first", "--month-first"], "error[F061]"),
    (["inspect", "a.csv", "--quiet", "--verbose"], "error[F061]"),
    (["fit", "a.csv", "--horizon", "3"], "error[F060]: --save is missing\n"),
    (["fit", "a.csv", "--horizon", "3", "--save", "m", "--model", "naive"], "nothing to train"),
    (["backtest", "a.csv", "--horizon", "3", "--models", "lstm,lstm"], "more than once"),
    (["backtest", "a.csv", "--horizon", "3", "--windows", "0"], "--windows must be from 1"),
    (["forcast", "a.csv"], "forecast"),
    (["predict"], "MODEL"),
  ]) func usage(_ arguments: [String], _ message: String) throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", Sample.monthly(30))
    let outcome = try workspace.run(arguments)
    #expect(outcome.status == 2)
    #expect(outcome.output == "")
    #expect(outcome.errors.hasPrefix("error[F06"), "\(outcome.errors)")
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
  }

  @Test func usageAsJSON() throws {
    for arguments in [["forecast", "--json", "--horizn", "3"], ["forecast", "--json"]] {
      let outcome = try Workspace().run(arguments)
      let error = try errorObject(outcome)
      #expect(outcome.status == 2)
      #expect(error["kind"] as? String == "usage")
      #expect(error["exit_code"] as? Int == 2)
    }
  }

  @Test func missingFile() throws {
    let workspace = try Workspace()
    for arguments in [["inspect", "absent.csv"], ["predict", "absent.model", "absent.csv"]] {
      let outcome = try workspace.run(arguments)
      #expect(outcome.status == 5)
      #expect(outcome.output == "")
      #expect(outcome.errors.hasPrefix("error[F001]: "))
    }
  }

  @Test func unwritableFiles() throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", Sample.monthly(30))
    for option in ["--output", "--plot"] {
      let outcome = try workspace.run(
        ["forecast", "a.csv", "--horizon", "1", "--model", "naive", option, "absent/f"])
      #expect(outcome.status == 5)
      #expect(outcome.output == "", "nothing on standard output when a file fails")
      #expect(outcome.errors.contains("error[F003]: "))
    }
    let fit = try workspace.run(["fit", "a.csv", "--horizon", "1", "--save", "absent/m"] + Sample.small)
    #expect(fit.status == 5)
  }

  @Test func theDataIsNeverReplaced() throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", Sample.monthly(30))
    for words in [
      ["forecast", "a.csv", "--horizon", "1", "--output", "./a.csv"],
      ["forecast", "a.csv", "--horizon", "1", "--plot", "a.csv"],
      ["backtest", "a.csv", "--horizon", "1", "--output", "a.csv"],
      ["fit", "a.csv", "--horizon", "1", "--save", "a.csv"],
    ] {
      let outcome = try workspace.run(words)
      #expect(outcome.status == 2)
      #expect(
        outcome.errors.hasPrefix(
          "error[F061]: --\(words[words.count - 2].dropFirst(2)) would replace the data"))
    }
    let kept = try workspace.read("a.csv")
    #expect(kept == Data(Sample.monthly(30).utf8))
  }

  @Test func namesGiveNoOrdersToTheTerminal() throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", "unique_id,ds,y\n\"a\u{1B}[31m\",1,5\n\"a\u{1B}[31m\",2,6\n")
    for words in [
      ["inspect", "a.csv"], ["inspect", "x\u{1B}[31m.csv"], ["inspect", "a.csv", "--target", "\u{1B}c"],
    ] {
      let outcome = try workspace.run(words)
      #expect(!outcome.errors.contains("\u{1B}") && !outcome.output.contains("\u{1B}"))
    }
  }

  @Test func damagedModel() throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", Sample.monthly(30))
    try workspace.write("m.model", "no model at all")
    let outcome = try workspace.run(["predict", "m.model", "a.csv"])
    #expect(outcome.status == 3)
    #expect(outcome.output == "")
    #expect(outcome.errors.contains("m.model"))
  }

  @Test func otherFrequencyThanTheModel() throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", Sample.monthly(30))
    try workspace.write("b.csv", "ds,y\n2024-01-01,1\n2024-01-02,2\n2024-01-03,3\n")
    _ = try workspace.run(["fit", "a.csv", "--horizon", "2", "--save", "m.model"] + Sample.small)
    let outcome = try workspace.run(["predict", "m.model", "b.csv"])
    #expect(outcome.status == 3)
    #expect(outcome.output == "")
  }

  @Test func divergence() throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", Sample.monthly(30))
    let outcome = try workspace.run(
      [
        "forecast", "a.csv", "--horizon", "2", "--no-holdout", "--learning-rate", "1e30", "--optimizer",
        "sgd",
        "--schedule", "constant", "--clip", "0", "--model", "rnn-relu", "--loss", "squared",
      ] + Sample.small)
    #expect(outcome.status == 4)
    #expect(outcome.output == "")
    #expect(outcome.errors.contains("error[F120]: "))
  }

  @Test func fullDisk() throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", Sample.monthly(30))
    for command in ["forecast a.csv --horizon 1 --model naive", "inspect a.csv", "--help", "--version"] {
      let outcome = try workspace.shell("$F \(command) > /dev/full")
      #expect(outcome.status == 5, "\(command)")
      #expect(
        outcome.errors.contains("error[F003]: cannot write to standard output: No space left on device"))
    }
  }

  @Test func placesThatCannotBeWrittenAreFoundBeforeTheTraining() throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", Sample.monthly(30))
    for words in [
      ["forecast", "--output"], ["forecast", "--plot"], ["forecast", "--report"], ["backtest", "--output"],
      ["backtest", "--report"], ["compare", "--output"], ["compare", "--plot"], ["compare", "--report"],
      ["gradients", "--plot"], ["gradients", "--report"], ["fit", "--save"],
    ] {
      let outcome = try workspace.run([words[0], "a.csv", "--horizon", "1", words[1], "absent/x"])
      #expect(outcome.status == 5 && outcome.output.isEmpty, "\(words)")
      #expect(
        outcome.errors.hasPrefix("error[F003]: cannot write `absent/x`: No such file or directory"),
        "\(words): \(outcome.errors)")
      #expect(outcome.errors.contains("check that the folder `absent` exists"), "\(words)")
    }
  }

  @Test func noReportReplacesTheData() throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", Sample.monthly(30))
    for command in ["forecast", "backtest", "compare", "gradients"] {
      let outcome = try workspace.run([command, "a.csv", "--horizon", "1", "--report", "a.csv"])
      #expect(outcome.status == 2 && outcome.errors.contains("would replace the data"), "\(command)")
    }
    #expect(String(decoding: try workspace.read("a.csv"), as: UTF8.self) == Sample.monthly(30))
  }

  @Test func closedPipeDiesQuietly() throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", Sample.monthly(30))
    let outcome = try workspace.shell(
      Workspace.withoutReader + "exec $F forecast a.csv --horizon 1 --model naive --quiet >&4 4>&-")
    #expect(outcome.status == 128 + SIGPIPE)
    #expect(outcome.errors == "")
  }

  @Test func interruptionWhileReading() throws {
    let workspace = try Workspace()
    let running = try workspace.start(["inspect", "-"])
    Thread.sleep(forTimeInterval: 0.3)
    running.send(SIGINT)
    #expect(try running.finish().status == 130)
  }
}

/// The object of `{"error": …}` on standard error.
func errorObject(_ outcome: Outcome) throws -> [String: Any] {
  let document = try JSONSerialization.jsonObject(with: Data(outcome.errors.utf8)) as? [String: Any]
  return try #require(document?["error"] as? [String: Any])
}
