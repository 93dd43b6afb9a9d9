import ForetellCore
import ForetellData
import Synchronization

/// Runs long work on a thread of its own, so that the few threads of Swift concurrency stay free for other tasks.
///
/// - Parameter work: gets a question to ask from time to time: whether the task was cancelled since.
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
      // Without a thread of its own the work holds up other tasks, and is right all the same.
      if !OwnThread.start(body) { body() }
    }
  } onCancel: {
    request.make()
  }
}

/// Whether a task was cancelled, for work that is no part of the task.
private final class CancellationRequest: Sendable {
  private let flag = Atomic<Bool>(false)

  var isMade: Bool { flag.load(ordering: .relaxed) }
  func make() { flag.store(true, ordering: .relaxed) }
}

extension FitOptions {
  /// The options with one more reason to stop.
  func stopping(when isCancelled: @escaping @Sendable () -> Bool) -> FitOptions {
    var options = self
    let own = self.isCancelled
    options.isCancelled = { own?() == true || isCancelled() }
    return options
  }

  /// Throws an error of kind `interrupted` when `isCancelled` says so.
  func checkCancellation(_ what: String) throws {
    guard isCancelled?() == true else { return }
    throw ForetellError(.interrupted, "\(what) was interrupted")
  }
}
