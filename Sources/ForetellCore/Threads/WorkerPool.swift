import CForetellKernels
import Dispatch
import Synchronization

/// Runs numbered jobs on at most `threads` threads; idle threads sleep.
///
/// Which thread takes a job is left to chance, so jobs must not depend on it: every job writes only to its own place.
package struct WorkerPool: Sendable {
  /// The most threads that run at once, the caller's among them.
  package let threads: Int

  /// A pool; traps below one thread.
  package init(threads: Int) {
    precondition(threads >= 1, "a pool needs at least one thread, got \(threads)")
    self.threads = threads
  }

  /// Runs `body(0)`, …, `body(count − 1)` and returns when all are done. Denormal numbers count as zero inside.
  package func forEach(_ count: Int, _ body: @Sendable (Int) -> Void) {
    let workers = min(threads, count)
    if workers <= 1 {
      withDenormalsFlushed { for job in 0..<count { body(job) } }
      return
    }
    let next = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: workers) { _ in
      withDenormalsFlushed {
        while true {
          let job = next.wrappingAdd(1, ordering: .relaxed).oldValue
          if job >= count { break }
          body(job)
        }
      }
    }
  }
}

/// Runs `body` with denormal numbers flushed to zero on this thread, and restores the former mode.
package func withDenormalsFlushed(_ body: () -> Void) {
  let saved = ft_flush_denormals_begin()
  body()
  ft_flush_denormals_end(saved)
}
