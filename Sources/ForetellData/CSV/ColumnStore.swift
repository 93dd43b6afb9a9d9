/// Numbers in memory that is kept from block to block, so that the system provides and clears it only once.
///
/// One thread at a time may use it.
final class ColumnStore<Element: BitwiseCopyable> {
  /// The memory, of which the first ``count`` elements are set and ``capacity`` may be.
  private(set) var base: UnsafeMutablePointer<Element>
  private(set) var capacity: Int
  /// Number of elements.
  private(set) var count = 0

  init() {
    capacity = 16
    base = .allocate(capacity: capacity)
  }

  deinit { base.deallocate() }

  /// The elements; valid until the next change.
  var elements: UnsafeBufferPointer<Element> { UnsafeBufferPointer(start: base, count: count) }

  /// Makes room for `wanted` elements in all.
  func reserve(_ wanted: Int) {
    guard wanted > capacity else { return }
    let wider = UnsafeMutablePointer<Element>.allocate(capacity: wanted)
    wider.update(from: base, count: count)
    base.deallocate()
    base = wider
    capacity = wanted
  }

  @inline(__always)
  func append(_ element: Element) {
    if count == capacity { reserve(2 * capacity) }
    base[count] = element
    count &+= 1
  }

  /// Counts elements that were written to the memory behind the others; `more` of them fit.
  @inline(__always)
  func advance(by more: Int) { count &+= more }

  /// Replaces each element.
  @inline(__always)
  func replace(_ change: (Element) -> Element) {
    for place in 0..<count { base[place] = change(base[place]) }
  }

  func forgetLast(_ some: Int) { count -= some }

  func forgetAll() { count = 0 }
}
