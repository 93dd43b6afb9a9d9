import ForetellCore
import ForetellData

/// How a network is trained, whatever its architecture and head: how windows are cut and scaled, and how the
/// weights are updated.
public struct Recipe: Sendable, Equatable, Codable {
  /// Steps of history that the network reads; nil chooses them from the data (`NetworkDesign.sizes`).
  public var inputSize: Int?
  /// The largest number of passes over the windows; nil: 16, or more when that gives fewer than 160 updates.
  public var epochs: Int?
  /// The number of updates, from which the number of passes follows where `epochs` is nil; nil: see `epochs`.
  public var updates: Int?
  /// Windows per update, or that are computed at once for an update with all of them (`gd`).
  public var batchSize = 32
  /// The learning rate at its highest, positive.
  public var learningRate = 5e-3
  /// The rule by which the optimizer updates the weights.
  public var optimizer: OptimizerName = .adam
  /// Momentum of `momentum`, `nesterov` and `rmsprop`, 0..<1; nil: 0.9, and none for `rmsprop`.
  ///
  /// The other rules don't use it.
  public var momentum: Double?
  /// Share of the old mean square that `rmsprop` keeps in each step, 0..<1; nil: 0.99.
  ///
  /// The mean begins at zero, so that the first steps are large where the share is near 1.
  /// The other rules don't use it.
  public var squareDecay: Double?
  /// Whether `rmsprop` divides by the gradients' standard deviation instead of their root mean square.
  ///
  /// The other rules don't use it.
  public var isCentered = false
  /// Weight decay, 0 or more.
  public var weightDecay = 0.0
  /// The learning-rate schedule.
  public var schedule: ScheduleName = .cosine
  /// The factor of the schedules `step`, `exponential` and `plateau`, above 0, at most 1; nil: see ``ScheduleName``.
  public var scheduleFactor: Double?
  /// Epochs between two steps of the schedule `step`, or of the first wave of `cosineRestarts`; nil: see
  /// ``ScheduleName``.
  public var schedulePeriod: Int?
  /// The distribution from which the weights of the layers start; nil: Xavier for inputs (He before ReLU) and orthogonal
  /// matrices for states.
  public var initialization: InitializationName?
  /// The value, standard deviation or bound of ``initialization``, above 0; nil: see ``InitializationName``.
  public var initializationScale: Double?
  /// The largest norm of the whole gradient before it is scaled down; 0 or less switches clipping off.
  public var gradientClip = 1.0
  /// The transformation of values before scaling.
  public var transform: TransformName = .automatic
  /// The scaling of windows.
  public var scaling: ScalingName = .season
  /// Whether the network forecasts the difference from the window's seasonal naive forecast, for series that
  /// have a season.
  public var seasonalResidual = true
  /// Season length in steps; nil takes the frequency's.
  public var seasonLength: Int?
  /// Whether the network also reads calendar features, such as the month.
  public var usesCalendar = true
  /// The largest number of windows per epoch; a table with more gets a new random selection in each epoch.
  public var windowsPerEpoch = 4096
  /// Which windows an update learns from.
  public var sampling: SamplingName = .windows
  /// Steps at the end of each series held out for validation; 0: none.
  public var validationSize = 0
  /// Epochs without a better validation loss after which training stops; the best weights are restored.
  public var patience = 10
  /// The range of the forecasts; it doesn't change what is learned.
  public var bounds = ForecastBounds()
  /// The options for reading series origin by origin; nil reads them value by value.
  public var origins: OriginsReading?
  /// The options for reading series step by step; nil reads them otherwise.
  public var steps: StepReading?

  /// The defaults.
  public init() {}

  /// The default recipe, from which configurations take the defaults of the options that they offer.
  static let standard = Recipe()

  /// The season of a table in steps.
  func season(of table: SeriesTable) -> Int { season(of: table.frequency) }

  /// The season of data of this frequency in steps.
  private func season(of frequency: Frequency) -> Int { seasonLength ?? frequency.defaultSeasonLength }

