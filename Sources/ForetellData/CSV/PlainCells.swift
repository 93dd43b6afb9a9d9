/// Reads cells eight bytes at a time.
///
/// All functions load eight bytes from where they are asked to, which must be inside the text.
enum PlainCells {
  /// The next eight bytes, the first one in the lowest bits.
  @inline(__always)
  static func word(_ place: UnsafePointer<UInt8>) -> UInt64 {
    UInt64(littleEndian: UnsafeRawPointer(place).loadUnaligned(as: UInt64.self))
  }

  /// The same byte eight times.
  @inline(__always)
  static func each(_ byte: UInt8) -> UInt64 { UInt64(byte) &* 0x0101_0101_0101_0101 }

  /// Number of digits before the first other byte, at most 8.
  ///
  /// - Parameter word: eight bytes, exclusive or `each(0x30)`: digits have become their values 0 to 9.
  @inline(__always)
  static func digits(_ word: UInt64) -> Int {
    // 0x76 carries values from 10 on into the highest bit. What a byte above 0x89 carries into the next one comes
    // after the first that isn't a digit.
    (((word &+ each(0x76)) | word) & each(0x80)).trailingZeroBitCount &>> 3
  }

  /// The number that the first `count` digits of a word write, 1 to 8 of them.
  ///
  /// - Parameter word: as in ``digits(_:)``.
  @inline(__always)
  static func number(_ word: UInt64, _ count: Int) -> UInt64 {
    // Zeros in front don't change the number. Then pairs, fours and all eight are joined.
    let all = word &<< UInt64(truncatingIfNeeded: 64 &- 8 &* count)
    let pairs = (all &* 10 &+ all &>> 8) & 0x00ff_00ff_00ff_00ff
    let fours = (pairs &* 100 &+ pairs &>> 16) & 0x0000_ffff_0000_ffff
    return (fours &* 10_000 &+ fours &>> 32) & 0xffff_ffff
  }

  /// Whether the `count` bytes at two places are the same, at least 1; as many as 8 are loaded from both.
  @inline(__always)
  static func areEqual(_ left: UnsafePointer<UInt8>, _ right: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    if count < 8 {
      return (word(left) ^ word(right)) &<< UInt64(truncatingIfNeeded: 64 &- 8 &* count) == 0
    }
    var place = 0
    while place &+ 8 <= count {
      if word(left + place) != word(right + place) { return false }
      place &+= 8
    }
    return word(left + (count &- 8)) == word(right + (count &- 8))
  }

  /// Whether a byte ends a cell.
  @inline(__always)
  static func isEnd(_ byte: UInt8, _ delimiter: UInt8) -> Bool {
    byte == delimiter || byte == 0x0a || byte == 0x0d
  }

  /// Bytes before the first one that is the delimiter or part of a line break, behind which the text goes on; nil
  /// also if that is found only in the last 8 bytes.
  @inline(__always)
  static func length(
    _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, delimiter: UInt8
  ) -> Int? {
    var place = start
    while end - place > 8 {
      let word = word(place)
      let found = zeros(word ^ each(delimiter)) | zeros(word ^ each(0x0a)) | zeros(word ^ each(0x0d))
      if found != 0 { return place - start &+ found.trailingZeroBitCount &>> 3 }
      place += 8
    }
    return nil
  }

  /// The highest bit of each zero byte; behind the first of them also of some others.
  @inline(__always)
  private static func zeros(_ word: UInt64) -> UInt64 { (word &- each(1)) & ~word & each(0x80) }

  /// The number at the start of a text that ends with a delimiter or a line break, and its length.
  ///
  /// - Returns: nil also for a few numbers, such as those with an exponent, which ``NumberParser`` can read.
  @inline(__always)
  static func number(_ start: UnsafePointer<UInt8>, decimal: UInt8) -> (value: Double, length: Int)? {
    let isNegative = start[0] == 0x2d
    var place = start + (isNegative ? 1 : 0)
    var word = word(place) ^ each(0x30)
    var count = digits(word)
    if count == 0 { return nil }
    var significand = number(word, count)
    place += count
    if count == 8, place[0] &- 0x30 < 10 {
      word = self.word(place) ^ each(0x30)
      let more = digits(word)
      significand = significand &* tens(more) &+ number(word, more)
      place += more
      count &+= more
    }
    var fraction = 0
    if place[0] == decimal {
      place += 1
      word = self.word(place) ^ each(0x30)
      fraction = digits(word)
      if fraction == 0 { return nil }
      significand = significand &* tens(fraction) &+ number(word, fraction)
      place += fraction
      if fraction == 8, place[0] &- 0x30 < 10 {
        word = self.word(place) ^ each(0x30)
        let more = digits(word)
        significand = significand &* tens(more) &+ number(word, more)
        place += more
        fraction &+= more
      }
      count &+= fraction
    }
    guard count <= 19, let value = NumberParser.scale(significand, -fraction) else { return nil }
    return (isNegative ? -value : value, place - start)
  }

  /// 10 to a power of 0 to 8.
  @inline(__always)
  private static func tens(_ power: Int) -> UInt64 {
    switch power {
    case 0: 1
    case 1: 10
    case 2: 100
    case 3: 1_000
    case 4: 10_000
    case 5: 100_000
    case 6: 1_000_000
    case 7: 10_000_000
    default: 100_000_000
    }
  }

  /// Seconds since midnight of `13:00:00` or `13:00`, and its length; nil if it is neither.
  ///
  /// What follows is for the caller to look at.
  @inline(__always)
  static func timeOfDay(_ start: UnsafePointer<UInt8>) -> (seconds: Int64, length: Int)? {
    // Colons become 0 and digits their values; a whole word has no bit where neither can have one.
    var word = word(start) ^ 0x3030_3a30_303a_3030
    var length = 8
    if start[5] != 0x3a {
      word &= 0xff_ffff_ffff
      length = 5
    }
    guard ((word &+ 0x7676_7f76_767f_7676) | word) & each(0x80) == 0 else { return nil }
    let pairs = word &* 10 &+ word &>> 8
    let (hour, minute, second) = (pairs & 0xff, pairs &>> 24 & 0xff, pairs &>> 48 & 0xff)
    guard hour < 24, minute < 60, second < 60 else { return nil }
    return (Int64(hour &* 3600 &+ minute &* 60 &+ second), length)
  }
}
