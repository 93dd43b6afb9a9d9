import ForetellCore
import ForetellData
import Foundation

/// The training state in a file: weights, moments, step, schedule, shuffle position, best so far, monitor history.
///
/// A safetensors file as the model's, written atomically after every epoch; random state needs no storage because every
/// stream is keyed by (seed, purpose, epoch).
struct Checkpoint {
  /// The file.
  let path: String
  /// Digest of configuration, data, horizon and seed; another fit's checkpoint is refused.
  let fingerprint: String

  /// Writes the state after an epoch.
  func save(
    _ state: TrainingState, parameters: Block<Float>, moments: OptimizerState<Float>
  ) throws {
    var stored = state
    stored.bestParameters = nil
    var finite = stored
    if !finite.bestLoss.isFinite { finite.bestLoss = 0 }
    if !finite.plateau.best.isFinite { finite.plateau.best = 0 }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let text = String(decoding: try encoder.encode(finite), as: UTF8.self)
    var tensors: [SafetensorsFile.Tensor] = [
      .init(name: "parameters", shape: [parameters.count], floats: parameters.array),
      .init(name: "moments.first", shape: [parameters.count], floats: moments.firstMoment.array),
      .init(name: "moments.second", shape: [parameters.count], floats: moments.secondMoment.array),
      .init(name: "steps", shape: [1], uint64s: [moments.steps]),
      .init(name: "losses", shape: [2], doubles: [stored.bestLoss, stored.plateau.best]),
    ]
    if let best = state.bestParameters {
      tensors.append(.init(name: "best", shape: [best.count], floats: best))
    }
    let file = SafetensorsFile(
      metadata: ["kind": "checkpoint", "fingerprint": fingerprint, "state": text], tensors: tensors)
    try file.write(to: path)
  }

  /// Reads the state back into `parameters` and `moments`; nil when there is no file.
  func load(parameters: Block<Float>, moments: OptimizerState<Float>) throws -> TrainingState? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    let file = try SafetensorsFile(contentsOf: path)
    let count = parameters.count
    guard file.metadata["kind"] == "checkpoint", let text = file.metadata["state"],
      let values = file["parameters"]?.floats, let first = file["moments.first"]?.floats,
      let second = file["moments.second"]?.floats, let steps = file["steps"]?.uint64s,
      let losses = file["losses"]?.doubles, steps.count == 1, losses.count == 2,
      var state = try? JSONDecoder().decode(TrainingState.self, from: Data(text.utf8))
    else {
      throw ForetellError(
        .damagedCheckpoint, "\(path) is not a whole checkpoint", location: .init(file: path),
        hint: "delete it to start anew")
    }
    guard file.metadata["fingerprint"] == fingerprint, values.count == count, first.count == count,
      second.count == count, file["best"].map({ $0.floats?.count == count }) ?? true
    else {
      throw ForetellError(
        .modelMismatch, "\(path) belongs to a fit with other data, options, horizon or seed",
        location: .init(file: path), hint: "repeat the options of the first run, or leave out --resume")
    }
    parameters.copy(from: values)
    moments.firstMoment.copy(from: first)
    moments.secondMoment.copy(from: second)
    moments.steps = steps[0]
    state.bestLoss = losses[0]
    state.plateau.best = losses[1]
    state.bestParameters = file["best"]?.floats
    return state
  }
}
