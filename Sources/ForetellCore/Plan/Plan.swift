/// A static list of primitives over one arena: run forward in order, backward in reverse.
package struct Plan<Scalar: KernelScalar>: Sendable {
  /// What runs, in order.
  package let primitives: [any Primitive<Scalar>]
  /// Name, shape and place of every parameter.
  package let parameters: ParameterMap
  let activationCount: Int
  let gradientCount: Int
  let derivedCount: Int

  init(
    primitives: [any Primitive<Scalar>], parameters: ParameterMap, activationCount: Int, gradientCount: Int,
    derivedCount: Int
  ) {
    self.primitives = primitives
    self.parameters = parameters
    self.activationCount = activationCount
    self.gradientCount = gradientCount
    self.derivedCount = derivedCount
  }

  /// Bytes that one shard's memory takes.
  package var bytesPerShard: Int {
    (activationCount + gradientCount + parameters.count) * MemoryLayout<Scalar>.stride
  }

  /// Computes what is derived from the parameters; call after each update and before `forward`.
  package func prepare(_ store: ParameterStore<Scalar>) {
    for primitive in primitives { primitive.prepare(store) }
  }

  /// Runs all primitives in order.
  package func forward(_ memory: Memory<Scalar>) {
    for primitive in primitives { primitive.forward(memory) }
  }

  /// Runs all primitives backward in reverse order; the caller has set the gradient of the loss.
  package func backward(_ memory: Memory<Scalar>) {
    // By index: iterating over `reversed()` allocates once per primitive.
    var place = primitives.count
    while place > 0 {
      place -= 1
      primitives[place].backward(memory)
    }
  }

  /// Forward, then backward from `loss` with gradient 1, into zeroed gradients; returns the loss.
  package func lossAndGradients(_ loss: Slot, _ memory: Memory<Scalar>) -> Scalar {
    forward(memory)
    memory.zeroGradients()
    memory.gradient(loss).fill(1)
    backward(memory)
    return memory.value(loss)[0]
  }
}
