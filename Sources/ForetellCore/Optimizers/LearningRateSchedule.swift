/// How the learning rate changes during training.
package enum LearningRateSchedule: Sendable, Codable, Equatable {
  /// The base rate throughout.
  case constant
  /// Linear warm-up over `warmUp` steps, then half a cosine wave down to `floor` times the base rate after
  /// `total` steps (Loshchilov and Hutter 2017, eq. 5, without restarts).
  case cosine(warmUp: Int, total: Int, floor: Double)
  /// Multiplies the rate by `factor` after `patience` epochs without a new best validation loss, down to
  /// `minimum` times the base rate.
  case reduceOnPlateau(factor: Double, patience: Int, minimum: Double)
  /// Multiplies the rate by `factor` after every `length` steps: factor^⌊step / length⌋; with a length of one step, or of
  /// one epoch, this is exponential decay.
  case step(length: Int, factor: Double)
  /// The one-cycle policy (Smith and Topin 2018, in PyTorch's form with two phases): half a cosine wave from `start` times
  /// the base rate up to it at `peak` · `total` − 1 steps, then one down to `floor` times the base rate after `total` − 1
  /// steps.
  case oneCycle(total: Int, peak: Double, start: Double, floor: Double)
  /// Half a cosine wave down to `floor` times the base rate over `first` steps, then again from the top, each wave
  /// `growth` times as long as the one before (Loshchilov and Hutter 2017, eq. 5).
  case cosineRestarts(first: Int, growth: Int, floor: Double)

  /// The factor on the base rate for the update with number `step`, counted from 0.
  package func factor(step: Int) -> Double {
    switch self {
    case .constant, .reduceOnPlateau: return 1
    case .cosine(let warmUp, let total, let floor):
      if step < warmUp { return Double(step + 1) / Double(warmUp) }
      let span = max(total - warmUp, 1)
      let part = min(Double(step - warmUp) / Double(span), 1)
      return floor + (1 - floor) * 0.5 * (1 + halfTurnCosine(part))
    case .step(let length, let factor):
      return power(factor, UInt64(step / max(length, 1)))
    case .oneCycle(let total, let peak, let start, let floor):
      let top = peak * Double(total) - 1
      let (place, end) = (Double(step), Double(total - 1))
      if place <= top {
        return 1 + (start - 1) * 0.5 * (1 + halfTurnCosine(top > 0 ? place / top : 1))
      }
      let part = end > top ? min((place - top) / (end - top), 1) : 1
      return floor + (1 - floor) * 0.5 * (1 + halfTurnCosine(part))
    case .cosineRestarts(let first, let growth, let floor):
      var (place, length) = (step, max(first, 1))
      if growth <= 1 {
        place %= length
      } else {
        while place >= length { (place, length) = (place - length, length * growth) }
      }
      let part = Double(place) / Double(length)
      return floor + (1 - floor) * 0.5 * (1 + halfTurnCosine(part))
    }
  }
}

/// The state of `reduceOnPlateau` between epochs.
package struct PlateauState: Sendable, Codable, Equatable {
  /// The best validation loss so far.
  package var best = Double.infinity
  /// Number of epochs since the best loss.
  package var badEpochs = 0
  /// The factor on the base rate.
  package var factor = 1.0

  /// The state before the first epoch.
  package init() {}

  /// Updates the state with one epoch's validation loss.
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

/// cos(πx) for 0 ≤ x ≤ 1 by its Taylor series around the nearer end or the middle, without the C library, so
/// that bits are the same everywhere.
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
