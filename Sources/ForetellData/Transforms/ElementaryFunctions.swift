#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The exponential function and the logarithm used by transforms.
///
/// Those of C libraries differ in the last bits between libraries and processors; callers that need the same
/// bits everywhere pass their own.
package struct ElementaryFunctions: Sendable {
  /// e to the power x.
  package let exponential: @Sendable (Double) -> Double
  /// Natural logarithm of a positive value.
  package let logarithm: @Sendable (Double) -> Double

  /// Makes a pair of functions.
  package init(
    exponential: @escaping @Sendable (Double) -> Double, logarithm: @escaping @Sendable (Double) -> Double
  ) {
    self.exponential = exponential
    self.logarithm = logarithm
  }

  /// The functions of the C library.
  package static let system = ElementaryFunctions(exponential: { exp($0) }, logarithm: { log($0) })

  /// e to the power x, minus 1, with full precision near zero (Kahan's correction of the rounded
  /// exponential).
  func exponentialMinusOne(_ x: Double) -> Double {
    let power = exponential(x)
    if power == 1 { return x }
    let difference = power - 1
    return difference == -1 || !power.isFinite ? difference : difference * x / logarithm(power)
  }

  /// Logarithm of 1 + x for x > −1, with full precision near zero (the same correction).
  func logarithmOfOnePlus(_ x: Double) -> Double {
    let sum = 1 + x
    return sum == 1 ? x : logarithm(sum) * x / (sum - 1)
  }
}
