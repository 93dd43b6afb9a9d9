import ForetellCore
import ForetellData

/// How a network is trained, whatever its architecture and head: how windows are cut and scaled, and how the weights move.
package struct Recipe: Sendable, Equatable {
  /// Steps of history the network reads; nil: chosen by the data (`NetworkDesign.sizes`).
  package var inputSize: Int?
  /// Passes over the windows, at most; nil: 16, or more where that makes fewer than 160 updates.
  package var epochs: Int?
  /// Windows per update.
  package var batchSize = 32
  /// Learning rate.
  package var learningRate = 5e-3
  /// Update rule.
  package var optimizer: OptimizerName = .adam
  /// Weight decay.
  package var weightDecay = 0.0
  /// How the rate moves.
  package var schedule: ScheduleName = .cosine
  /// Limit of the gradient's global norm; 0 or less switches clipping off.
  package var gradientClip = 1.0
  /// Transformation of the data.
  package var transform: TransformName = .automatic
  /// Scaling of windows.
  package var scaling: ScalingName = .season
  /// Forecast the difference from the window's seasonal naive forecast for series that have a season.
  package var seasonalResidual = true
  /// Season length; nil: the frequency's.
  package var seasonLength: Int?
  /// Read the calendar, such as the month, beside the values.
  package var usesCalendar = true
  /// Windows per epoch at most; a random selection, another each epoch, when a table has more.
  package var windowsPerEpoch = 4096
  /// Steps at the end of each series kept for validation; 0: none.
  package var validationSize = 0
  /// Epochs without a better validation loss before training stops; the best weights are restored.
  package var patience = 10
  /// The values that forecasts keep to; they don't change what is learned.
  package var bounds = ForecastBounds()

  /// The defaults.
  package init() {}

  /// The defaults, for the configurations that offer a recipe's options to users.
  static let standard = Recipe()

  /// The season of a table in steps.
  func season(of table: SeriesTable) -> Int { seasonLength ?? table.frequency.defaultSeasonLength }

  /// Features of one step of a window: the value, its mask, covariates and their mask, the calendar.
  ///
  /// The one place that counts them; `WindowSampler.inputFeatures` names them in the same order.
  func featureCount(frequency: Frequency, covariates: Int) -> Int {
    2 + (usesCalendar ? CalendarFeatures(frequency: frequency).count : 0)
      + (covariates > 0 ? covariates + 1 : 0)
  }

  /// Throws `ForetellError` of kind `usage` unless every option lies in its range.
  package func check() throws {
    let most = OptionRange.most
    try OptionRange.require(
      inputSize.map { (1...10_000_000).contains($0) } ?? true, "the input size", "in 1...10000000")
    try OptionRange.require(
      epochs.map { (1...1_000_000_000).contains($0) } ?? true, "the number of epochs", "positive")
    try OptionRange.require((1...1_000_000).contains(batchSize), "the batch size", "in 1...1000000")
    try OptionRange.require(learningRate > 0 && learningRate.isFinite, "the learning rate", "positive")
    try OptionRange.require(weightDecay >= 0 && weightDecay.isFinite, "weight decay", "zero or positive")
    try OptionRange.require(
      seasonLength.map { (1...10_000_000).contains($0) } ?? true, "the season length", "positive")
    try OptionRange.require(
      (1...most).contains(windowsPerEpoch), "the number of windows per epoch", "positive")
    try OptionRange.require((0...most).contains(validationSize), "the validation size", "zero or positive")
    try OptionRange.require((1...most).contains(patience), "patience", "positive")
    try bounds.check()
  }
}

extension Recipe {
  /// Epochs when nobody says how many, and the updates that they must at least make.
  static let defaultEpochs = 16
  static let defaultUpdates = 160

  /// Updates of an epoch over so many training windows.
  func updatesPerEpoch(windows: Int) -> Int {
    max((min(windows, windowsPerEpoch) + batchSize - 1) / batchSize, 1)
  }

  /// Epochs of a fit to so many training windows, at most.
  func resolvedEpochs(windows: Int) -> Int {
    let updates = updatesPerEpoch(windows: windows)
    return epochs ?? max(Self.defaultEpochs, (Self.defaultUpdates + updates - 1) / updates)
  }

  /// The core's update rule.
  var updateRule: Optimizer {
    switch optimizer {
    case .sgd: Optimizer(.sgd, momentum: 0.9, nesterov: true, weightDecay: weightDecay)
    case .adam: Optimizer(.adam, weightDecay: weightDecay)
    case .adamw: Optimizer(.adamw, weightDecay: weightDecay)
    }
  }

  /// The core's schedule for a fit of so many updates.
  func rateSchedule(updates: Int) -> LearningRateSchedule {
    switch schedule {
    case .constant: .constant
    case .cosine: .cosine(warmUp: min(20, max(updates / 20, 1)), total: updates, floor: 0)
    case .plateau: .reduceOnPlateau(factor: 0.5, patience: 4, minimum: 1e-3)
    }
  }
}
