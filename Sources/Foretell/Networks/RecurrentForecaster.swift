import ForetellData

/// The configuration of a recurrent network that is trained on all series of a table; `fit` returns a
/// ``FittedForecaster``.
///
/// An encoder of one or more recurrent layers reads `inputSize` steps; a dense layer maps its last state to
/// all steps of the horizon at once, as quantiles that cannot cross. For series with a season the network
/// forecasts the difference from the window's seasonal naive forecast.
public struct RecurrentForecaster: NetworkForecaster, Sendable {
  /// The kind of recurrent cell.
  public var cell: RecurrentCellKind = .lstm
  /// Hidden units per layer.
  public var hiddenSize = 32 { didSet { give(.hiddenSize) } }
  /// Number of stacked layers.
  public var layers = 1
  /// Steps of history that the network reads; nil: two seasons, at least the horizon (see
  /// `resolvedInputSize`).
  public var inputSize: Int? { didSet { give(.inputSize) } }
  /// Dropout rate between layers and before the head, in 0..<1.
  public var dropout = 0.2 { didSet { give(.dropout) } }
  /// Whether the encoder also reads each window backwards.
  public var isBidirectional = false
  /// The largest number of passes over the windows; nil: 16, or more when that gives fewer than 160 updates.
  public var epochs: Int? { didSet { give(.epochs) } }
  /// The number of updates, from which the number of passes follows where ``epochs`` is nil; nil: see ``epochs``.
  public var updates: Int? { didSet { give(.epochs) } }
  /// Windows per update, or that are computed at once for an update with all of them (`gd`).
  public var batchSize = Recipe.standard.batchSize { didSet { give(.batchSize) } }
  /// The learning rate at its highest, positive.
  public var learningRate = Recipe.standard.learningRate { didSet { give(.learningRate) } }
  /// The rule by which the optimizer updates the weights.
  public var optimizer = Recipe.standard.optimizer { didSet { give(.optimizer) } }
  /// Momentum of `momentum`, `nesterov` and `rmsprop`, 0..<1; nil: 0.9, and none for `rmsprop`.
  ///
  /// The other rules don't use it.
  public var momentum: Double?
  /// Share of the old mean square that `rmsprop` keeps in each step, 0..<1; nil: 0.99.
  ///
  /// The other rules don't use it.
  public var squareDecay: Double?
  /// Whether `rmsprop` divides by the gradients' standard deviation instead of their root mean square.
  ///
  /// The other rules don't use it.
  public var isCentered = Recipe.standard.isCentered
  /// Weight decay, 0 or more.
  public var weightDecay = Recipe.standard.weightDecay
  /// The learning-rate schedule.
  public var schedule = Recipe.standard.schedule
  /// The factor of the schedules `step`, `exponential` and `plateau`, above 0, at most 1; nil: see ``ScheduleName``.
  public var scheduleFactor: Double?
  /// Epochs between two steps of the schedule `step`, or of the first wave of `cosineRestarts`; nil: see
  /// ``ScheduleName``.
  public var schedulePeriod: Int?
  /// The distribution from which the weights of the layers start; nil: Xavier for inputs (He before ReLU) and orthogonal
  /// matrices for states.
  public var initialization: InitializationName? { didSet { give(.initialization) } }
  /// The value, standard deviation or bound of ``initialization``, above 0; nil: see ``InitializationName``.
  public var initializationScale: Double? { didSet { give(.initializationScale) } }
  /// The largest norm of the whole gradient before it is scaled down; 0 or less switches clipping off.
  public var gradientClip = Recipe.standard.gradientClip
  /// The loss that training minimises.
  public var loss: LossName = .quantile { didSet { give(.loss) } }
  /// Interval levels in percent whose bounds are trained; others are interpolated between them.
  public var trainedLevels: [Double] = [80, 95]
  /// The transformation of values before scaling.
  public var transform = Recipe.standard.transform { didSet { give(.transform) } }
  /// The scaling of windows.
  public var scaling = Recipe.standard.scaling { didSet { give(.scaling) } }
  /// Whether the network forecasts the difference from the window's seasonal naive forecast instead of the
  /// value, for series that pass M4's test of seasonality.
  public var seasonalResidual = Recipe.standard.seasonalResidual
  /// Season length in steps; nil takes the frequency's.
  public var seasonLength: Int?
  /// Whether the network also reads calendar features, such as the month.
  public var usesCalendar = Recipe.standard.usesCalendar { didSet { give(.calendar) } }
  /// The largest number of windows per epoch; a table with more gets a new random selection in each epoch.
  public var windowsPerEpoch = Recipe.standard.windowsPerEpoch { didSet { give(.windowsPerEpoch) } }
  /// Which windows an update learns from.
  public var sampling = Recipe.standard.sampling { didSet { give(.sampling) } }
  /// Steps at the end of each series held out for validation; 0: none.
  public var validationSize = Recipe.standard.validationSize
  /// Epochs without a better validation loss after which training stops; the best weights are restored.
  public var patience = Recipe.standard.patience
  /// Truncated back-propagation through time: the number of steps that gradients of the state reach back;
  /// nil: the whole window.
  public var truncation: Int?
  /// Precision of the factors in the recurrent layers' matrix products.
  public var precision: PrecisionName = .float32
  /// The normalisation of what each layer hands on to the next and to the head.
  public var normalization: NormalizationName = .none
  /// The range of the forecasts; it doesn't change what is learned.
  public var bounds = Recipe.standard.bounds
  /// The options for reading series origin by origin; nil reads them value by value, unless the reading is chosen from
  /// the data (``isAutomatic``).
  public var origins: OriginsReading?
  /// Where the weights start.
  ///
  /// With anything but random weights the network is the one that they belong to: cell, sizes
  /// and reading are its own.
  public var start: NetworkStart = .random { didSet { give(.start) } }
  /// Number of networks whose forecasts are averaged, in 1...64.
  public var networkCount = 1 { didSet { give(.ensemble) } }
  /// Steps of history that each of the networks reads, used in turn; nil: all read ``inputSize``.
  public var contexts: [Int]?
  /// Whether the reading, and every option that wasn't set, is chosen from the data by a fit
  /// (``resolved(for:horizon:)``).
  public internal(set) var isAutomatic = false
  /// The options that were set while others are left open.
  var givenOptions: Set<ModelOption> = []

