/// The state of a run.
public enum RunStatus: String, Sendable, Hashable, Codable, CaseIterable {
  /// The run is in progress.
  case running = "RUNNING"
  /// The run ended normally.
  case finished = "FINISHED"
  /// An error ended the run.
  case failed = "FAILED"
  /// The run was asked to stop, for example with Ctrl-C.
  case interrupted = "INTERRUPTED"
  /// The process ended without recording an end.
  case killed = "KILLED"
}
