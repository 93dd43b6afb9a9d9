import Foundation
import Testing

@testable import ForetellRuns

/// The encoder of TensorBoard's event files against published vectors.
@Suite struct TensorBoardTests {
  /// RFC 3720, appendix B.4, and the check value of the catalogue of parametrised CRC algorithms (CRC-32/ISCSI).
  @Test func checksumsAreThePublishedOnes() {
    #expect(CRC32C.checksum([UInt8](repeating: 0, count: 32)) == 0x8a91_36aa)
    #expect(CRC32C.checksum([UInt8](repeating: 0xff, count: 32)) == 0x62a8_ab43)
    #expect(CRC32C.checksum((0..<32).map { UInt8($0) }) == 0x46dd_794e)
    #expect(CRC32C.checksum((0..<32).map { UInt8(31 - $0) }) == 0x113f_db5c)
    var command = [UInt8](repeating: 0, count: 48)
    for (place, byte) in [0: 0x01, 1: 0xc0, 16: 0x14, 22: 0x04, 27: 0x14, 31: 0x18, 32: 0x28, 40: 0x02] {
      command[place] = UInt8(byte)
    }
    #expect(CRC32C.checksum(command) == 0xd996_3a56)
    #expect(CRC32C.checksum(Array("123456789".utf8)) == 0xe306_9283)
  }

  /// The examples of Protocol Buffers' description of its wire format.
  @Test func fieldsHaveTheWireFormat() {
    var message = ProtobufMessage()
    message.add(1, integer: 150)
    message.add(2, text: "testing")
    #expect(message.bytes == [0x08, 0x96, 0x01, 0x12, 0x07] + Array("testing".utf8))
    var outer = ProtobufMessage()
    var inner = ProtobufMessage()
    inner.add(1, integer: 150)
    outer.add(3, message: inner)
    #expect(outer.bytes == [0x1a, 0x03, 0x08, 0x96, 0x01])
    var numbers = ProtobufMessage()
    numbers.add(1, integer: -2)
    #expect(numbers.bytes == [0x08, 0xfe] + [UInt8](repeating: 0xff, count: 8) + [0x01])
    numbers = ProtobufMessage()
    numbers.add(1, double: 1)
    numbers.add(2, float: -2)
    numbers.add(6, doubles: [0.5])
    #expect(
      numbers.bytes == [0x09, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f, 0x15, 0, 0, 0, 0xc0]
        + [0x32, 0x08, 0, 0, 0, 0, 0, 0, 0xe0, 0x3f])
  }

  /// Takes a file apart and checks both check values of every record with a bitwise CRC of its own.
  private func records(_ bytes: [UInt8]) throws -> [[UInt8]] {
    func masked(_ part: ArraySlice<UInt8>) -> UInt32 {
      var rest = UInt32.max
      for byte in part {
        rest ^= UInt32(byte)
        for _ in 0..<8 { rest = rest % 2 == 1 ? rest / 2 ^ 0x82f6_3b78 : rest / 2 }
      }
      let sum = ~rest
      return ((sum >> 15) | (sum << 17)) &+ 0xa282_ead8
    }
    func number(_ part: ArraySlice<UInt8>) -> UInt64 {
      part.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
    var records: [[UInt8]] = []
    var place = 0
    while place < bytes.count {
      let head = bytes[place..<(place + 8)]
      let length = Int(number(head))
      try #require(number(bytes[(place + 8)..<(place + 12)]) == UInt64(masked(head)))
      let content = bytes[(place + 12)..<(place + 12 + length)]
      let end = place + 12 + length
      try #require(number(bytes[end..<(end + 4)]) == UInt64(masked(content)))
      records.append(Array(content))
      place = end + 4
    }
    return records
  }

  @Test func recordsAreFramed() throws {
    var file = EventFile(time: 1)
    file.scalar("loss", .nan, step: 3, time: 2)
    file.histogram("empty", Histogram(name: "empty", epoch: 1, values: [Float.nan]), step: 1, time: 2)
    file.curve("lags", norms: [2, .nan, 1], step: 1, time: 2)
    file.text("configuration", "a", time: 2)
    let records = try records(file.bytes)
    // The histogram without a finite value is left out.
    #expect(records.count == 4)
    #expect(records[0] == [0x09, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f, 0x1a, 0x0d] + Array("brain.Event:2".utf8))
    #expect(file.leftOut == 2)
  }

  @Test func histogramsCountEveryFiniteValue() {
    let values: [Float] = [-1, -0.5, 0, 0.25, 1, .infinity, .nan]
    let histogram = Histogram(name: "w", epoch: 2, values: values, bins: 4)
    #expect(histogram.limits == [-0.5, 0, 0.5, 1])
    #expect(histogram.counts == [2, 1, 1, 1])
    #expect(histogram.notFinite == 2)
    #expect(histogram.sum == -0.25)
    #expect(histogram.sumOfSquares == 2.3125)
    let point = Histogram(name: "w", epoch: 2, values: [Float](repeating: 3, count: 5))
    #expect(point.limits == [3] && point.counts == [5])
  }
}
