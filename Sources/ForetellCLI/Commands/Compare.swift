import ArgumentParser
import Foretell
import ForetellReport
import ForetellRuns
import Glibc

/// `foretell compare`: which model to use, and how certain that is.
struct Compare: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compare models fairly and say which to use, and why.",
    discussion: """
      EXAMPLES:
        foretell compare sales.csv --horizon 12 --models rnn,lstm,gru
        foretell compare sales.csv --horizon 12 --seeds 10 --windows 8
        foretell compare sales.csv --horizon 12 --models lstm,gru --match hidden
        foretell compare sales.csv --horizon 12 --models lstm,lstm+hidden-size=64
        foretell compare sales.csv --horizon 12 --report comparison.html --json

      Every network is fitted with the same seeds to the same windows, in the \
      same batches, and scored like a backtest. Seasonal naive always takes \
      part. Hidden sizes are chosen so that all networks have about as many \
      parameters as the largest has with --hidden-size units. --match hidden \
      gives all the same hidden size; --match time gives all the same hidden \
      size and the same amount of computation, so that a network with cheaper \
      updates gets more epochs. Without --reading, recurrent networks read value \
      by value; the result says which reading was compared.

      Errors are averaged over seeds, because seeds repeat one experiment. This \
      leaves one difference per window, or per series if there are at least as \
      many series as windows; windows that overlap are grouped. Wilcoxon's \
      signed-rank test, with Holm's correction for all pairs, decides at 5 % \
      whether two models differ significantly. By default there are as many \
      windows as this needs, at least five: eight for four models on one series. \
      If the data has no room for them, or --windows is smaller, a warning comes \
      before the work.

      A model may have options of its own: lstm+layers=2+learning-rate=0.01 is \
      an LSTM with these two options of its own.
      """)

  /// The arguments of the command.
  struct Request: ParsableArguments {
    /// The models that are compared when none is named.
    static let usual = ["rnn", "lstm", "gru"]
    /// The models that can be named; the reference always takes part.
    static let listed = Catalogue.models.map(\.name).filter { $0 != Comparison.reference }

    @OptionGroup var horizon: HorizonOption

    @Option(
      help: .init(
        "Models: \(Self.listed.joined(separator: ", ")), or lstm+hidden-size=64. Default: \(Self.usual.joined(separator: ",")).",
        valueName: "names"),
      completion: ModelName.completion())
    var models: [String] = []

    @Option(help: .init("Seeds of each network: --seed and the next ones. Default: 5.", valueName: "count"))
    var seeds: Int?

    @OptionGroup var origins: WindowOptions

    @Option(
      help: .init(
        "What is made equal for all networks: parameters, hidden, time or none. Default: parameters; none where a model names its hidden size.",
        valueName: "name"),
      completion: .list(Comparison.Matching.allCases.map(\.rawValue)))
    var match: String?

    @OptionGroup var level: LevelOption

    @Option(
      name: .shortAndLong,
      help: .init("Write every forecast with its seed and cutoff to a CSV.", valueName: "file"),
      completion: .file())
    var output: String?

    @Option(
      help: .init("Draw the error of every seed into an SVG file.", valueName: "file"), completion: .file())
    var plot: String?

    @OptionGroup var page: ReportOption
    @OptionGroup var bound: BoundOptions

    @Flag(help: "Report training times in JSON and CSV too; they differ from run to run.")
    var timings = false

    @OptionGroup var seed: SeedOption
  }

  @OptionGroup var input: TableInput
  @OptionGroup(title: "Comparison") var request: Request
  @OptionGroup(title: "Data") var data: DataOptions
  @OptionGroup(title: "Model") var network: ModelOptions
  @OptionGroup(title: "Record") var tracking: TrackingOptions
  @OptionGroup(title: "Run") var common: CommonOptions

  func run() throws {
    let console = try common.console()
    let horizon = try request.horizon.required()
    let levels = try request.level.levels()
    try OutputPath.check(
      [
        OutputPath("output", request.output, .csv), OutputPath("plot", request.plot, .svg),
        OutputPath("report", request.page.report, .html),
      ], keeping: input.kept(common))
    let specifications = try ModelSpecification.list(
      request.models, usual: Request.usual, shared: network, reading: .values)
    try ModelSpecification.refuseReplaced(in: specifications)
    for one in specifications {
      try one.options.refuseIdle(
        for: specifications.map(\.model), beside: specifications.filter(\.model.isNetwork).map(\.options))
    }
    let matching = try matching(specifications)
    let bounds = try request.bound.bounds()
    let models = try specifications.map {
      ($0.label, try $0.forecaster(levels: levels, bounds: bounds))
    }
    let tracker = try tracking.tracker(console, beside: artefacts)
    let table = try TrainingInput(input: input, data: data, network: network, common: common)
      .read(for: Self.self, console, bounds: bounds)
    let training = Training(console: console, seed: request.seed.value, threads: common.threads)
    var comparison = Comparison(
      horizon: horizon, seeds: request.seeds ?? 5, windows: request.origins.windows ?? 5,
      stepSize: request.origins.stepSize, levels: levels, seasonLength: network.season, matching: matching)
    let enough = comparison.sufficientWindows(for: models.map(\.0), on: table)
    if request.origins.windows == nil { comparison.windows = enough.windows }
    try request.origins.check(usual: comparison.windows)
    warn(comparison, enough, console)
    let recording = try record(tracker, models, table, comparison)
    try RunRecorder.watching(recording?.whole) {
      let result = try training.interruptible {
        try comparison.run(
          models, on: table, seed: request.seed.value, options: training.options(""),
          progress: { news in
            training.show(news)
            recording?.record(news)
          })
      }
      try write(
        ComparisonReport(result: result, table: table, showsTimings: request.timings), specifications,
        recording?.whole, console)
      recording?.finish(result, artefacts: artefacts)
    }
    recording?.whole.tell(console)
  }

  /// Begins the record: one run for the comparison, with one part per model and seed.
  private func record(
    _ tracker: Tracker?, _ models: [(String, any Forecaster)], _ table: SeriesTable, _ comparison: Comparison
  ) throws -> ComparisonRecording? {
    guard let tracker else { return nil }
    let settings: KeyValuePairs<String, String?> = [
      "horizon": "\(comparison.horizon)", "seeds": "\(comparison.seeds)",
      "windows": "\(comparison.windows)", "step_size": "\(comparison.stepSize)",
      "match": comparison.matching.rawValue,
    ]
    let whole = try tracker.begin(
      "compare", models: models.map(\.0), table: table, seed: request.seed.value,
      parameters: RunParameters(nil, data, settings))
    return ComparisonRecording(
      whole,
      parameters: Dictionary(
        models.map { ($0, RunParameters($1, data, settings)) }, uniquingKeysWith: { $1 }),
      settings: RunParameters(nil, data, settings))
  }

  /// The files that the command writes, for the record.
  private var artefacts: [RunArtefact] {
    [
      request.output.map { RunArtefact("forecasts", $0) }, request.plot.map { RunArtefact("picture", $0) },
      request.page.report.map { RunArtefact("report", $0) },
    ].compactMap { $0 }
  }

  /// Writes files first and standard output last, so that a program that reads standard output finds the
  /// files complete.
  private func write(
    _ report: ComparisonReport, _ specifications: [ModelSpecification], _ recorder: RunRecorder?,
    _ console: Console
  ) throws {
    if let path = request.output { try AtomicFile.write(path, Array(report.forecastsCSV.utf8)) }
    if let path = request.plot {
      try AtomicFile.write(path, Array(SVGRenderer().render(.chart(report.scoresChart)).utf8))
    }
    if let path = request.page.report { try AtomicFile.write(path, Array(try report.page.html().utf8)) }
    if common.json {
      try StandardOutput.write(try report.json.tracked(recorder).document())
    } else if StandardOutput.isTerminal {
      try StandardOutput.write(
        TerminalText.harmless(
          report.lines(width: Console.width(of: STDOUT_FILENO)).joined(separator: "\n") + "\n"))
    } else {
      try StandardOutput.write(report.scoresCSV)
      let width = console.isTerminal ? console.columns : Int.max
      for line in report.lines(width: width) { console.say(line) }
    }
    console.tell(report.result.warnings)
    for remark in report.remarks { console.warn(remark) }
    for path in [request.output, request.plot, request.page.report].compactMap({ $0 }) {
      console.say("written: \(path)")
    }
    if let next = nextCommand(report.result, specifications) { console.say("next: \(next)") }
  }

  /// The command that trains and saves the recommended model; nil when it needs no training.
  private func nextCommand(_ result: ComparisonOutcome, _ specifications: [ModelSpecification]) -> String? {
    guard let best = result.recommended else { return nil }
    let begin = ["\(input.shellWord)", "--horizon", "\(result.horizon)"]
    guard let model = specifications.first(where: { $0.label == best.label }) else {
      let data = Invocation.words(of: DataOptions.names.union(["season"])).map(ShellWord.quoted)
      return (["foretell forecast"] + begin + ["--model", best.label] + data).joined(separator: " ")
    }
    guard let size = best.hiddenSize else {
      return (["foretell forecast"] + begin + model.words().map(ShellWord.quoted)).joined(separator: " ")
    }
    // With equal training cost the number of epochs is part of the model, like its size.
    let epochs = result.matching == .time ? best.epochs.map { [("epochs", "\($0)")] } ?? [] : []
    // The command must read as the comparison did, also where other commands read otherwise by default.
    let isUsual = best.reading == nil || model.model.network()?.reading == best.reading
    let reading =
      isUsual || model.givesReading ? [] : best.reading.map { [("reading", $0.rawValue)] } ?? []
    let words = model.words(with: [("hidden-size", "\(size)")] + epochs + reading).map(ShellWord.quoted)
    return (["foretell fit"] + begin + words + ["--save", input.modelWord]).joined(separator: " ")
  }

  /// What is made equal between networks; nothing when a model sets its own hidden size.
  private func matching(_ models: [ModelSpecification]) throws -> Comparison.Matching {
    let asked: Comparison.Matching? = try Validation.choice("match", request.match)
    if models.count(where: \.model.isNetwork) < 2 {
      try Invocation.refuse(
        ["match"], because: "there is only one network", hint: "name two networks, or leave it out")
    }
    let sized = models.first { $0.sets("hidden-size") }
    let timed = models.first { $0.sets("epochs") }
    switch asked {
    case .parameters, .hidden:
      guard let sized else { break }
      throw ForetellError(
        .conflictingOptions,
        "--match \(asked?.rawValue ?? "") makes sizes equal, but \(sized.label) has a size of its own",
        hint: "write --match none, or leave it out")
    case .time:
      guard let model = sized ?? timed else { break }
      throw ForetellError(
        .conflictingOptions,
        "--match time chooses the epochs of equal sizes, but \(model.label) has its own",
        hint: "write --match none, or leave it out")
    case .some(.none), nil: break
    }
    return asked ?? (sized == nil ? .parameters : Comparison.Matching.none)
  }

  /// Warns before the work begins when it can't end with a significant difference.
  private func warn(_ comparison: Comparison, _ enough: Comparison.Sufficiency, _ console: Console) {
    guard !comparison.canConclude(enough) else { return }
    let windows = Figures.count(comparison.windows, "window", "windows")
    let begin =
      "with \(windows) no difference between \(enough.models) models can be significant, however large: it takes "
      + "\(enough.needed)"
    if enough.windows >= enough.needed {
      console.warn("\(begin): \(Invocation.line(with: ["windows": "\(enough.needed)"]))")
    } else if let horizon = enough.horizon {
      let line = Invocation.line(with: ["windows": "\(enough.needed)", "horizon": "\(horizon)"])
      console.warn(
        "\(begin), for which the data is too short; a horizon of \(horizon) has room for them: \(line)")
    } else {
      console.warn("\(begin), for which the data is too short")
    }
  }
}
