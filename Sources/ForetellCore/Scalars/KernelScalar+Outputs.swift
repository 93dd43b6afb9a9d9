/// Output heads and losses.
extension KernelScalar {
  /// Quantiles that can't cross: the median plus and minus positive increments; x and y [rows, quantiles].
  package static func quantileHead(
    rows: Int, quantiles: Int, median: Int, x: Block<Self>, into y: Block<Self>
  ) {
    precondition(median >= 0 && median < quantiles, "median \(median) outside 0..<\(quantiles)")
    x.require(rows * quantiles, "x")
    y.require(rows * quantiles, "y")
    quantileHeadKernel(Int64(rows), Int64(quantiles), Int64(median), x.base, y.base)
  }

  /// The backward pass of `quantileHead`; adds to dX.
  package static func quantileHeadBackward(
    rows: Int, quantiles: Int, median: Int, x: Block<Self>, dY: Block<Self>, into dX: Block<Self>
  ) {
    precondition(median >= 0 && median < quantiles, "median \(median) outside 0..<\(quantiles)")
    x.require(rows * quantiles, "x")
    dY.require(rows * quantiles, "dY")
    dX.require(rows * quantiles, "dX")
    quantileHeadBackwardKernel(Int64(rows), Int64(quantiles), Int64(median), x.base, dY.base, dX.base)
  }

  /// Rows of a mean and a standard deviation above `floor`, from rows of two raw numbers; x and y [rows, 2].
  package static func gaussianHead(rows: Int, floor: Double, x: Block<Self>, into y: Block<Self>) {
    x.require(2 * rows, "x")
    y.require(2 * rows, "y")
    gaussianHeadKernel(Int64(rows), floor, x.base, y.base)
  }

  /// The backward pass of `gaussianHead`; adds to dX.
  package static func gaussianHeadBackward(
    rows: Int, x: Block<Self>, dY: Block<Self>, into dX: Block<Self>
  ) {
    x.require(2 * rows, "x")
    dY.require(2 * rows, "dY")
    dX.require(2 * rows, "dX")
    gaussianHeadBackwardKernel(Int64(rows), x.base, dY.base, dX.base)
  }

  /// The weighted sum of the negative logarithmic normal density of the targets; prediction [rows, 2] of means and
  /// standard deviations, target and weight [rows].
  package static func gaussianLoss(
    rows: Int, prediction: Block<Self>, target: Block<Self>, weight: Block<Self>
  ) -> Double {
    prediction.require(2 * rows, "prediction")
    target.require(rows, "target")
    weight.require(rows, "weight")
    return gaussianLossKernel(Int64(rows), prediction.base, target.base, weight.base)
  }

  /// Adds scale · weight · ∂loss/∂prediction.
  package static func gaussianLossBackward(
    rows: Int, prediction: Block<Self>, target: Block<Self>, weight: Block<Self>, scale: Self,
    into dPrediction: Block<Self>
  ) {
    prediction.require(2 * rows, "prediction")
    target.require(rows, "target")
    weight.require(rows, "weight")
    dPrediction.require(2 * rows, "dPrediction")
    gaussianLossBackwardKernel(
      Int64(rows), prediction.base, target.base, weight.base, scale.asDouble, dPrediction.base)
  }

  /// The weighted sum of a pointwise loss; elements of weight 0 are ignored, even when the target is NaN.
  ///
  /// Kind 0 is squared, 1 absolute, 2 Huber with `delta`.
  package static func loss(
    count: Int, kind: Int32, delta: Double, prediction: Block<Self>, target: Block<Self>, weight: Block<Self>
  ) -> Double {
    prediction.require(count, "prediction")
    target.require(count, "target")
    weight.require(count, "weight")
    return lossKernel(Int64(count), kind, delta, prediction.base, target.base, weight.base)
  }

  /// Adds scale · weight · ∂loss/∂prediction.
  package static func lossBackward(
    count: Int, kind: Int32, delta: Double, prediction: Block<Self>, target: Block<Self>, weight: Block<Self>,
    scale: Self, into dPrediction: Block<Self>
  ) {
    prediction.require(count, "prediction")
    target.require(count, "target")
    weight.require(count, "weight")
    dPrediction.require(count, "dPrediction")
    lossBackwardKernel(
      Int64(count), kind, delta, prediction.base, target.base, weight.base, scale.asDouble, dPrediction.base)
  }

  /// The weighted sum of the quantile loss over all quantiles; prediction [rows, quantiles], target and weight [rows],
  /// shares [quantiles], the factors of the quantiles' losses.
  package static func pinball(
    rows: Int, quantiles: Int, levels: Block<Self>, shares: Block<Self>, prediction: Block<Self>,
    target: Block<Self>, weight: Block<Self>
  ) -> Double {
    levels.require(quantiles, "levels")
    shares.require(quantiles, "shares")
    prediction.require(rows * quantiles, "prediction")
    target.require(rows, "target")
    weight.require(rows, "weight")
    return pinballKernel(
      Int64(rows), Int64(quantiles), levels.base, shares.base, prediction.base, target.base, weight.base)
  }

  /// Adds scale · weight · ∂loss/∂prediction.
  package static func pinballBackward(
    rows: Int, quantiles: Int, levels: Block<Self>, shares: Block<Self>, prediction: Block<Self>,
    target: Block<Self>, weight: Block<Self>, scale: Self, into dPrediction: Block<Self>
  ) {
    levels.require(quantiles, "levels")
    shares.require(quantiles, "shares")
    prediction.require(rows * quantiles, "prediction")
    target.require(rows, "target")
    weight.require(rows, "weight")
    dPrediction.require(rows * quantiles, "dPrediction")
    pinballBackwardKernel(
      Int64(rows), Int64(quantiles), levels.base, shares.base, prediction.base, target.base, weight.base,
      scale.asDouble, dPrediction.base)
  }
}
