import Synchronization

/// The number of warnings of this process, which decides the exit code with `--strict`.
enum Warnings {
  private static let total = Mutex(0)

  /// Counts one warning, whether it was printed or not.
  static func count() { total.withLock { $0 += 1 } }

  /// Whether there was any.
  static var exist: Bool { total.withLock { $0 > 0 } }
}
