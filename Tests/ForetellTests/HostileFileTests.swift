import Foundation
import Testing

@testable import Foretell

/// Files that claim to be larger than they are: refused by their size and header, before memory is allocated.
@Suite struct HostileFileTests: ModelFileMutating {
  /// Writes a file with a header and `data` zero bytes, as a sparse file that takes no space on the disk.
  private func write(_ header: [UInt8], data: Int, to path: String) throws {
    let length = (0..<8).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) }
    try Data(length + header).write(to: URL(filePath: path))
    let file = try FileHandle(forWritingTo: URL(filePath: path))
    try file.truncate(atOffset: UInt64(8 + header.count + data))
    try file.close()
  }

  private func refusal(_ path: String) throws -> String {
    let error = try #require(throws: ForetellError.self) { try FittedForecaster.load(from: path) }
    #expect(error.kind == .data && error.location?.file == path)
    return error.message
  }

  @Test func headersThatAreTooLong() throws {
    try withFolder { folder in
      let path = folder.appending(path: "m").path
      try write([], data: 3 << 30, to: path)
      #expect(try refusal(path).contains("JSON ends where a value is expected"))
      try write([UInt8](repeating: UInt8(ascii: " "), count: 60_000_000), data: 0, to: path)
      #expect(try refusal(path).contains("a header of 60000000 bytes is too long for 0 bytes of data"))
      try write(Array("{}".utf8), data: 3 << 30, to: path)
      #expect(try refusal(path).contains("bytes after the last tensor"))
    }
  }

  @Test func headersOfVeryManyParts() throws {
    try withFolder { folder in
      let path = folder.appending(path: "m").path
      let tensors = (0..<20_000).map { #""t\#($0)":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}"# }
      try write(Array("{\(tensors.joined(separator: ","))}".utf8), data: 0, to: path)
      #expect(try refusal(path).contains("20000 tensors are more than the limit of 16384"))
      let ones = String(repeating: "1,", count: 1_000_000)
      try write(
        Array(#"{"t":{"dtype":"F32","shape":[\#(ones)1],"data_offsets":[0,4]}}"#.utf8), data: 4, to: path)
      #expect(try refusal(path).contains("JSON text holds more than 262144 values"))
      let few = String(repeating: "1,", count: 40)
      try write(
        Array(#"{"t":{"dtype":"F32","shape":[\#(few)1],"data_offsets":[0,4]}}"#.utf8), data: 4, to: path)
      #expect(try refusal(path).contains("has a shape of 41 numbers, more than 32"))
      try write(Array(String(repeating: "[", count: 1_000_000).utf8), data: 0, to: path)
      #expect(try refusal(path).contains("deeper than 16"))
      try write(Array((#"{""# + String(repeating: "x", count: 30_000_000)).utf8), data: 0, to: path)
      #expect(try refusal(path).contains("has no end"))
    }
  }

  /// Whole models that describe more than they have, or have more than they describe.
  @Test func modelsThatDescribeTooMuch() throws {
    try withFolder { folder in
      let path = folder.appending(path: "m").path
      let whole = try saved(.quantile, in: folder)
      let bytes = try whole.serialized()
      let length = Int(bytes[..<8].reversed().reduce(0) { $0 << 8 | UInt64($1) })
      var header = try #require(try JSONParser().parse(bytes[8..<(8 + length)]).object)
      let data = bytes.count - 8 - length
      let extra = 3 << 30
      header["more"] = [
        "dtype": "U8", "shape": [.integer(Int64(extra))],
        "data_offsets": [.integer(Int64(data)), .integer(Int64(data + extra))],
      ]
      try write(Array(try JSONValue.object(header).text().utf8), data: data + extra, to: path)
      #expect(try refusal(path).contains("bytes of data; what it describes needs at most"))

      func described(_ key: [String], _ value: JSONValue) throws -> String {
        let description = try JSONParser().parse(try #require(whole.metadata["description"]))
        var file = whole
        file.metadata["description"] = try replaced(description, key[...], value).text()
        try file.write(to: path)
        return try refusal(path)
      }
      #expect(
        try described(["configuration", "hiddenSize"], 65536).contains("it claims to need more than 8 GiB"))
      #expect(try described(["configuration", "hiddenSize"], 64).contains("parameter "))
      #expect(try described(["configuration", "layers"], 256).contains("parameter "))
      #expect(try described(["horizon"], 1_000_000).contains("parameter "))
      #expect(
        try described(["ids"], .array((0..<200_000).map { .string("\($0)") })).contains(
          "last state is missing"))
    }
  }
}
