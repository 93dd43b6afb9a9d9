import CForetellProcess
import Foretell
import Glibc
import Synchronization

/// Requests to stop: Ctrl-C (SIGINT), a closed terminal (SIGHUP), another program's request (SIGTERM).
///
/// The first request asks a running fit to stop after its current update, the second ends the program at
/// once.
enum Interruption {
  private static let requests = Atomic<Int>(0)
  private static let lastSignal = Atomic<Int32>(SIGINT)
  private static let isHeard = Atomic<Bool>(false)
  private static let isSilent = Atomic<Bool>(false)

  /// Whether a stop was requested.
  static var isRequested: Bool { requests.load(ordering: .relaxed) > 0 }

  /// The exit code after a request to stop: 128 plus the signal's number, as shells use it, so 130 for
  /// Ctrl-C.
  static var exitCode: Int32 { 128 + lastSignal.load(ordering: .relaxed) }

  /// Installs the signal handlers.
  ///
  /// Until ``hear(silently:)`` is called, a single signal ends the program. When the reader of standard
  /// output closes it, SIGPIPE ends the program, whatever the parent process did with that signal. A file
  /// that exceeds the shell's `ulimit -f` makes the write fail (EFBIG) instead of ending the program by
  /// SIGXFSZ.
  static func listen() {
    // Accesses the values once, so that they are never initialised inside the handler.
    _ = isRequested || isHeard.load(ordering: .relaxed) || isSilent.load(ordering: .relaxed) || exitCode == 0
    // A program started by nohup continues when its terminal is closed.
    let heard = foretell_ignores_signal(SIGHUP) ? [SIGINT, SIGTERM] : [SIGINT, SIGTERM, SIGHUP]
    for number in heard {
      var action = sigaction()
      action.__sigaction_handler.sa_handler = { number in Interruption.handle(number) }
      action.sa_flags = SA_RESTART
      _ = sigaction(number, &action, nil)
    }
    signal(SIGPIPE, SIG_DFL)
    signal(SIGXFSZ, SIG_IGN)
    // The parent process may have blocked these signals when it started the program.
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGINT, SIGTERM, SIGHUP, SIGPIPE] { sigaddset(&signals, number) }
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }

  /// To be called when a fit begins that checks ``isRequested`` between its updates.
  ///
  /// - Parameter silently: whether the handler writes nothing to standard error.
  static func hear(silently: Bool) {
    isSilent.store(silently, ordering: .relaxed)
    isHeard.store(true, ordering: .relaxed)
  }

  /// To be called when no fit checks ``isRequested`` any more: from then on a single signal ends the program
  /// again.
  static func stopHearing() { isHeard.store(false, ordering: .relaxed) }

  /// The signal handler, which makes only system calls that are safe there.
  private static func handle(_ number: Int32) {
    let reason = errno
    defer { errno = reason }
    lastSignal.store(number, ordering: .relaxed)
    let earlier = requests.add(1, ordering: .relaxed).oldValue
    guard earlier == 0, isHeard.load(ordering: .relaxed) else { _exit(128 + number) }
    guard !isSilent.load(ordering: .relaxed) else { return }
    let keys: StaticString = "\nstopping after this update; Ctrl-C again to stop at once\n"
    let other: StaticString = "\nstopping after this update; a second signal stops at once\n"
    let text = number == SIGINT ? keys : other
    _ = write(STDERR_FILENO, text.utf8Start, text.utf8CodeUnitCount)
  }
}

extension ForetellError {
  /// The exit code of a command that ends with this error.
  var exitCode: Int32 { kind == .interrupted ? Interruption.exitCode : kind.exitCode }
}
