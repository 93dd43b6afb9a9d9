/// A place in a plan's memory: its position and shape, without data.
package struct Slot: Sendable, Hashable {
  /// The memories of a plan.
  package enum Region: Sendable, Hashable {
    /// One copy per shard; has gradients when `hasGradient`.
    case activation
    /// The flat parameter vector, shared by all shards; each shard has one gradient vector for it.
    case parameter
    /// Computed from parameters once per update by `Primitive.prepare`, shared by all shards; no gradients.
    case derived
  }

  /// The memory that holds the slot.
  package let region: Region
  /// Index of the first element in that memory.
  package let offset: Int
  /// Index of the first element in the gradient memory, or -1 without gradients.
  package let gradientOffset: Int
  /// Extents in row-major order; the last axis is contiguous.
  package let shape: [Int]

  /// Number of elements.
  package var count: Int { shape.reduce(1, *) }
  /// Whether gradients are kept for the slot.
  package var hasGradient: Bool { gradientOffset >= 0 }

  /// The same elements with another shape; traps when the counts differ.
  package func reshaped(_ shape: [Int]) -> Slot {
    precondition(shape.reduce(1, *) == count, "can't reshape \(self.shape) to \(shape)")
    return Slot(region: region, offset: offset, gradientOffset: gradientOffset, shape: shape)
  }

  /// A contiguous part: the elements of `shape` from index `start` on.
  package func part(at start: Int, shape: [Int]) -> Slot {
    precondition(
      start >= 0 && start + shape.reduce(1, *) <= count, "part \(start)+\(shape) outside \(self.shape)")
    return Slot(
      region: region, offset: offset + start, gradientOffset: hasGradient ? gradientOffset + start : -1,
      shape: shape)
  }
}
