import ForetellCore

/// The scalar extended long short-term memory (sLSTM; Beck and others 2024, "xLSTM", equations 8 to 17): an exponential
/// input gate, a normalizer that divides by the sum of the weights of all inputs so far, and a stabilizer that keeps
/// both in range.
///
///     a = W_x x_t + W_h h_{t−1} + b               pre-activations a_i, a_f, a_z, a_o
///     F = ln σ(a_f), or a_f                       logarithm of the forget gate, sigmoid or exponential
///     m_t = max(F + m_{t−1}, a_i)                 stabilizer
///     i = exp(a_i − m_t),   f = exp(F + m_{t−1} − m_t)
///     z = tanh a_z,   o = σ(a_o)
///     c_t = f ⊙ c_{t−1} + i ⊙ z                   cell
///     n_t = f ⊙ n_{t−1} + i                       normalizer
///     h_t = o ⊙ c_t / n_t
///
/// Hidden units form heads that don't read each other's state: W_h is block-diagonal, [4H, H/heads]. m_0 = −∞, so that
/// i = 1 at the first step and n_t ≥ 1 always.
///
/// Backward: m scales c and n alike and h doesn't depend on it, so m_t is held and has no gradient. With δ = ∂L/∂h_t:
/// δc += δ ⊙ o / n, δn −= δ ⊙ o ⊙ c / n²; a_i' = (δc ⊙ z + δn) ⊙ i, a_f' = (δc ⊙ c_{t−1} + δn ⊙ n_{t−1}) ⊙ f ⊙ F'(a_f)
/// with F' = 1 − σ(a_f), or 1; a_z' = δc ⊙ i ⊙ (1−z²), a_o' = δ ⊙ c/n ⊙ o(1−o); then ∂L/∂c_{t−1} += δc ⊙ f,
/// ∂L/∂n_{t−1} += δn ⊙ f, ∂L/∂h_{t−1} += W_hᵀ a'.
/// Saved: i, f, z, o, turned into a'; and σ(a_f) (0 for the exponential gate), the forget gate before stabilisation.
package struct SLSTMCell: RecurrentCell {
  /// The forget gate's activation.
  package enum ForgetGate: Sendable {
    case sigmoid
    case exponential
  }

  /// The forget gate's activation.
  package let forgetGate: ForgetGate
  /// The initialisation of the bias; by default 1 for the forget gate and zero elsewhere.
  package let biasInitializer: Initializer
  package let layout: CellLayout

  /// Makes a cell with at most `mostHeads` heads; see `CellLayout.heads(hidden:)`.
  package init(
    forgetGate: ForgetGate = .sigmoid, mostHeads: Int = 4,
    biasInitializer: Initializer = .parts([0, 1, 0, 0])
  ) {
    precondition(mostHeads > 0, "a cell has at least one head")
    self.forgetGate = forgetGate
    self.biasInitializer = biasInitializer
    let output = CellLayout.Probe.gate("output", block: 3)
    layout = CellLayout(
      gates: ["input", "forget", "candidate", "output"],
      saved: ["input", "forget", "candidate", "output", "forget before stabilisation"],
      states: [
        .hidden, .init("cell"), .init("normalizer"),
        .init("stabilizer", initial: -.infinity, hasGradient: false),
      ],
      memory: 1, mostHeads: mostHeads,
      probes: forgetGate == .sigmoid ? [.gate("forget", block: 4), output] : [output])
  }

  package func keeping(_ start: MemoryStart) -> SLSTMCell? {
    // The input gate has no part in it: only the ratio of its values at different steps matters.
    let bias: Initializer =
      switch start {
      case .value(let value): .parts([0, value, 0, 0])
      case .chrono(let longest): .logarithms(longest: longest, factors: [0, 1, 0, 0])
      }
    return SLSTMCell(forgetGate: forgetGate, mostHeads: layout.mostHeads, biasInitializer: bias)
  }

  package func packedCount<Scalar: KernelScalar>(
    _ scalar: Scalar.Type, inputs: Int, hidden: Int, precision: ProductPrecision
  ) -> Int {
    Scalar.packedCountSLSTM(
      inputs: inputs, hidden: hidden, heads: layout.heads(hidden: hidden), precision: precision)
  }

  package func pack<Scalar: KernelScalar>(
    inputs: Int, hidden: Int, precision: ProductPrecision, weightInput: Block<Scalar>,
    weightHidden: Block<Scalar>, bias: Block<Scalar>, into packed: Block<Scalar>
  ) {
    Scalar.packSLSTM(
      inputs: inputs, hidden: hidden, heads: layout.heads(hidden: hidden), precision: precision,
      weightInput: weightInput, weightHidden: weightHidden, bias: bias, into: packed)
  }

  package func forward<Scalar: KernelScalar>(_ step: ForwardStep<Scalar>) {
    Scalar.forwardSLSTM(
      batch: step.batch, inputs: step.inputs, hidden: step.hidden, heads: layout.heads(hidden: step.hidden),
      isForgetExponential: forgetGate == .exponential, packed: step.packed, x: step.x,
      previous: step.previous.hidden, previousCell: step.previous[1], previousNormalizer: step.previous[2],
      previousStabilizer: step.previous[3], saved: step.saved, cell: step.current[1],
      normalizer: step.current[2], stabilizer: step.current[3], h: step.current.hidden)
  }

  package func backward<Scalar: KernelScalar>(_ step: BackwardStep<Scalar>) {
    Scalar.backwardSLSTM(
      batch: step.batch, inputs: step.inputs, hidden: step.hidden, heads: layout.heads(hidden: step.hidden),
      packed: step.packed, saved: step.saved, cell: step.current[1], normalizer: step.current[2],
      previousCell: step.previous[1], previousNormalizer: step.previous[2], dH: step.dCurrent.hidden,
      dCell: step.dCurrent[1], dNormalizer: step.dCurrent[2], dPreviousCell: step.dPrevious[1],
      dPreviousNormalizer: step.dPrevious[2], dPrevious: step.dPrevious.hidden)
  }
}
