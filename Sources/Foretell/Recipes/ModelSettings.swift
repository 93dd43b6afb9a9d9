/// Values for the options of models; what is nil has the default of the model that is made.
///
/// One value serves models of any kind: each takes the options that concern it.
public struct ModelSettings: Sendable {
  /// Steps of history that a network reads.
  public var inputSize: Int?
  /// Hidden units per layer.
  public var hiddenSize: Int?
  /// Layers.
  public var layers: Int?
  /// Dropout, 0..<1.
  public var dropout: Double?
  /// Whether each window is read backwards too.
  public var isBidirectional: Bool?
  /// Passes over the windows, at most.
  public var epochs: Int?
  /// Windows per update.
  public var batchSize: Int?
  /// Learning rate.
  public var learningRate: Double?
  /// Update rule.
  public var optimizer: OptimizerName?
  /// Weight decay.
  public var weightDecay: Double?
  /// How the rate moves.
  public var schedule: ScheduleName?
  /// Limit of the gradient's norm; 0 for none.
  public var gradientClip: Double?
  /// What training minimises.
  public var loss: LossName?
  /// Interval levels in percent whose bounds are trained.
  public var trainedLevels: [Double]?
  /// Transformation of the data.
  public var transform: TransformName?
  /// Scaling of windows.
  public var scaling: ScalingName?
  /// Season length in steps.
  public var seasonLength: Int?
  /// Whether the calendar is read beside the values.
  public var usesCalendar: Bool?
  /// Steps at the end of each series kept for validation.
  public var validationSize: Int?
  /// Epochs without a better validation loss before training stops.
  public var patience: Int?
  /// Steps that gradients of the state reach back at most.
  public var truncation: Int?
  /// Windows per epoch at most.
  public var windowsPerEpoch: Int?
  /// Precision of recurrent layers' products.
  public var precision: PrecisionName?
  /// The range of the forecasts.
  public var bounds = ForecastBounds()

  /// Settings that leave everything to the model.
  public init() {}

  /// Puts the values that are given in the place of a recipe's.
  func change(_ recipe: inout Recipe) {
    recipe.inputSize = inputSize ?? recipe.inputSize
    recipe.epochs = epochs ?? recipe.epochs
    recipe.batchSize = batchSize ?? recipe.batchSize
    recipe.learningRate = learningRate ?? recipe.learningRate
    recipe.optimizer = optimizer ?? recipe.optimizer
    recipe.weightDecay = weightDecay ?? recipe.weightDecay
    recipe.schedule = schedule ?? recipe.schedule
    recipe.gradientClip = gradientClip ?? recipe.gradientClip
    recipe.transform = transform ?? recipe.transform
    recipe.scaling = scaling ?? recipe.scaling
    recipe.seasonLength = seasonLength ?? recipe.seasonLength
    recipe.usesCalendar = usesCalendar ?? recipe.usesCalendar
    recipe.validationSize = validationSize ?? recipe.validationSize
    recipe.patience = patience ?? recipe.patience
    recipe.windowsPerEpoch = windowsPerEpoch ?? recipe.windowsPerEpoch
    recipe.bounds = bounds
  }
}
