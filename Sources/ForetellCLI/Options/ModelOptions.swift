import ArgumentParser
import Foretell

/// Options for the network and its training; whatever is left out has the library's default.
struct ModelOptions: ParsableArguments {
  @Option(
    help: .init(
      "Steps of history that the network or the regression reads. Default: two seasons, fewer where training would take too long; ridge chooses by held-out ends.",
      valueName: "steps"))
  var inputSize: Int?

  @Option(help: .init("Hidden units per layer. Default: \(UsualText.hiddenSize).", valueName: "units"))
  var hiddenSize: Int?

  @Option(help: .init("Layers. Default: \(UsualText.layers).", valueName: "count"))
  var layers: Int?

  @Option(
    help: .init(
      "Dropout between layers and before the head, 0 to below 1. Default: \(UsualText.dropout).",
      valueName: "share")
  )
  var dropout: Double?

  @Option(
    help: .init(
      "Normalise each layer's output (in mlp before the activation): none; layer, over its units; or batch, over up to 16 windows or a quarter of the batch, with running statistics in forecasts. Default: \(UsualText.normalization).",
      valueName: "name"),
    completion: .list(NormalizationName.allCases.map(\.rawValue)))
  var norm: String?

  @Flag(inversion: .prefixedNo, help: "Read each window backwards too.")
  var bidirectional: Bool?

  @Option(
    help: .init(
      "Largest number of passes over the data. Default: 16, or enough for 160 updates.", valueName: "count"))
  var epochs: Int?

  @Option(help: .init("Windows per update. Default: \(UsualText.batchSize).", valueName: "windows"))
  var batchSize: Int?

  @Option(
    help: .init(
      "Learning rate. Default: \(UsualText.learningRate); 0.01 for memory tasks.", valueName: "rate"))
  var learningRate: Double?

  @Option(
    help: .init(
      "Update rule: \(Wording.alternatives(OptimizerName.self)). gd updates once per pass, with all windows; momentum is the heavy ball, sgd has none. Default: adam.",
      valueName: "name"),
    completion: .list(OptimizerName.allCases.map(\.rawValue)))
  var optimizer: String?

  @Option(
    help: .init(
      "Momentum of --optimizer momentum, nesterov and rmsprop, 0 to below 1. Default: 0.9, 0 for rmsprop.",
      valueName: "share"))
  var momentum: Double?

  @Flag(
    inversion: .prefixedNo,
    help:
      "With --optimizer rmsprop: divide by the gradients' standard deviation, not their root mean square.")
  var centered: Bool?

  @Option(
    help: .init(
      "With --optimizer rmsprop: share of the old mean square that each update keeps, 0 to below 1. Default: 0.99.",
      valueName: "share"))
  var rmsDecay: Double?

  @Option(help: .init("Weight decay. Default: \(UsualText.weightDecay).", valueName: "rate"))
  var weightDecay: Double?

  @Option(
    help: .init(
      "Learning-rate schedule: \(Wording.alternatives(ScheduleName.self)).", valueName: "name"),
    completion: .list(ScheduleName.allCases.map(\.rawValue)))
  var schedule: String?

  @OptionGroup var pace: ScheduleOptions

  @OptionGroup var weights: InitialOptions

  @Option(
    help: .init(
      "Limit of the gradient's norm; 0 for none. Default: \(UsualText.gradientClip).", valueName: "norm"))
  var clip: Double?

  @Option(
    help: .init("What training minimises: \(Wording.alternatives(LossName.self)).", valueName: "name"),
    completion: .list(LossName.allCases.map(\.rawValue)))
  var loss: String?

  @Option(
    help: .init(
      "Transformation of the data: \(Wording.alternatives(TransformName.self)).", valueName: "name"),
    completion: .list(TransformName.allCases.map(\.rawValue)))
  var transform: String?

  @Option(
    help: .init("Scaling of windows: \(Wording.alternatives(ScalingName.self)).", valueName: "name"),
    completion: .list(ScalingName.allCases.map(\.rawValue)))
  var scaling: String?

  @Option(help: .init("Season length in steps; 1 for none. Default: the frequency's.", valueName: "steps"))
  var season: Int?

  @Flag(inversion: .prefixedNo, help: "Read the calendar, such as the month, beside the values.")
  var calendar: Bool?

  @Option(
    help: .init(
      "Steps at the end of each series kept for early stopping. Default: \(UsualText.validationSize).",
      valueName: "steps"))
  var validationSize: Int?

  @Option(
    help: .init(
      "Epochs without progress after which training stops. Default: \(UsualText.patience).",
      valueName: "epochs"))
  var patience: Int?

  @Option(help: .init("Steps that gradients reach back at most. Default: all.", valueName: "steps"))
  var truncation: Int?

  @Option(
    help: .init("Windows per epoch at most. Default: \(UsualText.windowsPerEpoch).", valueName: "windows"))
  var windowsPerEpoch: Int?

