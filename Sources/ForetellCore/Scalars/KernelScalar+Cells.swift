/// Recurrent cells, one time step per call: x [batch, inputs], states and their gradients [batch, hidden].
extension KernelScalar {
  /// Number of elements of an RNN's packed weights.
  package static func packedCountRNN(inputs: Int, hidden: Int, precision: ProductPrecision) -> Int {
    let count = precision == .full ? rnnPackedCountKernel : rnnPackedCountRoundedKernel
    return Int(count(Int64(inputs), Int64(hidden)))
  }

  /// Packs an RNN's weights for the step kernels.
  package static func packRNN(
    inputs: Int, hidden: Int, precision: ProductPrecision, weightInput: Block<Self>,
    weightHidden: Block<Self>, bias: Block<Self>, into packed: Block<Self>
  ) {
    weightInput.require(hidden * inputs, "weightInput")
    weightHidden.require(hidden * hidden, "weightHidden")
    bias.require(hidden, "bias")
    let count = packedCountRNN(inputs: inputs, hidden: hidden, precision: precision)
    packed.require(count, "packed")
    let pack = precision == .full ? rnnPackKernel : rnnPackRoundedKernel
    pack(Int64(inputs), Int64(hidden), weightInput.base, weightHidden.base, bias.base, packed.base)
    PackedHeader.write(.rnn, inputs: inputs, hidden: hidden, count: count, into: packed)
  }

  /// One RNN step: h = φ(x Wxᵀ + h' Whᵀ + b).
  package static func forwardRNN(
    batch: Int, inputs: Int, hidden: Int, activation: Int32, packed: Block<Self>, x: Block<Self>,
    previous: Block<Self>, h: Block<Self>
  ) {
    PackedHeader.require(.rnn, inputs: inputs, hidden: hidden, in: packed)
    x.require(batch * inputs, "x")
    previous.require(batch * hidden, "previous")
    h.require(batch * hidden, "h")
    rnnForwardKernel(
      Int64(batch), Int64(inputs), Int64(hidden), activation, packed.base, x.base, previous.base, h.base)
  }

  /// The backward pass of one RNN step: writes dPre, the gradient of the pre-activations, and adds to
  /// dPrevious.
  package static func backwardRNN(
    batch: Int, inputs: Int, hidden: Int, activation: Int32, packed: Block<Self>, h: Block<Self>,
    dH: Block<Self>, dPre: Block<Self>, dPrevious: Block<Self>
  ) {
    PackedHeader.require(.rnn, inputs: inputs, hidden: hidden, in: packed)
    h.require(batch * hidden, "h")
    dH.require(batch * hidden, "dH")
    dPre.require(batch * hidden, "dPre")
    dPrevious.require(batch * hidden, "dPrevious")
    rnnBackwardKernel(
      Int64(batch), Int64(inputs), Int64(hidden), activation, packed.base, h.base, dH.base, dPre.base,
      dPrevious.base)
  }

  /// Number of elements of an LSTM's packed weights.
  package static func packedCountLSTM(inputs: Int, hidden: Int, precision: ProductPrecision) -> Int {
    let count = precision == .full ? lstmPackedCountKernel : lstmPackedCountRoundedKernel
    return Int(count(Int64(inputs), Int64(hidden)))
  }

  /// Packs an LSTM's weights for the step kernels.
  package static func packLSTM(
    inputs: Int, hidden: Int, precision: ProductPrecision, weightInput: Block<Self>,
    weightHidden: Block<Self>, bias: Block<Self>, into packed: Block<Self>
  ) {
    weightInput.require(4 * hidden * inputs, "weightInput")
    weightHidden.require(4 * hidden * hidden, "weightHidden")
    bias.require(4 * hidden, "bias")
    let count = packedCountLSTM(inputs: inputs, hidden: hidden, precision: precision)
    packed.require(count, "packed")
    let pack = precision == .full ? lstmPackKernel : lstmPackRoundedKernel
    pack(Int64(inputs), Int64(hidden), weightInput.base, weightHidden.base, bias.base, packed.base)
    PackedHeader.write(.lstm, inputs: inputs, hidden: hidden, count: count, into: packed)
  }

