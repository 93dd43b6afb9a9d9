import Glibc

/// One zeroed, 64-byte-aligned allocation, which is freed with its owner.
package struct Arena<Scalar: KernelScalar>: ~Copyable {
  private let storage: UnsafeMutablePointer<Scalar>
  private let raw: UnsafeMutableRawPointer
  /// Number of scalars.
  package let count: Int

  /// Allocates `count` zeroed scalars (at least one, so that a base address exists).
  package init(count: Int) {
    precondition(count >= 0, "an arena can't hold \(count) scalars")
    let capacity = Swift.max(count, 1)
    // The pages of a large calloc are zero without having been touched, so memory that is never used costs
    // nothing.
    guard let memory = calloc(1, capacity * MemoryLayout<Scalar>.stride + 128) else {
      fatalError("no memory for \(capacity) scalars")
    }
    raw = memory
    storage = memory.alignedUp(toMultipleOf: 64).bindMemory(to: Scalar.self, capacity: capacity)
    self.count = count
  }

  deinit { free(raw) }

  /// The whole arena as a block.
  package var block: Block<Scalar> { Block(base: storage, count: count) }
}
