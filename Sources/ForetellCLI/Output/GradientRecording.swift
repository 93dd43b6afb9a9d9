import Foretell
import ForetellRuns
import Synchronization

/// The record of a look at gradients: one run for the whole, and one part per model; nothing without a tracker.
final class GradientRecording: Sendable {
  private let tracker: Tracker?
  private let seed: UInt64
  private let open = Mutex<(whole: RunRecorder, parts: PartRecording)?>(nil)

  /// A record that has not begun.
  init(tracker: Tracker?, seed: UInt64) {
    self.tracker = tracker
    self.seed = seed
  }

  /// Begins the whole.
  func begin(
    _ models: [(label: String, parameters: RunParameters)], table: SeriesTable?, _ parameters: RunParameters
  ) throws {
    guard let tracker else { return }
    let whole = try tracker.begin(
      "gradients", models: models.map(\.label), table: table, seed: seed, parameters: parameters)
    let parts = PartRecording(
      whole, command: "gradients",
      parameters: Dictionary(models.map { ($0.label, $0.parameters) }, uniquingKeysWith: { $1 }))
    open.withLock { $0 = (whole, parts) }
  }

  /// The record of the whole.
  var whole: RunRecorder? { open.withLock { $0?.whole } }

  /// The record of one model.
  func part(_ label: String) -> RunRecorder? { open.withLock { $0?.parts }?.part(label) }

  /// Runs something and ends the record as failed if it throws.
  func watching(_ body: () throws -> Void) throws {
    do {
      try body()
    } catch {
      whole?.fail(error)
      throw error
    }
  }

  /// Ends the record of one model with what was found.
  func finish(_ model: GradientReport.Model) {
    guard let part = part(model.label) else { return }
    part.record(model.trained, isTrained: true)
    if model.history.isEmpty {
      // A saved model trained elsewhere; its losses came with it.
      for (epoch, loss) in model.losses.enumerated() { part.record("training_loss", loss, epoch: epoch + 1) }
    }
    part.finish(results: Self.results(model))
  }

  /// Ends the whole.
  func finish(_ report: GradientReport, artefacts: [RunArtefact]) {
    let results = report.models.flatMap { model in
      Self.results(model).map { Run.Result("\(model.label)/\($0.name)", $0.value) }
    }
    whole?.finish(results: results, artefacts: artefacts)
  }

  private static func results(_ model: GradientReport.Model) -> [Run.Result] {
    let numbers: [(String, Double?)] = [
      ("effective_memory", Double(model.trained.effectiveMemory)), ("decay_rate", model.trained.decayRate),
      ("relative_error", model.memory?.relativeError), ("spectral_radius", model.memory?.spectralRadius),
    ]
    return numbers.compactMap { name, value in value.map { Run.Result(name, $0) } }
  }

  /// Says under which id the run was kept.
  func tell(_ console: Console) { whole?.tell(console) }
}
