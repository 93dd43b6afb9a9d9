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
    case .amsgrad:
      Scalar.amsGradStep(
        count: count, weights: weights, gradients: slopes, firstMoment: moment(0).slice(from, count),
        secondMoment: moment(1).slice(from, count), largest: moment(2).slice(from, count), rate: rate,
        beta1: optimizer.beta1, beta2: optimizer.beta2, epsilon: optimizer.epsilon,
        correction1: 1 - power(optimizer.beta1, steps), correction2: 1 - power(optimizer.beta2, steps),
        l2: optimizer.weightDecay, gradientScale: gradientScale)
    case .nadam:
      let momentum = NesterovMomentum(beta1: optimizer.beta1, step: steps)
      Scalar.nadamStep(
        count: count, weights: weights, gradients: slopes, firstMoment: moment(0).slice(from, count),
        secondMoment: moment(1).slice(from, count), gradientRate: rate * momentum.gradientShare,
        meanRate: rate * momentum.meanShare, beta1: optimizer.beta1, beta2: optimizer.beta2,
        epsilon: optimizer.epsilon, correction2: 1 - power(optimizer.beta2, steps),
        l2: optimizer.weightDecay, gradientScale: gradientScale)
    case .radam:
      let correction = 1 / (1 - power(optimizer.beta1, steps))
      let rectified = rectification(beta2: optimizer.beta2, step: steps)
      Scalar.radamStep(
        count: count, weights: weights, gradients: slopes, firstMoment: moment(0).slice(from, count),
        secondMoment: moment(1).slice(from, count), isAdaptive: rectified != nil,
        rate: rate * correction * (rectified ?? 1), beta1: optimizer.beta1, beta2: optimizer.beta2,
        epsilon: optimizer.epsilon, l2: optimizer.weightDecay, gradientScale: gradientScale)
    case .lion:
      Scalar.lionStep(
        count: count, weights: weights, gradients: slopes, firstMoment: moment(0).slice(from, count),
        rate: rate, beta1: optimizer.beta1, beta2: optimizer.beta2, decay: optimizer.weightDecay,
        gradientScale: gradientScale)
    }
  }
}

/// The weights of gradient and mean in a step of Nadam, which follow from the step's number alone.
struct NesterovMomentum {
  /// (1 − μ_t) / (1 − M_t), see `OptimizerKind`.
  let gradientShare: Double
  /// μ_{t+1} / (1 − M_{t+1}).
  let meanShare: Double

  /// Computes both for the step with this number, counted from 1.
  init(beta1: Double, step: UInt64) {
    let (now, next) = (Self.momentum(beta1, step), Self.momentum(beta1, step + 1))
    var product = 1.0
    var earlier: UInt64 = 1
    // Below this, 1 minus the product is 1; all factors are below β₁, so few are needed, whatever the step.
    while earlier <= step && product > 1e-17 {
      product *= Self.momentum(beta1, earlier)
      earlier += 1
    }
    gradientShare = (1 - now) / (1 - product)
    meanShare = next / (1 - product * next)
  }

  private static func momentum(_ beta1: Double, _ step: UInt64) -> Double {
    beta1 * (1 - 0.5 * power(decay, step))
  }

  /// 0.96 to the power 0.004, the constant of Dozat's schedule per step as in PyTorch.
  private static let decay = 0.999_836_725_352_675_3
}

/// r √(1−β₂ᵗ) of RAdam, see `OptimizerKind`; nil for the first steps, whose mean square has too few terms.
func rectification(beta2: Double, step: UInt64) -> Double? {
  let (kept, most) = (power(beta2, step), 2 / (1 - beta2) - 1)
  let length = most - 2 * Double(step) * kept / (1 - kept)
  guard length > 5 else { return nil }
  let square = (length - 4) * (length - 2) * most / ((most - 4) * (most - 2) * length)
  return (square * (1 - kept)).squareRoot()
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
