import ForetellFiles
import Testing

@Suite struct FilesJSONTests {
  /// Texts that are JSON by RFC 8259, with the value they stand for.
  @Test func acceptsValidTexts() throws {
    let cases: [(String, JSONValue)] = [
      ("null", nil), (" \t\r\n true \n", true), ("false", false), ("0", 0), ("-1", -1),
      ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
      ("9223372036854775808", .number(9_223_372_036_854_775_808)), ("1.5e3", 1500.0), ("1E-2", 0.01),
      ("0e+1", .number(0)), ("1e-400", .number(0)), ("5e-324", .number(.leastNonzeroMagnitude)),
      ("0.1000000000000000055511151231257827", 0.1), ("[]", []), ("{}", .object(JSONObject())),
      ("[[],{}]", [[], .object(JSONObject())]), (#""""#, ""),
      (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"),
      (#""\u0041\u00e9\u20AC""#, "Aé€"), (#""\uD83D\ude00""#, "😀"), (#""\u0000""#, "\u{0}"),
      ("\"\u{7f}\"", "\u{7f}"),
      (#"{"a":[1,2.0,"x",null],"":{}}"#, ["a": [1, 2.0, "x", nil], "": .object(JSONObject())]),
    ]
    for (text, value) in cases {
      #expect(try JSONParser().parse(text) == value, "\(text)")
    }
    let zero = try JSONParser().parse("-0")
    #expect(zero.number?.sign == .minus)
  }

  /// Texts that are not, each with the byte at which the fault is seen.
  @Test func refusesInvalidTexts() {
    let cases: [(String, Int)] = [
      ("", 0), (" ", 1), ("nul", 0), ("nullx", 4), ("True", 0), ("NaN", 0), ("Infinity", 0), ("-Infinity", 1),
      ("01", 1), ("-", 1), ("+1", 0), (".5", 0), ("1.", 2), ("1.e5", 2), ("1e", 2), ("1e+", 3), ("0x10", 1),
      ("1e400", 0), ("-1e400", 0), ("1 2", 2), ("[", 1), ("[1", 2), ("[1,", 3), ("[1,]", 3), ("[,1]", 1),
      ("[1 2]", 3),
      ("]", 0), ("[1}", 2), ("{", 1), ("{}}", 2), ("{\"a\"}", 4), ("{\"a\":}", 5), ("{\"a\":1,}", 7),
      ("{a:1}", 1), ("{'a':1}", 1), ("{1:1}", 1), ("{\"a\" 1}", 5), ("{\"a\":1 \"b\":2}", 7),
      ("{\"a\":1,\"a\":1}", 7),
      (#"{"a":1,"\u0061":2}"#, 7), ("\"", 0), ("\"a", 0), ("'a'", 0), ("\"\\", 1), (#""\x""#, 1),
      (#""\u12""#, 5),
      (#""\u12g4""#, 5), (#""\ud800""#, 1), (#""\udc00""#, 1), (#""\ud800\u0041""#, 1), (#""\ud800\n""#, 1),
      ("\"a\nb\"", 2), ("\"\t\"", 1), ("\u{feff}1", 0), ("\u{a0}1", 0), ("/*x*/1", 0), ("1//x", 1),
      ("\u{b}1", 0),
    ]
    for (text, offset) in cases {
      #expect(throws: JSONSyntaxError.self, "\(text)") { try JSONParser().parse(text) }
      do { _ = try JSONParser().parse(text) } catch { #expect(error.offset == offset, "\(text): \(error)") }
    }
  }

  @Test func refusesIllFormedUTF8() {
    let illFormed: [[UInt8]] = [
      [0xff], [0x80], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x82],
      [0xf8, 0x88, 0x80],
    ]
    for bytes in illFormed {
      let text = [UInt8(ascii: "\"")] + bytes + [UInt8(ascii: "\"")]
      #expect(throws: JSONSyntaxError.self, "\(bytes)") { try JSONParser().parse(text[...]) }
    }
  }

  @Test func capsDepthAndSize() throws {
    let parser = JSONParser(maximumDepth: 3, maximumBytes: 20)
    #expect(throws: Never.self) { try parser.parse("[[[1]]]") }
    #expect(throws: JSONSyntaxError.self) { try parser.parse("[[[[1]]]]") }
    #expect(throws: JSONSyntaxError.self) { try parser.parse(#"{"a":{"a":{"a":{}}}}"#) }
    #expect(throws: JSONSyntaxError.self) { try parser.parse(String(repeating: " ", count: 20) + "1") }
    // Far deeper than any stack.
    #expect(throws: JSONSyntaxError.self) { try JSONParser().parse(String(repeating: "[", count: 1_000_000)) }
  }

  @Test func offsetsCountFromTheSlice() {
    let bytes = Array("xxxx[1,]".utf8)
    do {
      _ = try JSONParser().parse(bytes[4...])
      Issue.record("accepted")
    } catch { #expect(error.offset == 3) }
  }

  @Test func writesCompactAndPretty() throws {
    let value: JSONValue = [
      "b": [1, 2.5, "x"], "a": ["deep": nil, "empty": []], "list": [["k": true], [false]],
      "none": .object(JSONObject()),
    ]
    #expect(
      try value.text()
        == #"{"b":[1,2.5,"x"],"a":{"deep":null,"empty":[]},"list":[{"k":true},[false]],"none":{}}"#)
    #expect(
      try value.text(sortedKeys: true)
        == #"{"a":{"deep":null,"empty":[]},"b":[1,2.5,"x"],"list":[{"k":true},[false]],"none":{}}"#)
    #expect(
      try value.text(layout: .pretty) == """
        {
          "b": [1, 2.5, "x"],
          "a": {
            "deep": null,
            "empty": []
          },
          "list": [
            {
              "k": true
            },
            [false]
          ],
          "none": {}
        }
        """)
  }

  @Test func escapesWhatMustBeEscaped() throws {
    #expect(
      try JSONValue.string("\"\\\n\r\t\u{0}\u{1f}\u{7f}é😀/").text() == #""\"\\\n\r\t\u0000\u001f\u007fé😀/""#)
    #expect(try JSONValue.string("\r\n").text() == #""\r\n""#)
  }

  @Test func numbersReadBackToTheSameBits() throws {
    var state: UInt64 = 7
    var numbers = [
      0.1, -0.0, 1e21, 1e-7, 123_456_789.125, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 2e16,
    ]
    for _ in 0..<2000 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      numbers.append(Double(bitPattern: state))
    }
    for number in numbers where number.isFinite {
      let back = try JSONParser().parse(try JSONValue.number(number).text())
      #expect(back.number?.bitPattern == number.bitPattern)
    }
    for number in [Double.nan, .infinity, -.infinity] {
      #expect(throws: JSONSyntaxError.self) { try JSONValue.array([.number(number)]).text() }
      #expect(JSONValue.finite(number) == nil as JSONValue)
    }
  }

  @Test func objectsKeepTheirOrder() throws {
    var object = JSONObject([("z", 1), ("a", 2), ("z", 3)])
    #expect(object.keys == ["z", "a"] && object["z"] == 3)
    object["m"] = 4
    object["z"] = nil
    #expect(try JSONValue.object(object).text() == #"{"a":2,"m":4}"#)
  }

  /// Deterministic random texts from JSON's own alphabet: never a crash, and what is read is written back.
  @Test func survivesRandomTexts() throws {
    let alphabet = Array("{}[]:,\"\\u0019aeE+-. tfn\u{1}é".utf8)
    var state: UInt64 = 99
    for _ in 0..<20_000 {
      var bytes: [UInt8] = []
      for _ in 0..<Int(state >> 60) + 1 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        bytes.append(alphabet[Int(state >> 33) % alphabet.count])
      }
      if let value = try? JSONParser().parse(bytes[...]) {
        #expect(try JSONParser().parse(try value.text()) == value)
      }
    }
  }
}
