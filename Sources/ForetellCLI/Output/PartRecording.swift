import Foretell
import ForetellRuns
import Synchronization

/// The parts of a run with several models; each begins when its model is first used.
final class PartRecording: Sendable {
  /// The run to which the parts belong.
  let whole: RunRecorder
  private let command: String
  private let parameters: [String: RunParameters]
  private let parts = Mutex<[String: RunRecorder]>([:])

  /// - Parameters:
  ///   - whole: the run to which the parts belong.
  ///   - command: the command of the parts.
  ///   - parameters: the configuration of each part, by label; models without one are not recorded.
  init(_ whole: RunRecorder, command: String, parameters: [String: RunParameters]) {
    self.whole = whole
    self.command = command
    self.parameters = parameters
  }

  /// The part with this label, begun now if it doesn't exist yet; nil for a model that isn't recorded.
  func part(_ label: String) -> RunRecorder? {
    guard let configuration = parameters[label] else { return nil }
    return parts.withLock { parts in
      if let part = parts[label] { return part }
      let part = whole.part(RunDescription(command: command, model: label, parameters: configuration))
      parts[label] = part
      return part
    }
  }

  /// Records the progress of a backtest.
  func record(_ news: Backtest.Progress) {
    let part = part(news.model)
    if let training = news.training { part?.record(training, window: news.window) }
  }

  /// Ends all parts and the run with the backtest's scores; the end of a part is the time of its last record.
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
  /// A command's document with the id of the record as `run`; unchanged without a record.
  func tracked(_ recorder: RunRecorder?) -> JSONValue {
    guard let recorder, var members = object else { return self }
    members["run"] = .string(recorder.id)
    return .object(members)
  }
}

extension Holdout {
  /// Both scores as results.
  var recordedResults: [Run.Result] {
    model.recordedResults.filter { !$0.name.hasSuffix("_seconds") }
      .map { Run.Result("holdout_\($0.name)", $0.value) }
      + reference.recordedResults.filter { ["smape", "mase", "mae"].contains($0.name) }
      .map { Run.Result("holdout_seasonal_naive_\($0.name)", $0.value) }
  }
}

extension TrainedModel {
  /// The settings that the fit derived from the data.
  var resolvedParameters: RunParameters {
    var parameters = RunParameters()
    parameters.set("input_size", inputSize)
    parameters.set("season_length", seasonLength)
    parameters.set("frequency", frequency.alias)
    return parameters
  }
}
