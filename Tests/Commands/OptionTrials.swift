import Foundation

/// The trials of ``OptionEffectTests``: lines, files, and for each option a value that must have an effect.
enum OptionTrials {
  /// One line whose options are tried, with the sections of the help that are tried on it; nil for all.
  struct Line: Sendable {
    /// A name for messages, which begins with the command: its first word, or its first two for a subcommand
    /// of `runs`.
    var name: String
    /// The words; FILE stands for the trial's file.
    var words: [String]
    /// The sections.
    var sections: [String]?

    init(_ name: String, _ words: String, sections: [String]? = nil) {
      self.name = name
      self.words = words.split(separator: " ").map(String.init)
      self.sections = sections
    }

    /// The words that name the command.
    var command: [String] { Array(words.prefix(words.first == "runs" ? 2 : 1)) }
  }

  /// A value and the file on which it must have an effect.
  struct Trial: Sendable {
    /// The value; flags have none.
    var value: String
    /// The file.
    var file: String

    init(_ value: String, _ file: String = "a.csv") {
      self.value = value
      self.file = file
    }
  }

  private static let small = " --epochs 2 --hidden-size 2 --input-size 4 --batch-size 8 --threads 1"
  private static let network = [
    "Forecast", "Fit", "Backtest", "Comparison", "Gradients", "Model", "Record", "Run",
  ]

  /// The lines.
  ///
  /// The options of section Data, which all commands read alike, are tried one by one on three of them;
  /// the others have ``allDataOptions``.
  static let lines = [
    Line("inspect", "inspect FILE"), Line("inspect of a model", "inspect a.model --recipe"),
    Line("components", "components FILE"),
    Line("forecast", "forecast FILE --horizon 2 --no-holdout" + small),
    Line("forecast of naive", "forecast FILE --horizon 2 --model naive", sections: ["Model"]),
    Line(
      "forecast of window-average", "forecast FILE --horizon 2 --model window-average", sections: ["Model"]),
    Line(
      "forecast of mlp", "forecast FILE --horizon 2 --model mlp --no-holdout" + small, sections: ["Model"]),
    Line(
      "forecast of deepar", "forecast FILE --horizon 2 --model deepar --no-holdout" + small,
      sections: ["Forecast", "Model"]),
    Line("forecast of ridge", "forecast FILE --horizon 2 --model ridge --no-holdout", sections: ["Model"]),
    Line("fit of ridge", "fit FILE --horizon 2 --model ridge --save s.model", sections: ["Fit", "Model"]),
    Line("forecast of zero", "forecast FILE --horizon 2 --model zero --no-holdout", sections: ["Model"]),
    Line(
      "forecast from zero", "forecast FILE --horizon 2 --from zero --no-holdout --epochs 2 --batch-size 8",
      sections: ["Model"]),
    Line(
      "pretrain",
      "pretrain --save s.net --family daily --panel FILE --updates 2 --batch-size 8 --hidden-size 2 --horizon 2",
      sections: ["Pretraining", "Network", "Record", "Run"]),
    Line("fit", "fit FILE --horizon 2 --save s.model" + small, sections: network),
    Line(
      "fit by origins", "fit FILE --horizon 2 --save s.model --reading origins --segment 3" + small,
      sections: ["Model"]),
    Line(
      "fit by rmsprop", "fit FILE --horizon 2 --save s.model --optimizer rmsprop" + small,
      sections: ["Model"]),
    Line(
      "fit by steps", "fit FILE --horizon 2 --save s.model --schedule step --init normal" + small,
      sections: ["Model"]),
    Line("predict", "predict a.model FILE"),
    Line("update", "update e.model FILE --output u.model"),
    Line("predict of deepar", "predict d.model FILE", sections: ["Forecast"]),
    Line("predict without FILE", "predict a.model", sections: ["Data"]),
    Line("backtest", "backtest FILE --horizon 2 --models lstm --output f.csv" + small, sections: network),
    Line(
      "compare", "compare FILE --horizon 2 --models rnn,lstm --seeds 1 --windows 1 --output f.csv" + small,
      sections: network),
    Line(
      "benchmark", "benchmark m3-monthly --data bench --models lstm --no-timings" + small,
      sections: ["Benchmark", "Model"]),
    Line(
      "benchmark of many origins", "benchmark illness --data bench --models naive,lstm --no-timings" + small,
      sections: ["Benchmark", "Run"]),
    Line("gradients", "gradients FILE --models rnn --csv" + small, sections: network + ["Memory tasks"]),
    Line(
      "gradients of tasks",
      "gradients --synthetic echo --lag 4 --updates 3 --models rnn,lstm --csv --epochs 2 --hidden-size 2 --batch-size 8",
      sections: ["Data", "Model", "Gradients", "Memory tasks"]),
    Line("gradients of models", "gradients FILE --models a.model", sections: ["Gradients", "Model"]),
    Line("generate", "generate monthly --count 3 --output g.csv --beside FILE"),
    Line("runs list", "runs list"), Line("runs show", "runs show latest"),
    Line("runs compare", "runs compare FIRST SECOND"), Line("runs export", "runs export"),
    Line("runs delete", "runs delete latest --yes"),
    Line("runs prune", "runs prune --status finished,failed --yes"),
  ]

