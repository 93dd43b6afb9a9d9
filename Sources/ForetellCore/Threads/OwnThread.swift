import Glibc

/// Starts work on a thread that nothing else uses.
package enum OwnThread {
  /// Room for the work's stack in bytes: as much as a process' first thread usually has.
  private static let stackSize = 8 << 20

  /// Runs `body` on a new thread, which ends with it; false when the system gives no thread, and nothing was run.
  package static func start(_ body: @escaping @Sendable () -> Void) -> Bool {
    let box = Unmanaged.passRetained(Box(body))
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, stackSize)
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    var thread = pthread_t()
    let failure = pthread_create(
      &thread, &attributes,
      { raw in
        if let raw { Unmanaged<Box>.fromOpaque(raw).takeRetainedValue().body() }
        return nil
      }, box.toOpaque())
    if failure != 0 { box.release() }
    return failure == 0
  }

  private final class Box {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
}
