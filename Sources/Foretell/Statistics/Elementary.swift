import ForetellCore

/// The exponential function and the logarithm, computed here so that a forecast has the same bits with every
/// C library.
enum Elementary {
  /// e to the x.
  static func exponential(_ x: Double) -> Double { elementaryExponential(x) }
  /// Natural logarithm; NaN below zero, −∞ at zero.
  static func logarithm(_ x: Double) -> Double { elementaryLogarithm(x) }
}
