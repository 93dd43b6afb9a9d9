/// One message in the wire format of Protocol Buffers, a sequence of fields.
struct ProtobufMessage {
  /// The encoded fields.
  private(set) var bytes: [UInt8] = []

  private enum WireType: UInt64 {
    case varint = 0
    case fixed64 = 1
    case lengthDelimited = 2
    case fixed32 = 5
  }

  /// Adds an integer as a varint; a negative one takes ten bytes.
  mutating func add(_ field: UInt64, integer value: Int64) {
    key(field, .varint)
    varint(UInt64(bitPattern: value))
  }

  /// Adds a double.
  mutating func add(_ field: UInt64, double value: Double) {
    key(field, .fixed64)
    append(value.bitPattern)
  }

  /// Adds a float.
  mutating func add(_ field: UInt64, float value: Float) {
    key(field, .fixed32)
    append(value.bitPattern)
  }

  /// Adds a text.
  mutating func add(_ field: UInt64, text value: String) { add(field, bytes: Array(value.utf8)) }

  /// Adds a message.
  mutating func add(_ field: UInt64, message: ProtobufMessage) { add(field, bytes: message.bytes) }

  /// Adds doubles as one packed field.
  mutating func add(_ field: UInt64, doubles: [Double]) {
    var packed = ProtobufMessage()
    for value in doubles { packed.append(value.bitPattern) }
    add(field, bytes: packed.bytes)
  }

  private mutating func add(_ field: UInt64, bytes value: [UInt8]) {
    key(field, .lengthDelimited)
    varint(UInt64(value.count))
    bytes += value
  }

  private mutating func key(_ field: UInt64, _ type: WireType) { varint(field << 3 | type.rawValue) }

  private mutating func varint(_ value: UInt64) {
    var rest = value
    while rest > 127 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 128)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  private mutating func append(_ value: some FixedWidthInteger) {
    for place in 0..<(value.bitWidth / 8) { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * place))) }
  }
}
