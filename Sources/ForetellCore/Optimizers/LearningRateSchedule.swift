/// How the learning rate moves during training.
package enum LearningRateSchedule: Sendable, Codable, Equatable {
  /// Always the base rate.
  case constant
  /// Linear warm-up over `warmUp` steps, then half a cosine down to `floor` times the base rate at `total` steps
  /// (Loshchilov and Hutter 2017, eq. 5, without restarts).
  case cosine(warmUp: Int, total: Int, floor: Double)
  /// The rate times `factor` after `patience` epochs without a new best validation loss.
  case reduceOnPlateau(factor: Double, patience: Int, minimum: Double)

  /// The factor on the base rate for update number `step` (0 is the first).
  package func factor(step: Int) -> Double {
    switch self {
    case .constant, .reduceOnPlateau: return 1
    case .cosine(let warmUp, let total, let floor):
      if step < warmUp { return Double(step + 1) / Double(warmUp) }
      let span = max(total - warmUp, 1)
      let part = min(Double(step - warmUp) / Double(span), 1)
      return floor + (1 - floor) * 0.5 * (1 + halfTurnCosine(part))
    }
  }
}

/// What `reduceOnPlateau` remembers between epochs.
package struct PlateauState: Sendable, Codable, Equatable {
  /// The best validation loss so far.
  package var best = Double.infinity
  /// Epochs since then.
  package var badEpochs = 0
  /// The factor on the base rate.
  package var factor = 1.0

  /// Nothing seen.
  package init() {}

  /// Takes in one epoch's loss.
  package mutating func update(_ loss: Double, _ schedule: LearningRateSchedule) {
    guard case .reduceOnPlateau(let drop, let patience, let minimum) = schedule else { return }
    if loss < best {
      best = loss
      badEpochs = 0
    } else {
      badEpochs += 1
      if badEpochs > patience {
        factor = max(factor * drop, minimum)
        badEpochs = 0
      }
    }
  }
}

/// cos(πx) for 0 ≤ x ≤ 1 by its Taylor series about the nearer end or the middle; no C library.
func halfTurnCosine(_ x: Double) -> Double {
  let angle = (0.5 - x) * Double.pi  // cos(πx) = sin(π/2 − πx)
  let square = angle * angle
  var term = angle
  var sum = 0.0
  var index = 1.0
  while index < 26 {
    sum += term
    term *= -square / ((index + 1) * (index + 2))
    index += 2
  }
  return sum
}
