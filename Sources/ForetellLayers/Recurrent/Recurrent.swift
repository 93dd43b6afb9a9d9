import ForetellCore

/// A recurrent layer over a sequence: input [T,B,I], output all hidden states [T,B,H], or [T,B,2H] when
/// bidirectional (T steps, B rows, I inputs, H hidden units).
package struct Recurrent<Cell: RecurrentCell>: Layer {
  /// The cell.
  package var cell: Cell
  /// Hidden units H.
  package var hiddenSize: Int
  /// Whether a second set of weights reads the sequence backwards; the outputs of both are concatenated.
  package var isBidirectional: Bool
  /// Truncated back-propagation through time: gradients of the state are cut off every `truncation` steps,
  /// counted from the end; nil: never.
  package var truncation: Int?
  /// The initialisation of the recurrent weights; nil: orthogonal per gate.
  package var hiddenInitializer: Initializer?
  /// The precision to which the factors of the products are rounded; biases, fewer than 32 inputs, gates and
  /// states are never rounded.
  package var precision: ProductPrecision

  /// Makes a layer; traps on sizes below one, and on bfloat16 with sizes over `ProductPrecision.widest`.
  package init(
    _ cell: Cell, hiddenSize: Int, isBidirectional: Bool = false, truncation: Int? = nil,
    hiddenInitializer: Initializer? = nil, precision: ProductPrecision = .full
  ) {
    precondition(hiddenSize > 0, "hiddenSize must be positive, got \(hiddenSize)")
    precondition(truncation.map { $0 > 0 } ?? true, "truncation must be positive")
    precondition(
      precision == .full || hiddenSize <= ProductPrecision.widest,
      "bfloat16 takes at most \(ProductPrecision.widest) hidden units, got \(hiddenSize)")
    self.cell = cell
    self.hiddenSize = hiddenSize
    self.isBidirectional = isBidirectional
    self.truncation = truncation
    self.hiddenInitializer = hiddenInitializer
    self.precision = precision
  }

  /// The slots of one recorded direction.
  package struct Recorded: Sendable {
    /// All hidden states [T,B,H].
    package let output: Slot
    /// T+1 blocks of hidden states, the initial one first (last when reversed).
    package let states: Slot
    /// T+1 blocks of cell states; nil when the cell has none.
    package let cellStates: Slot?
    /// Gates and other values saved for the backward pass [T,B,savedWidth·H], which replaces them by the
    /// gradients of the pre-activations.
    package let saved: Slot
    /// Initial hidden state [B,H]; zero unless written.
    package let initialState: Slot
    /// Initial cell state [B,H].
    package let initialCellState: Slot?
    /// Hidden state after the last step [B,H].
    package let finalState: Slot
    /// Cell state after the last step [B,H].
    package let finalCellState: Slot?
  }

  package func record<Scalar: KernelScalar>(_ input: Slot, into plan: inout PlanBuilder<Scalar>) -> Slot {
    recordAll(input, starts: nil, into: &plan).output
  }

  /// Records the layer and returns its output and the slots of both directions.
  ///
  /// `starts` [B] holds each row's first real step; the steps before it are padding and are ignored.
  package func recordAll<Scalar: KernelScalar>(
    _ input: Slot, starts: Slot?, into plan: inout PlanBuilder<Scalar>
  ) -> (output: Slot, forward: Recorded, backward: Recorded?) {
    precondition(input.shape.count == 3, "a recurrent layer reads [T,B,I], got \(input.shape)")
    let forward = recordDirection(input, isReversed: false, starts: starts, into: &plan)
    guard isBidirectional else { return (forward.output, forward, nil) }
    let backward = plan.scope("reverse") { plan in
      recordDirection(input, isReversed: true, starts: starts, into: &plan)
    }
    let output = Concatenate().record([forward.output, backward.output], into: &plan)
    return (output, forward, backward)
  }

  private func recordDirection<Scalar: KernelScalar>(
    _ input: Slot, isReversed: Bool, starts: Slot?, into plan: inout PlanBuilder<Scalar>
  ) -> Recorded {
    let (steps, batch, inputs, hidden) = (input.shape[0], input.shape[1], input.shape[2], hiddenSize)
    let gates = cell.gates
    let weightInput = plan.parameter(
      "weightInput", [gates * hidden, inputs], cell.inputInitializer(inputs: inputs, hidden: hidden))
    let weightHidden = plan.parameter(
      "weightHidden", [gates * hidden, hidden], hiddenInitializer ?? .orthogonal(blocks: gates, gain: 1))
    let bias = plan.parameter("bias", [cell.biasGates * hidden], cell.biasInitializer)
    let packed = plan.derived(
      cell.packedCount(Scalar.self, inputs: inputs, hidden: hidden, precision: precision))
    let states = plan.activation([steps + 1, batch, hidden])
    let cellStates = cell.hasCellState ? plan.activation([steps + 1, batch, hidden]) : nil
    let saved = plan.activation([steps, batch, cell.savedWidth * hidden], gradient: false)
    let cut = truncation.flatMap { $0 < steps ? $0 : nil }
    plan.append(
      RecurrentSequence<Cell, Scalar>(
        cell: cell, steps: steps, batch: batch, inputs: inputs, hidden: hidden, precision: precision,
        isReversed: isReversed, truncation: cut, input: input, weightInput: weightInput,
        weightHidden: weightHidden, bias: bias,
        packed: packed, states: states, cellStates: cellStates, saved: saved,
        discarded: cut == nil ? nil : plan.activation([batch, hidden], gradient: false), starts: starts))
    let size = batch * hidden
    let (first, last) = isReversed ? (steps * size, 0) : (0, steps * size)
    return Recorded(
      output: states.part(at: isReversed ? 0 : size, shape: [steps, batch, hidden]), states: states,
      cellStates: cellStates, saved: saved, initialState: states.part(at: first, shape: [batch, hidden]),
      initialCellState: cellStates?.part(at: first, shape: [batch, hidden]),
      finalState: states.part(at: last, shape: [batch, hidden]),
      finalCellState: cellStates?.part(at: last, shape: [batch, hidden]))
  }
}
