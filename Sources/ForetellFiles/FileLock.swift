import ForetellErrors
import Glibc

/// A lock that lets only one process work on a file; it is released with the value or when the process ends.
///
/// The lock is held on a separate file beside the other, `.NAME.lock`, which contains the process number. A
/// lock file left behind by a killed process is no longer locked and blocks no other process.
package final class FileLock: Sendable {
  private let path: String
  private let descriptor: Int32

  private init(path: String, descriptor: Int32) {
    self.path = path
    self.descriptor = descriptor
  }

  deinit {
    // The lock file is deleted while still locked: a process waiting for it notices that it is gone, and
    // makes a new one.
    _ = unlink(path)
    _ = close(descriptor)
  }

  /// Locks `file`, which need not exist yet.
  ///
  /// - Returns: nil where locking is impossible, as for a device or on a file system without locks.
  /// - Throws: `ForetellError` of kind `inputOutput` when another process holds the lock (the message gives
  ///   its number), or when the lock file can't be created.
  package static func take(for file: String) throws(ForetellError) -> FileLock? {
    try AtomicFile.checkName(file, "write")
    let target = try AtomicFile.resolved(file)
    var status = stat()
    if stat(target, &status) == 0, status.st_mode & S_IFMT != S_IFREG { return nil }
    let (folder, name) = AtomicFile.split(target)
    let path = "\(folder)/.\(AtomicFile.temporaryStem(name)).lock"
    // An attempt repeats only when the lock's owner deletes the lock file at the same moment.
    for _ in 0..<1000 {
      let descriptor = AtomicFile.retrying {
        open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o644)
      }
      // The lock file belongs to another user and can't be written.
      if descriptor < 0, errno == EACCES, access(path, F_OK) == 0 { throw busy(file, owner: nil) }
      guard descriptor >= 0 else { throw AtomicFile.failure("write", file) }
      if AtomicFile.retrying({ flock(descriptor, LOCK_EX | LOCK_NB) }) == 0 {
        if isAt(path, descriptor) {
          note(descriptor)
          return FileLock(path: path, descriptor: descriptor)
        }
        _ = close(descriptor)
        continue
      }
      let reason = errno
      let owner = reason == EWOULDBLOCK ? readOwner(descriptor) : nil
      let isStale = reason == EWOULDBLOCK && !isAt(path, descriptor)
      _ = close(descriptor)
      if isStale { continue }
      guard reason == EWOULDBLOCK else { return nil }
      throw busy(file, owner: owner)
    }
    throw busy(file, owner: nil)
  }

  private static func busy(_ file: String, owner: String?) -> ForetellError {
    .system(
      "write", file, "another fit\(owner.map { " (process \($0))" } ?? "") is working on it",
      hint: "wait for its end, or save to another file")
  }

  /// Whether the file at `path` is still the open one.
  private static func isAt(_ path: String, _ descriptor: Int32) -> Bool {
    var (own, there) = (stat(), stat())
    guard fstat(descriptor, &own) == 0, lstat(path, &there) == 0 else { return false }
    return own.st_dev == there.st_dev && own.st_ino == there.st_ino
  }

  /// Writes the number of this process into the lock file.
  private static func note(_ descriptor: Int32) {
    let text = Array("\(getpid())\n".utf8)
    _ = ftruncate(descriptor, 0)
    _ = pwrite(descriptor, text, text.count, 0)
  }

  /// The process number in a lock file; nil when it isn't written yet.
  private static func readOwner(_ descriptor: Int32) -> String? {
    var bytes = [UInt8](repeating: 0, count: 16)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    guard count > 0 else { return nil }
    let digits = bytes[..<count].prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    return digits.isEmpty ? nil : String(decoding: digits, as: UTF8.self)
  }
}
