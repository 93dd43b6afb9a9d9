#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Large pages for the columns of a large file, where the system has them.
enum LargePages {
  /// The usual size of a large page.
  private static let size = 1 << 21

  /// Asks the system to provide the reserved memory of an array in large pages, which takes it a fraction of the
  /// time; nothing else changes.
  ///
  /// Only pages that lie in the array as a whole are asked for, so that not more memory is used than reserved.
  static func advise<Element: BitwiseCopyable>(_ array: inout [Element]) {
    #if os(Linux)
      let reserved = array.capacity * MemoryLayout<Element>.stride
      guard reserved >= 2 * size else { return }
      array.withUnsafeMutableBytes { bytes in
        guard let base = bytes.baseAddress else { return }
        let first = base.alignedUp(toMultipleOf: size)
        let end = (base + reserved).alignedDown(toMultipleOf: size)
        if end > first { _ = madvise(first, end - first, MADV_HUGEPAGE) }
      }
    #endif
  }
}
