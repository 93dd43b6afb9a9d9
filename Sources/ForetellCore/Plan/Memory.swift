/// The circumstances of a run of a plan: whether it is training, and the keys of its random streams.
package struct RunContext: Sendable {
  /// Whether this is training; only then dropout acts.
  package var isTraining: Bool
  /// The run's seed.
  package var seed: UInt64
  /// The number of the optimizer's step, a key of the dropout masks.
  package var step: UInt64
  /// The number of the shard within the batch.
  package var shard: UInt32
  /// Number of rows of the shard that hold an example; the rows behind them are padding, hidden by weight 0.
  package var rows = Int.max

  /// Makes a context; by default for inference.
  package init(isTraining: Bool = false, seed: UInt64 = 0, step: UInt64 = 0, shard: UInt32 = 0) {
    self.isTraining = isTraining
    self.seed = seed
    self.step = step
    self.shard = shard
  }
}

/// One shard's memory: activations, their gradients, and the shard's parameter gradients.
package final class Memory<Scalar: KernelScalar>: @unchecked Sendable {
  private let values: Arena<Scalar>
  private let gradients: Arena<Scalar>
  private let parameterGradientValues: Arena<Scalar>
  /// The shared parameters.
  package let store: ParameterStore<Scalar>
  /// Whether a backward pass can follow a forward pass.
  package let hasGradients: Bool
  /// The context of the current run.
  package var context = RunContext()

  /// Makes memory for a plan; with `gradients: false` everything is left out that only a backward pass needs.
  package init(for plan: Plan<Scalar>, store: ParameterStore<Scalar>, gradients: Bool = true) {
    values = Arena(count: plan.activationCount)
    self.gradients = Arena(count: gradients ? plan.gradientCount : 0)
    parameterGradientValues = Arena(count: gradients ? plan.parameters.count : 0)
    hasGradients = gradients
    self.store = store
    for (slot, initial) in plan.initialValues { value(slot).fill(initial) }
  }

  /// The elements of a slot.
  package func value(_ slot: Slot) -> Block<Scalar> {
    slot.region == .activation ? values.block.slice(slot.offset, slot.count) : store.value(slot)
  }

  /// The gradients of a slot; traps when it has none.
  package func gradient(_ slot: Slot) -> Block<Scalar> {
    precondition(slot.hasGradient, "slot of shape \(slot.shape) keeps no gradients")
    return slot.region == .activation
      ? gradients.block.slice(slot.gradientOffset, slot.count)
      : parameterGradientValues.block.slice(slot.gradientOffset, slot.count)
  }

  /// The shard's gradient of the whole parameter vector.
  package var parameterGradients: Block<Scalar> { parameterGradientValues.block }

  /// Zeroes the gradients of activations and parameters.
  package func zeroGradients() {
    gradients.block.fill(0)
    parameterGradientValues.block.fill(0)
  }
}
