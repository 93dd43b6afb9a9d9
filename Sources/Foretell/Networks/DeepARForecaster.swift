import ForetellData

/// The configuration of DeepAR, an autoregressive recurrent network that is trained on all series of a table by the
/// likelihood of every next value; `fit` returns a ``FittedForecaster`` whose forecasts are made from sample paths.
///
/// Source: D. Salinas, V. Flunkert, J. Gasthaus, T. Januschowski, "DeepAR: Probabilistic forecasting with autoregressive
/// recurrent networks", International Journal of Forecasting 36 (2020) 1181–1191. Stacked recurrent layers are told, at
/// each step, the last value, lagged values, calendar and covariates; one dense layer, beside a linear map from the same
/// features, gives the parameters of the next value's distribution. The loss counts the context and the horizon. Unlike
/// the paper, the distribution of values that aren't counts is that of the change from the last value, in units of the
/// mean absolute change over the context.
public struct DeepARForecaster: NetworkForecaster, Sendable {
  /// The kind of recurrent cell.
  public var cell: RecurrentCellKind
  /// Hidden units per layer.
  public var hiddenSize = 40
  /// Number of stacked layers.
  public var layers = 2
  /// Dropout rate between layers and before the head, in 0..<1.
  public var dropout = 0.1
  /// The normalisation of what each layer hands on.
  public var normalization: NormalizationName = .none
  /// Truncated back-propagation through time: the number of steps that gradients of the state reach back; nil: all.
  public var truncation: Int?
  /// Precision of the factors in the recurrent layers' matrix products.
  public var precision: PrecisionName = .float32
  /// The distribution of each next value.
  public var likelihood: LikelihoodName
  /// Number of sample paths per series from which forecasts are made, in 2...100000.
  public var pathCount = 200
  /// How windows are cut, and how weights are trained; transformation and scaling have no effect, and series are always
  /// read step by step.
  public var recipe: Recipe

  /// Makes a configuration; everything that isn't named has its default.
  public init(cell: RecurrentCellKind = .lstm, likelihood: LikelihoodName = .studentT) {
    self.cell = cell
    self.likelihood = likelihood
    recipe = Recipe()
    recipe.learningRate = 3e-3
    recipe.transform = .none
    recipe.scaling = .none
    recipe.seasonalResidual = false
    recipe.steps = StepReading()
  }

  /// The forecaster with the settings that concern it.
  init(_ settings: ModelSettings) {
    self.init(cell: settings.cell ?? .lstm, likelihood: settings.likelihood ?? .studentT)
    let own = recipe
    settings.change(&recipe)
    (recipe.transform, recipe.scaling) = (own.transform, own.scaling)
    hiddenSize = settings.hiddenSize ?? hiddenSize
    layers = settings.layers ?? layers
    dropout = settings.dropout ?? dropout
    normalization = settings.normalization ?? normalization
    truncation = settings.truncation ?? truncation
    precision = settings.precision ?? precision
    pathCount = settings.pathCount ?? pathCount
  }

  /// `deepar`.
  public static var family: String { "deepar" }
  /// `DeepAR`.
  public var name: String { "DeepAR" }
  /// The name of ``likelihood``.
  public var lossName: String { likelihood.rawValue }

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

  /// Stacked recurrent layers, the head of ``likelihood``, and the recipe, step by step.
  public var design: NetworkDesign {
    var recipe = recipe
    var steps = recipe.steps ?? StepReading()
    steps.readsLevel = likelihood.isOfCounts
    recipe.steps = steps
    return NetworkDesign(
      name: name,
      architecture: RecurrentArchitecture(
        cell: cell, hiddenSize: hiddenSize, layers: layers, dropout: dropout, isBidirectional: false,
        truncation: truncation, precision: precision, normalization: normalization,
        weightStart: recipe.weightStart),
      head: likelihood.head, recipe: recipe)
  }

  /// Throws `ForetellError` of kind `usage` unless the horizon and every option lie in their ranges.
  public func check(horizon: Int) throws {
    try design.check(horizon: horizon)
    try OptionRange.require((2...100_000).contains(pathCount), "the number of sample paths", "in 2...100000")
  }

  /// Throws `ForetellError` of kind `usage` when counts are to be forecast and a value isn't one.
  public func check(_ table: SeriesTable) throws { try likelihood.check(table) }
}

extension DeepARForecaster {
  private enum CodingKeys: String, CodingKey {
    case cell, hiddenSize, layers, dropout, normalization, truncation, precision, likelihood, pathCount
  }

  /// Reads a configuration; options that are missing have their defaults.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init()
    recipe = try Recipe(from: decoder)
    try values.read(&cell, .cell)
    try values.read(&hiddenSize, .hiddenSize)
    try values.read(&layers, .layers)
    try values.read(&dropout, .dropout)
    try values.read(&normalization, .normalization)
    truncation = try values.decodeIfPresent(Int.self, forKey: .truncation)
    try values.read(&precision, .precision)
    try values.read(&likelihood, .likelihood)
    try values.read(&pathCount, .pathCount)
  }

  /// Writes the options of network and recipe side by side.
  public func encode(to encoder: any Encoder) throws {
    try recipe.encode(to: encoder)
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(cell, forKey: .cell)
    try values.encode(hiddenSize, forKey: .hiddenSize)
    try values.encode(layers, forKey: .layers)
    try values.encode(dropout, forKey: .dropout)
    try values.encode(normalization, forKey: .normalization)
    try values.encodeIfPresent(truncation, forKey: .truncation)
    try values.encode(precision, forKey: .precision)
    try values.encode(likelihood, forKey: .likelihood)
    try values.encode(pathCount, forKey: .pathCount)
  }
}
