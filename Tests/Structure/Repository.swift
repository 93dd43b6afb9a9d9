import Foundation

/// The files of this repository.
enum Repository {
  /// Its folder.
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// All Swift files of a folder in order of their paths, each with its path from the repository's folder.
  static func swiftFiles(in subfolder: String) throws -> [(path: String, text: String)] {
    try files(in: subfolder, endings: [".swift"])
  }

  /// All files of a folder with one of these endings in order of their paths, each with its path from the repository's
  /// folder.
  static func files(in subfolder: String, endings: [String]) throws -> [(path: String, text: String)] {
    let root = folder.appending(path: subfolder).resolvingSymlinksInPath()
    let paths = try FileManager.default.subpathsOfDirectory(atPath: root.path(percentEncoded: false)).sorted()
    let chosen = paths.filter { path in endings.contains { path.hasSuffix($0) } && !path.contains(".build") }
    return try chosen.map { path in
      ("\(subfolder)/\(path)", try String(contentsOf: root.appending(path: path), encoding: .utf8))
    }
  }
}
