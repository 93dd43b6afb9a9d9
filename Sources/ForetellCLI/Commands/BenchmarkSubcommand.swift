import ArgumentParser
import Foretell
import ForetellSuites

/// `foretell benchmark`: scores models on published benchmarks, beside what the literature prints.
struct BenchmarkSubcommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "benchmark",
    abstract: "Score models on published benchmarks.",
    discussion: """
      EXAMPLES:
        foretell benchmark m4-weekly --data data --models lstm,drift --seeds 3
        foretell benchmark m3 --data data --models lstm,gru --part validation
        foretell benchmark etth1 --data data --models lstm --horizons 96 --stride 24
        foretell benchmark m4-hourly --data data --models gru --csv gru.csv --json

      SUITES:
      \(Suite.all.map { "  \(pad($0.name)) \($0.title)" }.joined(separator: "\n"))

      Each suite follows the protocol of its literature, and published rows are \
      printed beside the models with their sources. The competitions (M3, M4, NN3) \
      fit once and forecast every series once. The long-horizon suites fit once \
      per horizon to the training part and forecast from every later origin; \
      errors are those of values scaled by the training part. --part validation \
      holds the training data's last part out instead, so that choices can be made \
      without a look at the test part.

      DIR holds the files, compressed or not: m3/m3_yearly.csv.gz, \
      m4/Yearly-train.csv.gz, nn3/nn3.csv.gz, ett/ETTh1.csv.gz, \
      exchange_rate/exchange_rate.csv.gz, illness/national_illness.csv.gz and so \
      on. A message says what a missing file is and where to get it. Seconds and \
      memory are those of fit and forecasts.
      """)

  private static func pad(_ name: String) -> String {
    name + String(repeating: " ", count: max(0, 18 - name.count))
  }

  /// The arguments of the command.
  struct Request: ParsableArguments {
    /// The models that are scored when none is named.
    static let usual = [ModelName.usual, Backtest.reference]

    @Option(help: .init("Folder with the benchmarks' files.", valueName: "dir"), completion: .directory)
    var data: String?

    @Option(
      help: .init(
        "Models: \(Catalogue.models.map(\.name).joined(separator: ", ")), or lstm+hidden-size=64. Default: \(Self.usual.joined(separator: ",")).",
        valueName: "names"),
      completion: ModelName.completion())
    var models: [String] = []

    @Option(
      help: .init(
        "Part that is forecast: \(Wording.alternatives(SuitePart.self)). Default: test.", valueName: "name"),
      completion: .list(SuitePart.allCases.map(\.rawValue)))
    var part: String?

    @Option(help: .init("Seeds of each network: --seed and the next ones. Default: 1.", valueName: "count"))
    var seeds: Int?

    @Option(
      help: .init("Horizons of a long-horizon suite, such as 96,192. Default: all.", valueName: "steps"))
    var horizons: [String] = []

    @Option(
      help: .init("Steps between the origins of a long-horizon suite. Default: 1.", valueName: "steps"))
    var stride: Int?

    @Option(
      help: .init("Write one row per task and model to a CSV.", valueName: "file"), completion: .file())
    var csv: String?

    @Flag(inversion: .prefixedNo, help: "Report times and memory, which differ from run to run. Default: on.")
    var timings: Bool?

    @OptionGroup var seed: SeedOption
  }

  @Argument(
    help: .init("The benchmark; see above.", valueName: "SUITE"),
    completion: .list(Suite.all.map(\.name)))
  var suite: String?

  @OptionGroup(title: "Benchmark") var request: Request
  @OptionGroup(title: "Model") var network: ModelOptions
  @OptionGroup(title: "Run") var common: CommonOptions

  func run() throws {
    let console = try common.console()
    let suite = try chosenSuite()
    let run = try suiteRun(suite)
    try OutputPath.check([OutputPath("csv", request.csv, .csv)], keeping: [(common.config, "options in")])
    let specifications = try ModelSpecification.list(
      request.models, usual: Request.usual, shared: network)
    try ModelSpecification.refuseReplaced(in: specifications)
    for one in specifications {
      try one.options.refuseIdle(
        for: specifications.map(\.model), beside: specifications.filter(\.model.isNetwork).map(\.options))
    }
    if !specifications.contains(where: { $0.model.options.contains(.season) }) {
      try Invocation.refuse(
        ["season"], because: "no model uses it, and the scores take the season of the benchmark")
    }
    network.warn(console)
    let models = try specifications.map { model in
      (
        label: model.label,
        forecaster: try model.forecaster(levels: [80, 95], bounds: ForecastBounds())
      )
    }
    let training = Training(console: console, seed: request.seed.value, threads: common.threads)
    let timings = request.timings ?? true
    let result = try training.interruptible {
      try run.run(models, options: training.options("")) { Self.show($0, training, timings: timings) }
    }
    try write(SuiteReport(result: result, showsTimings: timings), console)
  }

  /// The suite that is named.
  private func chosenSuite() throws(ForetellError) -> Suite {
    let names = Suite.all.map(\.name)
    guard let suite else {
      throw ForetellError(
        .badOption, "foretell benchmark needs SUITE, which is missing",
        hint: "the choices are \(names.joined(separator: ", "))")
    }
    if let found = Suite.named(suite.lowercased()) { return found }
    let meant = NearMiss.of(suite, among: names)
    let all = names.joined(separator: ", ")
    throw ForetellError(
      .badOption, "there is no benchmark `\(suite)`",
      hint: meant.map { "did you mean `\($0)`? The choices are \(all)" } ?? "the choices are \(all)")
  }

  /// The run as the options describe it.
  private func suiteRun(_ suite: Suite) throws(ForetellError) -> SuiteRun {
    guard let folder = request.data else {
      throw ForetellError(
        .badOption, "--data is missing", hint: "give the folder with the benchmarks' files; --help lists them"
      )
    }
    if !suite.hasManyOrigins {
      try Invocation.refuse(["horizons", "stride"], because: "\(suite.name) forecasts each series once")
    }
    let part: SuitePart? = try Validation.choice("part", request.part)
    var horizons: [Int] = []
    for word in Validation.list(request.horizons) {
      guard let steps = Int(word), suite.horizons.contains(steps) else {
        throw Validation.unknown("horizons", word, suite.horizons.map { "\($0)" })
      }
      horizons.append(steps)
    }
    return SuiteRun(
      suite, folder: folder, part: part ?? .test, seeds: request.seeds ?? 1, seed: request.seed.value,
      horizons: horizons.isEmpty || !suite.hasManyOrigins ? nil : horizons,
      stride: suite.hasManyOrigins ? request.stride ?? 1 : 1)
  }

  /// Shows the progress of the running fit, and each model's main score at its end.
  private static func show(_ news: SuiteRun.Progress, _ training: Training, timings: Bool) {
    let label = "\(news.task), \(news.model), seed \(news.seed)"
    switch news.event {
    case .read(let summary): training.console.detail("\(news.task): \(summary)")
    case .began:
      training.progress.restart()
      training.progress.show(label)
    case .trained(let epoch):
      training.progress.show(label, epoch)
      training.console.detail(Training.line(label, epoch))
    case .forecast(let share): training.progress.show("\(label): forecasts", share: share)
    case .scored(let row, let table):
      training.progress.clear()
      training.console.say(SuiteReport.line(row, table, timings: timings))
    }
  }

  /// Writes the file first and standard output last, so that a program that reads standard output finds the file complete.
  private func write(_ report: SuiteReport, _ console: Console) throws {
    if let path = request.csv { try AtomicFile.write(path, Array(report.csv.utf8)) }
    if common.json {
      try StandardOutput.write(try report.json.document())
    } else if StandardOutput.isTerminal {
      try StandardOutput.write(TerminalText.harmless(report.lines.joined(separator: "\n") + "\n"))
    } else {
      try StandardOutput.write(report.csv)
      for line in report.lines { console.say(line) }
    }
    for remark in report.result.remarks { console.warn(remark) }
    for remark in report.missing { console.warn(remark) }
    if let path = request.csv { console.say("written: \(path)") }
  }
}
