import Synchronization

/// Watches how far back gradients reach while a network trains.
///
/// Give one to `FitOptions.monitor`; after every epoch it receives a ``GradientSnapshot``. Every `interval`-th update of
/// an epoch is measured, the first among them; nothing of the fit's result changes, and without a monitor nothing runs.
/// A fit that diverges delivers the epoch that broke it, with the gradients of the update that did, before it throws.
public final class GradientMonitor: Sendable {
  /// Every how many updates one is measured.
  public let interval: Int
  private let received = Mutex<[GradientSnapshot]>([])
  private let deliver: (@Sendable (GradientSnapshot) -> Void)?

  /// A monitor.
  ///
  /// - Parameters:
  ///   - interval: every how many updates one is measured; traps below 1. Measuring costs about a sixth of an update,
  ///     so that 16 keeps the whole below two percent (`foretell-bench monitor`).
  ///   - deliver: called with each snapshot on the fitting thread.
  public init(interval: Int = 16, deliver: (@Sendable (GradientSnapshot) -> Void)? = nil) {
    precondition(interval > 0, "a monitor's interval must be positive, got \(interval)")
    self.interval = interval
    self.deliver = deliver
  }

  /// All snapshots so far, in order.
  public var snapshots: [GradientSnapshot] { received.withLock { $0 } }

  /// Keeps and delivers a snapshot.
  func receive(_ snapshot: GradientSnapshot) {
    received.withLock { $0.append(snapshot) }
    deliver?(snapshot)
  }
}
