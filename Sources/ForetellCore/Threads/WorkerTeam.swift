import CForetellKernels
import Glibc
import Synchronization

/// The helper threads of a pool and the current round of jobs (one call of `forEach`), if any.
///
/// The caller of a round runs jobs too. A helper that wakes after the last job was taken doesn't delay the
/// round: helpers enter an open round under the lock; the caller closes it under the lock and waits only for
/// those inside. Rounds often follow one another within microseconds, so helpers and caller poll for a short
/// time before they sleep, if every thread can have a processor of its own.
final class WorkerTeam: @unchecked Sendable {
  private let helpers: Int
  private let flushesDenormals: Bool
  private let monitor = Monitor()
  /// Held during a whole round, so that rounds of several callers run one after the other.
  private let rounds = Monitor()
  /// The number of the round's next job.
  private let next = Atomic<Int>(0)
  /// The number of helpers inside the round; written under the lock, read without it while the caller waits.
  private let inside = Atomic<Int>(0)
  /// The number of the latest round, which polling helpers read.
  private let announced = Atomic<UInt64>(0)
  /// The number of times that a thread polls before it sleeps.
  private let patience: Int
  // Guarded by the monitor's lock:
  private var hasStarted = false
  private var isStopped = false
  private var asleep = 0
  private var isCallerAsleep = false
  private var round: UInt64 = 0
  private var isOpen = false
  private var count = 0
  private var wanted = 0
  private var body: (@Sendable (Int) -> Void)?

  init(helpers: Int, flushesDenormals: Bool) {
    self.helpers = helpers
    self.flushesDenormals = flushesDenormals
    patience = helpers < Int(ft_processors()) ? Self.looks : 0
  }

  /// Runs `body` for 0..<count on this thread and the helpers.
  func run(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    rounds.lock()
    monitor.lock()
    if !hasStarted {
      hasStarted = true
      for _ in 0..<helpers { startThread() }
    }
    next.store(0, ordering: .relaxed)
    self.body = body
    self.count = count
    wanted = min(helpers, count - 1)
    round &+= 1
    isOpen = true
    announced.store(round, ordering: .releasing)
    let sleepers = min(asleep, wanted)
    monitor.unlock()
    for _ in 0..<sleepers { monitor.signalWork() }
    work(count, body)
    // Shards take about equally long, so the helpers usually finish during this short, bounded wait.
    watch { inside.load(ordering: .acquiring) == 0 }
    monitor.lock()
    isOpen = false
    isCallerAsleep = true
    while inside.load(ordering: .acquiring) > 0 { monitor.waitForEnd() }
    isCallerAsleep = false
    self.body = nil
    monitor.unlock()
    rounds.unlock()
  }

  /// Makes the helper threads end.
  func stop() {
    monitor.lock()
    isStopped = true
    monitor.unlock()
    monitor.signalAll()
  }

  private func work(_ count: Int, _ body: @Sendable (Int) -> Void) {
    withDenormals(flushed: flushesDenormals) {
      while true {
        let job = next.wrappingAdd(1, ordering: .relaxed).oldValue
        if job >= count { break }
        body(job)
      }
    }
  }

  /// The loop of a helper thread: sleep, enter an open round, run jobs, leave it.
  private func help() {
    var last: UInt64 = 0
    monitor.lock()
    while !isStopped {
      if isOpen, round != last, wanted > 0 {
        last = round
        wanted -= 1
        inside.wrappingAdd(1, ordering: .relaxed)
        monitor.unlock()
        takePart()
        monitor.lock()
        inside.wrappingSubtract(1, ordering: .releasing)
        if isCallerAsleep { monitor.signalEnd() }
        monitor.unlock()
        watch { announced.load(ordering: .acquiring) != last }
        monitor.lock()
      } else {
        asleep += 1
        monitor.waitForWork()
        asleep -= 1
      }
    }
    monitor.unlock()
  }

  /// Runs jobs of the open round.
  ///
  /// A function of its own, so that the reference to the jobs' closure is released before the helper leaves
  /// the round.
  @inline(never) private func takePart() {
    if let body { work(count, body) }
  }

  private func startThread() {
    let argument = Unmanaged.passRetained(self)
    var thread = pthread_t()
    let failed = pthread_create(
      &thread, nil,
      { raw in
        guard let raw else { return nil }
        Unmanaged<WorkerTeam>.fromOpaque(raw).takeRetainedValue().help()
        return nil
      }, argument.toOpaque())
    // Without helpers the caller runs all jobs itself: slower, but with the same result.
    if failed == 0 { pthread_detach(thread) } else { argument.release() }
  }

  /// Polls until `isDone` returns true, for a bounded time.
  @inline(__always) private func watch(_ isDone: () -> Bool) {
    var left = patience
    while left > 0, !isDone() {
      left -= 1
      ft_spin_hint()
    }
  }

  /// About fifty microseconds, a few times as long as it takes to fall asleep and be woken.
  private static var looks: Int { 2000 }
}

/// A lock with two conditions, at a fixed address.
private final class Monitor: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let work = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private let end = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  init() {
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(work, nil)
    pthread_cond_init(end, nil)
  }

  deinit {
    pthread_cond_destroy(work)
    pthread_cond_destroy(end)
    pthread_mutex_destroy(mutex)
    mutex.deallocate()
    work.deallocate()
    end.deallocate()
  }

  func lock() { pthread_mutex_lock(mutex) }
  func unlock() { pthread_mutex_unlock(mutex) }
  func waitForWork() { pthread_cond_wait(work, mutex) }
  func waitForEnd() { pthread_cond_wait(end, mutex) }
  func signalWork() { pthread_cond_signal(work) }
  func signalEnd() { pthread_cond_signal(end) }
  func signalAll() { pthread_cond_broadcast(work) }
}
