/// Normalisation of rows.
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
}
