import ForetellCore

/// The negative logarithmic likelihood of a normal distribution: L = Σ_r w_r (½ ln 2π + ln σ_r + (y_r − μ_r)² / (2σ_r²))
/// (Nix and Weigend 1994).
package struct GaussianLoss: Sendable {
  /// Makes a loss.
  package init() {}

  /// Records L [1] for predictions [.., 2] of μ and σ > 0, targets [..] and weights [..]; weight 0 hides a target.
  package func record<Scalar: KernelScalar>(
    prediction: Slot, target: Slot, weight: Slot, into plan: inout PlanBuilder<Scalar>
  ) -> Slot {
    precondition(
      prediction.count == target.count * 2 && target.count == weight.count,
      "normal loss of \(prediction.shape) against \(target.shape) with weights \(weight.shape)")
    let output = plan.activation([1])
    plan.append(
      GaussianLossPrimitive<Scalar>(prediction: prediction, target: target, weight: weight, output: output))
    return output
  }
}

struct GaussianLossPrimitive<Scalar: KernelScalar>: Primitive {
  let prediction: Slot
  let target: Slot
  let weight: Slot
  let output: Slot

  func forward(_ memory: Memory<Scalar>) {
    memory.value(output)[0] = Scalar(
      Scalar.gaussianLoss(
        rows: target.count, prediction: memory.value(prediction), target: memory.value(target),
        weight: memory.value(weight)))
  }

  func backward(_ memory: Memory<Scalar>) {
    Scalar.gaussianLossBackward(
      rows: target.count, prediction: memory.value(prediction), target: memory.value(target),
      weight: memory.value(weight), scale: memory.gradient(output)[0], into: memory.gradient(prediction))
  }
}
