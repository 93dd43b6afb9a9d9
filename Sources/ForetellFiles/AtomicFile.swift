import ForetellErrors
import Glibc

/// Reads whole files up to a maximum size, and replaces files so that a crash leaves either the old or the
/// new content.
///
/// Raw memory is used only to pass bytes to the system calls `read` and `write`.
public enum AtomicFile {
  /// Replaces the content of a file, or makes the file.
  ///
  /// The bytes go to a temporary file in the same folder, which takes the mode of the old file (for a new
  /// one: 0666 without the bits of the umask), is synced to disk and renamed over the target; then the folder
  /// is synced. Symbolic links are followed, so the link stays and its target changes. Anything but a regular
  /// file (a device, a pipe) is written directly. Every failure removes the temporary file. Any number of
  /// processes may write the same file: each has its own temporary file, and the last one renamed stays.
  ///
  /// - Throws: `ForetellError` of kind `inputOutput` with the path and the system's reason. When only syncing
  ///   the folder failed, the message says that the new file is already in place.
  public static func write(_ path: String, _ bytes: [UInt8]) throws(ForetellError) {
    let (target, old) = try destination(path)
    if let old, old.st_mode & S_IFMT != S_IFREG {
      try writeThrough(target, path, bytes)
    } else {
      if old != nil, access(target, W_OK) != 0 { throw failure("write", path) }
      try replace(target, path, bytes, old: old)
    }
  }

  /// Refuses a path that ``write(_:_:)`` could not write, without changing anything; call it before long work
  /// whose result goes there.
  ///
  /// - Throws: `ForetellError` as ``write(_:_:)``.
  public static func check(_ path: String) throws(ForetellError) {
    let (target, old) = try destination(path)
    if old != nil, access(target, W_OK) != 0 { throw failure("write", path) }
    if let old, old.st_mode & S_IFMT != S_IFREG { return }
    var status = stat()
    let folder = split(target).folder
    guard stat(folder, &status) == 0 else {
      let reason = errno
      let hint = reason == ENOENT ? "check that the folder `\(folder)` exists" : nil
      throw .system("write", path, message(reason), hint: hint)
    }
    guard status.st_mode & S_IFMT == S_IFDIR else { throw failure("write", path, ENOTDIR) }
    guard access(folder, W_OK | X_OK) == 0 else { throw failure("write", path) }
  }

  /// The path after resolving links, and the status of the existing file; nil when there is none yet.
  private static func destination(_ path: String) throws(ForetellError) -> (target: String, old: stat?) {
    try checkName(path, "write")
    var status = stat()
    // The links /dev/stdout and /dev/fd/N resolve to names such as `pipe:[7]`, which don't exist as paths.
    if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG, status.st_mode & S_IFMT != S_IFDIR {
      return (path, status)
    }
    let target = try resolved(path)
    let exists = stat(target, &status) == 0
    if !exists, errno != ENOENT { throw failure("write", path) }
    if exists, status.st_mode & S_IFMT == S_IFDIR { throw failure("write", path, EISDIR) }
    return (target, exists ? status : nil)
  }

  /// The content of a regular file.
  ///
  /// - Parameters:
  ///   - path: the file's path.
  ///   - maximumBytes: the largest size that is accepted.
  /// - Throws: `ForetellError` of kind `inputOutput` for a file that cannot be read or is too large.
  public static func read(_ path: String, maximumBytes: Int = 4 << 30) throws(ForetellError) -> [UInt8] {
    let file = try RegularFile(path)
    guard file.size <= maximumBytes else {
      throw .system("read", path, "\(file.size) bytes are more than the limit of \(maximumBytes)")
    }
    return try file.read(file.size)
  }

  // MARK: Steps

  private static func replace(
    _ target: String, _ path: String, _ bytes: [UInt8], old: stat?
  ) throws(ForetellError) {
    let (folder, name) = split(target)
    let (temporary, descriptor) = try makeTemporary(folder: folder, name: name, path: path, isNew: old == nil)
    var isOpen = true
    do throws(ForetellError) {
      try writeAll(descriptor, path, bytes)
      if let old {
        // Only the superuser can keep another owner; for everybody else the new file belongs to the user who
        // writes it.
        if old.st_uid != geteuid() || old.st_gid != getegid() {
          _ = fchown(descriptor, old.st_uid, old.st_gid)
        }
        guard retrying({ fchmod(descriptor, old.st_mode & 0o7777) }) == 0 else {
          throw failure("write", path)
        }
      }
      guard retrying({ fsync(descriptor) }) == 0 else { throw failure("sync", path) }
      isOpen = false
      guard close(descriptor) == 0 else { throw failure("write", path) }
      guard rename(temporary, target) == 0 else { throw failure("write", path) }
    } catch {
      if isOpen { _ = close(descriptor) }
      _ = unlink(temporary)
      throw error
    }
    try syncFolder(folder, path)
  }

