import ForetellCore
import ForetellLayers

// Support for the programs in Benchmarks/, a separate package that sees only public symbols. It isn't part of
// the library's interface and may change with any release.

/// The network of the benchmarks: recurrent layer → last state → dense layer → squared error.
struct RecurrentNetwork {
  let plan: Plan<Float>
  let input: Slot
  let output: Slot
  let target: Slot
  let weight: Slot
  let loss: Slot

  init(_ shape: BenchmarkShape, rows: Int, isBFloat16: Bool = false) {
    let precision: ProductPrecision = isBFloat16 ? .bfloat16 : .full
    var builder = PlanBuilder<Float>()
    input = builder.activation([shape.steps, rows, shape.inputs], gradient: false)
    let state = Self.record(shape.cell.recurrentCell, input, shape.hidden, precision, into: &builder)
    output = builder.scope("head") { Dense(outputs: BenchmarkShape.outputs).record(state, into: &$0) }
    target = builder.activation([rows, BenchmarkShape.outputs], gradient: false)
    weight = builder.activation([rows, BenchmarkShape.outputs], gradient: false)
    loss = PointLoss(.squared).record(prediction: output, target: target, weight: weight, into: &builder)
    plan = builder.finish()
  }

  private static func record(
    _ cell: some RecurrentCell, _ input: Slot, _ hidden: Int, _ precision: ProductPrecision,
    into plan: inout PlanBuilder<Float>
  ) -> Slot {
    plan.scope("encoder.0") { plan in
      Recurrent(cell, hiddenSize: hidden, precision: precision)
        .recordAll(input, starts: nil, into: &plan).forward.finalState
    }
  }

  /// Sets the weights by the formula of Benchmarks/peers/portable.py; `spread` is a factor on the recurrent
  /// weights.
  func initialize(_ store: ParameterStore<Float>, hidden: Int, spread: Double = 1) {
    let scale = 1 / Double(hidden).squareRoot()
    let phases = [
      "encoder.0.weightInput": 0.3, "encoder.0.weightHidden": 0.4, "encoder.0.bias": 0.5, "head.weight": 0.6,
      "head.bias": 0.7,
    ]
    for entry in plan.parameters.entries {
      guard let phase = phases[entry.name] else { preconditionFailure("no formula for \(entry.name)") }
      let factor = entry.name == "encoder.0.weightHidden" ? scale * spread : scale
      store.value(entry.slot).copy(from: Sines.values(count: entry.slot.count, phase: phase, scale: factor))
    }
  }
}
