import ForetellData

extension SafetensorsFile {
  /// Reads a file and checks everything in it.
  ///
  /// - Throws: ``ForetellError`` of kind `inputOutput` when the file cannot be read, of kind `data` with the
  ///   byte offset when its content breaks the format, a checksum or the version this release knows.
  public init(contentsOf path: String) throws(ForetellError) {
    try self.init(bytes: try AtomicFile.read(path), file: path)
  }

  /// Reads the bytes of a file; no length in them is trusted, and memory stays proportional to them.
  ///
  /// Refused: a header that is longer than ``maximumHeaderBytes`` or than the file, is not UTF-8 or strict
  /// JSON, has a key twice or nests deeply; an unknown element type; a shape that disagrees with its
  /// range; overlapping ranges, holes and bytes after the last tensor; metadata that is not text.
  /// Tolerated: further fields of a tensor, and white space around the header.
  ///
  /// - Parameter file: the name for messages.
  public init(bytes: [UInt8], file: String) throws(ForetellError) {
    guard bytes.count >= 8 else {
      throw .modelFile(file, "only \(bytes.count) bytes, too short for a model file", byte: nil)
    }
    let length = bytes[0..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= UInt64(Self.maximumHeaderBytes) else {
      throw .modelFile(file, "header length \(length) exceeds \(Self.maximumHeaderBytes)", byte: 0)
    }
    guard length <= UInt64(bytes.count - 8) else {
      throw .modelFile(file, "header length \(length) reaches beyond the end of the file", byte: 0)
    }
    let start = 8 + Int(length)
    let header: JSONValue
    do throws(JSONSyntaxError) {
      header = try JSONParser(maximumDepth: 16, maximumBytes: Self.maximumHeaderBytes).parse(bytes[8..<start])
    } catch {
      throw .modelFile(file, error.message, byte: 8 + error.offset)
    }
    guard let members = header.object?.members else {
      throw .modelFile(file, "the header is not a JSON object", byte: 8)
    }
    let reader = TensorReader(bytes: bytes, start: start, file: file)
    var entries: [String: String] = [:]
    var tensors: [Tensor] = []
    for (name, value) in members {
      if name == Self.metadataKey {
        entries = try reader.metadata(value)
      } else {
        tensors.append(try reader.tensor(name, value))
      }
    }
    try reader.checkTiling(tensors)
    try self.init(entries: entries, tensors: tensors, file: file)
  }

  /// Splits off and checks the metadata keys of this type.
  private init(entries: [String: String], tensors: [Tensor], file: String) throws(ForetellError) {
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

/// Turns header entries into tensors and checks them against the data that begins at `start`.
private struct TensorReader {
  let bytes: [UInt8]
  let start: Int
  let file: String

  func metadata(_ value: JSONValue) throws(ForetellError) -> [String: String] {
    guard let members = value.object?.members else { throw failure("__metadata__ is not an object") }
    var entries: [String: String] = [:]
    for (key, value) in members {
      guard let text = value.string else { throw failure("metadata \"\(shown(key))\" is not text") }
      entries[key] = text
    }
    return entries
  }

  func tensor(_ name: String, _ value: JSONValue) throws(ForetellError) -> SafetensorsFile.Tensor {
    let label = "tensor \"\(shown(name))\""
    guard value.object != nil else { throw failure("\(label) is not described by an object") }
    guard let type = value["dtype"]?.string else { throw failure("\(label) has no dtype") }
    guard let element = SafetensorsFile.Element(rawValue: type) else {
      throw failure("\(label) has the unknown dtype \"\(shown(type, limit: 40))\"")
    }
    guard let shape = try sizes(value["shape"], of: "shape", label) else {
      throw failure("\(label) has no shape")
    }
    guard let range = try sizes(value["data_offsets"], of: "data_offsets", label), range.count == 2 else {
      throw failure("\(label) has no pair of data_offsets")
    }
    guard range[0] <= range[1], range[1] <= bytes.count - start else {
      throw failure("\(label) has data_offsets \(range) outside \(bytes.count - start) bytes of data")
    }
    guard let needed = element.byteCount(shape: shape) else {
      throw failure("\(label) has an impossible shape \(shown("\(shape)"))", at: start + range[0])
    }
    guard needed == range[1] - range[0] else {
      throw failure(
        "\(label) needs \(needed) bytes for \(type) of shape \(shown("\(shape)")), but has \(range[1] - range[0])",
        at: start + range[0])
    }
    return SafetensorsFile.Tensor(
      name: name, element: element, shape: shape, bytes: bytes[start + range[0]..<start + range[1]])
  }

  /// An array of non-negative integers.
  private func sizes(
    _ value: JSONValue?, of field: String, _ label: String
  ) throws(ForetellError) -> [Int]? {
    guard let elements = value?.array else { return nil }
    var sizes: [Int] = []
    for element in elements {
      guard case .integer(let number) = element, number >= 0, let size = Int(exactly: number) else {
        throw failure("\(label) has a \(field) entry that is no non-negative integer")
      }
      sizes.append(size)
    }
    return sizes
  }

  /// The tensors must cover the data exactly: no hole, no overlap, nothing after the last.
  func checkTiling(_ tensors: [SafetensorsFile.Tensor]) throws(ForetellError) {
    var end = start
    for tensor in tensors.sorted(by: {
      ($0.bytes.startIndex, $0.bytes.endIndex) < ($1.bytes.startIndex, $1.bytes.endIndex)
    }) {
      let label = "tensor \"\(shown(tensor.name))\""
      if tensor.bytes.startIndex < end {
        throw failure("\(label) overlaps another", at: tensor.bytes.startIndex)
      }
      if tensor.bytes.startIndex > end {
        throw failure("no tensor covers the bytes before \(label)", at: end)
      }
      end = tensor.bytes.endIndex
    }
    if end < bytes.count { throw failure("\(bytes.count - end) bytes after the last tensor", at: end) }
  }

  private func failure(_ problem: String, at byte: Int? = nil) -> ForetellError {
    .modelFile(file, problem, byte: byte ?? 8)
  }
}
