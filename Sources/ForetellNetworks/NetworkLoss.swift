import ForetellCore
import ForetellLayers

/// The loss that training minimises: the mean, over all outputs of all examples, of a loss per number.
public enum NetworkLoss: Sendable {
  /// e² for the error e = prediction − target.
  case squared
  /// |e|, with slope 0 at 0.
  case absolute
  /// e²/2 within ±delta and delta (|e| − delta/2) beyond (Huber 1964); delta > 0.
  case huber(delta: Double)
  /// A loss of your own for one number: its value, and its derivative with respect to the prediction.
  ///
  /// The function is called on several threads at once and must return the same result for the same
  /// arguments.
  case custom(@Sendable (_ prediction: Double, _ target: Double) -> (value: Double, slope: Double))
}

extension NetworkLoss {
  func record<Scalar: KernelScalar>(
    prediction: Slot, target: Slot, weight: Slot, into plan: inout PlanBuilder<Scalar>
  ) -> Slot {
    let kind: PointLoss.Kind
    switch self {
    case .squared: kind = .squared
    case .absolute: kind = .absolute
    case .huber(let delta):
      precondition(delta > 0, "delta must be positive, got \(delta)")
      kind = .huber(delta: delta)
    case .custom(let function):
      let output = plan.activation([1])
      plan.append(
        CustomLoss<Scalar>(
          function: function, prediction: prediction, target: target, weight: weight, output: output))
      return output
    }
    return PointLoss(kind).record(prediction: prediction, target: target, weight: weight, into: &plan)
  }
}

/// A weighted sum of the caller's function, computed in Double whatever the network's precision.
private struct CustomLoss<Scalar: KernelScalar>: Primitive {
  let function: @Sendable (Double, Double) -> (value: Double, slope: Double)
  let prediction: Slot
  let target: Slot
  let weight: Slot
  let output: Slot

  func forward(_ memory: Memory<Scalar>) {
    let (p, y, w) = (memory.value(prediction), memory.value(target), memory.value(weight))
    var sum = 0.0
    for place in 0..<p.count where w[place] != 0 {
      sum += Double(w[place]) * function(Double(p[place]), Double(y[place])).value
    }
    memory.value(output)[0] = Scalar(sum)
  }

  func backward(_ memory: Memory<Scalar>) {
    let (p, y, w) = (memory.value(prediction), memory.value(target), memory.value(weight))
    let slopes = memory.gradient(prediction)
    let scale = Double(memory.gradient(output)[0])
    for place in 0..<p.count where w[place] != 0 {
      slopes[place] += Scalar(scale * Double(w[place]) * function(Double(p[place]), Double(y[place])).slope)
    }
  }
}
