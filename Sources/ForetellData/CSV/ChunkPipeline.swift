import Dispatch

/// Reads blocks, parses them on several threads, and passes them on in the order of the file.
///
/// While one thread reads or passes on, the others parse. There are never more than two blocks per thread. Threads may
/// share it, because semaphores guard what they change.
final class ChunkPipeline: @unchecked Sendable {
  private let chunks: RecordChunks
  private let plan: RowPlan
  private let threads: Int
  private let chunkLength: Int

  /// Guards what reading changes: `chunks`, `readCount`, `isEnded`, `failure` and `tooLong`.
  private let reading = DispatchSemaphore(value: 1)
  private var readCount = 0
  private var isEnded = false
  private var failure: (any Error)?
  private var tooLong: TextBlock?

  /// Guards what passing on changes: the properties from here on.
  private let passing = DispatchSemaphore(value: 1)
  private var free: [TextBlock] = []
  /// Blocks that were parsed before an earlier one, by their number.
  private var waiting: [Int: TextBlock] = [:]
  private var passedCount = 0
  private var isPassing = false
  private var isCutShort = false

  /// Counts the blocks that a thread may take.
  private let available: DispatchSemaphore

  /// - Parameters:
  ///   - chunks: the input.
  ///   - plan: how to read the columns.
  ///   - threads: the number of threads, at least 1.
  ///   - chunkLength: the intended number of bytes of a block.
  init(_ chunks: RecordChunks, plan: RowPlan, threads: Int, chunkLength: Int) {
    self.chunks = chunks
    self.plan = plan
    self.threads = threads
    self.chunkLength = chunkLength
    available = DispatchSemaphore(value: threads == 1 ? 1 : 2 * threads)
  }

  /// Reads to the end, or until `pass` asks to stop.
  ///
  /// - Parameter pass: gets one parsed block at a time, in the order of the file, on any of the threads; returns
  ///   whether to go on.
  /// - Returns: the start of a record that is too long, if reading ended there.
  /// - Throws: the error of reading, if all blocks before it were passed on.
  func run(_ pass: (TextBlock) -> Bool) throws -> TextBlock? {
    if threads == 1 {
      work(pass)
    } else {
      // No two threads are in it at once.
      nonisolated(unsafe) let pass = pass
      DispatchQueue.concurrentPerform(iterations: threads) { _ in work(pass) }
    }
    if isCutShort { return nil }
    if let failure { throw failure }
    return tooLong
  }

  private func work(_ pass: (TextBlock) -> Bool) {
    while true {
      available.wait()
      let block = locked(passing) { free.popLast() } ?? TextBlock(capacity: chunkLength + 1)
      guard let number = read(into: block) else {
        available.signal()
        return
      }
      block.parse(plan)
      finish(block, number, pass)
    }
  }

  /// Reads the next block and returns its number; nil after the last one.
  private func read(into block: TextBlock) -> Int? {
    locked(reading) {
      if isEnded { return nil }
      do {
        switch try chunks.read(into: block) {
        case .block:
          readCount += 1
          return readCount - 1
        case .end: break
        case .tooLong: tooLong = block
        }
      } catch {
        failure = error
      }
      isEnded = true
      return nil
    }
  }

  /// Passes on a block and those that waited for it; or leaves it to the thread that is passing on.
  private func finish(_ block: TextBlock, _ number: Int, _ pass: (TextBlock) -> Bool) {
    passing.wait()
    waiting[number] = block
    if !isPassing {
      isPassing = true
      while let next = waiting.removeValue(forKey: passedCount) {
        passing.signal()
        let goesOn = isCutShort || pass(next)
        if !goesOn { locked(reading) { isEnded = true } }
        passing.wait()
        if !goesOn { isCutShort = true }
        passedCount += 1
        free.append(next)
        available.signal()
      }
      isPassing = false
    }
    passing.signal()
  }

  private func locked<Result>(_ semaphore: DispatchSemaphore, _ body: () -> Result) -> Result {
    semaphore.wait()
    defer { semaphore.signal() }
    return body()
  }
}