  @Option(
    help: .init(
      "Precision of the recurrent layers: fp32, or bf16, which is faster where the processor supports it.",
      valueName: "name"
    ),
    completion: .list(PrecisionName.allCases.map(\.rawValue)))
  var precision: String?

  @Option(
    help: .init(
      "What a recurrent network reads in a step: values, one in each step; or origins, the whole window before a moment, with a forecast from every moment. With auto, origins from \(RecurrentForecaster.enoughValues) values on, and every model option that isn't given follows from the data, whatever its default here (--verbose lists them with reasons). Default: auto; values in compare and gradients, with fit --monitor, and for layers that read backwards or truncate gradients.",
      valueName: "name"),
    completion: .list(ReadingName.allCases.map(\.rawValue)))
  var reading: String?

  @Option(
    help: .init(
      "With --reading origins or auto: moments that are read one after the other. Default: the horizon, 10 to 24; with auto one and a half horizons, 12 to 24.",
      valueName: "count"))
  var segment: Int?

  @Option(
    help: .init(
      "Networks, each with a seed of its own and windows of another length, whose forecasts are averaged. Default: 1, or 3 with --reading auto.",
      valueName: "count"))
  var ensemble: Int?

  @Flag(
    inversion: .prefixedNo,
    help:
      "With --reading origins or auto: take the season off the series first and put it back on the forecast. Default: seasons of up to 12 steps."
  )
  var deseasonalize: Bool?

  @Option(
    help: .init(
      "With --reading origins or auto: the linear map from each window to its forecast: none, starting from zero, or starting from ridge regression. Default: zero, or with auto ridge where most series have a season.",
      valueName: "name"),
    completion: .list(LinearPathName.allCases.map(\.rawValue)))
  var linearPath: String?

  @Option(
    help: .init(
      "Which windows an update learns from: all windows are equally likely, or all series are. Default: windows, or with --reading auto series where there is no season.",
      valueName: "name"),
    completion: .list(SamplingName.allCases.map(\.rawValue)))
  var sampling: String?

  @OptionGroup var beginning: StartOption

  @Option(
    help: .init(
      "Activation of mlp, and of plain cells in memory tasks: \(Wording.alternatives(ActivationName.self)). Default: \(UsualText.activation) of mlp.",
      valueName: "name"),
    completion: .list(ActivationName.allCases.map(\.rawValue)))
  var activation: String?

  @Option(
    help: .init(
      "Values that window-average takes the mean of. Default: one season, or 4 without one.",
      valueName: "count"))
  var windowSize: Int?

  @Option(
    help: .init(
      "Cell of deepar: \(Wording.alternatives(RecurrentCellKind.self)). Default: \(UsualText.cell).",
      valueName: "name"),
    completion: .list(RecurrentCellKind.allCases.map(\.rawValue)))
  var cell: String?

  @Option(
    help: .init(
      "Distribution of each next value in deepar: \(Wording.alternatives(LikelihoodName.self)); the last two for counts. Default: \(UsualText.likelihood).",
      valueName: "name"),
    completion: .list(LikelihoodName.allCases.map(\.rawValue)))
  var likelihood: String?

  @OptionGroup var path: SampleOption

  @OptionGroup var ridge: RidgeOptions

  @OptionGroup var combination: CombinationOptions

  /// The settings that these options describe.
  ///
  /// - Parameters:
  ///   - levels: interval levels that networks are trained for; empty for the usual ones.
  ///   - bounds: the range of the forecasts.
  /// - Throws: ``ForetellError`` of kind `usage` for an invalid value.
  func settings(
    levels: [Double] = [], bounds: ForecastBounds = ForecastBounds()
  ) throws(ForetellError) -> ModelSettings {
    var settings = ModelSettings()
    settings.inputSize = inputSize
    settings.hiddenSize = hiddenSize
    settings.layers = layers
    settings.dropout = dropout
    settings.normalization = try Validation.choice("norm", norm)
    settings.isBidirectional = bidirectional
    settings.epochs = epochs
    settings.batchSize = batchSize
    settings.learningRate = learningRate
    settings.optimizer = try Validation.choice("optimizer", optimizer)
    settings.momentum = momentum
    settings.squareDecay = rmsDecay
    settings.isCentered = centered
    settings.weightDecay = weightDecay
    settings.schedule = try Validation.choice("schedule", schedule)
    pace.change(&settings)
    try weights.change(&settings)
    settings.gradientClip = clip
    settings.loss = try Validation.choice("loss", loss)
    if !levels.isEmpty { settings.trainedLevels = levels }
    settings.transform = try Validation.choice("transform", transform)
    settings.scaling = try Validation.choice("scaling", scaling)
    settings.seasonLength = season
    settings.usesCalendar = calendar
    settings.validationSize = validationSize
    settings.patience = patience
    settings.truncation = truncation
    settings.precision = try Validation.choice("precision", precision)
    settings.windowsPerEpoch = windowsPerEpoch
    settings.reading = try Validation.choice("reading", reading)
    settings.originCount = segment
    settings.networkCount = ensemble
    settings.removesSeason = deseasonalize
    settings.linearPath = try Validation.choice("linear-path", linearPath)
    settings.sampling = try Validation.choice("sampling", sampling)
    settings.start = try start()
    settings.activation = try Validation.choice("activation", activation)
    settings.windowSize = windowSize
    settings.cell = try Validation.choice("cell", cell)
    settings.likelihood = try Validation.choice("likelihood", likelihood)
    settings.pathCount = path.samples
    settings.ridgeScope = try Validation.choice("ridge-scope", ridge.ridgeScope)
    settings.ridgeStrength = ridge.ridgeStrength
    try combination.change(&settings)
    settings.bounds = bounds
    return settings
  }

