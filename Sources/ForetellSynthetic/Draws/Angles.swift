/// A point on the unit circle: cosine and sine of an angle.
///
/// Computed from polynomials and products alone, so that the bits are the same with every C library.
package struct Angle: Sendable {
  /// The cosine of the angle.
  package private(set) var cosine: Double
  /// The sine of the angle.
  package private(set) var sine: Double

  /// The angle of a number of whole turns (2π), finite and below 2⁵⁰ in size.
  ///
  /// The Taylor polynomials within an eighth of a turn, up to the powers 14 and 15; their error is below 1e-15.
  package init(turns: Double) {
    let quarters = (turns * 4).rounded()
    let x = (turns * 4 - quarters) * 1.570_796_326_794_896_6
    let square = x * x
    var (c, s) = (0.0, 0.0)
    var power = 14.0
    while power > 0 {
      c = (1 - c) * square / (power * (power - 1))
      s = (1 - s) * square / (power * (power + 1))
      power -= 2
    }
    (c, s) = (1 - c, x * (1 - s))
    switch Int(quarters) & 3 {
    case 0: (cosine, sine) = (c, s)
    case 1: (cosine, sine) = (-s, c)
    case 2: (cosine, sine) = (-c, -s)
    default: (cosine, sine) = (s, -c)
    }
  }

  /// Turns this angle further by another one.
  mutating func turn(by other: Angle) {
    (cosine, sine) = (
      cosine * other.cosine - sine * other.sine, sine * other.cosine + cosine * other.sine
    )
  }
}
