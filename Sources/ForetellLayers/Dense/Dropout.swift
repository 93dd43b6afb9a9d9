import ForetellCore

/// Inverted dropout.
///
/// In training each value becomes zero with probability `rate` and is divided by 1 − rate otherwise; in
/// inference nothing changes. Masks follow from (seed, layer, step, shard). Source: N. Srivastava et al., Journal
/// of Machine Learning Research 15 (2014) 1929–1958.
package struct Dropout: Layer {
  /// The probability of a zero, 0 ≤ rate < 1.
  package let rate: Double

  /// Makes a layer; traps outside 0 ≤ rate < 1.
  package init(rate: Double) {
    precondition(rate >= 0 && rate < 1, "a dropout rate lies in 0..<1, got \(rate)")
    self.rate = rate
  }

  package func record<Scalar: KernelScalar>(_ input: Slot, into plan: inout PlanBuilder<Scalar>) -> Slot {
    guard rate > 0 else { return input }
    let output = plan.activation(input.shape)
    let mask = plan.activation(input.shape, gradient: false)
    plan.append(
      DropoutPrimitive<Scalar>(
        rate: rate, purpose: plan.randomPurpose(), input: input, mask: mask, output: output))
    return output
  }
}

struct DropoutPrimitive<Scalar: KernelScalar>: Primitive {
  let rate: Double
  let purpose: UInt32
  let input: Slot
  let mask: Slot
  let output: Slot

  func forward(_ memory: Memory<Scalar>) {
    let y = memory.value(output)
    let kept = memory.value(mask)
    let context = memory.context
    guard context.isTraining else {
      kept.fill(1)
      y.copy(from: memory.value(input))
      return
    }
    let stream = RandomStream(
      seed: context.seed, purpose: .dropout, layer: purpose, shard: context.shard, step: context.step)
    Scalar.dropoutMask(
      count: y.count, rate: rate, key: stream.kernelKey, counter: stream.kernelCounter, into: kept)
    Scalar.multiply(count: y.count, x: memory.value(input), z: kept, into: y)
  }

  func backward(_ memory: Memory<Scalar>) {
    guard input.hasGradient else { return }
    let dY = memory.gradient(output)
    Scalar.multiplyAdd(count: dY.count, x: dY, z: memory.value(mask), into: memory.gradient(input))
  }
}
