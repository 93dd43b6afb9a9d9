import ForetellCore

/// The gated recurrent unit.
///
/// Cho et al. 2014, with the reset gate after the product as in cuDNN and PyTorch:
///
///     r = σ(W_xr x_t + W_hr h_{t−1} + b_r)                     reset gate
///     z = σ(W_xz x_t + W_hz h_{t−1} + b_z)                     update gate
///     m = W_hn h_{t−1} + b_m                                   state's part of the candidate
///     n = tanh(W_xn x_t + b_n + r ⊙ m)                         candidate
///     h_t = (1 − z) ⊙ n + z ⊙ h_{t−1}
///
/// Backward, with δ = ∂L/∂h_t: a_z = δ ⊙ (h_{t−1} − n) ⊙ z(1−z), a_n = δ ⊙ (1−z) ⊙ (1−n²), a_m = r ⊙ a_n,
/// a_r = a_n ⊙ m ⊙ r(1−r); ∂L/∂h_{t−1} += δ ⊙ z + W_hᵀ [a_r a_z a_m].
/// Shapes: W_x [3H,I], W_h [3H,H], order r z n; b [4H] = b_r, b_z, b_n, b_m. Saved: r, z, n, m, turned into a_r…a_m.
package struct GRUCell: RecurrentCell {
  /// The initialisation of the bias; zero by default.
  package let biasInitializer: Initializer

  /// Makes a cell.
  package init(biasInitializer: Initializer = .zeros) { self.biasInitializer = biasInitializer }

  package var layout: CellLayout { Self.layout }
  private static let layout = CellLayout(
    gates: ["reset", "update", "candidate"], biasBlocks: 4,
    saved: ["reset", "update", "candidate", "state's part of the candidate"],
    hiddenParts: [.init(saved: 0, gates: 2, weight: 0), .init(saved: 3, gates: 1, weight: 2)],
    probes: [.gate("reset", block: 0), .gate("update", block: 1)])

  package func keeping(_ start: MemoryStart) -> GRUCell? {
    switch start {
    case .value(let value): GRUCell(biasInitializer: .parts([0, value, 0, 0]))
    case .chrono(let longest):
      GRUCell(biasInitializer: .logarithms(longest: longest, factors: [0, 1, 0, 0]))
    }
  }

  package func packedCount<Scalar: KernelScalar>(
    _ scalar: Scalar.Type, inputs: Int, hidden: Int, precision: ProductPrecision
  ) -> Int {
    Scalar.packedCountGRU(inputs: inputs, hidden: hidden, precision: precision)
  }

  package func pack<Scalar: KernelScalar>(
    inputs: Int, hidden: Int, precision: ProductPrecision, weightInput: Block<Scalar>,
    weightHidden: Block<Scalar>, bias: Block<Scalar>, into packed: Block<Scalar>
  ) {
    Scalar.packGRU(
      inputs: inputs, hidden: hidden, precision: precision, weightInput: weightInput,
      weightHidden: weightHidden, bias: bias, into: packed)
  }

  package func forward<Scalar: KernelScalar>(_ step: ForwardStep<Scalar>) {
    Scalar.forwardGRU(
      batch: step.batch, inputs: step.inputs, hidden: step.hidden, packed: step.packed, x: step.x,
      previous: step.previous.hidden, saved: step.saved, h: step.current.hidden)
  }

  package func backward<Scalar: KernelScalar>(_ step: BackwardStep<Scalar>) {
    Scalar.backwardGRU(
      batch: step.batch, inputs: step.inputs, hidden: step.hidden, packed: step.packed, saved: step.saved,
      previous: step.previous.hidden, dH: step.dCurrent.hidden, dPrevious: step.dPrevious.hidden)
  }
}
