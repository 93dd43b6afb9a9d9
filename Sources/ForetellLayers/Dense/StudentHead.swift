import ForetellCore

/// Turns raw outputs [.., 3] into location, scale and degrees of freedom of Student's t distribution: the location is
/// unchanged, the scale is floor + s(x) > 0, the degrees of freedom are 2 + s(x), so that there is a variance; s(x) =
/// (x + √(x²+4))/2 (squareplus, Barron 2021).
package struct StudentHead: Layer {
  /// The least scale.
  package let floor: Double

  /// Makes a head; traps unless `floor` is positive.
  package init(floor: Double) {
    precondition(floor > 0, "the least scale must be positive, got \(floor)")
    self.floor = floor
  }

  package func record<Scalar: KernelScalar>(_ input: Slot, into plan: inout PlanBuilder<Scalar>) -> Slot {
    precondition(input.shape.last == 3, "a t distribution has three numbers, not \(input.shape)")
    let output = plan.activation(input.shape)
    plan.append(StudentHeadPrimitive<Scalar>(floor: floor, input: input, output: output))
    return output
  }
}

struct StudentHeadPrimitive<Scalar: KernelScalar>: Primitive {
  let floor: Double
  let input: Slot
  let output: Slot

  func forward(_ memory: Memory<Scalar>) {
    Scalar.studentHead(
      rows: input.count / 3, floor: floor, x: memory.value(input), into: memory.value(output))
  }

  func backward(_ memory: Memory<Scalar>) {
    Scalar.studentHeadBackward(
      rows: input.count / 3, x: memory.value(input), dY: memory.gradient(output), into: memory.gradient(input)
    )
  }
}
