import ForetellCore

/// Everything besides weights and moments that a training needs to continue where it stopped.
struct TrainingState: Codable, Equatable {
  /// Number of finished epochs; it determines, with the seed, the order of windows in the next one.
  var epoch = 0
  /// Whether early stopping has ended training.
  var isFinished = false
  /// Best validation loss so far.
  var bestLoss = Double.infinity
  /// The epoch with the best validation loss, counted from 0.
  var bestEpoch = 0
  /// The state of the schedule `reduceOnPlateau`.
  var plateau = PlateauState()
  /// The progress reports, one per epoch.
  var history: [TrainingProgress] = []
  /// The weights of the best epoch.
  var bestParameters: [Float]?
}
