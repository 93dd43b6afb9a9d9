import ForetellCore

/// Turns raw outputs [.., Q] into quantiles that cannot cross: the median is unchanged, and every other
/// quantile is a positive distance s(x) = (x + √(x²+4))/2 away from its neighbour towards the median
/// (squareplus, Barron 2021).
package struct QuantileHead: Layer {
  /// Number of quantiles Q.
  package let quantiles: Int
  /// Index of the median among them.
  package let median: Int

  /// Makes a head; traps when the median isn't among the quantiles.
  package init(quantiles: Int, median: Int) {
    precondition(median >= 0 && median < quantiles, "median \(median) outside 0..<\(quantiles)")
    self.quantiles = quantiles
    self.median = median
  }

  package func record<Scalar: KernelScalar>(_ input: Slot, into plan: inout PlanBuilder<Scalar>) -> Slot {
    precondition(input.shape.last == quantiles, "a head of \(quantiles) quantiles can't read \(input.shape)")
    let output = plan.activation(input.shape)
    plan.append(QuantileHeadPrimitive<Scalar>(head: self, input: input, output: output))
    return output
  }
}

struct QuantileHeadPrimitive<Scalar: KernelScalar>: Primitive {
  let head: QuantileHead
  let input: Slot
  let output: Slot

  func forward(_ memory: Memory<Scalar>) {
    Scalar.quantileHead(
      rows: input.count / head.quantiles, quantiles: head.quantiles, median: head.median,
      x: memory.value(input),
      into: memory.value(output))
  }

  func backward(_ memory: Memory<Scalar>) {
    Scalar.quantileHeadBackward(
      rows: input.count / head.quantiles, quantiles: head.quantiles, median: head.median,
      x: memory.value(input),
      dY: memory.gradient(output), into: memory.gradient(input))
  }
}
