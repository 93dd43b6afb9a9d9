import Foundation
import Testing

@testable import ForetellData

/// Generated files with random bytes changed: they are read or refused with a place, and nothing crashes.
@Suite struct MutatedFileTests {
  @Test func isReadOrRefusedWithAPlace() throws {
    let environment = ProcessInfo.processInfo.environment
    let first = environment["FORETELL_FUZZ_SEED"].flatMap { UInt64($0) } ?? 1
    let seconds = environment["FORETELL_FUZZ_SECONDS"].flatMap { Double($0) }
    let end = seconds.map { Date(timeIntervalSinceNow: $0) }
    var seed = first
    var (read, refused) = (0, 0)
    while end.map({ Date() < $0 }) ?? (seed < first + 700) {
      var random = GeneratorRandom(seed: seed &+ 0x5eed)
      var bytes = Array(GeneratedFile(seed: seed).text.utf8)
      for _ in 0..<random.integer(1...2) { Self.mutate(&bytes, &random) }
      do {
        _ = try withFile(bytes) { try SeriesTable(csv: $0) }
        read += 1
      } catch let error as ForetellError {
        refused += 1
        if error.location?.line == nil { Issue.record("seed \(seed): no place: \(error.description)") }
      }
      seed += 1
    }
    print("mutated files from seed \(first): \(read) read, \(refused) refused")
    #expect(read > 0 && refused > 0)
  }

  private static let favourites: [UInt8] = Array("\",;\t\n\r.-+eE0 9".utf8) + [0xc3]

  private static func mutate(_ bytes: inout [UInt8], _ random: inout GeneratorRandom) {
    guard bytes.count > 8 else { return }
    let place = random.integer(0...(bytes.count - 2))
    switch random.integer(1...6) {
    case 1: bytes[place] = random.pick(favourites)
    case 2: bytes[place] = UInt8(random.integer(0...(random.oneIn(8) ? 255 : 127)))
    case 3: bytes.remove(at: place)
    case 4: bytes.insert(random.pick(favourites), at: place)
    case 5:
      let length = random.integer(1...min(40, bytes.count - place))
      bytes.insert(
        contentsOf: Array(bytes[place..<(place + length)]), at: random.integer(0...(bytes.count - 1)))
    default: bytes.removeLast(random.integer(1...(bytes.count / 2)))
    }
  }
}
