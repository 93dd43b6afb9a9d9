import CForetellKernels

extension Double: KernelScalar {
  package static func productNN(
    rows: Int, columns: Int, inner: Int, a: Block<Double>, aStride: Int, b: Block<Double>, bStride: Int,
    into c: Block<Double>, cStride: Int
  ) {
    ft_gemm_nn_f64(
      Int64(rows), Int64(columns), Int64(inner), a.base, Int64(aStride), b.base, Int64(bStride), c.base,
      Int64(cStride))
  }

  package static func productNT(
    rows: Int, columns: Int, inner: Int, a: Block<Double>, aStride: Int, b: Block<Double>, bStride: Int,
    into c: Block<Double>, cStride: Int
  ) {
    ft_gemm_nt_f64(
      Int64(rows), Int64(columns), Int64(inner), a.base, Int64(aStride), b.base, Int64(bStride), c.base,
      Int64(cStride))
  }

  package static func productTN(
    rows: Int, columns: Int, inner: Int, a: Block<Double>, aStride: Int, b: Block<Double>, bStride: Int,
    into c: Block<Double>, cStride: Int
  ) {
    ft_gemm_tn_f64(
      Int64(rows), Int64(columns), Int64(inner), a.base, Int64(aStride), b.base, Int64(bStride), c.base,
      Int64(cStride))
  }

  package static func roundedProductNN(
    rows: Int, columns: Int, inner: Int, a: Block<Double>, aStride: Int, b: Block<Double>, bStride: Int,
    into c: Block<Double>, cStride: Int
  ) {
    preconditionFailure("only Float has bfloat16 factors")
  }

  package static func roundedProductTN(
    rows: Int, columns: Int, inner: Int, a: Block<Double>, aStride: Int, b: Block<Double>, bStride: Int,
    into c: Block<Double>, cStride: Int
  ) {
    preconditionFailure("only Float has bfloat16 factors")
  }

  package static func columnSums(
    rows: Int, columns: Int, a: Block<Double>, aStride: Int, into y: Block<Double>
  ) {
    ft_column_sums_f64(Int64(rows), Int64(columns), a.base, Int64(aStride), y.base)
  }

  package static func broadcastRows(
    rows: Int, columns: Int, bias: Block<Double>, into c: Block<Double>, cStride: Int
  ) {
    ft_broadcast_rows_f64(Int64(rows), Int64(columns), bias.base, c.base, Int64(cStride))
  }

  package static func exponential(count: Int, x: Block<Double>, into y: Block<Double>) {
    ft_exp_f64(Int64(count), x.base, y.base)
  }

  package static func sigmoid(count: Int, x: Block<Double>, into y: Block<Double>) {
    ft_sigmoid_f64(Int64(count), x.base, y.base)
  }

  package static func hyperbolicTangent(count: Int, x: Block<Double>, into y: Block<Double>) {
    ft_tanh_f64(Int64(count), x.base, y.base)
  }

  package static func add(count: Int, x: Block<Double>, into y: Block<Double>) {
    ft_add_f64(Int64(count), x.base, y.base)
  }

  package static func scale(count: Int, by factor: Double, y: Block<Double>) {
    ft_scale_f64(Int64(count), factor, y.base)
  }

  package static func addScaled(count: Int, factor: Double, x: Block<Double>, into y: Block<Double>) {
    ft_add_scaled_f64(Int64(count), factor, x.base, y.base)
  }

  package static func multiply(count: Int, x: Block<Double>, z: Block<Double>, into y: Block<Double>) {
    ft_multiply_f64(Int64(count), x.base, z.base, y.base)
  }

  package static func multiplyAdd(count: Int, x: Block<Double>, z: Block<Double>, into y: Block<Double>) {
    ft_multiply_add_f64(Int64(count), x.base, z.base, y.base)
  }

  package static func sumOfSquares(count: Int, x: Block<Double>) -> Double {
    ft_sum_squares_f64(Int64(count), x.base)
  }

  package static func adamStep(
    count: Int, weights: Block<Double>, gradients: Block<Double>, firstMoment: Block<Double>,
    secondMoment: Block<Double>, rate: Double, beta1: Double, beta2: Double, epsilon: Double,
    correction1: Double, correction2: Double, decay: Double, l2: Double, gradientScale: Double
  ) {
    ft_adam_f64(
      Int64(count), weights.base, gradients.base, firstMoment.base, secondMoment.base, rate, beta1, beta2,
      epsilon, correction1, correction2, decay, l2, gradientScale)
  }

  package static func momentumStep(
    count: Int, weights: Block<Double>, gradients: Block<Double>, velocity: Block<Double>, rate: Double,
    momentum: Double, nesterov: Bool, l2: Double, gradientScale: Double
  ) {
    ft_sgd_f64(
      Int64(count), weights.base, gradients.base, velocity.base, rate, momentum, nesterov ? 1 : 0, l2,
      gradientScale)
  }

