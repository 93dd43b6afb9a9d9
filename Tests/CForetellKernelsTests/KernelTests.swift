import CForetellKernels
import ForetellCore
import Testing

/// These tests force instruction sets, which is a global setting; hence one serial suite for the whole
/// target.
@Suite(.serialized) enum KernelTests {
  /// The instruction sets that this processor has.
  static var variants: [Int32] {
    let before = ft_isa()
    defer { _ = ft_isa_force(before) }
    return (Int32(0)...2).filter { ft_isa_force($0) == $0 }
  }

  /// Runs `body` once per instruction set and expects the same bits in what it returns, whatever the set.
  static func sameBits<Element: KernelScalar>(
    as expected: [[Element]], _ what: String, _ body: () throws -> [[Element]]
  ) rethrows {
    let before = ft_isa()
    defer { _ = ft_isa_force(before) }
    for variant in variants {
      _ = ft_isa_force(variant)
      let found = try body()
      for (part, (e, f)) in zip(expected, found).enumerated() {
        let place = zip(e, f).enumerated().first { !$1.0.hasSameBits(as: $1.1) }
        if e.count != f.count || place != nil {
          Issue.record(
            "\(what), \(Element.self), \(String(cString: ft_isa_name())), part \(part): \(String(describing: place))"
          )
          return
        }
      }
    }
  }
}

extension KernelScalar {
  /// Whether the bits are equal; all NaNs count as equal.
  func hasSameBits(as other: Self) -> Bool {
    isNaN ? other.isNaN : self == other && sign == other.sign
  }
}

/// Numbers in (-1, 1) from a fixed generator (xorshift).
struct Numbers {
  private var state: UInt64

  init(_ seed: Int) {
    state = 0x9E37_79B9_7F4A_7C15 &+ UInt64(bitPattern: Int64(seed)) &* 0xBF58_476D_1CE4_E5B9
  }

  mutating func next() -> Double {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Double(Int64(bitPattern: state) >> 11) / 4_503_599_627_370_496
  }

  mutating func array<Element: KernelScalar>(_ count: Int, scale: Double = 0.7) -> [Element] {
    (0..<count).map { _ in Element(next() * scale) }
  }
}

/// A buffer between two guard areas of known bytes; `contents` checks that the guard areas weren't written.
final class Guarded<Element: KernelScalar> {
  private static var wall: Int { 16 }
  private static var mark: Element { Element(-12345.5) }
  private let memory: UnsafeMutablePointer<Element>
  let count: Int

  init(_ contents: [Element]) {
    count = contents.count
    memory = UnsafeMutableRawPointer.allocate(
      byteCount: (count + 2 * Self.wall) * MemoryLayout<Element>.stride, alignment: 64
    ).bindMemory(to: Element.self, capacity: count + 2 * Self.wall)
    memory.initialize(repeating: Self.mark, count: count + 2 * Self.wall)
    for (i, value) in contents.enumerated() { memory[Self.wall + i] = value }
  }

  convenience init(count: Int) { self.init([Element](repeating: 0, count: count)) }

  deinit { memory.deallocate() }

  var start: UnsafeMutablePointer<Element> { memory + Self.wall }

  func contents(_ location: SourceLocation = #_sourceLocation) -> [Element] {
    let walls = (0..<Self.wall).allSatisfy {
      memory[$0] == Self.mark && memory[Self.wall + count + $0] == Self.mark
    }
    #expect(walls, "written outside of a buffer of \(count)", sourceLocation: location)
    return Array(UnsafeBufferPointer(start: start, count: count))
  }
}
