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
  /// The sizes of a network with a forecast at every step; nil when a step is one value of a window.
  var origins: OriginsShape?
  /// Whether a step is told the past of one value and forecasts that value, so that what is known of it is among the
  /// step's features.
  var isStepwise = false
  /// What is read beside the values.
  var known = KnownColumns.none

  /// Number of forecasts of one pass, R: one per row, or one per origin and row.
  var forecasts: Int { origins?.forecastsFromAll == true ? steps * rows : rows }
}

/// The sizes of a network that reads by origins, or step by step.
struct OriginsShape: Equatable {
  /// Number of features of a step, from the first on, that have a linear map to the forecast.
  var window: Int
  /// Whether there is a linear map from the window directly to the forecast.
  var hasSkip: Bool
  /// Whether there is a forecast for every origin rather than only for the last.
  var forecastsFromAll: Bool
}

/// A recorded network: input [T,B,F] → architecture → features → dense layer → head → output [R, horizon, width].
///
/// With origins as steps, the dense layer is one product over the features of all origins, and the linear map
/// from the windows is added to its output before the head. Both are initialised with zero, so that the
/// forecast before training is each window's location.
struct NetworkPlan<Scalar: KernelScalar>: Sendable {
  let shape: NetworkShape
  /// Interprets the output's rows.
  let head: any OutputHead
  let plan: Plan<Scalar>
  let input: Slot
  /// The first real step of each row [B]; the steps before it are padding.
  let starts: Slot
  /// What is known beside the values.
  let known: KnownInputs
  /// The output [R, horizon, width]; with a forecast per origin, the rows of one origin lie together.
  let output: Slot
  let target: Slot
  let weight: Slot
  /// The level of each target's sequence [R, horizon]; nil for a head that doesn't read it.
  let level: Slot?
  let loss: Slot
  /// The recurrent layers, first to last, with both directions of a bidirectional one.
  let layers: [RecordedLayer]

  init(_ design: NetworkDesign, shape: NetworkShape) {
    self.shape = shape
    head = design.head
    var builder = PlanBuilder<Scalar>()
    input = builder.activation([shape.steps, shape.rows, shape.features], gradient: false)
    starts = builder.activation([shape.rows], gradient: false)
    known = KnownInputs(shape, into: &builder)
    let encoded = design.architecture.record(
      NetworkInputs(
        sequence: known.sequence(input, into: &builder), starts: starts,
        wantsEveryStep: shape.origins?.forecastsFromAll == true),
      into: &builder)
    layers = encoded.layers
    let width = design.head.width
    let raw = builder.scope("head") { plan in
      Dense(outputs: shape.horizon * width, initializer: shape.origins == nil ? nil : .zeros)
        .record(encoded.features, into: &plan)
    }
    if let origins = shape.origins, origins.hasSkip {
      // The windows of all origins, or of the last one.
      let windows = input.part(
        at: (shape.steps * shape.rows - shape.forecasts) * shape.features,
        shape: [shape.forecasts, shape.features])
      builder.scope("skip") { plan in
        LinearPath(initializer: .zeros).record(
          windows, inputs: origins.window, addingTo: raw, into: &plan)
      }
    }
    target = builder.activation([shape.forecasts, shape.horizon], gradient: false)
    weight = builder.activation([shape.forecasts, shape.horizon], gradient: false)
    level =
      design.head.readsLevels
      ? builder.activation([shape.forecasts, shape.horizon], gradient: false) : nil
    (output, loss) = design.head.record(
      known.adjusted(raw.reshaped([shape.forecasts, shape.horizon, width]), into: &builder),
      TargetSlots(values: target, weights: weight, levels: level), into: &builder)
    plan = builder.finish()
  }
}

extension NetworkPlan where Scalar == Float {
  /// The slots that a gradient monitor reads.
  var observed: ObservedNetwork {
    ObservedNetwork(plan: plan, loss: loss, starts: starts, layers: layers)
  }
}