  package static func rmsPropStep(
    count: Int, weights: Block<Double>, gradients: Block<Double>, square: Block<Double>, mean: Block<Double>?,
    velocity: Block<Double>?, rate: Double, alpha: Double, epsilon: Double, momentum: Double, l2: Double,
    gradientScale: Double
  ) {
    ft_rmsprop_f64(
      Int64(count), weights.base, gradients.base, square.base, mean?.base, velocity?.base, rate, alpha,
      epsilon,
      momentum, l2, gradientScale)
  }

  package static func adaGradStep(
    count: Int, weights: Block<Double>, gradients: Block<Double>, sum: Block<Double>, rate: Double,
    epsilon: Double,
    l2: Double, gradientScale: Double
  ) {
    ft_adagrad_f64(Int64(count), weights.base, gradients.base, sum.base, rate, epsilon, l2, gradientScale)
  }

  package static func packRNN(
    inputs: Int, hidden: Int, precision: ProductPrecision, weightInput: Block<Double>,
    weightHidden: Block<Double>, bias: Block<Double>, into packed: Block<Double>
  ) {
    precondition(precision == .full, "only Float has bfloat16 factors")
    ft_rnn_pack_f64(
      Int64(inputs), Int64(hidden), weightInput.base, weightHidden.base, bias.base, packed.base)
  }

  package static func forwardRNN(
    batch: Int, inputs: Int, hidden: Int, activation: Int32, packed: Block<Double>, x: Block<Double>,
    previous: Block<Double>, h: Block<Double>
  ) {
    ft_rnn_forward_f64(
      Int64(batch), Int64(inputs), Int64(hidden), activation, packed.base, x.base, previous.base, h.base)
  }

  package static func backwardRNN(
    batch: Int, inputs: Int, hidden: Int, activation: Int32, packed: Block<Double>, h: Block<Double>,
    dH: Block<Double>, dPre: Block<Double>, dPrevious: Block<Double>
  ) {
    ft_rnn_backward_f64(
      Int64(batch), Int64(inputs), Int64(hidden), activation, packed.base, h.base, dH.base, dPre.base,
      dPrevious.base)
  }

  package static func packLSTM(
    inputs: Int, hidden: Int, precision: ProductPrecision, weightInput: Block<Double>,
    weightHidden: Block<Double>, bias: Block<Double>, into packed: Block<Double>
  ) {
    precondition(precision == .full, "only Float has bfloat16 factors")
    ft_lstm_pack_f64(
      Int64(inputs), Int64(hidden), weightInput.base, weightHidden.base, bias.base, packed.base)
  }

  package static func forwardLSTM(
    batch: Int, inputs: Int, hidden: Int, packed: Block<Double>, x: Block<Double>, previous: Block<Double>,
    previousCell: Block<Double>, gates: Block<Double>, cell: Block<Double>, h: Block<Double>
  ) {
    ft_lstm_forward_f64(
      Int64(batch), Int64(inputs), Int64(hidden), packed.base, x.base, previous.base, previousCell.base,
      gates.base, cell.base, h.base)
  }

  package static func backwardLSTM(
    batch: Int, inputs: Int, hidden: Int, packed: Block<Double>, gates: Block<Double>, cell: Block<Double>,
    previousCell: Block<Double>, dH: Block<Double>, dCell: Block<Double>, dPreviousCell: Block<Double>,
    dPrevious: Block<Double>
  ) {
    ft_lstm_backward_f64(
      Int64(batch), Int64(inputs), Int64(hidden), packed.base, gates.base, cell.base, previousCell.base,
      dH.base, dCell.base, dPreviousCell.base, dPrevious.base)
  }

  package static func packGRU(
    inputs: Int, hidden: Int, precision: ProductPrecision, weightInput: Block<Double>,
    weightHidden: Block<Double>, bias: Block<Double>, into packed: Block<Double>
  ) {
    precondition(precision == .full, "only Float has bfloat16 factors")
    ft_gru_pack_f64(
      Int64(inputs), Int64(hidden), weightInput.base, weightHidden.base, bias.base, packed.base)
  }

  package static func forwardGRU(
    batch: Int, inputs: Int, hidden: Int, packed: Block<Double>, x: Block<Double>, previous: Block<Double>,
    saved: Block<Double>, h: Block<Double>
  ) {
    ft_gru_forward_f64(
      Int64(batch), Int64(inputs), Int64(hidden), packed.base, x.base, previous.base, saved.base, h.base)
  }

  package static func backwardGRU(
    batch: Int, inputs: Int, hidden: Int, packed: Block<Double>, saved: Block<Double>,
    previous: Block<Double>, dH: Block<Double>, dPrevious: Block<Double>
  ) {
    ft_gru_backward_f64(
      Int64(batch), Int64(inputs), Int64(hidden), packed.base, saved.base, previous.base, dH.base,
      dPrevious.base)
  }

  package static func packMGU(
    inputs: Int, hidden: Int, precision: ProductPrecision, weightInput: Block<Double>,
    weightHidden: Block<Double>, bias: Block<Double>, into packed: Block<Double>
  ) {
    precondition(precision == .full, "only Float has bfloat16 factors")
    ft_mgu_pack_f64(
      Int64(inputs), Int64(hidden), weightInput.base, weightHidden.base, bias.base, packed.base)
  }

