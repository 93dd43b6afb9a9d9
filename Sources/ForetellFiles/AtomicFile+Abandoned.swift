import Glibc

extension AtomicFile {
  /// Removes the temporary files left behind by processes that were killed while they wrote `path`.
  ///
  /// A file that a process is still writing is locked by it and stays. Does nothing where the folder can't be
  /// read or the file system has no locks. Costs O(entries of the folder).
  package static func removeAbandoned(of path: String) {
    guard let target = try? resolved(path) else { return }
    let (folder, name) = split(target)
    guard let stream = opendir(folder) else { return }
    defer { closedir(stream) }
    let stem = ".\(temporaryStem(name))."
    while let entry = readdir(stream) {
      let found = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard found.hasPrefix(stem), found.hasSuffix(".tmp"),
        found.utf8.count == stem.utf8.count + 16 + ".tmp".utf8.count
      else { continue }
      removeIfAbandoned("\(folder)/\(found)")
    }
  }

  private static func removeIfAbandoned(_ temporary: String) {
    let descriptor = retrying { open(temporary, O_WRONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK) }
    guard descriptor >= 0 else { return }
    defer { _ = close(descriptor) }
    // A free lock means that the writer is gone. If it has renamed the file meanwhile, this name no longer
    // exists; no other process takes it, because names are random.
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { return }
    _ = unlink(temporary)
  }
}
