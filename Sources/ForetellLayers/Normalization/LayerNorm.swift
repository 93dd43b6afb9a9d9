import ForetellCore

/// Layer normalisation: every row of the last axis gets mean 0 and variance 1, and is then multiplied by a trained gain
/// and moved by a trained bias.
///
/// J. L. Ba, J. R. Kiros, G. E. Hinton, Layer Normalization (2016), equation 4.
package struct LayerNorm: Layer {
  /// Added to the variance.
  package let epsilon: Double

  /// Makes a layer; traps unless `epsilon` is positive.
  package init(epsilon: Double = 1e-5) {
    precondition(epsilon > 0, "epsilon must be positive, got \(epsilon)")
    self.epsilon = epsilon
  }

  package func record<Scalar: KernelScalar>(_ input: Slot, into plan: inout PlanBuilder<Scalar>) -> Slot {
    let width = input.shape[input.shape.count - 1]
    let rows = input.count / width
    let output = plan.activation(input.shape)
    plan.append(
      LayerNormPrimitive<Scalar>(
        rows: rows, width: width, epsilon: epsilon, input: input,
        gain: plan.parameter("gain", [width], .constant(1)), bias: plan.parameter("bias", [width], .zeros),
        unit: plan.activation(input.shape, gradient: false),
        inverse: plan.activation([rows], gradient: false), output: output))
    return output
  }
}

struct LayerNormPrimitive<Scalar: KernelScalar>: Primitive {
  let rows: Int
  let width: Int
  let epsilon: Double
  let input: Slot
  let gain: Slot
  let bias: Slot
  /// The rows with mean 0 and variance 1.
  let unit: Slot
  /// One over each row's standard deviation.
  let inverse: Slot
  let output: Slot

  func forward(_ memory: Memory<Scalar>) {
    Scalar.layerNorm(
      rows: rows, width: width, epsilon: epsilon, x: memory.value(input), gain: memory.value(gain),
      bias: memory.value(bias), unit: memory.value(unit), inverse: memory.value(inverse),
      into: memory.value(output))
  }

  func backward(_ memory: Memory<Scalar>) {
    Scalar.layerNormBackward(
      rows: rows, width: width, unit: memory.value(unit), inverse: memory.value(inverse),
      gain: memory.value(gain), dY: memory.gradient(output), dGain: memory.gradient(gain),
      dBias: memory.gradient(bias), into: input.hasGradient ? memory.gradient(input) : nil)
  }
}
