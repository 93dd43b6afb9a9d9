/// How far a run is.
public enum RunStatus: String, Sendable, Hashable, Codable, CaseIterable {
  /// It goes on.
  case running = "RUNNING"
  /// It came to its end.
  case finished = "FINISHED"
  /// An error ended it.
  case failed = "FAILED"
  /// Somebody asked it to stop, as with Ctrl-C.
  case interrupted = "INTERRUPTED"
  /// Its process ended without a word.
  case killed = "KILLED"
}
