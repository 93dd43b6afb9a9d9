/// Rounds forecasts to the digits that single precision supports.
///
/// The network computes distances from a level in single precision, which has about seven digits. A value is
/// rounded to seven digits, or to more where that would round the distance away: a meter reading of
/// 84,512,345 that grows by 0.2 per step keeps its decimals.
struct SignificantDigits {
  /// The number of decimals that are always kept; negative for tens, hundreds and so on.
  private let leastDecimals: Int

  /// Makes a rounding that keeps four digits of distances as large as `distance`.
  init(resolving distance: Double) {
    leastDecimals = distance > 0 && distance.isFinite ? 3 - (Self.exponent(distance) ?? 22) : .min
  }

  /// The rounded value; unchanged when a double has no more digits than are to be kept.
  func rounded(_ value: Double) -> Double {
    guard value != 0, value.isFinite, let exponent = Self.exponent(value) else { return value }
    let digits = max(6 - exponent, leastDecimals)
    guard abs(digits) <= 22 else { return value }
    let scale = Self.tens[abs(digits)]
    guard digits < 0 || abs(value) * scale < 9e15 else { return value }
    return digits >= 0 ? (value * scale).rounded() / scale : (value / scale).rounded() * scale
  }

  /// ⌊log₁₀|value|⌋; nil for values with an extreme exponent.
  private static func exponent(_ value: Double) -> Int? {
    // A first estimate from the binary exponent; the result is this or one more.
    var exponent = Int((Double(value.exponent) * 0.301_029_995_663_981_2).rounded(.down))
    guard (-17...28).contains(exponent) else { return nil }
    if abs(value) >= (exponent >= -1 ? tens[exponent + 1] : 1 / tens[-exponent - 1]) { exponent += 1 }
    return exponent
  }

  /// The powers 10⁰…10²⁹, exact up to 10²².
  private static let tens: [Double] = (1...29).reduce(into: [1]) { powers, _ in
    powers.append(powers[powers.count - 1] * 10)
  }
}
