import Foundation

/// The chi-squared distribution.
enum ChiSquared {
  /// The probability of a value above `x`: the regularised upper incomplete gamma function Q(k/2, x/2).
  ///
  /// For small x the series of P (NIST Digital Library of Mathematical Functions, 8.11.4), for large x the
  /// continued fraction of Q (8.9.2, in its even part), evaluated by Lentz's method.
  static func upperTail(_ x: Double, degreesOfFreedom: Double) -> Double {
    guard x.isFinite, degreesOfFreedom > 0 else { return x == .infinity ? 0 : .nan }
    guard x > 0 else { return 1 }
    let a = degreesOfFreedom / 2
    let z = x / 2
    let scale = exp(a * log(z) - z - lgamma(a))
    if z < a + 1 {
      var term = 1 / a
      var sum = term
      var divisor = a
      while term > sum * 1e-17 {
        divisor += 1
        term *= z / divisor
        sum += term
      }
      return max(0, min(1, 1 - scale * sum))
    }
    let tiny = 1e-300
    var b = z + 1 - a
    var c = 1 / tiny
    var d = 1 / b
    var fraction = d
    for step in 1...10_000 {
      let numerator = -Double(step) * (Double(step) - a)
      b += 2
      d = 1 / nonZero(numerator * d + b, tiny)
      c = nonZero(b + numerator / c, tiny)
      let factor = c * d
      fraction *= factor
      if (factor - 1).magnitude < 1e-16 { break }
    }
    return max(0, min(1, scale * fraction))
  }

  private static func nonZero(_ value: Double, _ tiny: Double) -> Double {
    value.magnitude < tiny ? tiny : value
  }
}
