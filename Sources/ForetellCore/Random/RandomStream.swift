/// A counter-based random stream: the same key gives the same numbers on any thread, in any order of use.
///
/// Philox 4×32-10 (Salmon, Moraes, Dror, Shaw: Parallel random numbers: as easy as 1, 2, 3; SC'11).
package struct RandomStream: Sendable, RandomNumberGenerator {
  /// The purpose of a stream; streams of different purposes are independent.
  package enum Purpose: UInt32, Sendable {
    case initialization = 1
    case shuffle = 2
    case dropout = 3
    case noise = 4
    case synthetic = 5
    case paths = 6
    case rotations = 7
  }

  private let key: (UInt32, UInt32)
  private let tail: (UInt32, UInt32, UInt32)
  private var counter: UInt32 = 0
  private var buffer: (UInt32, UInt32, UInt32, UInt32) = (0, 0, 0, 0)
  private var position = 4

  /// The stream of (seed, purpose, index, step); `index` distinguishes layers and shards, `step` epochs or
  /// updates.
  package init(seed: UInt64, purpose: Purpose, index: UInt32 = 0, step: UInt64 = 0) {
    key = (UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    tail = (
      UInt32(truncatingIfNeeded: step), UInt32(truncatingIfNeeded: step >> 32) ^ (purpose.rawValue << 24),
      index
    )
  }

  /// The stream of one layer and shard in one update; `layer` distinguishes the layers of a network.
  ///
  /// Only the lower 32 bits of `step` are used.
  package init(seed: UInt64, purpose: Purpose, layer: UInt32, shard: UInt32, step: UInt64) {
    self.init(
      seed: seed, purpose: purpose, index: shard,
      step: UInt64(layer) << 32 | UInt64(UInt32(truncatingIfNeeded: step)))
  }

  /// The key, for kernels that generate the stream's numbers themselves.
  package var kernelKey: SIMD2<UInt32> { SIMD2(key.0, key.1) }

  /// The upper three words of the counter, for kernels that generate the stream's numbers themselves.
  package var kernelCounter: SIMD3<UInt32> { SIMD3(tail.0, tail.1, tail.2) }

  /// One Philox block: ten rounds over a four-word counter.
  package static func philox(
    _ counter: (UInt32, UInt32, UInt32, UInt32), key: (UInt32, UInt32)
  ) -> (UInt32, UInt32, UInt32, UInt32) {
    var (a, b, c, d) = counter
    var (k0, k1) = key
    for round in 0..<10 {
      if round > 0 {
        k0 &+= 0x9E37_79B9
        k1 &+= 0xBB67_AE85
      }
      let first = UInt64(0xD251_1F53) &* UInt64(a)
      let second = UInt64(0xCD9E_8D57) &* UInt64(c)
      (a, b, c, d) = (
        UInt32(truncatingIfNeeded: second >> 32) ^ b ^ k0, UInt32(truncatingIfNeeded: second),
        UInt32(truncatingIfNeeded: first >> 32) ^ d ^ k1, UInt32(truncatingIfNeeded: first)
      )
    }
    return (a, b, c, d)
  }

  /// The next 32 random bits.
  package mutating func next32() -> UInt32 {
    if position == 4 {
      buffer = Self.philox((counter, tail.0, tail.1, tail.2), key: key)
      counter &+= 1
      position = 0
    }
    defer { position += 1 }
    switch position {
    case 0: return buffer.0
    case 1: return buffer.1
    case 2: return buffer.2
    default: return buffer.3
    }
  }

  /// The next 64 random bits.
  package mutating func next() -> UInt64 { UInt64(next32()) << 32 | UInt64(next32()) }

  /// A uniform number in [0, 1) with 53 random bits.
  package mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A uniform integer in `0..<bound` without bias (multiplication with rejection, Lemire 2019).
  package mutating func integer(below bound: Int) -> Int {
    precondition(bound > 0, "a random integer needs a positive bound")
    let range = UInt64(bound)
    var product = next().multipliedFullWidth(by: range)
    if product.low < range {
      let threshold = (0 &- range) % range
      while product.low < threshold { product = next().multipliedFullWidth(by: range) }
    }
    return Int(product.high)
  }

  /// A standard normal number by the polar method (Marsaglia and Bray 1964).
  package mutating func normal() -> Double {
    while true {
      let u = 2 * uniform() - 1
      let v = 2 * uniform() - 1
      let s = u * u + v * v
      if s > 0 && s < 1 { return u * (-2 * naturalLogarithm(s) / s).squareRoot() }
    }
  }

  /// A random permutation of `0..<count` (Fisher and Yates).
  package mutating func permutation(_ count: Int) -> [Int] {
    var order = Array(0..<count)
    var last = count - 1
    while last > 0 {
      order.swapAt(last, integer(below: last + 1))
      last -= 1
    }
    return order
  }
}

/// ln x for finite x > 0 from the exponent and a series for atanh, without the C library, whose bits may
/// differ between releases.
func naturalLogarithm(_ x: Double) -> Double {
  var exponent = Double(x.exponent)
  var mantissa = x.significand
  if mantissa > 1.414_213_562_373_095_1 {
    mantissa /= 2
    exponent += 1
  }
  let z = (mantissa - 1) / (mantissa + 1)
  let square = z * z
  var term = z
  var sum = 0.0
  var odd = 1.0
  while odd < 40 {
    sum += term / odd
    term *= square
    odd += 2
  }
  return 2 * sum + exponent * 0.693_147_180_559_945_309_4
}
