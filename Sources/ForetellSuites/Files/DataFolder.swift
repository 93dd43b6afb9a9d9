import Foretell
import Glibc

/// The folder that holds the files of all suites.
struct DataFolder {
  /// The path as given.
  let path: String

  /// Checks that the folder exists.
  ///
  /// - Throws: `ForetellError` that says what the folder holds.
  init(_ path: String) throws(ForetellError) {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
      throw ForetellError(
        .cannotOpen, "there is no folder `\(path)`", location: .init(file: path),
        hint:
          "the data folder holds m3, m4, nn3, ett, exchange_rate and illness; Benchmarks/accuracy/README.md "
          + "lists their files and where to get them")
    }
    self.path = path
  }

  /// The path of a file, compressed (with `.gz` at the end of its name) or not.
  ///
  /// - Parameters:
  ///   - name: the file's path in the folder, without `.gz`.
  ///   - suite: the suite that needs it, for the message.
  ///   - origin: where to get the file, for the message.
  func file(_ name: String, for suite: String, origin: String) throws(ForetellError) -> String {
    for ending in [".gz", ""] where access("\(path)/\(name)\(ending)", R_OK) == 0 {
      return "\(path)/\(name)\(ending)"
    }
    throw ForetellError(
      .cannotOpen, "\(suite) needs `\(path)/\(name).gz`, which is absent or may not be read",
      location: .init(file: "\(path)/\(name).gz"),
      hint: "\(origin); it may also be unpacked, without .gz")
  }
}
