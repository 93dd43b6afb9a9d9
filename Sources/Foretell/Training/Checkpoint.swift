import ForetellCore
import ForetellData
import Foundation

/// The state of a training in a file: weights, optimizer moments, number of updates, learning-rate schedule,
/// epoch, best weights so far, history.
///
/// A safetensors file like the model's, written atomically after every epoch. Random streams need no storage,
/// because each follows from seed, purpose and step.
struct Checkpoint {
  /// The file's path.
  let path: String
  /// Digest of configuration, data, horizon and seed; a checkpoint of another fit is refused.
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
      .init(name: "parameters", shape: [parameters.count], floats: parameters.array)
    ]
    for (place, moment) in moments.moments.enumerated() {
      tensors.append(
        .init(name: name(of: moment), shape: [parameters.count], floats: moments.moment(place).array))
    }
    tensors += [
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
  ///
  /// - Parameters:
  ///   - map: the places of the parameters, and which of them are squares.
  ///   - epochs: the number of epochs of the whole fit.
  ///   - updates: the number of updates per epoch.
  /// - Throws: `ForetellError` for a file that can't be read, is damaged or belongs to another fit; nothing
  ///   is changed then.
  func load(
    parameters: Block<Float>, of map: ParameterMap, moments: OptimizerState<Float>, epochs: Int, updates: Int
  ) throws -> TrainingState? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    let count = parameters.count
    let file = try read(count: count, moments.moments)
    guard let text = file.metadata["state"], text.utf8.count(where: { $0 == 0x2c }) <= 4_000_000,
      let values = file["parameters"]?.floats, let steps = file["steps"]?.uint64s,
      let losses = file["losses"]?.doubles, steps.count == 1, losses.count == 2,
      var state = try? JSONDecoder().decode(TrainingState.self, from: Data(text.utf8))
    else { throw damaged("a part of it is missing") }
    let best = file["best"]?.floats
    let kept = try moments.moments.map { moment in
      guard let values = file[name(of: moment)]?.floats else { throw damaged("a part of it is missing") }
      guard values.allSatisfy({ $0.isFinite && (!moment.isSquare || $0 >= 0) }) else {
        throw damaged("a moment isn't finite or is a negative square")
      }
      return values
    }
    guard values.allSatisfy(\.isFinite), best?.allSatisfy(\.isFinite) ?? true else {
      throw damaged("a weight isn't finite")
    }
    for entry in map.entries where entry.isSquare {
      let places = entry.slot.offset..<(entry.slot.offset + entry.slot.count)
      guard ([values] + (best.map { [$0] } ?? [])).allSatisfy({ $0[places].allSatisfy { $0 >= 0 } }) else {
        throw damaged("\(entry.name) is negative, which no variance is")
      }
    }
    guard (0...epochs).contains(state.epoch), (0...state.epoch).contains(state.bestEpoch),
      state.history.count == state.epoch, steps[0] == UInt64(state.epoch) * UInt64(updates),
      !losses.contains(where: \.isNaN), (0...state.epoch).contains(state.plateau.badEpochs),
      (0...1).contains(state.plateau.factor)
    else { throw damaged("its counts contradict each other") }
    parameters.copy(from: values)
    for (place, values) in kept.enumerated() { moments.moment(place).copy(from: values) }
    moments.steps = steps[0]
    state.bestLoss = losses[0]
    state.plateau.best = losses[1]
    state.bestParameters = best
    return state
  }

  private func name(of moment: Moment) -> String { "moments.\(moment.name)" }

  private func read(count: Int, _ moments: [Moment]) throws -> SafetensorsFile {
    do {
      return try SafetensorsFile(contentsOf: path) { header throws(ForetellError) in
        try accept(header, count: count, moments)
      }
    } catch {
      if error.code == ErrorCode.damagedModel.rawValue { throw damaged(error.message) }
      throw error
    }
  }

  /// Checks a file by its header.
  private func accept(_ header: SafetensorsFile.Header, count: Int, _ moments: [Moment]) throws(ForetellError)
  {
    guard header.metadata["kind"] == "checkpoint" else { throw damaged("it is no checkpoint") }
    guard header.metadata["fingerprint"] == fingerprint else { throw mismatch }
    guard header.hasChecksum else {
      throw damaged("it has no checksum, which every checkpoint has that a fit wrote")
    }
    for name in ["parameters"] + moments.map(name(of:)) + ["best"] {
      guard let tensor = header[name] else {
        if name == "best" { continue }
        throw damaged("\(name) is missing")
      }
      guard tensor.element == .float32, tensor.shape == [count] else { throw mismatch }
    }
    // Parameters, best parameters and moments; files of earlier releases always have two moments.
    guard header.dataBytes <= 4 * (2 + max(moments.count, 2)) * count + 4096 else {
      throw damaged("it has more data than a checkpoint")
    }
  }

  private var mismatch: ForetellError {
    ForetellError(
      .modelMismatch, "\(shown(path)) belongs to a fit with other data, options, horizon or seed",
      location: .init(file: path),
      hint: "repeat the options of the first run, or leave out \(option: .resume)")
  }

  private func damaged(_ what: String) -> ForetellError {
    ForetellError(
      .damagedCheckpoint, "\(shown(path)) is not a whole checkpoint: \(what)", location: .init(file: path),
      hint: "leave out \(option: .resume) to train from the beginning")
  }
}
