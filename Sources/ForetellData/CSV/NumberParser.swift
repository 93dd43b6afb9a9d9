/// Parses decimal numbers from bytes, correctly rounded and usually without making a `String`.
///
/// Accepted is `[+-] digits [decimal digits] [e [+-] digits]` with at least one digit before the exponent.
/// Spaces, hexadecimal numbers, `inf`, `nan` and thousands separators are not.
enum NumberParser {
  /// Reads a whole cell as a number.
  ///
  /// - Parameters:
  ///   - bytes: the cell, without quotes and surrounding spaces.
  ///   - decimal: the byte of the decimal mark, `.` or `,`.
  /// - Returns: the nearest double; an infinity when the number is too large; nil when it isn't a number.
  @inline(__always)
  static func parse(_ bytes: UnsafeBufferPointer<UInt8>, decimal: UInt8) -> Double? {
    guard let base = bytes.baseAddress, bytes.count > 0 else { return nil }
    let count = bytes.count
    var position = 0
    var isNegative = false
    if base[0] == 0x2d {
      isNegative = true
      position = 1
    } else if base[0] == 0x2b {
      position = 1
    }
    var significand: UInt64 = 0
    let start = position
    while position < count {
      let digit = base[position] &- 0x30
      if digit > 9 { break }
      significand = significand &* 10 &+ UInt64(digit)
      position &+= 1
    }
    var digits = position &- start
    var exponent = 0
    if position < count, base[position] == decimal {
      position &+= 1
      let fraction = position
      while position < count {
        let digit = base[position] &- 0x30
        if digit > 9 { break }
        significand = significand &* 10 &+ UInt64(digit)
        position &+= 1
      }
      exponent = fraction &- position
      digits &+= position &- fraction
    }
    if digits == 0 { return nil }
    if position < count {
      guard let power = parseExponent(base + position, count: count &- position) else { return nil }
      exponent &+= power
    }
    // Up to 19 digits fit into 64 bits; more take the slow path (also leading zeros, which costs only time).
    guard digits <= 19, let magnitude = scale(significand, exponent) else {
      return parseSlowly(bytes, decimal: decimal)
    }
    return isNegative ? -magnitude : magnitude
  }

  /// Reads `e±digits`; huge exponents are limited.
  private static func parseExponent(_ base: UnsafePointer<UInt8>, count: Int) -> Int? {
    guard count >= 2, base[0] | 0x20 == 0x65 else { return nil }
    var position = 1
    var isNegative = false
    if base[1] == 0x2d || base[1] == 0x2b {
      isNegative = base[1] == 0x2d
      position = 2
    }
    guard position < count else { return nil }
    var power = 0
    while position < count {
      let digit = base[position] &- 0x30
      if digit > 9 { return nil }
      if power < 100_000 { power = power * 10 + Int(digit) }
      position += 1
    }
    return isNegative ? -power : power
  }

  /// significand · 10^exponent, correctly rounded, or nil when that needs more than 128 bits.
  ///
  /// Two cases are exact: both factors are representable as doubles, so that the product or quotient rounds
  /// only once; or the power of ten fits into 64 bits, so that an integer product, or a quotient with its
  /// remainder, is the exact value.
  @inline(__always)
  static func scale(_ significand: UInt64, _ exponent: Int) -> Double? {
    if exponent == 0 { return Double(significand) }
    if significand < 1 << 53, exponent >= -22, exponent <= 22 {
      return exponent < 0
        ? Double(significand) / powers[-exponent] : Double(significand) * powers[exponent]
    }
    return scaleExactly(significand, exponent)
  }

  private static func scaleExactly(_ significand: UInt64, _ exponent: Int) -> Double? {
    if significand == 0 { return 0 }
    guard exponent >= -19, exponent <= 19 else { return nil }
    let power = integerPowers[abs(exponent)]
    if exponent > 0 {
      let product = significand.multipliedFullWidth(by: power)
      if product.high == 0 { return Double(product.low) }
      let shift = product.high.leadingZeroBitCount
      let top =
        shift == 0 ? product.high : product.high << UInt64(shift) | product.low >> UInt64(64 - shift)
      let rest = shift == 0 ? product.low : product.low << UInt64(shift)
      return round(top, sticky: rest != 0, exponent: 64 - shift)
    }
    // Shift both to full width so that the quotient has 63 or 64 significant bits.
    let shift = significand.leadingZeroBitCount
    let powerShift = power.leadingZeroBitCount
    let dividend = (significand << UInt64(shift)) >> 1  // below the divisor's top bit: no overflow
    let lost = (significand << UInt64(shift)) & 1
    let divisor = power << UInt64(powerShift)
    let (quotient, remainder) = divisor.dividingFullWidth((dividend, lost << 63))
    let extra = quotient.leadingZeroBitCount
    // The bits shifted in at the bottom are unknown only below the remainder, which `sticky` covers, as the
    // quotient has at least 62 bits and only 53 are kept.
    return round(
      quotient << UInt64(extra), sticky: remainder != 0,
      exponent: 1 - shift + powerShift - 64 - extra)
  }

  /// top · 2^exponent with a 64-bit normalised `top`, rounded to nearest even.
  private static func round(_ top: UInt64, sticky: Bool, exponent: Int) -> Double {
    var kept = top >> 11
    let dropped = top & 0x7ff
    if dropped > 0x400 || dropped == 0x400 && (sticky || kept & 1 == 1) { kept += 1 }
    // The exponent stays far from both ends of the range, so that the power of two is a normal number.
    return Double(kept) * Double(bitPattern: UInt64(exponent + 11 + 1023) << 52)
  }

  private static func parseSlowly(_ bytes: UnsafeBufferPointer<UInt8>, decimal: UInt8) -> Double? {
    var text = String(decoding: bytes, as: UTF8.self)
    if decimal == 0x2c { text = String(text.map { $0 == "," ? "." : $0 }) }
    if text.hasSuffix(".") { text.removeLast() }
    return Double(text.replacingDotBeforeExponent())
  }

  /// 10^0 … 10^22, all exact in double precision.
  private static let powers: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    1e19, 1e20, 1e21, 1e22,
  ]

  /// 10^0 … 10^19, all powers that fit into 64 bits.
  private static let integerPowers: [UInt64] = (0...19).map { exponent in
    (0..<exponent).reduce(UInt64(1)) { power, _ in power * 10 }
  }
}

extension String {
  /// The text with `1.e5` changed to `1e5`, which `Double.init` accepts.
  fileprivate func replacingDotBeforeExponent() -> String {
    guard let dot = firstIndex(of: "."), case let next = index(after: dot), next < endIndex,
      self[next] == "e" || self[next] == "E"
    else { return self }
    var text = self
    text.remove(at: dot)
    return text
  }
}
