import Foundation

/// The files of this repository.
enum Repository {
  /// Its folder.
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// All Swift files of a folder in order of their paths, each with its path from the repository's folder.
  static func swiftFiles(in subfolder: String) throws -> [(path: String, text: String)] {
    let root = folder.appending(path: subfolder).resolvingSymlinksInPath()
    let paths = try FileManager.default.subpathsOfDirectory(atPath: root.path(percentEncoded: false)).sorted()
    return try paths.filter { $0.hasSuffix(".swift") && !$0.contains(".build") }.map { path in
      ("\(subfolder)/\(path)", try String(contentsOf: root.appending(path: path), encoding: .utf8))
    }
  }
}
