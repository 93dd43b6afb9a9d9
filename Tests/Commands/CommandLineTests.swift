import Foundation
import Testing

/// Mistakes on the command line and habits from other tools, and the messages about them.
@Suite struct CommandLineTests {
  private let workspace: Workspace

  init() throws {
    workspace = try Workspace()
    try workspace.write("a.csv", Sample.monthly(30))
  }

  /// The error for a line; checks that nothing was written.
  private func refusal(_ line: String, status: Int32 = 2) throws -> String {
    let outcome = try workspace.run(line.split(separator: " ").map(String.init))
    #expect(outcome.status == status && outcome.output == "", "\(line): \(outcome)")
    return outcome.errors
  }

  @Test(
    "words of other tools",
    arguments: [
      ("-h 12", "--horizon 12"), ("-h12", "--horizon 12"), ("-h=12", "--horizon 12"),
      ("--h 12", "--horizon 12"),
      ("-n 12", "--horizon 12"), ("--n 12", "--horizon 12"), ("--steps 12", "--horizon 12"),
      ("--periods=12", "--horizon 12"), ("--fh 12", "--horizon 12"), ("-horizon 12", "--horizon 12"),
      ("--Horizon 12", "--horizon 12"), ("--prediction_length 12", "--horizon 12"), ("12", "--horizon 12"),
      ("--lr 0.1", "--learning-rate 0.1"), ("--hidden 64", "--hidden-size 64"),
      ("--hidden_size 64", "--hidden-size 64"), ("--units 64", "--hidden-size 64"),
      ("--lookback 24", "--input-size 24"), ("--window 24", "--input-size 24"),
      ("--context 24", "--input-size 24"), ("--frequency MS", "--freq MS"), ("--ci 95", "--level 95"),
      ("--conf 95", "--level 95"), ("--alpha 0.05", "--level 95"), ("--period 12", "--season 12"),
      ("--m 12", "--season 12"), ("--x price", "--covariates price"), ("--y sales", "--target sales"),
      ("--date ds", "--time ds"), ("--ds ds", "--time ds"), ("--unique_id shop", "--id shop"),
      ("--file b.csv", "foretell forecast b.csv"), ("--input b.csv", "foretell forecast b.csv"),
      ("--out f.csv", "--output f.csv"), ("--sep ;", "--delimiter ';'"), ("--gpu", "--threads"),
      ("--random_state 3", "--seed 3"), ("--n-jobs 2", "--threads 2"), ("--nan NA", "--missing NA"),
      ("--level 80 95", "--level 80,95"),
      ("--horizn 3", "did you mean --horizon?"),
    ])
  func habits(_ typed: String, _ advice: String) throws {
    let errors = try refusal("forecast a.csv \(typed)")
    #expect(errors.hasPrefix("error[F060]: ") && errors.contains("= help: "), "\(errors)")
    #expect(errors.contains(advice), "\(typed): \(errors)")
  }

  @Test func helpIsOnlyForThoseWhoAskForIt() throws {
    for line in ["forecast a.csv -h", "forecast -h --horizon 3", "forecast --help", "-h", "help forecast"] {
      let outcome = try workspace.run(line.split(separator: " ").map(String.init))
      #expect(outcome.status == 0 && outcome.output.contains("OVERVIEW: "), "\(line)")
    }
    #expect(try refusal("inspect a.csv -h 12").contains("foretell inspect --help"))
    #expect(try refusal("fit a.csv --save-model m").contains("write --save m"))
    #expect(try refusal("predict --model a.model a.csv").contains("foretell predict MODEL FILE"))
  }