  /// The lags that each step reads; nil unless the network reads step by step.
  func lags(frequency: Frequency) -> [Int]? {
    steps?.lags(season: season(of: frequency), isOwn: seasonLength != nil, frequency: frequency)
  }

  /// Steps before and including the last observation that a forecast reads.
  func reach(inputSize: Int, originCount: Int, season: Int, frequency: Frequency) -> Int {
    if let longest = lags(frequency: frequency)?.last { return inputSize + longest + 1 }
    return max(inputSize + originCount - 1, season) + season
  }

  /// Number of features of one step: the value and its mask or, for an origin, the values of its window, the
  /// series' roughness and the share of observed values; then what is known beside the values, without
  /// categories, and the calendar.
  ///
  /// `WindowSampler.inputFeatures` names them in the same order.
  func featureCount(frequency: Frequency, known: KnownColumns, inputSize: Int) -> Int {
    (lags(frequency: frequency).map { $0.count + (steps?.readsLevel == true ? 5 : 4) }
      ?? (origins == nil ? 2 : inputSize + 2))
      + (usesCalendar ? CalendarFeatures(frequency: frequency).count : 0)
      + known.featureCount
  }

  /// The sizes for which a network is recorded.
  ///
  /// - Parameters:
  ///   - rows: the number of rows of a shard.
  ///   - inputSize: the number of steps of history in a window.
  ///   - originCount: the number of origins in a sequence; 1 when the network reads value by value.
  ///   - features: the number of features per step.
  ///   - known: what is read beside the values.
  ///   - forecastsFromAll: whether there is a forecast for every origin, as in training, rather than only for
  ///     the last.
  func shape(
    rows: Int, inputSize: Int, originCount: Int, features: Int, known: KnownColumns, horizon: Int,
    forecastsFromAll: Bool
  ) -> NetworkShape {
    if let steps {
      return NetworkShape(
        rows: rows, steps: forecastsFromAll ? inputSize + horizon : inputSize, features: features, horizon: 1,
        origins: OriginsShape(window: features, hasSkip: steps.hasSkip, forecastsFromAll: forecastsFromAll),
        isStepwise: true, known: known)
    }
    guard let origins else {
      return NetworkShape(rows: rows, steps: inputSize, features: features, horizon: horizon, known: known)
    }
    return NetworkShape(
      rows: rows, steps: originCount, features: features, horizon: horizon,
      origins: OriginsShape(window: inputSize, hasSkip: origins.hasSkip, forecastsFromAll: forecastsFromAll),
      known: known)
  }

  /// Throws `ForetellError` of kind `usage` unless every option lies in its range.
  package func check() throws {
    let most = OptionRange.most
    try OptionRange.require(
      inputSize.map { (1...10_000_000).contains($0) } ?? true, "the input size", "in 1...10000000")
    try OptionRange.require(
      epochs.map { (1...1_000_000_000).contains($0) } ?? true, "the number of epochs", "positive")
    try OptionRange.require(
      updates.map { (0...1_000_000_000).contains($0) } ?? true, "the number of updates", "zero or positive")
    try OptionRange.require((1...1_000_000).contains(batchSize), "the batch size", "in 1...1000000")
    try OptionRange.require(learningRate > 0 && learningRate.isFinite, "the learning rate", "positive")
    try OptionRange.require(momentum.map { $0 >= 0 && $0 < 1 } ?? true, "momentum", "in 0..<1")
    try OptionRange.require(
      squareDecay.map { $0 >= 0 && $0 < 1 } ?? true, "the decay of mean squares", "in 0..<1")
    try OptionRange.require(
      !(isCentered && optimizer == .rmsprop && squareDecay == 0),
      "the decay of mean squares that are centred",
      "above 0, because a single gradient has no deviation")
    try OptionRange.require(
      scheduleFactor.map { $0 > 0 && $0 <= 1 } ?? true, "the factor of the schedule", "above 0, at most 1")
    try OptionRange.require(
      schedulePeriod.map { (1...1_000_000).contains($0) } ?? true, "the period of the schedule",
      "in 1...1000000")
    try OptionRange.require(
      initializationScale.map { $0 > 0 && $0.isFinite } ?? true, "the size of the first weights", "positive")
    try OptionRange.require(weightDecay >= 0 && weightDecay.isFinite, "weight decay", "zero or positive")
    try OptionRange.require(
      seasonLength.map { (1...10_000_000).contains($0) } ?? true, "the season length", "positive")
    try OptionRange.require(
      (1...most).contains(windowsPerEpoch), "the number of windows per epoch", "positive")
    try OptionRange.require((0...most).contains(validationSize), "the validation size", "zero or positive")
    try OptionRange.require((1...most).contains(patience), "patience", "positive")
    try bounds.check()
    try origins?.check()
  }
}

