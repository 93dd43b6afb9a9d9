import Foretell
import ForetellReport

/// The results of `foretell gradients` as JSON, CSV, text and pictures.
struct GradientReport {
  /// One model's results.
  struct Model {
    /// The name on the command line.
    var label: String
    /// One snapshot per epoch of the training.
    var history: [GradientSnapshot]
    /// The snapshot of the trained network.
    var trained: GradientSnapshot
    /// The result of a memory task; nil for other data.
    var memory: MemoryExperiment.Result?
    /// Mean training loss by epoch.
    var losses: [Double]
  }

  /// The models in the order in which they were named.
  var models: [Model]
  /// The members of the JSON document before the models.
  var heading: [(String, JSONValue)]
  /// The source of the data, for the pictures.
  var source: String

  /// The verdicts of all models, and a sentence that compares them.
  var verdicts: [String] { models.map { verdict($0) } }

  /// Whether any network reads origin by origin.
  var readsOrigins: Bool { models.contains { $0.trained.origins != nil } }

  /// What a lag is where a network reads origin by origin; nil if none does.
  var lagNote: String? {
    guard readsOrigins else { return nil }
    return
      "lags of networks that read origins are origins, one step of the series apart; k origins back, the oldest value "
      + "lies k + window - 1 steps back"
  }

  /// All warnings.
  var warnings: [String] {
    models.flatMap { GradientSnapshot.warnings(of: $0.history + [$0.trained]) }
  }

  private func verdict(_ model: Model) -> String {
    guard let memory = model.memory else { return model.trained.verdict }
    let error = Figures.short(memory.relativeError * 100, digits: 3)
    let words =
      memory.relativeError < 0.05
      ? "solves the task" : memory.relativeError > 0.5 ? "fails" : "solves the task in part"
    return "\(model.trained.verdict); its test error is \(error) % of the naive one: it \(words)"
  }

  /// The results as one document.
  var json: JSONValue {
    .object(JSONObject(heading + [("models", .array(models.map(json)))]))
  }

  private func json(_ model: Model) -> JSONValue {
    let trained = model.trained
    var members: [(String, JSONValue)] = [("model", .string(model.label)), ("name", .string(trained.model))]
    if let memory = model.memory {
      members += [
        ("relative_error", .finite(memory.relativeError)), ("test_error", .finite(memory.testError)),
        ("naive_error", .finite(memory.naiveError)),
      ]
    }
    members += Self.members(trained)
    if let memory = model.memory {
      members += [
        ("spectral_radius", .finite(memory.spectralRadius)),
        (
          "spectral_radii",
          .object(JSONObject(memory.spectralRadii.map { ($0.gate, .finite($0.radius)) }))
        ),
        ("jacobian_norm_by_lag", Self.numbers(memory.jacobianNorms)),
        ("parameters", .count(memory.parameterCount)),
      ]
    }
    members += [
      ("verdict", .string(verdict(model))), ("warnings", .texts(trained.warnings)),
      ("training_loss", Self.numbers(model.losses)),
      ("epochs", .array(model.history.map(Self.epoch))),
    ]
    return .object(JSONObject(members))
  }

  /// One epoch's snapshot as JSON.
  static func epoch(_ snapshot: GradientSnapshot) -> JSONValue {
    .object(
      JSONObject(
        [("epoch", .count(snapshot.epoch)), ("verdict", .string(snapshot.verdict))] + members(snapshot)))
  }

  /// The members of a snapshot as JSON.
  static func members(_ snapshot: GradientSnapshot) -> [(String, JSONValue)] {
    [
      ("effective_memory", .count(snapshot.effectiveMemory)),
      ("window_length", .count(snapshot.windowLength)), ("state", .string(snapshot.stateName)),
      ("reading", .string((snapshot.origins == nil ? ReadingName.values : .origins).rawValue)),
      ("lag_unit", snapshot.origins == nil ? "step" : "origin"),
      ("value_memory", .count(snapshot.valueMemory)), ("origins", origins(snapshot)),
      ("decay_rate", .finite(snapshot.decayRate)), ("norm_by_lag", numbers(snapshot.stateNorms)),
      ("non_finite", .count(snapshot.nonFinite)), ("clipped_share", .finite(snapshot.clippedShare)),
      ("measured_updates", .count(snapshot.measuredUpdates)),
      ("quantiles", numbers(snapshot.quantiles)), ("layers", .array(snapshot.layers.map(layer))),
      (
        "blocks",
        .array(
          snapshot.blocks.map { block in
            .members([
              "name": .string(block.name), "gradient_norm": .finite(block.gradientNorm),
              "update_ratio": .finite(block.updateRatio),
            ])
          })
      ),
    ]
  }

