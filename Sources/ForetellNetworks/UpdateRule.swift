import ForetellCore

/// The rule by which a gradient changes the parameters.
public enum UpdateRule: Sendable, Equatable {
  /// Gradient descent: u ← momentum · u + g, w ← w − rate · u, momentum in 0…1.
  case sgd(momentum: Double = 0)
  /// Adam (Kingma and Ba 2015, algorithm 1) with β₁ 0.9, β₂ 0.999, ε 1e-8.
  case adam
  /// AdamW (Loshchilov and Hutter 2019, algorithm 2): Adam with a weight decay per step of rate · weightDecay.
  case adamW(weightDecay: Double = 0.01)
  /// RMSProp (Tieleman and Hinton 2012) in PyTorch's form with ε 1e-8: v ← decay · v + (1 − decay) · g², s = g / (√v + ε),
  /// w ← w − rate · s.
  ///
  /// If centred, the denominator is √(v − m²) + ε, where m is the mean of the gradients with the same decay (Graves 2013,
  /// eq. 38–42). With momentum in 0…1, the previous step's s times the momentum is added to s.
  case rmsProp(decay: Double = 0.99, momentum: Double = 0, isCentered: Bool = false)
  /// AdaGrad (Duchi, Hazan, Singer 2011): v ← v + g², w ← w − rate · g / (√v + 1e-10).
  case adaGrad

  var optimizer: Optimizer {
    switch self {
    case .sgd(let momentum): Optimizer(.sgd, momentum: momentum)
    case .adam: Optimizer(.adam)
    case .adamW(let weightDecay): Optimizer(.adamw, weightDecay: weightDecay)
    case .rmsProp(let decay, let momentum, let isCentered):
      Optimizer(.rmsprop, momentum: momentum, isCentered: isCentered, beta2: decay)
    case .adaGrad: Optimizer(.adagrad)
    }
  }
}
