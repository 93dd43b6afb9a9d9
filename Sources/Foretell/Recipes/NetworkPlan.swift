import ForetellCore
import ForetellLayers

/// The sizes a network is recorded for.
struct NetworkShape: Equatable {
  /// Rows of a shard B.
  var rows: Int
  /// Steps read T.
  var steps: Int
  /// Features per step F.
  var features: Int
  /// Steps forecast.
  var horizon: Int
}

/// A recorded network: input [T,B,F] → architecture → features → dense layer → head → output [B, horizon, width].
struct NetworkPlan<Scalar: KernelScalar>: Sendable {
  let shape: NetworkShape
  /// What the output's rows mean.
  let head: any OutputHead
  let plan: Plan<Scalar>
  let input: Slot
  /// First real step of each row [B].
  let starts: Slot
  /// [B, horizon, width].
  let output: Slot
  let target: Slot
  let weight: Slot
  let loss: Slot
  /// The recurrent layers, first to last, of a bidirectional one both directions: where their states lie.
  let layers: [RecordedLayer]
  /// Where their gates lie.
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
  /// What a gradient monitor looks at.
  var observed: ObservedNetwork {
    ObservedNetwork(plan: plan, loss: loss, starts: starts, layers: layers, gates: gates)
  }
}