  /// Options that can't show an effect in these lines, and why; by option, or by line and option.
  static let exceptions = [
    "threads": "never changes a result, which DeterminismTests show",
    "no-color": "only a terminal has colours, see TerminalTests",
    "config": "OptionLayerTests try every option through it",
    "runs list --csv": "a pipe gets CSV anyway; it matters on a terminal",
    "runs show --quiet": "says nothing but its result", "runs compare --quiet": "says nothing but its result",
    "runs export --quiet": "says nothing but its result",
    "runs export --json": "is what it writes by default",
    "predict of deepar --lower-bound": "its paths stay above the least value; its forecast tries it",
    "fit by origins --reading": "its --segment belongs to origins; the other lines try it",
    "runs delete --force": "matters for runs on other hosts, see RunsTests",
  ]

  /// Files that are refused without the option that is tried on them; the option must make them readable.
  static let refused: Set<String> = [
    "points.csv", "twice.csv", "word.csv", "days.csv", "months.csv", "swapped.csv",
  ]

  /// Trials for one line only.
  static let special = [
    "gradients of tasks --synthetic": Trial("adding"), "gradients of tasks --activation": Trial("relu"),
    "pretrain --save": Trial("t.net"), "pretrain --panel": Trial("early.csv"),
    "pretrain --family": Trial("weekly"),
    "pretrain --panel-share": Trial("0.1"), "forecast of zero --from": Trial("n.net"),
    "forecast from zero --from": Trial("none"), "generate --count": Trial("4"),
    "generate --output": Trial("w.csv"),
    "generate --beside": Trial("early.csv"),
    "update --id": Trial("x"), "update --time": Trial("x"), "update --output": Trial("w.model"),
    "inspect --verbose": Trial("", "many.csv"), "benchmark --csv": Trial("s.csv"),
    "benchmark of many origins --csv": Trial("s.csv"), "benchmark of many origins --strict": Trial(""),
  ]

  /// Trials by option; the others are tried with the value 1 on `a.csv`.
  static let trials = [
    "id": Trial("k", "ids.csv"), "time": Trial("t", "ids.csv"), "target": Trial("x"),
    "covariates": Trial("x"), "future": Trial("x"), "static": Trial("c", "same.csv"),
    "holidays": Trial("days.cal"), "holiday-region": Trial("north"),
    "freq": Trial("2D"), "format": Trial("wide"), "delimiter": Trial(";"),
    "decimal": Trial(",", "points.csv"),
    "gaps": Trial("error", "gap.csv"), "duplicates": Trial("last", "twice.csv"),
    "unsorted": Trial("error", "back.csv"), "missing": Trial("NA", "word.csv"),
    "thousands": Trial(".", "points.csv"), "day-first": Trial("", "days.csv"),
    "month-first": Trial("", "months.csv"), "repair": Trial("swapped-dates", "swapped.csv"),
    "lower-bound": Trial("100"), "upper-bound": Trial("173"), "model": Trial("gru"), "models": Trial("gru"),
    "level": Trial("50"), "output": Trial("o.csv"), "plot": Trial("p.svg"), "report": Trial("r.html"),
    "save": Trial("t.model"), "optimizer": Trial("sgd"), "schedule": Trial("constant"),
    "schedule-factor": Trial("0.5"), "init": Trial("he"), "init-scale": Trial("0.5"),
    "loss": Trial("squared"),
    "transform": Trial("log"), "scaling": Trial("standard"), "precision": Trial("bf16"),
    "clip": Trial("0.001"),
    "dropout": Trial("0.7"), "learning-rate": Trial("0.5"), "weight-decay": Trial("0.5"),
    "match": Trial("hidden"), "synthetic": Trial("echo"), "input-size": Trial("5"), "batch-size": Trial("4"),
    "windows-per-epoch": Trial("5"), "season": Trial("4"), "validation-size": Trial("2"),
    "horizon": Trial("3"), "windows": Trial("3"), "seeds": Trial("2"), "hidden-size": Trial("3"),
    "layers": Trial("2"), "seed": Trial("7"), "registry": Trial("r.sqlite"), "strict": Trial("", "doubt.csv"),
    "lag": Trial("6"), "updates": Trial("4"), "activation": Trial("tanh"), "window-size": Trial("2"),
    "norm": Trial("layer"), "momentum": Trial("0.5"), "rms-decay": Trial("0.5"),
    "recurrent-init": Trial("identity"),
    "status": Trial("failed"), "data": Trial("b.csv"), "sort": Trial("model"), "older-than": Trial("4w"),
    "cell": Trial("gru"), "likelihood": Trial("gaussian"), "samples": Trial("9"), "paths": Trial("q.csv"),
    "total": Trial("2"),
    "skip": Trial("1"), "reading": Trial("origins"), "segment": Trial("4"), "ensemble": Trial("2"),
    "linear-path": Trial("none"), "sampling": Trial("series"),
    "page": Trial("p.html"), "by": Trial("horizon"), "all-stamps": Trial("", "shop.csv"),
    "part": Trial("validation"),
    "horizons": Trial("24"),
    "stride": Trial("5"),
    "combine": Trial("median"), "intervals": Trial("model"), "budget": Trial("0.1s"),
    "ridge-scope": Trial("series"), "ridge-strength": Trial("10"), "from": Trial("zero"),
    "seasons": Trial("3"), "mode": Trial("multiplicative"), "series": Trial("s1", "many.csv"),
  ]

