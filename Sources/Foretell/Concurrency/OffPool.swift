import ForetellCore
import Synchronization

/// Runs long work on a thread of its own, so that the few threads of Swift concurrency stay free for other tasks.
///
/// - Parameter work: gets a function that returns whether the task has been cancelled, to be called from time
///   to time.
/// - Throws: what `work` throws.
func offPool<Value: Sendable>(
  _ work: @escaping @Sendable (_ isCancelled: @escaping @Sendable () -> Bool) throws -> Value
) async throws -> Value {
  let request = CancellationRequest()
  return try await withTaskCancellationHandler {
    try await withCheckedThrowingContinuation { continuation in
      let body: @Sendable () -> Void = {
        continuation.resume(with: Result { try work { request.isMade } })
      }
      // If no thread can be started, the work runs on this one: it blocks other tasks, but its result is the
      // same.
      if !OwnThread.start(body) { body() }
    }
  } onCancel: {
    request.make()
  }
}

/// Whether a task was cancelled, readable from a thread outside the task.
private final class CancellationRequest: Sendable {
  private let flag = Atomic<Bool>(false)

  var isMade: Bool { flag.load(ordering: .relaxed) }
  func make() { flag.store(true, ordering: .relaxed) }
}
