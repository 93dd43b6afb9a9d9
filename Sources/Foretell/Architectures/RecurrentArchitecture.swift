import ForetellCore
import ForetellData
import ForetellLayers

/// Stacked recurrent layers that read a window step by step; the features are the last layer's state after
/// the whole window, or after every step.
package struct RecurrentArchitecture: Architecture {
  /// The kind of recurrent cell.
  package var cell: RecurrentCellKind
  /// Hidden units per layer.
  package var hiddenSize: Int
  /// Number of stacked layers.
  package var layers: Int
  /// Dropout rate between layers and before the head, in 0..<1.
  package var dropout: Double
  /// Whether each layer also reads the window backwards.
  package var isBidirectional: Bool
  /// Truncated back-propagation through time: the number of steps that gradients of the state reach back;
  /// nil: the whole window.
  package var truncation: Int?
  /// Precision of the factors in the recurrent layers' matrix products.
  package var precision: PrecisionName
  /// The normalisation of what each layer hands on.
  package var normalization = NormalizationName.none
  /// The distribution from which the weights of inputs and states start; nil: the cell's own.
  package var weightStart: WeightStart?

  package var isAppliedPerStep: Bool { true }

  /// False for bidirectional layers, whose reverse direction reads the steps after each step.
  package var givesEveryStep: Bool { !isBidirectional }

  package var leastBatchSize: Int { normalization.leastBatchSize }

  package var sizeStep: Int { cell.recurrentCell.layout.mostHeads }

  package func record<Scalar: KernelScalar>(
    _ inputs: NetworkInputs, into plan: inout PlanBuilder<Scalar>
  ) -> Encoded {
    var signal = inputs.sequence
    var recorded: [RecordedLayer] = []
    for number in 0..<layers {
      if number > 0 { signal = Dropout(rate: dropout).record(signal, into: &plan) }
      let (output, directions) = plan.scope("encoder.\(number)") { plan in
        record(cell.recurrentCell, number, signal, inputs.starts, into: &plan)
      }
      recorded += directions
      signal = output
      if number < layers - 1 { signal = normalized(signal, number, inputs, firstStep: 0, into: &plan) }
    }
    let last = recorded.filter { $0.number == layers - 1 }.map(\.finalState)
    let features: Slot
    if inputs.wantsEveryStep {
      let every = normalized(signal, layers - 1, inputs, firstStep: 0, into: &plan)
      features = every.reshaped([every.shape[0] * every.shape[1], every.shape[2]])
    } else {
      let state = last.count > 1 ? Concatenate().record(last, into: &plan) : last[0]
      features = normalized(
        state, layers - 1, inputs, firstStep: inputs.sequence.shape[0] - 1, into: &plan)
    }
    return Encoded(features: Dropout(rate: dropout).record(features, into: &plan), layers: recorded)
  }

  /// The output of the layer with this number, normalised.
  private func normalized<Scalar: KernelScalar>(
    _ output: Slot, _ number: Int, _ inputs: NetworkInputs, firstStep: Int,
    into plan: inout PlanBuilder<Scalar>
  ) -> Slot {
    plan.scope("encoder.\(number)") { plan in
      normalization.record(output, starts: inputs.starts, firstStep: firstStep, into: &plan)
    }
  }

  private func record<Cell: RecurrentCell, Scalar: KernelScalar>(
    _ cell: Cell, _ number: Int, _ input: Slot, _ starts: Slot, into plan: inout PlanBuilder<Scalar>
  ) -> (output: Slot, directions: [RecordedLayer]) {
    var layer = Recurrent(
      cell, hiddenSize: hiddenSize, isBidirectional: isBidirectional, truncation: truncation,
      precision: precision.products)
    if let weightStart {
      let width = hiddenSize / cell.layout.heads(hidden: hiddenSize)
      layer.inputInitializer = { [hiddenSize] blocks, inputs in
        weightStart.initializer(blocks: blocks, fanIn: inputs, fanOut: hiddenSize)
      }
      layer.hiddenInitializer = { weightStart.initializer(blocks: $0, fanIn: width, fanOut: width) }
    }
    let (output, forward, backward) = layer.recordAll(input, starts: starts, into: &plan)
    var directions = [RecordedLayer(forward, of: cell, number: number, isReversed: false)]
    if let backward { directions.append(RecordedLayer(backward, of: cell, number: number, isReversed: true)) }
    return (output, directions)
  }

  package func check() throws {
    try OptionRange.require((1...65_536).contains(hiddenSize), "the hidden size", "in 1...65536")
    try OptionRange.require(
      precision == .float32 || hiddenSize <= ProductPrecision.widest, "the hidden size with bf16",
      "at most \(ProductPrecision.widest)")
    try OptionRange.require((1...256).contains(layers), "the number of layers", "in 1...256")
    try OptionRange.require(dropout >= 0 && dropout < 1, "dropout", "in 0..<1")
    try normalization.check(width: hiddenSize * (isBidirectional ? 2 : 1))
    try OptionRange.require(
      truncation.map { (1...OptionRange.most).contains($0) } ?? true, "truncation", "positive")
  }
}
