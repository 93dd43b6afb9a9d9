import CForetellKernels

extension Float: KernelScalar {
  package static func productNN(
    rows: Int, columns: Int, inner: Int, a: Block<Float>, aStride: Int, b: Block<Float>, bStride: Int,
    into c: Block<Float>, cStride: Int
  ) {
    ft_gemm_nn_f32(
      Int64(rows), Int64(columns), Int64(inner), a.base, Int64(aStride), b.base, Int64(bStride), c.base,
      Int64(cStride))
  }

  package static func productNT(
    rows: Int, columns: Int, inner: Int, a: Block<Float>, aStride: Int, b: Block<Float>, bStride: Int,
    into c: Block<Float>, cStride: Int
  ) {
    ft_gemm_nt_f32(
      Int64(rows), Int64(columns), Int64(inner), a.base, Int64(aStride), b.base, Int64(bStride), c.base,
      Int64(cStride))
  }

  package static func productTN(
    rows: Int, columns: Int, inner: Int, a: Block<Float>, aStride: Int, b: Block<Float>, bStride: Int,
    into c: Block<Float>, cStride: Int
  ) {
    ft_gemm_tn_f32(
      Int64(rows), Int64(columns), Int64(inner), a.base, Int64(aStride), b.base, Int64(bStride), c.base,
      Int64(cStride))
  }

  package static func roundedProductNN(
    rows: Int, columns: Int, inner: Int, a: Block<Float>, aStride: Int, b: Block<Float>, bStride: Int,
    into c: Block<Float>, cStride: Int
  ) {
    ft_gemm_nn_bf16(
      Int64(rows), Int64(columns), Int64(inner), a.base, Int64(aStride), b.base, Int64(bStride), c.base,
      Int64(cStride))
  }

  package static func roundedProductTN(
    rows: Int, columns: Int, inner: Int, a: Block<Float>, aStride: Int, b: Block<Float>, bStride: Int,
    into c: Block<Float>, cStride: Int
  ) {
    ft_gemm_tn_bf16(
      Int64(rows), Int64(columns), Int64(inner), a.base, Int64(aStride), b.base, Int64(bStride), c.base,
      Int64(cStride))
  }

  package static func columnSums(rows: Int, columns: Int, a: Block<Float>, aStride: Int, into y: Block<Float>)
  {
    ft_column_sums_f32(Int64(rows), Int64(columns), a.base, Int64(aStride), y.base)
  }

  package static func broadcastRows(
    rows: Int, columns: Int, bias: Block<Float>, into c: Block<Float>, cStride: Int
  ) {
    ft_broadcast_rows_f32(Int64(rows), Int64(columns), bias.base, c.base, Int64(cStride))
  }

  package static func exponential(count: Int, x: Block<Float>, into y: Block<Float>) {
    ft_exp_f32(Int64(count), x.base, y.base)
  }

  package static func sigmoid(count: Int, x: Block<Float>, into y: Block<Float>) {
    ft_sigmoid_f32(Int64(count), x.base, y.base)
  }

  package static func hyperbolicTangent(count: Int, x: Block<Float>, into y: Block<Float>) {
    ft_tanh_f32(Int64(count), x.base, y.base)
  }

  package static func add(count: Int, x: Block<Float>, into y: Block<Float>) {
    ft_add_f32(Int64(count), x.base, y.base)
  }

  package static func scale(count: Int, by factor: Float, y: Block<Float>) {
    ft_scale_f32(Int64(count), factor, y.base)
  }

  package static func addScaled(count: Int, factor: Float, x: Block<Float>, into y: Block<Float>) {
    ft_add_scaled_f32(Int64(count), factor, x.base, y.base)
  }

  package static func multiply(count: Int, x: Block<Float>, z: Block<Float>, into y: Block<Float>) {
    ft_multiply_f32(Int64(count), x.base, z.base, y.base)
  }

  package static func multiplyAdd(count: Int, x: Block<Float>, z: Block<Float>, into y: Block<Float>) {
    ft_multiply_add_f32(Int64(count), x.base, z.base, y.base)
  }

  package static func sumOfSquares(count: Int, x: Block<Float>) -> Double {
    ft_sum_squares_f32(Int64(count), x.base)
  }

  package static func adamStep(
    count: Int, weights: Block<Float>, gradients: Block<Float>, firstMoment: Block<Float>,
    secondMoment: Block<Float>, rate: Float, beta1: Float, beta2: Float, epsilon: Float, correction1: Float,
    correction2: Float, decay: Float, l2: Float, gradientScale: Float
  ) {
    ft_adam_f32(
      Int64(count), weights.base, gradients.base, firstMoment.base, secondMoment.base, rate, beta1, beta2,
      epsilon, correction1, correction2, decay, l2, gradientScale)
  }

  package static func momentumStep(
    count: Int, weights: Block<Float>, gradients: Block<Float>, velocity: Block<Float>, rate: Float,
    momentum: Float, nesterov: Bool, l2: Float, gradientScale: Float
  ) {
    ft_sgd_f32(
      Int64(count), weights.base, gradients.base, velocity.base, rate, momentum, nesterov ? 1 : 0, l2,
      gradientScale)
  }

