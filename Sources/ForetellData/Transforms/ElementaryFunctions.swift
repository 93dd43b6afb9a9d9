#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The exponential and the logarithm that transforms are computed with.
///
/// The C library's differ in the last bit between libraries and processors; who promises the same bits everywhere
/// brings their own.
package struct ElementaryFunctions: Sendable {
  /// e to the x.
  package let exponential: @Sendable (Double) -> Double
  /// Natural logarithm of a positive value.
  package let logarithm: @Sendable (Double) -> Double

  /// A pair of functions.
  package init(
    exponential: @escaping @Sendable (Double) -> Double, logarithm: @escaping @Sendable (Double) -> Double
  ) {
    self.exponential = exponential
    self.logarithm = logarithm
  }

  /// The C library's.
  package static let system = ElementaryFunctions(exponential: { exp($0) }, logarithm: { log($0) })

  /// e to the x, minus 1, with all digits near zero (Kahan's correction of the rounded exponential).
  func exponentialMinusOne(_ x: Double) -> Double {
    let power = exponential(x)
    if power == 1 { return x }
    let difference = power - 1
    return difference == -1 || !power.isFinite ? difference : difference * x / logarithm(power)
  }

  /// Logarithm of 1 + x, x > −1, with all digits near zero (the same correction).
  func logarithmOfOnePlus(_ x: Double) -> Double {
    let sum = 1 + x
    return sum == 1 ? x : logarithm(sum) * x / (sum - 1)
  }
}
