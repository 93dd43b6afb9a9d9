import ForetellCore
import ForetellLayers

/// A layer of a ``Network``.
///
/// An example is either one row of numbers, `[width]`, or a sequence of rows, `[steps, width]`. The output of
/// a layer is of the same kind as its input, except for ``lastStep``.
public enum NetworkLayer: Sendable, Equatable {
  /// Activation functions, applied to each number.
  public enum Activation: Sendable, Equatable {
    /// tanh a.
    case tanh
    /// max(a, 0).
    case relu
    /// 1 / (1 + e^−a).
    case sigmoid
  }

  /// A fully connected layer y = φ(W x + b), applied to each step of a sequence.
  ///
  /// The first value is the number of outputs, at least 1; φ is the identity without an activation. W is
  /// initialised as in Glorot and Bengio (2010), or as in He et al. (2015) before a ReLU; b starts at zero.
  case dense(Int, activation: Activation? = nil)
  /// A plain recurrent layer h_t = φ(W x_t + U h_{t−1} + b), h_0 = 0 (Elman 1990), for a sequence; the first
  /// value is the number of units, at least 1.
  ///
  /// The output is h_t at every step.
  case rnn(Int, activation: Activation = .tanh)
  /// Long short-term memory (Hochreiter and Schmidhuber 1997) with a forget gate whose bias starts at 1, for
  /// a sequence; the value is the number of units, at least 1.
  case lstm(Int)
  /// Gated recurrent unit (Cho et al. 2014, the reset gate after the product), for a sequence; the value is the number of
  /// units, at least 1.
  case gru(Int)
  /// The last row of a sequence; the next layer reads a single row.
  case lastStep
  /// Inverted dropout (Srivastava et al. 2014): in training each number becomes zero with this probability p,
  /// 0 ≤ p < 1, and is divided by 1 − p otherwise; predictions are not changed.
  case dropout(Double)
  /// Layer normalisation (Ba, Kiros, Hinton 2016): each row, at each step of a sequence, gets mean 0 and
  /// variance 1 (with 1e-5 added to the variance), is multiplied by a gain, initialised with one, and moved by
  /// a bias, initialised with zero.
  case layerNorm
  /// Batch normalisation (Ioffe and Szegedy 2015): each number of a row gets mean 0 and variance 1 over examples and
  /// steps (with 1e-5 added to the variance), is multiplied by a gain and moved by a bias.
  ///
  /// In training the statistics are those of up to 16 examples at a time, or of a quarter of the batch if that is more
  /// (Hoffer, Hubara, Soudry 2017); an example that is left alone uses the running ones. Predictions
  /// use running means, of which each step of training takes a tenth. They are among the parameters as `runningMean` and
  /// `runningVariance`, and are saved.
  case batchNorm
}

extension NetworkLayer {
  /// Records the layer; traps when it can't take the output of the layer before it.
  func record<Scalar: KernelScalar>(_ input: Slot, into plan: inout PlanBuilder<Scalar>) -> Slot {
    switch self {
    case .dense(let outputs, let activation):
      return Dense(outputs: outputs, activation: activation?.kind).record(input, into: &plan)
    case .rnn(let units, let activation):
      return recurrent(RNNCell(activation: activation.cell), units, input, into: &plan)
    case .lstm(let units): return recurrent(LSTMCell(), units, input, into: &plan)
    case .gru(let units): return recurrent(GRUCell(), units, input, into: &plan)
    case .lastStep:
      precondition(input.shape.count == 3, "lastStep reads a sequence [steps, width], not one row")
      let rows = input.shape[1] * input.shape[2]
      return input.part(at: (input.shape[0] - 1) * rows, shape: [input.shape[1], input.shape[2]])
    case .dropout(let rate): return Dropout(rate: rate).record(input, into: &plan)
    case .layerNorm: return LayerNorm().record(input, into: &plan)
    case .batchNorm: return BatchNorm().record(input, into: &plan)
    }
  }

  private func recurrent<Scalar: KernelScalar>(
    _ cell: some RecurrentCell, _ units: Int, _ input: Slot, into plan: inout PlanBuilder<Scalar>
  ) -> Slot {
    precondition(input.shape.count == 3, "\(self) reads a sequence [steps, width], not one row")
    return Recurrent(cell, hiddenSize: units).record(input, into: &plan)
  }
}

extension NetworkLayer.Activation {
  var kind: ForetellLayers.Activation.Kind {
    switch self {
    case .tanh: .tanh
    case .relu: .relu
    case .sigmoid: .sigmoid
    }
  }

  var cell: RNNCell.Activation {
    switch self {
    case .tanh: .tanh
    case .relu: .relu
    case .sigmoid: .sigmoid
    }
  }
}
