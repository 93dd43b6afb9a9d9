import ForetellCore

/// A linear map without bias whose result is added to a slot that another layer wrote: y += x[:, :n] Wᵀ on the last axis.
///
/// It is a skip connection from the first `inputs` values of each row of x to the output of a deeper path.
/// The sum is computed in place, so it must be recorded right after the layer that writes the output and
/// before anything reads it; and that layer must not need its output in the backward pass, as an activation
/// does.
package struct LinearPath: Sendable {
  /// The initialisation of the weights [outputs, inputs]; nil: Xavier.
  package var initializer: Initializer?

  /// Makes a linear path.
  package init(initializer: Initializer? = nil) { self.initializer = initializer }

  /// Records the path.
  ///
  /// - Parameters:
  ///   - input: the values x [rows, F].
  ///   - inputs: the number of values of each row to read, from the first on; traps outside 1...F.
  ///   - output: the slot y [rows, outputs]; traps when its number of rows differs from the input's.
  package func record<Scalar: KernelScalar>(
    _ input: Slot, inputs: Int, addingTo output: Slot, into plan: inout PlanBuilder<Scalar>
  ) {
    let (rows, width) = (input.shape[0], input.shape[1])
    precondition(
      input.shape.count == 2 && output.shape.count == 2 && output.shape[0] == rows,
      "a path from \(input.shape) can't be added to \(output.shape)")
    precondition((1...width).contains(inputs), "\(inputs) inputs of rows of \(width)")
    let outputs = output.shape[1]
    let weight = plan.parameter(
      "weight", [outputs, inputs], initializer ?? .xavier(fanIn: inputs, fanOut: outputs))
    plan.append(
      LinearPathPrimitive<Scalar>(
        rows: rows, stride: width, inputs: inputs, outputs: outputs, input: input, weight: weight,
        output: output)
    )
  }
}

struct LinearPathPrimitive<Scalar: KernelScalar>: Primitive {
  let rows: Int
  /// Distance between the rows of the input.
  let stride: Int
  let inputs: Int
  let outputs: Int
  let input: Slot
  let weight: Slot
  let output: Slot

  func forward(_ memory: Memory<Scalar>) {
    Scalar.productNT(
      rows: rows, columns: outputs, inner: inputs, a: memory.value(input), aStride: stride,
      b: memory.value(weight), bStride: inputs, into: memory.value(output), cStride: outputs)
  }

  func backward(_ memory: Memory<Scalar>) {
    let dY = memory.gradient(output)
    Scalar.productTN(
      rows: outputs, columns: inputs, inner: rows, a: dY, aStride: outputs, b: memory.value(input),
      bStride: stride, into: memory.gradient(weight), cStride: inputs)
    guard input.hasGradient else { return }
    Scalar.productNN(
      rows: rows, columns: inputs, inner: outputs, a: dY, aStride: outputs, b: memory.value(weight),
      bStride: inputs, into: memory.gradient(input), cStride: stride)
  }
}
