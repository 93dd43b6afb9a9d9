import Foundation
import Testing

@testable import Foretell

/// Deliberately changed model files with a matching checksum.
///
/// They are refused, or give a model whose forecasts are finite with nested bounds. A trap would end the
/// tests.
@Suite struct ModelFileMutationTests: ModelFileMutating {
  /// Reads a model and forecasts with it; returns whether it was accepted.
  @discardableResult
  private func isAccepted(_ file: SafetensorsFile, _ path: String, _ what: @autoclosure () -> String) throws
    -> Bool
  {
    try file.write(to: path)
    do {
      let model = try FittedForecaster.load(from: path)
      let forecast = try model.predict(levels: Self.levels)
      for series in forecast.series {
        for (step, point) in series.point.enumerated() {
          let bounds = [
            series.lower[1][step], series.lower[0][step], point, series.upper[0][step], series.upper[1][step],
          ]
          #expect(
            bounds.allSatisfy(\.isFinite) && zip(bounds, bounds.dropFirst()).allSatisfy { $0 <= $1 },
            "\(what()): \(bounds)")
        }
        for stamp in series.stamps { #expect(!model.stampStyle.text(for: stamp).isEmpty) }
      }
      return true
    } catch is ForetellError { return false }
  }

  /// Losses of a recurrent network; nil: the autoregressive one.
  private static let kinds: [LossName?] = [.quantile, .squared, .gaussian, nil]

  private func saved(_ kind: LossName?, in folder: URL) throws -> SafetensorsFile {
    guard let kind else { return try savedDeepAR(in: folder) }
    return try saved(kind as LossName, in: folder)
  }

