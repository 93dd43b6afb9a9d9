import ForetellData

/// The configuration of a feed-forward network (a multilayer perceptron) that is trained on all series of a
/// table; `fit` returns a ``FittedForecaster``.
///
/// Hidden layers read all steps of a window at once; a dense layer maps the last of them to all steps of the
/// horizon. Windows, scaling, losses and intervals are those of ``RecurrentForecaster``.
public struct MLPForecaster: NetworkForecaster, Sendable {
  /// Hidden units per layer.
  public var hiddenSize: Int
  /// Number of hidden layers.
  public var layers: Int
  /// The activation function after each hidden layer.
  public var activation: ActivationName
  /// Dropout rate between layers and before the head, in 0..<1.
  public var dropout = 0.2
  /// The normalisation of each layer before its activation.
  public var normalization: NormalizationName = .none
  /// The loss that training minimises.
  public var loss: LossName = .quantile
  /// Interval levels in percent whose bounds are trained; others are interpolated between them.
  public var trainedLevels: [Double] = [80, 95]
  /// How windows are cut and scaled, and how weights are trained.
  public var recipe = Recipe()

  /// Makes a configuration; everything that isn't named has its default.
  public init(hiddenSize: Int = 32, layers: Int = 1, activation: ActivationName = .relu) {
    self.hiddenSize = hiddenSize
    self.layers = layers
    self.activation = activation
  }

  /// The forecaster with the settings that concern it.
  init(_ settings: ModelSettings) {
    self.init()
    settings.change(&recipe)
    hiddenSize = settings.hiddenSize ?? hiddenSize
    layers = settings.layers ?? layers
    activation = settings.activation ?? activation
    dropout = settings.dropout ?? dropout
    normalization = settings.normalization ?? normalization
    loss = settings.loss ?? loss
    trainedLevels = settings.trainedLevels ?? trainedLevels
  }

  /// `mlp`.
  public static var family: String { "mlp" }
  /// The name of ``loss``.
  public var lossName: String { loss.rawValue }
  /// `MLP`.
  public var name: String { "MLP" }

  /// The largest number of passes over the windows; nil: 16, or more when that gives fewer than 160 updates.
  public var epochs: Int? {
    get { recipe.epochs }
    set { recipe.epochs = newValue }
  }
  /// The range of the forecasts; it doesn't change what is learned.
  public var bounds: ForecastBounds {
    get { recipe.bounds }
    set { recipe.bounds = newValue }
  }

  /// Fully connected layers, the head of ``loss``, and the recipe.
  public var design: NetworkDesign {
    NetworkDesign(
      name: name,
      architecture: MLPArchitecture(
        hiddenSize: hiddenSize, layers: layers, activation: activation, dropout: dropout,
        normalization: normalization, weightStart: recipe.weightStart),
      head: loss.head(levels: trainedLevels), recipe: recipe)
  }
}

extension MLPForecaster {
  private enum CodingKeys: String, CodingKey {
    case hiddenSize, layers, activation, dropout, normalization, loss, trainedLevels
  }

  /// Reads a configuration; options that are missing have their defaults.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init()
    recipe = try Recipe(from: decoder)
    try values.read(&hiddenSize, .hiddenSize)
    try values.read(&layers, .layers)
    try values.read(&activation, .activation)
    try values.read(&dropout, .dropout)
    try values.read(&normalization, .normalization)
    try values.read(&loss, .loss)
    try values.read(&trainedLevels, .trainedLevels)
  }

  /// Writes the options of network and recipe side by side; normalisation only where there is one, as files of earlier
  /// releases have none.
  public func encode(to encoder: any Encoder) throws {
    try recipe.encode(to: encoder)
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(hiddenSize, forKey: .hiddenSize)
    try values.encode(layers, forKey: .layers)
    try values.encode(activation, forKey: .activation)
    try values.encode(dropout, forKey: .dropout)
    if normalization != .none { try values.encode(normalization, forKey: .normalization) }
    try values.encode(loss, forKey: .loss)
    try values.encode(trainedLevels, forKey: .trainedLevels)
  }
}
