import ForetellCore

/// An activation function, applied to each element.
package struct Activation: Layer {
  /// The activation functions.
  package enum Kind: Int32, Sendable {
    case tanh = 0
    case relu = 1
    case sigmoid = 2
  }

  /// The function.
  package let kind: Kind

  /// Makes an activation layer.
  package init(_ kind: Kind) { self.kind = kind }

  package func record<Scalar: KernelScalar>(_ input: Slot, into plan: inout PlanBuilder<Scalar>) -> Slot {
    let output = plan.activation(input.shape)
    plan.append(ActivationPrimitive<Scalar>(kind: kind, input: input, output: output))
    return output
  }
}

struct ActivationPrimitive<Scalar: KernelScalar>: Primitive {
  let kind: Activation.Kind
  let input: Slot
  let output: Slot

  func forward(_ memory: Memory<Scalar>) {
    let x = memory.value(input)
    let y = memory.value(output)
    switch kind {
    case .tanh: Scalar.hyperbolicTangent(count: y.count, x: x, into: y)
    case .relu: Scalar.rectify(count: y.count, x: x, into: y)
    case .sigmoid: Scalar.sigmoid(count: y.count, x: x, into: y)
    }
  }

  func backward(_ memory: Memory<Scalar>) {
    guard input.hasGradient else { return }
    let dY = memory.gradient(output)
    Scalar.activationBackward(
      count: dY.count, activation: kind.rawValue, y: memory.value(output), dY: dY,
      into: memory.gradient(input))
  }
}
