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
  /// The normalisation of each layer before its activation.
  package var normalization = NormalizationName.none
  /// The distribution from which the weights of the layers start; nil: He before ReLU, Xavier otherwise.
  package var weightStart: WeightStart?

  package var isAppliedPerStep: Bool { false }

  package var leastBatchSize: Int { normalization.leastBatchSize }

  /// All features of all steps of a row side by side [B, T·F], oldest step first, and from there layer by layer.
  ///
  /// The layers don't read the starts of rows, because the values of padding are zero, and a mask tells them from observed
  /// ones; batch normalisation leaves out rows that are nothing but padding.
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
        record(signal, inputs.starts, steps, into: &plan)
      }
    }
    return Encoded(features: Dropout(rate: dropout).record(signal, into: &plan))
  }

  private func record<Scalar: KernelScalar>(
    _ signal: Slot, _ starts: Slot, _ steps: Int, into plan: inout PlanBuilder<Scalar>
  ) -> Slot {
    let start = weightStart?.initializer(blocks: 1, fanIn: signal.shape[1], fanOut: hiddenSize)
    guard normalization != .none else {
      return Dense(outputs: hiddenSize, activation: activation.kind, initializer: start)
        .record(signal, into: &plan)
    }
    // The weights begin as those of a layer with this activation.
    let initializer = start ?? (activation == .relu ? .he(fanIn: signal.shape[1]) : nil)
    let sums = Dense(outputs: hiddenSize, initializer: initializer).record(signal, into: &plan)
    let normal = normalization.record(sums, starts: starts, firstStep: steps - 1, into: &plan)
    return Activation(activation.kind).record(normal, into: &plan)
  }

  package func check() throws {
    try OptionRange.require((1...65_536).contains(hiddenSize), "the hidden size", "in 1...65536")
    try OptionRange.require((1...256).contains(layers), "the number of layers", "in 1...256")
    try OptionRange.require(dropout >= 0 && dropout < 1, "dropout", "in 0..<1")
    try normalization.check(width: hiddenSize)
  }
}
