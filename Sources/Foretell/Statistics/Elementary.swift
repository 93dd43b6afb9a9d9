import ForetellCore

/// Exponential and logarithm of our own, so that a forecast has the same bits whatever C library is installed.
enum Elementary {
  /// e to the x.
  static func exponential(_ x: Double) -> Double { elementaryExponential(x) }
  /// Natural logarithm; NaN below zero, −∞ at zero.
  static func logarithm(_ x: Double) -> Double { elementaryLogarithm(x) }
}
