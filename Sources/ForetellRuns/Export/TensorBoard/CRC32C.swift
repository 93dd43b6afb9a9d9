/// The cyclic redundancy check with Castagnoli's polynomial (RFC 3720, appendix B.4), which TFRecord files
/// use.
enum CRC32C {
  /// The remainders of the 256 byte values, in reversed bit order: the polynomial is 0x1EDC6F41.
  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { rest, _ in rest & 1 == 1 ? rest >> 1 ^ 0x82f6_3b78 : rest >> 1 }
  }

  /// The checksum of bytes.
  static func checksum(_ bytes: some Sequence<UInt8>) -> UInt32 {
    var state = UInt32.max
    for byte in bytes { state = table[Int(UInt8(truncatingIfNeeded: state) ^ byte)] ^ state >> 8 }
    return ~state
  }

  /// The checksum as TFRecord files store it: rotated right by 15 bits, plus a constant, because the checksum
  /// of data that contain their own checksum is a weak one (TensorFlow, `core/lib/hash/crc32c.h`).
  static func masked(_ bytes: some Sequence<UInt8>) -> UInt32 {
    let sum = checksum(bytes)
    return (sum >> 15 | sum << 17) &+ 0xa282_ead8
  }
}
