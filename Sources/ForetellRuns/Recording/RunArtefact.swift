import Foretell
import ForetellData
import Foundation

/// A file that a run wrote, before its size and digest are known.
public struct RunArtefact: Sendable, Hashable {
  /// What it is: `model`, `forecast`, `report`, `picture`.
  public var kind: String
  /// Its path, absolute or from the working folder.
  public var path: String

  /// Names a file.
  public init(_ kind: String, _ path: String) {
    self.kind = kind
    self.path = path
  }

  /// Reads the file for its size and digest; what is no regular file, such as a pipe, has neither.
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
