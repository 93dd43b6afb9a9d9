import Foretell
import ForetellRuns
import Synchronization

/// The record of a gradient measurement: one run, with one part per model; does nothing without a tracker.
final class GradientRecording: Sendable {
  private let tracker: Tracker?
  private let seed: UInt64
  private let open = Mutex<(whole: RunRecorder, parts: PartRecording)?>(nil)

  /// Makes a record that has not begun.
  init(tracker: Tracker?, seed: UInt64) {
    self.tracker = tracker
    self.seed = seed
  }

  /// Begins the run.
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

  /// The record of the run.
  var whole: RunRecorder? { open.withLock { $0?.whole } }

  /// The record of one model.
  func part(_ label: String) -> RunRecorder? { open.withLock { $0?.parts }?.part(label) }

  /// Calls `body`, and ends the record as failed if it throws.
  func watching(_ body: () throws -> Void) throws {
    do {
      try body()
    } catch {
      whole?.fail(error)
      throw error
    }
  }

  /// Ends the record of one model with its results.
  func finish(_ model: GradientReport.Model) {
    guard let part = part(model.label) else { return }
    part.record(model.trained, isTrained: true)
    if model.history.isEmpty {
      // For a saved model, which was trained elsewhere, the losses come from its file.
      for (epoch, loss) in model.losses.enumerated() { part.record("training_loss", loss, epoch: epoch + 1) }
    }
    part.finish(results: Self.results(model))
  }

  /// Ends the run.
  func finish(_ report: GradientReport, artefacts: [RunArtefact]) {
    let results = report.models.flatMap { model in
      Self.results(model).map { Run.Result("\(model.label)/\($0.name)", $0.value) }
    }
    whole?.finish(results: results, artefacts: artefacts)
  }

  private static func results(_ model: GradientReport.Model) -> [Run.Result] {
    let numbers: [(String, Double?)] = [
      ("effective_memory", Double(model.trained.effectiveMemory)),
      ("value_memory", model.trained.origins.map { _ in Double(model.trained.valueMemory) }),
      ("origin_window", model.trained.origins.map { Double($0.windowLength) }),
      ("decay_rate", model.trained.decayRate),
      ("relative_error", model.memory?.relativeError), ("spectral_radius", model.memory?.spectralRadius),
    ]
    return numbers.compactMap { name, value in value.map { Run.Result(name, $0) } }
  }

  /// Prints the id under which the run was recorded.
  func tell(_ console: Console) { whole?.tell(console) }
}
