import Glibc
import Synchronization

/// Ctrl-C: the first asks a running fit to stop after its update, the second ends the program at once.
enum Interruption {
  private static let requests = Atomic<Int>(0)
  private static let isHeard = Atomic<Bool>(false)
  private static let isSilent = Atomic<Bool>(false)

  /// Whether Ctrl-C was pressed.
  static var isRequested: Bool { requests.load(ordering: .relaxed) > 0 }

  /// Starts listening.
  ///
  /// Until ``hear(silently:)``, one Ctrl-C ends the program with exit code 130. A reader of standard output that has
  /// gone away ends it by SIGPIPE, whatever the parent process did with that signal.
  static func listen() {
    // Touches the three values first, so that the handler never initialises them.
    _ = isRequested || isHeard.load(ordering: .relaxed) || isSilent.load(ordering: .relaxed)
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { _ in Interruption.handle() }
    action.sa_flags = SA_RESTART
    _ = sigaction(SIGINT, &action, nil)
    signal(SIGPIPE, SIG_DFL)
    // A parent's thread may have had these blocked when it started the program.
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    sigaddset(&signals, SIGPIPE)
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }

  /// Says that a fit now asks ``isRequested`` between its updates.
  ///
  /// - Parameter silently: whether the handler writes nothing to standard error.
  static func hear(silently: Bool) {
    isSilent.store(silently, ordering: .relaxed)
    isHeard.store(true, ordering: .relaxed)
  }

  /// Says that nobody asks any more.
  static func stopHearing() { isHeard.store(false, ordering: .relaxed) }

  /// Runs in the signal handler: only system calls that are safe there.
  private static func handle() {
    let earlier = requests.add(1, ordering: .relaxed).oldValue
    guard earlier == 0, isHeard.load(ordering: .relaxed) else { _exit(130) }
    if !isSilent.load(ordering: .relaxed) {
      let text: StaticString = "\nstopping after this update; Ctrl-C again to stop at once\n"
      _ = write(STDERR_FILENO, text.utf8Start, text.utf8CodeUnitCount)
    }
  }
}
