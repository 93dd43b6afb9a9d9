import ForetellCore
import Testing

@Suite struct RandomStreamTests {
  /// Known answers published with the algorithm (Random123, kat_vectors, philox4x32 with ten rounds).
  @Test func philoxKnownAnswers() {
    let zero = RandomStream.philox((0, 0, 0, 0), key: (0, 0))
    #expect([zero.0, zero.1, zero.2, zero.3] == [0x6627_E8D5, 0xE169_C58D, 0xBC57_AC4C, 0x9B00_DBD8])
    let ones: UInt32 = 0xFFFF_FFFF
    let full = RandomStream.philox((ones, ones, ones, ones), key: (ones, ones))
    #expect([full.0, full.1, full.2, full.3] == [0x408F_276D, 0x41C8_3B0E, 0xA20B_C7C6, 0x6D54_51FD])
    let pi = RandomStream.philox(
      (0x243F_6A88, 0x85A3_08D3, 0x1319_8A2E, 0x0370_7344), key: (0xA409_3822, 0x299F_31D0))
    #expect([pi.0, pi.1, pi.2, pi.3] == [0xD16C_FE09, 0x94FD_CCEB, 0x5001_E420, 0x2412_6EA1])
  }

  @Test func sameKeySameNumbers() {
    var first = RandomStream(seed: 5, purpose: .shuffle, index: 2, step: 9)
    var second = RandomStream(seed: 5, purpose: .shuffle, index: 2, step: 9)
    #expect((0..<100).allSatisfy { _ in first.next() == second.next() })
  }

  @Test func everyPartOfTheKeyMatters() {
    func start(_ seed: UInt64, _ purpose: RandomStream.Purpose, _ index: UInt32, _ step: UInt64) -> UInt64 {
      var stream = RandomStream(seed: seed, purpose: purpose, index: index, step: step)
      return stream.next()
    }
    let all = [
      start(1, .shuffle, 0, 0), start(2, .shuffle, 0, 0), start(1 << 40, .shuffle, 0, 0),
      start(1, .dropout, 0, 0), start(1, .shuffle, 1, 0), start(1, .shuffle, 0, 1),
      start(1, .shuffle, 0, 1 << 40),
    ]
    #expect(Set(all).count == all.count)
  }

  @Test func moments() {
    var stream = RandomStream(seed: 3, purpose: .noise)
    let count = 100_000
    let normals = (0..<count).map { _ in stream.normal() }
    let mean = normals.reduce(0, +) / Double(count)
    let variance = normals.reduce(0) { $0 + $1 * $1 } / Double(count)
    let fourth = normals.reduce(0) { $0 + $1 * $1 * $1 * $1 } / Double(count)
    #expect(abs(mean) < 0.015)
    #expect(abs(variance - 1) < 0.02)
    #expect(abs(fourth - 3) < 0.15)
    let uniforms = (0..<count).map { _ in stream.uniform() }
    #expect(abs(uniforms.reduce(0, +) / Double(count) - 0.5) < 0.005)
    #expect(uniforms.allSatisfy { $0 >= 0 && $0 < 1 })
  }

  @Test func permutationsAndBoundedIntegers() {
    var stream = RandomStream(seed: 1, purpose: .shuffle)
    for count in [0, 1, 2, 17] { #expect(stream.permutation(count).sorted() == Array(0..<count)) }
    var counts = [Int](repeating: 0, count: 7)
    for _ in 0..<70_000 { counts[stream.integer(below: 7)] += 1 }
    #expect(counts.allSatisfy { abs($0 - 10_000) < 500 })
  }

  @Test("Streams of layers differ by layer, shard, step and seed, and keep dropout's counter")
  func layers() {
    let stream = RandomStream(
      seed: 0x1_0000_0002, purpose: .dropout, layer: 5, shard: 7, step: 0x3_0000_0009)
    #expect(stream.kernelKey == SIMD2<UInt32>(2, 1))
    #expect(stream.kernelCounter == SIMD3<UInt32>(9, 3 << 24 ^ 5, 7))
    for (layer, shard, step) in [(6, 7, 9), (5, 8, 9), (5, 7, 10)] as [(UInt32, UInt32, UInt64)] {
      let other = RandomStream(seed: 0x1_0000_0002, purpose: .dropout, layer: layer, shard: shard, step: step)
      #expect(other.kernelCounter != stream.kernelCounter)
    }
    var first = stream
    let block = RandomStream.philox((0, 9, 3 << 24 ^ 5, 7), key: (2, 1))
    #expect(first.next32() == block.0)
  }
}
