import Foundation
import Testing

/// The program's messages are right: options exist, the parser's messages are replaced, and commands work
/// when pasted.
@Suite struct SentenceTests {
  /// Options of other programs and of the parser itself, and where they stand.
  private static let others = [
    "logdir": "tensorboard's", "generate-completion-script": "the parser's",
    "experimental-dump-help": "the parser's",
    "generate-": "the begin of the parser's", "no-": "the begin of an opposite",
  ]

  private static func names(of command: [String: Any]) -> Set<String> {
    let arguments = command["arguments"] as? [[String: Any]] ?? []
    let names = arguments.flatMap { $0["names"] as? [[String: String]] ?? [] }.compactMap { $0["name"] }
    return (command["subcommands"] as? [[String: Any]] ?? []).reduce(Set(names)) {
      $0.union(Self.names(of: $1))
    }
  }

  @Test func optionsInSentencesExist() throws {
    let dump = try GradientsTests.document(try Workspace().run(["--experimental-dump-help"]).output)
    let known = Self.names(of: try #require(dump["command"] as? [String: Any])).union(Self.others.keys)
    #expect(known.count > 60)
    let sources = Workspace.package.appending(path: "Sources")
    var options = 0
    for case let file as URL in try #require(
      FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
    where file.pathExtension == "swift" && file.lastPathComponent != "ReportTemplate.swift" {
      let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
      for line in lines where !line.drop(while: { $0 == " " }).hasPrefix("//") {
        for option in line.matches(of: /--([a-z][a-z0-9-]*)/) {
          options += 1
          #expect(known.contains(String(option.1)), "\(file.lastPathComponent): \(line)")
        }
      }
    }
    #expect(options > 200)
  }

  @Test(arguments: [
    ("predict", "foretell predict needs MODEL, which is missing", "write foretell predict MODEL FILE"),
    ("predict --horizon 3", "foretell predict needs MODEL, which is missing", "predict --help"),
    ("runs show", "foretell runs show needs RUN, which is missing", "write foretell runs show RUN"),
    ("--horizon 3", "foretell has no option --horizon of its own", "options come after a command"),
    ("--config=x forecast a.csv", "foretell has no option --config of its own", "foretell --help"),
    ("runs --registry x", "foretell runs has no option --registry of its own", "foretell runs --help"),
  ]) func missingWordsAreNamed(_ line: String, _ message: String, _ hint: String) throws {
    let outcome = try Workspace().run(line.split(separator: " ").map(String.init))
    #expect(outcome.status == 2 && outcome.output.isEmpty)
    #expect(outcome.errors.hasPrefix("error[F060]: \(message)\n"), "\(outcome.errors)")
    #expect(outcome.errors.contains(hint) && !outcome.errors.contains("Usage:"), "\(outcome.errors)")
  }

  private static let small = ["--epochs", "1", "--hidden-size", "2", "--input-size", "4", "--threads", "1"]

  /// A file whose options change how it is read, with the options.
  private static func file(_ number: Int) -> (name: String, text: String, options: [String]) {
    func day(_ number: Int) -> String { "2024-01-\(number < 10 ? "0" : "")\(number)" }
    if number == 0 {
      let rows = (1...24).map { "\(day($0));1.1\($0 + 20)\n" }
      return ("a b.csv", "Day;y\n" + rows.joined(), ["--thousands", "."])
    }
    let rows = (2...25).map { "s\($0 % 2),\(day($0 / 2)),\($0 * 7 % 5),\($0)\n" }
    let options = ["--id", "shop", "--target", "z", "--time", "ds"]
    return ("p.csv", "shop,ds,y,z\n" + rows.joined(), options)
  }

  @Test(arguments: [0, 1]) func proposedLinesWorkWhenPasted(_ number: Int) throws {
    let workspace = try Workspace()
    let file = Self.file(number)
    try workspace.write(file.name, file.text)
    func next(_ outcome: Outcome) throws -> String {
      #expect(outcome.status == 0, "\(outcome.errors)")
      let line = outcome.errors.split(separator: "\n").last { $0.hasPrefix("next: foretell ") }
      return "$F " + (try #require(line, "\(outcome.errors)")).dropFirst("next: foretell ".count)
    }
    let forecast = try workspace.run(
      ["forecast", file.name, "--horizon", "2", "--no-holdout", "--model", "gru", "--level", "50"]
        + Self.small
        + file.options)
    let fit = try next(forecast)
    let predict = try next(try workspace.shell(fit))
    let again = try workspace.shell("\(predict) --level 50")
    #expect(again.status == 0 && again.output == forecast.output, "\(fit)\n\(predict)\n\(again.errors)")
    // The proposed name never replaces an existing model.
    let second = try next(
      try workspace.run(
        ["forecast", file.name, "--horizon", "2", "--no-holdout"] + Self.small + file.options))
    #expect(second != fit && second.contains("-2.model"))
  }

  @Test func aProposedComparisonIsTrained() throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", Sample.monthly(40).replacing("ds,y", with: "ds,sales"))
    let outcome = try workspace.run(
      [
        "compare", "a.csv", "--horizon", "1", "--models", "rnn,lstm+hidden-size=3", "--seeds", "1",
        "--windows", "2",
      ]
        + ["--target", "sales", "--seed", "4"] + Self.small)
    let line = try #require(outcome.errors.firstMatch(of: /next: foretell (.*)\n/)?.1, "\(outcome.errors)")
    #expect(line.contains("--target=sales") || line.contains("--target sales"))
    let pasted = try workspace.shell("$F \(line)")
    #expect(pasted.status == 0, "\(line): \(pasted.errors)")
  }
}

/// Several configurations of one model, by the words that describe them.
@Suite struct ConfigurationTests {
  private static let lstms = "lstm,lstm+hidden-size=3,lstm+layers=2+learning-rate=0.01"
  private static let labels = [
    "lstm", "lstm+hidden-size=3", "lstm+layers=2+learning-rate=0.01", "seasonal-naive",
  ]
  private static let small = ["--epochs", "1", "--hidden-size", "2", "--input-size", "4", "--threads", "1"]

