import Foretell
internal import GRDB

/// Converts SQLite's errors to errors of the toolkit.
enum RegistryFailure {
  /// Whether the error means only that another process has locked the file at the moment.
  static func isContention(_ error: any Error) -> Bool {
    guard let code = (error as? DatabaseError)?.resultCode else { return false }
    return code == .SQLITE_BUSY || code == .SQLITE_LOCKED || code == .SQLITE_PROTOCOL
  }

  /// Whether the error means that the file can be read but not written.
  static func isReadOnly(_ error: any Error) -> Bool {
    guard let code = (error as? DatabaseError)?.resultCode else { return false }
    return code == .SQLITE_READONLY || code == .SQLITE_CANTOPEN || code == .SQLITE_PERM
  }

  /// The error for a file system without file locks.
  static func withoutLocks(_ path: String) -> ForetellError {
    ForetellError(
      .cannotWrite,
      "the run registry `\(path)` is on a file system without file locks, which it needs",
      location: .init(file: path), hint: "choose a file on a local disk with \(option: .registry)")
  }

  /// The error with a message for users.
  static func described(_ error: any Error, _ path: String) -> ForetellError {
    if let error = error as? ForetellError { return error }
    guard let error = error as? DatabaseError else {
      return ForetellError(
        .cannotWrite, "the run registry `\(path)`: \(error)", location: .init(file: path))
    }
    let reason = error.message ?? "\(error.resultCode)"
    func failure(_ code: ErrorCode, _ text: String, _ hint: OptionText) -> ForetellError {
      ForetellError(code, text, location: .init(file: path), hint: hint)
    }
    switch error.resultCode {
    case .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_PROTOCOL:
      return failure(
        .cannotWrite, "another process holds the run registry `\(path)` for too long (\(reason))",
        "see which program has it open, for example with fuser")
    case .SQLITE_FULL:
      return failure(
        .cannotWrite, "no space for the run registry `\(path)`",
        "free space on that disk, or choose another with \(option: .registry)")
    case .SQLITE_NOTADB, .SQLITE_CORRUPT:
      return failure(
        .damagedRegistry, "`\(path)` is no run registry, or damaged (\(reason))",
        "name another file with \(option: .registry)")
    case .SQLITE_CANTOPEN:
      return failure(
        .cannotOpen, "cannot open the run registry `\(path)`",
        "check the folder and its permissions, or choose another file with \(option: .registry)")
    case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
      return failure(
        .cannotWrite, "the run registry `\(path)` may not be written",
        "check its permissions, or choose another file with \(option: .registry)")
    case .SQLITE_CONSTRAINT:
      return failure(
        .recordLost, "the run registry `\(path)` refused a record: \(reason)",
        "was the run deleted in the meantime?")
    default:
      return failure(
        .cannotWrite, "the run registry `\(path)`: \(reason)", "choose another file with \(option: .registry)"
      )
    }
  }
}
