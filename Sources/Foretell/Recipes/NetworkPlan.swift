import ForetellCore
import ForetellLayers

/// The sizes for which a network is recorded.
struct NetworkShape: Equatable {
  /// Rows of a shard, B.
  var rows: Int
  /// Steps of history read, T.
  var steps: Int
  /// Features per step, F.
  var features: Int
  /// Steps forecast at once.
  var horizon: Int
}

/// A recorded network: input [T,B,F] → architecture → features → dense layer → head → output [B, horizon, width].
struct NetworkPlan<Scalar: KernelScalar>: Sendable {
  let shape: NetworkShape
  /// Interprets the output's rows.
  let head: any OutputHead
  let plan: Plan<Scalar>
  let input: Slot
  /// The first real step of each row [B]; the steps before it are padding.
  let starts: Slot
  /// The output [B, horizon, width].
  let output: Slot
  let target: Slot
  let weight: Slot
  let loss: Slot
  /// The recurrent layers, first to last, with both directions of a bidirectional one.
  let layers: [RecordedLayer]
  /// Where the layers' gates lie among the values saved by the cell.
  let gates: GateLayout

  init(_ design: NetworkDesign, shape: NetworkShape) {
    self.shape = shape
    head = design.head
    var builder = PlanBuilder<Scalar>()
    input = builder.activation([shape.steps, shape.rows, shape.features], gradient: false)
    starts = builder.activation([shape.rows], gradient: false)
    let encoded = design.architecture.record(
      NetworkInputs(sequence: input, starts: starts), into: &builder)
    layers = encoded.layers
    gates = encoded.gates
    let width = design.head.width
    let raw = builder.scope("head") { plan in
      Dense(outputs: shape.horizon * width).record(encoded.features, into: &plan)
    }.reshaped([shape.rows, shape.horizon, width])
    target = builder.activation([shape.rows, shape.horizon], gradient: false)
    weight = builder.activation([shape.rows, shape.horizon], gradient: false)
    (output, loss) = design.head.record(raw, target: target, weight: weight, into: &builder)
    plan = builder.finish()
  }
}

extension NetworkPlan where Scalar == Float {
  /// The slots that a gradient monitor reads.
  var observed: ObservedNetwork {
    ObservedNetwork(plan: plan, loss: loss, starts: starts, layers: layers, gates: gates)
  }
}
