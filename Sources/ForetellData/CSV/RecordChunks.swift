import CCsv

/// Cuts an input into blocks that end at the end of a record, even when quoted cells contain line breaks.
///
/// Up to the first misplaced quotation mark, a line break ends a record exactly when the number of quotation
/// marks before it is even; after such a mark the cut doesn't matter, because the parser refuses the block
/// that contains it.
final class RecordChunks {
  private let source: ByteSource
  private let target: Int
  private let lineLimit: Int
  private var carry: [UInt8] = []
  private var isAtEnd = false

  /// - Parameters:
  ///   - source: the input.
  ///   - chunkLength: the intended number of bytes of a block, at least 1.
  ///   - lineLimit: the largest number of bytes of a record.
  init(source: ByteSource, chunkLength: Int, lineLimit: Int) {
    self.source = source
    target = max(1, chunkLength)
    self.lineLimit = lineLimit
  }

  /// How reading a block ended.
  enum Outcome {
    case block
    case end
    /// No record ends within the limit; the block holds the bytes read so far.
    case tooLong
  }

  /// Reads the next block.
  func read(into block: TextBlock) throws -> Outcome {
    block.count = 0
    if isAtEnd, carry.isEmpty { return .end }
    block.reserve(max(target, carry.count) + 1)
    for i in 0..<carry.count { block.bytes[i] = carry[i] }
    block.count = carry.count
    carry.removeAll(keepingCapacity: true)
    while true {
      if !isAtEnd, block.count < block.capacity {
        let wanted = block.capacity - block.count
        let got = try source.read(into: block.bytes + block.count, count: wanted)
        if got < wanted { isAtEnd = true }
        block.count += got
      }
      block.census = foretell_csv_count(block.bytes, block.count)
      if isAtEnd { return .block }
      let end = RecordChunks.lastRecordEnd(block.text, block.census)
      if end > 0 {
        let rest = UnsafeBufferPointer(start: block.bytes + end, count: block.count - end)
        carry.append(contentsOf: rest)
        block.census.subtract(foretell_csv_count(block.bytes + end, rest.count))
        block.count = end
        return .block
      }
      if block.count > lineLimit { return .tooLong }
      if block.count == block.capacity { block.reserve(block.capacity * 2) }
    }
  }

  /// The length up to and including the last line break that ends a record, or 0.
  ///
  /// A carriage return at the very end is not used, because a line feed may follow it.
  static func lastRecordEnd(_ text: UnsafeBufferPointer<UInt8>) -> Int {
    guard let base = text.baseAddress else { return 0 }
    return lastRecordEnd(text, foretell_csv_count(base, text.count))
  }

  private static func lastRecordEnd(_ text: UnsafeBufferPointer<UInt8>, _ census: foretell_csv_census) -> Int
  {
    guard let base = text.baseAddress else { return 0 }
    if census.quotes == 0 {
      let position = foretell_csv_last_line_feed(base, text.count)
      if position >= 0 { return position + 1 }
    }
    if census.lineFeeds + census.carriageReturns == 0 { return 0 }
    var end = 0
    var isQuoted = false
    for i in 0..<text.count {
      switch text[i] {
      case 0x22: isQuoted.toggle()
      case 0x0a: if !isQuoted { end = i + 1 }
      case 0x0d: if !isQuoted, i + 1 < text.count, text[i + 1] != 0x0a { end = i + 1 }
      default: break
      }
    }
    return end
  }
}

extension foretell_csv_census {
  /// Takes away the bytes of a part of the text.
  fileprivate mutating func subtract(_ part: foretell_csv_census) {
    lineFeeds -= part.lineFeeds
    carriageReturns -= part.carriageReturns
    quotes -= part.quotes
    nulBytes -= part.nulBytes
    highBytes -= part.highBytes
  }
}
