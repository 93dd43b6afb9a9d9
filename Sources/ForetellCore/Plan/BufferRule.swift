/// How a buffer moves towards the proposals of a training step's shards.
struct BufferRule<Scalar: KernelScalar>: Sendable {
  /// The buffer, among the parameters.
  let buffer: Slot
  /// The value proposed by a shard.
  let proposal: Slot
  /// The weight of the shard's proposal, [1].
  let weight: Slot
  /// Share of the mean proposal in the new value, 0…1.
  let momentum: Double

  /// Writes the buffer's next value; shards are added in their order, so that the bits don't depend on threads.
  ///
  /// Without any weight the buffer stays.
  func next(_ store: ParameterStore<Scalar>, _ shards: [Memory<Scalar>], into next: Block<Scalar>) {
    var total = 0.0
    for memory in shards { total += memory.value(weight)[0].asDouble }
    guard total > 0 else { return next.copy(from: store.value(buffer)) }
    next.fill(0)
    Scalar.addScaled(count: buffer.count, factor: 1 - momentum, x: store.value(buffer), into: next)
    for memory in shards {
      let share = memory.value(weight)[0].asDouble
      guard share > 0 else { continue }
      Scalar.addScaled(
        count: buffer.count, factor: momentum * (share / total), x: memory.value(proposal), into: next)
    }
  }
}
