/// How the numbers of a file are read: the marks of the file, and a form for each column.
struct NumberPlan: Sendable {
  /// The decimal mark, `.` or `,`.
  var decimal: UInt8 = 0x2e
  /// The thousands separator, if there is one.
  var thousands: UInt8?
  /// The form of each column's numbers; columns without numbers have one that is never used.
  var forms: [NumberForm] = []
  /// Columns of integers, in which any mark needs a closer look.
  var isInteger: [Bool] = []
  /// Columns in which every cell needs a closer look.
  var isCareful: [Bool] = []
  /// Columns whose marks are decided only after the whole column is read.
  var watches: [Watch] = []
  /// Numbers that mean a missing value, listed by `--missing`.
  var missing: [Double] = []
  /// Sentences about what was inferred.
  var remarks: [Findings.Note] = []

  /// What is to be checked in the rest of a column.
  enum Watch: Sendable, Hashable {
    case none
    /// The sample has only integers; later numbers such as `1.234` contradict them, unless other numbers have
    /// certain decimals.
    case integers
    /// All numbers of the sample are like `1.234`; later integers contradict them, unless other numbers have
    /// certain decimals.
    case open
  }

  /// A plan for a file of which only the decimal mark is known.
  init(decimal: UInt8 = 0x2e, columns: Int = 0) {
    self.decimal = decimal
    forms = Array(repeating: NumberForm(decimal: decimal, isGiven: true), count: columns)
    isInteger = Array(repeating: false, count: columns)
    isCareful = Array(repeating: false, count: columns)
    watches = Array(repeating: .none, count: columns)
  }

  /// The form of a column.
  func form(_ column: Int) -> NumberForm {
    column < forms.count ? forms[column] : NumberForm(decimal: decimal, isGiven: true)
  }

  /// What is to be checked in the rest of a column.
  func watch(_ column: Int) -> Watch { column < watches.count ? watches[column] : .none }

  /// How a column's cells are read.
  func role(_ column: Int) -> ColumnRole {
    if isCareful[column] { return .carefulValue }
    return isInteger[column] ? .integerValue : .value
  }

  /// The name of a mark in messages.
  static func name(of mark: UInt8) -> String {
    switch mark {
    case 0x2e: "point"
    case 0x2c: "comma"
    case 0x20: "space"
    case 0x27: "apostrophe"
    default: "`\(Character(Unicode.Scalar(mark)))`"
    }
  }

  /// A mark as the value of an option.
  static func text(of mark: UInt8) -> String { String(Character(Unicode.Scalar(mark))) }
}
