extension NumberForm {
  /// Reads the usual cells of a column that is not written plainly: ASCII digits, the column's marks and its suffix.
  ///
  /// It returns nil for all other cells, which `read` then handles.
  func quick(_ bytes: UnsafeBufferPointer<UInt8>) -> (value: Double, traits: NumberTraits)? {
    guard openMarks == .read, !refusesLongIntegers else { return nil }
    var traits = NumberTraits(rawValue: 0)
    var end = bytes.count
    switch suffix {
    case .none: break
    case .multipliers: return nil
    case .all(let text, let kind):
      let word = text.utf8
      guard kind != .currency, end > word.count, bytes[(end - word.count)...].elementsEqual(word) else {
        return nil
      }
      end -= word.count
      while end > 0, bytes[end - 1] == 0x20 { end -= 1 }
      traits.insert(kind == .percent ? .percent : .unit)
    }
    guard let size = NumberForm.size(bytes, end, decimal: decimal, thousands: thousands, &traits) else {
      return nil
    }
    return (bytes[0] == 0x2d ? -size : size, traits)
  }

  /// The absolute value of a number with at most 18 digits and whole groups of three.
  private static func size(
    _ bytes: UnsafeBufferPointer<UInt8>, _ end: Int, decimal: UInt8, thousands: UInt8?,
    _ traits: inout NumberTraits
  ) -> Double? {
    var position = end > 0 && (bytes[0] == 0x2d || bytes[0] == 0x2b) ? 1 : 0
    var significand: UInt64 = 0
    var digits = 0
    var group = 0
    var fraction = -1
    while position < end {
      let byte = bytes[position]
      let digit = byte &- 0x30
      if digit <= 9 {
        significand = significand &* 10 &+ UInt64(digit)
        digits += 1
        group += 1
        if fraction >= 0 { fraction += 1 }
      } else if byte == thousands, fraction < 0,
        traits.contains(.thousands) ? group == 3 : (1...3).contains(group)
      {
        // A group of thousands never begins with zero.
        if significand == 0 || group == digits && bytes[position - digits] == 0x30 { return nil }
        traits.insert(.thousands)
        group = 0
      } else if byte == decimal, fraction < 0, group > 0 {
        if traits.contains(.thousands), group != 3 { return nil }
        fraction = 0
      } else {
        return nil
      }
      position += 1
    }
    guard digits > 0, digits <= 18, fraction != 0 else { return nil }
    if traits.contains(.thousands), fraction < 0, group != 3 { return nil }
    return NumberParser.scale(significand, fraction > 0 ? -fraction : 0)
  }
}
