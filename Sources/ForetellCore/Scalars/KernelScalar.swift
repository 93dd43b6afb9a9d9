import CForetellKernels

/// The precision to which the factors of a recurrent layer's products are rounded; sums have the scalar
/// type's precision.
package enum ProductPrecision: Sendable {
  /// No rounding.
  case full
  /// bfloat16, with 8 bits of mantissa; for `Float` only, and for layers of up to `widest` hidden units.
  case bfloat16

  /// The largest number of hidden units of a layer with bfloat16 factors.
  package static var widest: Int { 8192 }

  /// Whether a layer with this number of inputs also rounds them.
  ///
  /// Few inputs are usually the data and stay unrounded; many are the states of another layer.
  package func roundsInputs(_ count: Int) -> Bool {
    self == .bfloat16 && ft_bfloat16_rounds_inputs(Int64(count)) != 0
  }
}

/// A floating-point type that has kernels: `Float` for users, `Double` for gradient checks.
///
/// Only the conformances call C. As described in the kernels' header, every output element is one
/// left-to-right chain of fused multiply-adds, so the bits don't depend on the instruction set.
package protocol KernelScalar: BinaryFloatingPoint, Sendable, Codable {
  /// C[rows,columns] += A[rows,inner] · B[inner,columns]; strides are elements per row.
  static func productNN(
    rows: Int, columns: Int, inner: Int, a: Block<Self>, aStride: Int, b: Block<Self>, bStride: Int,
    into c: Block<Self>, cStride: Int)
  /// C[rows,columns] += A[rows,inner] · B[columns,inner]ᵀ; strides are elements per row.
  static func productNT(
    rows: Int, columns: Int, inner: Int, a: Block<Self>, aStride: Int, b: Block<Self>, bStride: Int,
    into c: Block<Self>, cStride: Int)
  /// C[rows,columns] += A[inner,rows]ᵀ · B[inner,columns]; strides are elements per row.
  static func productTN(
    rows: Int, columns: Int, inner: Int, a: Block<Self>, aStride: Int, b: Block<Self>, bStride: Int,
    into c: Block<Self>, cStride: Int)
  /// `productNN` with both factors rounded to bfloat16.
  static func roundedProductNN(
    rows: Int, columns: Int, inner: Int, a: Block<Self>, aStride: Int, b: Block<Self>, bStride: Int,
    into c: Block<Self>, cStride: Int)
  /// `productTN` with both factors rounded to bfloat16.
  static func roundedProductTN(
    rows: Int, columns: Int, inner: Int, a: Block<Self>, aStride: Int, b: Block<Self>, bStride: Int,
    into c: Block<Self>, cStride: Int)
  /// y[columns] += the column sums of A[rows,columns], added row by row.
  static func columnSums(rows: Int, columns: Int, a: Block<Self>, aStride: Int, into y: Block<Self>)
  /// Every row of C[rows,columns] becomes bias[columns].
  static func broadcastRows(rows: Int, columns: Int, bias: Block<Self>, into c: Block<Self>, cStride: Int)
  /// y = exp(x), element by element; y may be x.
  static func exponential(count: Int, x: Block<Self>, into y: Block<Self>)
  /// y = 1 / (1 + exp(-x)), element by element; y may be x.
  static func sigmoid(count: Int, x: Block<Self>, into y: Block<Self>)
  /// y = tanh(x), element by element; y may be x.
  static func hyperbolicTangent(count: Int, x: Block<Self>, into y: Block<Self>)
  /// y += x.
  static func add(count: Int, x: Block<Self>, into y: Block<Self>)
  /// y *= factor.
  static func scale(count: Int, by factor: Self, y: Block<Self>)
  /// y += factor · x.
  static func addScaled(count: Int, factor: Self, x: Block<Self>, into y: Block<Self>)
  /// y = x · z, element by element.
  static func multiply(count: Int, x: Block<Self>, z: Block<Self>, into y: Block<Self>)
  /// y += x · z, element by element.
  static func multiplyAdd(count: Int, x: Block<Self>, z: Block<Self>, into y: Block<Self>)
  /// The sum of squares of x in a fixed order, in double precision.
  static func sumOfSquares(count: Int, x: Block<Self>) -> Double
  /// One Adam or AdamW step; see `Optimizer` for the formula.
  static func adamStep(
    count: Int, weights: Block<Self>, gradients: Block<Self>, firstMoment: Block<Self>,
    secondMoment: Block<Self>, rate: Self, beta1: Self, beta2: Self, epsilon: Self, correction1: Self,
    correction2: Self, decay: Self, l2: Self, gradientScale: Self)
  /// One step of gradient descent with momentum; see `Optimizer` for the formula.
  static func momentumStep(
    count: Int, weights: Block<Self>, gradients: Block<Self>, velocity: Block<Self>, rate: Self,
    momentum: Self, nesterov: Bool, l2: Self, gradientScale: Self)
  /// One step of RMSProp, centred if there is `mean`, with momentum if there is `velocity`; see `OptimizerKind` for the
  /// formula.
  static func rmsPropStep(
    count: Int, weights: Block<Self>, gradients: Block<Self>, square: Block<Self>, mean: Block<Self>?,
    velocity: Block<Self>?, rate: Self, alpha: Self, epsilon: Self, momentum: Self, l2: Self,
    gradientScale: Self)
  /// One step of AdaGrad; see `OptimizerKind` for the formula.
  static func adaGradStep(
    count: Int, weights: Block<Self>, gradients: Block<Self>, sum: Block<Self>, rate: Self, epsilon: Self,
    l2: Self, gradientScale: Self)
  /// Packs an RNN's weights for the step kernels.
  static func packRNN(
    inputs: Int, hidden: Int, precision: ProductPrecision, weightInput: Block<Self>,
    weightHidden: Block<Self>,
    bias: Block<Self>, into packed: Block<Self>)
  /// One RNN step: h = φ(x Wxᵀ + h' Whᵀ + b).
  static func forwardRNN(
    batch: Int, inputs: Int, hidden: Int, activation: Int32, packed: Block<Self>, x: Block<Self>,
    previous: Block<Self>, h: Block<Self>)
  /// The backward pass of one RNN step: writes dPre, the gradient of the pre-activations, and adds to
  /// dPrevious.
  static func backwardRNN(
    batch: Int, inputs: Int, hidden: Int, activation: Int32, packed: Block<Self>, h: Block<Self>,
    dH: Block<Self>, dPre: Block<Self>, dPrevious: Block<Self>)
  /// Packs an LSTM's weights for the step kernels.
  static func packLSTM(
    inputs: Int, hidden: Int, precision: ProductPrecision, weightInput: Block<Self>,
    weightHidden: Block<Self>,
    bias: Block<Self>, into packed: Block<Self>)
  /// One LSTM step; saves the gates i|f|g|o after their activations.
  static func forwardLSTM(
    batch: Int, inputs: Int, hidden: Int, packed: Block<Self>, x: Block<Self>, previous: Block<Self>,
    previousCell: Block<Self>, gates: Block<Self>, cell: Block<Self>, h: Block<Self>)
  /// The backward pass of one LSTM step: replaces the gates by the gradients of their pre-activations, and
  /// adds to the previous states' gradients.
  static func backwardLSTM(
    batch: Int, inputs: Int, hidden: Int, packed: Block<Self>, gates: Block<Self>, cell: Block<Self>,
    previousCell: Block<Self>, dH: Block<Self>, dCell: Block<Self>, dPreviousCell: Block<Self>,
    dPrevious: Block<Self>)
  /// Packs a GRU's weights for the step kernels.
  static func packGRU(
    inputs: Int, hidden: Int, precision: ProductPrecision, weightInput: Block<Self>,
    weightHidden: Block<Self>,
    bias: Block<Self>, into packed: Block<Self>)
  /// One GRU step; saves r|z|n|m.
  static func forwardGRU(
    batch: Int, inputs: Int, hidden: Int, packed: Block<Self>, x: Block<Self>, previous: Block<Self>,
    saved: Block<Self>, h: Block<Self>)
  /// The backward pass of one GRU step: replaces the saved values by dr|dz|dn|dm, and adds to the previous
  /// state's gradient.
  static func backwardGRU(
    batch: Int, inputs: Int, hidden: Int, packed: Block<Self>, saved: Block<Self>, previous: Block<Self>,
    dH: Block<Self>, dPrevious: Block<Self>)
  /// Packs an MGU's weights for the step kernels.
  static func packMGU(
    inputs: Int, hidden: Int, precision: ProductPrecision, weightInput: Block<Self>,
    weightHidden: Block<Self>,
    bias: Block<Self>, into packed: Block<Self>)
  /// One MGU step; saves f|n|r.
  static func forwardMGU(
    batch: Int, inputs: Int, hidden: Int, packed: Block<Self>, x: Block<Self>, previous: Block<Self>,
    saved: Block<Self>, h: Block<Self>)
  /// The backward pass of one MGU step: replaces f and n by the gradients of their pre-activations, and adds to the
  /// previous state's gradient; scratch [2,B,H] is overwritten.
  static func backwardMGU(
    batch: Int, inputs: Int, hidden: Int, packed: Block<Self>, saved: Block<Self>, previous: Block<Self>,
    dH: Block<Self>, scratch: Block<Self>, dPrevious: Block<Self>)
  /// dX += dY · φ'(x), computed from the output y = φ(x).
  static func activationBackward(
    count: Int, activation: Int32, y: Block<Self>, dY: Block<Self>, into dX: Block<Self>)
  /// y = max(x, 0); NaN stays NaN.
  static func rectify(count: Int, x: Block<Self>, into y: Block<Self>)
  /// Quantiles that can't cross: the median plus and minus positive increments.
  static func quantileHead(rows: Int, quantiles: Int, median: Int, x: Block<Self>, into y: Block<Self>)
  /// The backward pass of `quantileHead`; adds to dX.
  static func quantileHeadBackward(
    rows: Int, quantiles: Int, median: Int, x: Block<Self>, dY: Block<Self>, into dX: Block<Self>)
  /// The weighted sum of a pointwise loss; elements of weight 0 are ignored, even when the target is NaN.
  static func loss(
    count: Int, kind: Int32, delta: Self, prediction: Block<Self>, target: Block<Self>, weight: Block<Self>
  ) -> Double
  /// Adds scale · weight · ∂loss/∂prediction.
  static func lossBackward(
    count: Int, kind: Int32, delta: Self, prediction: Block<Self>, target: Block<Self>, weight: Block<Self>,
    scale: Self, into dPrediction: Block<Self>)
  /// The weighted sum of the quantile loss over all quantiles.
  static func pinball(
    rows: Int, quantiles: Int, levels: Block<Self>, prediction: Block<Self>, target: Block<Self>,
    weight: Block<Self>
  ) -> Double
  /// Adds scale · weight · ∂loss/∂prediction.
  static func pinballBackward(
    rows: Int, quantiles: Int, levels: Block<Self>, prediction: Block<Self>, target: Block<Self>,
    weight: Block<Self>, scale: Self, into dPrediction: Block<Self>)
  /// Number of elements of an RNN's packed weights.
  static func packedCountRNN(inputs: Int, hidden: Int, precision: ProductPrecision) -> Int
  /// Number of elements of an LSTM's packed weights.
  static func packedCountLSTM(inputs: Int, hidden: Int, precision: ProductPrecision) -> Int
  /// Number of elements of a GRU's packed weights.
  static func packedCountGRU(inputs: Int, hidden: Int, precision: ProductPrecision) -> Int
  /// Number of elements of an MGU's packed weights.
  static func packedCountMGU(inputs: Int, hidden: Int, precision: ProductPrecision) -> Int
  /// Fills a mask of inverted dropout, given the key and counter of a Philox stream.
  static func dropoutMask(
    count: Int, rate: Self, key: SIMD2<UInt32>, counter: SIMD3<UInt32>, into mask: Block<Self>)
  /// Adds to `counts` how many values of x are zero, denormal or non-finite, judged by their bit patterns.
  static func countUnusual(count: Int, x: Block<Self>, into counts: inout UnusualCounts)
  /// The number of values below `low` and above `high`, in rows that begin `stride` elements apart.
  static func countOutside(rows: Int, columns: Int, stride: Int, x: Block<Self>, low: Self, high: Self) -> (
    below: Int, above: Int
  )
  /// y[columns] = the largest of y and every row of x[rows,columns].
  static func columnMaximum(rows: Int, columns: Int, x: Block<Self>, into y: Block<Self>)
}
