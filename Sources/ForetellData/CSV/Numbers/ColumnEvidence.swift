/// What the sample shows about the numbers of one column.
struct ColumnEvidence {
  /// One count for the point and one for the comma.
  struct Pair {
    var point = 0
    var comma = 0

    subscript(mark: UInt8) -> Int {
      get { mark == 0x2e ? point : mark == 0x2c ? comma : 0 }
      set { if mark == 0x2e { point = newValue } else if mark == 0x2c { comma = newValue } }
    }

    static func += (left: inout Pair, right: Pair) {
      left.point += right.point
      left.comma += right.comma
    }
  }

  /// A text after numbers, and how many numbers have it.
  struct Suffix {
    var text: String
    var kind: NumberWords.Kind
    var count: Int
  }

  /// Counts of numbers in which the mark can only be the decimal one.
  var decimals = Pair()
  /// Counts of numbers in which the mark can only separate thousands.
  var groups = Pair()
  /// Counts of open numbers, such as `1.234`, in which the mark can be either.
  var open = Pair()
  /// Count of numbers with a space, `'` or `_` between thousands, and the first such separator.
  var otherGroups = 0
  var otherMark: UInt8?
  /// Count of integers other than zero, and of those with more than three digits.
  var integers = 0
  var longIntegers = 0
  /// Counts of neighbouring pairs of an integer and an open number that are closer to each other when the
  /// mark separates thousands, and when it is the decimal mark.
  var closerAsThousands = 0
  var closerAsDecimals = 0

  /// The smallest integer other than zero, and the largest open number read with its mark as the decimal one.
  var smallestInteger = Double.infinity
  var largestOpen = 0.0

  /// Whether open marks more likely separate thousands: neighbours are closer then, or every integer has
  /// three digits and is larger than all numbers with a mark read as decimals, such as 587 beside 1.234 and
  /// 17.698.
  var areThousandsCloser: Bool {
    if closerAsThousands > closerAsDecimals { return true }
    return longIntegers == 0 && integers > 0 && smallestInteger >= 100 && smallestInteger > largestOpen
  }

  /// Texts after numbers, in order of appearance, and the count of numbers other than zero without one.
  var suffixes: [Suffix] = []
  var withoutSuffix = 0
  /// Currencies before or after numbers, in order of appearance.
  var currencies: [String] = []
  var minuses = 0
  var trailingMinuses = 0
  var brackets = 0
  var unsigned = 0

  private var previous: (isOpen: Bool, size: Double)?

  init() {}

  /// Examines all rows of a column.
  init(_ rows: SampleRows, column: Int, from first: Int) {
    for row in first..<max(first, rows.count) { see(rows.cell(row, column)) }
  }

  private mutating func see(_ bytes: ArraySlice<UInt8>) {
    if bytes.isEmpty { return }
    if let plain = PlainNumber(bytes) {
      see(plain.marks, body: plain.body)
      if plain.isNegative { minuses += 1 } else { unsigned += 1 }
      if !plain.isZero { withoutSuffix += 1 }
      return
    }
    guard let cell = NumberCell(bytes), !NumberWords.comparisons.contains(cell.prefix) else { return }
    see(NumberMarks(cell.body), body: cell.body[...])
    switch cell.sign {
    case .none, .plus: unsigned += 1
    case .minus: minuses += 1
    case .trailing: trailingMinuses += 1
    case .brackets: brackets += 1
    }
    if !cell.prefix.isEmpty, !currencies.contains(cell.prefix) { currencies.append(cell.prefix) }
    guard let kind = NumberWords.kind(ofSuffix: cell.suffix, isApart: cell.isSuffixApart), kind != .footnote
    else {
      if !PlainNumber.isZero(cell.body[...]) { withoutSuffix += 1 }
      return
    }
    if kind == .currency {
      if !currencies.contains(cell.suffix) { currencies.append(cell.suffix) }
      withoutSuffix += 1
    } else if let index = suffixes.firstIndex(where: { $0.text == cell.suffix }) {
      suffixes[index].count += 1
    } else {
      suffixes.append(Suffix(text: cell.suffix, kind: kind, count: 1))
    }
  }

