import Glibc

/// A contiguous range of scalars in an arena; layers use it instead of raw memory.
///
/// A block is a view: its arena must outlive it. Element access is checked.
package struct Block<Scalar: KernelScalar>: @unchecked Sendable {
  /// The address of the first element; used in ForetellCore only.
  let base: UnsafeMutablePointer<Scalar>
  /// Number of elements.
  package let count: Int

  init(base: UnsafeMutablePointer<Scalar>, count: Int) {
    self.base = base
    self.count = count
  }

  /// Reads or writes one element; traps outside `0..<count`.
  package subscript(index: Int) -> Scalar {
    get {
      precondition(index >= 0 && index < count, "block index \(index) outside 0..<\(count)")
      return base[index]
    }
    nonmutating set {
      precondition(index >= 0 && index < count, "block index \(index) outside 0..<\(count)")
      base[index] = newValue
    }
  }

  /// The `count` elements from `offset` on; traps unless they all lie inside this block.
  package func slice(_ offset: Int, _ count: Int) -> Block {
    precondition(
      offset >= 0 && count >= 0 && offset + count <= self.count,
      "slice \(offset)+\(count) outside a block of \(self.count)")
    return Block(base: base + offset, count: count)
  }

  /// Sets every element.
  package func fill(_ value: Scalar) {
    // Zero, by far the most frequent value, is set with memset, because an unspecialised generic loop makes a
    // call per element.
    if value.isZero && value.sign == .plus {
      memset(base, 0, count * MemoryLayout<Scalar>.stride)
    } else {
      base.update(repeating: value, count: count)
    }
  }

  /// Copies all elements of `source`; the blocks must not overlap.
  package func copy(from source: Block) {
    precondition(source.count <= count, "copy of \(source.count) elements into a block of \(count)")
    memcpy(base, source.base, source.count * MemoryLayout<Scalar>.stride)
  }

  /// Copies an array's elements.
  package func copy(from source: [Scalar]) {
    precondition(source.count <= count, "copy of \(source.count) elements into a block of \(count)")
    source.withUnsafeBufferPointer { buffer in
      if let first = buffer.baseAddress { memcpy(base, first, buffer.count * MemoryLayout<Scalar>.stride) }
    }
  }

  /// The elements as an array.
  package var array: [Scalar] { Array(UnsafeBufferPointer(start: base, count: count)) }

  /// Passes the elements to `body` as a bounds-checked span, valid during the call only.
  package func withMutableSpan<Result>(_ body: (inout MutableSpan<Scalar>) throws -> Result) rethrows
    -> Result
  {
    var span = MutableSpan(_unsafeStart: base, count: count)
    return try body(&span)
  }
}
