import ForetellCore
import ForetellLayers

/// A highway layer: the network learns how much of its input to leave as it is.
///
///     h = tanh(x W_hᵀ + b_h)        what a dense layer would say
///     t = σ(x W_tᵀ + b_t)           transform gate
///     y = t ⊙ h + (1 − t) ⊙ x
///
/// Srivastava, Greff, Schmidhuber 2015, equation 3. A negative b_t lets the input pass at first (section 2.2).
struct Highway: Layer {
  func record<Scalar: KernelScalar>(_ input: Slot, into plan: inout PlanBuilder<Scalar>) -> Slot {
    let width = input.shape[input.shape.count - 1]
    let content = plan.scope("content") { Dense(outputs: width, activation: .tanh).record(input, into: &$0) }
    let gate = plan.scope("gate") { Dense(outputs: width, activation: .sigmoid).record(input, into: &$0) }
    let output = plan.activation(input.shape)
    plan.append(HighwayPrimitive<Scalar>(input: input, content: content, gate: gate, output: output))
    return output
  }
}

struct HighwayPrimitive<Scalar: KernelScalar>: Primitive {
  let input: Slot
  let content: Slot
  let gate: Slot
  let output: Slot

  func forward(_ memory: Memory<Scalar>) {
    let (x, h, t) = (memory.value(input), memory.value(content), memory.value(gate))
    let y = memory.value(output)
    for place in 0..<y.count {
      y[place] = t[place] * h[place] + (1 - t[place]) * x[place]
    }
  }

  func backward(_ memory: Memory<Scalar>) {
    let (x, h, t) = (memory.value(input), memory.value(content), memory.value(gate))
    let dY = memory.gradient(output)
    let (dH, dT) = (memory.gradient(content), memory.gradient(gate))
    for place in 0..<dY.count {
      dH[place] += dY[place] * t[place]
      dT[place] += dY[place] * (h[place] - x[place])
    }
    guard input.hasGradient else { return }
    let dX = memory.gradient(input)
    for place in 0..<dY.count { dX[place] += dY[place] * (1 - t[place]) }
  }
}
