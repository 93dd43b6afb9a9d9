import ArgumentParser
import Foretell
import ForetellReport
import ForetellRuns
import Glibc

/// `foretell gradients`: how far back a network learns.
struct Gradients: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "How far back each network learns: the gradient by lag.",
    discussion: """
      EXAMPLES:
        foretell gradients sales.csv --models rnn,lstm,gru
        foretell gradients sales.csv --models rnn,lstm --report gradients.html
        foretell gradients sales.csv --models sales.model
        foretell gradients --synthetic echo --lag 100 --models rnn,lstm

      Trains each model and measures how much of the loss's gradient reaches the \
      state at each lag, in steps before the forecast origin. The effective \
      memory is the first lag at which less than 1 % is left; for an LSTM it is \
      measured on the cell state. --models accepts cells and files saved by \
      foretell fit. --csv prints every norm of every epoch instead of the \
      summary.

      With --reading origins or auto, a step of a network is a whole window, and \
      a lag is one origin: the window that ends one step of the series earlier. \
      The loss of the last origin's forecast is measured, after the training. An \
      influence k origins back reaches values up to k + input size - 1 steps \
      back; the linear map from the last window to the forecast comes beside the \
      states and isn't measured. Without --reading, values are read one by one.

      --synthetic generates tasks for which the necessary memory is known: for \
      echo the network must output the value that was marked --lag steps ago, \
      for adding the sum of two marked values. All models train on the same \
      examples with the same number of updates. The error is the mean squared \
      error relative to that of predicting the mean. What a plain cell can do \
      depends on its initialisation and the learning rate: try --learning-rate \
      0.001, --recurrent-init and --activation.
      """)

  /// The arguments of the command.
  struct Request: ParsableArguments {
    /// The cells that are compared when none is named.
    static let usual = ["rnn", "lstm"]
    /// All cells.
    static let cells = RecurrentCellKind.allCases.map(\.rawValue)

    @Option(
      help: .init(
        "Cells to compare: \(Self.cells.joined(separator: ", ")); or files of saved models. Default: \(Self.usual.joined(separator: ",")).",
        valueName: "names"),
      completion: .list(Self.cells))
    var models: [String] = []

    @Option(help: .init("Steps to forecast. Default: the season's length, or 10.", valueName: "steps"))
    var horizon: Int?

    @Option(help: .init("Updates from one measurement to the next. Default: 4.", valueName: "count"))
    var interval: Int?

    @Flag(help: "Print every norm as CSV instead of the summary.")
    var csv = false

    @Option(help: .init("Draw the norms by lag into an SVG file.", valueName: "file"), completion: .file())
    var plot: String?

    @Option(
      help: .init("Write a report with all pictures into an HTML file.", valueName: "file"),
      completion: .file())
    var report: String?

    @OptionGroup var seed: SeedOption
  }

  @OptionGroup var input: TableInput
  @OptionGroup(title: "Gradients") var request: Request
  @OptionGroup(title: "Memory tasks") var memory: MemoryOptions
  @OptionGroup(title: "Data") var data: DataOptions
  @OptionGroup(title: "Model") var network: ModelOptions
  @OptionGroup(title: "Record") var tracking: TrackingOptions
  @OptionGroup(title: "Run") var common: CommonOptions

  func run() throws {
    let console = try common.console()
    if request.csv, common.json {
      throw ForetellError(.conflictingOptions, "--csv and --json contradict each other")
    }
    let task: MemoryTask.Kind? = try Validation.choice("synthetic", memory.synthetic)
    let words = Validation.list(request.models)
    let labels = words.isEmpty ? Request.usual : words
    if let twice = labels.first(where: { label in labels.count { $0 == label } > 1 }) {
      throw ForetellError(.badOption, "--models names \(twice) more than once")
    }
    let training = Training(console: console, seed: request.seed.value, threads: common.threads)
    let files = labels.filter { FileKind(of: $0) == .model }
    try OutputPath.check(
      [OutputPath("plot", request.plot, .svg), OutputPath("report", request.report, .html)],
      keeping: input.kept(common) + files.map { ($0, "model in") })
    let tracker = try tracking.tracker(console, beside: artefacts)
    let recording = GradientRecording(tracker: tracker, seed: request.seed.value)
    try recording.watching {
      let report =
        if let task {
          try synthetic(task, labels, training, recording)
        } else {
          try real(labels, training, recording)
        }
      try write(report, recording.whole, console)
      recording.finish(report, artefacts: artefacts)
    }
    recording.tell(console)
  }

  /// The files that the command writes, for the record.
  private var artefacts: [RunArtefact] {
    [request.plot.map { RunArtefact("picture", $0) }, request.report.map { RunArtefact("report", $0) }]
      .compactMap { $0 }
  }

  // MARK: Memory tasks

  private func synthetic(
    _ kind: MemoryTask.Kind, _ labels: [String], _ training: Training, _ recording: GradientRecording
  ) throws -> GradientReport {
    if let file = input.file {
      throw ForetellError(
        .conflictingOptions, "--synthetic generates its data, but there is a file too: \(file)")
    }
    network.warn(training.console)
    let cells = try labels.map { try cell($0) }
    try MemoryOptions.refuseIdle(cells)
    let experiments = try cells.map { try memory.experiment(kind, $0, network) }
    guard let task = experiments.first?.task else {
      throw ForetellError(.badOption, "--models names no model")
    }
    training.console.say(
      "\(kind.rawValue): lag \(task.lag), window of \(task.windowLength) steps, "
        + "\(experiments[0].updates) updates of \(experiments[0].batchSize) fresh examples for each model")
    try recording.begin(
      zip(labels, experiments).map { ($0, RunParameters(of: $1)) }, table: nil,
      RunParameters(nil, nil, ["task": kind.rawValue, "lag": "\(task.lag)"]))
    var models: [GradientReport.Model] = []
    for (label, experiment) in zip(labels, experiments) {
      let recorder = recording.part(label)
      var options = training.options(experiment.name).recorded(by: recorder)
      options.monitor = GradientMonitor(interval: request.interval ?? 4) { recorder?.record($0) }
      let result = try watched(options.monitor, training) {
        try experiment.run(seed: request.seed.value, options: options)
      }
      let model = GradientReport.Model(
        label: label, history: result.history, trained: result.trained, memory: result,
        losses: result.losses)
      recording.finish(model)
      models.append(model)
    }
    let first = experiments[0]
    return GradientReport(
      models: models,
      heading: [
        ("task", .string(kind.rawValue)), ("lag", .count(task.lag)),
        ("window_length", .count(task.windowLength)), ("updates", .count(first.updates)),
        ("batch_size", .count(first.batchSize)), ("hidden_size", .count(first.hiddenSize)),
        ("learning_rate", .finite(first.learningRate)), ("clip", .finite(first.gradientClip)),
        ("truncation", first.truncation.map(JSONValue.count) ?? .null),
        ("precision", .string(first.precision.rawValue)),
        ("recurrent_init", .string(first.recurrentInitialization.rawValue)),
        ("forget_bias", .string(memory.forgetBias ?? "chrono")),
        ("error", "mean squared error divided by that of predicting the mean"),
        ("seed", .seed(request.seed.value)),
      ],
      source:
        "\(kind.rawValue), lag \(task.lag), \(first.hiddenSize) units, seed \(request.seed.value)")
  }

  /// Runs a training; if it diverges, prints the monitor's sentence about the last epoch before the error.
  private func watched<Result>(
    _ monitor: GradientMonitor?, _ training: Training, _ body: () throws -> Result
  ) throws -> Result {
    do {
      return try training.interruptible(body)
    } catch let error as ForetellError where error.kind == .diverged {
      let history = monitor?.snapshots ?? []
      if let last = history.last { training.console.say("epoch \(last.epoch): \(last.verdict)") }
      for warning in GradientSnapshot.warnings(of: history) { training.console.warn(warning) }
      throw error
    }
  }

  private func cell(_ label: String) throws -> RecurrentCellKind {
    if let cell = RecurrentCellKind(rawValue: label.lowercased()) { return cell }
    if let model = Catalogue.model(named: label.lowercased()), model.isNetwork {
      throw Self.stateless(model.name, drawsPaths: model.drawsPaths)
    }
    throw Validation.unknown("models", label.lowercased(), Request.cells)
  }

  /// The error for a network that isn't recurrent.
  private static func stateless(_ name: String, drawsPaths: Bool = false) -> ForetellError {
    let reason =
      drawsPaths
      ? "has a loss at every step" : "carries no state from step to step"
    return ForetellError(
      .badOption, "\(name) \(reason), so its gradient can't be told by lag",
      hint: "name a recurrent network: \(Wording.alternatives(Request.cells))")
  }

  /// The network with this cell.
  private func forecaster(_ cell: RecurrentCellKind) throws -> any TrainableForecaster {
    let settings = try options.settings(levels: [80, 95])
    guard let network = Catalogue.model(named: cell.rawValue)?.network(settings) else {
      throw Validation.unknown("models", cell.rawValue, Request.cells)
    }
    return network
  }

  // MARK: Data

  /// The model options; without `--reading`, values are read, whatever other commands do by default.
  private var options: ModelOptions {
    var options = network
    options.reading = options.reading ?? ReadingName.values.rawValue
    return options
  }

  private func real(_ labels: [String], _ training: Training, _ recording: GradientRecording) throws
    -> GradientReport
  {
    try Invocation.refuse(
      MemoryOptions.ofTasks, because: "it belongs to the memory tasks of --synthetic",
      hint: "add --synthetic echo, without FILE"
    )
    try Invocation.refuse(
      ["ensemble"], because: "gradients are measured in one network",
      hint: "leave it out; foretell gradients FILE --models MODEL measures the first network of an ensemble")
    let used = Catalogue.models.lazy.filter { $0.cell != nil }.reduce(into: Set()) {
      $0.formUnion($1.options)
    }
    try Invocation.refuse(
      Set(ModelOption.allCases.lazy.filter { !used.contains($0) }.map(\.rawValue)),
      because: "no recurrent network uses it")
    try options.refuseIdleTraining()
    if options.readsOrigins {
      try Invocation.refuse(
        ["interval"],
        because:
          "with --reading \(network.reading ?? "origins") gradients are measured after the training, because every "
          + "origin has a loss of its own in it")
    }
    let table = try TrainingInput(input: input, data: data, network: network, common: common)
      .read(for: Self.self, training.console)
    let season = network.season ?? table.frequency.defaultSeasonLength
    let longest = table.series.map(\.values.count).max() ?? 0
    let horizon = request.horizon ?? max(1, min(season > 1 ? season : 10, longest / 5))
    let isSaved = labels.map { RecurrentCellKind(rawValue: $0.lowercased()) == nil && access($0, F_OK) == 0 }
    if isSaved.allSatisfy({ $0 }) {
      try Invocation.refuse(
        ModelOptions.names.union(["horizon", "interval", "seed"]),
        because: "saved models are not trained again", hint: "leave it out, or add a cell to --models")
    }
    let networks = try zip(labels, isSaved).map { label, isSaved in
      isSaved ? nil : try forecaster(try cell(label))
    }
    try recording.begin(
      zip(labels, networks).map { ($0, RunParameters($1, data, ["horizon": "\(horizon)"])) }, table: table,
      RunParameters(nil, data, ["horizon": "\(horizon)"]))
    var models: [GradientReport.Model] = []
    for (label, network) in zip(labels, networks) {
      let recorder = recording.part(label)
      let model =
        if let network {
          try trained(network, label, table, horizon, training, recorder)
        } else {
          try saved(label, table)
        }
      recording.finish(model)
      models.append(model)
    }
    return GradientReport(
      models: models,
      heading: [
        ("file", .string(table.name)), ("horizon", .count(horizon)),
        ("frequency", .string(table.frequency.alias)), ("season_length", .count(season)),
        ("seed", .seed(request.seed.value)), ("findings", table.findings.json),
      ], source: table.name)
  }

  private func trained(
    _ forecaster: any TrainableForecaster, _ label: String, _ table: SeriesTable, _ horizon: Int,
    _ training: Training, _ recorder: RunRecorder?
  ) throws -> GradientReport.Model {
    let monitor = GradientMonitor(interval: request.interval ?? 4) { recorder?.record($0) }
    var fit = training.options(forecaster.name).recorded(by: recorder)
    if !options.readsOrigins { fit.monitor = monitor }
    training.announce(forecaster, table, horizon: horizon)
    let fitted = try watched(monitor, training) {
      try forecaster.fit(table, horizon: horizon, seed: request.seed.value, options: fit)
    }
    return GradientReport.Model(
      label: label, history: monitor.snapshots,
      trained: try fitted.gradients(on: table, batches: Self.batches, threads: common.threads), memory: nil,
      losses: fitted.history.map(\.trainingLoss))
  }

  /// Number of batches of windows over which gradients are measured.
  private static let batches = 16

  private func saved(_ path: String, _ table: SeriesTable) throws -> GradientReport.Model {
    let kept = try Catalogue.load(from: path)
    guard let fitted = kept.trained, fitted.carriesState else {
      throw Self.stateless(path, drawsPaths: kept.sampling != nil)
    }
    var snapshot = try fitted.gradients(on: table, batches: Self.batches, threads: common.threads)
    snapshot.model = "\(fitted.name) (\(path))"
    return GradientReport.Model(
      label: path, history: [], trained: snapshot, memory: nil,
      losses: fitted.history.map(\.trainingLoss))
  }

  // MARK: Output

  /// Writes files first and standard output last, so that a program that reads standard output finds the
  /// files complete.
  private func write(_ report: GradientReport, _ recorder: RunRecorder?, _ console: Console) throws {
    if let path = request.plot {
      try AtomicFile.write(path, Array(SVGRenderer().render(.chart(report.profileChart)).utf8))
    }
    if let path = request.report { try AtomicFile.write(path, Array(try report.page.html().utf8)) }
    let text = report.lines + [""] + report.verdicts
    if common.json {
      try StandardOutput.write(try report.json.tracked(recorder).document())
    } else if request.csv {
      try StandardOutput.write(report.csv)
      for line in text { console.say(line) }
    } else {
      try StandardOutput.write(TerminalText.harmless(text.joined(separator: "\n") + "\n"))
    }
    if console.showsPictures {
      let style = TerminalStyle.detect(.standardError, colorDisabled: !console.usesColor)
      let renderer = TerminalRenderer(style: style)
      if report.hasHistory { console.put(renderer.render(.grid(report.heatMaps))) }
      console.put(renderer.render(.chart(report.profileChart)))
    }
    for warning in report.warnings { console.warn(warning) }
    for path in [request.plot, request.report].compactMap({ $0 }) { console.say("written: \(path)") }
  }
}
