/// A location and a scale: `scaled = (value − location) / scale`, and back.
public struct AffineScale: Sendable, Hashable, Codable {
  /// What is subtracted.
  public var location: Double
  /// What is divided by; positive and finite.
  public var scale: Double

  /// A pair of location and scale (positive).
  public init(location: Double = 0, scale: Double = 1) {
    self.location = location
    self.scale = scale
  }

  /// Changes nothing.
  public static let identity = AffineScale()

  /// To the scaled axis; NaN stays NaN.
  public func apply(_ value: Double) -> Double { (value - location) / scale }

  /// Back to the data's axis.
  ///
  /// Quantiles invert the same way, because the scale is positive.
  public func invert(_ scaled: Double) -> Double { scaled * scale + location }

  /// Inverts in place.
  public func invert(_ scaled: inout [Double]) {
    for index in scaled.indices { scaled[index] = invert(scaled[index]) }
  }
}
