import ForetellCore

/// Everything besides weights and moments that training needs to go on where it stopped.
struct TrainingState: Codable, Equatable {
  /// Epochs done; the shuffle of the next epoch follows from it and the seed.
  var epoch = 0
  /// Whether early stopping has ended training.
  var isFinished = false
  /// Best validation loss so far.
  var bestLoss = Double.infinity
  /// The epoch (from 0) it was reached in.
  var bestEpoch = 0
  /// What `reduceOnPlateau` remembers.
  var plateau = PlateauState()
  /// One entry an epoch.
  var history: [TrainingProgress] = []
  /// The weights of the best epoch.
  var bestParameters: [Float]?
}
