/// A coarse operation with a hand-written backward pass; a plan is a list of them.
///
/// A primitive holds slots and options but no data, and may run on several shards concurrently.
package protocol Primitive<Scalar>: Sendable {
  associatedtype Scalar: KernelScalar
  /// Computes derived slots from parameters; runs once per update, before any shard.
  func prepare(_ store: ParameterStore<Scalar>)
  /// Computes the outputs from the inputs.
  func forward(_ memory: Memory<Scalar>)
  /// Adds to the gradients of inputs and parameters, given the gradients of the outputs. It may overwrite
  /// values that the forward pass saved.
  func backward(_ memory: Memory<Scalar>)
}

extension Primitive {
  /// Does nothing: most primitives derive no values from parameters.
  package func prepare(_ store: ParameterStore<Scalar>) {}
}

/// A layer's sizes and options, without data; it records its primitives into a plan.
package protocol Layer: Sendable {
  /// Records the layer for `input` and returns the slot of its output; traps on a shape that doesn't fit.
  func record<Scalar: KernelScalar>(_ input: Slot, into plan: inout PlanBuilder<Scalar>) -> Slot
}
