/// What is wrong with a cell that should be a number, as text, with advice.
struct CellTrouble {
  var code: ErrorCode
  /// The problem: the part of the sentence after "… in column `y`".
  var phrase: String
  var hint: OptionText

  private static let infinities: Set<String> = ["inf", "infinity", "∞", "1.#inf", "#inf"]

  /// Whether a cell was clearly meant as a number, however damaged.
  static func looksNumeric(_ cell: some Collection<UInt8>) -> Bool {
    guard let first = cell.first else { return false }
    let isDigit = { (byte: UInt8) in byte >= 0x30 && byte <= 0x39 }
    if isDigit(first)
      || (first == 0x2d || first == 0x2b || first == 0x2e) && cell.dropFirst().contains(where: isDigit)
    {
      return true
    }
    let text = String(decoding: cell.prefix(400), as: UTF8.self).lowercased()
    return MissingWords.sure.contains(text) || isInfinity(text) || NumberCell(cell) != nil
  }

  static func isInfinity(_ text: String) -> Bool {
    infinities.contains(String(text.drop { $0 == "+" || $0 == "-" }))
  }

  /// The problem of a cell that isn't a number with something around it.
  init(_ cell: [UInt8], column: Int, plan: RowPlan) {
    let text = String(decoding: cell.prefix(400), as: UTF8.self)
    let lowered = text.lowercased()
    let unsigned = lowered.drop { $0 == "+" || $0 == "-" }
    if unsigned.hasPrefix("0x"), unsigned.dropFirst(2).contains(where: \.isHexDigit) {
      self.init(code: .hexadecimal, phrase: "is a hexadecimal number", hint: "write it as a decimal number")
      return
    }
    let isInfinite = CellTrouble.isInfinity(lowered)
    let hint: OptionText
    if plan.gaps.isWordy(column) {
      hint = "the column holds words; name a column of numbers: \(option: .target, "NAME")"
    } else if let word = MissingWords.proposal(cell) {
      let candidates = plan.gaps.candidates
      let words = candidates.contains(word) ? candidates : candidates + [word]
      let purpose = words.count == 1 ? "to read the word as a gap: " : "to read such words as gaps: "
      hint = "\(purpose)\(MissingWords.option(words))"
    } else {
      hint = "correct the cell, or leave it empty for a missing value"
    }
    self.init(
      code: isInfinite ? .notFinite : MissingWords.known.contains(lowered) ? .missingWord : .notANumber,
      phrase: isInfinite ? "is not a finite number" : "is not a number", hint: hint)
  }

  private init(code: ErrorCode, phrase: String, hint: OptionText) {
    self.code = code
    self.phrase = phrase
    self.hint = hint
  }

  private init(code: ErrorCode, phrase: String, hint: String) {
    self.init(code: code, phrase: phrase, hint: OptionText(hint))
  }

  /// The problem of a number that can't be read in its column.
  init(_ trouble: NumberTrouble, column: Int, plan: RowPlan) {
    let edit = CellEdit(plan)
    let form = plan.numbers.form(column)
    switch trouble {
    case .comparison(let sign):
      let what = ["<", ">", "<=", ">=", "≤", "≥"].contains(sign) ? "is a bound" : "is a rough value"
      self.init(
        code: .notANumber, phrase: "\(what), not a number",
        hint: "decide what to write for it; this writes the number behind `\(Excerpt.clean(sign))`: "
          + edit.removing(prefix: sign))
    case .otherCurrency(let text) where form.currency == nil:
      self.init(
        code: .notANumber,
        phrase: "has the currency `\(Excerpt.clean(text))`, and others have none or another",
        hint: "if all are in one currency, leave it out: " + edit.removing(prefix: text))
    case .otherCurrency:
      self.init(
        code: .notANumber, phrase: "is in another currency than `\(form.currency ?? "")`",
        hint: "convert all values to one currency")
    case .brackets:
      self.init(
        code: .notANumber,
        phrase: "stands in brackets, and the column doesn't tell whether that makes it negative",
        hint: "if it does: " + edit.bracketsToMinus)
    case .trailingMinus:
      self.init(
        code: .notANumber, phrase: "has the minus behind the number, and others have it before",
        hint: "if it is negative: " + edit.trailingMinusToFront)
    case .lacksSuffix(let text):
      self.init(
        code: .notANumber, phrase: "has no `\(Excerpt.clean(text))` behind the number, as others have",
        hint: "if all mean the same: " + edit.removing(suffix: text))
    case .otherSuffix(let text):
      self.init(
        code: .notANumber,
        phrase: "has `\(Excerpt.clean(text))` behind the number, and others have another unit",
        hint: "convert all values to one unit and write plain numbers")
    case .unexpectedSuffix(let text, let kind): self = CellTrouble.suffix(text, kind, form, edit)
    case .openMark(let mark), .mixedMarks(let mark), .longInteger(let mark):
      let word = NumberPlan.name(of: mark)
      let phrase =
        if case .openMark = trouble {
          "can be read in two ways: the \(word) may separate thousands or be the decimal mark"
        } else {
          "does not fit the others: their \(word) may separate thousands or be the decimal mark"
        }
      self.init(code: .thousandsSeparator, phrase: phrase, hint: CellTrouble.bothReadings(mark))
    case .brokenMarks:
      self.init(
        code: .notANumber, phrase: "is not a number",
        hint: "correct the cell, or leave it empty for a missing value")
    case .otherMarks(let marks): self = CellTrouble.marks(marks, form)
    case .overflow:
      self.init(
        code: .overflow, phrase: "is too large for a number",
        hint: "the largest number is about 1.8e308; check the exponent and the unit")
    }
  }

