import Glibc

/// One zeroed, 64-byte-aligned allocation, freed with its owner.
package struct Arena<Scalar: KernelScalar>: ~Copyable {
  private let storage: UnsafeMutablePointer<Scalar>
  private let raw: UnsafeMutableRawPointer
  /// Number of scalars.
  package let count: Int

  /// Allocates `count` zeroed scalars (at least one, so that a base address exists).
  package init(count: Int) {
    precondition(count >= 0, "an arena can't hold \(count) scalars")
    let capacity = Swift.max(count, 1)
    raw = UnsafeMutableRawPointer.allocate(
      byteCount: (capacity * MemoryLayout<Scalar>.stride + 63) & ~63, alignment: 64)
    storage = raw.bindMemory(to: Scalar.self, capacity: capacity)
    memset(raw, 0, capacity * MemoryLayout<Scalar>.stride)
    self.count = count
  }

  deinit { raw.deallocate() }

  /// The whole arena as a block.
  package var block: Block<Scalar> { Block(base: storage, count: count) }
}