  /// One LSTM step; saves the gates i|f|g|o after their activations.
  package static func forwardLSTM(
    batch: Int, inputs: Int, hidden: Int, packed: Block<Self>, x: Block<Self>, previous: Block<Self>,
    previousCell: Block<Self>, gates: Block<Self>, cell: Block<Self>, h: Block<Self>
  ) {
    PackedHeader.require(.lstm, inputs: inputs, hidden: hidden, in: packed)
    x.require(batch * inputs, "x")
    previous.require(batch * hidden, "previous")
    previousCell.require(batch * hidden, "previousCell")
    gates.require(4 * batch * hidden, "gates")
    cell.require(batch * hidden, "cell")
    h.require(batch * hidden, "h")
    lstmForwardKernel(
      Int64(batch), Int64(inputs), Int64(hidden), packed.base, x.base, previous.base, previousCell.base,
      gates.base, cell.base, h.base)
  }

  /// The backward pass of one LSTM step: replaces the gates by the gradients of their pre-activations, and
  /// adds to the previous states' gradients.
  package static func backwardLSTM(
    batch: Int, inputs: Int, hidden: Int, packed: Block<Self>, gates: Block<Self>, cell: Block<Self>,
    previousCell: Block<Self>, dH: Block<Self>, dCell: Block<Self>, dPreviousCell: Block<Self>,
    dPrevious: Block<Self>
  ) {
    PackedHeader.require(.lstm, inputs: inputs, hidden: hidden, in: packed)
    gates.require(4 * batch * hidden, "gates")
    cell.require(batch * hidden, "cell")
    previousCell.require(batch * hidden, "previousCell")
    dH.require(batch * hidden, "dH")
    dCell.require(batch * hidden, "dCell")
    dPreviousCell.require(batch * hidden, "dPreviousCell")
    dPrevious.require(batch * hidden, "dPrevious")
    lstmBackwardKernel(
      Int64(batch), Int64(inputs), Int64(hidden), packed.base, gates.base, cell.base, previousCell.base,
      dH.base, dCell.base, dPreviousCell.base, dPrevious.base)
  }

  /// Number of elements of a GRU's packed weights.
  package static func packedCountGRU(inputs: Int, hidden: Int, precision: ProductPrecision) -> Int {
    let count = precision == .full ? gruPackedCountKernel : gruPackedCountRoundedKernel
    return Int(count(Int64(inputs), Int64(hidden)))
  }

  /// Packs a GRU's weights for the step kernels.
  package static func packGRU(
    inputs: Int, hidden: Int, precision: ProductPrecision, weightInput: Block<Self>,
    weightHidden: Block<Self>, bias: Block<Self>, into packed: Block<Self>
  ) {
    weightInput.require(3 * hidden * inputs, "weightInput")
    weightHidden.require(3 * hidden * hidden, "weightHidden")
    bias.require(4 * hidden, "bias")
    let count = packedCountGRU(inputs: inputs, hidden: hidden, precision: precision)
    packed.require(count, "packed")
    let pack = precision == .full ? gruPackKernel : gruPackRoundedKernel
    pack(Int64(inputs), Int64(hidden), weightInput.base, weightHidden.base, bias.base, packed.base)
    PackedHeader.write(.gru, inputs: inputs, hidden: hidden, count: count, into: packed)
  }

  /// One GRU step; saves r|z|n|m.
  package static func forwardGRU(
    batch: Int, inputs: Int, hidden: Int, packed: Block<Self>, x: Block<Self>, previous: Block<Self>,
    saved: Block<Self>, h: Block<Self>
  ) {
    PackedHeader.require(.gru, inputs: inputs, hidden: hidden, in: packed)
    x.require(batch * inputs, "x")
    previous.require(batch * hidden, "previous")
    saved.require(4 * batch * hidden, "saved")
    h.require(batch * hidden, "h")
    gruForwardKernel(
      Int64(batch), Int64(inputs), Int64(hidden), packed.base, x.base, previous.base, saved.base, h.base)
  }

