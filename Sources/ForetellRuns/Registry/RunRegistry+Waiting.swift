import Foretell
import Foundation
internal import GRDB

/// How long to wait while another process holds the registry.
struct Patience: Sendable {
  /// Whether it is over after a time of waiting.
  var isOver: @Sendable (Duration) -> Bool
  /// Whether somebody is told of a long wait.
  var tells: @Sendable () -> Bool = { true }

  /// So many seconds.
  static func seconds(_ seconds: Double) -> Patience { Patience(isOver: { $0 >= .seconds(seconds) }) }
}

extension RunRegistry {
  /// How long a command waits for other processes before it begins, in seconds.
  public static let defaultPatience = 600.0
  /// How long one statement waits for another process before the transaction is tried again, in seconds.
  static let statementPatience = 0.1
  private static let untold = Duration.seconds(1)

  /// Tries again while another process holds the file.
  ///
  /// - Parameter tell: called once when that takes longer than a second.
  static func retrying<Result>(
    _ path: String, _ patience: Patience, tell: (@Sendable () -> Void)?, _ body: () throws -> Result
  ) throws(ForetellError) -> Result {
    let begin = ContinuousClock.now
    var (isTold, isProbed) = (false, false)
    while true {
      do {
        return try body()
      } catch {
        guard RegistryFailure.isContention(error) else { throw RegistryFailure.described(error, path) }
        let waited = ContinuousClock.now - begin
        if !isProbed, LockProbe.hasNoLocks(beside: path) { throw RegistryFailure.withoutLocks(path) }
        isProbed = true
        guard !patience.isOver(waited) else { throw RegistryFailure.described(error, path) }
        if !isTold, waited >= untold, patience.tells() {
          isTold = true
          tell?()
        }
        // Waiting times differ, so that processes that met once don't meet again.
        usleep(UInt32.random(in: 1_000...20_000))
      }
    }
  }
}

/// Finds out whether files can be locked; SQLite reports a file system that can't as a file that somebody else holds.
enum LockProbe {
  /// Whether the file system beside `path` says that it has no locks; false when that can't be found out.
  ///
  /// Looks at a file of its own: closing the registry would end the locks that this process has on it.
  static func hasNoLocks(beside path: String) -> Bool {
    let probe = "\(path)-probe-\(getpid())-\(UInt32.random(in: .min ... .max))"
    let descriptor = open(probe, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { return false }
    defer {
      close(descriptor)
      unlink(probe)
    }
    var lock = flock()
    lock.l_type = Int16(F_WRLCK)
    lock.l_whence = Int16(SEEK_SET)
    guard fcntl(descriptor, F_SETLK, &lock) != 0 else { return false }
    return [ENOLCK, ENOSYS, ENOTSUP, EINVAL].contains(errno)
  }
}
