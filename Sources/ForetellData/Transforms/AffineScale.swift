/// A location and a scale: `scaled = (value − location) / scale`, and the inverse.
public struct AffineScale: Sendable, Hashable, Codable {
  /// The value that is subtracted.
  public var location: Double
  /// The divisor, positive and finite.
  public var scale: Double

  /// Makes a pair of location and (positive) scale.
  public init(location: Double = 0, scale: Double = 1) {
    self.location = location
    self.scale = scale
  }

  /// The identity: location 0 and scale 1.
  public static let identity = AffineScale()

  /// The scaled value; NaN stays NaN.
  public func apply(_ value: Double) -> Double { (value - location) / scale }

  /// The value in the data's units; NaN stays NaN.
  ///
  /// Because the scale is positive, quantiles are mapped to quantiles.
  public func invert(_ scaled: Double) -> Double { scaled * scale + location }

  /// Inverts all values in place.
  public func invert(_ scaled: inout [Double]) {
    for index in scaled.indices { scaled[index] = invert(scaled[index]) }
  }
}
