/// A coarse operation with a hand-written backward pass; the unit a plan runs.
///
/// A primitive is a value: it holds slots and options, never data, and may run on several shards at once.
package protocol Primitive<Scalar>: Sendable {
  associatedtype Scalar: KernelScalar
  /// Computes derived slots from parameters; runs once per update, before any shard.
  func prepare(_ store: ParameterStore<Scalar>)
  /// Computes the outputs from the inputs.
  func forward(_ memory: Memory<Scalar>)
  /// Adds to the gradients of inputs and parameters, given the gradients of the outputs. May overwrite saved values.
  func backward(_ memory: Memory<Scalar>)
}

extension Primitive {
  /// Nothing to derive.
  package func prepare(_ store: ParameterStore<Scalar>) {}
}

/// A value (sizes and options only) that records its primitives into a plan.
package protocol Layer: Sendable {
  /// Records the layer for `input` and returns the slot of its output; traps on a shape that doesn't fit.
  func record<Scalar: KernelScalar>(_ input: Slot, into plan: inout PlanBuilder<Scalar>) -> Slot
}
