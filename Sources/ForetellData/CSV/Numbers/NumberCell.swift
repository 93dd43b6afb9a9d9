/// A cell that holds one number and perhaps something around it: a trailing sign, brackets, a currency, a
/// unit, a footnote, unusual spaces or digits.
///
/// Here the cell is only split into parts; ``NumberDetection`` decides for the whole column what they mean.
struct NumberCell {
  /// How the sign is written.
  enum Sign: Sendable, Hashable {
    case none, plus, minus
    /// `10.5-`
    case trailing
    /// `(10.5)`
    case brackets
  }

  /// Unusual characters among the digits that leave no doubt about the number.
  struct Oddities: OptionSet, Sendable, Hashable {
    let rawValue: UInt8
    /// A minus sign other than the hyphen, such as U+2212.
    static let minus = Oddities(rawValue: 1)
    /// Spaces other than the ASCII space, or any spaces inside quotation marks.
    static let spaces = Oddities(rawValue: 2)
    /// Full-width digits or those of another script.
    static let digits = Oddities(rawValue: 4)
  }

  var sign = Sign.none
  /// Text before the number, without surrounding spaces: a currency or a comparison.
  var prefix = ""
  /// Text after the number, without surrounding spaces.
  var suffix = ""
  /// Whether a space comes before the suffix.
  var isSuffixApart = false
  /// Digits and marks in ASCII: `.`, `,`, space, `'`, `_`, an exponent, and `d` or `t` for the Arabic decimal and
  /// thousands marks.
  var body: [UInt8] = []
  var oddities: Oddities = []

  /// Splits a cell into its parts; nil when it isn't a number with something around it.
  init?(_ bytes: some Collection<UInt8>) {
    guard !bytes.isEmpty, bytes.count <= 200 else { return nil }
    let text = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
    guard var start = text.firstIndex(where: { Self.digit($0) != nil }) else { return nil }
    if start > 0, let mark = Self.mark(text[start - 1]), mark != 0x20 { start -= 1 }
    guard let end = readBody(text, from: start), readHead(text[..<start]), readTail(text[end...]) else {
      return nil
    }
    if Self.isBlank(text[0]) || Self.isBlank(text[text.count - 1]) { oddities.insert(.spaces) }
    guard NumberWords.isPrefix(prefix),
      suffix.isEmpty || NumberWords.kind(ofSuffix: suffix, isApart: isSuffixApart) != nil
    else { return nil }
  }

  /// Whether the number is negative.
  var isNegative: Bool {
    switch sign {
    case .minus, .trailing, .brackets: true
    case .none, .plus: false
    }
  }

  // MARK: - Parts

  private mutating func readBody(_ text: [Unicode.Scalar], from start: Int) -> Int? {
    var position = start
    while position < text.count {
      let scalar = text[position]
      if let digit = Self.digit(scalar) {
        if scalar.value > 0x39 { oddities.insert(.digits) }
        body.append(0x30 + digit)
      } else if let mark = Self.mark(scalar) {
        // Spaces, apostrophes and similar marks belong to the number only before a group of three digits.
        let next = position + 1
        guard next < text.count, Self.digit(text[next]) != nil else { break }
        if mark == 0x20 || mark == 0x27 || mark == 0x5f {
          let group = text[next...].prefix { Self.digit($0) != nil }
          guard group.count == 3 else { break }
          if mark == 0x20, scalar != " " { oddities.insert(.spaces) }
        }
        body.append(mark)
      } else if scalar == "e" || scalar == "E", let power = Self.exponent(text, position) {
        body += [0x65] + power
        return position + 1 + power.count
      } else {
        break
      }
      position += 1
    }
    return position
  }

  /// Reads signs, an opening bracket, a currency or a comparison before the number.
  private mutating func readHead(_ head: ArraySlice<Unicode.Scalar>) -> Bool {
    var words = String.UnicodeScalarView()
    for scalar in head {
      if Self.isMinus(scalar) || scalar == "+" {
        if sign != .none { return false }
        sign = scalar == "+" ? .plus : .minus
        if scalar != "-", scalar != "+" { oddities.insert(.minus) }
      } else if scalar == "(" {
        if sign != .none { return false }
        sign = .brackets
      } else if !Self.isBlank(scalar) || !words.isEmpty {
        words.append(scalar)
      }
    }
    while let last = words.last, Self.isBlank(last) { words.removeLast() }
    prefix = String(words)
    return true
  }

  /// Reads a closing bracket, a trailing sign and any text after the number.
  private mutating func readTail(_ tail: ArraySlice<Unicode.Scalar>) -> Bool {
    var rest = tail
    func dropBlanks() {
      while let first = rest.first, Self.isBlank(first) {
        isSuffixApart = true
        if first != " " { oddities.insert(.spaces) }
        rest.removeFirst()
      }
      while let last = rest.last, Self.isBlank(last) {
        if last != " " { oddities.insert(.spaces) }
        rest.removeLast()
      }
    }
    dropBlanks()
    if sign == .brackets {
      if rest.first == ")" {
        rest.removeFirst()
      } else if rest.last == ")" {
        rest.removeLast()
      } else {
        return false
      }
      dropBlanks()
    } else if let first = rest.first, Self.isMinus(first) {
      if sign != .none { return false }
      sign = .trailing
      rest.removeFirst()
      dropBlanks()
    }
    var words = String.UnicodeScalarView()
    words.append(contentsOf: rest.lazy.map { Self.isBlank($0) ? " " : $0 })
    suffix = String(words)
    return true
  }

  private static func exponent(_ text: [Unicode.Scalar], _ position: Int) -> [UInt8]? {
    var power: [UInt8] = []
    var next = position + 1
    if next < text.count, text[next] == "+" || text[next] == "-" {
      power.append(UInt8(text[next].value))
      next += 1
    }
    let start = next
    while next < text.count, (0x30...0x39).contains(text[next].value) {
      power.append(UInt8(text[next].value))
      next += 1
    }
    return next > start ? power : nil
  }

  // MARK: - Characters

  /// The value of a decimal digit in any script.
  static func digit(_ scalar: Unicode.Scalar) -> UInt8? {
    if scalar.isASCII { return scalar >= "0" && scalar <= "9" ? UInt8(scalar.value - 0x30) : nil }
    guard scalar.properties.generalCategory == .decimalNumber, let value = scalar.properties.numericValue
    else {
      return nil
    }
    return UInt8(value)
  }

  /// The ASCII form of a mark that may appear between digits.
  private static func mark(_ scalar: Unicode.Scalar) -> UInt8? {
    switch scalar {
    case ".", "\u{ff0e}": 0x2e
    case ",", "\u{ff0c}": 0x2c
    case "'", "\u{2019}", "\u{2bc}": 0x27
    case "_": 0x5f
    case "\u{66b}": 0x64
    case "\u{66c}": 0x74
    default: scalar != "\t" && isBlank(scalar) ? 0x20 : nil
    }
  }

  /// Whether a character is a space, or a direction mark, which has no width.
  static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x20, 0xa0, 0x2000...0x200b, 0x200e, 0x200f, 0x202f, 0x205f, 0x2060, 0x3000, 0xfeff: true
    default: false
    }
  }

  static func isMinus(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x2d, 0x2010...0x2013, 0x2212, 0xfe63, 0xff0d: true
    default: false
    }
  }
}
