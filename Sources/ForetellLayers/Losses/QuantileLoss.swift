import ForetellCore

/// The multi-quantile (pinball) loss: L = Σ_r w_r Σ_q s_q max(q e, (q−1) e), e = y_r − p_rq (Koenker and Bassett 1978).
package struct QuantileLoss: Sendable {
  /// Quantile levels in (0, 1), ascending.
  package let levels: [Double]
  /// The factor s_q of each quantile's loss.
  package let shares: [Double]

  /// Makes a loss; traps on levels outside (0, 1) or out of order, and on another number of shares.
  ///
  /// - Parameter shares: one positive factor per level; nil gives all the factor 1.
  package init(levels: [Double], shares: [Double]? = nil) {
    self.shares = shares ?? levels.map { _ in 1 }
    precondition(
      self.shares.count == levels.count, "\(self.shares.count) shares of \(levels.count) quantiles")
    precondition(
      !levels.isEmpty && levels.allSatisfy { $0 > 0 && $0 < 1 }
        && zip(levels, levels.dropFirst()).allSatisfy(<),
      "quantile levels must ascend inside (0, 1), got \(levels)")
    self.levels = levels
  }

  /// Records L [1] for predictions [.., Q], targets [..] and weights [..].
  package func record<Scalar: KernelScalar>(
    prediction: Slot, target: Slot, weight: Slot, into plan: inout PlanBuilder<Scalar>
  ) -> Slot {
    precondition(
      prediction.count == target.count * levels.count && target.count == weight.count,
      "quantile loss of \(prediction.shape) against \(target.shape) with weights \(weight.shape)")
    let output = plan.activation([1])
    let levelSlot = plan.activation([levels.count], gradient: false)
    let shareSlot = plan.activation([levels.count], gradient: false)
    plan.append(
      QuantileLossPrimitive<Scalar>(
        levels: levels.map { Scalar($0) }, shares: shares.map { Scalar($0) }, levelSlot: levelSlot,
        shareSlot: shareSlot, prediction: prediction, target: target,
        weight: weight, output: output))
    return output
  }
}

struct QuantileLossPrimitive<Scalar: KernelScalar>: Primitive {
  let levels: [Scalar]
  let shares: [Scalar]
  let levelSlot: Slot
  let shareSlot: Slot
  let prediction: Slot
  let target: Slot
  let weight: Slot
  let output: Slot

  func forward(_ memory: Memory<Scalar>) {
    memory.value(levelSlot).copy(from: levels)
    memory.value(shareSlot).copy(from: shares)
    memory.value(output)[0] = Scalar(
      Scalar.pinball(
        rows: target.count, quantiles: levels.count, levels: memory.value(levelSlot),
        shares: memory.value(shareSlot),
        prediction: memory.value(prediction), target: memory.value(target), weight: memory.value(weight)))
  }

  func backward(_ memory: Memory<Scalar>) {
    Scalar.pinballBackward(
      rows: target.count, quantiles: levels.count, levels: memory.value(levelSlot),
      shares: memory.value(shareSlot),
      prediction: memory.value(prediction), target: memory.value(target), weight: memory.value(weight),
      scale: memory.gradient(output)[0], into: memory.gradient(prediction))
  }
}
