import Foundation
import Testing

/// Losses, normalisation and update rules of networks, through the whole command.
@Suite struct NetworkOptionTests {
  private static let models = ["lstm", "gru", "rnn", "rnn-relu", "mgu", "slstm", "mlp"]
  private static let ids = ["north", "south", "east"]

  /// The columns of a forecast as numbers, one row per series and step.
  private static func rows(_ output: String) -> [[Double]] {
    output.split(separator: "\n").dropFirst().map { row in
      row.split(separator: ",", omittingEmptySubsequences: false).dropFirst(2).compactMap { Double($0) }
    }
  }

  /// Point, and bounds at 80 and 95 %, are in the ratio of the quantiles of a normal distribution.
  private static func isNormal(_ row: [Double]) -> Bool {
    guard row.count == 5, row.allSatisfy(\.isFinite) else { return false }
    let (point, low, high, lower, higher) = (row[0], row[1], row[2], row[3], row[4])
    let ratio = 1.959963984540054 / 1.2815515655446004
    // Printed numbers are rounded to seven digits or so.
    let error = 1e-5 * max(abs(point), 1)
    return high > point && abs((higher - point) - ratio * (high - point)) < error
      && abs((point - low) - (high - point)) < error && abs((point - lower) - (higher - point)) < error
  }

