import CCsv

/// A block of whole records, and what was parsed from it; its memory serves one block after the other.
///
/// One thread at a time may use it.
final class TextBlock {
  /// The memory of the text, of which the first ``count`` bytes are used.
  private(set) var bytes: UnsafeMutablePointer<UInt8>
  private(set) var capacity: Int
  /// Number of bytes of the text.
  var count = 0
  /// The bytes that the text contains.
  var census = foretell_csv_census()
  /// What was parsed from the text.
  var parsed = ParsedChunk()

  /// A block with room for some bytes, at least 1.
  init(capacity: Int) {
    self.capacity = max(1, capacity)
    bytes = .allocate(capacity: self.capacity)
  }

  deinit { bytes.deallocate() }

  /// All bytes of the text.
  var text: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: bytes, count: count) }

  /// Makes room for `wanted` bytes in all and keeps the text.
  func reserve(_ wanted: Int) {
    guard wanted > capacity else { return }
    let wider = UnsafeMutablePointer<UInt8>.allocate(capacity: wanted)
    wider.update(from: bytes, count: count)
    bytes.deallocate()
    bytes = wider
    capacity = wanted
  }

  /// Parses the text.
  func parse(_ plan: RowPlan) {
    parsed = ChunkParser.parse(text, plan: plan, census: census, into: ParsedChunk(reusing: parsed))
  }
}
