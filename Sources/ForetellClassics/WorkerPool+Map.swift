import ForetellCore

extension WorkerPool {
  /// The results of `body(0)`, …, `body(count − 1)` in this order.
  package func map<Result: Sendable>(_ count: Int, _ body: @escaping @Sendable (Int) -> Result) -> [Result] {
    let results = UnsafeMutableBufferPointer<Result?>.allocate(capacity: count)
    results.initialize(repeating: nil)
    defer {
      results.deinitialize()
      results.deallocate()
    }
    // Every job writes to an element of its own.
    nonisolated(unsafe) let places = results
    forEach(count) { places[$0] = body($0) }
    return results.compactMap { $0 }
  }
}
