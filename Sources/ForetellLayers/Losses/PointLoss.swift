import ForetellCore

/// A weighted sum of pointwise losses: L = Σ_i w_i ℓ(p_i − y_i); elements of weight 0, such as gaps, are
/// ignored.
///
/// The caller divides the weights by the number of observed elements of the whole batch, so that the sum over
/// shards is the mean loss.
package struct PointLoss: Sendable {
  /// The loss ℓ(e) of one element.
  package enum Kind: Sendable, Equatable {
    /// e².
    case squared
    /// |e|, slope 0 at 0.
    case absolute
    /// e²/2 within ±delta, delta(|e| − delta/2) beyond (Huber 1964).
    case huber(delta: Double)
  }

  /// The loss ℓ of one element.
  package let kind: Kind

  /// Makes a loss.
  package init(_ kind: Kind) { self.kind = kind }

  /// Records L [1]; predictions, targets and weights have the same shape.
  package func record<Scalar: KernelScalar>(
    prediction: Slot, target: Slot, weight: Slot, into plan: inout PlanBuilder<Scalar>
  ) -> Slot {
    precondition(
      prediction.count == target.count && prediction.count == weight.count,
      "loss of predictions \(prediction.shape) against targets \(target.shape) with weights \(weight.shape)")
    let output = plan.activation([1])
    plan.append(
      PointLossPrimitive<Scalar>(
        kind: kind, prediction: prediction, target: target, weight: weight, output: output))
    return output
  }
}

struct PointLossPrimitive<Scalar: KernelScalar>: Primitive {
  let kind: PointLoss.Kind
  let prediction: Slot
  let target: Slot
  let weight: Slot
  let output: Slot

  private var code: (kind: Int32, delta: Double) {
    switch kind {
    case .squared: (0, 0)
    case .absolute: (1, 0)
    case .huber(let delta): (2, delta)
    }
  }

  func forward(_ memory: Memory<Scalar>) {
    memory.value(output)[0] = Scalar(
      Scalar.loss(
        count: prediction.count, kind: code.kind, delta: code.delta, prediction: memory.value(prediction),
        target: memory.value(target), weight: memory.value(weight)))
  }

  func backward(_ memory: Memory<Scalar>) {
    Scalar.lossBackward(
      count: prediction.count, kind: code.kind, delta: code.delta, prediction: memory.value(prediction),
      target: memory.value(target), weight: memory.value(weight), scale: memory.gradient(output)[0],
      into: memory.gradient(prediction))
  }
}
