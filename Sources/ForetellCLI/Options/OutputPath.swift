import Foretell
import Foundation

/// Files that a command is going to write.
enum OutputPath {
  /// Refuses what can't be written and what must not be replaced: better now than after a training.
  ///
  /// - Parameters:
  ///   - option: the option's name without dashes.
  ///   - path: its value; nil is fine.
  /// - Throws: ``ForetellError``: of kind `inputOutput` for a path that can't be written, of kind `usage` for a database
  ///   such as a run registry.
  static func check(_ option: String, _ path: String?) throws(ForetellError) {
    guard let path else { return }
    try AtomicFile.check(path)
    guard isDatabase(path) else { return }
    throw ForetellError(
      .conflictingOptions, "--\(option) would replace the database `\(path)`, such as a run registry",
      location: .init(file: path), hint: "choose another file")
  }

  /// Whether a regular file begins as SQLite's files do (SQLite, Database File Format, section 1.3).
  private static func isDatabase(_ path: String) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      let begin = try? FileHandle(forReadingFrom: URL(filePath: path)).read(upToCount: 16)
    else { return false }
    return begin == Data("SQLite format 3\0".utf8)
  }

  /// Whether two paths name the same file, also where it doesn't exist yet.
  static func isSame(_ one: String, _ other: String) -> Bool {
    let urls = [one, other].map { URL(filePath: $0).standardizedFileURL.resolvingSymlinksInPath() }
    return urls[0] == urls[1]
  }
}
