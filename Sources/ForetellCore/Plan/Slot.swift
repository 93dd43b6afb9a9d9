/// A place in a plan's memory: where it lies and which shape it has.
///
/// Holds no data.
package struct Slot: Sendable, Hashable {
  /// Which of the plan's memories a slot lies in.
  package enum Region: Sendable, Hashable {
    /// One copy a shard; has gradients when `hasGradient`.
    case activation
    /// The flat parameter vector, shared by all shards; gradients are one vector per shard.
    case parameter
    /// Computed from parameters once per update by `Primitive.prepare`, shared by all shards; no gradients.
    case derived
  }

  /// The memory the slot lies in.
  package let region: Region
  /// First element in that memory.
  package let offset: Int
  /// First element in the gradient memory, or -1 without gradients.
  package let gradientOffset: Int
  /// Row-major extents; the last is contiguous.
  package let shape: [Int]

  /// Number of elements.
  package var count: Int { shape.reduce(1, *) }
  /// Whether gradients are kept for the slot.
  package var hasGradient: Bool { gradientOffset >= 0 }

  /// The same elements under another shape; traps when the counts differ.
  package func reshaped(_ shape: [Int]) -> Slot {
    precondition(shape.reduce(1, *) == count, "can't reshape \(self.shape) to \(shape)")
    return Slot(region: region, offset: offset, gradientOffset: gradientOffset, shape: shape)
  }

  /// A contiguous part: `shape` elements from `start` on.
  package func part(at start: Int, shape: [Int]) -> Slot {
    precondition(
      start >= 0 && start + shape.reduce(1, *) <= count, "part \(start)+\(shape) outside \(self.shape)")
    return Slot(
      region: region, offset: offset + start, gradientOffset: hasGradient ? gradientOffset + start : -1,
      shape: shape)
  }
}
