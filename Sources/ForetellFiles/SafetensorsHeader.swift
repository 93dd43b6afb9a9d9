import ForetellErrors

extension SafetensorsFile {
  /// The header of a file: its metadata, and where each tensor's bytes lie.
  ///
  /// Everything in it is checked against the size of the data before any data are read.
  package struct Header {
    /// One tensor without its bytes.
    package struct Entry {
      package let name: String
      package let element: Element
      package let shape: [Int]
      /// The positions of the tensor's bytes, counted from the beginning of the data.
      package let range: Range<Int>
    }

    /// The name of the file in error messages.
    package let file: String
    /// The metadata, this type's own keys included.
    package private(set) var metadata: [String: String] = [:]
    /// The tensors in the header's order.
    package private(set) var tensors: [Entry] = []
    /// Number of bytes before the data.
    package let start: Int
    /// Number of bytes of data.
    package let dataBytes: Int
    private let places: [String: Int]

    /// The tensor of this name, or nil.
    package subscript(name: String) -> Entry? { places[name].map { tensors[$0] } }

    /// Whether the file has a checksum.
    package var hasChecksum: Bool { metadata[SafetensorsFile.checksumKey] != nil }
  }

  /// The largest number of tensors in a file that is read.
  package static let maximumTensors = 16_384
  /// The largest number of dimensions of a tensor that is read.
  package static let maximumDimensions = 32

  /// The longest header, in bytes, that a file with `dataBytes` bytes of data may have.
  ///
  /// A header without much data is short: ids and the history of a training. Without this limit a small file
  /// could cost as much memory and time as a very large one.
  static func longestHeader(dataBytes: Int) -> Int {
    let (product, overflow) = dataBytes.multipliedReportingOverflow(by: 8)
    return overflow
      ? maximumHeaderBytes : min(maximumHeaderBytes, 32 << 20 + min(product, maximumHeaderBytes))
  }

  /// The header's length according to the first eight bytes of a file of `size` bytes.
  static func headerLength(_ bytes: ArraySlice<UInt8>, size: Int, file: String) throws(ForetellError) -> Int {
    guard size >= 8, bytes.count >= 8 else {
      throw .modelFile(file, "only \(size) bytes, too short for a model file", byte: nil)
    }
    let length = bytes.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= UInt64(maximumHeaderBytes) else {
      throw .modelFile(file, "header length \(length) exceeds \(maximumHeaderBytes)", byte: 0)
    }
    guard length <= UInt64(size - 8) else {
      throw .modelFile(file, "header length \(length) reaches beyond the end of the file", byte: 0)
    }
    let data = size - 8 - Int(length)
    guard Int(length) <= longestHeader(dataBytes: data) else {
      throw .modelFile(
        file, "a header of \(length) bytes is too long for \(data) bytes of data", byte: 0)
    }
    return Int(length)
  }
}

extension SafetensorsFile.Header {
  /// Parses and checks a header.
  ///
  /// - Parameters:
  ///   - text: the header's bytes.
  ///   - dataBytes: the number of bytes that follow the header.
  ///   - file: the name of the file in error messages.
  /// - Throws: `ForetellError` of kind `data` with the byte offset.
  init(_ text: ArraySlice<UInt8>, dataBytes: Int, file: String) throws(ForetellError) {
    start = 8 + text.count
    let header: JSONValue
    do throws(JSONSyntaxError) {
      header = try JSONParser(
        maximumDepth: 16, maximumBytes: SafetensorsFile.maximumHeaderBytes,
        maximumValues: 16 * SafetensorsFile.maximumTensors
      ).parse(text)
    } catch {
      throw .modelFile(file, error.message, byte: 8 + error.offset)
    }
    guard let members = header.object?.members else {
      throw .modelFile(file, "the header is not a JSON object", byte: 8)
    }
    guard members.count <= SafetensorsFile.maximumTensors else {
      throw .modelFile(
        file, "\(members.count) tensors are more than the limit of \(SafetensorsFile.maximumTensors)", byte: 8
      )
    }
    let reader = EntryReader(start: start, dataBytes: dataBytes, file: file)
    var metadata: [String: String] = [:]
    var tensors: [Entry] = []
    for (name, value) in members {
      if name == SafetensorsFile.metadataKey {
        metadata = try reader.metadata(value)
      } else {
        tensors.append(try reader.tensor(name, value))
      }
    }
    try reader.checkTiling(tensors)
    self.file = file
    self.dataBytes = dataBytes
    self.metadata = metadata
    self.tensors = tensors
    places = Dictionary(
      tensors.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
  }
}

/// Turns header entries into tensors and checks them against the size of the data.
private struct EntryReader {
  let start: Int
  let dataBytes: Int
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

  func tensor(_ name: String, _ value: JSONValue) throws(ForetellError) -> SafetensorsFile.Header.Entry {
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
    guard range[0] <= range[1], range[1] <= dataBytes else {
      throw failure("\(label) has data_offsets \(range) outside \(dataBytes) bytes of data")
    }
    guard let needed = element.byteCount(shape: shape) else {
      throw failure("\(label) has an impossible shape \(shown("\(shape)"))", at: range[0])
    }
    guard needed == range[1] - range[0] else {
      throw failure(
        "\(label) needs \(needed) bytes for \(type) of shape \(shown("\(shape)")), but has \(range[1] - range[0])",
        at: range[0])
    }
    return .init(name: name, element: element, shape: shape, range: range[0]..<range[1])
  }

  /// An array of a few non-negative integers.
  private func sizes(
    _ value: JSONValue?, of field: String, _ label: String
  ) throws(ForetellError) -> [Int]? {
    guard let elements = value?.array else { return nil }
    guard elements.count <= SafetensorsFile.maximumDimensions else {
      throw failure(
        "\(label) has a \(field) of \(elements.count) numbers, more than \(SafetensorsFile.maximumDimensions)"
      )
    }
    var sizes: [Int] = []
    for element in elements {
      guard case .integer(let number) = element, number >= 0, let size = Int(exactly: number) else {
        throw failure("\(label) has a \(field) entry that is no non-negative integer")
      }
      sizes.append(size)
    }
    return sizes
  }

  /// Checks that the tensors cover the data exactly, without gap, overlap or bytes after the last.
  func checkTiling(_ tensors: [SafetensorsFile.Header.Entry]) throws(ForetellError) {
    var end = 0
    for tensor in tensors.sorted(by: {
      ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
    }) {
      let label = "tensor \"\(shown(tensor.name))\""
      if tensor.range.lowerBound < end {
        throw failure("\(label) overlaps another", at: tensor.range.lowerBound)
      }
      if tensor.range.lowerBound > end {
        throw failure("no tensor covers the bytes before \(label)", at: end)
      }
      end = tensor.range.upperBound
    }
    if end < dataBytes { throw failure("\(dataBytes - end) bytes after the last tensor", at: end) }
  }

  /// - Parameter place: the byte's position, counted from the beginning of the data; nil for the beginning of
  ///   the header.
  private func failure(_ problem: String, at place: Int? = nil) -> ForetellError {
    .modelFile(file, problem, byte: place.map { start + $0 } ?? 8)
  }
}
