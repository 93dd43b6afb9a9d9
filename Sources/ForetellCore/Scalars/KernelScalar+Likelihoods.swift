/// Special functions, heads and losses of the likelihoods beside the normal distribution's.
extension KernelScalar {
  /// y = ln Γ(x) for positive, normal, finite x.
  ///
  /// Computed in double precision, the same bits everywhere; the error is below 1e-14 or 1e-15 of the value, whichever
  /// is larger.
  package static func logGamma(count: Int, x: Block<Self>, into y: Block<Self>) {
    x.require(count, "x")
    y.require(count, "y")
    logGammaKernel(Int64(count), x.base, y.base)
  }

  /// y = ψ(x), the derivative of ln Γ(x), for positive, normal, finite x; as exact as `logGamma`.
  package static func digamma(count: Int, x: Block<Self>, into y: Block<Self>) {
    x.require(count, "x")
    y.require(count, "y")
    digammaKernel(Int64(count), x.base, y.base)
  }

  /// Rows of a location, a scale above `floor` and degrees of freedom above 2, from rows of three raw numbers; x and y
  /// [rows, 3].
  package static func studentHead(rows: Int, floor: Double, x: Block<Self>, into y: Block<Self>) {
    x.require(3 * rows, "x")
    y.require(3 * rows, "y")
    studentHeadKernel(Int64(rows), floor, x.base, y.base)
  }

  /// The backward pass of `studentHead`; adds to dX.
  package static func studentHeadBackward(
    rows: Int, x: Block<Self>, dY: Block<Self>, into dX: Block<Self>
  ) {
    x.require(3 * rows, "x")
    dY.require(3 * rows, "dY")
    dX.require(3 * rows, "dX")
    studentHeadBackwardKernel(Int64(rows), x.base, dY.base, dX.base)
  }

  /// The weighted sum of the negative logarithmic density of Student's t distribution at the targets; prediction
  /// [rows, 3] of locations, scales and degrees of freedom, target and weight [rows].
  package static func studentLoss(
    rows: Int, prediction: Block<Self>, target: Block<Self>, weight: Block<Self>
  ) -> Double {
    prediction.require(3 * rows, "prediction")
    target.require(rows, "target")
    weight.require(rows, "weight")
    return studentLossKernel(Int64(rows), prediction.base, target.base, weight.base)
  }

  /// Adds scale · weight · ∂loss/∂prediction.
  package static func studentLossBackward(
    rows: Int, prediction: Block<Self>, target: Block<Self>, weight: Block<Self>, scale: Self,
    into dPrediction: Block<Self>
  ) {
    prediction.require(3 * rows, "prediction")
    target.require(rows, "target")
    weight.require(rows, "weight")
    dPrediction.require(3 * rows, "dPrediction")
    studentLossBackwardKernel(
      Int64(rows), prediction.base, target.base, weight.base, scale.asDouble, dPrediction.base)
  }

  /// y = floor + s(x) > 0 with squareplus s; x and y [count].
  package static func positiveHead(count: Int, floor: Double, x: Block<Self>, into y: Block<Self>) {
    x.require(count, "x")
    y.require(count, "y")
    positiveHeadKernel(Int64(count), floor, x.base, y.base)
  }

  /// The backward pass of `positiveHead`; adds to dX.
  package static func positiveHeadBackward(
    count: Int, x: Block<Self>, dY: Block<Self>, into dX: Block<Self>
  ) {
    x.require(count, "x")
    dY.require(count, "dY")
    dX.require(count, "dX")
    positiveHeadBackwardKernel(Int64(count), x.base, dY.base, dX.base)
  }

  /// The weighted sum of the negative logarithmic Poisson probability of counts; prediction, target, unit and weight
  /// [rows], the means are unit · prediction.
  package static func poissonLoss(
    rows: Int, prediction: Block<Self>, target: Block<Self>, unit: Block<Self>, weight: Block<Self>
  ) -> Double {
    prediction.require(rows, "prediction")
    target.require(rows, "target")
    unit.require(rows, "unit")
    weight.require(rows, "weight")
    return poissonLossKernel(Int64(rows), prediction.base, target.base, unit.base, weight.base)
  }

  /// Adds scale · weight · ∂loss/∂prediction.
  package static func poissonLossBackward(
    rows: Int, prediction: Block<Self>, target: Block<Self>, unit: Block<Self>, weight: Block<Self>,
    scale: Self, into dPrediction: Block<Self>
  ) {
    prediction.require(rows, "prediction")
    target.require(rows, "target")
    unit.require(rows, "unit")
    weight.require(rows, "weight")
    dPrediction.require(rows, "dPrediction")
    poissonLossBackwardKernel(
      Int64(rows), prediction.base, target.base, unit.base, weight.base, scale.asDouble, dPrediction.base)
  }

  /// The weighted sum of the negative logarithmic negative binomial probability of counts; prediction [rows, 2] of m and
  /// a, target, unit ν and weight [rows]: mean μ = ν m, variance μ + α μ² with α = a / √ν.
  package static func negativeBinomialLoss(
    rows: Int, prediction: Block<Self>, target: Block<Self>, unit: Block<Self>, weight: Block<Self>
  ) -> Double {
    prediction.require(2 * rows, "prediction")
    target.require(rows, "target")
    unit.require(rows, "unit")
    weight.require(rows, "weight")
    return negativeBinomialLossKernel(Int64(rows), prediction.base, target.base, unit.base, weight.base)
  }

  /// Adds scale · weight · ∂loss/∂prediction.
  package static func negativeBinomialLossBackward(
    rows: Int, prediction: Block<Self>, target: Block<Self>, unit: Block<Self>, weight: Block<Self>,
    scale: Self, into dPrediction: Block<Self>
  ) {
    prediction.require(2 * rows, "prediction")
    target.require(rows, "target")
    unit.require(rows, "unit")
    weight.require(rows, "weight")
    dPrediction.require(2 * rows, "dPrediction")
    negativeBinomialLossBackwardKernel(
      Int64(rows), prediction.base, target.base, unit.base, weight.base, scale.asDouble, dPrediction.base)
  }
}
