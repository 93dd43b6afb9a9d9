/// Reads runs of rows that are written plainly: each cell has what its column should have, with no space around it.
///
/// It stops before a row with anything else, which ``ChunkParser`` then reads field by field; only there problems
/// are found and reported. A row that both can read gives the same numbers.
struct PlainRows {
  /// What is read from a cell.
  private enum Step {
    case skip, stamp, id
    /// A number; the decimal mark is 0 where none is expected.
    case number(decimal: UInt8)
  }

  private let steps: [Step]
  private let delimiter: UInt8
  private let fieldLimit: Int
  private let valueCount: Int
  private let hasId: Bool
  /// Rows to read field by field before the next try, and after a try without success.
  private var pause = 0
  private var nextPause = 0

  /// Nil when the columns need more care than this has.
  init?(_ plan: RowPlan) {
    // Other delimiters could be part of a number or of a time stamp.
    guard [0x2c, 0x3b, 0x09, 0x7c].contains(plan.delimiter), plan.fieldLimit >= 64 else { return nil }
    var steps: [Step] = []
    var stamps = 0
    for role in plan.roles {
      switch role {
      case .unused: steps.append(.skip)
      case .time:
        steps.append(.stamp)
        stamps += 1
      case .id: steps.append(.id)
      case .value: steps.append(.number(decimal: plan.decimal == plan.delimiter ? 0 : plan.decimal))
      case .integerValue: steps.append(.number(decimal: 0))
      case .timePart, .idPart, .carefulValue, .category: return nil
      }
    }
    guard stamps == 1 else { return nil }
    self.steps = steps
    delimiter = plan.delimiter
    fieldLimit = plan.fieldLimit
    valueCount = plan.valueCount
    hasId = plan.hasId
  }

  /// Reads rows as long as they are plain.
  ///
  /// - Parameters:
  ///   - start: where a row begins.
  ///   - end: the end of the text.
  ///   - stamps: reads time stamps.
  ///   - result: where the rows go, with room for all rows of the text.
  /// - Returns: where the first row begins that wasn't read.
  mutating func read(
    _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, stamps: inout FastStamps,
    into result: inout ParsedChunk
  ) -> UnsafePointer<UInt8> {
    // In a text where hardly any row is plain, trying costs little.
    if pause > 0 {
      pause &-= 1
      return start
    }
    let before = result.records
    let stop = readAll(start, end, &stamps, &result)
    nextPause = result.records > before ? 0 : min(2 &* nextPause &+ 1, 63)
    pause = nextPause
    return stop
  }

  private func readAll(
    _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, _ stamps: inout FastStamps,
    _ result: inout ParsedChunk
  ) -> UnsafePointer<UInt8> {
    let stampBase = result.stamps.base + result.stamps.count
    let idBase = result.ids.base + result.ids.count
    var cell = result.cells.base + result.cells.count
    var reader = stamps
    var rows = 0
    var row = start
    // The id of the last row that was read here, where it stands in the text.
    var (lastId, lastLength, code) = (start, 0, UInt32(0))
    let delimiter = delimiter
    steps.withUnsafeBufferPointer { steps in
      reading: while true {
        var place = row
        var nextCell = cell
        var stamp: Int64 = 0
        for index in steps.indices {
          // As many bytes as a number or a time stamp reads.
          guard end - place >= 40 else { break reading }
          switch steps[index] {
          case .number(let decimal):
            if let (value, length) = PlainCells.number(place, decimal: decimal),
              PlainCells.isEnd(place[length], delimiter)
            {
              place += length
              nextCell[0] = value
            } else {
              guard let length = PlainCells.length(place, end, delimiter: delimiter) else { break reading }
              let bytes = UnsafeBufferPointer(start: place, count: length)
              if length > 0 {
                guard length <= fieldLimit, let value = NumberParser.parse(bytes, decimal: decimal),
                  value.isFinite
                else { break reading }
                nextCell[0] = value
              } else {
                nextCell[0] = .nan
              }
              place += length
            }
            nextCell += 1
          case .stamp:
            guard let length = reader.read(place, end, delimiter: delimiter, stamp: &stamp),
              length <= fieldLimit
            else { break reading }
            place += length
          case .id:
            if lastLength > 0, end - place >= lastLength &+ 8, place[lastLength] == delimiter,
              PlainCells.areEqual(place, lastId, lastLength)
            {
              place += lastLength
              break
            }
            guard let length = PlainCells.length(place, end, delimiter: delimiter), length > 0,
              length <= fieldLimit, place[0] > 0x20, place[length &- 1] > 0x20
            else { break reading }
            code = result.idTable.code(of: UnsafeBufferPointer(start: place, count: length))
            (lastId, lastLength) = (place, length)
            place += length
          case .skip:
            guard let length = PlainCells.length(place, end, delimiter: delimiter), length <= fieldLimit
            else {
              break reading
            }
            place += length
          }
          if index &+ 1 < steps.count {
            guard place[0] == delimiter else { break reading }
            place += 1
          }
        }
        guard place[0] == 0x0a || place[0] == 0x0d else { break }
        row = place + (place[0] == 0x0d && place[1] == 0x0a ? 2 : 1)
        cell = nextCell
        stampBase[rows] = stamp
        if hasId { idBase[rows] = code }
        rows &+= 1
      }
    }
    stamps = reader
    result.stamps.advance(by: rows)
    if hasId { result.ids.advance(by: rows) }
    result.cells.advance(by: rows &* valueCount)
    result.records &+= rows
    return row
  }
}
