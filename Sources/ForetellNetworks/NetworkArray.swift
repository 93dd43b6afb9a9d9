/// Numbers with a shape, the last axis contiguous.
public struct NetworkArray: Sendable, Equatable {
  /// Where they belong, for parameters `LAYER.NAME` such as `0.weightInput`, counted from 0; for layers the layer's number.
  public let name: String
  /// Extents, outermost first.
  public let shape: [Int]
  /// As many numbers as the product of the extents.
  public let values: [Double]
}
