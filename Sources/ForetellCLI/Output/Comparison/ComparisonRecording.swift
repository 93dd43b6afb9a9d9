import Foretell
import ForetellRuns
import Synchronization

/// The record of a comparison: one run, with one part per model and seed.
///
/// A comparison runs all models and seeds for one window after the other, so all parts are open until its
/// end.
final class ComparisonRecording: Sendable {
  private struct Key: Hashable {
    var model: String
    var seed: UInt64
  }

  /// The run to which the parts belong.
  let whole: RunRecorder
  private let parameters: [String: RunParameters]
  private let settings: RunParameters
  private let parts = Mutex<[Key: RunRecorder]>([:])

  /// - Parameters:
  ///   - whole: the run to which the parts belong.
  ///   - parameters: the configuration of each model, by label.
  ///   - settings: the configuration of models that weren't named by the user, such as the reference.
  init(_ whole: RunRecorder, parameters: [String: RunParameters], settings: RunParameters) {
    self.whole = whole
    self.parameters = parameters
    self.settings = settings
  }

  /// Records the progress of a fit.
  func record(_ news: Comparison.Progress) {
    let part = part(news.model, news.seed)
    if let training = news.training { part?.record(training, window: news.window) }
  }

  /// Ends all parts and the run with the results.
  func finish(_ outcome: ComparisonOutcome, artefacts: [RunArtefact]) {
    for model in outcome.models {
      for (seed, score) in zip(outcome.seeds, model.seedScores) {
        guard let part = part(model.label, seed) else { continue }
        var results = score.recordedResults
        var matched = RunParameters()
        if let size = model.hiddenSize { matched.set("hidden_size", size) }
        if let epochs = model.epochs { matched.set("epochs", epochs) }
        if model.isNetwork { results.append(Run.Result("parameters", Double(model.parameterCount))) }
        if let memory = model.memories.first(where: { $0.seed == seed }) {
          part.record(trainedNorms: memory.norms, isCellState: memory.state == "cell state")
          results.append(Run.Result("effective_memory", Double(memory.effectiveMemory)))
          if let window = memory.originWindow {
            results.append(Run.Result("origin_window", Double(window)))
          }
        }
        part.record(matched)
        part.finish(results: results)
      }
    }
    whole.finish(results: outcome.models.flatMap(Self.means), artefacts: artefacts)
  }

  /// A model's scores averaged over its seeds.
  private static func means(_ model: ComparisonOutcome.Model) -> [Run.Result] {
    let seeds = model.seedScores.map(\.recordedResults)
    return (seeds.first ?? []).compactMap { result in
      let values = seeds.compactMap { seed in seed.first { $0.name == result.name }?.value }
      guard values.count == seeds.count else { return nil }
      return Run.Result("\(model.label)/\(result.name)", values.reduce(0, +) / Double(values.count))
    }
  }

  /// The part of a model and seed, begun now if it doesn't exist yet; nil after a problem.
  private func part(_ model: String, _ seed: UInt64) -> RunRecorder? {
    parts.withLock { parts in
      let key = Key(model: model, seed: seed)
      if let part = parts[key] { return part }
      let part = whole.part(
        RunDescription(
          command: "compare", model: model, seed: seed, parameters: parameters[model] ?? settings))
      parts[key] = part
      return part
    }
  }
}
