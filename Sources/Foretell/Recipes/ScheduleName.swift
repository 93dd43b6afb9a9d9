import ForetellCore

/// How the learning rate changes during training.
public enum ScheduleName: String, Sendable, Codable, CaseIterable {
  /// The same rate throughout.
  case constant
  /// Linear warm-up, then half a cosine wave down to zero.
  case cosine
  /// Halved when the validation loss stops improving.
  case plateau
  /// Multiplied by a factor, a tenth unless given, after each period, a third of the training unless given.
  case step
  /// Multiplied by a factor after each epoch, unless given such that a hundredth is left at the end.
  case exponential
  /// From a 25th up to the learning rate and down to nearly zero, each along half a cosine wave (L. N. Smith, N. Topin
  /// 2018).
  case oneCycle = "one-cycle"
  /// Half a cosine wave down to zero, and again from the top, each twice as long as the one before; unless given, the
  /// third one ends with the training (I. Loshchilov, F. Hutter, ICLR 2017).
  case cosineRestarts = "cosine-restarts"

  /// Whether the schedule has a factor that can be chosen.
  public var hasFactor: Bool {
    switch self {
    case .plateau, .step, .exponential: true
    case .constant, .cosine, .oneCycle, .cosineRestarts: false
    }
  }

  /// Whether the schedule has a period that can be chosen.
  public var hasPeriod: Bool {
    switch self {
    case .step, .cosineRestarts: true
    case .constant, .cosine, .plateau, .exponential, .oneCycle: false
    }
  }
}

extension Recipe {
  /// The schedule as `ForetellCore` defines it.
  ///
  /// - Parameters:
  ///   - updates: the number of updates of the whole fit.
  ///   - perEpoch: that of one epoch.
  func rateSchedule(updates: Int, perEpoch: Int) -> LearningRateSchedule {
    let period = schedulePeriod.map { $0 * perEpoch }
    switch schedule {
    case .constant: return .constant
    case .cosine: return .cosine(warmUp: min(20, max(updates / 20, 1)), total: updates, floor: 0)
    case .plateau: return .reduceOnPlateau(factor: scheduleFactor ?? 0.5, patience: 4, minimum: 1e-3)
    case .step:
      return .step(length: period ?? max((updates + 2) / 3, 1), factor: scheduleFactor ?? 0.1)
    case .exponential:
      let epochs = max(updates / max(perEpoch, 1), 1)
      let factor = scheduleFactor ?? elementaryExponential(elementaryLogarithm(0.01) / Double(epochs))
      return .step(length: perEpoch, factor: factor)
    case .oneCycle: return .oneCycle(total: updates, peak: 0.3, start: 0.04, floor: 4e-6)
    case .cosineRestarts:
      // Waves of one, two and four times the first one's length.
      return .cosineRestarts(first: period ?? max((updates + 6) / 7, 1), growth: 2, floor: 0)
    }
  }
}