  private mutating func see(_ marks: NumberMarks, body: ArraySlice<UInt8>) {
    switch marks {
    case .integer(let digits):
      if PlainNumber.isZero(body) { return }
      integers += 1
      if digits > 3 { longIntegers += 1 }
      compare(body, mark: 0x2e, isOpen: false)
    case .decimal(let mark): decimals[mark] += 1
    case .grouped(let mark): addGroup(mark)
    case .both(let thousands, let decimal):
      addGroup(thousands)
      decimals[decimal] += 1
    case .open(let mark):
      open[mark] += 1
      compare(body, mark: mark, isOpen: true)
    case .broken: break
    }
  }

  private mutating func addGroup(_ mark: UInt8) {
    if mark == 0x2e || mark == 0x2c {
      groups[mark] += 1
    } else if mark != 0x74 {
      otherGroups += 1
      if otherMark == nil { otherMark = mark }
    }
  }

  /// Counts whether a neighbouring pair of an integer and an open number is closer with thousands or with
  /// decimals.
  private mutating func compare(_ body: ArraySlice<UInt8>, mark: UInt8, isOpen: Bool) {
    guard let size = body.withUnsafeBufferPointer({ NumberParser.parse($0, decimal: mark) }) else { return }
    defer { previous = (isOpen, size) }
    if isOpen { largestOpen = max(largestOpen, size) } else { smallestInteger = min(smallestInteger, size) }
    guard let previous, previous.isOpen != isOpen else { return }
    let (decimal, integer) = isOpen ? (size, previous.size) : (previous.size, size)
    // Halfway between the two readings on a logarithmic scale: a factor of the square root of 1000.
    if integer > decimal * 31.6 { closerAsThousands += 1 } else { closerAsDecimals += 1 }
  }
}

/// A number of ASCII digits with at most one point or comma and at most one sign before it, like nearly all
/// numbers.
struct PlainNumber {
  var isNegative = false
  var body: ArraySlice<UInt8>
  var marks: NumberMarks

  init?(_ bytes: ArraySlice<UInt8>) {
    var body = bytes
    if let sign = body.first, sign == 0x2d || sign == 0x2b {
      isNegative = sign == 0x2d
      body.removeFirst()
    }
    var place: Int?
    var end = body.endIndex
    for position in body.indices {
      let byte = body[position]
      if byte >= 0x30 && byte <= 0x39 { continue }
      if byte | 0x20 == 0x65 {
        guard Self.isExponent(body[(position + 1)...]) else { return nil }
        end = position
        break
      }
      guard place == nil, byte == 0x2e || byte == 0x2c else { return nil }
      place = position
    }
    guard end - body.startIndex > (place == nil ? 0 : 1), let start = body.first else { return nil }
    self.body = body
    guard let place else {
      marks = .integer(digits: end - body.startIndex)
      return
    }
    let before = place - body.startIndex
    let isOpen = body.endIndex - place == 4 && before >= 1 && before <= 3 && start != 0x30
    marks = isOpen ? .open(body[place]) : .decimal(body[place])
  }

  private static func isExponent(_ bytes: ArraySlice<UInt8>) -> Bool {
    let digits = bytes.first == 0x2b || bytes.first == 0x2d ? bytes.dropFirst() : bytes
    return !digits.isEmpty && digits.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
  }

  var isZero: Bool { Self.isZero(body) }

  static func isZero(_ body: ArraySlice<UInt8>) -> Bool {
    for byte in body {
      if byte | 0x20 == 0x65 { return true }
      if byte >= 0x31 && byte <= 0x39 { return false }
    }
    return true
  }
}
