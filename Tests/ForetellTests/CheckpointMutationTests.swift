import Foundation
import Testing

@testable import Foretell

/// Deliberately changed checkpoints with a matching checksum.
///
/// They are refused, or the fit continues and gives a model that can forecast. A trap would end the tests.
@Suite struct CheckpointMutationTests: ModelFileMutating {
  @Test func checkpointsOfEveryKindOfDamage() throws {
    let seed: UInt64 = 20_261_126
    var random = Generator(state: seed)
    try withFolder { folder in
      let path = folder.appending(path: "m.checkpoint").path
      let forecaster = forecaster(.quantile)
      var first = FitOptions(threads: 1, checkpoint: path)
      let counter = Counter()
      first.progress = { _ in counter.add() }
      first.isCancelled = { counter.count > 0 }
      #expect(throws: ForetellError.self) { try forecaster.fit(try table(), horizon: 3, options: first) }
      let whole = try SafetensorsFile(contentsOf: path)
      let state = try JSONParser().parse(try #require(whole.metadata["state"]))
      let resume = FitOptions(threads: 1, checkpoint: path, resume: true)
      func go(_ file: SafetensorsFile) throws -> Bool {
        try file.write(to: path)
        do {
          let model = try forecaster.fit(try table(), horizon: 3, options: resume)
          #expect(
            try model.predict(levels: Self.levels).series.allSatisfy { $0.point.allSatisfy(\.isFinite) })
          return true
        } catch is ForetellError { return false }
      }
      #expect(try go(whole))
      for place in places(state) {
        for other in Self.integers.map(JSONValue.integer) + Self.doubles.map(JSONValue.number) + [.array([])]
        {
          var file = whole
          file.metadata["state"] = try replaced(state, place[...], other).text()
          _ = try go(file)
        }
      }
      for (index, old) in whole.tensors.enumerated() {
        let count = old.bytes.count * 8 / old.element.bits
        for bytes in extremes(old.element) {
          let place = Int.random(in: 0..<count, using: &random)
          _ = try go(replacing(whole, index, with: tensor(old, changing: place, to: bytes)))
        }
        let isGone = try go(replacing(whole, index, with: nil))
        #expect(!isGone || old.name == "best")
      }
      var stale = whole
      stale.metadata["fingerprint"] = "other"
      try stale.write(to: path)
      let error = #expect(throws: ForetellError.self) {
        try forecaster.fit(try table(), horizon: 3, options: resume)
      }
      #expect(error?.code == ErrorCode.modelMismatch.rawValue)
    }
  }
}