  private static func makeTemporary(
    folder: String, name: String, path: String, isNew: Bool
  ) throws(ForetellError) -> (path: String, descriptor: Int32) {
    // A new file is created with 0666 so that the kernel applies the umask, which cannot be read safely in a
    // program with threads; a replacement is readable by its owner alone until it gets the old file's mode.
    let mode: mode_t = isNew ? 0o666 : 0o600
    let stem = temporaryStem(name)
    for _ in 0..<100 {
      let suffix = hexadecimal(UInt64.random(in: .min ... .max), digits: 16)
      let temporary = "\(folder)/.\(stem).\(suffix).tmp"
      let descriptor = retrying {
        open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
      }
      if descriptor >= 0 {
        if isClaimed(descriptor) { return (temporary, descriptor) }
        _ = close(descriptor)
        continue
      }
      if errno != EEXIST { break }
    }
    let reason = errno
    let hint = reason == ENOENT ? "check that the folder `\(folder)` exists" : nil
    throw .system("write", path, message(reason), hint: hint)
  }

  /// The beginning, after a dot, of the names of a file's temporary files.
  static func temporaryStem(_ name: String) -> String {
    String(decoding: name.utf8.prefix(200), as: UTF8.self)
  }

  /// Locks a new temporary file while it is open, so that ``removeAbandoned(of:)`` doesn't delete it.
  ///
  /// - Returns: false when another process deleted the file as abandoned before it was locked.
  private static func isClaimed(_ descriptor: Int32) -> Bool {
    // On a file system without locks, abandoned files are never deleted either.
    _ = retrying { flock(descriptor, LOCK_EX) }
    var status = stat()
    return fstat(descriptor, &status) != 0 || status.st_nlink > 0
  }

  private static func writeThrough(_ target: String, _ path: String, _ bytes: [UInt8]) throws(ForetellError) {
    let descriptor = retrying { open(target, O_WRONLY | O_CLOEXEC) }
    guard descriptor >= 0 else { throw failure("write", path) }
    do throws(ForetellError) {
      try writeAll(descriptor, path, bytes)
    } catch {
      _ = close(descriptor)
      throw error
    }
    guard close(descriptor) == 0 else { throw failure("write", path) }
  }

  private static func writeAll(_ descriptor: Int32, _ path: String, _ bytes: [UInt8]) throws(ForetellError) {
    var problem: Int32 = 0
    bytes.withUnsafeBytes { buffer in
      var written = 0
      while written < buffer.count, let base = buffer.baseAddress {
        let count = retrying { Glibc.write(descriptor, base + written, buffer.count - written) }
        guard count > 0 else {
          problem = count < 0 ? errno : EIO
          return
        }
        written += count
      }
    }
    if problem != 0 {
      throw .system("write", path, message(problem), hint: remedy(problem))
    }
  }

  private static func syncFolder(_ folder: String, _ path: String) throws(ForetellError) {
    let descriptor = retrying { open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
    // A folder that can be written but not read can't be synced; the file itself is already on disk.
    if descriptor < 0, errno == EACCES { return }
    guard descriptor >= 0 else { throw unsynced(folder, path) }
    defer { _ = close(descriptor) }
    guard retrying({ fsync(descriptor) }) == 0 || errno == EINVAL || errno == ENOTSUP else {
      throw unsynced(folder, path)
    }
  }

  /// The error when the new file is complete and in place, but its name may be lost if the power fails.
  private static func unsynced(_ folder: String, _ path: String) -> ForetellError {
    ForetellError(
      .cannotWrite,
      "cannot sync the folder `\(shown(folder))`: \(message(errno)); `\(shown(path))` is written and in place, but might "
        + "not survive a power cut", location: .init(file: path), hint: "check that disk, then run sync")
  }

  /// Advice after a failed write; nil where there is none.
  private static func remedy(_ problem: Int32) -> String? {
    switch problem {
    case ENOSPC, EDQUOT: "free space on that disk or choose another"
    case EFBIG: "the file would be larger than is allowed here; `ulimit -f` shows the limit"
    default: nil
    }
  }

  // MARK: Paths

  static func checkName(_ path: String, _ action: String) throws(ForetellError) {
    if path.isEmpty || path.utf8.contains(0) { throw .system(action, path, "not a valid file name") }
  }

  /// The path that the symbolic links at `path` lead to, also when nothing exists there yet.
  static func resolved(_ path: String) throws(ForetellError) -> String {
    var current = path
    for _ in 0..<40 {
      var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
      let count = readlink(current, &buffer, buffer.count)
      if count < 0 {
        // EINVAL: not a link. ENOENT: a new file. Any other problem shows up when the path is used.
        return current
      }
      guard count < buffer.count else { throw failure("write", path, ENAMETOOLONG) }
      let link = String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
      current = link.hasPrefix("/") ? link : split(current).folder + "/" + link
    }
    throw failure("write", path, ELOOP)
  }

  static func split(_ path: String) -> (folder: String, name: String) {
    guard let slash = path.lastIndex(of: "/") else { return (".", path) }
    let folder = slash == path.startIndex ? "/" : String(path[..<slash])
    return (folder, String(path[path.index(after: slash)...]))
  }

  // MARK: System calls

  static func retrying<Number: BinaryInteger>(_ call: () -> Number) -> Number {
    while true {
      let result = call()
      if result >= 0 || errno != EINTR { return result }
    }
  }

  static func message(_ number: Int32) -> String {
    strerror(number).map { String(cString: $0) } ?? "system error \(number)"
  }

  static func failure(_ action: String, _ path: String, _ number: Int32 = errno) -> ForetellError {
    .system(action, path, message(number))
  }
}
