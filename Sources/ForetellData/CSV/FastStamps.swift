/// Reads time stamps of a known style, with a fast path for ISO 8601 dates and times without a zone.
///
/// The fast path reads `2024-01-31`, `2024-01-31T13:00` and `2024-01-31 13:00:00` (with the style's
/// separator) and remembers the last day and its month; all other cells go to the parser.
struct FastStamps {
  private let parser: StampParser
  private let isPlain: Bool
  private let separator: UInt8
  private var head: UInt64 = 0
  private var tail: UInt64 = 0
  private var daySeconds: Int64 = 0
  /// The start of the last day's month, and its number of days.
  private var monthSeconds: Int64 = 0
  private var monthDays: Int64 = 0

  init(_ parser: StampParser) {
    self.parser = parser
    isPlain = parser.style.layout == .yearMonthDay && parser.style.zone == .none
    separator = parser.style.dateSeparator
  }

  /// Seconds or integer steps of a cell, or why it isn't a time stamp.
  @inline(__always)
  mutating func parse(_ bytes: UnsafeBufferPointer<UInt8>) -> Result<Timestamp, StampProblem> {
    if isPlain, bytes.count >= 10, let base = bytes.baseAddress, let value = plain(base, bytes.count) {
      return .success(Timestamp(value))
    }
    return parser.parse(Span(_unsafeElements: bytes))
  }

  @inline(__always)
  private mutating func plain(_ base: UnsafePointer<UInt8>, _ count: Int) -> Int64? {
    guard startsWithDay(base) else { return nil }
    if count == 10 { return daySeconds }
    guard count == 19 || count == 16, base[10] == 0x20 || base[10] == 0x54, base[13] == 0x3a,
      let hour = FastStamps.pair(base + 11), hour < 24, let minute = FastStamps.pair(base + 14), minute < 60
    else { return nil }
    let seconds = daySeconds &+ hour &* 3600 &+ minute &* 60
    if count == 16 { return seconds }
    guard base[16] == 0x3a, let second = FastStamps.pair(base + 17), second < 60 else { return nil }
    return seconds &+ second
  }

  /// Reads a time stamp at the start of a text of at least 40 bytes.
  ///
  /// - Parameters:
  ///   - stamp: the seconds or integer steps.
  /// - Returns: the length of the cell; nil if it isn't a time stamp or has spaces around it.
  @inline(__always)
  mutating func read(
    _ base: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, delimiter: UInt8, stamp: inout Int64
  ) -> Int? {
    if isPlain, startsWithDay(base) {
      let mark = base[10]
      if mark == 0x20 || mark == 0x54 {
        if let (seconds, length) = PlainCells.timeOfDay(base + 11),
          PlainCells.isEnd(base[11 &+ length], delimiter)
        {
          stamp = daySeconds &+ seconds
          return 11 &+ length
        }
      } else if PlainCells.isEnd(mark, delimiter) {
        stamp = daySeconds
        return 10
      }
    }
    guard let length = PlainCells.length(base, end, delimiter: delimiter), length > 0, base[0] > 0x20,
      base[length &- 1] > 0x20,
      case .success(let value) = parse(UnsafeBufferPointer(start: base, count: length))
    else { return nil }
    stamp = value.value
    return length
  }

  /// Whether ten bytes are a day, whose seconds are then in `daySeconds`.
  @inline(__always)
  private mutating func startsWithDay(_ base: UnsafePointer<UInt8>) -> Bool {
    let head = PlainCells.word(base)
    let tail = PlainCells.word(base + 2)
    if head == self.head {
      if tail == self.tail { return true }
      // Another day of the same month.
      guard let day = FastStamps.pair(base + 8), day > 0, day <= monthDays else { return false }
      daySeconds = monthSeconds &+ (day &- 1) &* 86_400
    } else {
      guard let day = FastStamps.day(base, separator) else { return false }
      self.head = head
      daySeconds = day.dayNumber * 86_400
      monthSeconds = daySeconds - Int64(day.day - 1) * 86_400
      monthDays = Int64(CivilDate.daysInMonth(year: day.year, month: day.month))
    }
    self.tail = tail
    return true
  }

  /// A valid day `YYYY-MM-DD`.
  private static func day(_ base: UnsafePointer<UInt8>, _ separator: UInt8) -> CivilDate? {
    guard base[4] == separator, base[7] == separator, let century = pair(base), let year = pair(base + 2),
      let month = pair(base + 5), let day = pair(base + 8)
    else { return nil }
    let date = CivilDate(year: Int(century * 100 + year), month: Int(month), day: Int(day))
    return date.isValid ? date : nil
  }

  /// The number written by two digits.
  @inline(__always)
  private static func pair(_ base: UnsafePointer<UInt8>) -> Int64? {
    let tens = base[0] &- 0x30
    let ones = base[1] &- 0x30
    return tens > 9 || ones > 9 ? nil : Int64(tens &* 10 &+ ones)
  }
}
