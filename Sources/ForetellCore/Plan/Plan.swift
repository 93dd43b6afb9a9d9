/// A static list of primitives over one arena; the forward pass runs it in order, the backward pass in
/// reverse.
package struct Plan<Scalar: KernelScalar>: Sendable {
  /// The primitives in the order of the forward pass.
  package let primitives: [any Primitive<Scalar>]
  /// Name, shape and position of every parameter.
  package let parameters: ParameterMap
  let activationCount: Int
  let gradientCount: Int
  let derivedCount: Int
  let initialValues: [(slot: Slot, value: Scalar)]
  /// How buffers follow from training steps.
  let buffers: [BufferRule<Scalar>]

  init(
    primitives: [any Primitive<Scalar>], parameters: ParameterMap, activationCount: Int, gradientCount: Int,
    derivedCount: Int, initialValues: [(slot: Slot, value: Scalar)],
    buffers: [BufferRule<Scalar>]
  ) {
    self.primitives = primitives
    self.parameters = parameters
    self.activationCount = activationCount
    self.gradientCount = gradientCount
    self.derivedCount = derivedCount
    self.initialValues = initialValues
    self.buffers = buffers
  }

  /// Whether training steps change buffers, such as running statistics of a shard's rows.
  package var hasBuffers: Bool { !buffers.isEmpty }

  /// Number of bytes of one shard's memory.
  package var bytesPerShard: Int {
    (activationCount + gradientCount + parameters.count) * MemoryLayout<Scalar>.stride
  }

  /// Computes the values derived from parameters; to be called after each update and before `forward`.
  package func prepare(_ store: ParameterStore<Scalar>) {
    for primitive in primitives { primitive.prepare(store) }
  }

  /// Runs all primitives in order.
  package func forward(_ memory: Memory<Scalar>) {
    for primitive in primitives { primitive.forward(memory) }
  }

  /// Runs all primitives backward in reverse order; the caller has set the gradient of the loss before.
  package func backward(_ memory: Memory<Scalar>) {
    // A loop over indices, because iterating over `reversed()` allocates once per primitive.
    var place = primitives.count
    while place > 0 {
      place -= 1
      primitives[place].backward(memory)
    }
  }

  /// Zeroes the gradients, runs a forward pass and a backward pass from `loss` with gradient 1, and returns
  /// the loss.
  package func lossAndGradients(_ loss: Slot, _ memory: Memory<Scalar>) -> Scalar {
    forward(memory)
    memory.zeroGradients()
    memory.gradient(loss).fill(1)
    backward(memory)
    return memory.value(loss)[0]
  }
}