  private static func suffix(
    _ text: String, _ kind: NumberWords.Kind, _ form: NumberForm, _ edit: CellEdit
  ) -> CellTrouble {
    let shown = Excerpt.clean(text)
    switch kind {
    case .percent:
      return CellTrouble(
        code: .notANumber, phrase: "is a percentage, and others have no percent sign",
        hint: "if all are percentages: " + edit.removing(suffix: text))
    case .multiplier(let power):
      return CellTrouble(
        code: .notANumber,
        phrase: "has `\(shown)` behind the number, which may stand for 10 to the power of \(power)",
        hint: "if it does: " + edit.replacing(suffix: text, by: "e\(power)"))
    case .currency:
      return CellTrouble(
        code: .notANumber, phrase: "has the currency `\(shown)`, and others have none or another",
        hint: form.currency == nil
          ? "if all are in one currency: " + edit.removing(suffix: text)
          : "convert all values to one currency")
    case .footnote, .flag, .unit:
      return CellTrouble(
        code: .notANumber, phrase: "has `\(shown)` behind the number, and others do not",
        hint: "if it doesn't change the number: " + edit.removing(suffix: text))
    }
  }

  private static func bothReadings(_ mark: UInt8) -> OptionText {
    let text = NumberPlan.text(of: mark)
    return "thousands: \(option: .thousands, text) or decimals: \(option: .decimal, text)"
  }

  /// A number with separators that the other numbers of its column don't have.
  private static func marks(_ marks: NumberMarks, _ form: NumberForm) -> CellTrouble {
    let hint: OptionText
    var code = ErrorCode.thousandsSeparator
    var phrase = "has thousands marks"
    let other =
      "has the \(NumberPlan.name(of: form.decimal == 0x2e ? 0x2c : 0x2e)) for decimals, and others have the "
      + NumberPlan.name(of: form.decimal)
    switch marks {
    case .decimal(let mark):
      code = mark == form.thousands ? .thousandsSeparator : .notANumber
      phrase = mark == form.thousands ? "has the thousands mark at a wrong place" : "is not a number"
      if form.isDecimalSeen, mark != form.thousands { phrase = other }
      hint =
        form.isDecimalSeen || form.thousands == mark
        ? oneMark
        : "decimal \(NumberPlan.name(of: mark))s? try \(option: .decimal, NumberPlan.text(of: mark))"
    case .open(let mark):
      phrase = form.isDecimalSeen ? phrase : "can be read in two ways"
      hint = form.isDecimalSeen ? "\(option: .thousands, NumberPlan.text(of: mark))" : bothReadings(mark)
    case .grouped(let mark):
      hint =
        mark == form.decimal && form.isDecimalSeen || mark == 0x74
        ? oneMark : "\(option: .thousands, NumberPlan.text(of: mark))"
    case .both(let thousands, let decimal):
      if decimal == form.decimal, thousands != 0x74 {
        hint = "\(option: .thousands, NumberPlan.text(of: thousands))"
      } else if form.isDecimalSeen || thousands == 0x74 {
        (code, phrase) = (.notANumber, other)
        hint = oneMark
      } else {
        hint =
          "\(option: .decimal, NumberPlan.text(of: decimal)) \(option: .thousands, NumberPlan.text(of: thousands))"
      }
    case .integer, .broken:
      code = .notANumber
      phrase = "is not a number"
      hint = oneMark
    }
    return CellTrouble(
      code: code, phrase: phrase,
      hint: form.isGiven
        ? "correct the number, or leave out \(option: .decimal) and \(option: .thousands)" : hint)
  }

  private static let oneMark: OptionText =
    "write all numbers of the column with the same decimal mark and thousands mark"
}

/// Commands, for hints, that edit the cells in question.
private struct CellEdit {
  private let path: String
  private let delimiter: UInt8
  private let number: String

  init(_ plan: RowPlan) {
    path = plan.path
    delimiter = plan.delimiter
    // Inside a bracket expression the delimiter must not match as part of a number.
    let marks = ".,'_ ".utf8.filter { $0 != plan.delimiter }
    number = "[0-9\(String(decoding: marks, as: UTF8.self))]*[0-9]"
  }

  private func command(_ pattern: String, groups: Int, _ replacement: String) -> String {
    FileEdit.command(
      FileEdit.substitution(pattern, groups: groups, replacement, delimiter: delimiter), path: path)
  }

  func removing(prefix: String) -> String {
    let rest = "\(number)[^\"\(FileEdit.name(of: delimiter))]*"
    return command("([-+]?)\(FileEdit.literal(prefix)) *([-+]?\(rest))", groups: 2, "\\2\\3")
  }

  func removing(suffix: String) -> String { replacing(suffix: suffix, by: "") }

  func replacing(suffix: String, by text: String) -> String {
    command("([-+]?\(number)) *\(FileEdit.literal(suffix))", groups: 1, "\\2\(text)")
  }

  var bracketsToMinus: String { command("\\((\(number))\\)", groups: 1, "-\\2") }

  var trailingMinusToFront: String { command("(\(number))-", groups: 1, "-\\2") }
}