  private func run(_ words: [String]) throws -> Outcome {
    let workspace = try Workspace()
    try workspace.write("a.csv", Sample.monthly(40))
    return try workspace.run(words + Self.small)
  }

  @Test func backtestNamesThem() throws {
    let line = ["backtest", "a.csv", "--horizon", "2", "--models", Self.lstms + ",seasonal-naive"]
    let outcome = try run(line)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let rows = outcome.output.split(separator: "\n").dropFirst().map { $0.split(separator: ",")[0] }
    #expect(rows.map(String.init) == Self.labels)
    let document = try GradientsTests.document(try run(line + ["--json"]).output)
    let models = try #require(document["models"] as? [[String: Any]], "\(document.keys)")
    #expect(models.compactMap { $0["model"] as? String } == Self.labels)
    // Each is another model.
    #expect(Set(outcome.output.split(separator: "\n").map { $0.drop { $0 != "," } }).count == 5)
  }

  @Test func compareNamesThem() throws {
    let line = [
      "compare", "a.csv", "--horizon", "1", "--seeds", "1", "--windows", "2", "--models", Self.lstms,
    ]
    let outcome = try run(line)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let rows = outcome.output.split(separator: "\n").dropFirst().map { $0.split(separator: ",") }
    #expect(Set(rows.map { String($0[0]) }) == Set(Self.labels))
    #expect(rows.first { $0[0] == "lstm+hidden-size=3" }?[1] == "3")
    #expect(rows.first { $0[0] == "lstm" }?[1] == "2")
    #expect(outcome.errors.contains("networks as given"))
    let document = try GradientsTests.document(try run(line + ["--json"]).output)
    let models = try #require(document["models"] as? [[String: Any]])
    #expect(Set(models.compactMap { $0["model"] as? String }) == Set(Self.labels))
  }

  @Test func compareSaysBeforeTheWorkThatWindowsAreTooFew() throws {
    let line = ["compare", "a.csv", "--horizon", "1", "--seeds", "1", "--models", "rnn,lstm", "--verbose"]
    let few = try run(line + ["--windows", "2"])
    let warning = try #require(few.errors.range(of: "warning: with 2 windows no difference between 3 models"))
    let work = try #require(few.errors.range(of: "epoch 1/1"))
    #expect(warning.lowerBound < work.lowerBound)
    #expect(few.errors.contains("--windows 7"))
    let enough = try run(line)
    #expect(!enough.errors.contains("no difference between 3 models can be significant"), "\(enough.errors)")
  }

  @Test(
    arguments: [
      ("lstm+hiden-size=3", "did you mean `hidden-size`?"), ("lstm+hidden-size=x", "must be a whole number"),
      ("lstm+hidden-size", "has no value"), ("naive+layers=2", "would have no effect"),
      ("lstm+layers=2,lstm+layers=2", "more than once"),
      ("lstm+layers=2+layers=3", "sets layers more than once"),
    ]) func mistakesAreNamed(_ models: String, _ message: String) throws
  {
    let outcome = try run(["backtest", "a.csv", "--horizon", "2", "--models", models])
    #expect(outcome.status == 2 && outcome.errors.contains(message), "\(outcome.errors)")
  }
}
