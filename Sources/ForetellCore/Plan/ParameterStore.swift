/// The parameters and the values derived from them, shared by all shards and read-only while shards run.
package final class ParameterStore<Scalar: KernelScalar>: @unchecked Sendable {
  private let values: Arena<Scalar>
  private let derivedValues: Arena<Scalar>

  /// Makes zeroed parameters for a plan.
  package init(for plan: Plan<Scalar>) {
    values = Arena(count: plan.parameters.count)
    derivedValues = Arena(count: plan.derivedCount)
  }

  /// The flat parameter vector.
  package var parameters: Block<Scalar> { values.block }

  /// The elements of a parameter or derived slot.
  package func value(_ slot: Slot) -> Block<Scalar> {
    switch slot.region {
    case .parameter: values.block.slice(slot.offset, slot.count)
    case .derived: derivedValues.block.slice(slot.offset, slot.count)
    case .activation: preconditionFailure("an activation slot has no place in the parameter store")
    }
  }
}

extension ParameterStore {
  /// Initialises every parameter; each has its own random stream, so adding a parameter doesn't change the
  /// others.
  package func initialize(_ map: ParameterMap, seed: UInt64) {
    for entry in map.entries {
      var hash: UInt32 = 2_166_136_261
      for byte in entry.name.utf8 { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
      var random = RandomStream(seed: seed, purpose: .initialization, index: hash)
      entry.initializer.write(value(entry.slot), shape: entry.slot.shape, random: &random)
    }
  }
}
