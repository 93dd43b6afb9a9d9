import Testing

@testable import ForetellData

/// Numbers are read as the standard library reads them, bit for bit.
@Suite struct NumberParserTests {
  private func parse(_ text: String, decimal: UInt8 = 0x2e) -> Double? {
    Array(text.utf8).withUnsafeBufferPointer { NumberParser.parse($0, decimal: decimal) }
  }

  @Test(arguments: [
    "0", "-0", "1", "+1", "-1.5", ".5", "5.", "1e5", "1E-5", "1.e3", "123456789012345678", "9007199254740993",
    "9007199254740992.5", "0.1", "0.30000000000000004", "1.7976931348623157e308", "4.9e-324",
    "2.2250738585072011e-308",
    "1e22", "1e23", "8.5e22", "123456789.123456789", "3.141592653589793238462643383279502884197", "1e-400",
    "0000000000000000000000000001.5", "18446744073709551615", "9999999999999999999", "0.9999999999999999999",
    "1152921504606846977", "9.5367431640625e-7", "6.02214076e23", "1e19", "12345678901234567890e-19",
  ])
  func agreesWithTheStandardLibrary(text: String) {
    var standard = text
    if standard.hasSuffix(".") { standard.removeLast() }
    if standard.hasPrefix(".") { standard = "0" + standard }
    standard = standard == "1.e3" ? "1e3" : standard
    #expect(parse(text)?.bitPattern == Double(standard)?.bitPattern)
  }

  @Test(arguments: [
    "", "-", "+", ".", "e5", "1e", "1e+", "--1", "1-", "1 ", " 1", "1,5", "0x10", "inf", "nan", "infinity",
    "1_000",
    "1.2.3", "1e5.5", "٣", "1f", "1d0", "- 1",
  ])
  func refuses(text: String) {
    #expect(parse(text) == nil)
  }

  @Test func overflowIsInfinite() {
    #expect(parse("1e309") == .infinity)
    #expect(parse("-1e400") == -.infinity)
    #expect(parse("1e99999999999999999999") == .infinity)
  }

  @Test func readsDecimalCommas() {
    #expect(parse("1,5", decimal: 0x2c) == 1.5)
    #expect(parse("-12345678901234567890,5e2", decimal: 0x2c) == -12345678901234567890.5e2)
    #expect(parse("1.5", decimal: 0x2c) == nil)
  }

  @Test func randomNumbersAgree() {
    var state: UInt64 = 42
    func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state >> 16 ^ state << 31
    }
    for round in 0..<20_000 {
      let text: String
      switch round % 4 {
      case 0: text = "\(Double(bitPattern: next() & 0x7fef_ffff_ffff_ffff))"
      case 1: text = "\(Double(next() % 1_000_000_000) / 1e4)"
      case 2: text = "\(next() % 10_000_000_000_000_000_000)e\(Int(next() % 45) - 22)"
      default: text = "\(next() % 100_000).\(next() % 1_000_000_000_000)"
      }
      if parse(text)?.bitPattern != Double(text)?.bitPattern { Issue.record("\(text)") }
    }
  }
}
