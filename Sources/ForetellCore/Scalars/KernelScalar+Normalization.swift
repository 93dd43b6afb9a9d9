/// Normalisation of rows, and of columns over the rows of a batch.
extension KernelScalar {
  /// Each row of x [rows, width] gets mean 0 and variance 1 (kept in `unit` [rows, width], one over the deviation in
  /// `inverse` [rows]), is multiplied by gain [width] and moved by bias [width]; epsilon is added to the variance.
  package static func layerNorm(
    rows: Int, width: Int, epsilon: Double, x: Block<Self>, gain: Block<Self>, bias: Block<Self>,
    unit: Block<Self>, inverse: Block<Self>, into y: Block<Self>
  ) {
    x.require(rows * width, "x")
    gain.require(width, "gain")
    bias.require(width, "bias")
    unit.require(rows * width, "unit")
    inverse.require(rows, "inverse")
    y.require(rows * width, "y")
    layerNormKernel(
      Int64(rows), Int64(width), epsilon, x.base, gain.base, bias.base, unit.base, inverse.base, y.base)
  }

  /// The backward pass of `layerNorm`; adds to dGain, dBias and, if given, dX.
  package static func layerNormBackward(
    rows: Int, width: Int, unit: Block<Self>, inverse: Block<Self>, gain: Block<Self>, dY: Block<Self>,
    dGain: Block<Self>, dBias: Block<Self>, into dX: Block<Self>?
  ) {
    unit.require(rows * width, "unit")
    inverse.require(rows, "inverse")
    gain.require(width, "gain")
    dY.require(rows * width, "dY")
    dGain.require(width, "dGain")
    dBias.require(width, "dBias")
    dX?.require(rows * width, "dX")
    layerNormBackwardKernel(
      Int64(rows), Int64(width), unit.base, inverse.base, gain.base, dY.base, dGain.base, dBias.base, dX?.base
    )
  }

  /// Mean and variance [width] of each column of x [rows, width] over the rows whose mask [rows] isn't 0, of which
  /// there must be one.
  package static func batchStatistics(
    rows: Int, width: Int, mask: Block<Self>, x: Block<Self>, mean: Block<Self>, variance: Block<Self>
  ) {
    mask.require(rows, "mask")
    x.require(rows * width, "x")
    mean.require(width, "mean")
    variance.require(width, "variance")
    batchStatisticsKernel(Int64(rows), Int64(width), mask.base, x.base, mean.base, variance.base)
  }

  /// Each column of x [rows, width] minus its mean and divided by its standard deviation (kept in `unit`, one over the
  /// deviations in `inverse` [width]), multiplied by gain [width] and moved by bias [width]; epsilon is added to the
  /// variance.
  package static func batchNorm(
    rows: Int, width: Int, epsilon: Double, mean: Block<Self>, variance: Block<Self>, x: Block<Self>,
    gain: Block<Self>, bias: Block<Self>, inverse: Block<Self>, unit: Block<Self>, into y: Block<Self>
  ) {
    mean.require(width, "mean")
    variance.require(width, "variance")
    x.require(rows * width, "x")
    gain.require(width, "gain")
    bias.require(width, "bias")
    inverse.require(width, "inverse")
    unit.require(rows * width, "unit")
    y.require(rows * width, "y")
    batchNormKernel(
      Int64(rows), Int64(width), epsilon, mean.base, variance.base, x.base, gain.base, bias.base,
      inverse.base, unit.base, y.base)
  }

  /// The backward pass of `batchNorm` for the rows whose mask [rows] isn't 0; adds to dGain, dBias and, if given, dX.
  ///
  /// With own statistics, mean and variance were those of x itself and depend on it.
  package static func batchNormBackward(
    rows: Int, width: Int, usesOwnStatistics: Bool, mask: Block<Self>, inverse: Block<Self>,
    unit: Block<Self>, gain: Block<Self>, dY: Block<Self>, dGain: Block<Self>, dBias: Block<Self>,
    into dX: Block<Self>?
  ) {
    mask.require(rows, "mask")
    inverse.require(width, "inverse")
    unit.require(rows * width, "unit")
    gain.require(width, "gain")
    dY.require(rows * width, "dY")
    dGain.require(width, "dGain")
    dBias.require(width, "dBias")
    dX?.require(rows * width, "dX")
    batchNormBackwardKernel(
      Int64(rows), Int64(width), usesOwnStatistics ? 1 : 0, mask.base, inverse.base, unit.base, gain.base,
      dY.base, dGain.base, dBias.base, dX?.base)
  }
}
