import Foundation

/// A labelled position on an axis.
struct Tick: Sendable, Equatable {
  /// A label, either plain or a power of ten.
  enum Label: Sendable, Equatable {
    case plain(String)
    case powerOfTen(Int)
  }

  var value: Double
  var label: Label

  /// The label as one line of text; `allowsUnicode` says whether superscripts may be used.
  func text(allowsUnicode: Bool) -> String {
    switch label {
    case .plain(let text): return text
    case .powerOfTen(let exponent):
      return allowsUnicode ? "10" + Tick.superscript(exponent) : "1e\(exponent)"
    }
  }

  static func superscript(_ number: Int) -> String {
    let digits: [Character: Character] = [
      "-": "⁻", "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷", "8": "⁸",
      "9": "⁹",
    ]
    return String(String(number).map { digits[$0] ?? $0 })
  }
}

/// Tick positions at round numbers: multiples of 1, 2, 2.5 or 5 times a power of ten.
enum NiceTicks {
  /// The step `mantissa`/10 · 10^`exponent`, stored exactly.
  struct Step: Equatable {
    var mantissa: Int
    var exponent: Int

    var value: Double { multiple(1) }

    /// The number of digits after the point that labels in units of ten to the multiplier need.
    func decimals(multiplier: Int) -> Int { max(0, (mantissa % 10 == 0 ? 0 : 1) - exponent + multiplier) }

    /// The n-th multiple of the step, rounded once.
    func multiple(_ count: Int) -> Double {
      let scaled = Double(count * mantissa)
      let power = exponent - 1
      return power < 0 ? scaled / NumberText.tenTo(-power) : scaled * NumberText.tenTo(power)
    }
  }

  /// The smallest round step that puts at most `maximumCount` ticks into the range.
  static func step(lower: Double, upper: Double, maximumCount: Int, isWhole: Bool = false) -> Step {
    let span = upper - lower
    let allowed = max(2, maximumCount)
    guard span > 0, span.isFinite else { return Step(mantissa: 10, exponent: 0) }
    var exponent = max(-300, NumberText.decimalExponent(span / Double(allowed)) - 1)
    if isWhole { exponent = max(0, exponent) }
    while true {
      for mantissa in [10, 20, 25, 50] where !(isWhole && mantissa == 25 && exponent == 0) {
        let candidate = Step(mantissa: mantissa, exponent: exponent)
        if multiples(of: candidate, from: lower, to: upper).count <= allowed { return candidate }
      }
      exponent += 1
    }
  }

  /// The multiples of a step inside a range, with a tolerance for rounding at its ends.
  static func values(of step: Step, from lower: Double, to upper: Double) -> [Double] {
    multiples(of: step, from: lower, to: upper).map { step.multiple($0) }
  }

  static func multiples(of step: Step, from lower: Double, to upper: Double) -> ClosedOrEmptyRange {
    let tolerance = 1e-9
    let first = (lower / step.value - tolerance).rounded(.up)
    let last = (upper / step.value + tolerance).rounded(.down)
    guard first.magnitude < 1e15, last.magnitude < 1e15 else { return ClosedOrEmptyRange(0, Int.max / 2) }
    return ClosedOrEmptyRange(Int(first), Int(last))
  }

  /// The integers from a first to a last one; empty if the last is smaller than the first.
  struct ClosedOrEmptyRange {
    var first: Int
    var last: Int
    init(_ first: Int, _ last: Int) {
      self.first = first
      self.last = last
    }
    var count: Int { max(0, last - first + 1) }
    func map<Result>(_ transform: (Int) -> Result) -> [Result] {
      first > last ? [] : (first...last).map(transform)
    }
  }
}
