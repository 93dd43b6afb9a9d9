import Foretell
import ForetellRuns
import Synchronization

/// The parts of a run with several models: each begins when its model's turn comes.
final class PartRecording: Sendable {
  /// The run that the parts belong to.
  let whole: RunRecorder
  private let command: String
  private let parameters: [String: RunParameters]
  private let parts = Mutex<[String: RunRecorder]>([:])

  /// - Parameters:
  ///   - whole: the run that the parts belong to.
  ///   - command: what the parts do.
  ///   - parameters: the configuration of each part, by label; others are not recorded.
  init(_ whole: RunRecorder, command: String, parameters: [String: RunParameters]) {
    self.whole = whole
    self.command = command
    self.parameters = parameters
  }

  /// The part with a label, begun now if it is its first turn; nil for one that nobody asked for.
  func part(_ label: String) -> RunRecorder? {
    guard let configuration = parameters[label] else { return nil }
    return parts.withLock { parts in
      if let part = parts[label] { return part }
      let part = whole.part(RunDescription(command: command, model: label, parameters: configuration))
      parts[label] = part
      return part
    }
  }

  /// Records news of a backtest.
  func record(_ news: Backtest.Progress) {
    let part = part(news.model)
    if let training = news.training { part?.record(training, window: news.window) }
  }

  /// Ends all parts and the whole with the backtest's scores; a part ended when it recorded last.
  func finish(_ result: BacktestResult, artefacts: [RunArtefact]) {
    var all: [Run.Result] = []
    for score in result.scores {
      let results = score.recordedResults
      part(score.model)?.finish(results: results, endsAtLastRecord: true)
      all += results.map { Run.Result("\(score.model)/\($0.name)", $0.value) }
    }
    whole.finish(results: all, artefacts: artefacts)
  }
}

extension JSONValue {
  /// A command's document with the id of the record as `run`; the same without a record.
  func tracked(_ recorder: RunRecorder?) -> JSONValue {
    guard let recorder, var members = object else { return self }
    members["run"] = .string(recorder.id)
    return .object(members)
  }
}

extension Holdout {
  /// Both scores as final numbers.
  var recordedResults: [Run.Result] {
    model.recordedResults.filter { !$0.name.hasSuffix("_seconds") }
      .map { Run.Result("holdout_\($0.name)", $0.value) }
      + reference.recordedResults.filter { ["smape", "mase", "mae"].contains($0.name) }
      .map { Run.Result("holdout_seasonal_naive_\($0.name)", $0.value) }
  }
}

extension TrainedModel {
  /// What the fit found out about its own configuration.
  var resolvedParameters: RunParameters {
    var parameters = RunParameters()
    parameters.set("input_size", inputSize)
    parameters.set("season_length", seasonLength)
    parameters.set("frequency", frequency.alias)
    return parameters
  }
}
