import ForetellCore

/// The rule by which a gradient changes the parameters.
public enum UpdateRule: Sendable, Equatable {
  /// Gradient descent: u ← momentum · u + g, w ← w − rate · u, momentum in 0…1.
  case sgd(momentum: Double = 0)
  /// Adam (Kingma and Ba 2015, algorithm 1) with β₁ 0.9, β₂ 0.999, ε 1e-8.
  case adam
  /// AdamW (Loshchilov and Hutter 2019, algorithm 2): Adam with a weight decay per step of rate · weightDecay.
  case adamW(weightDecay: Double = 0.01)

  var optimizer: Optimizer {
    switch self {
    case .sgd(let momentum): Optimizer(.sgd, momentum: momentum)
    case .adam: Optimizer(.adam)
    case .adamW(let weightDecay): Optimizer(.adamw, weightDecay: weightDecay)
    }
  }
}
