/// Passes over `count` elements, and the optimizers' steps.
extension KernelScalar {
  /// y = exp(x), element by element; y may be x.
  package static func exponential(count: Int, x: Block<Self>, into y: Block<Self>) {
    x.require(count, "x")
    y.require(count, "y")
    expKernel(Int64(count), x.base, y.base)
  }

  /// y = 1 / (1 + exp(-x)), element by element; y may be x.
  package static func sigmoid(count: Int, x: Block<Self>, into y: Block<Self>) {
    x.require(count, "x")
    y.require(count, "y")
    sigmoidKernel(Int64(count), x.base, y.base)
  }

  /// y = tanh(x), element by element; y may be x.
  package static func hyperbolicTangent(count: Int, x: Block<Self>, into y: Block<Self>) {
    x.require(count, "x")
    y.require(count, "y")
    tanhKernel(Int64(count), x.base, y.base)
  }

  /// y = max(x, 0); NaN stays NaN.
  package static func rectify(count: Int, x: Block<Self>, into y: Block<Self>) {
    x.require(count, "x")
    y.require(count, "y")
    reluKernel(Int64(count), x.base, y.base)
  }

  /// dX += dY · φ'(x), computed from the output y = φ(x); activation 0 is tanh, 1 ReLU, 2 sigmoid.
  package static func activationBackward(
    count: Int, activation: Int32, y: Block<Self>, dY: Block<Self>, into dX: Block<Self>
  ) {
    y.require(count, "y")
    dY.require(count, "dY")
    dX.require(count, "dX")
    activationBackwardKernel(Int64(count), activation, y.base, dY.base, dX.base)
  }

  /// y += x.
  package static func add(count: Int, x: Block<Self>, into y: Block<Self>) {
    x.require(count, "x")
    y.require(count, "y")
    addKernel(Int64(count), x.base, y.base)
  }

  /// y += factor · x.
  package static func addScaled(count: Int, factor: Double, x: Block<Self>, into y: Block<Self>) {
    x.require(count, "x")
    y.require(count, "y")
    addScaledKernel(Int64(count), factor, x.base, y.base)
  }

  /// y = x · z, element by element.
  package static func multiply(count: Int, x: Block<Self>, z: Block<Self>, into y: Block<Self>) {
    x.require(count, "x")
    z.require(count, "z")
    y.require(count, "y")
    multiplyKernel(Int64(count), x.base, z.base, y.base)
  }

  /// y += x · z, element by element.
  package static func multiplyAdd(count: Int, x: Block<Self>, z: Block<Self>, into y: Block<Self>) {
    x.require(count, "x")
    z.require(count, "z")
    y.require(count, "y")
    multiplyAddKernel(Int64(count), x.base, z.base, y.base)
  }

  /// The sum of squares of x in a fixed order, in double precision.
  package static func sumOfSquares(count: Int, x: Block<Self>) -> Double {
    x.require(count, "x")
    return sumSquaresKernel(Int64(count), x.base)
  }

  /// Fills a mask of inverted dropout, given the key and counter of a Philox stream.
  package static func dropoutMask(
    count: Int, rate: Double, key: SIMD2<UInt32>, counter: SIMD3<UInt32>, into mask: Block<Self>
  ) {
    mask.require(count, "mask")
    withUnsafeBytes(of: (key.x, key.y, counter.x, counter.y, counter.z)) { bytes in
      let words = bytes.assumingMemoryBound(to: UInt32.self)
      guard let first = words.baseAddress else { return }
      dropoutMaskKernel(Int64(count), rate, first, first + 2, mask.base)
    }
  }

  /// One Adam or AdamW step; see `Optimizer` for the formula.
  package static func adamStep(
    count: Int, weights: Block<Self>, gradients: Block<Self>, firstMoment: Block<Self>,
    secondMoment: Block<Self>, rate: Double, beta1: Double, beta2: Double, epsilon: Double,
    correction1: Double, correction2: Double, decay: Double, l2: Double, gradientScale: Double
  ) {
    weights.require(count, "weights")
    gradients.require(count, "gradients")
    firstMoment.require(count, "firstMoment")
    secondMoment.require(count, "secondMoment")
    adamKernel(
      Int64(count), weights.base, gradients.base, firstMoment.base, secondMoment.base, rate, beta1, beta2,
      epsilon, correction1, correction2, decay, l2, gradientScale)
  }

