import ArgumentParser
import Foretell

/// Options for memory tasks, and for variations of the cells on them.
struct MemoryOptions: ParsableArguments {
  @Option(
    help: .init("Train on a generated task instead of FILE: echo or adding.", valueName: "task"),
    completion: .list(MemoryTask.Kind.allCases.map(\.rawValue)))
  var synthetic: String?

  @Option(
    help: .init(
      "Steps between the marked value and the forecast origin. Default: 100.", valueName: "steps"))
  var lag: Int?

  @Option(help: .init("Updates of each model. Default: 2000.", valueName: "count"))
  var updates: Int?

  @Option(
    help: .init(
      "Initialisation of the recurrent weights: \(Wording.alternatives(InitializationName.self)). Default: orthogonal.",
      valueName: "name"),
    completion: .list(InitializationName.allCases.map(\.rawValue)))
  var recurrentInit: String?

  @Option(
    help: .init(
      "Initial bias of the gate that keeps the old state: a number, or chrono for values that depend on the window's length. Default: chrono.",
      valueName: "bias"))
  var forgetBias: String?

  /// The long names of options that have no effect without `--synthetic`.
  static let ofTasks: Set<String> = ["lag", "updates", "activation", "recurrent-init", "forget-bias"]

  /// The model options that a memory task uses; it has its own network and no data.
  private static let ofModels: Set<String> = [
    "input-size", "hidden-size", "epochs", "batch-size", "learning-rate", "clip", "truncation", "precision",
    "activation",
  ]

  /// Refuses options without effect on a memory task with these cells.
  ///
  /// - Throws: ``ForetellError`` of kind `usage` that names the option.
  static func refuseIdle(_ cells: [RecurrentCellKind]) throws(ForetellError) {
    try Invocation.refuse(
      DataOptions.names.union(ModelOptions.names).union(["horizon"]).subtracting(ofModels),
      because: "--synthetic generates its data, and has a network and a way of training of its own")
    if cells.allSatisfy(\.hasGates) {
      try Invocation.refuse(
        ["activation"], because: "only plain cells have a choice of activation", hint: "add rnn to --models")
    }
    if !cells.contains(where: \.hasGates) {
      try Invocation.refuse(
        ["forget-bias"], because: "a plain cell has no gate", hint: "add lstm or gru to --models")
    }
  }

  /// The experiment for a cell, with size, learning rate, clipping and truncation from the model's options.
  ///
  /// - Throws: ``ForetellError`` of kind `usage` for an invalid value.
  func experiment(_ kind: MemoryTask.Kind, _ cell: RecurrentCellKind, _ network: ModelOptions) throws
    -> MemoryExperiment
  {
    // Evaluates the shared options, with their checks.
    let settings = try network.settings()
    let lag = lag ?? 100
    if let size = network.inputSize, size <= lag {
      throw Validation.refusal("input-size", "\(size)", "must be above --lag \(lag)")
    }
    var experiment = MemoryExperiment(
      MemoryTask(kind, lag: lag, windowLength: network.inputSize.map { max($0, 4) }), cell: cell)
    experiment.hiddenSize = settings.hiddenSize ?? experiment.hiddenSize
    experiment.batchSize = settings.batchSize ?? experiment.batchSize
    experiment.learningRate = settings.learningRate ?? experiment.learningRate
    experiment.gradientClip = settings.gradientClip ?? experiment.gradientClip
    experiment.truncation = settings.truncation
    experiment.precision = settings.precision ?? experiment.precision
    experiment.epochs = settings.epochs ?? experiment.epochs
    experiment.updates = updates ?? experiment.updates
    if !cell.hasGates {
      experiment.activation = settings.activation
    }
    experiment.recurrentInitialization =
      try Validation.choice("recurrent-init", recurrentInit) ?? experiment.recurrentInitialization
    if let forgetBias {
      if forgetBias == "chrono" {
        experiment.forgetBias = .chrono
      } else if let value = Double(forgetBias), value.isFinite {
        experiment.forgetBias = .value(value)
      } else {
        throw Validation.refusal("forget-bias", "`\(forgetBias)`", "must be a number or the word chrono")
      }
    }
    return experiment
  }
}
