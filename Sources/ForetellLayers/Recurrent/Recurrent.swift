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
  /// The initialisation of the recurrent weights, given their number of square matrices: one per gate and head; nil:
  /// orthogonal ones.
  package var hiddenInitializer: (@Sendable (_ blocks: Int) -> Initializer)?
  /// The initialisation of the input weights, given the number of their matrices, one per gate, and of inputs; nil: the
  /// cell's.
  package var inputInitializer: (@Sendable (_ blocks: Int, _ inputs: Int) -> Initializer)?
  /// The precision to which the factors of the products are rounded; biases, fewer than 32 inputs, gates and
  /// states are never rounded.
  package var precision: ProductPrecision

  /// Makes a layer; traps on sizes below one.
  ///
  /// With bfloat16 a layer of more than `ProductPrecision.widest` hidden units can be recorded, so that its parameters
  /// can be counted, but traps when it is run.
  package init(
    _ cell: Cell, hiddenSize: Int, isBidirectional: Bool = false, truncation: Int? = nil,
    hiddenInitializer: (@Sendable (_ blocks: Int) -> Initializer)? = nil,
    precision: ProductPrecision = .full
  ) {
    precondition(hiddenSize > 0, "hiddenSize must be positive, got \(hiddenSize)")
    precondition(truncation.map { $0 > 0 } ?? true, "truncation must be positive")
    self.cell = cell
    self.hiddenSize = hiddenSize
    self.isBidirectional = isBidirectional
    self.truncation = truncation
    self.hiddenInitializer = hiddenInitializer
    self.precision = precision
  }

  /// The slots of one recorded direction.
  ///
  /// States are in the order of the cell's layout, the hidden state first.
  package struct Recorded: Sendable {
    /// All hidden states [T,B,H].
    package let output: Slot
    /// T+1 blocks [B,H] of each state, the initial one first (last when reversed).
    package let states: [Slot]
    /// Gates and other values saved for the backward pass [T,B,savedWidth·H], which replaces them by the
    /// gradients of the pre-activations.
    package let saved: Slot
    /// The states before the first step [B,H]; as the layout says unless written.
    package let initialStates: [Slot]
    /// The states after the last step [B,H].
    package let finalStates: [Slot]

    /// Hidden state after the last step [B,H].
    package var finalState: Slot { finalStates[0] }
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
    let layout = cell.layout
    let (gates, heads) = (layout.gates.count, layout.heads(hidden: hidden))
    let weightInput = plan.parameter(
      "weightInput", [gates * hidden, inputs],
      inputInitializer?(gates, inputs) ?? cell.inputInitializer(inputs: inputs, hidden: hidden))
    let weightHidden = plan.parameter(
      "weightHidden", [gates * hidden, hidden / heads],
      hiddenInitializer?(gates * heads) ?? .orthogonal(blocks: gates * heads, gain: 1))
    let bias = plan.parameter("bias", [layout.biasBlocks * hidden], cell.biasInitializer)
    let packed = plan.derived(
      cell.packedCount(Scalar.self, inputs: inputs, hidden: hidden, precision: precision))
    let size = batch * hidden
    // Each state begins on a cache line.
    let distance = ((steps + 1) * size + 15) / 16 * 16
    let all = plan.activation([layout.states.count, distance])
    let saved = plan.activation([steps, batch, layout.savedWidth * hidden], gradient: false)
    let scratch =
      layout.scratchBlocks > 0
      ? plan.activation([layout.scratchBlocks, batch, hidden], gradient: false) : nil
    let cut = truncation.flatMap { $0 < steps ? $0 : nil }
    plan.append(
      RecurrentSequence<Cell, Scalar>(
        cell: cell, layout: layout, steps: steps, batch: batch, inputs: inputs, hidden: hidden,
        precision: precision, isReversed: isReversed, truncation: cut, input: input,
        weightInput: weightInput, weightHidden: weightHidden, bias: bias, packed: packed, states: all,
        stateDistance: all.shape[1],
        saved: saved, scratch: scratch,
        discarded: cut == nil ? nil : plan.activation([layout.states.count, batch, hidden], gradient: false),
        starts: starts))
    func part(_ state: Int, _ block: Int, _ shape: [Int]) -> Slot {
      all.part(at: state * distance + block * size, shape: shape)
    }
    let (first, last) = isReversed ? (steps, 0) : (0, steps)
    let numbers = layout.states.indices
    let initial = numbers.map { part($0, first, [batch, hidden]) }
    for (state, slot) in zip(layout.states, initial) where state.initial != 0 {
      plan.begin(slot, with: Scalar(state.initial))
    }
    return Recorded(
      output: part(0, isReversed ? 0 : 1, [steps, batch, hidden]),
      states: numbers.map { part($0, 0, [steps + 1, batch, hidden]) }, saved: saved, initialStates: initial,
      finalStates: numbers.map { part($0, last, [batch, hidden]) })
  }
}
