import ForetellCore

/// The long short-term memory cell with forget gate (Hochreiter and Schmidhuber 1997; Gers, Schmidhuber, Cummins 2000).
///
///     i = σ(W_xi x_t + W_hi h_{t−1} + b_i)      input gate
///     f = σ(W_xf x_t + W_hf h_{t−1} + b_f)      forget gate
///     g = tanh(W_xg x_t + W_hg h_{t−1} + b_g)   candidate
///     o = σ(W_xo x_t + W_ho h_{t−1} + b_o)      output gate
///     c_t = f ⊙ c_{t−1} + i ⊙ g
///     h_t = o ⊙ tanh c_t
///
/// Backward, with δh = ∂L/∂h_t and δc = ∂L/∂c_t so far: δc += δh ⊙ o ⊙ (1 − tanh² c_t); the pre-activations get
/// a_i = δc ⊙ g ⊙ i(1−i), a_f = δc ⊙ c_{t−1} ⊙ f(1−f), a_g = δc ⊙ i ⊙ (1−g²), a_o = δh ⊙ tanh c_t ⊙ o(1−o);
/// then ∂L/∂c_{t−1} += δc ⊙ f, which is the path on which gradients survive, and ∂L/∂h_{t−1} += W_hᵀ a.
/// Shapes: W_x [4H,I], W_h [4H,H], b [4H], gate order i f g o. Saved: the four activated gates, turned into a_i…a_o.
package struct LSTMCell: RecurrentCell {
  /// The initialisation of the bias; by default 1 for the forget gate and zero elsewhere.
  package let biasInitializer: Initializer

  /// Makes a cell.
  package init(biasInitializer: Initializer = .parts([0, 1, 0, 0])) { self.biasInitializer = biasInitializer }

  package var layout: CellLayout { Self.layout }
  private static let layout = CellLayout(
    gates: ["input", "forget", "candidate", "output"], saved: ["input", "forget", "candidate", "output"],
    states: [.hidden, .init("cell")], memory: 1,
    probes: [.gate("input", block: 0), .gate("forget", block: 1), .gate("output", block: 3)])

  package func keeping(_ start: MemoryStart) -> LSTMCell? {
    switch start {
    case .value(let value): LSTMCell(biasInitializer: .parts([0, value, 0, 0]))
    case .chrono(let longest):
      LSTMCell(biasInitializer: .logarithms(longest: longest, factors: [-1, 1, 0, 0]))
    }
  }

  package func packedCount<Scalar: KernelScalar>(
    _ scalar: Scalar.Type, inputs: Int, hidden: Int, precision: ProductPrecision
  ) -> Int {
    Scalar.packedCountLSTM(inputs: inputs, hidden: hidden, precision: precision)
  }

  package func pack<Scalar: KernelScalar>(
    inputs: Int, hidden: Int, precision: ProductPrecision, weightInput: Block<Scalar>,
    weightHidden: Block<Scalar>, bias: Block<Scalar>, into packed: Block<Scalar>
  ) {
    Scalar.packLSTM(
      inputs: inputs, hidden: hidden, precision: precision, weightInput: weightInput,
      weightHidden: weightHidden, bias: bias, into: packed)
  }

  package func forward<Scalar: KernelScalar>(_ step: ForwardStep<Scalar>) {
    Scalar.forwardLSTM(
      batch: step.batch, inputs: step.inputs, hidden: step.hidden, packed: step.packed, x: step.x,
      previous: step.previous.hidden, previousCell: step.previous[1], gates: step.saved,
      cell: step.current[1], h: step.current.hidden)
  }

  package func backward<Scalar: KernelScalar>(_ step: BackwardStep<Scalar>) {
    Scalar.backwardLSTM(
      batch: step.batch, inputs: step.inputs, hidden: step.hidden, packed: step.packed, gates: step.saved,
      cell: step.current[1], previousCell: step.previous[1], dH: step.dCurrent.hidden,
      dCell: step.dCurrent[1], dPreviousCell: step.dPrevious[1], dPrevious: step.dPrevious.hidden)
  }
}
