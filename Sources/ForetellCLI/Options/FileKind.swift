import Foretell
import Foundation

/// The content of an existing file, judged by its first bytes.
enum FileKind {
  /// A model or a checkpoint.
  case model
  /// Text that may be a CSV.
  case table

  /// Examines a regular file; nil for anything else, for a file that can't be read, and for other content.
  init?(of path: String) {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      let begin = try? FileHandle(forReadingFrom: URL(filePath: path)).read(upToCount: 4096)
    else { return nil }
    // A safetensors file begins with the header's length in eight bytes, followed by a JSON object.
    if begin.count > 9, begin[8] == UInt8(ascii: "{"), begin[4..<8].allSatisfy({ $0 == 0 }) {
      self = .model
    } else if Self.isTable(begin) {
      self = .table
    } else {
      return nil
    }
  }

  private static func isTable(_ begin: Data) -> Bool {
    let isText = begin.allSatisfy { $0 >= 0x20 || [0x09, 0x0A, 0x0D].contains($0) }
    guard isText, let end = begin.firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) else { return false }
    return begin[..<end].contains { [0x2C, 0x3B, 0x09, 0x7C].contains($0) } || end + 1 < begin.endIndex
  }
}

extension TableInput {
  /// Refuses a model in the place of the CSV.
  ///
  /// - Throws: ``ForetellError`` of kind `usage` with the command that forecasts with the model.
  func refuseModel() throws(ForetellError) {
    guard let file, file != "-", FileKind(of: file) == .model else { return }
    let name = ShellWord.quoted(file)
    throw ForetellError(
      .badOption, "`\(file)` is a model, but a CSV is expected here", location: .init(file: file),
      hint: file.hasSuffix(".checkpoint")
        ? "a checkpoint belongs to foretell fit FILE --save \(ShellWord.quoted(String(file.dropLast(11)))) --resume"
        : "a model forecasts with: foretell predict \(name)")
  }
}