  /// The backward pass of one GRU step: replaces the saved values by dr|dz|dn|dm, and adds to the previous
  /// state's gradient.
  package static func backwardGRU(
    batch: Int, inputs: Int, hidden: Int, packed: Block<Self>, saved: Block<Self>, previous: Block<Self>,
    dH: Block<Self>, dPrevious: Block<Self>
  ) {
    PackedHeader.require(.gru, inputs: inputs, hidden: hidden, in: packed)
    saved.require(4 * batch * hidden, "saved")
    previous.require(batch * hidden, "previous")
    dH.require(batch * hidden, "dH")
    dPrevious.require(batch * hidden, "dPrevious")
    gruBackwardKernel(
      Int64(batch), Int64(inputs), Int64(hidden), packed.base, saved.base, previous.base, dH.base,
      dPrevious.base)
  }

  /// Number of elements of an MGU's packed weights.
  package static func packedCountMGU(inputs: Int, hidden: Int, precision: ProductPrecision) -> Int {
    let count = precision == .full ? mguPackedCountKernel : mguPackedCountRoundedKernel
    return Int(count(Int64(inputs), Int64(hidden)))
  }

  /// Packs an MGU's weights for the step kernels.
  package static func packMGU(
    inputs: Int, hidden: Int, precision: ProductPrecision, weightInput: Block<Self>,
    weightHidden: Block<Self>, bias: Block<Self>, into packed: Block<Self>
  ) {
    weightInput.require(2 * hidden * inputs, "weightInput")
    weightHidden.require(2 * hidden * hidden, "weightHidden")
    bias.require(2 * hidden, "bias")
    let count = packedCountMGU(inputs: inputs, hidden: hidden, precision: precision)
    packed.require(count, "packed")
    let pack = precision == .full ? mguPackKernel : mguPackRoundedKernel
    pack(Int64(inputs), Int64(hidden), weightInput.base, weightHidden.base, bias.base, packed.base)
    PackedHeader.write(.mgu, inputs: inputs, hidden: hidden, count: count, into: packed)
  }

  /// One MGU step; saves f|n|r.
  package static func forwardMGU(
    batch: Int, inputs: Int, hidden: Int, packed: Block<Self>, x: Block<Self>, previous: Block<Self>,
    saved: Block<Self>, h: Block<Self>
  ) {
    PackedHeader.require(.mgu, inputs: inputs, hidden: hidden, in: packed)
    x.require(batch * inputs, "x")
    previous.require(batch * hidden, "previous")
    saved.require(3 * batch * hidden, "saved")
    h.require(batch * hidden, "h")
    mguForwardKernel(
      Int64(batch), Int64(inputs), Int64(hidden), packed.base, x.base, previous.base, saved.base, h.base)
  }

  /// The backward pass of one MGU step: replaces f and n by the gradients of their pre-activations, and adds to the
  /// previous state's gradient; scratch [2,B,H] is overwritten.
  package static func backwardMGU(
    batch: Int, inputs: Int, hidden: Int, packed: Block<Self>, saved: Block<Self>, previous: Block<Self>,
    dH: Block<Self>, scratch: Block<Self>, dPrevious: Block<Self>
  ) {
    PackedHeader.require(.mgu, inputs: inputs, hidden: hidden, in: packed)
    saved.require(3 * batch * hidden, "saved")
    previous.require(batch * hidden, "previous")
    dH.require(batch * hidden, "dH")
    scratch.require(2 * batch * hidden, "scratch")
    dPrevious.require(batch * hidden, "dPrevious")
    mguBackwardKernel(
      Int64(batch), Int64(inputs), Int64(hidden), packed.base, saved.base, previous.base, dH.base,
      scratch.base, dPrevious.base)
  }

  /// Number of elements of an sLSTM's packed weights.
  package static func packedCountSLSTM(inputs: Int, hidden: Int, heads: Int, precision: ProductPrecision)
    -> Int
  {
    guard heads > 0, hidden % heads == 0 else {
      fatalError("\(hidden) hidden units can't form \(heads) equal heads")
    }
    let count = precision == .full ? slstmPackedCountKernel : slstmPackedCountRoundedKernel
    return Int(count(Int64(inputs), Int64(hidden), Int64(heads)))
  }

