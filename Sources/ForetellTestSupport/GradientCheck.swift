import ForetellCore

/// The result of a finite-difference check.
package struct GradientReport: Sendable {
  /// Largest |analytic − numeric| / max(1, |numeric|) over all checked elements.
  package var worstError = 0.0
  /// The element with this error: slot name and index.
  package var worstPlace = ""
  /// Number of elements or directions that were compared.
  package var checked = 0
  /// Largest relative deviation from twice the gradient after a second backward pass.
  package var doublingError = 0.0
  /// Largest gradient in absolute value; if it is zero, the check proves nothing.
  package var largestGradient = 0.0
}

/// One row of the finite-difference table: a recorded network and the slots whose gradients are checked.
package struct RecordedNetwork {
  /// The frozen plan.
  package let plan: Plan<Double>
  /// The output slots, whose random projection serves as the loss.
  package let outputs: [Slot]
  /// Activation slots that are inputs with gradients, by name.
  package let inputs: [(name: String, slot: Slot)]
  /// Fixed values of slots without gradients (masks, targets, weights).
  package let constants: [(slot: Slot, values: [Double])]

  /// Makes a network from its parts.
  package init(
    plan: Plan<Double>, outputs: [Slot], inputs: [(name: String, slot: Slot)],
    constants: [(slot: Slot, values: [Double])] = []
  ) {
    self.plan = plan
    self.outputs = outputs
    self.inputs = inputs
    self.constants = constants
  }
}

/// Checks every gradient of a network against five-point finite differences of a random projection of its outputs.
///
/// Taking the mean of the outputs as the loss would hide permuted elements, so each output element has its
/// own random weight. All inputs and parameters (biases and initial states too) are random. `directions` > 0
/// checks that many random directions per slot instead of every element, for networks of real size. `step`,
/// the distance of the differences, must be small for functions with kinks.
package func checkPrimitive(
  _ network: RecordedNetwork, seed: UInt64 = 11, scale: Double = 0.5, step: Double = 1e-3,
  directions: Int = 0,
  context: RunContext = RunContext()
) -> GradientReport {
  let store = ParameterStore<Double>(for: network.plan)
  let memory = Memory<Double>(for: network.plan, store: store)
  memory.context = context
  var random = RandomStream(seed: seed, purpose: .synthetic)
  for (slot, values) in network.constants { memory.value(slot).copy(from: values) }
  var places: [(name: String, value: Block<Double>, gradient: Block<Double>)] = []
  for (name, slot) in network.inputs {
    places.append((name, memory.value(slot), memory.gradient(slot)))
  }
  store.initialize(network.plan.parameters, seed: seed)
  for entry in network.plan.parameters.entries where entry.isTrained {
    places.append((entry.name, store.value(entry.slot), memory.gradient(entry.slot)))
  }
  for place in places {
    for index in 0..<place.value.count { place.value[index] = random.normal() * scale }
  }
  let projections = network.outputs.map { slot in (0..<slot.count).map { _ in random.normal() } }

  func loss() -> Double {
    network.plan.prepare(store)
    network.plan.forward(memory)
    var sum = 0.0
    for (slot, projection) in zip(network.outputs, projections) {
      let y = memory.value(slot)
      for index in 0..<y.count { sum += y[index] * projection[index] }
    }
    return sum
  }
  func seedOutputs() {
    for (slot, projection) in zip(network.outputs, projections) {
      let dY = memory.gradient(slot)
      for index in 0..<dY.count { dY[index] += projection[index] }
    }
  }

  _ = loss()
  memory.zeroGradients()
  seedOutputs()
  network.plan.backward(memory)
  let analytic = places.map { $0.gradient.array }

  var report = GradientReport()
  func slope(_ move: (Double) -> Void) -> Double {
    move(step)
    let plus = loss()
    move(-step)
    let minus = loss()
    move(2 * step)
    let plusTwo = loss()
    move(-2 * step)
    let minusTwo = loss()
    move(0)
    return (8 * (plus - minus) - (plusTwo - minusTwo)) / (12 * step)
  }
  func note(_ found: Double, _ expected: Double, _ place: @autoclosure () -> String) {
    let error = abs(found - expected) / max(1, abs(expected))
    report.checked += 1
    report.largestGradient = max(report.largestGradient, abs(expected))
    if !(error <= report.worstError) {
      report.worstError = error.isNaN ? .infinity : error
      report.worstPlace = "\(place()): analytic \(found), numeric \(expected)"
    }
  }
  for (place, gradient) in zip(places, analytic) {
    let original = place.value.array
    if directions > 0 {
      for direction in 0..<directions {
        var vector = original.map { _ in random.normal() }
        let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
        vector = vector.map { $0 / length }
        let expected = slope { offset in
          for index in original.indices { place.value[index] = original[index] + offset * vector[index] }
        }
        note(
          zip(gradient, vector).reduce(0) { $0 + $1.0 * $1.1 }, expected,
          "\(place.name) direction \(direction)")
      }
    } else {
      for index in original.indices {
        let expected = slope { place.value[index] = original[index] + $0 }
        note(gradient[index], expected, "\(place.name)[\(index)]")
      }
    }
  }

  // Gradients are added up, so a second backward pass must double them.
  _ = loss()
  let first = memory.parameterGradients.array
  memory.zeroGradients()
  memory.parameterGradients.copy(from: first)
  for (place, gradient) in zip(places, analytic) { place.gradient.copy(from: gradient) }
  seedOutputs()
  network.plan.backward(memory)
  for (place, gradient) in zip(places, analytic) {
    for index in gradient.indices {
      let expected = 2 * gradient[index]
      report.doublingError = max(
        report.doublingError, abs(place.gradient[index] - expected) / max(1, abs(expected)))
    }
  }
  return report
}
