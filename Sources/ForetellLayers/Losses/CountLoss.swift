import ForetellCore

/// The negative logarithmic likelihood of counts y_r = 0, 1, 2, …, whose parameters are relative to a unit ν_r per target
/// (Salinas, Flunkert, Gasthaus, Januschowski 2020, section 3.3).
package struct CountLoss: Sendable {
  /// The distributions of counts.
  package enum Kind: Sendable {
    /// Mean and variance νm: L = Σ w (νm − y ln(νm) + ln Γ(y+1)).
    case poisson
    /// Mean μ = νm, variance μ + αμ² with α = a/√ν: L = Σ w (ln Γ(y+1) + ln Γ(1/α) − ln Γ(y+1/α) + (y+1/α) ln(1+αμ) −
    /// y ln(αμ)).
    case negativeBinomial
  }

  /// The distribution.
  package let kind: Kind

  /// Makes a loss.
  package init(_ kind: Kind) { self.kind = kind }

  /// Numbers per prediction: m, or m and a.
  package var width: Int {
    switch kind {
    case .poisson: 1
    case .negativeBinomial: 2
    }
  }

  /// Records L [1] for positive predictions [.., width], and targets, units and weights [..]; weight 0 hides a target.
  package func record<Scalar: KernelScalar>(
    prediction: Slot, target: Slot, unit: Slot, weight: Slot, into plan: inout PlanBuilder<Scalar>
  ) -> Slot {
    precondition(
      prediction.count == target.count * width && target.count == weight.count && unit.count == target.count,
      "counts: \(prediction.shape) against \(target.shape), units \(unit.shape), weights \(weight.shape)"
    )
    let output = plan.activation([1])
    plan.append(
      CountLossPrimitive<Scalar>(
        kind: kind, prediction: prediction, target: target, unit: unit, weight: weight, output: output))
    return output
  }
}

struct CountLossPrimitive<Scalar: KernelScalar>: Primitive {
  let kind: CountLoss.Kind
  let prediction: Slot
  let target: Slot
  let unit: Slot
  let weight: Slot
  let output: Slot

  func forward(_ memory: Memory<Scalar>) {
    let (p, y) = (memory.value(prediction), memory.value(target))
    let (units, weights) = (memory.value(unit), memory.value(weight))
    let loss =
      switch kind {
      case .poisson:
        Scalar.poissonLoss(rows: target.count, prediction: p, target: y, unit: units, weight: weights)
      case .negativeBinomial:
        Scalar.negativeBinomialLoss(
          rows: target.count, prediction: p, target: y, unit: units, weight: weights)
      }
    memory.value(output)[0] = Scalar(loss)
  }

  func backward(_ memory: Memory<Scalar>) {
    let (p, y, dP) = (memory.value(prediction), memory.value(target), memory.gradient(prediction))
    let (units, weights) = (memory.value(unit), memory.value(weight))
    let scale = memory.gradient(output)[0]
    switch kind {
    case .poisson:
      Scalar.poissonLossBackward(
        rows: target.count, prediction: p, target: y, unit: units, weight: weights, scale: scale, into: dP)
    case .negativeBinomial:
      Scalar.negativeBinomialLossBackward(
        rows: target.count, prediction: p, target: y, unit: units, weight: weights, scale: scale, into: dP)
    }
  }
}
