import CZlib
import Foretell
import Foundation

/// A folder with small files of suites; removed with the value.
final class SuiteFolder {
  /// The folder.
  let path: String

  init() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "foretell-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    path = folder.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file as it is.
  func write(_ name: String, _ text: String) throws {
    let target = URL(filePath: path).appending(path: name)
    try FileManager.default.createDirectory(
      at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: target)
  }

  /// Writes a file compressed, with `.gz` at the end of its name.
  func compress(_ name: String, _ text: String) throws {
    try write(name + ".gz", "")
    let file = gzopen("\(path)/\(name).gz", "wb")
    let bytes = Array(text.utf8)
    expectWritten(gzwrite(file, bytes, UInt32(bytes.count)), bytes.count)
    gzclose(file)
  }

  private func expectWritten(_ count: Int32, _ bytes: Int) { precondition(Int(count) == bytes) }

  /// The message of the error that a body throws.
  static func error(_ body: () throws -> Void) -> ForetellError? {
    do {
      try body()
      return nil
    } catch let error as ForetellError {
      return error
    } catch {
      return nil
    }
  }
}
