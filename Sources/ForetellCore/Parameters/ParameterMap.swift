/// Name, shape, place and initial distribution of every parameter, in recording order.
package struct ParameterMap: Sendable, Equatable {
  /// One parameter.
  package struct Entry: Sendable, Equatable {
    /// Dotted name, such as `encoder.0.weightInput`.
    package let name: String
    /// Its place in the flat vector and its shape.
    package let slot: Slot
    /// How it starts.
    package let initializer: Initializer
  }

  /// All parameters in recording order.
  package private(set) var entries: [Entry] = []
  /// Length of the flat vector, padding included.
  package private(set) var count = 0

  /// Trainable scalars without the padding between blocks.
  package var scalarCount: Int { entries.reduce(0) { $0 + $1.slot.count } }

  /// The parameter with that name.
  package func entry(named name: String) -> Entry? { entries.first { $0.name == name } }

  mutating func add(_ name: String, shape: [Int], initializer: Initializer) -> Slot {
    precondition(entry(named: name) == nil, "two parameters are named \(name)")
    let slot = Slot(region: .parameter, offset: count, gradientOffset: count, shape: shape)
    entries.append(Entry(name: name, slot: slot, initializer: initializer))
    count += (slot.count + 15) / 16 * 16
    return slot
  }
}
