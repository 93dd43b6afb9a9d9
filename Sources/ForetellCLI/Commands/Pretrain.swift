import ArgumentParser
import Foretell
import ForetellRuns
import Foundation

/// `foretell pretrain`: trains networks on generated series.
struct Pretrain: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train networks on generated series, to forecast series never seen.",
    discussion: """
      EXAMPLES:
        foretell pretrain --save networks.safetensors
        foretell pretrain --family monthly --save monthly.safetensors --updates 500
        foretell pretrain --family monthly --panel sales.csv --save own.safetensors
        foretell forecast sales.csv --horizon 12 --model zero --from own.safetensors

      A network learns from series that a generator makes: every one is new, none \
      is kept, and nothing is downloaded. Without options the command trains the \
      networks that come with foretell, one for each kind of data, with the same \
      bits on any processor and with any number of threads. It then takes what \
      the file has for other kinds of data over into the new one.

      After every 25 updates the state is written to SAVE.FAMILY.checkpoint; \
      Ctrl-C and a crash leave it there, and the same command with --resume goes \
      on from it.
      """)

  /// The arguments of the command.
  struct Request: ParsableArguments {
    @Option(
      help: .init("File for the networks; those of other kinds of data in it stay.", valueName: "FILE"),
      completion: .file())
    var save: String?

    @Option(
      help: .init(
        "Kinds of data, in a list: \(Wording.alternatives(SyntheticFamily.self)). Default: all.",
        valueName: "names"),
      completion: .list(SyntheticFamily.allCases.map(\.rawValue)))
    var family: String?

    @Flag(help: "Continue from the checkpoint of an interrupted training, if there is one.")
    var resume = false

    @Option(
      help: .init(
        "CSV of a panel of your own, from which a share of the series is taken.", valueName: "file"),
      completion: .file())
    var panel: String?

    @Option(
      help: .init(
        "Share of the series that come from the panel, from 0 to 1. Default: 0.5.", valueName: "share"))
    var panelShare: Double?

    @OptionGroup var seed: SeedOption
  }

  /// The options of the networks.
  struct NetworkOptions: ParsableArguments {
    @Option(help: .init("Updates of each network. Default: 2000.", valueName: "count"))
    var updates: Int?

    @Option(help: .init("Series per update. Default: 256.", valueName: "count"))
    var batchSize: Int?

    @Option(help: .init("Highest learning rate. Default: 0.003.", valueName: "rate"))
    var learningRate: Double?

    @Option(help: .init("Hidden units per layer. Default: by kind of data.", valueName: "count"))
    var hiddenSize: Int?

    @Option(help: .init("Stacked layers. Default: 1.", valueName: "count"))
    var layers: Int?

    @Option(
      help: .init(
        "Recurrent cell: \(Wording.alternatives(RecurrentCellKind.self)). Default: lstm.", valueName: "name"),
      completion: .list(RecurrentCellKind.allCases.map(\.rawValue)))
    var cell: String?

    @Option(help: .init("Steps of history in a window. Default: by kind of data.", valueName: "count"))
    var inputSize: Int?

    @Option(help: .init("Origins in a sequence. Default: by kind of data.", valueName: "count"))
    var segment: Int?

    @Option(
      help: .init(
        "Steps that a network forecasts at once; longer forecasts are fed back. Default: by kind of data.",
        valueName: "count"))
    var horizon: Int?
  }

  @OptionGroup(title: "Pretraining") var request: Request
  @OptionGroup(title: "Network") var network: NetworkOptions
  @OptionGroup(title: "Data") var data: DataOptions
  @OptionGroup(title: "Record") var tracking: TrackingOptions
  @OptionGroup(title: "Run") var common: CommonOptions

  func run() throws {
    let console = try common.console()
    guard let path = request.save, !path.isEmpty else {
      throw ForetellError(
        .badOption, "--save is missing",
        hint: "say where to keep the networks, for example --save networks.safetensors")
    }
    let families = try families()
    let kept: [(path: String?, name: String)] = [(request.panel, "data in"), (common.config, "options in")]
    for file in [path] + families.map({ Self.checkpoint(path, $0) }) {
      try OutputPath.check([OutputPath("save", file, .model)], keeping: kept, printsResult: common.json)
    }
    let plans = try families.map(plan)
    for plan in plans { try plan.check() }
    if request.panel == nil {
      try Invocation.refuse(
        DataOptions.names.union(["panel-share"]), because: "it belongs to a panel", hint: "add --panel")
    } else if plans.count > 1 {
      throw ForetellError(
        .conflictingOptions, "a panel has one kind of data, and \(plans.count) networks are to be trained",
        hint: "name the kind with --family")
    }
    let lock = try FileLock.take(for: path)
    defer { withExtendedLifetime(lock) {} }
    let old = try earlier(path)
    let tracker = try tracking.tracker(console, beside: [RunArtefact("model", path)])
    let panel = try request.panel.map { file in
      try SeriesTable(csv: file, options: try data.csvOptions(threads: common.threads))
    }
    if let panel { console.tell(panel.findings) }
    let training = Training(console: console, seed: request.seed.value, threads: common.threads)
    var networks = old?.networks ?? []
    for plan in plans {
      networks.append(try train(plan, panel, path, training, tracker))
      try PretrainedNetworks(networks).save(to: path)
      try remove(Self.checkpoint(path, plan.family))
      AtomicFile.removeAbandoned(of: path)
    }
    let written = try PretrainedNetworks(networks)
    if common.json { try StandardOutput.write(try json(written, path).document()) }
    console.say("written: \(path), checksum \(written.checksum)")
    console.say("next: foretell forecast FILE --horizon 12 --model zero --from \(ShellWord.quoted(path))")
  }

  /// Trains one network.
  private func train(
    _ plan: Pretraining, _ panel: SeriesTable?, _ path: String, _ training: Training, _ tracker: Tracker?
  ) throws -> PretrainedNetwork {
    let console = training.console
    let checkpoint = Self.checkpoint(path, plan.family)
    if request.resume {
      console.say(
        access(checkpoint, F_OK) == 0
          ? "going on from \(checkpoint)" : "no \(checkpoint): starting from the beginning")
    }
    let recorder = try tracker?.begin(
      "pretrain", models: ["zero"], table: panel, seed: request.seed.value,
      parameters: RunParameters(of: plan))
    let network = try RunRecorder.watching(recorder) {
      do {
        let options = training.options(plan.family.rawValue, checkpoint: checkpoint, resume: request.resume)
          .recorded(by: recorder)
        return try training.interruptible {
          try plan.train(on: panel, seed: request.seed.value, options: options)
        }
      } catch var error as ForetellError where error.kind == .interrupted {
        if access(checkpoint, F_OK) == 0 {
          error.hint =
            "\(checkpoint) holds the training so far; the same command with --resume goes on from it"
        }
        throw error
      }
    }
    console.say(
      "\(plan.family.rawValue): \(network.parameterCount) parameters, \(Figures.count(plan.updates, "update", "updates")) "
        + "of \(Figures.count(plan.batchSize, "series", "series")), input size \(plan.shape.inputSize), "
        + "horizon \(plan.shape.horizon)")
    recorder?.finish(
      results: [Run.Result("parameters", Double(network.parameterCount))],
      artefacts: [RunArtefact("model", path)],
      histograms: [])
    recorder?.tell(console)
    return network
  }

  /// The networks in the file that is to be written; nil when there is none.
  private func earlier(_ path: String) throws -> PretrainedNetworks? {
    access(path, F_OK) == 0 ? try PretrainedNetworks(contentsOf: path) : nil
  }

  private static func checkpoint(_ path: String, _ family: SyntheticFamily) -> String {
    "\(path).\(family.rawValue).checkpoint"
  }

  private func remove(_ file: String) throws(ForetellError) {
    AtomicFile.removeAbandoned(of: file)
    guard unlink(file) != 0, errno != ENOENT else { return }
    throw ForetellError(
      .cannotWrite, "cannot remove `\(file)`: \(Descriptor.message(errno))", location: .init(file: file))
  }

  /// The kinds of data that the arguments name.
  private func families() throws(ForetellError) -> [SyntheticFamily] {
    guard let text = request.family else { return SyntheticFamily.allCases }
    var families: [SyntheticFamily] = []
    for name in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let family: SyntheticFamily = try Validation.choice("family", String(name)) else { continue }
      if !families.contains(family) { families.append(family) }
    }
    return families
  }

  /// The training of one network as the arguments describe it.
  private func plan(_ family: SyntheticFamily) throws(ForetellError) -> Pretraining {
    var plan = Pretraining(family)
    plan.updates = network.updates ?? plan.updates
    plan.batchSize = network.batchSize ?? plan.batchSize
    plan.learningRate = network.learningRate ?? plan.learningRate
    plan.shape.hiddenSize = network.hiddenSize ?? plan.shape.hiddenSize
    plan.shape.layers = network.layers ?? plan.shape.layers
    plan.shape.cell = try Validation.choice("cell", network.cell) ?? plan.shape.cell
    plan.shape.inputSize = network.inputSize ?? plan.shape.inputSize
    plan.shape.originCount = network.segment ?? plan.shape.originCount
    plan.shape.horizon = network.horizon ?? plan.shape.horizon
    plan.panelShare = request.panelShare ?? plan.panelShare
    return plan
  }

  private func json(_ networks: PretrainedNetworks, _ path: String) -> JSONValue {
    .members([
      "file": .string(path), "checksum": .string(networks.checksum),
      "networks": .array(
        networks.networks.map { network in
          .members([
            "family": .string(network.family.rawValue), "parameters": .count(network.parameterCount),
            "updates": .count(network.updates), "seed": .seed(network.seed),
            "input_size": .count(network.shape.inputSize), "segment": .count(network.shape.originCount),
            "horizon": .count(network.shape.horizon), "hidden_size": .count(network.shape.hiddenSize),
          ])
        }),
    ])
  }
}

extension RunParameters {
  /// The configuration of a pre-training.
  init(of plan: Pretraining) {
    self.init()
    for (name, value) in [
      ("family", plan.family.rawValue), ("updates", "\(plan.updates)"), ("batch-size", "\(plan.batchSize)"),
      ("learning-rate", "\(plan.learningRate)"), ("cell", plan.shape.cell.rawValue),
      ("hidden-size", "\(plan.shape.hiddenSize)"), ("layers", "\(plan.shape.layers)"),
      ("input-size", "\(plan.shape.inputSize)"), ("segment", "\(plan.shape.originCount)"),
      ("horizon", "\(plan.shape.horizon)"),
    ] { set(name, value) }
  }
}