  @Test(arguments: kinds)
  func everyNumberOfTheDescriptionAtTheEndsOfItsRange(_ loss: LossName?) throws {
    try withFolder { folder in
      let whole = try saved(loss, in: folder)
      let path = folder.appending(path: "changed").path
      #expect(try isAccepted(whole, path, "unchanged"))
      let description = try JSONParser().parse(try #require(whole.metadata["description"]))
      let others: [JSONValue?] =
        Self.integers.map { .integer($0) } + Self.doubles.map { .number($0) }
        + [nil, .array([]), .string(""), .string("auto"), .bool(true), .null]
      var (accepted, refused) = (0, 0)
      for place in places(description) {
        for other in others {
          var file = whole
          file.metadata["description"] = try replaced(description, place[...], other).text()
          if try isAccepted(file, path, "\(place) = \(String(describing: other))") {
            accepted += 1
          } else {
            refused += 1
          }
        }
      }
      #expect(accepted > 0 && refused > 500)
    }
  }

  @Test(arguments: kinds)
  func everyTensorChanged(_ loss: LossName?) throws {
    try withFolder { folder in
      let whole = try saved(loss, in: folder)
      let path = folder.appending(path: "changed").path
      for (index, old) in whole.tensors.enumerated() {
        let count = old.bytes.count * 8 / old.element.bits
        for place in Set([0, count / 2, count - 1]) where count > 0 {
          for bytes in extremes(old.element) {
            let file = replacing(whole, index, with: tensor(old, changing: place, to: bytes))
            try isAccepted(file, path, "\(old.name)[\(place)] = \(bytes)")
          }
        }
        try isAccepted(replacing(whole, index, with: nil), path, "without \(old.name)")
        let width = old.element.bits / 8
        if count > 0 {
          let shorter = SafetensorsFile.Tensor(
            name: old.name, element: old.element, shape: [count - 1], bytes: old.bytes.dropLast(width))
          try isAccepted(replacing(whole, index, with: shorter), path, "\(old.name) shorter")
        }
        let longer = SafetensorsFile.Tensor(
          name: old.name, element: old.element, shape: [count + 1],
          bytes: (Array(old.bytes) + extremes(old.element)[0])[...])
        try isAccepted(replacing(whole, index, with: longer), path, "\(old.name) longer")
        for (other, second) in whole.tensors.enumerated() where other < index {
          var tensors = whole.tensors
          tensors[index] = .init(name: second.name, element: old.element, shape: old.shape, bytes: old.bytes)
          tensors[other] = .init(
            name: old.name, element: second.element, shape: second.shape, bytes: second.bytes)
          try isAccepted(
            SafetensorsFile(metadata: whole.metadata, tensors: tensors), path,
            "\(old.name) for \(second.name)")
        }
      }
    }
  }

  @Test func whatIsRefusedAndHow() throws {
    try withFolder { folder in
      let path = folder.appending(path: "changed").path
      func refusal(
        _ whole: SafetensorsFile, _ name: String, _ place: Int, _ bytes: [UInt8]
      ) throws -> String {
        let index = try #require(whole.tensors.firstIndex { $0.name == name })
        try replacing(whole, index, with: tensor(whole.tensors[index], changing: place, to: bytes)).write(
          to: path)
        return (#expect(throws: ForetellError.self) { try FittedForecaster.load(from: path) })?.message ?? ""
      }
      func bytes(_ number: Double) -> [UInt8] {
        withUnsafeBytes(of: number.bitPattern.littleEndian) { Array($0) }
      }
      func bytes(_ number: Float) -> [UInt8] {
        withUnsafeBytes(of: number.bitPattern.littleEndian) { Array($0) }
      }
      func bytes(_ number: Int64) -> [UInt8] { withUnsafeBytes(of: number.littleEndian) { Array($0) } }
      let whole = try saved(.quantile, in: folder)
      let squared = try saved(.squared, in: folder)
      #expect(
        try refusal(whole, "state.scale", 1, bytes(-1.0)).contains("the scale of a series isn't positive"))
      #expect(try refusal(whole, "state.values", 3, bytes(Double.infinity)).contains("is infinite"))
      #expect(
        try refusal(whole, "state.starts", 0, bytes(Int64.min)).contains("start of a series is out of range"))
      #expect(
        try refusal(whole, "state.starts", 0, bytes(Int64.max)).contains("start of a series is out of range"))
      #expect(
        try refusal(squared, "residual_deviations", 0, bytes(Float(-1))).contains("a residual deviation"))
      #expect(
        try refusal(squared, "residual_deviations", 2, bytes(Float.nan)).contains("a residual deviation"))

      func refusal(_ key: [String], _ value: JSONValue) throws -> String {
        let description = try JSONParser().parse(try #require(whole.metadata["description"]))
        var file = whole
        file.metadata["description"] = try replaced(description, key[...], value).text()
        try file.write(to: path)
        return (#expect(throws: ForetellError.self) { try FittedForecaster.load(from: path) })?.message ?? ""
      }
      #expect(try refusal(["statistics", "targetScale"], -1).contains("scale of its inputs or targets"))
      #expect(try refusal(["statistics", "inputScale"], 0).contains("scale of its inputs or targets"))
      #expect(try refusal(["covariates", "0", "scale"], -2).contains("scale of a covariate"))
      #expect(try refusal(["frequency", "offset"], .integer(.min)).contains("description can't be read"))
      #expect(try refusal(["frequency", "phase"], .integer(.max)).contains("description can't be read"))
      #expect(try refusal(["bestEpoch"], .integer(.min)).contains("best epoch"))
      #expect(try refusal(["horizon"], 0).contains("the horizon must be in"))
      for levels: JSONValue in [
        [1e-300], [99.99999999999999], [99.99999999999997, 99.99999999999996], [0], [100],
      ] {
        #expect(try refusal(["configuration", "trainedLevels"], levels).contains("level"), "\(levels)")
      }
    }
  }

  // MARK: Chance

  /// Several changes at once, and bytes of the file itself.
  @Test(arguments: [UInt64(20_261_126)])
  func thousandsOfRandomChanges(_ seed: UInt64) throws {
    var random = Generator(state: seed)
    try withFolder { folder in
      let whole = try saved(.quantile, in: folder)
      let path = folder.appending(path: "changed").path
      let bytes = try whole.serialized()
      let description = try JSONParser().parse(try #require(whole.metadata["description"]))
      let places = places(description)
      for round in 0..<1500 {
        var file = whole
        var changed = description
        for _ in 0..<Int.random(in: 1...3, using: &random) {
          switch Int.random(in: 0..<3, using: &random) {
          case 0:
            let place = places[Int.random(in: 0..<places.count, using: &random)]
            changed = replaced(
              changed, place[...],
              Bool.random(using: &random)
                ? .integer(Self.integers.randomElement(using: &random) ?? 0)
                : .number(Self.doubles.randomElement(using: &random) ?? 0))
          case 1:
            let index = Int.random(in: 0..<file.tensors.count, using: &random)
            let old = file.tensors[index]
            let count = old.bytes.count * 8 / old.element.bits
            guard count > 0 else { continue }
            file = replacing(
              file, index,
              with: tensor(
                old, changing: Int.random(in: 0..<count, using: &random),
                to: extremes(old.element).randomElement(using: &random) ?? []))
          default:
            let index = Int.random(in: 0..<file.tensors.count, using: &random)
            var all = Array(file.tensors[index].bytes)
            guard !all.isEmpty else { continue }
            all[Int.random(in: 0..<all.count, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            let old = file.tensors[index]
            file = replacing(
              file, index,
              with: .init(name: old.name, element: old.element, shape: old.shape, bytes: all[...]))
          }
        }
        file.metadata["description"] = try changed.text()
        try isAccepted(file, path, "seed \(seed), round \(round)")
      }
      // Without a new checksum, no change of the content is accepted.
      for round in 0..<1500 {
        var damaged = bytes
        if round % 3 == 0 { damaged.removeLast(Int.random(in: 1..<bytes.count, using: &random)) }
        if round % 3 != 0 || Bool.random(using: &random) {
          damaged[Int.random(in: 0..<damaged.count, using: &random)] ^= UInt8.random(
            in: 1...255, using: &random)
        }
        try Data(damaged).write(to: URL(filePath: path))
        guard let model = try? FittedForecaster.load(from: path) else { continue }
        try model.save(to: path + ".again")
        #expect(
          try Data(contentsOf: URL(filePath: path + ".again")) == Data(bytes), "seed \(seed), round \(round)")
      }
    }
  }

  @Test func theChecksumIsRequired() throws {
    try withFolder { folder in
      let whole = try saved(.quantile, in: folder)
      let path = folder.appending(path: "bare").path
      let text = String(decoding: try whole.serialized().dropFirst(8), as: Unicode.ASCII.self)
      #expect(text.contains("foretell.checksum"))
      var bytes = try whole.serialized()
      // The key under another name, of the same length.
      let key = Array("foretell.checksum".utf8)
      let place = try #require(bytes.firstRange(of: key)).lowerBound
      bytes[place] = UInt8(ascii: "x")
      try Data(bytes).write(to: URL(filePath: path))
      #expect(try SafetensorsFile(contentsOf: path).isVerified == false)
      let error = #expect(throws: ForetellError.self) { try FittedForecaster.load(from: path) }
      #expect(error?.message.contains("it has no checksum") == true)
    }
  }

}