  /// Warns when an option costs time on this machine, contrary to what its name suggests.
  func warn(_ console: Console) {
    if let precision = precision.flatMap(PrecisionName.init(rawValue:)), !precision.isFast {
      console.warn(
        "this processor has no bf16 instructions: --precision bf16 gives the same bits, slower than fp32")
    }
  }

  /// The options' long names.
  static var names: Set<String> { OptionCatalogue.names(in: Self.self) }

  /// Refuses options without effect on any of the given models.
  ///
  /// - Parameters:
  ///   - models: all models of the command.
  ///   - others: the options of these models, where some have their own.
  /// - Throws: ``ForetellError`` of kind `usage` that names the option.
  func refuseIdle(
    for models: [CatalogueModel], beside others: [ModelOptions] = []
  ) throws(ForetellError) {
    // The season length always has an effect, because scores depend on it.
    let concerned = models.reduce(into: Set([ModelOption.season])) { $0.formUnion($1.options) }
    let names = models.map(\.name).joined(separator: " and ")
    let (trains, verb) = (
      models.contains(where: \.usesRandomNumbers), Set(models.map(\.name)).count > 1 ? "train" : "trains"
    )
    for option in ModelOption.allCases where !concerned.contains(option) {
      let others = Catalogue.models.filter { $0.options.contains(option) }
      let isOfNetworks = !others.isEmpty && others.allSatisfy(\.isNetwork)
      try Invocation.refuse(
        [option.rawValue],
        because: isOfNetworks && !trains
          ? "\(names) \(verb) no network" : "\(names) \(verb == "train" ? "don't" : "doesn't") use it",
        hint:
          "leave it out, or name \(isOfNetworks ? "a network: " : "")\(Wording.alternatives(others.map(\.name)))"
      )
    }
    guard !trains else { return try refuseIdleTraining(beside: others) }
    try Invocation.refuse(
      ["seed", "seeds", "match"], because: "\(names) \(verb) no network",
      hint: "leave it out, or name a network: \(Wording.alternatives(Catalogue.networks.map(\.name)))")
  }

  /// Whether the network reads origin by origin.
  var readsOrigins: Bool {
    switch reading.flatMap(ReadingName.init(rawValue:)) ?? .automatic {
    case .values: false
    case .origins: true
    case .automatic: bidirectional != true && truncation == nil
    }
  }

  /// Refuses the monitor where a loss at every step hides how far the gradient of one reaches.
  func refuseMonitoredOrigins() throws(ForetellError) {
    guard reading != nil, readsOrigins else { return }
    throw ForetellError(
      .conflictingOptions,
      "--reading \(reading ?? "origins") can't be watched in training: every step has a loss of its own, which hides how far back "
        + "that of one step reaches",
      hint: "fit without watching; foretell gradients FILE --models MODEL then measures the last step's loss")
  }

  /// Refuses options that no training of this command uses: of other update rules, `--patience` without validation data,
  /// and what belongs to the reading of origins without it.
  func refuseIdleTraining(beside others: [ModelOptions] = []) throws(ForetellError) {
    for idle in Self.idle(of: [self] + others) {
      try Invocation.refuse([idle.option.rawValue], because: idle.reason, hint: idle.hint)
    }
    try refuseReplaced()
    if !readsOrigins {
      try Invocation.refuse(
        ["segment", "deseasonalize", "linear-path"], because: "it belongs to the reading of origins",
        hint: "leave it out, or use --reading auto")
    } else if bidirectional == true, reading == ReadingName.origins.rawValue {
      throw ForetellError(
        .conflictingOptions,
        "--bidirectional layers read ahead, and --reading origins needs layers that only look back",
        hint: "leave out --bidirectional, or read with --reading values")
    }
    if norm == NormalizationName.batch.rawValue, batchSize == 1, reading != ReadingName.origins.rawValue {
      throw ForetellError(
        .conflictingOptions,
        "--norm batch takes statistics over the windows of a batch, and --batch-size 1 leaves one",
        hint: "leave out --batch-size, or normalise with --norm layer")
    }
    guard !stopsEarly else { return }
    try Invocation.refuse(
      ["patience"], because: "without --validation-size no training stops early",
      hint: "add --validation-size, for example the horizon")
  }
}