  package static func forwardMGU(
    batch: Int, inputs: Int, hidden: Int, packed: Block<Double>, x: Block<Double>, previous: Block<Double>,
    saved: Block<Double>, h: Block<Double>
  ) {
    ft_mgu_forward_f64(
      Int64(batch), Int64(inputs), Int64(hidden), packed.base, x.base, previous.base, saved.base, h.base)
  }

  package static func backwardMGU(
    batch: Int, inputs: Int, hidden: Int, packed: Block<Double>, saved: Block<Double>,
    previous: Block<Double>, dH: Block<Double>, scratch: Block<Double>, dPrevious: Block<Double>
  ) {
    ft_mgu_backward_f64(
      Int64(batch), Int64(inputs), Int64(hidden), packed.base, saved.base, previous.base, dH.base,
      scratch.base, dPrevious.base)
  }

  package static func activationBackward(
    count: Int, activation: Int32, y: Block<Double>, dY: Block<Double>, into dX: Block<Double>
  ) {
    ft_activation_backward_f64(Int64(count), activation, y.base, dY.base, dX.base)
  }

  package static func rectify(count: Int, x: Block<Double>, into y: Block<Double>) {
    ft_relu_f64(Int64(count), x.base, y.base)
  }

  package static func quantileHead(
    rows: Int, quantiles: Int, median: Int, x: Block<Double>, into y: Block<Double>
  ) {
    ft_quantile_head_f64(Int64(rows), Int64(quantiles), Int64(median), x.base, y.base)
  }

  package static func quantileHeadBackward(
    rows: Int, quantiles: Int, median: Int, x: Block<Double>, dY: Block<Double>, into dX: Block<Double>
  ) {
    ft_quantile_head_backward_f64(Int64(rows), Int64(quantiles), Int64(median), x.base, dY.base, dX.base)
  }

  package static func loss(
    count: Int, kind: Int32, delta: Double, prediction: Block<Double>, target: Block<Double>,
    weight: Block<Double>
  ) -> Double {
    ft_loss_f64(Int64(count), kind, delta, prediction.base, target.base, weight.base)
  }

  package static func lossBackward(
    count: Int, kind: Int32, delta: Double, prediction: Block<Double>, target: Block<Double>,
    weight: Block<Double>, scale: Double, into dPrediction: Block<Double>
  ) {
    ft_loss_backward_f64(
      Int64(count), kind, delta, prediction.base, target.base, weight.base, scale, dPrediction.base)
  }

  package static func pinball(
    rows: Int, quantiles: Int, levels: Block<Double>, prediction: Block<Double>, target: Block<Double>,
    weight: Block<Double>
  ) -> Double {
    ft_pinball_f64(Int64(rows), Int64(quantiles), levels.base, prediction.base, target.base, weight.base)
  }

  package static func pinballBackward(
    rows: Int, quantiles: Int, levels: Block<Double>, prediction: Block<Double>, target: Block<Double>,
    weight: Block<Double>, scale: Double, into dPrediction: Block<Double>
  ) {
    ft_pinball_backward_f64(
      Int64(rows), Int64(quantiles), levels.base, prediction.base, target.base, weight.base, scale,
      dPrediction.base)
  }

  package static func packedCountRNN(inputs: Int, hidden: Int, precision: ProductPrecision) -> Int {
    precondition(precision == .full, "only Float has bfloat16 factors")
    return Int(ft_rnn_packed_count_f64(Int64(inputs), Int64(hidden)))
  }

  package static func packedCountLSTM(inputs: Int, hidden: Int, precision: ProductPrecision) -> Int {
    precondition(precision == .full, "only Float has bfloat16 factors")
    return Int(ft_lstm_packed_count_f64(Int64(inputs), Int64(hidden)))
  }

  package static func packedCountGRU(inputs: Int, hidden: Int, precision: ProductPrecision) -> Int {
    precondition(precision == .full, "only Float has bfloat16 factors")
    return Int(ft_gru_packed_count_f64(Int64(inputs), Int64(hidden)))
  }

  package static func packedCountMGU(inputs: Int, hidden: Int, precision: ProductPrecision) -> Int {
    precondition(precision == .full, "only Float has bfloat16 factors")
    return Int(ft_mgu_packed_count_f64(Int64(inputs), Int64(hidden)))
  }

  package static func dropoutMask(
    count: Int, rate: Double, key: SIMD2<UInt32>, counter: SIMD3<UInt32>, into mask: Block<Double>
  ) {
    withUnsafeBytes(of: (key.x, key.y, counter.x, counter.y, counter.z)) { bytes in
      let words = bytes.assumingMemoryBound(to: UInt32.self)
      guard let first = words.baseAddress else { return }
      ft_dropout_mask_f64(Int64(count), rate, first, first + 2, mask.base)
    }
  }
}
