import ForetellErrors

extension SafetensorsFile {
  /// Reads a file and checks everything in it.
  ///
  /// - Throws: `ForetellError` of kind `inputOutput` when the file cannot be read, of kind `data` with the
  ///   byte offset when its content violates the format, the checksum is wrong, or the version is newer than
  ///   this release knows.
  public init(contentsOf path: String) throws(ForetellError) {
    try self.init(contentsOf: path) { _ throws(ForetellError) in }
  }

  /// Reads a file after `check` has accepted its header.
  ///
  /// The header's length is checked before the header is read, and the header before the data: an invalid
  /// file is refused at once, whatever its size.
  ///
  /// - Throws: what `check` and ``init(contentsOf:)`` throw.
  package init(
    contentsOf path: String, check: (Header) throws(ForetellError) -> Void
  ) throws(ForetellError) {
    let file = try RegularFile(path)
    let length = try Self.headerLength(try file.read(min(8, file.size))[...], size: file.size, file: path)
    let text = try file.read(length)
    let header = try Header(text[...], dataBytes: file.size - 8 - length, file: path)
    guard text.count == length else { throw Self.cutOff(path) }
    try check(header)
    let data = try file.read(header.dataBytes)
    guard data.count == header.dataBytes else { throw Self.cutOff(path) }
    try self.init(header, data: data[...])
  }

  private static func cutOff(_ path: String) -> ForetellError {
    .modelFile(path, "the file became shorter while it was read", byte: nil)
  }

  /// Reads a file's content from memory; every length in it is checked, and memory use stays proportional to
  /// its size.
  ///
  /// Refused are: a header that is longer than ``maximumHeaderBytes``, than the file, or than the amount of
  /// data justifies; a header that is not UTF-8 or strict JSON, has a key twice or nests deeply; more than
  /// 16,384 tensors or 32 dimensions; an unknown element type; a shape that disagrees with its range;
  /// overlapping ranges, gaps and bytes after the last tensor; metadata that is not text. Unknown fields of a
  /// tensor and white space around the header are allowed.
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - file: the name of the data in error messages.
  public init(bytes: [UInt8], file: String) throws(ForetellError) {
    try self.init(bytes: bytes, file: file) { _ throws(ForetellError) in }
  }

  /// Reads a file's content after `check` has accepted its header.
  package init(
    bytes: [UInt8], file: String, check: (Header) throws(ForetellError) -> Void
  ) throws(ForetellError) {
    let start = 8 + (try Self.headerLength(bytes[...], size: bytes.count, file: file))
    let header = try Header(bytes[8..<start], dataBytes: bytes.count - start, file: file)
    try check(header)
    try self.init(header, data: bytes[start...])
  }

  /// Assigns each tensor its part of the data, removes this type's own metadata keys and checks them.
  private init(_ header: Header, data: ArraySlice<UInt8>) throws(ForetellError) {
    let (file, entries) = (header.file, header.metadata)
    if let text = entries[Self.versionKey] {
      guard let version = Int(text), version >= 1 else {
        throw .modelFile(
          file, "format version \"\(shown(text, limit: 40))\" is not a positive number", byte: nil)
      }
      guard version <= Self.formatVersion else {
        throw .modelFile(
          file, "format version \(version) is newer than \(Self.formatVersion), the newest known here",
          byte: nil, code: .unsupportedModel, hint: "use a newer foretell to read this file")
      }
    }
    let metadata = entries.filter { $0.key != Self.versionKey && $0.key != Self.checksumKey }
    let checksum = entries[Self.checksumKey]
    let tensors = header.tensors.map { entry in
      let begin = data.startIndex
      return Tensor(
        name: entry.name, element: entry.element, shape: entry.shape,
        bytes: data[begin + entry.range.lowerBound..<begin + entry.range.upperBound])
    }
    self.init(metadata: metadata, tensors: tensors, isVerified: checksum != nil)
    if let checksum {
      let computed = Self.checksum(metadata: entries, tensors: self.tensors)
      guard checksum == computed else {
        throw .modelFile(
          file, "the checksum is \(shown(checksum, limit: 40)) but the content gives \(computed)", byte: nil,
          hint: "the file was changed or damaged after it was written; use a backup or train again")
      }
    }
  }
}
