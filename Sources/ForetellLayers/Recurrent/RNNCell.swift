import ForetellCore

/// The plain recurrent cell (Elman 1990).
///
///     h_t = φ(W_x x_t + W_h h_{t−1} + b),   φ = tanh, ReLU or sigmoid
///
/// Backward, with δ_t = ∂L/∂h_t: the pre-activation's gradient is a_t = δ_t ⊙ φ'(h_t), and δ_{t−1} += W_hᵀ a_t. The
/// product of these Jacobians W_hᵀ diag(φ') over many steps is what vanishes or explodes (Bengio, Simard, Frasconi
/// 1994). Shapes: W_x [H,I], W_h [H,H], b [H]. Saved: room for a_t; h_t itself gives φ'.
package struct RNNCell: RecurrentCell {
  /// The activation functions.
  package enum Activation: Int32, Sendable {
    case tanh = 0
    case relu = 1
    case sigmoid = 2
  }

  /// The activation φ.
  package let activation: Activation

  /// Makes a cell with activation φ.
  package init(activation: Activation = .tanh) { self.activation = activation }

  package var layout: CellLayout {
    switch activation {
    case .tanh: Self.hyperbolicTangent
    case .relu: Self.rectifier
    case .sigmoid: Self.sigmoid
    }
  }
  private static let hyperbolicTangent = CellLayout(
    gates: ["state"], saved: ["pre-activation's gradient"], probes: [.state(lowest: -1)])
  private static let sigmoid = CellLayout(
    gates: ["state"], saved: ["pre-activation's gradient"], probes: [.state(lowest: 0)])
  private static let rectifier = CellLayout(
    gates: ["state"], saved: ["pre-activation's gradient"], countsDeadUnits: true)

  package func inputInitializer(inputs: Int, hidden: Int) -> Initializer {
    activation == .relu ? .he(fanIn: inputs) : .xavier(fanIn: inputs, fanOut: hidden)
  }

  package func packedCount<Scalar: KernelScalar>(
    _ scalar: Scalar.Type, inputs: Int, hidden: Int, precision: ProductPrecision
  ) -> Int {
    Scalar.packedCountRNN(inputs: inputs, hidden: hidden, precision: precision)
  }

  package func pack<Scalar: KernelScalar>(
    inputs: Int, hidden: Int, precision: ProductPrecision, weightInput: Block<Scalar>,
    weightHidden: Block<Scalar>, bias: Block<Scalar>, into packed: Block<Scalar>
  ) {
    Scalar.packRNN(
      inputs: inputs, hidden: hidden, precision: precision, weightInput: weightInput,
      weightHidden: weightHidden, bias: bias, into: packed)
  }

  package func forward<Scalar: KernelScalar>(_ step: ForwardStep<Scalar>) {
    Scalar.forwardRNN(
      batch: step.batch, inputs: step.inputs, hidden: step.hidden, activation: activation.rawValue,
      packed: step.packed, x: step.x, previous: step.previous.hidden, h: step.current.hidden)
  }

  package func backward<Scalar: KernelScalar>(_ step: BackwardStep<Scalar>) {
    Scalar.backwardRNN(
      batch: step.batch, inputs: step.inputs, hidden: step.hidden, activation: activation.rawValue,
      packed: step.packed, h: step.current.hidden, dH: step.dCurrent.hidden, dPre: step.saved,
      dPrevious: step.dPrevious.hidden)
  }
}