  /// Makes a configuration; everything that isn't named has its default.
  ///
  /// - Parameters:
  ///   - cell: the kind of recurrent cell.
  ///   - hiddenSize: hidden units per layer.
  ///   - layers: the number of stacked layers.
  ///   - inputSize: steps of history that the network reads; nil chooses them from the data.
  ///   - reading: what one step of the sequence is; `origins` also sets ``scaling`` to `level`, and `automatic` leaves the
  ///     reading and all options open that aren't set here or later: a fit chooses them from the data. A hidden size of 32
  ///     given here counts as left open.
  public init(
    cell: RecurrentCellKind = .lstm, hiddenSize: Int = 32, layers: Int = 1, inputSize: Int? = nil,
    reading: ReadingName = .values
  ) {
    self.cell = cell
    self.hiddenSize = hiddenSize
    self.layers = layers
    self.inputSize = inputSize
    switch reading {
    case .values: break
    case .origins:
      origins = OriginsReading()
      scaling = .level
    case .automatic:
      isAutomatic = true
      if hiddenSize != 32 { givenOptions.insert(.hiddenSize) }
      if inputSize != nil { givenOptions.insert(.inputSize) }
    }
  }

  /// How the network reads series; `automatic` until a fit has chosen.
  public var reading: ReadingName? { isAutomatic ? .automatic : origins == nil ? .values : .origins }

  /// Notes that an option was set, so that no rule changes it.
  private mutating func give(_ option: ModelOption) {
    if isAutomatic { givenOptions.insert(option) }
  }

  /// One configuration per network.
  public var members: [RecurrentForecaster] {
    guard networkCount > 1 else { return [self] }
    return (0..<networkCount).map { number in
      var member = self
      member.networkCount = 1
      member.contexts = nil
      if let contexts, !contexts.isEmpty { member.inputSize = contexts[number % contexts.count] }
      return member
    }
  }

