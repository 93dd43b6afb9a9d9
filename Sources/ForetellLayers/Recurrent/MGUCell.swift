import ForetellCore

/// The minimal gated unit (Zhou, Wu, Zhang, Zhou 2016, equations 13 to 15), whose only gate acts inside the product.
///
///     f = σ(W_xf x_t + W_hf h_{t−1} + b_f)            forget gate
///     r = f ⊙ h_{t−1}                                 what the candidate reads of the state
///     n = tanh(W_xn x_t + W_hn r + b_n)               candidate
///     h_t = (1 − f) ⊙ h_{t−1} + f ⊙ n
///
/// Backward, with δ = ∂L/∂h_t: a_n = δ ⊙ f ⊙ (1−n²), ρ = W_hnᵀ a_n, a_f = (δ ⊙ (n − h_{t−1}) + ρ ⊙ h_{t−1}) ⊙ f(1−f);
/// ∂L/∂h_{t−1} += δ ⊙ (1−f) + ρ ⊙ f + W_hfᵀ a_f.
/// Shapes: W_x [2H,I], W_h [2H,H], b [2H], order f n. Saved: f, n, r, of which f and n are turned into a_f and a_n, and r
/// stays as the factor of W_hn. The gate lets in the new: the old state is kept where f is near 0.
package struct MGUCell: RecurrentCell {
  /// The initialisation of the bias; zero by default.
  package let biasInitializer: Initializer

  /// Makes a cell.
  package init(biasInitializer: Initializer = .zeros) { self.biasInitializer = biasInitializer }

  package var layout: CellLayout { Self.layout }
  private static let layout = CellLayout(
    gates: ["forget", "candidate"], saved: ["forget", "candidate", "gated state"], scratchBlocks: 2,
    hiddenParts: [
      .init(saved: 0, gates: 1, weight: 0),
      .init(saved: 1, gates: 1, weight: 1, operand: .saved(block: 2)),
    ],
    probes: [.gate("forget", block: 0)])

  package func keeping(_ start: MemoryStart) -> MGUCell? {
    switch start {
    case .value(let value): MGUCell(biasInitializer: .parts([-value, 0]))
    case .chrono(let longest): MGUCell(biasInitializer: .logarithms(longest: longest, factors: [-1, 0]))
    }
  }

  package func packedCount<Scalar: KernelScalar>(
    _ scalar: Scalar.Type, inputs: Int, hidden: Int, precision: ProductPrecision
  ) -> Int {
    Scalar.packedCountMGU(inputs: inputs, hidden: hidden, precision: precision)
  }

  package func pack<Scalar: KernelScalar>(
    inputs: Int, hidden: Int, precision: ProductPrecision, weightInput: Block<Scalar>,
    weightHidden: Block<Scalar>, bias: Block<Scalar>, into packed: Block<Scalar>
  ) {
    Scalar.packMGU(
      inputs: inputs, hidden: hidden, precision: precision, weightInput: weightInput,
      weightHidden: weightHidden, bias: bias, into: packed)
  }

  package func forward<Scalar: KernelScalar>(_ step: ForwardStep<Scalar>) {
    Scalar.forwardMGU(
      batch: step.batch, inputs: step.inputs, hidden: step.hidden, packed: step.packed, x: step.x,
      previous: step.previous.hidden, saved: step.saved, h: step.current.hidden)
  }

  package func backward<Scalar: KernelScalar>(_ step: BackwardStep<Scalar>) {
    Scalar.backwardMGU(
      batch: step.batch, inputs: step.inputs, hidden: step.hidden, packed: step.packed, saved: step.saved,
      previous: step.previous.hidden, dH: step.dCurrent.hidden, scratch: step.scratch,
      dPrevious: step.dPrevious.hidden)
  }
}