extension Recipe {
  /// Number of epochs when none is given, and the least number of updates they must make.
  static let defaultEpochs = 16
  static let defaultUpdates = 160

  /// The number of windows from which an epoch learns, of this number of training windows.
  func windowsUsed(of windows: Int) -> Int {
    optimizer.usesAllWindows ? windows : min(windows, windowsPerEpoch)
  }

  /// The number of batches into which an epoch is cut.
  private func batches(windows: Int) -> Int {
    max((windowsUsed(of: windows) + batchSize - 1) / batchSize, 1)
  }

  /// Updates per epoch with this number of training windows.
  func updatesPerEpoch(windows: Int) -> Int { optimizer.usesAllWindows ? 1 : batches(windows: windows) }

  /// The number of batches whose gradients make one update.
  func batchesPerUpdate(windows: Int) -> Int { optimizer.usesAllWindows ? batches(windows: windows) : 1 }

  /// The largest number of epochs of a fit with this number of training windows.
  func resolvedEpochs(windows: Int) -> Int {
    let updates = updatesPerEpoch(windows: windows)
    if let epochs { return epochs }
    if let wanted = self.updates { return (wanted + updates - 1) / updates }
    return max(Self.defaultEpochs, (Self.defaultUpdates + updates - 1) / updates)
  }

  /// The update rule as `ForetellCore` defines it.
  var updateRule: Optimizer {
    let momentum = momentum ?? optimizer.usualMomentum ?? 0
    switch optimizer {
    case .gd, .sgd: return Optimizer(.sgd, weightDecay: weightDecay)
    case .momentum: return Optimizer(.sgd, momentum: momentum, weightDecay: weightDecay)
    case .nesterov: return Optimizer(.sgd, momentum: momentum, nesterov: true, weightDecay: weightDecay)
    case .adagrad: return Optimizer(.adagrad, weightDecay: weightDecay)
    case .rmsprop:
      return Optimizer(
        .rmsprop, momentum: momentum, isCentered: isCentered, beta2: squareDecay, weightDecay: weightDecay)
    case .adam: return Optimizer(.adam, weightDecay: weightDecay)
    case .adamw: return Optimizer(.adamw, weightDecay: weightDecay)
    case .amsgrad: return Optimizer(.amsgrad, weightDecay: weightDecay)
    case .nadam: return Optimizer(.nadam, weightDecay: weightDecay)
    case .radam: return Optimizer(.radam, weightDecay: weightDecay)
    case .lion: return Optimizer(.lion, weightDecay: weightDecay)
    }
  }

  /// The distribution from which the weights start; nil for the layers' own.
  var weightStart: WeightStart? { initialization.map { WeightStart($0, scale: initializationScale) } }
}

extension Recipe {
  private enum CodingKeys: String, CodingKey {
    case inputSize, epochs, updates, batchSize, learningRate, optimizer, momentum, squareDecay, isCentered,
      weightDecay,
      schedule, scheduleFactor, schedulePeriod, initialization, initializationScale, gradientClip, transform,
      scaling, seasonalResidual, seasonLength, usesCalendar,
      windowsPerEpoch, sampling, validationSize, patience, bounds, origins, steps
  }

