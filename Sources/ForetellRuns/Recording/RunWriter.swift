import Foretell
import Foundation
import Synchronization

/// Writes a run and its parts in the background, so that no training waits for the registry.
///
/// Everything is written on one queue in the order in which it was asked for. While the run goes on, a write waits for
/// other processes as long as it takes; when the run ends, as long as ``lastPatience`` says.
final class RunWriter: Sendable {
  private let registry: RunRegistry
  private let queue = DispatchQueue(label: "ForetellRuns.RunWriter", qos: .utility)
  private let state = Mutex(State())

  private struct State {
    var records: [RunRecord] = []
    var limit: ContinuousClock.Instant?
    var isFinished = false
  }

  /// How long the end of a run waits for other processes.
  static let lastPatience = Duration.seconds(600)

  /// A writer without records.
  init(_ registry: RunRegistry) { self.registry = registry }

  /// Adds the whole or a part, which is written from now on.
  func add(_ record: RunRecord) { state.withLock { $0.records.append(record) } }

  /// Whether the run has ended.
  var isFinished: Bool { state.withLock { $0.isFinished } }

  /// Writes a record at a moment, on the queue; what can't be written is tried again with later records and at the end.
  func schedule(_ record: RunRecord, at moment: ContinuousClock.Instant) {
    let delay = max((moment - .now) / .seconds(1), 0)
    // Weakly, as this may come after the end: then everything is written, and the registry can be closed.
    queue.asyncAfter(deadline: .now() + delay) { [weak self, weak record] in
      guard let self, let record else { return }
      try? record.flush(patience)
    }
  }

  /// Waits until what was asked for before is written or can't be.
  func wait() {
    limited { queue.sync {} }
  }

  /// Writes everything that isn't written yet.
  ///
  /// - Returns: what was lost, each trouble once.
  func finish() -> [ForetellError] {
    limited {
      queue.sync {
        let records = state.withLock { state in
          state.isFinished = true
          return state.records
        }
        var lost: [ForetellError] = []
        for record in records {
          do throws(ForetellError) {
            try record.flush(patience)
          } catch {
            if !lost.contains(error) { lost.append(error) }
          }
        }
        guard registry.isInPlace else { return [registry.loss] }
        return lost
      }
    }
  }

  /// Runs something while writes wait for other processes no longer than ``lastPatience`` from now.
  private func limited<Result>(_ body: () -> Result) -> Result {
    state.withLock { $0.limit = .now + Self.lastPatience }
    defer { state.withLock { $0.limit = nil } }
    return body()
  }

  /// Without a limit, somebody trains and waits for nothing; with one, somebody waits and is told why.
  private var patience: Patience {
    Patience(
      isOver: { [self] _ in state.withLock { $0.limit.map { $0 < .now } ?? false } },
      tells: { [self] in state.withLock { $0.limit != nil } })
  }
}
