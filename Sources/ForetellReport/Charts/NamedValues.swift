/// A model's name with one number for each step, epoch, seed or lag.
public struct NamedValues: Sendable, Hashable, Codable {
  /// The name in the legend.
  public var name: String
  /// The numbers; NaN for missing ones.
  public var values: [Double]

  /// Creates a named list of numbers.
  public init(_ name: String, _ values: [Double]) {
    self.name = name
    self.values = values
  }
}
