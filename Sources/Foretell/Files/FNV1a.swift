/// The 64-bit FNV-1a hash (Fowler, Noll, Vo): finds damage, does not resist an attacker.
///
/// Any single changed byte changes the result. O(1) memory, one multiplication per byte.
package struct FNV1a: Sendable {
  private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  package init() {}

  package mutating func update(_ bytes: some Sequence<UInt8>) {
    var state = value
    for byte in bytes { state = (state ^ UInt64(byte)) &* 0x100_0000_01b3 }
    value = state
  }

  /// 16 lower-case hexadecimal digits.
  package var hexadecimalText: String { hexadecimal(value, digits: 16) }
}