  @Test("a normal distribution from every network, and from its file", arguments: models)
  func gaussian(_ model: String) throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", Sample.panel(Self.ids))
    let words = ["a.csv", "--horizon", "4", "--loss", "gaussian", "--transform", "none", "--model", model]
    // Calibration widens levels by factors of their own, so that the fit has too few windows for it.
    for reading in model == "mlp" ? [[]] : [[], ["--reading", "origins"]] {
      let forecast = try workspace.run(["forecast"] + words + reading + Sample.small)
      #expect(forecast.status == 0, "\(forecast.errors)")
      let fit = try workspace.run(["fit", "--save", "m.model"] + words + reading + Sample.small)
      #expect(fit.status == 0, "\(fit.errors)")
      let kept = try workspace.run(["predict", "m.model", "a.csv"])
      #expect(kept.output == forecast.output && kept.status == 0)
      #expect(Self.rows(forecast.output).count == 12)
      for set in ["portable", "avx2", "avx512"] {
        let forced = try workspace.run(
          ["forecast", "--threads", "3"] + words + reading + Sample.small, environment: ["FORETELL_ISA": set])
        #expect(forced.output == forecast.output, "\(model) \(reading) \(set)")
      }
    }
  }

  @Test func gaussianBoundsAreNormalQuantiles() throws {
    let workspace = try Workspace()
    // White noise of deviation 3 around 50, longer than what calibration takes, which only widens for small tables.
    var state: UInt64 = 9
    func uniform() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) / Double(UInt64(1) << 53)
    }
    let values = (0..<2400).map { _ in 50 + 3 * ((0..<12).reduce(0.0) { sum, _ in sum + uniform() } - 6) }
    try workspace.write("n.csv", "ds,y\n" + values.enumerated().map { "\($0),\($1)\n" }.joined())
    let outcome = try workspace.run([
      "forecast", "n.csv", "--horizon", "3", "--loss", "gaussian", "--transform", "none", "--scaling",
      "standard", "--input-size", "24", "--hidden-size", "4", "--epochs", "4", "--no-holdout",
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let rows = Self.rows(outcome.output)
    #expect(rows.count == 3 && rows.allSatisfy(Self.isNormal), "\(outcome.output)")
    for row in rows {
      #expect(abs(row[0] - 50) < 1.5 && abs((row[4] - row[0]) / 1.96 - 3) < 0.5, "\(row)")
    }
  }

  @Test func gaussianInTheOtherCommands() throws {
    let workspace = try Workspace()
    let rows = (0..<60).map {
      "\(2000 + $0 / 12)-\($0 % 12 < 9 ? "0" : "")\($0 % 12 + 1)-01,\(100 + $0 % 12),\(9000 - 50 * ($0 % 5))"
    }
    try workspace.write("two.csv", "ds,y,z\n" + rows.joined(separator: "\n") + "\n")
    let targets = ["two.csv", "--target", "y,z", "--horizon", "3", "--loss", "gaussian"] + Sample.small
    let forecast = try workspace.run(["forecast"] + targets)
    #expect(forecast.status == 0, "\(forecast.errors)")
    let found = Self.rows(forecast.output)
    // Each target in its own units.
    #expect(found.count == 6 && found.prefix(3).allSatisfy { $0.allSatisfy { $0 > 50 && $0 < 200 } })
    #expect(found.suffix(3).allSatisfy { $0.allSatisfy { $0 > 8000 && $0 < 10_000 } })
    for command in [
      ["backtest", "--models", "lstm,mlp", "--windows", "2"],
      ["compare", "--models", "rnn,lstm+loss=quantile", "--windows", "2", "--seeds", "1"],
    ] {
      let outcome = try workspace.run(command + targets)
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
  }

  @Test("normalised networks, the same bits everywhere", arguments: ["layer", "batch"])
  func normalization(_ kind: String) throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", Sample.panel(Self.ids))
    for more in [
      ["--model", "lstm", "--layers", "2", "--bidirectional"], ["--model", "rnn", "--reading", "origins"],
      ["--model", "mlp"],
    ] {
      let words = ["a.csv", "--horizon", "4"] + more + Sample.small
      let plain = try workspace.run(["forecast", "--norm", "none"] + words)
      #expect(try plain.output == workspace.run(["forecast"] + words).output)
      let forecast = try workspace.run(["forecast", "--norm", kind] + words)
      #expect(forecast.status == 0 && forecast.output != plain.output, "\(forecast.errors)")
      for set in ["portable", "avx2", "avx512"] {
        let forced = try workspace.run(
          ["forecast", "--norm", kind, "--threads", "2"] + words, environment: ["FORETELL_ISA": set])
        #expect(forced.output == forecast.output, "\(more) \(set)")
      }
      #expect(try workspace.run(["fit", "--norm", kind, "--save", "m.model"] + words).status == 0)
      #expect(try workspace.run(["predict", "m.model", "a.csv"]).output == forecast.output)
    }
    let gradients = try workspace.run(
      [
        "gradients", "a.csv", "--models", "rnn,lstm", "--norm", kind, "--json",
      ] + Sample.small)
    #expect(gradients.status == 0 && !gradients.output.contains("running"), "\(gradients.errors)")
  }

  @Test(arguments: [
    (["--norm", "batch", "--batch-size", "1"], "--norm batch takes statistics over the windows of a batch"),
    (["--norm", "group"], "the choices are none, layer, batch"),
    (
      ["--momentum", "0.5"],
      "--optimizer adam has no momentum to choose\n   = help: use --optimizer momentum, nesterov or rmsprop"
    ),
    (["--momentum", "1", "--optimizer", "nesterov"], "--momentum must be from 0 to below 1, but is 1"),
    (
      ["--centered", "--optimizer", "sgd"],
      "--centered would have no effect: --optimizer sgd has no mean square to choose\n   = help: use --optimizer rmsprop"
    ),
    (
      ["--momentum", "0.5", "--optimizer", "sgd"],
      "--optimizer sgd has no momentum to choose\n   = help: use --optimizer momentum, nesterov or rmsprop"
    ),
    (["--batch-size", "8", "--optimizer", "gd"], "--optimizer gd updates with all windows"),
    (["--windows-per-epoch", "8", "--optimizer", "gd"], "--optimizer gd updates with all windows"),
    (["--sampling", "series", "--optimizer", "gd"], "--optimizer gd updates with all windows"),
    (["--norm", "batch", "--optimizer", "gd"], "batch normalisation keeps statistics of single batches"),
    (
      ["--schedule-factor", "0.5"],
      "--schedule cosine has no factor to choose\n   = help: use --schedule plateau, step or exponential"
    ),
    (
      ["--schedule-period", "2", "--schedule", "exponential"],
      "--schedule exponential has no period to choose\n   = help: use --schedule step or cosine-restarts"
    ),
    (["--schedule-factor", "0", "--schedule", "step"], "--schedule-factor must be above 0, at most 1"),
    (["--init-scale", "2"], "the usual distributions have no size to choose"),
    (["--init-scale", "2", "--init", "he"], "--init he has no size to choose"),
    (["--init", "random"], "`random` is not a value of --init"),
    (["--init", "he", "--from", "zero"], "a network that starts from --from has its own"),
    (["--rms-decay", "0.9", "--optimizer", "adagrad"], "--optimizer adagrad has no mean square to choose"),
    (["--rms-decay", "-1", "--optimizer", "rmsprop"], "--rms-decay must be from 0 to below 1, but is -1"),
    (["--norm", "layer", "--model", "naive"], "naive trains no network"),
    (["--optimizer", "foo", "--momentum", "0.5"], "`foo` is not a value of --optimizer"),
    (
      ["--optimizer", "rmsprop", "--centered", "--rms-decay", "0"],
      "the decay of mean squares that are centred must be above 0"
    ),
    (["--norm", "layer", "--hidden-size", "1"], "layer normalisation of a single unit makes it zero"),
    (["--norm", "batch", "--model", "mlp", "--windows-per-epoch", "1"], "one window has none"),
  ])
  func refusals(_ words: [String], _ message: String) throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", Sample.monthly())
    let outcome = try workspace.run(["forecast", "a.csv", "--horizon", "3"] + words)
    #expect(outcome.status == 2 && outcome.output.isEmpty)
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
  }

  /// A training that an earlier release began with --optimizer sgd, as Nesterov's rule was called, goes on as nesterov,
  /// and has the same bits as the model that the release made.
  @Test func checkpointOfAnEarlierRelease() throws {
    let workspace = try Workspace()
    let fixtures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures")
    for (from, to) in [
      ("models/yearly.csv", "yearly.csv"), ("optimizers/sgd.checkpoint", "m.model.checkpoint"),
      ("optimizers/sgd.model", "old.model"),
    ] {
      try FileManager.default.copyItem(
        at: fixtures.appending(path: from), to: workspace.folder.appending(path: to))
    }
    let fit = [
      "fit", "yearly.csv", "--horizon", "4", "--reading", "values", "--schedule", "constant", "--hidden-size",
      "4", "--input-size", "6", "--epochs", "30", "--seed", "3", "--no-holdout", "--save", "m.model",
    ]
    let other = try workspace.run(fit + ["--optimizer", "sgd", "--resume"])
    #expect(other.status != 0 && other.errors.contains("belongs to a fit with other data, options"))
    let resumed = try workspace.run(fit + ["--optimizer", "nesterov", "--resume"])
    #expect(resumed.status == 0, "\(resumed.errors)")
    let predicted = try workspace.run(["predict", "m.model", "yearly.csv"]).output
    #expect(try predicted == workspace.run(["predict", "old.model", "yearly.csv"]).output)
    #expect(try workspace.run(fit + ["--optimizer", "sgd"]).status == 0)
    #expect(try predicted != workspace.run(["predict", "m.model", "yearly.csv"]).output)
    let recipe = try workspace.run(["inspect", "old.model", "--recipe"])
    #expect(recipe.output.contains("nesterov") && !recipe.output.contains("sgd"), "\(recipe.output)")
  }

  /// An option of an update rule is refused where no model has that rule, also as a model's own option.
  @Test func updateRulesOfSeveralModels() throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", Sample.monthly())
    func backtest(_ words: String...) throws -> Outcome {
      try workspace.run(["backtest", "a.csv", "--horizon", "3", "--windows", "1"] + words + Sample.small)
    }
    #expect(try backtest("--models", "rnn+optimizer=nesterov,lstm", "--momentum", "0.5").status == 0)
    #expect(try backtest("--models", "rnn+optimizer=rmsprop+centered+momentum=0.5,lstm").status == 0)
    let own = try backtest("--models", "rnn+momentum=0.5,lstm")
    #expect(own.status == 2 && own.errors.contains("momentum would have no effect: --optimizer adam has no"))
    let none = try backtest("--models", "rnn,lstm", "--momentum", "0.5")
    #expect(none.status == 2 && none.errors.contains("--momentum would have no effect"))
    let replaced = try backtest("--models", "rnn+optimizer=nesterov+momentum=0.9,lstm", "--momentum", "0.5")
    #expect(
      replaced.status == 2 && replaced.errors.contains("rnn+optimizer=nesterov+momentum=0.9 sets it"),
      "\(replaced.errors)")
  }

  /// What a comparison or a forecast advises next has only options that its model uses.
  @Test func adviceWorks() throws {
    let workspace = try Workspace()
    try workspace.write("a.csv", Sample.monthly())
    let small = ["--horizon", "3", "--hidden-size", "2", "--input-size", "4", "--epochs", "1"]
    let outcomes = [
      try workspace.run(
        [
          "compare", "a.csv", "--models", "rnn+optimizer=nesterov,lstm", "--momentum", "0.5", "--windows",
          "2",
        ]
          + ["--seeds", "1"] + small),
      try workspace.run(
        [
          "compare", "a.csv", "--models", "mlp,lstm", "--activation", "tanh", "--windows", "2", "--seeds",
          "1",
        ]
          + small),
      try workspace.run(
        ["forecast", "a.csv"] + small, environment: ["FORETELL_MOMENTUM": "0.5", "FORETELL_PATIENCE": "3"]),
    ]
    for outcome in outcomes {
      #expect(outcome.status == 0, "\(outcome.errors)")
      let line = try #require(
        outcome.errors.split(separator: "\n").last { $0.hasPrefix("next: foretell ") })
      let done = try workspace.shell("$F " + line.dropFirst("next: foretell ".count))
      #expect(done.status == 0, "\(line): \(done.errors)")
    }
  }
}
