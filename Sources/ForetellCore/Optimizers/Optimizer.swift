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
  /// Weight decay: for `adamw` subtracted per step, times the learning rate; for other rules an L2 term in
  /// the gradient.
  package var weightDecay: Double

  /// Makes a rule with the usual constants: β₂ is 0.99 for `rmsprop` and 0.999 otherwise, ε 1e-10 for `adagrad`
  /// and 1e-8 otherwise.
  package init(
    _ kind: OptimizerKind = .adam, momentum: Double = 0, nesterov: Bool = false, isCentered: Bool = false,
    beta1: Double = 0.9, beta2: Double? = nil, epsilon: Double? = nil, weightDecay: Double = 0
  ) {
    self.kind = kind
    self.momentum = momentum
    self.nesterov = nesterov
    self.isCentered = isCentered
    self.beta1 = beta1
    self.beta2 = beta2 ?? (kind == .rmsprop ? 0.99 : 0.999)
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

  /// The running mean of the gradients, or the velocity of `sgd`.
  package static let first = Moment(name: "first", isSquare: false)
  /// The running mean of the squared gradients.
  package static let second = Moment(name: "second", isSquare: true)
  /// The velocity, for a rule that also keeps the mean of the gradients.
  package static let velocity = Moment(name: "velocity", isSquare: false)
  /// The sum of all squared gradients.
  package static let sum = Moment(name: "sum", isSquare: true)
}

extension Optimizer {
  /// The moments that the rule keeps, in the order in which `OptimizerState` holds them.
  package var moments: [Moment] {
    switch kind {
    case .sgd: Self.velocity
    case .adam, .adamw: Self.meanAndSquare
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
  private static let square = [Moment.second]
  private static let squareVelocity = [Moment.second, .velocity]
  private static let centered = [Moment.second, .first]
  private static let centeredVelocity = [Moment.second, .first, .velocity]
  private static let sum = [Moment.sum]
}

/// The moments of an optimizer, each as long as the flat vector of the parameters.
package final class OptimizerState<Scalar: KernelScalar>: @unchecked Sendable {
  /// The names of the moments.
  package private(set) var moments: [Moment]
  /// Number of steps taken.
  package var steps: UInt64 = 0
  private let count: Int
  private var values: Arena<Scalar>

  /// Zero moments for `optimizer` and a parameter vector of `count` scalars.
  package init(count: Int, optimizer: Optimizer) {
    self.count = count
    moments = optimizer.moments
    values = Arena(count: Self.distance(count) * optimizer.moments.count)
  }

  /// The values of the moment at the index `place` of `moments`; traps when there are fewer.
  package func moment(_ place: Int) -> Block<Scalar> {
    values.block.slice(place * Self.distance(count), count)
  }

  /// Number of scalars from the start of a moment to that of the next, rounded up to whole cache lines.
  private static func distance(_ count: Int) -> Int { (count + 15) / 16 * 16 }

  /// Takes one step over all parameters; gradients are first multiplied by `gradientScale` (clipping).
  package func step(
    _ optimizer: Optimizer, parameters: Block<Scalar>, gradients: Block<Scalar>, rate: Double,
    gradientScale: Double = 1
  ) {
    beginStep(optimizer)
    apply(
      optimizer, parameters: parameters, gradients: gradients, rate: rate, gradientScale: gradientScale,
      from: 0,
      count: parameters.count)
  }

  /// Begins a step of `optimizer`; `apply` then takes it in parts.
  ///
  /// A rule whose moments differ from those of the last step starts with zero moments; the number of steps
  /// continues.
  package func beginStep(_ optimizer: Optimizer) {
    if optimizer.moments != moments {
      moments = optimizer.moments
      values = Arena(count: Self.distance(count) * moments.count)
    }
    steps += 1
  }

  /// Applies the step to `count` parameters from index `from` on; parts may run concurrently.
  package func apply(
    _ optimizer: Optimizer, parameters: Block<Scalar>, gradients: Block<Scalar>, rate: Double,
    gradientScale: Double, from: Int, count: Int
  ) {
    let weights = parameters.slice(from, count)
    let slopes = gradients.slice(from, count)
    switch optimizer.kind {
    case .sgd:
      Scalar.momentumStep(
        count: count, weights: weights, gradients: slopes, velocity: moment(0).slice(from, count),
        rate: rate, momentum: optimizer.momentum, nesterov: optimizer.nesterov,
        l2: optimizer.weightDecay, gradientScale: gradientScale)
    case .adam, .adamw:
      let decoupled = optimizer.kind == .adamw
      Scalar.adamStep(
        count: count, weights: weights, gradients: slopes, firstMoment: moment(0).slice(from, count),
        secondMoment: moment(1).slice(from, count), rate: rate, beta1: optimizer.beta1,
        beta2: optimizer.beta2, epsilon: optimizer.epsilon,
        correction1: 1 - power(optimizer.beta1, steps),
        correction2: 1 - power(optimizer.beta2, steps),
        decay: decoupled ? optimizer.weightDecay : 0,
        l2: decoupled ? 0 : optimizer.weightDecay,
        gradientScale: gradientScale)
    case .rmsprop:
      let kept = moments.count
      Scalar.rmsPropStep(
        count: count, weights: weights, gradients: slopes, square: moment(0).slice(from, count),
        mean: optimizer.isCentered ? moment(1).slice(from, count) : nil,
        velocity: optimizer.momentum > 0 ? moment(kept - 1).slice(from, count) : nil, rate: rate,
        alpha: optimizer.beta2, epsilon: optimizer.epsilon,
        momentum: optimizer.momentum, l2: optimizer.weightDecay,
        gradientScale: gradientScale)
    case .adagrad:
      Scalar.adaGradStep(
        count: count, weights: weights, gradients: slopes, sum: moment(0).slice(from, count),
        rate: rate, epsilon: optimizer.epsilon, l2: optimizer.weightDecay,
        gradientScale: gradientScale)
    }
  }
}

/// `base` to an integer power by repeated squaring, with the same bits everywhere.
func power(_ base: Double, _ exponent: UInt64) -> Double {
  var result = 1.0
  var factor = base
  var rest = exponent
  while rest > 0 {
    if rest & 1 == 1 { result *= factor }
    factor *= factor
    rest >>= 1
  }
  return result
}

/// Clipping by the norm of the whole gradient (Pascanu, Mikolov, Bengio 2013, algorithm 1).
package struct GradientClip: Sendable {
  /// The gradient's norm before clipping.
  package let norm: Double
  /// The factor by which gradients are multiplied: min(1, maximum / (norm + 1e-6)), as in PyTorch.
  package let scale: Double

  /// Measures the norm of a whole gradient; nil as `maximum` means no limit.
  package init<Scalar: KernelScalar>(_ gradients: Block<Scalar>, maximum: Double?) {
    self.init(norm: Scalar.sumOfSquares(count: gradients.count, x: gradients).squareRoot(), maximum: maximum)
  }

  /// Computes the factor for a known norm; nil as `maximum` means no limit.
  package init(norm: Double, maximum: Double?) {
    self.norm = norm
    scale = maximum.map { min(1, $0 / (norm + 1e-6)) } ?? 1
  }
}
