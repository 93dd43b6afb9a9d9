import ForetellCore

/// A fully connected layer y = φ(x Wᵀ + b) on the last axis; all other axes count as rows.
package struct Dense: Layer {
  /// Width of the output.
  package var outputs: Int
  /// The activation φ; nil for a linear layer.
  package var activation: Activation.Kind?
  /// The initialisation of the weights [outputs, inputs]; nil: He before a ReLU, Xavier otherwise.
  package var initializer: Initializer?

  /// Makes a layer; traps on a width below one.
  package init(outputs: Int, activation: Activation.Kind? = nil, initializer: Initializer? = nil) {
    precondition(outputs > 0, "outputs must be positive, got \(outputs)")
    self.outputs = outputs
    self.activation = activation
    self.initializer = initializer
  }

  package func record<Scalar: KernelScalar>(_ input: Slot, into plan: inout PlanBuilder<Scalar>) -> Slot {
    let inputs = input.shape[input.shape.count - 1]
    let start =
      initializer
      ?? (activation == .relu ? .he(fanIn: inputs) : .xavier(fanIn: inputs, fanOut: outputs))
    let weight = plan.parameter("weight", [outputs, inputs], start)
    let bias = plan.parameter("bias", [outputs], .zeros)
    let output = plan.activation(Array(input.shape.dropLast()) + [outputs])
    plan.append(
      DensePrimitive<Scalar>(
        rows: input.count / inputs, inputs: inputs, outputs: outputs, input: input, weight: weight,
        bias: bias,
        output: output))
    guard let activation else { return output }
    return Activation(activation).record(output, into: &plan)
  }
}

struct DensePrimitive<Scalar: KernelScalar>: Primitive {
  let rows: Int
  let inputs: Int
  let outputs: Int
  let input: Slot
  let weight: Slot
  let bias: Slot
  let output: Slot

  func forward(_ memory: Memory<Scalar>) {
    let y = memory.value(output)
    Scalar.broadcastRows(rows: rows, columns: outputs, bias: memory.value(bias), into: y, cStride: outputs)
    Scalar.productNT(
      rows: rows, columns: outputs, inner: inputs, a: memory.value(input), aStride: inputs,
      b: memory.value(weight),
      bStride: inputs, into: y, cStride: outputs)
  }

  func backward(_ memory: Memory<Scalar>) {
    let dY = memory.gradient(output)
    Scalar.productTN(
      rows: outputs, columns: inputs, inner: rows, a: dY, aStride: outputs, b: memory.value(input),
      bStride: inputs,
      into: memory.gradient(weight), cStride: inputs)
    Scalar.columnSums(rows: rows, columns: outputs, a: dY, aStride: outputs, into: memory.gradient(bias))
    if input.hasGradient {
      Scalar.productNN(
        rows: rows, columns: inputs, inner: outputs, a: dY, aStride: outputs, b: memory.value(weight),
        bStride: inputs, into: memory.gradient(input), cStride: inputs)
    }
  }
}