  /// Throws `ForetellError` of kind `usage` unless the horizon and every option lie in their ranges.
  public func check(horizon: Int) throws {
    try OptionRange.require((1...64).contains(networkCount), "the number of networks", "in 1...64")
    try OptionRange.require(
      contexts.map { !$0.isEmpty && $0.allSatisfy((1...10_000_000).contains) } ?? true,
      "the input size of a network", "in 1...10000000")
    try checkStart()
    try design.check(horizon: horizon)
  }

  /// `recurrent`; also the family of model files of the first release, which name none.
  public static var family: String { "recurrent" }

  /// The name of ``loss``.
  public var lossName: String { loss.rawValue }

  /// The name in column headings.
  public var name: String { cell.displayName }

  /// Stacked recurrent layers, the head that belongs to ``loss``, and the recipe given by the other options.
  public var design: NetworkDesign {
    NetworkDesign(
      name: name,
      architecture: RecurrentArchitecture(
        cell: cell, hiddenSize: hiddenSize, layers: layers, dropout: dropout,
        isBidirectional: isBidirectional, truncation: truncation, precision: precision,
        normalization: normalization, weightStart: recipe.weightStart),
      head: loss.head(levels: trainedLevels), recipe: recipe)
  }

  /// The options of windows and training as a recipe.
  var recipe: Recipe {
    get {
      var recipe = Recipe()
      recipe.inputSize = inputSize
      recipe.epochs = epochs
      recipe.updates = updates
      recipe.batchSize = batchSize
      recipe.learningRate = learningRate
      recipe.optimizer = optimizer
      recipe.momentum = momentum
      recipe.squareDecay = squareDecay
      recipe.isCentered = isCentered
      recipe.weightDecay = weightDecay
      recipe.schedule = schedule
      recipe.scheduleFactor = scheduleFactor
      recipe.schedulePeriod = schedulePeriod
      recipe.initialization = initialization
      recipe.initializationScale = initializationScale
      recipe.gradientClip = gradientClip
      recipe.transform = transform
      recipe.scaling = scaling
      recipe.seasonalResidual = seasonalResidual
      recipe.seasonLength = seasonLength
      recipe.usesCalendar = usesCalendar
      recipe.windowsPerEpoch = windowsPerEpoch
      recipe.sampling = sampling
      recipe.validationSize = validationSize
      recipe.patience = patience
      recipe.bounds = bounds
      recipe.origins = origins
      return recipe
    }
    set {
      take(\.inputSize, newValue.inputSize)
      take(\.epochs, newValue.epochs)
      take(\.updates, newValue.updates)
      take(\.batchSize, newValue.batchSize)
      take(\.learningRate, newValue.learningRate)
      take(\.optimizer, newValue.optimizer)
      take(\.momentum, newValue.momentum)
      take(\.squareDecay, newValue.squareDecay)
      take(\.isCentered, newValue.isCentered)
      take(\.weightDecay, newValue.weightDecay)
      take(\.schedule, newValue.schedule)
      take(\.scheduleFactor, newValue.scheduleFactor)
      take(\.schedulePeriod, newValue.schedulePeriod)
      take(\.initialization, newValue.initialization)
      take(\.initializationScale, newValue.initializationScale)
      take(\.gradientClip, newValue.gradientClip)
      take(\.transform, newValue.transform)
      take(\.scaling, newValue.scaling)
      take(\.seasonalResidual, newValue.seasonalResidual)
      take(\.seasonLength, newValue.seasonLength)
      take(\.usesCalendar, newValue.usesCalendar)
      take(\.windowsPerEpoch, newValue.windowsPerEpoch)
      take(\.sampling, newValue.sampling)
      take(\.validationSize, newValue.validationSize)
      take(\.patience, newValue.patience)
      take(\.bounds, newValue.bounds)
      take(\.origins, newValue.origins)
    }
  }

  /// Sets a property whose value is another one, so that the options that stay as they are remain open.
  private mutating func take<Value: Equatable>(_ property: WritableKeyPath<Self, Value>, _ value: Value) {
    if self[keyPath: property] != value { self[keyPath: property] = value }
  }
}