  @Test(
    "values and what is wrong with them",
    arguments: [
      ("--horizon -1", "--horizon must be from 1 to 10000, but is -1"),
      ("--horizon 0", "--horizon must be from 1 to 10000, but is 0"),
      ("--horizon 1.5", "--horizon must be a whole number, from 1 to 10000, but is 1.5"),
      ("--horizon ten", "--horizon must be a whole number, from 1 to 10000, but is `ten`"),
      ("--horizon=", "--horizon must be a whole number, from 1 to 10000, but is ``"),
      ("--learning-rate nan", "--learning-rate must be above 0, but is nan"),
      ("--learning-rate inf", "--learning-rate must be a finite number, above 0, but is inf"),
      ("--learning-rate 1e999", "--learning-rate must be a finite number, above 0, but is 1e999"),
      ("--learning-rate -1", "--learning-rate must be above 0, but is -1"),
      ("--learning-rate fast", "--learning-rate must be a number, above 0, but is `fast`"),
      ("--epochs 0", "--epochs must be from 1 to 1000000, but is 0"),
      ("--seed -1", "--seed must be 0 or more, but is -1"),
      (
        "--seed 99999999999999999999", "--seed must be a whole number, 0 or more, but is 99999999999999999999"
      ),
      ("--dropout 1", "--dropout must be from 0 to below 1, but is 1"),
      ("--threads 0", "--threads must be from 1 to 1024, but is 0"),
      ("--level 0.9", "write --level 90"), ("--level 80,0.95", "write --level 95"),
      ("--level 0.05", "write --level 95"), ("--level 100", "must be at least 1 and below 100"),
      ("--level -80", "must be at least 1 and below 100"), ("--target", "--target has no value"),
      ("--target --json", "--target has no value"), ("--quiet=yes", "--quiet takes no value, but has `yes`"),
      ("--output -", "leave --output out for standard output"),
      ("b.csv", "takes FILE and nothing more, but there is `b.csv` too"),
    ])
  func values(_ typed: String, _ message: String) throws {
    let horizon = typed.contains("--horizon") ? "" : " --horizon 2"
    #expect(try refusal("forecast a.csv\(horizon) \(typed)").contains(message))
  }

  @Test func levelsMayHavePercentSigns() throws {
    let plain = try workspace.run([
      "forecast", "a.csv", "--horizon", "2", "--model", "naive", "--level", "80,95",
    ])
    let signs = try workspace.run(
      ["forecast", "a.csv", "--horizon", "2", "--model", "naive", "--level", "95%", "--level", "80%"])
    #expect(plain.status == 0 && signs.output == plain.output)
  }

  @Test func negativeNumbersMayStandBehindASpace() throws {
    try workspace.write("m.csv", "ds,y\n1,5\n2,-999\n3,6\n4,7\n")
    let spaced = try workspace.run(["inspect", "m.csv", "--missing", "-999"])
    let joined = try workspace.run(["inspect", "m.csv", "--missing=-999"])
    #expect(
      spaced.status == joined.status && spaced.output == joined.output && spaced.errors == joined.errors)
  }

  @Test func aFileNameWithSpacesNeedsQuotes() throws {
    try workspace.write("my sales.csv", Sample.monthly(30))
    #expect(try refusal("inspect my sales.csv").contains("'my sales.csv'"))
  }

  @Test(arguments: [
    "--horizon 3 --horizon 4", "--horizon 3 --horizon=3", "--freq MS --freq D", "-o x.csv --output y.csv",
    "--seed 1 --seed 2", "--model gru --model lstm", "--config a.yaml --config b.yaml",
  ]) func anOptionWithOneValueStandsOnce(_ typed: String) throws {
    let errors = try refusal("forecast a.csv \(typed)")
    #expect(errors.hasPrefix("error[F061]: --") && errors.contains(" is given twice, as `"), "\(errors)")
  }

  @Test func layersDecideOnce() throws {
    try workspace.write("twice.yaml", "seed: 1\nseed: 2\n")
    #expect(try refusal("forecast a.csv --horizon 2 --config twice.yaml").contains("twice.yaml"))
    try workspace.write("list.yaml", "seed: [1, 2]\n")
    #expect(
      try refusal("forecast a.csv --horizon 2 --config list.yaml").contains(
        "list.yaml:1 lists 2 values for --seed, which takes one"))
    try workspace.write("both.yaml", "holdout: yes\nno-holdout: yes\n")
    #expect(
      try refusal("forecast a.csv --horizon 2 --config both.yaml").contains(
        "both.yaml:1 and both.yaml:2 both decide about --holdout"))
  }

  @Test func modelAndDataExchanged() throws {
    let fit = try workspace.run(["fit", "a.csv", "--horizon", "2", "--save", "a.model"] + Sample.small)
    #expect(fit.status == 0)
    #expect(
      try refusal("predict a.csv a.model").contains("= help: swap them: foretell predict a.model a.csv\n")
    )
    #expect(
      try refusal("predict a.csv --horizon 4").contains(
        "foretell fit a.csv --horizon 4 --save a.model; then: foretell predict a.model a.csv"))
    for line in [
      "forecast a.model --horizon 2", "inspect a.model", "fit a.model --horizon 2 --save b",
      "predict a.model a.model",
    ] {
      #expect(try refusal(line).contains("`a.model` is a model, but a CSV is expected here"), "\(line)")
    }
    #expect(
      try refusal("forecast a.csv --horizon 2 --model a.model").contains(
        "= help: foretell predict a.model a.csv"))
    #expect(try refusal("predict a.model --freq MS").contains("without FILE no CSV is read"))
  }
}
