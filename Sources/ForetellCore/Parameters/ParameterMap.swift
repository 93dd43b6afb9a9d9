/// Name, shape, position and initial distribution of every parameter, in recording order.
package struct ParameterMap: Sendable, Equatable {
  /// One parameter.
  package struct Entry: Sendable, Equatable {
    /// The name with its scopes, separated by dots, such as `encoder.0.weightInput`.
    package let name: String
    /// The shape, and the position in the flat vector.
    package let slot: Slot
    /// The distribution of the initial values.
    package let initializer: Initializer
    /// Whether the optimizer changes it; otherwise it is a buffer, such as a running mean, that is kept beside
    /// the parameters and has no gradient.
    package let isTrained: Bool
    /// Whether its values are never negative, as a variance.
    package let isSquare: Bool
  }

  /// All parameters in recording order.
  package private(set) var entries: [Entry] = []
  /// Length of the flat vector, padding included.
  package private(set) var count = 0

  /// Number of trainable scalars, without the padding between parameters.
  package var scalarCount: Int { entries.reduce(0) { $0 + ($1.isTrained ? $1.slot.count : 0) } }

  /// The parameter with this name; nil when there is none.
  package func entry(named name: String) -> Entry? { entries.first { $0.name == name } }

  mutating func add(
    _ name: String, shape: [Int], initializer: Initializer, isTrained: Bool = true, isSquare: Bool = false
  ) -> Slot {
    precondition(entry(named: name) == nil, "two parameters are named \(name)")
    let slot = Slot(region: .parameter, offset: count, gradientOffset: count, shape: shape)
    entries.append(
      Entry(name: name, slot: slot, initializer: initializer, isTrained: isTrained, isSquare: isSquare))
    count += (slot.count + 15) / 16 * 16
    return slot
  }
}
