import Foretell
import ForetellRuns

/// Records runs as fast as it can, for the test of many processes at once: `RunRecording FILE RUNS EPOCHS`.
///
/// The registry is opened again for every run, as separate commands would do.
@main enum RunRecording {
  static func main() throws {
    let words = CommandLine.arguments
    guard words.count == 4, let runs = Int(words[2]), let epochs = Int(words[3]) else {
      fatalError("usage: RunRecording FILE RUNS EPOCHS")
    }
    for number in 0..<runs {
      let registry = try RunRegistry(path: words[1])
      var parameters = RunParameters()
      parameters.set("number", number)
      let recorder = try RunRecorder(
        registry, RunDescription(command: "fit", model: "lstm", seed: UInt64(number), parameters: parameters)
      ) { error in fatalError("\(error)") }
      for epoch in 1...epochs { recorder.record("training_loss", 1 / Double(epoch), epoch: epoch) }
      recorder.finish(results: [Run.Result("epochs", Double(epochs))])
    }
  }
}
