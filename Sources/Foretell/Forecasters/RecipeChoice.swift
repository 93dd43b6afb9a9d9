/// An option of a network with its value and the reason for it.
public struct RecipeChoice: Sendable, Codable, Equatable {
  /// The option's name on the command line.
  public let option: String
  /// The value as it is written on the command line.
  public let value: String
  /// Why it has this value, as a clause without a full stop; "given" if it was set.
  public let reason: String
}
