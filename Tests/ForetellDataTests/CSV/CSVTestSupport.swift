import Foundation
import Testing

@testable import ForetellData

/// Folder of the package, found from this file.
let packageFolder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent()

/// Runs a body with a temporary file named `data.csv` that holds the bytes.
func withFile<Result>(_ bytes: [UInt8], _ body: (String) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory.appending(path: "foretell-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  let file = folder.appending(path: "data.csv")
  try Data(bytes).write(to: file)
  return try body(file.path)
}

/// Reads a table from text.
func table(_ text: String, _ options: CSVOptions = .init()) throws -> SeriesTable {
  try withFile(Array(text.utf8)) { try SeriesTable(csv: $0, options: options) }
}

/// The error that reading a text gives; records an issue when it gives none.
func refusal(
  _ bytes: [UInt8], _ options: CSVOptions = .init(), sourceLocation: SourceLocation = #_sourceLocation
) throws -> ForetellError? {
  try withFile(bytes) { path in
    do {
      _ = try SeriesTable(csv: path, options: options)
      Issue.record("the file was accepted", sourceLocation: sourceLocation)
      return nil
    } catch let error as ForetellError {
      return error
    }
  }
}

/// The error for a CSV given as text; nil and a test failure if it was accepted.
func refusal(
  _ text: String, _ options: CSVOptions = .init(), sourceLocation: SourceLocation = #_sourceLocation
) throws -> ForetellError? {
  try refusal(Array(text.utf8), options, sourceLocation: sourceLocation)
}
