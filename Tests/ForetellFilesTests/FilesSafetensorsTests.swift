import ForetellErrors
import ForetellFiles
import Foundation
import Testing

@Suite struct FilesSafetensorsTests {
  typealias Tensor = SafetensorsFile.Tensor

  static let fixtures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fixtures/safetensors").path()

  /// The content of from-foretell.safetensors, which make.py checks with the reference implementation.
  static var sample: SafetensorsFile {
    SafetensorsFile(
      metadata: ["cell": "lstm", "note": "line\nbreak \"quoted\" \\ ü \u{1}"],
      tensors: [
        Tensor(
          name: "encoder.0.weightInput", shape: [2, 3],
          floats: [0.1, -0.0, 1.5, 3.4e38, .leastNonzeroMagnitude, -2.25]),
        Tensor(name: "counts", shape: [3], int64s: [.min, 0, .max]),
        Tensor(name: "scalar", shape: [], doubles: [0.1]),
        Tensor(name: "größe", shape: [1], uint64s: [.max]),
        Tensor(name: "empty", shape: [0, 4], floats: []),
      ])
  }

  /// A file with this header and `data` zero bytes after it.
  private func file(_ header: String, data: Int = 0) -> [UInt8] {
    let count = UInt64(header.utf8.count)
    return (0..<8).map { UInt8(truncatingIfNeeded: count >> (8 * $0)) } + Array(header.utf8)
      + [UInt8](repeating: 0, count: data)
  }

  private func read(_ bytes: [UInt8]) throws(ForetellError) -> SafetensorsFile {
    try SafetensorsFile(bytes: bytes, file: "test.safetensors")
  }

  @Test func writtenFileIsTheOneThatPythonReads() throws {
    let path = Self.fixtures + "/from-foretell.safetensors"
    if ProcessInfo.processInfo.environment["FORETELL_UPDATE_FIXTURES"] != nil {
      try Self.sample.write(to: path)
    }
    let golden = try AtomicFile.read(path)
    #expect(try Self.sample.serialized() == golden)
  }

