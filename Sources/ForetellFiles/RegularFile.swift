import ForetellErrors
import Glibc

/// A regular file opened for reading, whose size is known before anything is read.
package final class RegularFile {
  /// The path as given.
  package let path: String
  /// The size in bytes when the file was opened.
  package let size: Int
  private let descriptor: Int32

  /// Opens a file.
  ///
  /// - Throws: `ForetellError` of kind `inputOutput` for a file that can't be opened, or is a folder, a device or a
  ///   pipe.
  package init(_ path: String) throws(ForetellError) {
    try AtomicFile.checkName(path, "read")
    let descriptor = AtomicFile.retrying { open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
    guard descriptor >= 0 else { throw AtomicFile.failure("open", path) }
    var status = stat()
    let problem: ForetellError? =
      if fstat(descriptor, &status) != 0 {
        AtomicFile.failure("read", path)
      } else if status.st_mode & S_IFMT == S_IFDIR {
        AtomicFile.failure("read", path, EISDIR)
      } else if status.st_mode & S_IFMT != S_IFREG {
        .system("read", path, "not a regular file")
      } else {
        nil
      }
    if let problem {
      _ = close(descriptor)
      throw problem
    }
    self.path = path
    self.descriptor = descriptor
    size = Int(status.st_size)
  }

  deinit { _ = close(descriptor) }

  /// Reads the next `size` bytes; fewer at the file's end.
  package func read(_ size: Int) throws(ForetellError) -> [UInt8] {
    var problem: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      while count < size, let base = buffer.baseAddress {
        let got = AtomicFile.retrying { Glibc.read(descriptor, base + count, size - count) }
        if got < 0 { problem = errno }
        if got <= 0 { return }
        count += got
      }
    }
    guard problem == 0 else { throw AtomicFile.failure("read", path, problem) }
    return bytes
  }
}