  /// The option `--format` means something else for `runs export` than for other commands, so its trial has
  /// its own name.
  static func trial(of option: String, on line: Line) -> Trial {
    if line.name == "runs export", option == "format" { return Trial("csv") }
    return special["\(line.name) --\(option)"] ?? trials[option] ?? Trial("1")
  }

  /// All of the file's own data options at once, for the commands whose section Data isn't tried one by one.
  static let allDataOptions = [
    "--id", "k", "--time", "t", "--target", "z", "--covariates", "x", "--freq", "D", "--format", "long",
    "--delimiter", "|", "--decimal", ",", "--thousands", ".", "--header", "--day-first", "--gaps", "linear",
    "--duplicates", "last", "--unsorted", "sort", "--missing", "NA",
  ]

  /// Two digits.
  private static func two(_ number: Int) -> String { (number < 10 ? "0" : "") + "\(number)" }

  /// A day counted from the first of January, or as many years later.
  private static func day(_ index: Int, year: Int = 2021) -> String {
    index < 31 ? "\(year)-01-\(two(index + 1))" : "\(year)-02-\(two(index - 30))"
  }

  /// A value for a day: a week's season, a trend and some noise.
  private static func value(_ index: Int) -> Int {
    let season = [0, 14, 9, 25, 18, 32, 20][index % 7]
    return 100 + season + (index * index * 7) % 5 + 2 * index
  }

  /// Writes the files.
  static func write(to workspace: Workspace) throws {
    func write(_ name: String, heading: String = "ds,y", _ rows: [String]) throws {
      try workspace.write(name, ([heading] + rows).joined(separator: "\n") + "\n")
    }
    let twenty = Array(0..<20)
    let rows: [String] = twenty.map { "\(day($0)),\(value($0))" }
    try write("a.csv", heading: "ds,y,x", twenty.map { "\(rows[$0]),\($0 * $0 * 3 % 11 + 1)" })
    try write("early.csv", (2..<32).map { "2020-12-\(two($0)),\(value($0 % 20))" })
    try write("same.csv", heading: "ds,y,c", rows.map { "\($0),3" })
    // The name isn't that of a CSV, so that nothing takes it for data.
    try workspace.write("days.cal", "date,name\n2021-01-06,Epiphany\n2021-02-16,Carnival\n")
    try write("gap.csv", Array(rows[..<14] + rows[15...]))
    try write("twice.csv", Array(rows[..<14]) + ["\(day(13)),150"] + Array(rows[14...]))
    try write("back.csv", Array(rows[..<14]) + [rows[15], rows[14]] + Array(rows[16...]))
    try write("word.csv", Array(rows[..<9]) + ["\(day(9)),NA"] + Array(rows[10...]))
    try write("points.csv", heading: "ds;y", twenty.map { "\(day($0));1.\(value($0))" })
    try write(
      "doubt.csv", heading: "ds;y",
      twenty.map { $0 % 2 == 1 ? "\(day($0));\(974 + $0)" : "\(day($0));1.0\($0 + 10)" })
    try write("days.csv", (1...12).map { "\(two($0))/01/2021,\(value($0))" })
    try write("months.csv", (1...12).map { "01/\(two($0))/2021,\(value($0))" })
    // From a Monday to a Saturday, closed on Sundays.
    try write("shop.csv", (3..<37).filter { $0 % 7 != 2 }.map { "\(day($0)),\(50 + $0 * $0 * 7 % 13)" })
    try write("many.csv", heading: "id,ds,y", (0..<66).map { "s\($0 / 3),\(day($0 % 3)),\($0 * 7 % 5)" })
    var (swapped, ids, all): ([String], [String], [String]) = ([], [], [])
    for (month, length) in [(1, 31), (2, 28)] {
      for day in 1...length {
        let stamp = day <= 12 ? "\(month)/\(day)" : "\(day)/0\(month)"
        swapped.append("\(stamp)/2021,\(day * 7 % 5 + day)")
      }
    }
    try write("swapped.csv", swapped)
    for (id, key) in [(0, "a"), (1, "b")] {
      for index in 0..<16 {
        ids.append("s\(id),\(key),\(day(index)),\(day(index, year: 2022)),\(value(index) + id)")
        let amount = index == 5 ? "NA" : "1.\(value(index) + id),5"
        let date = "\(two(index + 1))/01/2021"
        all.append("s|\(key)|\(day(index))|\(date)|\(value(index))|\(amount)|\(index * 3 % 7)")
      }
    }
    try BenchmarkTests.write(to: workspace)
    try write("ids.csv", heading: "id,k,ds,t,y", ids)
    try write("all.csv", heading: "id|k|ds|t|y|z|x", all)
  }
}