  package static func rmsPropStep(
    count: Int, weights: Block<Float>, gradients: Block<Float>, square: Block<Float>, mean: Block<Float>?,
    velocity: Block<Float>?, rate: Float, alpha: Float, epsilon: Float, momentum: Float, l2: Float,
    gradientScale: Float
  ) {
    ft_rmsprop_f32(
      Int64(count), weights.base, gradients.base, square.base, mean?.base, velocity?.base, rate, alpha,
      epsilon,
      momentum, l2, gradientScale)
  }

  package static func adaGradStep(
    count: Int, weights: Block<Float>, gradients: Block<Float>, sum: Block<Float>, rate: Float,
    epsilon: Float,
    l2: Float, gradientScale: Float
  ) {
    ft_adagrad_f32(Int64(count), weights.base, gradients.base, sum.base, rate, epsilon, l2, gradientScale)
  }

  package static func packRNN(
    inputs: Int, hidden: Int, precision: ProductPrecision, weightInput: Block<Float>,
    weightHidden: Block<Float>,
    bias: Block<Float>, into packed: Block<Float>
  ) {
    (precision == .full ? ft_rnn_pack_f32 : ft_rnn_pack_bf16)(
      Int64(inputs), Int64(hidden), weightInput.base, weightHidden.base, bias.base, packed.base)
  }

  package static func forwardRNN(
    batch: Int, inputs: Int, hidden: Int, activation: Int32, packed: Block<Float>, x: Block<Float>,
    previous: Block<Float>, h: Block<Float>
  ) {
    ft_rnn_forward_f32(
      Int64(batch), Int64(inputs), Int64(hidden), activation, packed.base, x.base, previous.base, h.base)
  }

  package static func backwardRNN(
    batch: Int, inputs: Int, hidden: Int, activation: Int32, packed: Block<Float>, h: Block<Float>,
    dH: Block<Float>, dPre: Block<Float>, dPrevious: Block<Float>
  ) {
    ft_rnn_backward_f32(
      Int64(batch), Int64(inputs), Int64(hidden), activation, packed.base, h.base, dH.base, dPre.base,
      dPrevious.base)
  }

  package static func packLSTM(
    inputs: Int, hidden: Int, precision: ProductPrecision, weightInput: Block<Float>,
    weightHidden: Block<Float>,
    bias: Block<Float>, into packed: Block<Float>
  ) {
    (precision == .full ? ft_lstm_pack_f32 : ft_lstm_pack_bf16)(
      Int64(inputs), Int64(hidden), weightInput.base, weightHidden.base, bias.base, packed.base)
  }

  package static func forwardLSTM(
    batch: Int, inputs: Int, hidden: Int, packed: Block<Float>, x: Block<Float>, previous: Block<Float>,
    previousCell: Block<Float>, gates: Block<Float>, cell: Block<Float>, h: Block<Float>
  ) {
    ft_lstm_forward_f32(
      Int64(batch), Int64(inputs), Int64(hidden), packed.base, x.base, previous.base, previousCell.base,
      gates.base, cell.base, h.base)
  }

  package static func backwardLSTM(
    batch: Int, inputs: Int, hidden: Int, packed: Block<Float>, gates: Block<Float>, cell: Block<Float>,
    previousCell: Block<Float>, dH: Block<Float>, dCell: Block<Float>, dPreviousCell: Block<Float>,
    dPrevious: Block<Float>
  ) {
    ft_lstm_backward_f32(
      Int64(batch), Int64(inputs), Int64(hidden), packed.base, gates.base, cell.base, previousCell.base,
      dH.base, dCell.base, dPreviousCell.base, dPrevious.base)
  }

  package static func packGRU(
    inputs: Int, hidden: Int, precision: ProductPrecision, weightInput: Block<Float>,
    weightHidden: Block<Float>,
    bias: Block<Float>, into packed: Block<Float>
  ) {
    (precision == .full ? ft_gru_pack_f32 : ft_gru_pack_bf16)(
      Int64(inputs), Int64(hidden), weightInput.base, weightHidden.base, bias.base, packed.base)
  }

  package static func forwardGRU(
    batch: Int, inputs: Int, hidden: Int, packed: Block<Float>, x: Block<Float>, previous: Block<Float>,
    saved: Block<Float>, h: Block<Float>
  ) {
    ft_gru_forward_f32(
      Int64(batch), Int64(inputs), Int64(hidden), packed.base, x.base, previous.base, saved.base, h.base)
  }

  package static func backwardGRU(
    batch: Int, inputs: Int, hidden: Int, packed: Block<Float>, saved: Block<Float>, previous: Block<Float>,
    dH: Block<Float>, dPrevious: Block<Float>
  ) {
    ft_gru_backward_f32(
      Int64(batch), Int64(inputs), Int64(hidden), packed.base, saved.base, previous.base, dH.base,
      dPrevious.base)
  }

