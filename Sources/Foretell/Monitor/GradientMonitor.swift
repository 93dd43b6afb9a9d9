import Synchronization

/// Watches how far back gradients reach while a network trains.
///
/// Give one to `FitOptions.monitor`; after every epoch it receives a ``GradientSnapshot``. Of each epoch the
/// first update and every `interval`-th one after it are measured. The result of the fit doesn't change. A
/// fit that diverges delivers a snapshot of the unfinished epoch, with the gradients of the diverging update,
/// before it throws.
public final class GradientMonitor: Sendable {
  /// Number of updates from one measured update to the next.
  public let interval: Int
  private let received = Mutex<[GradientSnapshot]>([])
  private let deliver: (@Sendable (GradientSnapshot) -> Void)?

  /// Makes a monitor.
  ///
  /// - Parameters:
  ///   - interval: the number of updates from one measured update to the next; traps below 1. A measurement
  ///     costs about a sixth of an update, so the default of 16 keeps the total below two percent
  ///     (`foretell-bench monitor`).
  ///   - deliver: called with each snapshot on the fitting thread.
  public init(interval: Int = 16, deliver: (@Sendable (GradientSnapshot) -> Void)? = nil) {
    precondition(interval > 0, "a monitor's interval must be positive, got \(interval)")
    self.interval = interval
    self.deliver = deliver
  }

  /// All snapshots so far, in order.
  public var snapshots: [GradientSnapshot] { received.withLock { $0 } }

  /// Stores a snapshot and passes it to `deliver`.
  func receive(_ snapshot: GradientSnapshot) {
    received.withLock { $0.append(snapshot) }
    deliver?(snapshot)
  }
}
