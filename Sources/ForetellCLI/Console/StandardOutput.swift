import Foretell
import Glibc
import Synchronization

/// Standard output with every write checked: text that can't be written is an error.
enum StandardOutput {
  /// Whether it is a terminal.
  static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

  private static let hasLostReader = Atomic<Bool>(false)

  /// Keeps the program alive when the reader of standard output closes it, so that the record of a run can be
  /// completed; ``endIfReaderLeft()`` then ends the program as SIGPIPE would have.
  static func surviveReader() { signal(SIGPIPE, SIG_IGN) }

  /// Ends the program by SIGPIPE if the reader has closed standard output meanwhile.
  static func endIfReaderLeft() {
    guard hasLostReader.load(ordering: .relaxed) else { return }
    signal(SIGPIPE, SIG_DFL)
    raise(SIGPIPE)
  }

  /// Writes a whole text.
  ///
  /// - Throws: ``ForetellError`` of kind `inputOutput` when the write fails, for example on a full disk. If
  ///   the reader has closed standard output, SIGPIPE ends the program instead, unless ``surviveReader()``
  ///   was called.
  static func write(_ text: String) throws(ForetellError) {
    if let problem = Descriptor.write(text, to: STDOUT_FILENO) {
      if problem == EPIPE { return hasLostReader.store(true, ordering: .relaxed) }
      throw ForetellError(
        .cannotWrite, "cannot write to standard output: \(Descriptor.message(problem))",
        hint: problem == ENOSPC
          ? "free space on that disk, or choose another"
          : problem == EFBIG
            ? "the file would be larger than is allowed here; `ulimit -f` shows the limit" : nil)
    }
  }
}

/// Standard input.
enum StandardInput {
  /// Whether it is a terminal.
  static var isTerminal: Bool { isatty(STDIN_FILENO) == 1 }
}

/// Writes to a file descriptor.
enum Descriptor {
  /// Writes a whole text; returns the system's error number, or nil.
  static func write(_ text: String, to descriptor: Int32) -> Int32? {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR { continue }
        guard errno == EAGAIN else { return errno }
        var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = poll(&wait, 1, -1)
        continue
      }
      rest = rest.dropFirst(count)
    }
    return nil
  }

  /// The system's message for an error number.
  static func message(_ number: Int32) -> String {
    strerror(number).map { String(cString: $0) } ?? "system error \(number)"
  }
}
