/// Numbers as text.
enum Figures {
  /// The shortest text that reads back to the same number, without a trailing `.0`; empty for a missing
  /// value.
  static func exact(_ value: Double) -> String {
    guard value.isFinite else { return "" }
    let text = value.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// A number with a fixed number of digits after the point; `–` for a missing value.
  static func fixed(_ value: Double?, _ decimals: Int) -> String {
    guard let value, value.isFinite else { return "–" }
    var power = 1.0
    for _ in 0..<decimals { power *= 10 }
    let scaled = (value.magnitude * power).rounded()
    guard scaled < 9e15 else { return exact(value) }
    var digits = String(Int64(scaled))
    if decimals > 0 {
      digits = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
      digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -decimals))
    }
    return (value < 0 && scaled > 0 ? "-" : "") + digits
  }

  /// A number with about `digits` significant digits, without an exponent where the text stays short.
  static func short(_ value: Double?, digits: Int = 4) -> String {
    guard let value, value.isFinite else { return "–" }
    if value == 0 { return "0" }
    var decimals = digits - 1
    var magnitude = value.magnitude
    while magnitude >= 10, decimals > 0 {
      magnitude /= 10
      decimals -= 1
    }
    while magnitude < 1, decimals < digits + 5 {
      magnitude *= 10
      decimals += 1
    }
    let text = fixed(value, decimals)
    guard text.contains(".") else { return text }
    let trimmed = text.reversed().drop { $0 == "0" }
    return String((trimmed.first == "." ? trimmed.dropFirst() : trimmed).reversed())
  }

  /// A duration: `0.8 s`, `42 s`, `3 min 05 s`, `2 h 10 min`.
  static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds < 1e9 else { return "–" }
    if seconds < 10 { return fixed(seconds, 1) + " s" }
    let whole = Int(seconds.rounded())
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return "\(whole / 60) min \(padded(whole % 60)) s" }
    return "\(whole / 3600) h \(padded(whole % 3600 / 60)) min"
  }

  /// A count with its noun: `1 series`, `3 steps`.
  static func count(_ number: Int, _ singular: String, _ plural: String) -> String {
    "\(number) \(number == 1 ? singular : plural)"
  }

  private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

extension Figures {
  /// A number with two significant digits, with an exponent if it is small: `0.04`, `3.1e-9`.
  static func brief(_ value: Double) -> String {
    guard value.isFinite else { return "–" }
    if value == 0 { return "0" }
    if value.magnitude >= 0.001, value.magnitude < 10_000 { return short(value, digits: 2) }
    var exponent = 0
    var digits = value
    while digits.magnitude >= 10 {
      digits /= 10
      exponent += 1
    }
    while digits.magnitude < 1 {
      digits *= 10
      exponent -= 1
    }
    return "\(fixed(digits, 1))e\(exponent)"
  }
}

extension Figures {
  /// The number of significant digits that distinguish two numbers: four, or more for small differences
  /// between large numbers.
  static func digits(telling low: Double?, from high: Double?) -> Int {
    guard let low, let high, low < high, (high - low).isFinite else { return 4 }
    var ratio = max(low.magnitude, high.magnitude) / (high - low)
    var digits = 3
    while ratio >= 10, digits < 15 {
      ratio /= 10
      digits += 1
    }
    return max(4, digits)
  }
}
