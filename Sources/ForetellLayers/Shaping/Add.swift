import ForetellCore

/// The sum of two slots of the same shape, for residual and skip connections.
package struct Add: Sendable {
  /// Makes the operation.
  package init() {}

  /// Records the sum; traps when the shapes differ.
  package func record<Scalar: KernelScalar>(_ a: Slot, _ b: Slot, into plan: inout PlanBuilder<Scalar>)
    -> Slot
  {
    precondition(a.shape == b.shape, "can't add \(a.shape) and \(b.shape)")
    let output = plan.activation(a.shape)
    plan.append(AddPrimitive<Scalar>(a: a, b: b, output: output))
    return output
  }
}

struct AddPrimitive<Scalar: KernelScalar>: Primitive {
  let a: Slot
  let b: Slot
  let output: Slot

  func forward(_ memory: Memory<Scalar>) {
    let y = memory.value(output)
    y.copy(from: memory.value(a))
    Scalar.add(count: y.count, x: memory.value(b), into: y)
  }

  func backward(_ memory: Memory<Scalar>) {
    let dY = memory.gradient(output)
    for slot in [a, b] where slot.hasGradient {
      Scalar.add(count: dY.count, x: dY, into: memory.gradient(slot))
    }
  }
}
