/// Counts of numbers that aren't written plainly, and of those whose marks are decided by the whole column.
struct NumberTally {
  /// A number as written and as read.
  struct Example {
    var text: String
    var value: Double
  }

  /// Counts for a column whose marks the sample doesn't decide.
  struct Marks {
    /// Count of numbers with a certain decimal mark.
    var decimals = 0
    /// Count of numbers such as `1.234`, and the error for the first of them.
    var open = 0
    var firstOpen: ForetellError?
    /// Count of integers other than zero, and the error for the first of them.
    var integers = 0
    var firstInteger: ForetellError?
  }

  /// Counts of numbers with each of ``NumberTraits``; empty while there are none.
  private(set) var counts: [Int] = []
  private var examples: [Example?] = []
  /// Counts by column; empty while there are none.
  var marks: [Marks] = []

  /// Counts the traits of one number.
  mutating func count(_ traits: NumberTraits, _ bytes: UnsafeBufferPointer<UInt8>, _ value: Double) {
    if counts.isEmpty {
      counts = Array(repeating: 0, count: NumberTraits.kinds)
      examples = Array(repeating: nil, count: NumberTraits.kinds)
    }
    var rest = traits.rawValue
    while rest != 0 {
      let kind = rest.trailingZeroBitCount
      rest &= rest - 1
      counts[kind] += 1
      if examples[kind] == nil {
        examples[kind] = Example(text: Excerpt.clean(String(decoding: bytes, as: UTF8.self)), value: value)
      }
    }
  }

  /// Adds the counts of a later part of the file, whose lines are already absolute.
  mutating func add(_ later: NumberTally) {
    if counts.isEmpty {
      counts = later.counts
      examples = later.examples
    } else {
      for kind in later.counts.indices {
        counts[kind] += later.counts[kind]
        if examples[kind] == nil { examples[kind] = later.examples[kind] }
      }
    }
    if marks.isEmpty {
      marks = later.marks
    } else {
      for column in later.marks.indices {
        marks[column].decimals += later.marks[column].decimals
        marks[column].open += later.marks[column].open
        marks[column].integers += later.marks[column].integers
        if marks[column].firstOpen == nil { marks[column].firstOpen = later.marks[column].firstOpen }
        if marks[column].firstInteger == nil { marks[column].firstInteger = later.marks[column].firstInteger }
      }
    }
  }

  /// A copy with absolute lines in the errors.
  func placed(path: String, lines: Int) -> NumberTally {
    var placed = self
    for column in marks.indices {
      placed.marks[column].firstOpen = marks[column].firstOpen?.placed(path: path, lines: lines)
      placed.marks[column].firstInteger = marks[column].firstInteger?.placed(path: path, lines: lines)
    }
    return placed
  }

  /// Sentences about what was ignored or applied, each with its count and an example.
  var notes: [Findings.Note] {
    counts.indices.compactMap { kind in
      guard counts[kind] > 0, let example = examples[kind] else { return nil }
      let one = counts[kind] == 1
      let phrase = NumberTally.phrases[kind]
      return Findings.Note(
        kind: .numbers,
        text: "\(counts[kind]) \(one ? "value " + phrase.one : "values " + phrase.many): "
          + "\(example.text) read as \(NumberTally.text(example.value))",
        count: counts[kind])
    }
  }

  /// The traits in words, in the order of their bits.
  private static let phrases: [(one: String, many: String)] = [
    ("is a percentage", "are percentages"),
    ("has a unit behind the number", "have a unit behind the number"),
    ("has a currency", "have a currency"),
    ("is shortened by a power of ten", "are shortened by a power of ten"),
    ("stands in brackets, as negative amounts do", "stand in brackets, as negative amounts do"),
    ("has the minus behind the number", "have the minus behind the number"),
    ("has a minus sign other than the hyphen", "have a minus sign other than the hyphen"),
    ("has unusual spaces", "have unusual spaces"),
    ("has digits of another script or full width", "have digits of another script or width"),
    ("has a mark behind the number", "have a mark behind the number"),
    ("has thousands marks", "have thousands marks"),
  ]

  private static func text(_ value: Double) -> String {
    let text = "\(value)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// Errors about columns whose later rows contradict the sample, each with the first such place.
  func contradictions(_ plan: NumberPlan) -> [ForetellError] {
    marks.indices.compactMap { column in
      let seen = marks[column]
      guard seen.decimals == 0, seen.open > 0 else { return nil }
      switch plan.watch(column) {
      case .none: return nil
      case .integers:
        var error = seen.firstOpen
        error?.more = seen.open - 1
        return error
      case .open:
        guard seen.integers > 0 else { return nil }
        var error = seen.firstInteger
        error?.more = seen.integers - 1
        return error
      }
    }
  }
}
