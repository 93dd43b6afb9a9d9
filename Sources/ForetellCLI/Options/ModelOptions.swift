import ArgumentParser
import Foretell

/// What the network looks like and how it is trained; whatever is left out has the library's default.
struct ModelOptions: ParsableArguments {
  @Option(
    help: .init(
      "Steps of history that the network reads. Default: two seasons, fewer where training would take too long.",
      valueName: "steps"))
  var inputSize: Int?

  @Option(help: .init("Hidden units per layer. Default: 32.", valueName: "units"))
  var hiddenSize: Int?

  @Option(help: .init("Recurrent layers. Default: 1.", valueName: "count"))
  var layers: Int?

  @Option(
    help: .init("Dropout between layers and before the head, 0 to below 1. Default: 0.2.", valueName: "share")
  )
  var dropout: Double?

  @Flag(inversion: .prefixedNo, help: "Read each window backwards too.")
  var bidirectional: Bool?

  @Option(
    help: .init(
      "Passes over the data at most. Default: 16, or as many as make 160 updates.", valueName: "count"))
  var epochs: Int?

  @Option(help: .init("Windows per update. Default: 32.", valueName: "windows"))
  var batchSize: Int?

  @Option(help: .init("Learning rate. Default: 0.005; 0.01 for memory tasks.", valueName: "rate"))
  var learningRate: Double?

  @Option(
    help: .init("Update rule: adam, adamw or sgd.", valueName: "name"),
    completion: .list(OptimizerName.allCases.map(\.rawValue)))
  var optimizer: String?

  @Option(help: .init("Weight decay. Default: 0.", valueName: "rate"))
  var weightDecay: Double?

  @Option(
    help: .init("Course of the learning rate: cosine, constant or plateau.", valueName: "name"),
    completion: .list(ScheduleName.allCases.map(\.rawValue)))
  var schedule: String?

  @Option(help: .init("Limit of the gradient's norm; 0 for none. Default: 1.", valueName: "norm"))
  var clip: Double?

  @Option(
    help: .init("What training minimises: quantile, squared, absolute or huber.", valueName: "name"),
    completion: .list(LossName.allCases.map(\.rawValue)))
  var loss: String?

  @Option(
    help: .init("Transformation of the data: auto, none, log or box-cox.", valueName: "name"),
    completion: .list(TransformName.allCases.map(\.rawValue)))
  var transform: String?

  @Option(
    help: .init("Scaling of windows: season, standard, robust, last-value or none.", valueName: "name"),
    completion: .list(ScalingName.allCases.map(\.rawValue)))
  var scaling: String?

  @Option(help: .init("Season length in steps; 1 for none. Default: the frequency's.", valueName: "steps"))
  var season: Int?

  @Flag(inversion: .prefixedNo, help: "Read the calendar, such as the month, beside the values.")
  var calendar: Bool?

  @Option(
    help: .init("Steps at the end of each series kept for early stopping. Default: 0.", valueName: "steps"))
  var validationSize: Int?

  @Option(help: .init("Epochs without progress before training stops. Default: 10.", valueName: "epochs"))
  var patience: Int?

  @Option(help: .init("Steps that gradients reach back at most. Default: all.", valueName: "steps"))
  var truncation: Int?

  @Option(help: .init("Windows per epoch at most. Default: 4096.", valueName: "windows"))
  var windowsPerEpoch: Int?

  @Option(
    help: .init(
      "Precision of the recurrent layers: fp32, or bf16, which is faster where the processor supports it.",
      valueName: "name"
    ),
    completion: .list(PrecisionName.allCases.map(\.rawValue)))
  var precision: String?

