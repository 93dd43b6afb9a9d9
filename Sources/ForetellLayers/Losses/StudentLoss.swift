import ForetellCore

/// The negative logarithmic likelihood of Student's t distribution with location μ, scale σ and ν degrees of freedom:
/// L = Σ_r w_r (ln Γ(ν/2) − ln Γ((ν+1)/2) + ½ ln(πν) + ln σ + (ν+1)/2 · ln(1 + z²/ν)) with z = (y_r − μ)/σ
/// (Johnson, Kotz, Balakrishnan 1995, chapter 28).
package struct StudentLoss: Sendable {
  /// Makes a loss.
  package init() {}

  /// Records L [1] for predictions [.., 3] of μ, σ > 0 and ν > 0, targets [..] and weights [..]; weight 0 hides a target.
  package func record<Scalar: KernelScalar>(
    prediction: Slot, target: Slot, weight: Slot, into plan: inout PlanBuilder<Scalar>
  ) -> Slot {
    precondition(
      prediction.count == target.count * 3 && target.count == weight.count,
      "t loss of \(prediction.shape) against \(target.shape) with weights \(weight.shape)")
    let output = plan.activation([1])
    plan.append(
      StudentLossPrimitive<Scalar>(prediction: prediction, target: target, weight: weight, output: output))
    return output
  }
}

struct StudentLossPrimitive<Scalar: KernelScalar>: Primitive {
  let prediction: Slot
  let target: Slot
  let weight: Slot
  let output: Slot

  func forward(_ memory: Memory<Scalar>) {
    memory.value(output)[0] = Scalar(
      Scalar.studentLoss(
        rows: target.count, prediction: memory.value(prediction), target: memory.value(target),
        weight: memory.value(weight)))
  }

  func backward(_ memory: Memory<Scalar>) {
    Scalar.studentLossBackward(
      rows: target.count, prediction: memory.value(prediction), target: memory.value(target),
      weight: memory.value(weight), scale: memory.gradient(output)[0], into: memory.gradient(prediction))
  }
}