  /// Packs an sLSTM's weights for the step kernels; the recurrent ones are [4·hidden, hidden / heads].
  package static func packSLSTM(
    inputs: Int, hidden: Int, heads: Int, precision: ProductPrecision, weightInput: Block<Self>,
    weightHidden: Block<Self>, bias: Block<Self>, into packed: Block<Self>
  ) {
    let count = packedCountSLSTM(inputs: inputs, hidden: hidden, heads: heads, precision: precision)
    weightInput.require(4 * hidden * inputs, "weightInput")
    weightHidden.require(4 * hidden * (hidden / heads), "weightHidden")
    bias.require(4 * hidden, "bias")
    packed.require(count, "packed")
    let pack = precision == .full ? slstmPackKernel : slstmPackRoundedKernel
    pack(
      Int64(inputs), Int64(hidden), Int64(heads), weightInput.base, weightHidden.base, bias.base, packed.base)
    PackedHeader.write(
      .slstm, heads: heads, inputs: inputs, hidden: hidden, count: count, into: packed)
  }

  /// One sLSTM step; saves i|f|z|o|σ(a_f), the last of which is zero if the forget gate is exponential.
  package static func forwardSLSTM(
    batch: Int, inputs: Int, hidden: Int, heads: Int, isForgetExponential: Bool, packed: Block<Self>,
    x: Block<Self>, previous: Block<Self>, previousCell: Block<Self>, previousNormalizer: Block<Self>,
    previousStabilizer: Block<Self>, saved: Block<Self>, cell: Block<Self>, normalizer: Block<Self>,
    stabilizer: Block<Self>, h: Block<Self>
  ) {
    PackedHeader.require(.slstm, heads: heads, inputs: inputs, hidden: hidden, in: packed)
    x.require(batch * inputs, "x")
    previous.require(batch * hidden, "previous")
    previousCell.require(batch * hidden, "previousCell")
    previousNormalizer.require(batch * hidden, "previousNormalizer")
    previousStabilizer.require(batch * hidden, "previousStabilizer")
    saved.require(5 * batch * hidden, "saved")
    cell.require(batch * hidden, "cell")
    normalizer.require(batch * hidden, "normalizer")
    stabilizer.require(batch * hidden, "stabilizer")
    h.require(batch * hidden, "h")
    slstmForwardKernel(
      Int64(batch), Int64(inputs), Int64(hidden), Int64(heads), isForgetExponential ? 1 : 0, packed.base,
      x.base, previous.base, previousCell.base, previousNormalizer.base, previousStabilizer.base, saved.base,
      cell.base, normalizer.base, stabilizer.base, h.base)
  }

  /// The backward pass of one sLSTM step: replaces i, f, z and o by the gradients of their pre-activations, and adds to
  /// the previous states' gradients.
  package static func backwardSLSTM(
    batch: Int, inputs: Int, hidden: Int, heads: Int, packed: Block<Self>, saved: Block<Self>,
    cell: Block<Self>, normalizer: Block<Self>, previousCell: Block<Self>, previousNormalizer: Block<Self>,
    dH: Block<Self>, dCell: Block<Self>, dNormalizer: Block<Self>, dPreviousCell: Block<Self>,
    dPreviousNormalizer: Block<Self>, dPrevious: Block<Self>
  ) {
    PackedHeader.require(.slstm, heads: heads, inputs: inputs, hidden: hidden, in: packed)
    saved.require(5 * batch * hidden, "saved")
    cell.require(batch * hidden, "cell")
    normalizer.require(batch * hidden, "normalizer")
    previousCell.require(batch * hidden, "previousCell")
    previousNormalizer.require(batch * hidden, "previousNormalizer")
    dH.require(batch * hidden, "dH")
    dCell.require(batch * hidden, "dCell")
    dNormalizer.require(batch * hidden, "dNormalizer")
    dPreviousCell.require(batch * hidden, "dPreviousCell")
    dPreviousNormalizer.require(batch * hidden, "dPreviousNormalizer")
    dPrevious.require(batch * hidden, "dPrevious")
    slstmBackwardKernel(
      Int64(batch), Int64(inputs), Int64(hidden), Int64(heads), packed.base, saved.base, cell.base,
      normalizer.base, previousCell.base, previousNormalizer.base, dH.base, dCell.base, dNormalizer.base,
      dPreviousCell.base, dPreviousNormalizer.base, dPrevious.base)
  }
}
