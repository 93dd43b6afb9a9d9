import ForetellCore

/// Makes raw outputs positive, each by itself: floor + s(x) with s(x) = (x + √(x²+4))/2 (squareplus, Barron 2021).
package struct PositiveHead: Layer {
  /// The least output.
  package let floor: Double

  /// Makes a head; traps unless `floor` is positive.
  package init(floor: Double) {
    precondition(floor > 0, "the least output must be positive, got \(floor)")
    self.floor = floor
  }

  package func record<Scalar: KernelScalar>(_ input: Slot, into plan: inout PlanBuilder<Scalar>) -> Slot {
    let output = plan.activation(input.shape)
    plan.append(PositiveHeadPrimitive<Scalar>(floor: floor, input: input, output: output))
    return output
  }
}

struct PositiveHeadPrimitive<Scalar: KernelScalar>: Primitive {
  let floor: Double
  let input: Slot
  let output: Slot

  func forward(_ memory: Memory<Scalar>) {
    Scalar.positiveHead(
      count: input.count, floor: floor, x: memory.value(input), into: memory.value(output))
  }

  func backward(_ memory: Memory<Scalar>) {
    Scalar.positiveHeadBackward(
      count: input.count, x: memory.value(input), dY: memory.gradient(output), into: memory.gradient(input))
  }
}