  /// The forecaster that these options describe.
  ///
  /// - Throws: ``ForetellError`` of kind `usage` for a value that an option can't have.
  func forecaster(_ cell: RecurrentCellKind, levels: [Double]) throws -> RecurrentForecaster {
    var model = RecurrentForecaster(cell: cell)
    model.inputSize = inputSize
    model.hiddenSize = hiddenSize ?? model.hiddenSize
    model.layers = layers ?? model.layers
    model.dropout = dropout ?? model.dropout
    model.isBidirectional = bidirectional ?? model.isBidirectional
    model.epochs = epochs
    model.batchSize = batchSize ?? model.batchSize
    model.learningRate = learningRate ?? model.learningRate
    model.optimizer = try Validation.choice("optimizer", optimizer) ?? model.optimizer
    model.weightDecay = weightDecay ?? model.weightDecay
    model.schedule = try Validation.choice("schedule", schedule) ?? model.schedule
    model.gradientClip = clip ?? model.gradientClip
    model.loss = try Validation.choice("loss", loss) ?? model.loss
    if !levels.isEmpty { model.trainedLevels = levels }
    model.transform = try Validation.choice("transform", transform) ?? model.transform
    model.scaling = try Validation.choice("scaling", scaling) ?? model.scaling
    model.seasonLength = season
    model.usesCalendar = calendar ?? model.usesCalendar
    model.validationSize = validationSize ?? model.validationSize
    model.patience = patience ?? model.patience
    model.truncation = truncation
    model.precision = try Validation.choice("precision", precision) ?? model.precision
    model.windowsPerEpoch = windowsPerEpoch ?? model.windowsPerEpoch
    return model
  }

  /// Says what these options will cost on this machine, if it isn't what their names promise.
  func warn(_ console: Console) {
    if let precision = precision.flatMap(PrecisionName.init(rawValue:)), !precision.isFast {
      console.warn(
        "this processor has no bf16 instructions: --precision bf16 gives the same bits, slower than fp32")
    }
  }

  /// The options' long names.
  static var names: Set<String> { OptionCatalogue.names(in: Self.self) }

  /// The options that only networks read, by their long names.
  static let ofNetworks: Set<String> = [
    "input-size", "hidden-size", "layers", "dropout", "bidirectional", "epochs", "batch-size",
    "learning-rate", "optimizer", "weight-decay", "schedule", "clip", "loss", "transform", "scaling",
    "calendar", "validation-size", "patience", "truncation", "windows-per-epoch", "precision",
  ]

  /// Refuses what has no effect on any of the models that are asked for.
  ///
  /// - Throws: ``ForetellError`` of kind `usage` that names the option.
  func refuseIdle(for models: [ModelName]) throws(ForetellError) {
    guard models.contains(where: { $0.cell != nil }) else {
      let names = models.map(\.rawValue).joined(separator: " and ")
      return try Invocation.refuse(
        Self.ofNetworks.union(["seed", "seeds", "match"]), because: "\(names) trains no network",
        hint: "leave it out, or name a network: lstm, gru, rnn or rnn-relu")
    }
    try refuseIdleTraining()
  }

  /// Refuses patience where nothing is watched.
  func refuseIdleTraining() throws(ForetellError) {
    guard validationSize ?? 0 == 0 else { return }
    let waits = schedule == ScheduleName.plateau.rawValue
    guard !waits else { return }
    try Invocation.refuse(
      ["patience"], because: "without --validation-size no training stops early",
      hint: "add --validation-size, for example the horizon")
  }
}

/// A model's name on the command line.
enum ModelName: String, CaseIterable {
  case lstm, gru, rnn
  case rnnRelu = "rnn-relu"
  case seasonalNaive = "seasonal-naive"
  case naive

  /// The cell, unless the model is a reference method.
  var cell: RecurrentCellKind? { RecurrentCellKind(rawValue: rawValue) }

  /// The model that a word names.
  ///
  /// - Throws: ``ForetellError`` of kind `usage` that suggests the nearest name.
  init(_ text: String, option: String) throws {
    guard let name = try Validation.choice(option, text.lowercased(), ModelName.self) else {
      throw Validation.unknown(option, text, ModelName.allCases.map(\.rawValue))
    }
    self = name
  }

  /// The forecaster with the options that concern it.
  func forecaster(_ options: ModelOptions, levels: [Double], bounds: ForecastBounds) throws -> any Forecaster
  {
    var network = try options.forecaster(cell ?? .lstm, levels: levels)
    network.bounds = bounds
    if cell != nil { return network }
    return self == .naive
      ? Naive(bounds: bounds) : SeasonalNaive(seasonLength: network.seasonLength, bounds: bounds)
  }
}