  package static func packMGU(
    inputs: Int, hidden: Int, precision: ProductPrecision, weightInput: Block<Float>,
    weightHidden: Block<Float>,
    bias: Block<Float>, into packed: Block<Float>
  ) {
    (precision == .full ? ft_mgu_pack_f32 : ft_mgu_pack_bf16)(
      Int64(inputs), Int64(hidden), weightInput.base, weightHidden.base, bias.base, packed.base)
  }

  package static func forwardMGU(
    batch: Int, inputs: Int, hidden: Int, packed: Block<Float>, x: Block<Float>, previous: Block<Float>,
    saved: Block<Float>, h: Block<Float>
  ) {
    ft_mgu_forward_f32(
      Int64(batch), Int64(inputs), Int64(hidden), packed.base, x.base, previous.base, saved.base, h.base)
  }

  package static func backwardMGU(
    batch: Int, inputs: Int, hidden: Int, packed: Block<Float>, saved: Block<Float>, previous: Block<Float>,
    dH: Block<Float>, scratch: Block<Float>, dPrevious: Block<Float>
  ) {
    ft_mgu_backward_f32(
      Int64(batch), Int64(inputs), Int64(hidden), packed.base, saved.base, previous.base, dH.base,
      scratch.base, dPrevious.base)
  }

  package static func activationBackward(
    count: Int, activation: Int32, y: Block<Float>, dY: Block<Float>, into dX: Block<Float>
  ) {
    ft_activation_backward_f32(Int64(count), activation, y.base, dY.base, dX.base)
  }

  package static func rectify(count: Int, x: Block<Float>, into y: Block<Float>) {
    ft_relu_f32(Int64(count), x.base, y.base)
  }

  package static func quantileHead(
    rows: Int, quantiles: Int, median: Int, x: Block<Float>, into y: Block<Float>
  ) {
    ft_quantile_head_f32(Int64(rows), Int64(quantiles), Int64(median), x.base, y.base)
  }

  package static func quantileHeadBackward(
    rows: Int, quantiles: Int, median: Int, x: Block<Float>, dY: Block<Float>, into dX: Block<Float>
  ) {
    ft_quantile_head_backward_f32(Int64(rows), Int64(quantiles), Int64(median), x.base, dY.base, dX.base)
  }

  package static func loss(
    count: Int, kind: Int32, delta: Float, prediction: Block<Float>, target: Block<Float>,
    weight: Block<Float>
  ) -> Double {
    ft_loss_f32(Int64(count), kind, delta, prediction.base, target.base, weight.base)
  }

  package static func lossBackward(
    count: Int, kind: Int32, delta: Float, prediction: Block<Float>, target: Block<Float>,
    weight: Block<Float>, scale: Float, into dPrediction: Block<Float>
  ) {
    ft_loss_backward_f32(
      Int64(count), kind, delta, prediction.base, target.base, weight.base, scale, dPrediction.base)
  }

  package static func pinball(
    rows: Int, quantiles: Int, levels: Block<Float>, prediction: Block<Float>, target: Block<Float>,
    weight: Block<Float>
  ) -> Double {
    ft_pinball_f32(Int64(rows), Int64(quantiles), levels.base, prediction.base, target.base, weight.base)
  }

  package static func pinballBackward(
    rows: Int, quantiles: Int, levels: Block<Float>, prediction: Block<Float>, target: Block<Float>,
    weight: Block<Float>, scale: Float, into dPrediction: Block<Float>
  ) {
    ft_pinball_backward_f32(
      Int64(rows), Int64(quantiles), levels.base, prediction.base, target.base, weight.base, scale,
      dPrediction.base)
  }

  package static func packedCountRNN(inputs: Int, hidden: Int, precision: ProductPrecision) -> Int {
    Int(
      (precision == .full ? ft_rnn_packed_count_f32 : ft_rnn_packed_count_bf16)(Int64(inputs), Int64(hidden)))
  }

  package static func packedCountLSTM(inputs: Int, hidden: Int, precision: ProductPrecision) -> Int {
    Int(
      (precision == .full ? ft_lstm_packed_count_f32 : ft_lstm_packed_count_bf16)(
        Int64(inputs), Int64(hidden)))
  }

  package static func packedCountGRU(inputs: Int, hidden: Int, precision: ProductPrecision) -> Int {
    Int(
      (precision == .full ? ft_gru_packed_count_f32 : ft_gru_packed_count_bf16)(Int64(inputs), Int64(hidden)))
  }

  package static func packedCountMGU(inputs: Int, hidden: Int, precision: ProductPrecision) -> Int {
    Int(
      (precision == .full ? ft_mgu_packed_count_f32 : ft_mgu_packed_count_bf16)(Int64(inputs), Int64(hidden)))
  }

  package static func dropoutMask(
    count: Int, rate: Float, key: SIMD2<UInt32>, counter: SIMD3<UInt32>, into mask: Block<Float>
  ) {
    withUnsafeBytes(of: (key.x, key.y, counter.x, counter.y, counter.z)) { bytes in
      let words = bytes.assumingMemoryBound(to: UInt32.self)
      guard let first = words.baseAddress else { return }
      ft_dropout_mask_f32(Int64(count), rate, first, first + 2, mask.base)
    }
  }
}
