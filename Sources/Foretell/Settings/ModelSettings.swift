/// Values for the options of models; nil stands for the model's default.
///
/// The same settings can be used for models of all kinds: each takes the options that affect it.
public struct ModelSettings: Sendable {
  /// Steps of history that a network reads.
  public var inputSize: Int?
  /// Number of networks whose forecasts are averaged.
  public var networkCount: Int?
  /// Hidden units per layer.
  public var hiddenSize: Int?
  /// Number of stacked layers.
  public var layers: Int?
  /// Dropout rate, in 0..<1.
  public var dropout: Double?
  /// Whether each window is also read backwards.
  public var isBidirectional: Bool?
  /// The largest number of passes over the windows.
  public var epochs: Int?
  /// Windows per update.
  public var batchSize: Int?
  /// The learning rate at its highest, positive.
  public var learningRate: Double?
  /// The rule by which the optimizer updates the weights.
  public var optimizer: OptimizerName?
  /// Momentum of `momentum`, `nesterov` and `rmsprop`, 0..<1.
  public var momentum: Double?
  /// Share of the old mean square that `rmsprop` keeps in each step, 0..<1.
  public var squareDecay: Double?
  /// Whether `rmsprop` divides by the gradients' standard deviation.
  public var isCentered: Bool?
  /// Weight decay, 0 or more.
  public var weightDecay: Double?
  /// The learning-rate schedule.
  public var schedule: ScheduleName?
  /// The factor of the schedules `step`, `exponential` and `plateau`, above 0, at most 1.
  public var scheduleFactor: Double?
  /// Epochs between two steps of the schedule `step`, or of the first wave of `cosineRestarts`.
  public var schedulePeriod: Int?
  /// The distribution from which the weights of the layers start.
  public var initialization: InitializationName?
  /// The value, standard deviation or bound of that distribution, above 0.
  public var initializationScale: Double?
  /// The largest norm of the whole gradient before it is scaled down; 0 switches clipping off.
  public var gradientClip: Double?
  /// The loss that training minimises.
  public var loss: LossName?
  /// Interval levels in percent whose bounds are trained.
  public var trainedLevels: [Double]?
  /// The transformation of values before scaling.
  public var transform: TransformName?
  /// The scaling of windows.
  public var scaling: ScalingName?
  /// Season length in steps.
  public var seasonLength: Int?
  /// Whether the network also reads calendar features.
  public var usesCalendar: Bool?
  /// Steps at the end of each series held out for validation.
  public var validationSize: Int?
  /// Epochs without a better validation loss after which training stops.
  public var patience: Int?
  /// The number of steps that gradients of the state reach back.
  public var truncation: Int?
  /// The largest number of windows per epoch.
  public var windowsPerEpoch: Int?
  /// Precision of the factors in the recurrent layers' matrix products.
  public var precision: PrecisionName?
  /// What a step of the network's sequence is.
  public var reading: ReadingName?
  /// Origins of a sequence, for the reading of origins.
  public var originCount: Int?
  /// Whether the season is taken off before windows are cut, for the reading of origins.
  public var removesSeason: Bool?
  /// The linear map from each window to its forecast, for the reading of origins.
  public var linearPath: LinearPathName?
  /// Which windows an update learns from.
  public var sampling: SamplingName?
  /// Where the weights of a network start.
  public var start: NetworkStart?
  /// Activation function of a feed-forward network's layers.
  public var activation: ActivationName?
  /// The normalisation of the outputs of a network's layers.
  public var normalization: NormalizationName?
  /// The cell of a network that can have any.
  public var cell: RecurrentCellKind?
  /// The distribution of each next value.
  public var likelihood: LikelihoodName?
  /// Number of sample paths per series.
  public var pathCount: Int?
  /// Number of values that a window average takes the mean of.
  public var windowSize: Int?
  /// How much the regressions of the series have in common.
  public var ridgeScope: RidgeScope?
  /// Strength of a regression's penalty in multiples of the inputs' mean square, above 0.
  public var ridgeStrength: Double?
  /// How the forecasts of several models become one.
  public var combination: CombinationRule?
  /// Which intervals a combination gives.
  public var intervals: IntervalsName?
  /// The time in seconds for which the members of a combination are chosen.
  public var plannedSeconds: Double?
  /// The range of the forecasts.
  public var bounds = ForecastBounds()

  /// Makes settings that leave everything to the model's defaults.
  public init() {}

  /// Replaces a recipe's values by those that are set.
  func change(_ recipe: inout Recipe) {
    recipe.inputSize = inputSize ?? recipe.inputSize
    recipe.epochs = epochs ?? recipe.epochs
    recipe.batchSize = batchSize ?? recipe.batchSize
    recipe.learningRate = learningRate ?? recipe.learningRate
    recipe.optimizer = optimizer ?? recipe.optimizer
    recipe.momentum = momentum ?? recipe.momentum
    recipe.squareDecay = squareDecay ?? recipe.squareDecay
    recipe.isCentered = isCentered ?? recipe.isCentered
    recipe.weightDecay = weightDecay ?? recipe.weightDecay
    recipe.schedule = schedule ?? recipe.schedule
    recipe.scheduleFactor = scheduleFactor ?? recipe.scheduleFactor
    recipe.schedulePeriod = schedulePeriod ?? recipe.schedulePeriod
    recipe.initialization = initialization ?? recipe.initialization
    recipe.initializationScale = initializationScale ?? recipe.initializationScale
    recipe.gradientClip = gradientClip ?? recipe.gradientClip
    recipe.transform = transform ?? recipe.transform
    recipe.scaling = scaling ?? recipe.scaling
    recipe.seasonLength = seasonLength ?? recipe.seasonLength
    recipe.usesCalendar = usesCalendar ?? recipe.usesCalendar
    recipe.validationSize = validationSize ?? recipe.validationSize
    recipe.patience = patience ?? recipe.patience
    recipe.windowsPerEpoch = windowsPerEpoch ?? recipe.windowsPerEpoch
    recipe.sampling = sampling ?? recipe.sampling
    recipe.bounds = bounds
  }

  /// The options that are set, of those that the rules of a recipe choose.
  var given: Set<ModelOption> {
    let all: [(ModelOption, Bool)] = [
      (.inputSize, inputSize != nil), (.hiddenSize, hiddenSize != nil), (.dropout, dropout != nil),
      (.epochs, epochs != nil), (.batchSize, batchSize != nil),
      (.learningRate, learningRate != nil), (.optimizer, optimizer != nil), (.loss, loss != nil),
      (.transform, transform != nil), (.scaling, scaling != nil), (.calendar, usesCalendar != nil),
      (.windowsPerEpoch, windowsPerEpoch != nil), (.segment, originCount != nil),
      (.deseasonalize, removesSeason != nil), (.ensemble, networkCount != nil),
      (.linearPath, linearPath != nil), (.sampling, sampling != nil),
      (.start, start != nil), (.layers, layers != nil), (.initialization, initialization != nil),
      (.initializationScale, initializationScale != nil),
    ]
    return Set(all.filter(\.1).map(\.0))
  }
}
