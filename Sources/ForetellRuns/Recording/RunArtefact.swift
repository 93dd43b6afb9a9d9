import Foretell
import ForetellData
import Foundation

/// A file that a run wrote, before its size and digest are known.
public struct RunArtefact: Sendable, Hashable {
  /// The kind of file: `model`, `forecast`, `report`, `picture`.
  public var kind: String
  /// The file's path, absolute or relative to the working folder.
  public var path: String

  /// Makes an artefact of a kind and a path.
  public init(_ kind: String, _ path: String) {
    self.kind = kind
    self.path = path
  }

  /// Reads the file to determine its size and digest; nil for anything but a regular file, such as a pipe.
  func measured() throws(ForetellError) -> RunDetails.Artefact? {
    let absolute = URL(filePath: path).standardizedFileURL.path
    let attributes = try? FileManager.default.attributesOfItem(
      atPath: URL(filePath: path).resolvingSymlinksInPath().path)
    guard attributes?[.type] as? FileAttributeType == .typeRegular else {
      return RunDetails.Artefact(path: absolute, kind: kind, size: 0, digest: "")
    }
    let bytes = try AtomicFile.read(path)
    var hash = SHA256()
    hash.update(bytes)
    return RunDetails.Artefact(path: absolute, kind: kind, size: bytes.count, digest: hash.finish())
  }
}
