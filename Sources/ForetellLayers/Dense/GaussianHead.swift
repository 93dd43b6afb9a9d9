import ForetellCore

/// Turns raw outputs [.., 2] into the mean and the standard deviation of a normal distribution: the mean is unchanged,
/// the deviation is floor + s(x) > 0 with s(x) = (x + √(x²+4))/2 (squareplus, Barron 2021).
package struct GaussianHead: Layer {
  /// The least standard deviation.
  package let floor: Double

  /// Makes a head; traps unless `floor` is positive.
  package init(floor: Double) {
    precondition(floor > 0, "the least deviation must be positive, got \(floor)")
    self.floor = floor
  }

  package func record<Scalar: KernelScalar>(_ input: Slot, into plan: inout PlanBuilder<Scalar>) -> Slot {
    precondition(input.shape.last == 2, "a normal distribution has two numbers, not \(input.shape)")
    let output = plan.activation(input.shape)
    plan.append(GaussianHeadPrimitive<Scalar>(floor: floor, input: input, output: output))
    return output
  }
}

struct GaussianHeadPrimitive<Scalar: KernelScalar>: Primitive {
  let floor: Double
  let input: Slot
  let output: Slot

  func forward(_ memory: Memory<Scalar>) {
    Scalar.gaussianHead(
      rows: input.count / 2, floor: floor, x: memory.value(input), into: memory.value(output))
  }

  func backward(_ memory: Memory<Scalar>) {
    Scalar.gaussianHeadBackward(
      rows: input.count / 2, x: memory.value(input), dY: memory.gradient(output), into: memory.gradient(input)
    )
  }
}