  /// Reads a recipe; options that are missing, as in files of earlier releases, have their defaults.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init()
    inputSize = try values.decodeIfPresent(Int.self, forKey: .inputSize)
    epochs = try values.decodeIfPresent(Int.self, forKey: .epochs)
    updates = try values.decodeIfPresent(Int.self, forKey: .updates)
    try values.read(&batchSize, .batchSize)
    try values.read(&learningRate, .learningRate)
    try values.read(&optimizer, .optimizer)
    momentum = try values.decodeIfPresent(Double.self, forKey: .momentum)
    squareDecay = try values.decodeIfPresent(Double.self, forKey: .squareDecay)
    try values.read(&isCentered, .isCentered)
    try values.read(&weightDecay, .weightDecay)
    try values.read(&schedule, .schedule)
    scheduleFactor = try values.decodeIfPresent(Double.self, forKey: .scheduleFactor)
    schedulePeriod = try values.decodeIfPresent(Int.self, forKey: .schedulePeriod)
    initialization = try values.decodeIfPresent(InitializationName.self, forKey: .initialization)
    initializationScale = try values.decodeIfPresent(Double.self, forKey: .initializationScale)
    try values.read(&gradientClip, .gradientClip)
    try values.read(&transform, .transform)
    try values.read(&scaling, .scaling)
    try values.read(&seasonalResidual, .seasonalResidual)
    seasonLength = try values.decodeIfPresent(Int.self, forKey: .seasonLength)
    try values.read(&usesCalendar, .usesCalendar)
    try values.read(&windowsPerEpoch, .windowsPerEpoch)
    try values.read(&sampling, .sampling)
    try values.read(&validationSize, .validationSize)
    try values.read(&patience, .patience)
    try values.read(&bounds, .bounds)
    origins = try values.decodeIfPresent(OriginsReading.self, forKey: .origins)
    steps = try values.decodeIfPresent(StepReading.self, forKey: .steps)
  }

  /// Writes the recipe; options of the update rule that it doesn't need are left out, as in files of earlier releases.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encodeIfPresent(inputSize, forKey: .inputSize)
    try values.encodeIfPresent(epochs, forKey: .epochs)
    try values.encodeIfPresent(updates, forKey: .updates)
    try values.encode(batchSize, forKey: .batchSize)
    try values.encode(learningRate, forKey: .learningRate)
    try values.encode(optimizer, forKey: .optimizer)
    try values.encodeIfPresent(momentum, forKey: .momentum)
    try values.encodeIfPresent(squareDecay, forKey: .squareDecay)
    if isCentered { try values.encode(isCentered, forKey: .isCentered) }
    try values.encode(weightDecay, forKey: .weightDecay)
    try values.encode(schedule, forKey: .schedule)
    try values.encodeIfPresent(scheduleFactor, forKey: .scheduleFactor)
    try values.encodeIfPresent(schedulePeriod, forKey: .schedulePeriod)
    try values.encodeIfPresent(initialization, forKey: .initialization)
    try values.encodeIfPresent(initializationScale, forKey: .initializationScale)
    try values.encode(gradientClip, forKey: .gradientClip)
    try values.encode(transform, forKey: .transform)
    try values.encode(scaling, forKey: .scaling)
    try values.encode(seasonalResidual, forKey: .seasonalResidual)
    try values.encodeIfPresent(seasonLength, forKey: .seasonLength)
    try values.encode(usesCalendar, forKey: .usesCalendar)
    try values.encode(windowsPerEpoch, forKey: .windowsPerEpoch)
    if sampling != .windows { try values.encode(sampling, forKey: .sampling) }
    try values.encode(validationSize, forKey: .validationSize)
    try values.encode(patience, forKey: .patience)
    try values.encode(bounds, forKey: .bounds)
    try values.encodeIfPresent(origins, forKey: .origins)
    try values.encodeIfPresent(steps, forKey: .steps)
  }
}
