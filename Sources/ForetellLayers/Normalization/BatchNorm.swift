import ForetellCore

/// Batch normalisation: every feature gets mean 0 and variance 1 over the batch and all steps, and is then multiplied by a
/// trained gain and moved by a trained bias.
///
/// S. Ioffe, C. Szegedy, Batch Normalization (2015), algorithm 1. In training the statistics are those of the shard, which
/// is cut by the batch's shape alone (ghost batch normalisation, Hoffer, Hubara, Soudry 2017); so the bits don't depend on
/// threads. Otherwise, and in a shard with fewer than two rows, they are running means of the shards' statistics, which are
/// saved with the parameters. Padding doesn't count.
package struct BatchNorm: Layer {
  /// Added to the variance.
  package let epsilon: Double
  /// Share of a training step's statistics in the running ones.
  package let momentum: Double

  /// Makes a layer; traps unless `epsilon` is positive and `momentum` in 0…1.
  package init(epsilon: Double = 1e-5, momentum: Double = 0.1) {
    precondition(epsilon > 0, "epsilon must be positive, got \(epsilon)")
    precondition(momentum >= 0 && momentum <= 1, "a momentum lies in 0…1, got \(momentum)")
    (self.epsilon, self.momentum) = (epsilon, momentum)
  }

  package func record<Scalar: KernelScalar>(_ input: Slot, into plan: inout PlanBuilder<Scalar>) -> Slot {
    record(input, starts: nil, into: &plan)
  }

  /// Records the layer for an input [.., batch, width].
  ///
  /// - Parameters:
  ///   - starts: each row's first real step [batch]; the steps before it are padding.
  ///   - firstStep: the number of the input's first step.
  package func record<Scalar: KernelScalar>(
    _ input: Slot, starts: Slot?, firstStep: Int = 0, into plan: inout PlanBuilder<Scalar>
  ) -> Slot {
    precondition(input.shape.count > 1, "batch normalisation reads [.., batch, width], not \(input.shape)")
    let (width, batch) = (input.shape[input.shape.count - 1], input.shape[input.shape.count - 2])
    precondition(starts.map { $0.count == batch } ?? true, "one start per row of the batch")
    let gain = plan.parameter("gain", [width], .constant(1))
    let bias = plan.parameter("bias", [width], .zeros)
    func scratch(_ shape: [Int]) -> Slot { plan.activation(shape, gradient: false) }
    let (mean, variance, unbiased) = (scratch([width]), scratch([width]), scratch([width]))
    let (weight, mask) = (scratch([1]), scratch([input.count / width]))
    let (inverse, unit) = (scratch([width]), scratch(input.shape))
    let runningMean = plan.buffer(
      "runningMean", [width], .zeros, proposal: mean, weight: weight, momentum: momentum)
    let runningVariance = plan.buffer(
      "runningVariance", [width], .constant(1), proposal: unbiased, weight: weight, momentum: momentum,
      isSquare: true)
    let output = plan.activation(input.shape)
    plan.append(
      BatchNormPrimitive<Scalar>(
        batch: batch, width: width, epsilon: epsilon, starts: starts, firstStep: firstStep, input: input,
        gain: gain, bias: bias, runningMean: runningMean, runningVariance: runningVariance, mean: mean,
        variance: variance, unbiased: unbiased, weight: weight, mask: mask, inverse: inverse, unit: unit,
        output: output))
    return output
  }
}

struct BatchNormPrimitive<Scalar: KernelScalar>: Primitive {
  let batch: Int
  let width: Int
  let epsilon: Double
  let starts: Slot?
  let firstStep: Int
  let input: Slot
  let gain: Slot
  let bias: Slot
  let runningMean: Slot
  let runningVariance: Slot
  /// The shard's statistics.
  let mean: Slot
  let variance: Slot
  /// The variance divided by one row fewer, which the running variance follows.
  let unbiased: Slot
  /// Rows of the shard over which statistics were taken; 0 without any.
  let weight: Slot
  /// 0 for padding, 1 for other rows.
  let mask: Slot
  /// One over each feature's standard deviation.
  let inverse: Slot
  /// The features with mean 0 and variance 1.
  let unit: Slot
  let output: Slot

  private var rows: Int { input.count / width }

  /// Writes the mask and returns the number of rows that aren't padding.
  private func markRows(_ memory: Memory<Scalar>) -> Int {
    let mask = memory.value(mask)
    let first: Block<Scalar>? = if let starts { memory.value(starts) } else { nil }
    var count = 0
    for row in 0..<rows {
      let (step, number) = (firstStep + row / batch, row % batch)
      var isReal = number < memory.context.rows
      if let first, Scalar(step) < first[number] { isReal = false }
      mask[row] = isReal ? 1 : 0
      if isReal { count += 1 }
    }
    return count
  }

  func forward(_ memory: Memory<Scalar>) {
    let count = markRows(memory)
    let x = memory.value(input)
    // One row alone has no variance.
    let isOwn = memory.context.isTraining && count > 1
    memory.value(weight)[0] = isOwn ? Scalar(count) : 0
    if isOwn {
      Scalar.batchStatistics(
        rows: rows, width: width, mask: memory.value(mask), x: x, mean: memory.value(mean),
        variance: memory.value(variance))
      let unbiased = memory.value(unbiased)
      unbiased.fill(0)
      Scalar.addScaled(
        count: width, factor: Double(count) / Double(count - 1), x: memory.value(variance), into: unbiased)
    }
    Scalar.batchNorm(
      rows: rows, width: width, epsilon: epsilon, mean: memory.value(isOwn ? mean : runningMean),
      variance: memory.value(isOwn ? variance : runningVariance), x: x, gain: memory.value(gain),
      bias: memory.value(bias), inverse: memory.value(inverse), unit: memory.value(unit),
      into: memory.value(output))
  }

  func backward(_ memory: Memory<Scalar>) {
    Scalar.batchNormBackward(
      rows: rows, width: width, usesOwnStatistics: memory.value(weight)[0] > 0, mask: memory.value(mask),
      inverse: memory.value(inverse), unit: memory.value(unit), gain: memory.value(gain),
      dY: memory.gradient(output), dGain: memory.gradient(gain), dBias: memory.gradient(bias),
      into: input.hasGradient ? memory.gradient(input) : nil)
  }
}
