import Foundation

/// Numbers as text: the same bytes on every machine and in every locale.
enum NumberText {
  /// The value with exactly `decimals` digits after the point; negative zero is written without a sign.
  static func fixed(_ value: Double, decimals: Int) -> String {
    guard value.isFinite else { return value.isNaN ? "–" : (value < 0 ? "−∞" : "∞") }
    let places = max(0, min(decimals, 15))
    let scaled = (value.magnitude * power(places)).rounded()
    guard scaled < 9e15 else { return "\(value)" }
    var digits = String(Int64(scaled))
    if places > 0 {
      if digits.count <= places { digits = String(repeating: "0", count: places + 1 - digits.count) + digits }
      digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -places))
    }
    return (value < 0 && scaled != 0 ? "-" : "") + digits
  }

  /// The value with at most `decimals` digits after the point and no trailing zeros; for coordinates.
  static func trimmed(_ value: Double, decimals: Int = 1) -> String {
    dropTrailingZeros(fixed(value, decimals: decimals))
  }

  /// The value with `digits` significant digits, such as `123.4`, `0.0012` or `1.2e-9`; "–" for NaN.
  static func significant(_ value: Double, digits: Int = 4) -> String {
    guard value.isFinite else { return fixed(value, decimals: 0) }
    guard value != 0 else { return "0" }
    var exponent = decimalExponent(value)
    if (value.magnitude / tenTo(exponent) * power(digits - 1)).rounded() >= power(digits) { exponent += 1 }
    if exponent >= -4 && exponent < max(digits, 7) {
      return dropTrailingZeros(fixed(value, decimals: max(0, digits - 1 - exponent)))
    }
    let mantissa = value / tenTo(exponent)
    return dropTrailingZeros(fixed(mantissa, decimals: digits - 1)) + "e\(exponent)"
  }

  /// The number of significant digits that distinguish the values: `digits`, or more for small differences
  /// between large values.
  ///
  /// NaN and infinities are ignored.
  static func digits(telling values: some Sequence<Double>, atLeast digits: Int = 4) -> Int {
    var (low, high) = (Double.infinity, -Double.infinity)
    for value in values where value.isFinite {
      low = min(low, value)
      high = max(high, value)
    }
    guard low < high, (high - low).isFinite else { return digits }
    let size = decimalExponent(max(low.magnitude, high.magnitude))
    return min(15, max(digits, size - decimalExponent(high - low) + 3))
  }

  /// `floor(log10(|value|))`, exact at powers of ten; 0 for zero.
  static func decimalExponent(_ value: Double) -> Int {
    guard value != 0, value.isFinite else { return 0 }
    var exponent = Int(log10(value.magnitude).rounded(.down))
    if tenTo(exponent + 1) <= value.magnitude { exponent += 1 }
    if tenTo(exponent) > value.magnitude { exponent -= 1 }
    return exponent
  }

  /// Ten to an integer power, correctly rounded.
  static func tenTo(_ exponent: Int) -> Double { Double("1e\(exponent)") ?? pow(10, Double(exponent)) }

  private static func power(_ exponent: Int) -> Double {
    var result = 1.0
    for _ in 0..<max(0, exponent) { result *= 10 }
    return result
  }

  /// The digits with commas as thousands separators, if there are at least five before the point.
  static func grouped(_ digits: String) -> String {
    let sign = digits.hasPrefix("-") ? "-" : ""
    let whole = digits.dropFirst(sign.count).prefix { $0.isNumber }
    guard whole.count >= 5 else { return digits }
    let rest = digits.dropFirst(sign.count + whole.count)
    var text = ""
    for (index, digit) in whole.enumerated() {
      if index > 0, (whole.count - index) % 3 == 0 { text += "," }
      text.append(digit)
    }
    return sign + text + rest
  }

  private static func dropTrailingZeros(_ text: String) -> String {
    guard text.contains(".") else { return text }
    var digits = Substring(text)
    while digits.hasSuffix("0") { digits = digits.dropLast() }
    if digits.hasSuffix(".") { digits = digits.dropLast() }
    return digits == "-0" ? "0" : String(digits)
  }
}
