/// Random choices of the file generator: the same numbers from the same seed on every machine.
struct GeneratorRandom {
  private var state: UInt64

  /// Starts the sequence of one seed.
  init(seed: UInt64) { state = seed }

  /// The next 64 bits (splitmix64; Steele, Lea and Flood 2014).
  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var word = state
    word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
    word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
    return word ^ (word >> 31)
  }

  /// A whole number of a range.
  mutating func integer(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(next() % UInt64(range.upperBound - range.lowerBound + 1))
  }

  /// True in one of `count` cases.
  mutating func oneIn(_ count: Int) -> Bool { integer(1...count) == 1 }

  /// One of the elements.
  mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[integer(0...(elements.count - 1))]
  }
}