  @Test func readsWhatPythonWrote() throws {
    let file = try SafetensorsFile(contentsOf: Self.fixtures + "/from-python.safetensors")
    #expect(!file.isVerified)
    #expect(file.metadata == ["origin": "python", "größe": "Ä\n\"\\"])
    #expect(file["float32"]?.shape == [2, 3])
    #expect(
      file["float32"]?.floats?.map(\.bitPattern)
        == [0, -0.0, 1.5, 3.4e38, .leastNonzeroMagnitude, -2.25].map { (value: Float) in value.bitPattern })
    #expect(file["float64"]?.doubles == [0.1, -1e300, Double.leastNonzeroMagnitude])
    #expect(
      file["float16"]?.floats?.map(\.bitPattern)
        == [0, -0.0, 0x1p-24, 1023 * 0x1p-24, 0x1p-14, 1, -2, 65504, .infinity, -.infinity].map {
          Float($0).bitPattern
        })
    #expect(
      file["bfloat16"]?.floats?.map(\.bitPattern)
        == [0, 0x3f80, 0xbf80, 0x4049, 0x7f7f, 0x80, 0x7f80, 0xc2f7].map { UInt32($0) << 16 })
    #expect(file["int64"]?.int64s == [.min, .max] && file["uint64"]?.uint64s == [.max])
    #expect(file["int32"]?.element == .int32 && file["int32"]?.floats == nil)
    #expect(file["uint8"].map { Array($0.bytes) } == [0, 1, 127, 128, 255])
    #expect(file["empty"]?.floats == [] && file["empty"]?.shape == [0, 4])
    #expect(file["scalar"]?.doubles == [42.5] && file["scalar"]?.shape == [])
    #expect(file["absent"] == nil)
  }

  @Test func roundTripsAndIsDeterministic() throws {
    let sample = Self.sample
    let bytes = try sample.serialized()
    let back = try read(bytes)
    #expect(back.isVerified && back.metadata == sample.metadata && back.tensors == sample.tensors)
    #expect(try back.serialized() == bytes)
    let shuffled = SafetensorsFile(metadata: sample.metadata, tensors: sample.tensors.reversed())
    #expect(try shuffled.serialized() == bytes)
    let header = Int(bytes[0]) + Int(bytes[1]) << 8
    #expect(header % 8 == 0 && bytes[8] == UInt8(ascii: "{"))
    #expect(sample.tensors.map(\.name) == ["counts", "größe", "scalar", "empty", "encoder.0.weightInput"])
  }

  @Test func roundTripsThroughAFile() throws {
    let path = NSTemporaryDirectory() + "/foretell-" + UUID().uuidString + ".safetensors"
    defer { unlink(path) }
    try Self.sample.write(to: path)
    #expect(try SafetensorsFile(contentsOf: path).tensors == Self.sample.tensors)
    #expect(throws: ForetellError.self) { try SafetensorsFile(contentsOf: path + "x") }
    #expect(throws: ForetellError.self) { try Self.sample.write(to: "/dev/full") }
  }

  @Test func widensEveryHalfExactly() {
    let bits = (0...UInt16.max).flatMap {
      [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)]
    }
    let tensor = Tensor(name: "half", element: .float16, shape: [65536], bytes: bits[...])
    let floats = tensor.floats ?? []
    #expect(floats.count == 65536)
    for (bits, float) in floats.enumerated() {
      let sign = bits & 0x8000 == 0 ? Float(1) : -1
      let (exponent, fraction) = ((bits >> 10) & 31, Float(bits & 1023) / 1024)
      let expected =
        exponent == 31
        ? (fraction == 0 ? sign * .infinity : .nan)
        : exponent == 0
          ? sign * fraction * 0x1p-14
          : sign * (1 + fraction) * Float(sign: .plus, exponent: exponent - 15, significand: 1)
      if expected.isNaN { #expect(float.isNaN) } else { #expect(float.bitPattern == expected.bitPattern) }
    }
  }

  @Test func toleratesUnknownFieldsAndSpace() throws {
    let file = try read(
      file(#"   {"a" : {"dtype":"U8","shape":[2],"data_offsets":[0,2],"extra":{"x":[1]}}}  "#, data: 2))
    #expect(file["a"]?.bytes.count == 2 && !file.isVerified)
    #expect(try read(self.file("{}")).tensors.isEmpty)
  }

  @Test func refusesBrokenFiles() {
    func tensor(_ dtype: String = "U8", _ shape: String = "[2]", _ offsets: String = "[0,2]") -> String {
      #"{"dtype":"\#(dtype)","shape":\#(shape),"data_offsets":\#(offsets)}"#
    }
    func header(_ tensors: String...) -> String {
      "{" + tensors.enumerated().map { "\"t\($0)\":\($1)" }.joined(separator: ",") + "}"
    }
    let huge = [UInt8](repeating: 0xff, count: 8)
    let cases: [(String, [UInt8], String)] = [
      ("empty", [], "too short"), ("seven bytes", [1, 0, 0, 0, 0, 0, 0], "too short"),
      ("length 2^64-1", huge + [0], "exceeds"),
      ("length beyond the end", [9, 0, 0, 0, 0, 0, 0, 0, 123], "beyond the end"),
      ("length 0", [UInt8](repeating: 0, count: 8), "JSON ends"),
      ("no object", file("[]"), "not a JSON object"),
      ("bad JSON", file("{,}"), "a key is expected"), ("text after", file("{} x"), "the end is expected"),
      ("not UTF-8", [5, 0, 0, 0, 0, 0, 0, 0, 0x7b, 0x22, 0xff, 0x22, 0x7d], "not UTF-8"),
      ("same name", file(#"{"a":\#(tensor()),"a":\#(tensor())}"#, data: 2), "duplicate key"),
      (
        "same field", file(#"{"a":{"dtype":"U8","dtype":"U8","shape":[],"data_offsets":[0,1]}}"#, data: 1),
        "duplicate"
      ),
      ("deep", file(#"{"a":"# + String(repeating: "[", count: 20)), "deeper"),
      ("overlap", file(header(tensor(), tensor("U8", "[2]", "[1,3]")), data: 3), "overlaps"),
      ("same range", file(header(tensor(), tensor()), data: 2), "overlaps"),
      ("hole", file(header(tensor(), tensor("U8", "[1]", "[3,4]")), data: 4), "no tensor covers"),
      ("hole first", file(header(tensor("U8", "[1]", "[1,2]")), data: 2), "no tensor covers"),
      ("trailing", file(header(tensor()), data: 3), "after the last tensor"),
      ("trailing only", file("{}", data: 1), "after the last tensor"),
      ("beyond data", file(header(tensor()), data: 1), "outside"),
      ("reversed", file(header(tensor("U8", "[2]", "[2,0]")), data: 2), "outside"),
      ("too small a shape", file(header(tensor("U8", "[1]")), data: 2), "needs 1 bytes"),
      ("too wide", file(header(tensor("F32")), data: 2), "needs 8 bytes"),
      ("overflow", file(header(tensor("U8", "[4294967296,4294967296,4294967296]")), data: 2), "impossible"),
      ("bits overflow", file(header(tensor("F64", "[9223372036854775807]")), data: 2), "impossible"),
      ("overflow times zero", file(header(tensor("U8", "[9223372036854775807,9,0]", "[0,0]"))), "impossible"),
      ("part of a byte", file(header(tensor("F4", "[3]", "[0,1]")), data: 1), "impossible"),
      ("negative size", file(header(tensor("U8", "[-2]")), data: 2), "non-negative"),
      ("fraction", file(header(tensor("U8", "[2.0]")), data: 2), "non-negative"),
      (
        "offset too large", file(header(tensor("U8", "[2]", "[0,99999999999999999999]")), data: 2),
        "non-negative"
      ),
      ("three offsets", file(header(tensor("U8", "[2]", "[0,1,2]")), data: 2), "pair"),
      ("no offsets", file(#"{"a":{"dtype":"U8","shape":[2]}}"#, data: 2), "pair"),
      ("no shape", file(#"{"a":{"dtype":"U8","data_offsets":[0,2]}}"#, data: 2), "no shape"),
      ("no dtype", file(#"{"a":{"shape":[2],"data_offsets":[0,2]}}"#, data: 2), "no dtype"),
      ("unknown dtype", file(header(tensor("f32")), data: 2), "unknown dtype"),
      ("tensor is a number", file(#"{"a":1}"#), "not described"),
      ("metadata is text", file(#"{"__metadata__":"x"}"#), "not an object"),
      ("metadata number", file(#"{"__metadata__":{"x":1}}"#), "is not text"),
      ("newer version", file(#"{"__metadata__":{"foretell.format":"2"}}"#), "newer"),
      ("version 0", file(#"{"__metadata__":{"foretell.format":"0"}}"#), "positive"),
      ("wrong checksum", file(#"{"__metadata__":{"foretell.checksum":"fnv1a64:0"}}"#), "checksum"),
    ]
    for (name, bytes, words) in cases {
      do {
        _ = try read(bytes)
        Issue.record("accepted: \(name)")
      } catch {
        #expect(
          error.kind == .data && error.hint != nil && error.location?.file == "test.safetensors", "\(name)")
        #expect(error.message.contains(words), "\(name): \(error.message)")
      }
    }
  }

  @Test func messagesHoldNoControlCharacters() {
    do {
      _ = try read(file(#"{"\u001b[31m\n":1}"#))
      Issue.record("accepted")
    } catch { #expect(!error.description.unicodeScalars.contains { $0.value == 0x1b }) }
  }

  @Test func everyTruncationIsRefused() throws {
    let bytes = try Self.sample.serialized()
    for count in 0..<bytes.count {
      #expect(throws: ForetellError.self) { try read(Array(bytes[..<count])) }
    }
    #expect(throws: ForetellError.self) { try read(bytes + [0]) }
  }

  /// With the checksum, a changed byte is refused, unless it only changes the spaces that pad the header.
  @Test func everyChangedByteIsFound() throws {
    let sample = Self.sample
    let bytes = try sample.serialized()
    for index in bytes.indices {
      for mask: UInt8 in [0x01, 0x20, 0x80, 0xff] {
        var damaged = bytes
        damaged[index] ^= mask
        if let file = try? read(damaged) {
          // What loads must be the same content: a space turned into a tab, say. A damaged key name
          // of version or checksum loses the verification instead.
          #expect(!file.isVerified || (file.tensors == sample.tensors && file.metadata == sample.metadata))
        }
      }
    }
  }

  @Test func survivesRandomHeadersAndDamage() throws {
    let bytes = try Self.sample.serialized()
    var state: UInt64 = 12345
    func random(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    for _ in 0..<3000 {
      var damaged = bytes
      for _ in 0...random(4) { damaged[random(damaged.count)] = UInt8(random(256)) }
      _ = try? read(damaged)
    }
    let words = [
      "{", "}", "[", "]", ":", ",", "\"a\"", "\"dtype\"", "\"shape\"", "\"data_offsets\"", "\"F32\"",
      "\"U8\"", "0", "1", "4",
      "8", "-1", "1e9", "9223372036854775807", "\"__metadata__\"", " ", "null",
    ]
    for _ in 0..<3000 {
      let header = (0...random(30)).map { _ in words[random(words.count)] }.joined()
      _ = try? read(file(header, data: random(9)))
    }
    for _ in 0..<3000 {
      let tensors = (0...random(3)).map { index in
        let start = random(12)
        return
          #""t\#(index)":{"dtype":"\#(["U8", "F32", "F4"][random(3)])","shape":[\#(random(4)),\#(random(3))],"#
          + #""data_offsets":[\#(start),\#(start + random(9))]}"#
      }
      if let file = try? read(file("{" + tensors.joined(separator: ",") + "}", data: random(16))) {
        #expect(file.tensors.allSatisfy { $0.element.byteCount(shape: $0.shape) == $0.bytes.count })
      }
    }
  }
}
