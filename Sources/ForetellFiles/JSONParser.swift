/// Where and why a text is not the JSON that ``JSONParser`` accepts.
public struct JSONSyntaxError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Position of the offending byte, counted from 0.
  public let offset: Int
  /// The problem, without its position.
  public let message: String

  /// The message with its byte offset.
  public var description: String { "\(message) at byte \(offset)" }
}

/// A strict parser of JSON text (RFC 8259) that is safe with hostile input.
///
/// It also rejects duplicate keys, lone surrogates, ill-formed UTF-8, a byte order mark, numbers beyond the
/// range of `Double`, and text after the value. Depth, size and number of values are limited, so the stack
/// can't overflow and memory stays below a fixed multiple of the input's size. One pass, O(bytes).
public struct JSONParser: Sendable {
  /// The deepest permitted nesting of arrays and objects.
  public var maximumDepth: Int
  /// The largest permitted input in bytes.
  public var maximumBytes: Int
  /// The largest permitted number of values; every number, string, literal, array and object counts.
  public var maximumValues: Int

  /// Makes a parser with these limits.
  public init(maximumDepth: Int = 64, maximumBytes: Int = 1 << 30, maximumValues: Int = 1 << 30) {
    self.maximumDepth = maximumDepth
    self.maximumBytes = maximumBytes
    self.maximumValues = maximumValues
  }

  /// Parses `text`, which must hold exactly one value.
  public func parse(_ text: String) throws(JSONSyntaxError) -> JSONValue {
    try parse(Array(text.utf8)[...])
  }

  /// Parses `bytes`, which must hold exactly one value and may have white space around it; error offsets
  /// count from their start.
  public func parse(_ bytes: ArraySlice<UInt8>) throws(JSONSyntaxError) -> JSONValue {
    guard bytes.count <= maximumBytes else {
      throw JSONSyntaxError(offset: maximumBytes, message: "JSON text is longer than \(maximumBytes) bytes")
    }
    var reader = JSONReader(bytes: bytes, maximumDepth: maximumDepth, maximumValues: maximumValues)
    return try reader.document()
  }
}

/// The state while a JSON text is parsed.
private struct JSONReader {
  let bytes: ArraySlice<UInt8>
  let maximumDepth: Int
  let maximumValues: Int
  var values = 0
  var position: Int

  init(bytes: ArraySlice<UInt8>, maximumDepth: Int, maximumValues: Int) {
    self.bytes = bytes
    self.maximumDepth = maximumDepth
    self.maximumValues = maximumValues
    position = bytes.startIndex
  }

  var current: UInt8? { position < bytes.endIndex ? bytes[position] : nil }

  func failure(_ message: String, at place: Int? = nil) -> JSONSyntaxError {
    JSONSyntaxError(offset: (place ?? position) - bytes.startIndex, message: message)
  }

  func unexpected(_ wanted: String) -> JSONSyntaxError {
    guard let byte = current else { return failure("JSON ends where \(wanted) is expected") }
    let seen =
      byte > 0x20 && byte < 0x7f
      ? "`\(Character(Unicode.Scalar(byte)))`" : "byte 0x" + hexadecimal(UInt64(byte), digits: 2)
    return failure("\(seen) where \(wanted) is expected in JSON")
  }

  mutating func document() throws(JSONSyntaxError) -> JSONValue {
    skipSpace()
    let value = try value(depth: 0)
    skipSpace()
    if current != nil { throw unexpected("the end") }
    return value
  }

  mutating func skipSpace() {
    while let byte = current, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 { position += 1 }
  }

  mutating func value(depth: Int) throws(JSONSyntaxError) -> JSONValue {
    guard let byte = current else { throw unexpected("a value") }
    values += 1
    guard values <= maximumValues else { throw failure("JSON text holds more than \(maximumValues) values") }
    switch byte {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    default: throw unexpected("a value")
    }
  }

  mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONSyntaxError) -> JSONValue {
    let start = position
    for byte in "\(word)".utf8 {
      guard current == byte else { throw failure("unknown word in JSON", at: start) }
      position += 1
    }
    return value
  }

  func checkDepth(_ depth: Int) throws(JSONSyntaxError) {
    if depth >= maximumDepth { throw failure("JSON nested deeper than \(maximumDepth) levels") }
  }

  mutating func array(depth: Int) throws(JSONSyntaxError) -> JSONValue {
    try checkDepth(depth)
    position += 1
    var elements: [JSONValue] = []
    skipSpace()
    if current == UInt8(ascii: "]") {
      position += 1
      return .array([])
    }
    while true {
      skipSpace()
      elements.append(try value(depth: depth + 1))
      skipSpace()
      switch current {
      case UInt8(ascii: ","): position += 1
      case UInt8(ascii: "]"):
        position += 1
        return .array(elements)
      default: throw unexpected("`,` or `]`")
      }
    }
  }

  mutating func object(depth: Int) throws(JSONSyntaxError) -> JSONValue {
    try checkDepth(depth)
    position += 1
    var members = JSONObject()
    skipSpace()
    if current == UInt8(ascii: "}") {
      position += 1
      return .object(members)
    }
    while true {
      skipSpace()
      guard current == UInt8(ascii: "\"") else { throw unexpected("a key") }
      let start = position
      let key = try string()
      skipSpace()
      guard current == UInt8(ascii: ":") else { throw unexpected("`:`") }
      position += 1
      skipSpace()
      let value = try value(depth: depth + 1)
      guard members.insert(value, forKey: key) else {
        throw failure("duplicate key \"\(shown(key))\" in JSON", at: start)
      }
      skipSpace()
      switch current {
      case UInt8(ascii: ","): position += 1
      case UInt8(ascii: "}"):
        position += 1
        return .object(members)
      default: throw unexpected("`,` or `}`")
      }
    }
  }

  mutating func number() throws(JSONSyntaxError) -> JSONValue {
    let start = position
    var isInteger = true
    if current == UInt8(ascii: "-") { position += 1 }
    if current == UInt8(ascii: "0") {
      position += 1
    } else {
      try digits()
    }
    if current == UInt8(ascii: ".") {
      isInteger = false
      position += 1
      try digits()
    }
    if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
      isInteger = false
      position += 1
      if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { position += 1 }
      try digits()
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if isInteger, let value = Int64(text), !(value == 0 && text.hasPrefix("-")) { return .integer(value) }
    guard let value = Double(text), value.isFinite else {
      throw failure("number out of range in JSON", at: start)
    }
    return .number(value)
  }

  mutating func digits() throws(JSONSyntaxError) {
    let start = position
    while let byte = current, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { position += 1 }
    if position == start { throw unexpected("a digit") }
  }

  mutating func string() throws(JSONSyntaxError) -> String {
    let start = position
    position += 1
    var text: [UInt8] = []
    while let byte = current {
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        guard let string = String(validating: text, as: UTF8.self) else {
          throw failure("string in JSON is not UTF-8", at: start)
        }
        return string
      case UInt8(ascii: "\\"):
        position += 1
        try escape(into: &text)
      case 0..<0x20: throw unexpected("a character above U+001F")
      default:
        let end = bytes[position...].firstIndex { $0 == 0x22 || $0 == 0x5c || $0 < 0x20 } ?? bytes.endIndex
        text.append(contentsOf: bytes[position..<end])
        position = end
      }
    }
    throw failure("string in JSON has no end", at: start)
  }

  mutating func escape(into text: inout [UInt8]) throws(JSONSyntaxError) {
    let start = position - 1
    guard let byte = current else { throw failure("string in JSON has no end", at: start) }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0c)
    case UInt8(ascii: "n"): text.append(0x0a)
    case UInt8(ascii: "r"): text.append(0x0d)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"):
      var code = try fourHexadecimalDigits()
      if code >= 0xd800, code < 0xdc00, current == UInt8(ascii: "\\") {
        position += 1
        guard current == UInt8(ascii: "u") else { throw failure("lone surrogate in JSON", at: start) }
        position += 1
        let low = try fourHexadecimalDigits()
        guard low >= 0xdc00, low < 0xe000 else { throw failure("lone surrogate in JSON", at: start) }
        code = 0x10000 + (code - 0xd800) << 10 + (low - 0xdc00)
      }
      guard let scalar = Unicode.Scalar(code) else { throw failure("lone surrogate in JSON", at: start) }
      text.append(contentsOf: String(Character(scalar)).utf8)
    default: throw failure("unknown escape in JSON", at: start)
    }
  }

  mutating func fourHexadecimalDigits() throws(JSONSyntaxError) -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = current, let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
        throw unexpected("a hexadecimal digit")
      }
      code = code << 4 | UInt32(digit)
      position += 1
    }
    return code
  }
}

/// The lower-case hexadecimal digits of a number, padded with zeros to `digits`.
package func hexadecimal(_ value: UInt64, digits: Int) -> String {
  let text = String(value, radix: 16)
  return String(repeating: "0", count: max(0, digits - text.count)) + text
}
