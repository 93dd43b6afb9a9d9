import Testing

@testable import ForetellReport

struct NumberTextTests {
  @Test(arguments: [
    (0.0, 0, "0"), (-0.0, 2, "0.00"), (-0.04, 1, "0.0"), (1.25, 2, "1.25"), (-12.3456, 3, "-12.346"),
    (1e9, 0, "1000000000"),
    (0.05, 3, "0.050"), (.nan, 1, "–"), (.infinity, 1, "∞"), (-.infinity, 1, "−∞"),
  ])
  func fixed(value: Double, decimals: Int, text: String) {
    #expect(NumberText.fixed(value, decimals: decimals) == text)
  }

  @Test(arguments: [
    (0.0, 4, "0"), (123.456, 4, "123.5"), (0.00012345, 3, "0.000123"), (1.2e-9, 4, "1.2e-9"),
    (99.996, 4, "100"),
    (1_234_567, 4, "1234567"), (12_345_678, 4, "1.235e7"), (-0.5, 4, "-0.5"), (9.9999e-10, 3, "1e-9"),
    (1e300, 3, "1e300"),
  ])
  func significant(value: Double, digits: Int, text: String) {
    #expect(NumberText.significant(value, digits: digits) == text)
  }

  @Test(arguments: [
    ("1234", "1234"), ("12345", "12,345"), ("-1234567.50", "-1,234,567.50"), ("0.123456", "0.123456"),
  ])
  func grouped(digits: String, text: String) {
    #expect(NumberText.grouped(digits) == text)
  }

  @Test func decimalExponentIsExactAtPowers() {
    for exponent in -300...300 {
      #expect(NumberText.decimalExponent(NumberText.tenTo(exponent)) == exponent)
    }
  }
}
