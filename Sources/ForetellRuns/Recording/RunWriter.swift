import Foretell
import Foundation
import Synchronization

/// Writes a run and its parts in the background, so that training never waits for the registry.
///
/// All writes run on one queue, in the order of the requests. During the run a write waits for other
/// processes as long as necessary, at the end of the run at most ``lastPatience``.
final class RunWriter: Sendable {
  private let registry: RunRegistry
  private let queue = DispatchQueue(label: "ForetellRuns.RunWriter", qos: .utility)
  private let state = Mutex(State())

  private struct State {
    var records: [RunRecord] = []
    var limit: ContinuousClock.Instant?
    var isFinished = false
  }

  /// The longest wait for other processes at the end of a run.
  static let lastPatience = Duration.seconds(600)

  /// Makes a writer without records.
  init(_ registry: RunRegistry) { self.registry = registry }

  /// Adds the run itself or a part, which is written from now on.
  func add(_ record: RunRecord) { state.withLock { $0.records.append(record) } }

  /// Whether the run has ended.
  var isFinished: Bool { state.withLock { $0.isFinished } }

  /// Schedules a write of a record at `moment`; what can't be written then is tried again with later records
  /// and at the end.
  func schedule(_ record: RunRecord, at moment: ContinuousClock.Instant) {
    let delay = max((moment - .now) / .seconds(1), 0)
    // A weak reference, because the run may end before: then everything is written, and the registry can be
    // closed.
    queue.asyncAfter(deadline: .now() + delay) { [weak self, weak record] in
      guard let self, let record else { return }
      try? record.flush(patience)
    }
  }

  /// Waits until all earlier requests are written or have failed.
  func wait() {
    limited { queue.sync {} }
  }

  /// Writes all pending records.
  ///
  /// - Returns: the problems that prevented writing, each once.
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

  /// Calls `body` while writes wait for other processes no longer than ``lastPatience`` from now.
  private func limited<Result>(_ body: () -> Result) -> Result {
    state.withLock { $0.limit = .now + Self.lastPatience }
    defer { state.withLock { $0.limit = nil } }
    return body()
  }

  /// Without a time limit training continues meanwhile and no message is printed; with one, the caller waits
  /// and a message says why.
  private var patience: Patience {
    Patience(
      isOver: { [self] _ in state.withLock { $0.limit.map { $0 < .now } ?? false } },
      tells: { [self] in state.withLock { $0.limit != nil } })
  }
}
