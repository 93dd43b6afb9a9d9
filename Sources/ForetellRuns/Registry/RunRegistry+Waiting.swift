import Foretell
import Foundation
internal import GRDB

/// How long to wait while another process has locked the registry.
struct Patience: Sendable {
  /// Whether to give up after having waited for a given time.
  var isOver: @Sendable (Duration) -> Bool
  /// Whether to report a long wait.
  var tells: @Sendable () -> Bool = { true }

  /// Waits for this number of seconds.
  static func seconds(_ seconds: Double) -> Patience { Patience(isOver: { $0 >= .seconds(seconds) }) }
}

extension RunRegistry {
  /// How long, in seconds, a command waits for other processes before it begins.
  public static let defaultPatience = 600.0
  /// How long, in seconds, one statement waits for another process before the transaction is tried again.
  static let statementPatience = 0.1
  private static let untold = Duration.seconds(1)

  /// Repeats `body` while another process has locked the file.
  ///
  /// - Parameter tell: called once when this takes longer than a second.
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
        // Waiting times are random, so that processes that collided once don't collide again.
        usleep(UInt32.random(in: 1_000...20_000))
      }
    }
  }
}

/// Tests whether files can be locked; on a file system without locks SQLite reports the file as locked by
/// another process.
enum LockProbe {
  /// Whether the file system of `path` reports that it has no locks; false when that can't be determined.
  ///
  /// It uses a separate file, because closing the registry's would release the locks that this process holds
  /// on it.
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
