/// The update rules.
package enum OptimizerKind: String, Sendable, Codable, CaseIterable {
  /// Gradient descent, optionally with momentum or Nesterov momentum (Sutskever et al. 2013, in the form used
  /// by PyTorch): u ← μu + g; w ← w − η(nesterov ? g + μu : u).
  case sgd
  /// Adam (Kingma and Ba 2015, algorithm 1), with weight decay as an L2 term in the gradient.
  case adam
  /// AdamW (Loshchilov and Hutter 2019, algorithm 2), with weight decay outside the gradient, multiplied by
  /// the learning rate.
  case adamw
  /// RMSProp (Tieleman and Hinton 2012, lecture 6.5; centred and with momentum as Graves 2013, eq. 38–42, in the
  /// form used by PyTorch): v ← β₂v + (1−β₂)g²; s = g / (√v + ε), centred s = g / (√(v − m²) + ε) with
  /// m ← β₂m + (1−β₂)g; with momentum s ← μs' + s; w ← w − ηs.
  case rmsprop
  /// AdaGrad (Duchi, Hazan, Singer 2011, with a diagonal matrix): v ← v + g²; w ← w − ηg / (√v + ε).
  case adagrad
  /// AMSGrad (Reddi, Kale, Kumar 2018, algorithm 2, with Adam's corrections as in PyTorch): Adam whose v in the
  /// denominator is the largest so far.
  case amsgrad
  /// Nadam (Dozat 2016, algorithm 2, in the form used by PyTorch): Adam's m and v; with μ_t = β₁(1 − 0.96^(0.004 t) / 2)
  /// and M_t = μ_1 … μ_t, w ← w − η((1−μ_t) g / (1−M_t) + μ_{t+1} m / (1−M_{t+1})) / (√(v / (1−β₂ᵗ)) + ε).
  case nadam
  /// RAdam (Liu et al. 2020, algorithm 2, in the form used by PyTorch): Adam's m and v; with ρ_∞ = 2 / (1−β₂) − 1 and
  /// ρ_t = ρ_∞ − 2tβ₂ᵗ / (1−β₂ᵗ), w ← w − η m / (1−β₁ᵗ) · r √(1−β₂ᵗ) / (√v + ε) where ρ_t > 5, with
  /// r² = (ρ_t−4)(ρ_t−2)ρ_∞ / ((ρ_∞−4)(ρ_∞−2)ρ_t), and w ← w − η m / (1−β₁ᵗ) before.
  case radam
  /// Lion (Chen et al. 2023, algorithm 2), with weight decay λ outside the gradient as there:
  /// w ← w − η(sign(β₁m + (1−β₁)g) + λw); m ← β₂m + (1−β₂)g.
  case lion
}

/// An update rule with its constants.
package struct Optimizer: Sendable, Codable, Equatable {
  /// The update rule.
  package var kind: OptimizerKind
  /// Momentum of `sgd` and `rmsprop`, 0…1; 0 for none.
  package var momentum: Double
  /// Whether `sgd` uses Nesterov momentum.
  package var nesterov: Bool
  /// Whether `rmsprop` divides by the gradients' standard deviation instead of their root mean square.
  package var isCentered: Bool
  /// Decay rate of the first moment, 0..<1.
  package var beta1: Double
  /// Decay rate of the second moment, 0..<1.
  package var beta2: Double
  /// The constant added to the square root of the second moment.
  package var epsilon: Double
  /// Weight decay: for `adamw` and `lion` subtracted per step, times the learning rate; for other rules an L2 term
  /// in the gradient.
  package var weightDecay: Double

  /// Makes a rule with the usual constants: β₂ is 0.99 for `rmsprop` and `lion` and 0.999 otherwise, ε 1e-10 for
  /// `adagrad` and 1e-8 otherwise.
  package init(
    _ kind: OptimizerKind = .adam, momentum: Double = 0, nesterov: Bool = false, isCentered: Bool = false,
    beta1: Double = 0.9, beta2: Double? = nil, epsilon: Double? = nil, weightDecay: Double = 0
  ) {
    self.kind = kind
    self.momentum = momentum
    self.nesterov = nesterov
    self.isCentered = isCentered
    self.beta1 = beta1
    self.beta2 = beta2 ?? ([.rmsprop, .lion].contains(kind) ? 0.99 : 0.999)
    self.epsilon = epsilon ?? (kind == .adagrad ? 1e-10 : 1e-8)
    self.weightDecay = weightDecay
  }
}

/// A vector, as long as the parameters, that an update rule carries from step to step.
package struct Moment: Sendable, Equatable {
  /// The name of its tensor in a checkpoint, without the prefix "moments.".
  package let name: String
  /// Whether its elements are sums of squares, which are never negative.
  package let isSquare: Bool

  /// The running mean of the gradients, which is also Lion's momentum, or the velocity of `sgd`.
  package static let first = Moment(name: "first", isSquare: false)
  /// The running mean of the squared gradients.
  package static let second = Moment(name: "second", isSquare: true)
  /// The velocity, for a rule that also keeps the mean of the gradients.
  package static let velocity = Moment(name: "velocity", isSquare: false)
  /// The sum of all squared gradients.
  package static let sum = Moment(name: "sum", isSquare: true)
  /// The largest running mean of the squared gradients so far.
  package static let largest = Moment(name: "largest", isSquare: true)
}

extension Optimizer {
  /// The moments that the rule keeps, in the order in which `OptimizerState` holds them.
  package var moments: [Moment] {
    switch kind {
    case .sgd, .lion: Self.velocity
    case .adam, .adamw, .nadam, .radam: Self.meanAndSquare
    case .amsgrad: Self.meanSquareAndLargest
    case .rmsprop:
      isCentered
        ? momentum > 0 ? Self.centeredVelocity : Self.centered
        : momentum > 0 ? Self.squareVelocity : Self.square
    case .adagrad: Self.sum
    }
  }

  // Static, because making an array in each step would allocate memory.
  private static let velocity = [Moment.first]
  private static let meanAndSquare = [Moment.first, .second]
  private static let meanSquareAndLargest = [Moment.first, .second, .largest]
  private static let square = [Moment.second]
  private static let squareVelocity = [Moment.second, .velocity]
  private static let centered = [Moment.second, .first]
  private static let centeredVelocity = [Moment.second, .first, .velocity]
  private static let sum = [Moment.sum]
}
