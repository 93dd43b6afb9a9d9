import ForetellCore
import ForetellLayers

/// The recorded network of a memory experiment: input [T,B,2] → recurrent layer → last state → dense layer
/// with one output → squared loss (T steps, B rows).
struct MemoryNetwork: Sendable {
  let plan: Plan<Float>
  let input: Slot
  let output: Slot
  let target: Slot
  let weight: Slot
  let loss: Slot
  let layer: RecordedLayer
  /// Recurrent weights [G·H, H / heads] of a cell with G gates and H units.
  let weightHidden: Slot

  init(_ experiment: MemoryExperiment, rows: Int) {
    var builder = PlanBuilder<Float>()
    let steps = experiment.task.windowLength
    let input = builder.activation([steps, rows, MemoryTask.channels], gradient: false)
    let layer = builder.scope("encoder.0") { plan in
      Self.record(experiment.recurrentCell, experiment, input, into: &plan)
    }
    let output = builder.scope("head") { plan in
      Dense(outputs: 1).record(layer.finalState, into: &plan)
    }
    target = builder.activation([rows, 1], gradient: false)
    weight = builder.activation([rows, 1], gradient: false)
    loss = PointLoss(.squared).record(prediction: output, target: target, weight: weight, into: &builder)
    plan = builder.finish()
    guard let entry = plan.parameters.entry(named: "encoder.0.weightHidden") else {
      preconditionFailure("a recurrent layer has recurrent weights")
    }
    weightHidden = entry.slot
    self.input = input
    self.layer = layer
    self.output = output
  }

  /// The slots that a gradient monitor reads.
  var observed: ObservedNetwork {
    ObservedNetwork(plan: plan, loss: loss, starts: nil, layers: [layer])
  }

  private static func record(
    _ cell: some RecurrentCell, _ experiment: MemoryExperiment, _ input: Slot,
    into plan: inout PlanBuilder<Float>
  ) -> RecordedLayer {
    let hidden = experiment.hiddenSize
    let width = hidden / cell.layout.heads(hidden: hidden)
    let weights = WeightStart(experiment.recurrentInitialization)
    let start: @Sendable (Int) -> Initializer = {
      weights.initializer(blocks: $0, fanIn: width, fanOut: width)
    }
    let layer = Recurrent(
      cell, hiddenSize: hidden, truncation: experiment.truncation, hiddenInitializer: start,
      precision: experiment.precision.products)
    return RecordedLayer(
      layer.recordAll(input, starts: nil, into: &plan).forward, of: cell, number: 0, isReversed: false)
  }

  /// Writes examples into the first rows, each with the loss weight `unit`; the remaining rows get weight 0.
  func fill(_ memory: Memory<Float>, _ examples: ArraySlice<MemoryTask.Example>, unit: Float) {
    let rows = input.shape[1]
    memory.value(weight).fill(0)
    memory.value(input).withMutableSpan { span in
      for (row, example) in examples.enumerated() {
        for step in example.values.indices {
          let place = (step * rows + row) * MemoryTask.channels
          span[place] = Float(example.values[step])
          span[place + 1] = Float(example.marks[step])
        }
      }
    }
    for (row, example) in examples.enumerated() {
      memory.value(target)[row] = Float(example.target)
      memory.value(weight)[row] = unit
    }
  }
}
