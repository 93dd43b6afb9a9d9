import ForetellData

/// A recurrent network trained over all series of a table: configuration only, `fit` returns another type.
///
/// An encoder of one or more recurrent layers reads `inputSize` steps; a dense head maps its last state to all steps of
/// the horizon at once, as quantiles that cannot cross, relative to the window's seasonal naive forecast.
public struct RecurrentForecaster: NetworkForecaster, Sendable {
  /// The cell.
  public var cell: RecurrentCellKind = .lstm
  /// Hidden units per layer.
  public var hiddenSize = 32
  /// Stacked layers.
  public var layers = 1
  /// Steps of history the network reads; nil: two seasons, at least the horizon (see `resolvedInputSize`).
  public var inputSize: Int?
  /// Dropout between layers and before the head, 0..<1.
  public var dropout = 0.2
  /// Whether the encoder also reads each window backwards.
  public var isBidirectional = false
  /// Passes over the windows, at most; nil: 16, or more where that makes fewer than 160 updates.
  public var epochs: Int?
  /// Windows per update.
  public var batchSize = Recipe.standard.batchSize
  /// Learning rate.
  public var learningRate = Recipe.standard.learningRate
  /// Update rule.
  public var optimizer = Recipe.standard.optimizer
  /// Weight decay.
  public var weightDecay = Recipe.standard.weightDecay
  /// How the rate moves.
  public var schedule = Recipe.standard.schedule
  /// Limit of the gradient's global norm; 0 or less switches clipping off.
  public var gradientClip = Recipe.standard.gradientClip
  /// What is minimised.
  public var loss: LossName = .quantile
  /// Interval levels in percent whose bounds are trained; others are interpolated between them.
  public var trainedLevels: [Double] = [80, 95]
  /// Transformation of the data.
  public var transform = Recipe.standard.transform
  /// Scaling of windows.
  public var scaling = Recipe.standard.scaling
  /// Forecast the difference from the window's seasonal naive forecast instead of the value, for series that pass M4's
  /// test of seasonality.
  public var seasonalResidual = Recipe.standard.seasonalResidual
  /// Season length; nil: the frequency's.
  public var seasonLength: Int?
  /// Read the calendar, such as the month, beside the values.
  public var usesCalendar = Recipe.standard.usesCalendar
  /// Windows per epoch at most; a random selection, another each epoch, when a table has more.
  public var windowsPerEpoch = Recipe.standard.windowsPerEpoch
  /// Steps at the end of each series kept for validation; 0: none.
  public var validationSize = Recipe.standard.validationSize
  /// Epochs without a better validation loss before training stops; the best weights are restored.
  public var patience = Recipe.standard.patience
  /// Truncated back-propagation: gradients of the state reach back at most this far; nil: the whole window.
  public var truncation: Int?
  /// Precision of the recurrent layers' products.
  public var precision: PrecisionName = .float32
  /// The values that forecasts keep to; they don't change what is learned.
  public var bounds = Recipe.standard.bounds

  /// A forecaster with the defaults for everything not named.
  public init(cell: RecurrentCellKind = .lstm, hiddenSize: Int = 32, layers: Int = 1, inputSize: Int? = nil) {
    self.cell = cell
    self.hiddenSize = hiddenSize
    self.layers = layers
    self.inputSize = inputSize
  }

  /// `recurrent`; the model files of the first release, which name no family, are of it.
  public static var family: String { "recurrent" }

  /// The name in column headings.
  public var name: String { cell.displayName }

  /// Stacked recurrent layers, the head of ``loss``, and the recipe that the other options make.
  public var design: NetworkDesign {
    NetworkDesign(
      name: name,
      architecture: RecurrentArchitecture(
        cell: cell, hiddenSize: hiddenSize, layers: layers, dropout: dropout,
        isBidirectional: isBidirectional, truncation: truncation, precision: precision),
      head: loss.head(levels: trainedLevels), recipe: recipe)
  }

  private var recipe: Recipe {
    var recipe = Recipe()
    recipe.inputSize = inputSize
    recipe.epochs = epochs
    recipe.batchSize = batchSize
    recipe.learningRate = learningRate
    recipe.optimizer = optimizer
    recipe.weightDecay = weightDecay
    recipe.schedule = schedule
    recipe.gradientClip = gradientClip
    recipe.transform = transform
    recipe.scaling = scaling
    recipe.seasonalResidual = seasonalResidual
    recipe.seasonLength = seasonLength
    recipe.usesCalendar = usesCalendar
    recipe.windowsPerEpoch = windowsPerEpoch
    recipe.validationSize = validationSize
    recipe.patience = patience
    recipe.bounds = bounds
    return recipe
  }
}

extension RecurrentForecaster {
  private enum CodingKeys: String, CodingKey {
    case cell, hiddenSize, layers, inputSize, dropout, isBidirectional, epochs, batchSize, learningRate,
      optimizer, weightDecay, schedule, gradientClip, loss, trainedLevels, transform, scaling,
      seasonalResidual, seasonLength, usesCalendar, windowsPerEpoch, validationSize, patience, truncation,
      precision, bounds
  }

  /// Reads a configuration.
  ///
  /// Options that the first release didn't have may be absent and then have their defaults; new ones are read the same way.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init()
    cell = try values.decode(RecurrentCellKind.self, forKey: .cell)
    hiddenSize = try values.decode(Int.self, forKey: .hiddenSize)
    layers = try values.decode(Int.self, forKey: .layers)
    inputSize = try values.decodeIfPresent(Int.self, forKey: .inputSize)
    dropout = try values.decode(Double.self, forKey: .dropout)
    isBidirectional = try values.decode(Bool.self, forKey: .isBidirectional)
    epochs = try values.decodeIfPresent(Int.self, forKey: .epochs)
    batchSize = try values.decode(Int.self, forKey: .batchSize)
    learningRate = try values.decode(Double.self, forKey: .learningRate)
    optimizer = try values.decode(OptimizerName.self, forKey: .optimizer)
    weightDecay = try values.decode(Double.self, forKey: .weightDecay)
    schedule = try values.decode(ScheduleName.self, forKey: .schedule)
    gradientClip = try values.decode(Double.self, forKey: .gradientClip)
    loss = try values.decode(LossName.self, forKey: .loss)
    trainedLevels = try values.decode([Double].self, forKey: .trainedLevels)
    transform = try values.decode(TransformName.self, forKey: .transform)
    scaling = try values.decode(ScalingName.self, forKey: .scaling)
    seasonalResidual = try values.decode(Bool.self, forKey: .seasonalResidual)
    seasonLength = try values.decodeIfPresent(Int.self, forKey: .seasonLength)
    usesCalendar = try values.decode(Bool.self, forKey: .usesCalendar)
    windowsPerEpoch = try values.decode(Int.self, forKey: .windowsPerEpoch)
    validationSize = try values.decode(Int.self, forKey: .validationSize)
    patience = try values.decode(Int.self, forKey: .patience)
    truncation = try values.decodeIfPresent(Int.self, forKey: .truncation)
    try values.read(&precision, .precision)
    try values.read(&bounds, .bounds)
  }
}
