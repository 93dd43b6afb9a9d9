/// The result of reading a CSV as far as possible, with all its problems.
public struct TableInspection: Sendable {
  /// The series that could be read; nil when there is none.
  ///
  /// Cells and rows with problems are left out, so the table is for display only, not for forecasting.
  public let table: SeriesTable?
  /// What was detected and changed, as far as the file could be read.
  public let findings: Findings
  /// The problems by code, in the order of the file; each counts its further places.
  public let problems: [ForetellError]

  /// Reads a file without stopping at the first problem.
  ///
  /// - Parameters:
  ///   - path: a file, or `-` for standard input.
  ///   - options: what is known about the file; everything else is detected.
  /// - Throws: ``ForetellError`` of the kinds `inputOutput` and `usage` only; problems in the data are
  ///   in the result.
  public init(csv path: String, options: CSVOptions = .init()) throws {
    var reader = TableReader(source: try ByteSource(path: path), options: options)
    var table: SeriesTable?
    var fatal: ForetellError?
    do {
      table = try reader.readCollecting()
    } catch let error as ForetellError where error.kind == .data {
      fatal = error
    }
    self.table = table
    findings = reader.findings
    problems = reader.problems + (fatal.map { [$0] } ?? [])
  }
}
