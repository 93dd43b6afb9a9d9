extension SeriesTable {
  /// Reads a CSV.
  ///
  /// - Parameters:
  ///   - path: a file, or `-` for standard input.
  ///   - options: what is known about the file; everything else is detected.
  /// - Throws: ``ForetellError`` with the first place of the first problem.
  public init(csv path: String, options: CSVOptions = .init()) throws {
    var reader = TableReader(source: try ByteSource(path: path), options: options)
    self = try reader.read()
  }

  /// Reads a CSV from memory, by the rules of files.
  ///
  /// - Parameters:
  ///   - bytes: the text in UTF-8, for example a `Data` or a `[UInt8]`.
  ///   - name: the name in messages, in place of a file's name.
  ///   - options: what is known about the text; everything else is detected.
  /// - Throws: ``ForetellError`` with the first place of the first problem.
  public init(csv bytes: some Collection<UInt8>, name: String = "CSV data", options: CSVOptions = .init())
    throws
  {
    var reader = TableReader(source: ByteSource(bytes: Array(bytes), name: name), options: options)
    self = try reader.read()
  }

  /// Reads a CSV from a string, by the rules of files; see ``init(csv:name:options:)``.
  public init(csvText text: String, name: String = "CSV text", options: CSVOptions = .init()) throws {
    try self.init(csv: text.utf8, name: name, options: options)
  }
}
