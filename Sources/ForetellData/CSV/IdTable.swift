/// Numbers distinct byte sequences in order of first appearance.
///
/// A hash table with open addressing over one flat byte store; looking up the same id as before costs one
/// comparison.
struct IdTable {
  private var bytes: [UInt8] = []
  private var ends: [Int] = []
  private var hashes: [UInt64] = []
  private var slots: [UInt32] = Array(repeating: IdTable.free, count: 64)
  private var last: UInt32 = IdTable.free
  private var lastStart = 0
  private var lastCount = -1

  private static let free = UInt32.max

  /// An empty table.
  init() {}

  /// A table of different texts, numbered in their order.
  init(_ texts: [String]) {
    for var text in texts { _ = text.withUTF8 { code(of: $0) } }
  }

  /// All texts in the order of their numbers.
  var texts: [String] { (0..<count).map { text(UInt32($0)) } }

  /// Number of distinct ids.
  var count: Int { ends.count }

  /// The text of the id with this number.
  func text(_ code: UInt32) -> String { String(decoding: bytes[range(code)], as: UTF8.self) }

  private func range(_ code: UInt32) -> Range<Int> {
    (code == 0 ? 0 : ends[Int(code) - 1])..<ends[Int(code)]
  }

  /// The number of an id; a new id gets the next number.
  @inline(__always)
  mutating func code(of id: UnsafeBufferPointer<UInt8>) -> UInt32 {
    if id.count == lastCount, isEqual(id, at: lastStart) { return last }
    return lookUp(id)
  }

  private mutating func lookUp(_ id: UnsafeBufferPointer<UInt8>) -> UInt32 {
    let hash = IdTable.hash(id)
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] != IdTable.free {
      let code = slots[slot]
      if hashes[Int(code)] == hash {
        let range = range(code)
        if range.count == id.count, isEqual(id, at: range.lowerBound) {
          remember(code, range)
          return code
        }
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    let code = UInt32(ends.count)
    let start = bytes.count
    bytes.append(contentsOf: id)
    ends.append(bytes.count)
    hashes.append(hash)
    slots[slot] = code
    remember(code, start..<bytes.count)
    if ends.count * 2 > slots.count { grow() }
    return code
  }

  private mutating func remember(_ code: UInt32, _ range: Range<Int>) {
    last = code
    lastStart = range.lowerBound
    lastCount = range.count
  }

  @inline(__always)
  private func isEqual(_ id: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
    bytes.withUnsafeBufferPointer { stored in
      for i in 0..<id.count where stored[start &+ i] != id[i] { return false }
      return true
    }
  }

  private mutating func grow() {
    var wider = Array(repeating: IdTable.free, count: slots.count * 2)
    for code in 0..<ends.count {
      var slot = Int(truncatingIfNeeded: hashes[code]) & (wider.count - 1)
      while wider[slot] != IdTable.free { slot = (slot + 1) & (wider.count - 1) }
      wider[slot] = UInt32(code)
    }
    slots = wider
  }

  /// The numbers, in this table, of all ids of another table; new ids are added.
  mutating func codes(merging other: IdTable) -> [UInt32] {
    other.bytes.withUnsafeBufferPointer { stored in
      (0..<other.count).map { code in
        self.code(of: UnsafeBufferPointer(rebasing: stored[other.range(UInt32(code))]))
      }
    }
  }

  /// FNV-1a (64 bits) with a final mix, so that the low bits depend on all bytes.
  private static func hash(_ id: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in id { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    hash ^= hash >> 32
    return hash &* 0x9e37_79b9_7f4a_7c15 ^ hash >> 29
  }
}
