/// Numbers with a shape, the last axis contiguous.
public struct NetworkArray: Sendable, Equatable {
  /// The name: for parameters `LAYER.NAME`, such as `0.weightInput`, with layers counted from 0; for a
  /// layer's gradient the layer's number.
  public let name: String
  /// Extents, outermost first.
  public let shape: [Int]
  /// The numbers in row-major order, as many as the product of the extents.
  public let values: [Double]
}