  /// One step of gradient descent with momentum; see `Optimizer` for the formula.
  package static func momentumStep(
    count: Int, weights: Block<Self>, gradients: Block<Self>, velocity: Block<Self>, rate: Double,
    momentum: Double, nesterov: Bool, l2: Double, gradientScale: Double
  ) {
    weights.require(count, "weights")
    gradients.require(count, "gradients")
    velocity.require(count, "velocity")
    sgdKernel(
      Int64(count), weights.base, gradients.base, velocity.base, rate, momentum, nesterov ? 1 : 0, l2,
      gradientScale)
  }

  /// One step of RMSProp, centred if there is `mean`, with momentum if there is `velocity`; see `OptimizerKind` for the
  /// formula.
  package static func rmsPropStep(
    count: Int, weights: Block<Self>, gradients: Block<Self>, square: Block<Self>, mean: Block<Self>?,
    velocity: Block<Self>?, rate: Double, alpha: Double, epsilon: Double, momentum: Double, l2: Double,
    gradientScale: Double
  ) {
    weights.require(count, "weights")
    gradients.require(count, "gradients")
    square.require(count, "square")
    mean?.require(count, "mean")
    velocity?.require(count, "velocity")
    rmspropKernel(
      Int64(count), weights.base, gradients.base, square.base, mean?.base, velocity?.base, rate, alpha,
      epsilon,
      momentum, l2, gradientScale)
  }

  /// One step of AdaGrad; see `OptimizerKind` for the formula.
  package static func adaGradStep(
    count: Int, weights: Block<Self>, gradients: Block<Self>, sum: Block<Self>, rate: Double, epsilon: Double,
    l2: Double, gradientScale: Double
  ) {
    weights.require(count, "weights")
    gradients.require(count, "gradients")
    sum.require(count, "sum")
    adagradKernel(Int64(count), weights.base, gradients.base, sum.base, rate, epsilon, l2, gradientScale)
  }

  /// One step of AMSGrad; see `OptimizerKind` for the formula.
  package static func amsGradStep(
    count: Int, weights: Block<Self>, gradients: Block<Self>, firstMoment: Block<Self>,
    secondMoment: Block<Self>, largest: Block<Self>, rate: Double, beta1: Double, beta2: Double,
    epsilon: Double, correction1: Double, correction2: Double, l2: Double, gradientScale: Double
  ) {
    weights.require(count, "weights")
    gradients.require(count, "gradients")
    firstMoment.require(count, "firstMoment")
    secondMoment.require(count, "secondMoment")
    largest.require(count, "largest")
    amsgradKernel(
      Int64(count), weights.base, gradients.base, firstMoment.base, secondMoment.base, largest.base, rate,
      beta1, beta2, epsilon, correction1, correction2, l2, gradientScale)
  }

  /// One step of Nadam; see `OptimizerKind` for the formula.
  package static func nadamStep(
    count: Int, weights: Block<Self>, gradients: Block<Self>, firstMoment: Block<Self>,
    secondMoment: Block<Self>, gradientRate: Double, meanRate: Double, beta1: Double, beta2: Double,
    epsilon: Double, correction2: Double, l2: Double, gradientScale: Double
  ) {
    weights.require(count, "weights")
    gradients.require(count, "gradients")
    firstMoment.require(count, "firstMoment")
    secondMoment.require(count, "secondMoment")
    nadamKernel(
      Int64(count), weights.base, gradients.base, firstMoment.base, secondMoment.base, gradientRate, meanRate,
      beta1, beta2, epsilon, correction2, l2, gradientScale)
  }

  /// One step of RAdam, divided by the root mean square if `isAdaptive`; see `OptimizerKind` for the formula.
  package static func radamStep(
    count: Int, weights: Block<Self>, gradients: Block<Self>, firstMoment: Block<Self>,
    secondMoment: Block<Self>, isAdaptive: Bool, rate: Double, beta1: Double, beta2: Double, epsilon: Double,
    l2: Double, gradientScale: Double
  ) {
    weights.require(count, "weights")
    gradients.require(count, "gradients")
    firstMoment.require(count, "firstMoment")
    secondMoment.require(count, "secondMoment")
    radamKernel(
      Int64(count), weights.base, gradients.base, firstMoment.base, secondMoment.base, isAdaptive ? 1 : 0,
      rate, beta1, beta2, epsilon, l2, gradientScale)
  }

  /// One step of Lion; see `OptimizerKind` for the formula.
  package static func lionStep(
    count: Int, weights: Block<Self>, gradients: Block<Self>, firstMoment: Block<Self>, rate: Double,
    beta1: Double, beta2: Double, decay: Double, gradientScale: Double
  ) {
    weights.require(count, "weights")
    gradients.require(count, "gradients")
    firstMoment.require(count, "firstMoment")
    lionKernel(
      Int64(count), weights.base, gradients.base, firstMoment.base, rate, beta1, beta2, decay, gradientScale)
  }
}
