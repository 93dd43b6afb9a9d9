import ForetellCore

/// The rule by which a gradient changes the parameters.
public enum UpdateRule: Sendable, Equatable {
  /// Gradient descent: u ← momentum · u + g, w ← w − rate · u, momentum in 0…1.
  ///
  /// Without momentum it is plain stochastic gradient descent (Robbins and Monro 1951), or gradient descent (Cauchy 1847)
  /// where a batch has all examples; with momentum it is the heavy ball (Polyak 1964).
  case sgd(momentum: Double = 0)
  /// Nesterov momentum (Sutskever et al. 2013, in PyTorch's form): u ← momentum · u + g, w ← w − rate · (g + momentum · u),
  /// momentum in 0…1.
  case nesterov(momentum: Double = 0.9)
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
  /// AMSGrad (Reddi, Kale, Kumar 2018, algorithm 2, in PyTorch's form): Adam with the largest v so far in the denominator.
  case amsGrad
  /// Nadam (Dozat 2016, algorithm 2, in PyTorch's form): with Adam's m and v, μ_t = β₁(1 − 0.96^(0.004 t) / 2) and
  /// M_t = μ_1 … μ_t, w ← w − rate · ((1−μ_t) g / (1−M_t) + μ_{t+1} m / (1−M_{t+1})) / (√(v / (1−β₂ᵗ)) + ε).
  case nAdam
  /// RAdam (Liu et al. 2020, algorithm 2, in PyTorch's form): Adam whose denominator counts from the step on at which
  /// enough squares are in its mean (ρ_t > 5), with a factor r_t for its uncertainty; before, w ← w − rate · m / (1−β₁ᵗ).
  case rAdam
  /// Lion (Chen et al. 2023, algorithm 2) with β₁ 0.9, β₂ 0.99: w ← w − rate · (sign(β₁ m + (1−β₁) g) + weightDecay · w),
  /// m ← β₂ m + (1−β₂) g.
  case lion(weightDecay: Double = 0)

  var optimizer: Optimizer {
    switch self {
    case .sgd(let momentum): Optimizer(.sgd, momentum: momentum)
    case .adam: Optimizer(.adam)
    case .adamW(let weightDecay): Optimizer(.adamw, weightDecay: weightDecay)
    case .rmsProp(let decay, let momentum, let isCentered):
      Optimizer(.rmsprop, momentum: momentum, isCentered: isCentered, beta2: decay)
    case .adaGrad: Optimizer(.adagrad)
    case .nesterov(let momentum): Optimizer(.sgd, momentum: momentum, nesterov: true)
    case .amsGrad: Optimizer(.amsgrad)
    case .nAdam: Optimizer(.nadam)
    case .rAdam: Optimizer(.radam)
    case .lion(let weightDecay): Optimizer(.lion, weightDecay: weightDecay)
    }
  }
}
