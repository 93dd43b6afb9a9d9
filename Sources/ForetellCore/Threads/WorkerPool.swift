import CForetellKernels
import Synchronization

/// Runs numbered jobs on at most `threads` threads, which exist as long as the pool; idle threads sleep.
///
/// Which thread runs a job is undefined, so results must not depend on it: every job writes only to memory of
/// its own. One `forEach` runs at a time, others wait for it; a job must not call its own pool. After the
/// first call no memory is allocated except for what the caller's closure captures.
package final class WorkerPool: Sendable {
  /// The largest number of threads that run at once, the caller's included.
  package let threads: Int
  private let team: WorkerTeam?
  private let flushesDenormals: Bool

  /// Makes a pool; traps below one thread.
  ///
  /// Helper threads start with the first job that needs them. `flushesDenormals: false` is for measuring what denormal
  /// numbers cost.
  package init(threads: Int, flushesDenormals: Bool = true) {
    precondition(threads >= 1, "a pool needs at least one thread, got \(threads)")
    self.threads = threads
    self.flushesDenormals = flushesDenormals
    team = threads > 1 ? WorkerTeam(helpers: threads - 1, flushesDenormals: flushesDenormals) : nil
  }

  deinit { team?.stop() }

  /// Runs `body(0)`, …, `body(count − 1)` and returns when all are done.
  ///
  /// Denormal numbers are treated as zero during the jobs.
  package func forEach(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    guard let team, count > 1 else {
      withDenormals(flushed: flushesDenormals) { for job in 0..<count { body(job) } }
      return
    }
    team.run(count, body)
  }
}

/// Runs `body`, with denormal numbers flushed to zero if `flushed`.
func withDenormals(flushed: Bool, _ body: () -> Void) {
  if flushed { withDenormalsFlushed(body) } else { body() }
}

/// Runs `body` with denormal numbers flushed to zero on this thread, then restores the previous mode.
package func withDenormalsFlushed(_ body: () -> Void) {
  let saved = ft_flush_denormals_begin()
  body()
  ft_flush_denormals_end(saved)
}
