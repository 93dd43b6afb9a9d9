/// The 64-bit FNV-1a hash (Fowler, Noll, Vo): detects accidental damage, not tampering.
///
/// A change of a single byte always changes the result. O(1) memory, one multiplication per byte. Source:
/// http://www.isthe.com/chongo/tech/comp/fnv/.
package struct FNV1a: Sendable {
  @usableFromInline package var value: UInt64 = 0xcbf2_9ce4_8422_2325

  package init() {}

  @inlinable package mutating func update(_ bytes: some Sequence<UInt8>) {
    var state = value
    for byte in bytes { state = (state ^ UInt64(byte)) &* 0x100_0000_01b3 }
    value = state
  }

  /// The hash as 16 lower-case hexadecimal digits.
  package var hexadecimalText: String { hexadecimal(value, digits: 16) }
}
