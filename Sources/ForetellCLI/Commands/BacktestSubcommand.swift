import ArgumentParser
import Foretell
import ForetellRuns

/// `foretell backtest`: scores models on past cut-offs.
struct BacktestSubcommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backtest",
    abstract: "Score models by forecasts from past cut-offs.",
    discussion: """
      EXAMPLES:
        foretell backtest sales.csv --horizon 12
        foretell backtest sales.csv --horizon 12 --windows 3 --models lstm,rnn,gru
        foretell backtest sales.csv --horizon 12 --windows 5 --step-size 1 --json
        foretell backtest sales.csv --horizon 12 --windows 3 --report backtest.html
        foretell backtest sales.csv --horizon 12 --models lstm,lstm+layers=2

      Models are fitted without the last points and scored on them; with several \
      windows, this is repeated from several earlier cut-offs. Prints a table on \
      a terminal and CSV elsewhere; --by adds the scores of each step ahead, each \
      series or each window, and --json has them all. sMAPE runs from 0 to 200; MASE and RMSSE are \
      relative to the seasonal naive error in the history; skill is 1 minus the \
      MASE relative to seasonal naive's. OWA is the M4 competition's, from \
      averages and relative to Naive2. ND and NRMSE are ratios of totals. WQL, CRPS, \
      MSIS and the interval score (Winkler's) judge the intervals: lower is \
      better. WQL and CRPS are computed from the bounds of all levels and the \
      median. A measure without a value is listed with the reason. --output writes every forecast with its \
      cutoff and the actual value.
      """)

  /// The arguments of the command.
  struct Request: ParsableArguments {
    @OptionGroup var horizon: HorizonOption

    @OptionGroup var origins: WindowOptions

    @Option(
      help: .init(
        "Models: \(Catalogue.models.map(\.name).joined(separator: ", ")), or lstm+hidden-size=64. Default: \(ModelName.combined),\(Backtest.reference), or \(ModelName.usual),\(Backtest.reference) with an option of networks.",
        valueName: "names"),
      completion: ModelName.completion())
    var models: [String] = []

    @OptionGroup var level: LevelOption
    @OptionGroup var bound: BoundOptions

    @Option(
      name: .shortAndLong, help: .init("Write every forecast with its cutoff to a CSV.", valueName: "file"),
      completion: .file())
    var output: String?

    @OptionGroup var page: ReportOption

    @Option(
      help: .init(
        "Print scores of parts too: \(Wording.alternatives(BacktestReport.Parts.self)).", valueName: "part"),
      completion: .list(BacktestReport.Parts.allCases.map(\.rawValue)))
    var by: String?

    @Flag(help: "Report training times too, which differ from run to run.")
    var timings = false

    @OptionGroup var seed: SeedOption
  }

  @OptionGroup var input: TableInput
  @OptionGroup(title: "Backtest") var request: Request
  @OptionGroup(title: "Data") var data: DataOptions
  @OptionGroup(title: "Model") var network: ModelOptions
  @OptionGroup(title: "Record") var tracking: TrackingOptions
  @OptionGroup(title: "Run") var common: CommonOptions

  func run() throws {
    let console = try common.console()
    let horizon = try request.horizon.required()
    try request.origins.check(usual: 1)
    let parts: BacktestReport.Parts? = try Validation.choice("by", request.by)
    if common.json { try Invocation.refuse(["by"], because: "--json prints the scores of all parts") }
    let levels = try request.level.levels()
    try OutputPath.check(
      [OutputPath("output", request.output, .csv), OutputPath("report", request.page.report, .html)],
      keeping: input.kept(common))
    let usual = [ModelName.usualForecaster, Backtest.reference]
    let specifications = try ModelSpecification.list(request.models, usual: usual, shared: network)
    try ModelSpecification.refuseReplaced(in: specifications)
    for one in specifications {
      try one.options.refuseIdle(
        for: specifications.map(\.model)
          + (network.combination.combine == nil
            ? [] : Catalogue.models.filter { $0.name == ModelName.combined }),
        beside: specifications.filter(\.model.isNetwork).map(\.options))
    }
    let bounds = try request.bound.bounds()
    var models: [(label: String, forecaster: any Forecaster)] = try specifications.map { model in
      (label: model.label, forecaster: try model.forecaster(levels: levels, bounds: bounds))
    }
    if let combined = try combination(of: specifications, levels: levels, bounds: bounds) {
      models.append((MixtureOption.label, combined))
    }
    let tracker = try tracking.tracker(console, beside: artefacts)
    let table = try TrainingInput(input: input, data: data, network: network, common: common)
      .read(for: Self.self, console, bounds: bounds)
    if request.models.isEmpty { ModelName.tellUsual(console) }
    let training = Training(console: console, seed: request.seed.value, threads: common.threads)
    for model in models { training.announce(model.forecaster, table, horizon: horizon) }
    var backtest = Backtest(
      horizon: horizon, windows: request.origins.windows ?? 1, stepSize: request.origins.stepSize,
      levels: levels,
      seasonLength: network.season)
    backtest.scoresSteps = common.json || parts == .horizon
    let recorder = try record(tracker, models, table, backtest)
    try RunRecorder.watching(recorder?.whole) {
      try run(backtest, models, table, training, recorder?.parts, parts: parts)
    }
    recorder?.whole.tell(console)
  }

  /// The combination of all single models that `--combine` asks for; nil without it.
  private func combination(
    of specifications: [ModelSpecification], levels: [Double], bounds: ForecastBounds
  ) throws -> CombinedForecaster? {
    guard network.combination.combine != nil else { return nil }
    let single = specifications.filter { $0.model.name != ModelName.combined }
    guard single.count > 1 else {
      if single.count < specifications.count { return nil }
      throw ForetellError(
        .badOption, "--combine needs at least two models to combine", hint: "name them in --models")
    }
    let settings = try network.settings(levels: levels, bounds: bounds)
    return try MixtureOption.forecaster(single, settings, levels: levels)
  }

  /// Begins the record: one run for the backtest, with one part per model.
  private func record(
    _ tracker: Tracker?, _ models: [(label: String, forecaster: any Forecaster)], _ table: SeriesTable,
    _ backtest: Backtest
  ) throws -> (whole: RunRecorder, parts: PartRecording)? {
    guard let tracker else { return nil }
    let settings: KeyValuePairs<String, String?> = [
      "horizon": "\(backtest.horizon)", "windows": "\(backtest.windows)",
      "step_size": "\(backtest.stepSize)",
    ]
    let whole = try tracker.begin(
      "backtest", models: models.map(\.label), table: table, seed: request.seed.value,
      parameters: RunParameters(nil, data, settings))
    let parts = models.map { ($0.label, RunParameters($0.forecaster, data, settings)) }
    return (whole, PartRecording(whole, command: "backtest", parameters: Dictionary(parts) { $1 }))
  }

  /// Runs the backtest and prints the results.
  private func run(
    _ backtest: Backtest, _ models: [(label: String, forecaster: any Forecaster)], _ table: SeriesTable,
    _ training: Training, _ recording: PartRecording?, parts: BacktestReport.Parts?
  ) throws {
    let console = training.console
    let result = try training.interruptible {
      try backtest.run(
        models, on: table, seed: request.seed.value, options: training.options(""),
        progress: { news in
          training.show(news, "\(news.model) window \(news.window + 1)/\(backtest.windows)")
          recording?.record(news)
        })
    }
    let report = BacktestReport(
      result: result, table: table, showsTimings: request.timings, parts: parts)
    if let output = request.output { try AtomicFile.write(output, Array(report.forecastsCSV.utf8)) }
    if let path = request.page.report { try AtomicFile.write(path, Array(try report.page.html().utf8)) }
    if common.json {
      try StandardOutput.write(try report.json.tracked(recording?.whole).document())
    } else if StandardOutput.isTerminal {
      try StandardOutput.write(TerminalText.harmless(report.lines.joined(separator: "\n") + "\n"))
    } else {
      try StandardOutput.write(report.partsCSV ?? report.scoresCSV)
      for line in report.lines { console.say(line) }
    }
    console.tell(result.warnings)
    for remark in report.remarks { console.warn(remark) }
    for path in [request.output, request.page.report].compactMap({ $0 }) { console.say("written: \(path)") }
    recording?.finish(result, artefacts: artefacts)
  }

  /// The files that the command writes, for the record.
  private var artefacts: [RunArtefact] {
    [
      request.output.map { RunArtefact("forecasts", $0) },
      request.page.report.map { RunArtefact("report", $0) },
    ].compactMap { $0 }
  }
}
