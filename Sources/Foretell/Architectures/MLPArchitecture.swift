import ForetellCore
import ForetellLayers

/// Fully connected layers over the whole window at once (a multilayer perceptron).
package struct MLPArchitecture: Architecture {
  /// Hidden units per layer.
  package var hiddenSize: Int
  /// Number of hidden layers.
  package var layers: Int
  /// The activation function after each layer.
  package var activation: ActivationName
  /// Dropout rate between layers and before the head, in 0..<1.
  package var dropout: Double

  package var isAppliedPerStep: Bool { false }

  /// All features of all steps of a row side by side [B, T·F], oldest step first, and from there layer by layer.
  ///
  /// The starts of rows aren't read: the values of padding are zero, and a mask tells them from observed ones.
  package func record<Scalar: KernelScalar>(
    _ inputs: NetworkInputs, into plan: inout PlanBuilder<Scalar>
  ) -> Encoded {
    let shape = inputs.sequence.shape
    let (steps, rows, features) = (shape[0], shape[1], shape[2])
    let window = (0..<steps).map { inputs.sequence.part(at: $0 * rows * features, shape: [rows, features]) }
    var signal = Concatenate().record(window, into: &plan)
    for number in 0..<layers {
      if number > 0 { signal = Dropout(rate: dropout).record(signal, into: &plan) }
      signal = plan.scope("encoder.\(number)") { plan in
        Dense(outputs: hiddenSize, activation: activation.kind).record(signal, into: &plan)
      }
    }
    return Encoded(features: Dropout(rate: dropout).record(signal, into: &plan))
  }

  package func check() throws {
    try OptionRange.require((1...65_536).contains(hiddenSize), "the hidden size", "in 1...65536")
    try OptionRange.require((1...256).contains(layers), "the number of layers", "in 1...256")
    try OptionRange.require(dropout >= 0 && dropout < 1, "dropout", "in 0..<1")
  }
}
