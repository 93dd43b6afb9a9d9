import ForetellCore

/// Concatenates slots along the last axis: [.., a] and [.., b] become [.., a+b].
package struct Concatenate: Sendable {
  /// Makes the operation.
  package init() {}

  /// Records the concatenation; traps unless all extents but the last agree.
  package func record<Scalar: KernelScalar>(_ inputs: [Slot], into plan: inout PlanBuilder<Scalar>) -> Slot {
    precondition(!inputs.isEmpty, "nothing to join")
    let lead = Array(inputs[0].shape.dropLast())
    for input in inputs {
      precondition(Array(input.shape.dropLast()) == lead, "can't join \(input.shape) to \(inputs[0].shape)")
    }
    let widths = inputs.map { $0.shape[$0.shape.count - 1] }
    let output = plan.activation(lead + [widths.reduce(0, +)])
    plan.append(ConcatenatePrimitive<Scalar>(inputs: inputs, widths: widths, output: output))
    return output
  }
}

struct ConcatenatePrimitive<Scalar: KernelScalar>: Primitive {
  let inputs: [Slot]
  let widths: [Int]
  let output: Slot

  func forward(_ memory: Memory<Scalar>) {
    let y = memory.value(output)
    let width = widths.reduce(0, +)
    var column = 0
    for (input, part) in zip(inputs, widths) {
      let x = memory.value(input)
      for row in 0..<(y.count / width) {
        y.slice(row * width + column, part).copy(from: x.slice(row * part, part))
      }
      column += part
    }
  }

  func backward(_ memory: Memory<Scalar>) {
    let dY = memory.gradient(output)
    let width = widths.reduce(0, +)
    var column = 0
    for (input, part) in zip(inputs, widths) {
      defer { column += part }
      guard input.hasGradient else { continue }
      let dX = memory.gradient(input)
      for row in 0..<(dY.count / width) {
        Scalar.add(count: part, x: dY.slice(row * width + column, part), into: dX.slice(row * part, part))
      }
    }
  }
}
