import ForetellErrors

/// A file of named tensors and text metadata in the safetensors format, which cannot run code.
///
/// Layout (https://github.com/huggingface/safetensors): 8 bytes header length N, little-endian; N bytes of
/// JSON; the tensors' bytes without gaps. The header maps each name to `dtype`, `shape` and `data_offsets`,
/// and `__metadata__` to pairs of strings.
///
/// Two metadata keys belong to this type and are kept out of ``metadata``: `foretell.format`, the version of
/// these conventions, and `foretell.checksum`. In version 1 the checksum is the 64-bit FNV-1a hash of the
/// header as this type would write it without the checksum, followed by the tensors' bytes in the same order.
/// So it covers names, shapes and metadata as well, and stays valid when another tool changes only spaces and
/// order.
public struct SafetensorsFile: Sendable, Hashable {
  /// The metadata: pairs of strings that describe the tensors.
  public var metadata: [String: String]
  /// The tensors in the file's order: widest elements first, then by the bytes of the name.
  public private(set) var tensors: [Tensor]
  /// Whether the file had a checksum, which was then verified; false for files of other programs.
  public let isVerified: Bool

  /// The version of the conventions that this release writes; also the newest that it reads.
  public static let formatVersion = 1
  /// The longest header that is read or written, in bytes, as in the reference implementation.
  public static let maximumHeaderBytes = 100_000_000

  static let versionKey = "foretell.format"
  static let checksumKey = "foretell.checksum"
  static let metadataKey = "__metadata__"

  /// Makes content to be written; traps when two tensors have the same name or a name or key is reserved.
  public init(metadata: [String: String] = [:], tensors: [Tensor]) {
    precondition(Set(tensors.map(\.name)).count == tensors.count, "two tensors have the same name")
    precondition(!tensors.contains { $0.name == Self.metadataKey }, "a tensor is named \(Self.metadataKey)")
    precondition(
      metadata[Self.versionKey] == nil && metadata[Self.checksumKey] == nil, "a metadata key is reserved")
    self.init(metadata: metadata, tensors: tensors, isVerified: false)
  }

  init(metadata: [String: String], tensors: [Tensor], isVerified: Bool) {
    self.metadata = metadata
    self.tensors = tensors.sorted {
      $0.element.bits != $1.element.bits
        ? $0.element.bits > $1.element.bits : $0.name.utf8.lexicographicallyPrecedes($1.name.utf8)
    }
    self.isVerified = isVerified
  }

  /// The tensor of this name, or nil.
  public subscript(name: String) -> Tensor? { tensors.first { $0.name == name } }

  // MARK: Writing

  /// The bytes of the file: the same content always gives the same bytes.
  ///
  /// - Throws: `ForetellError` of kind `data` when the file would exceed a limit of reading, such as
  ///   ``maximumHeaderBytes``.
  public func serialized() throws(ForetellError) -> [UInt8] {
    var entries = metadata
    entries[Self.versionKey] = String(Self.formatVersion)
    entries[Self.checksumKey] = Self.checksum(metadata: entries, tensors: tensors)
    var header = Array(Self.headerText(metadata: entries, tensors: tensors).utf8)
    header.append(contentsOf: repeatElement(UInt8(ascii: " "), count: (8 - header.count % 8) % 8))
    let limit = Self.longestHeader(dataBytes: tensors.reduce(0) { $0 + $1.bytes.count })
    guard header.count <= limit, tensors.count < Self.maximumTensors,
      tensors.allSatisfy({ $0.shape.count <= Self.maximumDimensions })
    else {
      throw ForetellError(
        .unsupportedModel,
        "a model file with a header of \(header.count) bytes (at most \(limit)) and \(tensors.count) tensors "
          + "could not be read again")
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(8 + header.count + tensors.reduce(0) { $0 + $1.bytes.count })
    for shift in stride(from: 0, to: 64, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: UInt64(header.count) >> shift))
    }
    bytes.append(contentsOf: header)
    for tensor in tensors { bytes.append(contentsOf: tensor.bytes) }
    return bytes
  }

  /// Writes the file, so that a crash leaves either the old or the new one.
  ///
  /// - Throws: `ForetellError` as ``AtomicFile/write(_:_:)``.
  public func write(to path: String) throws(ForetellError) {
    try AtomicFile.write(path, try serialized())
  }

  /// The value of `foretell.checksum` for this content; `metadata` contains the version key and may contain
  /// an older checksum.
  static func checksum(metadata: [String: String], tensors: [Tensor]) -> String {
    var entries = metadata
    entries[checksumKey] = nil
    var hash = FNV1a()
    hash.update(headerText(metadata: entries, tensors: tensors).utf8)
    for tensor in tensors { hash.update(tensor.bytes) }
    return "fnv1a64:" + hash.hexadecimalText
  }

  private static func headerText(metadata: [String: String], tensors: [Tensor]) -> String {
    var entries = JSONObject()
    for key in metadata.keys.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
      entries[key] = metadata[key].map(JSONValue.string)
    }
    var header = JSONObject()
    header[metadataKey] = .object(entries)
    var offset = 0
    for tensor in tensors {
      let end = offset + tensor.bytes.count
      header[tensor.name] = [
        "dtype": .string(tensor.element.rawValue),
        "shape": .array(tensor.shape.map { .integer(Int64($0)) }),
        "data_offsets": [.integer(Int64(offset)), .integer(Int64(end))],
      ]
      offset = end
    }
    // The header holds only strings and integers, so writing it as JSON can't fail.
    guard let text = try? JSONValue.object(header).text() else { preconditionFailure("no JSON header") }
    return text
  }
}
