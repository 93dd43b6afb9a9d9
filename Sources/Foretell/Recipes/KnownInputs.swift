import ForetellCore
import ForetellLayers

/// The slots of a network for what is known beside the values: futures of the horizon, and categories.
struct KnownInputs: Sendable {
  /// What is known of the steps to forecast [forecasts, horizon, features]; nil without numbers known into the future.
  let horizon: Slot?
  /// For each column of categories the codes of the input's steps [T·B], then of a column that is known into the future
  /// those of the steps to forecast [forecasts·horizon], and of the steps that these start from.
  let codes: [Slot]
  /// What each code stands for, as many rows as the slot has codes.
  private let vectors: [Slot]
  private let shape: NetworkShape

  /// Records the slots, and the tables of the categories as `known.N.weight`.
  init<Scalar: KernelScalar>(_ shape: NetworkShape, into builder: inout PlanBuilder<Scalar>) {
    self.shape = shape
    let steps = shape.forecasts * shape.horizon
    let features = shape.isStepwise ? 0 : shape.known.horizonFeatureCount
    horizon =
      features > 0
      ? builder.activation([shape.forecasts, shape.horizon, features], gradient: false) : nil
    var codes: [Slot] = []
    var vectors: [Slot] = []
    for (number, category) in shape.known.categories.enumerated() {
      let count = shape.steps * shape.rows + (category.role == .future && !shape.isStepwise ? 2 * steps : 0)
      let slot = builder.activation([count], gradient: false)
      codes.append(slot)
      vectors.append(
        builder.scope("known.\(number)") { plan in
          Embedding(rows: category.rows, width: category.width, initializer: .normal(deviation: 0.3))
            .record(slot, into: &plan)
        })
    }
    self.codes = codes
    self.vectors = vectors
  }

  /// The input with the categories of its steps beside its numbers [T,B,F]; the input itself without categories.
  func sequence<Scalar: KernelScalar>(_ input: Slot, into builder: inout PlanBuilder<Scalar>) -> Slot {
    guard !vectors.isEmpty else { return input }
    let words = vectors.map { slot in
      let width = slot.shape[1]
      return slot.part(at: 0, shape: [shape.steps, shape.rows, width])
    }
    return Concatenate().record([input] + words, into: &builder)
  }

  /// The forecast [forecasts, horizon, width] with what the steps' own futures change about it.
  ///
  /// One dense layer, the same for all steps and zero at first, maps what is known of a step to its row: a number that
  /// never varied in training changes nothing.
  func adjusted<Scalar: KernelScalar>(_ raw: Slot, into builder: inout PlanBuilder<Scalar>) -> Slot {
    let steps = shape.forecasts * shape.horizon
    var parts: [Slot] = []
    if let horizon { parts.append(horizon.reshaped([steps, horizon.shape[2]])) }
    for (category, slot) in zip(shape.known.categories, vectors)
    where category.role == .future && !shape.isStepwise {
      let first = shape.steps * shape.rows * category.width
      let count = steps * category.width
      parts.append(slot.part(at: first, shape: [steps, category.width]))
      parts.append(slot.part(at: first + count, shape: [steps, category.width]))
    }
    guard let first = parts.first else { return raw }
    let known = parts.count == 1 ? first : Concatenate().record(parts, into: &builder)
    let change = builder.scope("future") { plan in
      Dense(outputs: raw.shape[2], initializer: .zeros).record(known, into: &plan)
    }
    return Add().record(raw, change.reshaped(raw.shape), into: &builder)
  }
}
