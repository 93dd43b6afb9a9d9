/// The cyclic redundancy check with Castagnoli's polynomial (RFC 3720, appendix B.4), as TFRecord files use it.
enum CRC32C {
  /// Remainders of the 256 bytes, bits reversed: the polynomial is 0x1EDC6F41.
  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { rest, _ in rest & 1 == 1 ? rest >> 1 ^ 0x82f6_3b78 : rest >> 1 }
  }

  /// The check value of bytes.
  static func checksum(_ bytes: some Sequence<UInt8>) -> UInt32 {
    var state = UInt32.max
    for byte in bytes { state = table[Int(UInt8(truncatingIfNeeded: state) ^ byte)] ^ state >> 8 }
    return ~state
  }

  /// The check value as TFRecord stores it: rotated right by 15 bits, plus a constant, so that a checksum of data that
  /// holds checksums stays good (TensorFlow, `core/lib/hash/crc32c.h`).
  static func masked(_ bytes: some Sequence<UInt8>) -> UInt32 {
    let sum = checksum(bytes)
    return (sum >> 15 | sum << 17) &+ 0xa282_ead8
  }
}