  /// What a lag is in a network that reads origin by origin; null for others.
  private static func origins(_ snapshot: GradientSnapshot) -> JSONValue {
    guard let origins = snapshot.origins else { return .null }
    return .members([
      "window": .count(origins.windowLength), "direct_path": .bool(origins.hasDirectPath),
      "oldest_value_by_lag": .array(
        snapshot.stateNorms.indices.map { .count(snapshot.oldestValue(atLag: $0)) }),
    ])
  }

  private static func layer(_ layer: GradientSnapshot.Layer) -> JSONValue {
    func norms(_ norms: GradientSnapshot.LagNorms?) -> JSONValue {
      guard let norms else { return .null }
      return .members([
        "mean": numbers(norms.mean), "quantiles": .array(norms.quantiles.map { numbers($0) }),
      ])
    }
    let gates = layer.saturations.map { gate in
      (gate.name, JSONValue.members(["low": .finite(gate.low), "high": .finite(gate.high)]))
    }
    return .members([
      "layer": .count(layer.number), "direction": .string(layer.direction.rawValue),
      "hidden": norms(layer.hidden), "cell": norms(layer.cell),
      "saturation": .object(JSONObject(gates)),
      "dead_units": layer.deadUnits.map(JSONValue.count) ?? .null, "units": .count(layer.units),
      "values": .count(layer.values), "zeros": .count(layer.zeros), "denormals": .count(layer.denormals),
      "non_finite": .count(layer.nonFinite),
    ])
  }

  private static func numbers(_ values: [Double]) -> JSONValue { .array(values.map { .finite($0) }) }

  /// The norms as CSV, `model,epoch,layer,direction,state,lag,mean,q10,…`: of every epoch, and of the trained
  /// network under the epoch `trained`.
  ///
  /// Where a network reads origin by origin, a column `oldest_value` after the lag tells how many steps of the series
  /// before the last value the oldest one lies that the state at this lag reads.
  var csv: String {
    var text = "model,epoch,layer,direction,state,lag" + (readsOrigins ? ",oldest_value" : "") + ",mean"
    for quantile in models.first?.trained.quantiles ?? [] {
      text += ",q" + Figures.exact((quantile * 100).rounded())
    }
    text += "\n"
    for model in models {
      let all = model.history.map { ("\($0.epoch)", $0) } + [("trained", model.trained)]
      for (epoch, snapshot) in all {
        for layer in snapshot.layers {
          for (state, norms) in [("hidden", layer.hidden), ("cell", layer.cell)] {
            guard let norms else { continue }
            for lag in norms.mean.indices {
              let values = [norms.mean[lag]] + norms.quantiles.map { $0[lag] }
              text +=
                CSVCell.quoted(model.label) + ",\(epoch),\(layer.number),\(layer.direction),\(state),\(lag)"
              if readsOrigins { text += ",\(snapshot.oldestValue(atLag: lag))" }
              text += values.map { "," + Figures.exact($0) }.joined() + "\n"
            }
          }
        }
      }
    }
    return text
  }

  /// The table as lines of text.
  var lines: [String] { cells.lines + (lagNote.map { ["", $0] } ?? []) }

  /// The table of results.
  var cells: TextTable {
    var list = TextTable(headings: ["model"])
    let isMemory = models.contains { $0.memory != nil }
    if isMemory { list.headings += ["error / naive", "spectral radius"] }
    if readsOrigins { list.headings += ["a lag is", "values read"] }
    list.headings += [
      "effective memory", readsOrigins ? "decay per lag" : "decay per step", "last lag / lag 0",
    ]
    for model in models {
      var row = [model.trained.model]
      if isMemory {
        row += [
          Figures.fixed(model.memory?.relativeError, 3), Figures.fixed(model.memory?.spectralRadius, 3),
        ]
      }
      if readsOrigins {
        row += [
          model.trained.origins.map { "an origin, window \($0.windowLength)" } ?? "a value",
          "\(model.trained.valueMemory)",
        ]
      }
      list.rows.append(row + Self.reach(model.trained.stateNorms, window: model.trained.windowLength))
      if let norms = model.trained.reverseStateNorms {
        let blank = Array(repeating: "", count: (isMemory ? 2 : 0) + (readsOrigins ? 2 : 0))
        list.rows.append(
          ["\(model.trained.model), reverse"] + blank
            + Self.reach(norms, window: model.trained.windowLength))
      }
    }
    return list
  }

  private static func reach(_ norms: [Double], window: Int) -> [String] {
    let share = norms.last.flatMap { last in norms.first.map { last / $0 } }
    return [
      "\(GradientSnapshot.effectiveMemory(norms)) of \(window)",
      Figures.fixed(GradientSnapshot.decayRate(norms), 3), share.map(Figures.brief) ?? "–",
    ]
  }
}
