import ArgumentParser
import Foretell
import ForetellRuns
import Foundation

/// `foretell fit`: trains and saves a model.
struct Fit: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train on a CSV and save the model.",
    discussion: """
      EXAMPLES:
        foretell fit sales.csv --horizon 12 --save sales.model
        foretell fit sales.csv --horizon 12 --save sales.model --resume
        foretell fit load.csv --horizon 24 --save load.model --model gru --epochs 40
        foretell fit load.csv --horizon 24 --save load.model --monitor --track

      After every epoch the whole state of the training is written to \
      MODEL.checkpoint. Ctrl-C and a crash leave it there; the same command with \
      --resume continues from it, and the model has the same bits as after an \
      uninterrupted run. The checkpoint is removed once the model is saved. \
      While a fit runs, another one with the same MODEL is refused.
      """)

  /// The arguments of the command.
  struct Request: ParsableArguments {
    @OptionGroup var horizon: HorizonOption

    @Option(
      help: .init("File for the model; an old one is replaced.", valueName: "MODEL"), completion: .file())
    var save: String?

    @Flag(help: "Continue from the checkpoint of an interrupted fit, if there is one.")
    var resume = false

    @Option(
      help: .init("\(ModelName.list(Catalogue.fitted)). Default: \(ModelName.usual).", valueName: "name"),
      completion: ModelName.completion(Catalogue.fitted))
    var model: String?

    @OptionGroup var mixture: MixtureOption

    @OptionGroup var level: LevelOption
    @OptionGroup var bound: BoundOptions
    @OptionGroup var stamps: StampOptions

    @Flag(inversion: .prefixedNo, help: "Score the configuration on the last points too. Default: no.")
    var holdout: Bool?

    @Flag(help: "Measure how far back gradients reach, and print it after every epoch.")
    var monitor = false

    @OptionGroup var seed: SeedOption
  }

  @OptionGroup var input: TableInput
  @OptionGroup(title: "Fit") var request: Request
  @OptionGroup(title: "Data") var data: DataOptions
  @OptionGroup(title: "Model") var network: ModelOptions
  @OptionGroup(title: "Record") var tracking: TrackingOptions
  @OptionGroup(title: "Run") var common: CommonOptions

  func run() throws {
    let console = try common.console()
    let asked = try request.horizon.required()
    guard let path = request.save, !path.isEmpty else {
      throw ForetellError(
        .badOption, "--save is missing", hint: "say where to keep the model, for example --save sales.model")
    }
    for file in [path, path + ".checkpoint"] {
      try OutputPath.check(
        [OutputPath("save", file, .model)], keeping: input.kept(common), printsResult: common.json)
    }
    let model = try model()
    var network = network
    if request.monitor, network.reading == nil, model.cell != nil {
      network.reading = ReadingName.values.rawValue
      console.say(
        "--monitor watches a network that reads value by value; without it, the reading follows from the data"
      )
    }
    let mixture = try request.mixture.members(beside: request.model, shared: network)
    try network.refuseIdle(for: [model] + mixture.map(\.model))
    if model.cell == nil {
      try Invocation.refuse(
        ["monitor"],
        because: model.drawsPaths
          ? "\(model.name) has a loss at every step, which hides how far back that of one step reaches"
          : "\(model.name) carries no state whose gradient could be told by lag",
        hint: "leave it out, or name a recurrent network")
    }
    if request.monitor { try network.refuseMonitoredOrigins() }
    if !model.isNetwork {
      try Invocation.refuse(["resume"], because: "\(model.name) writes no checkpoint")
      try Invocation.refuse(
        ["level"], because: "\(model.name) isn't fitted to levels",
        hint: "give the levels to foretell predict")
    }
    // Two fits at the same time would overwrite each other's checkpoint.
    let lock = try FileLock.take(for: path)
    defer { withExtendedLifetime(lock) {} }
    var settings = try network.settings(levels: try request.level.levels())
    let bounds = try request.bound.bounds()
    settings.bounds = bounds
    let forecaster =
      mixture.isEmpty
      ? model.forecaster(settings)
      : try MixtureOption.forecaster(mixture, settings, levels: settings.trainedLevels ?? [])
    let tracker = try tracking.tracker(
      console,
      beside: [RunArtefact("model", path), RunArtefact("checkpoint", path + ".checkpoint")])
    let table = try TrainingInput(input: input, data: data, network: network, common: common)
      .read(for: Self.self, console, bounds: bounds)
    let training = Training(console: console, seed: request.seed.value, threads: common.threads)
    let closed = request.stamps.allStamps ? [:] : table.closedTimes
    let horizon = table.steps(untilOpen: asked, leavingOut: closed)
    training.announce(forecaster, table, horizon: horizon)
    let recorder = try tracker?.begin(
      "fit", models: [model.name], table: table, seed: request.seed.value,
      parameters: RunParameters(
        forecaster, data, ["horizon": "\(asked)", "resume": request.resume ? "yes" : nil]))
    try RunRecorder.watching(recorder) {
      guard let network = forecaster.trainable else {
        return try solve(
          forecaster, model, table, horizon: horizon, open: closed.isEmpty ? nil : asked, to: path, training,
          recorder)
      }
      try fit(
        network, model, table, horizon: horizon, open: closed.isEmpty ? nil : asked, to: path,
        training, recorder)
    }
    recorder?.tell(console)
  }

  /// Trains and saves the model, scores it and prints the results.
  private func fit(
    _ forecaster: any TrainableForecaster, _ model: CatalogueModel, _ table: SeriesTable, horizon: Int,
    open: Int?,
    to path: String, _ training: Training, _ recorder: RunRecorder?
  ) throws {
    let console = training.console
    let monitor = request.monitor && model.cell != nil ? watching(console, training.progress, recorder) : nil
    // These warnings are also printed when training diverges.
    defer { for warning in GradientSnapshot.warnings(of: monitor?.snapshots ?? []) { console.warn(warning) } }
    var fitted = try train(
      forecaster, table, horizon, training, checkpoint: path + ".checkpoint", monitor, recorder)
    fitted.openHorizon = open
    try fitted.save(to: path)
    try removeCheckpoint(of: path, networks: fitted.networkCount)
    let score =
      request.holdout ?? false
      ? try training.holdout(
        forecaster, called: model.name, table, horizon: horizon, season: network.season) : nil
    if common.json {
      try StandardOutput.write(
        try json(fitted, table, path, score, monitor).tracked(recorder).document())
    }
    for warning in fitted.warnings { console.warn(warning.text) }
    report(fitted, path, console)
    score?.tell(console)
    if request.resume { for news in fitted.history { recorder?.record(news) } }
    recorder?.record(fitted.resolvedParameters)
    recorder?.finish(
      results: fitted.recordedResults + (score?.recordedResults ?? []),
      artefacts: [RunArtefact("model", path)], histograms: fitted.weightHistograms)
  }

  /// The model named by the arguments.
  private func model() throws(ForetellError) -> CatalogueModel {
    let name = request.model ?? (request.mixture.models.isEmpty ? ModelName.usual : ModelName.combined)
    if let other = Catalogue.model(named: name.lowercased()), !other.isFitted {
      throw Self.nothingToKeep(name)
    }
    return try ModelName.model(name, option: "model", among: Catalogue.fitted)
  }

  static func nothingToKeep(_ name: String) -> ForetellError {
    ForetellError(
      .badOption, "--model \(name) has nothing to train or keep",
      hint: "use foretell forecast --model \(name)")
  }

  private func train(
    _ forecaster: any TrainableForecaster, _ table: SeriesTable, _ horizon: Int, _ training: Training,
    checkpoint: String, _ monitor: GradientMonitor?, _ recorder: RunRecorder?
  ) throws -> any TrainedModel {
    let console = training.console
    let exists = access(checkpoint, F_OK) == 0
    switch (request.resume, exists) {
    case (true, true): console.say("going on from \(checkpoint)")
    case (true, false): console.say("no \(checkpoint): starting from the beginning")
    case (false, true):
      console.say("replacing \(checkpoint) of an earlier fit (--resume would go on from it)")
    case (false, false): break
    }
    do {
      var options = training.options(forecaster.name, checkpoint: checkpoint, resume: request.resume)
        .recorded(by: recorder)
      options.monitor = monitor
      return try training.interruptible {
        try forecaster.fit(table, horizon: horizon, seed: request.seed.value, options: options)
      }
    } catch var error as ForetellError where error.kind == .interrupted {
      if access(checkpoint, F_OK) == 0 {
        error.hint = "\(checkpoint) holds the training so far; the same command with --resume goes on from it"
      }
      throw error
    }
  }

  /// Removes the checkpoint, and the incomplete files left beside it and the model by killed fits.
  private func removeCheckpoint(of model: String, networks: Int) throws(ForetellError) {
    let path = model + ".checkpoint"
    AtomicFile.removeAbandoned(of: model)
    for number in 0..<networks {
      let file = EnsembleMember.checkpoint(path, of: number)
      AtomicFile.removeAbandoned(of: file)
      guard unlink(file) != 0, errno != ENOENT else { continue }
      throw ForetellError(
        .cannotWrite, "cannot remove `\(file)`: \(Descriptor.message(errno))", location: .init(file: file))
    }
  }

  private func report(_ fitted: any TrainedModel, _ path: String, _ console: Console) {
    let losses = fitted.history.last.map { ", training loss \(Figures.short($0.trainingLoss))" } ?? ""
    console.say(
      "\(fitted.name): \(fitted.parameterCount) parameters, "
        + "\(Figures.count(fitted.history.count, "epoch", "epochs"))\(losses), input size \(fitted.inputSize), "
        + "season length \(fitted.seasonLength)")
    console.say("written: \(path)")
    console.say("next: foretell predict \(ShellWord.quoted(path)) \(input.shellWord)\(DataOptions.givenText)")
  }

  /// A monitor that prints a sentence for each epoch, and the warnings of the last epoch once.
  private func watching(
    _ console: Console, _ progress: ProgressLine, _ recorder: RunRecorder?
  ) -> GradientMonitor {
    GradientMonitor { snapshot in
      recorder?.record(snapshot)
      progress.clear()
      console.say("epoch \(snapshot.epoch): \(snapshot.verdict)")
    }
  }

  private func json(
    _ fitted: any TrainedModel, _ table: SeriesTable, _ path: String, _ score: Holdout?,
    _ monitor: GradientMonitor?
  ) -> JSONValue {
    let history = fitted.history.map { news in
      JSONValue.members([
        "epoch": .count(news.epoch), "training_loss": .finite(news.trainingLoss),
        "validation_loss": .finite(news.validationLoss), "learning_rate": .finite(news.learningRate),
        "gradient_norm": .finite(news.gradientNorm), "clipped_share": .finite(news.clippedShare),
      ])
    }
    return .members([
      "model_file": .string(path), "model": .string(fitted.name), "file": .string(table.name),
      "horizon": .count(fitted.openHorizon ?? fitted.forecastHorizon),
      "trained_horizon": .count(fitted.horizon),
      "input_size": .count(fitted.inputSize),
      "season_length": .count(fitted.seasonLength), "frequency": .string(fitted.frequency.alias),
      "seed": .seed(fitted.seed), "parameters": .count(fitted.parameterCount),
      "training_checksum": .string(fitted.trainingChecksum), "best_epoch": .count(fitted.bestEpoch),
      "epochs": .array(history), "holdout": score?.json ?? .null, "findings": table.findings.json,
      "warnings": .array(fitted.warnings.map(\.json)),
      "gradients": monitor.map { .array($0.snapshots.map(GradientReport.epoch)) } ?? .null,
    ])
  }
}
