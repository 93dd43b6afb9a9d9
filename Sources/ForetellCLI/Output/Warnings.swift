import Synchronization

/// How often this process has warned, which decides the exit code under `--strict`.
enum Warnings {
  private static let total = Mutex(0)

  /// Counts one warning, shown or not.
  static func count() { total.withLock { $0 += 1 } }

  /// Whether there was any.
  static var exist: Bool { total.withLock { $0 > 0 } }
}
