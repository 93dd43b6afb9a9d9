import CCsv

/// A block of whole records, as read.
///
/// It isn't written to after it was filled, so threads may share it.
struct TextChunk: @unchecked Sendable {
  /// The memory of the text, of which the first `count` bytes are used.
  let bytes: UnsafeMutablePointer<UInt8>
  /// Number of bytes of the chunk.
  let count: Int

  /// All bytes of the chunk.
  var buffer: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: bytes, count: count) }
}

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

  /// The reason why a chunk could not be made.
  enum Refusal: Error {
    /// No record ends within the limit; the chunk holds the bytes read so far.
    case tooLong(TextChunk)
  }

  /// Reads the next chunk, or nil at the end; the caller frees its bytes.
  func next() throws -> TextChunk? {
    if isAtEnd, carry.isEmpty { return nil }
    var capacity = max(target, carry.count) + 1
    var bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    var count = carry.count
    for i in 0..<count { bytes[i] = carry[i] }
    carry.removeAll(keepingCapacity: true)
    do {
      while true {
        if !isAtEnd, count < capacity {
          let wanted = capacity - count
          let got = try source.read(into: bytes + count, count: wanted)
          if got < wanted { isAtEnd = true }
          count += got
        }
        if isAtEnd { break }
        let end = RecordChunks.lastRecordEnd(UnsafeBufferPointer(start: bytes, count: count))
        if end > 0 {
          carry.append(contentsOf: UnsafeBufferPointer(start: bytes + end, count: count - end))
          count = end
          break
        }
        if count > lineLimit {
          throw Refusal.tooLong(TextChunk(bytes: bytes, count: count))
        }
        if count == capacity {
          let wider = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity * 2)
          wider.update(from: bytes, count: count)
          bytes.deallocate()
          bytes = wider
          capacity *= 2
        }
      }
    } catch let refusal as Refusal {
      throw refusal
    } catch {
      bytes.deallocate()
      throw error
    }
    return TextChunk(bytes: bytes, count: count)
  }

  /// The length up to and including the last line break that ends a record, or 0.
  ///
  /// A carriage return at the very end is not used, because a line feed may follow it.
  static func lastRecordEnd(_ text: UnsafeBufferPointer<UInt8>) -> Int {
    guard let base = text.baseAddress else { return 0 }
    let census = foretell_csv_count(base, text.count)
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
