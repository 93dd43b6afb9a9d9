/// Detects how the numbers of a file are written, from all rows of the sample.
///
/// A point or comma followed by three digits can be the decimal mark or separate thousands. Other numbers of
/// the column, then other columns, the delimiter and the dates decide; if they can't, the numbers are
/// refused, because a wrong guess is wrong by a factor of a thousand.
struct NumberDetection {
  private let options: CSVOptions
  private let evidence: [Int: ColumnEvidence]
  private let columns: [Int]
  private let names: [String]
  /// Counts of certain decimals in columns that are not forecast.
  private let elsewhere: ColumnEvidence.Pair
  private let isSemicolon: Bool
  private let hasDottedDates: Bool
  private let guess: UInt8

  /// - Parameters:
  ///   - first: the first row with data.
  ///   - columns: targets and covariates, ascending.
  ///   - others: the columns that hold neither values nor time stamps nor ids.
  ///   - hasDottedDates: whether dates are written like `31.12.2024`.
  init(
    _ rows: SampleRows, from first: Int, dialect: Dialect, names: [String], columns: [Int], others: [Int],
    hasDottedDates: Bool, options: CSVOptions
  ) {
    self.options = options
    self.columns = columns
    self.names = names
    self.hasDottedDates = hasDottedDates
    isSemicolon = dialect.delimiter == 0x3b
    guess = dialect.decimal
    var evidence: [Int: ColumnEvidence] = [:]
    for column in columns { evidence[column] = ColumnEvidence(rows, column: column, from: first) }
    self.evidence = evidence
    var elsewhere = ColumnEvidence.Pair()
    for column in others {
      for row in first..<max(first, min(rows.count, first + 200)) {
        if case .decimal(let mark)? = PlainNumber(rows.cell(row, column))?.marks { elsewhere[mark] += 1 }
      }
    }
    self.elsewhere = elsewhere
  }

  /// The evidence about a column to be forecast.
  private func known(_ column: Int) -> ColumnEvidence { evidence[column] ?? ColumnEvidence() }

  private func sum(_ part: (ColumnEvidence) -> ColumnEvidence.Pair) -> ColumnEvidence.Pair {
    var total = ColumnEvidence.Pair()
    for column in columns { total += part(known(column)) }
    return total
  }

  /// The plan, with sentences about what was inferred.
  func plan() throws -> NumberPlan {
    let given = try givenMarks()
    var plan = NumberPlan(decimal: guess, columns: names.count)
    var decisions: [Int: MarkDecision] = [:]
    if given.decimal == nil, given.thousands == nil {
      decisions = infer(&plan)
    } else {
      settle(given, &plan)
    }
    let isGiven = given.decimal != nil || given.thousands != nil
    for column in columns {
      let one = known(column)
      var form = NumberForm(decimal: plan.decimal, thousands: plan.thousands, isGiven: isGiven)
      form.isDecimalSeen = one.decimals[plan.decimal] > 0
      NumberDetection.read(one, into: &form)
      if !isGiven { watch(column, decisions[column], &form, &plan) }
      plan.forms[column] = form
      plan.isCareful[column] = form.needsCare || !plan.missing.isEmpty
    }
    plan.missing = options.missing.compactMap { word in
      Array(word.utf8).withUnsafeBufferPointer {
        NumberParser.parse($0, decimal: plan.decimal) ?? NumberParser.parse($0, decimal: 0x2e)
      }
    }
    if !plan.missing.isEmpty { for column in columns { plan.isCareful[column] = true } }
    return plan
  }

  // MARK: - Given marks

  private func givenMarks() throws -> (decimal: UInt8?, thousands: UInt8?) {
    var decimal: UInt8?
    var thousands: UInt8?
    if let mark = options.decimal {
      guard mark == "." || mark == "," else {
        throw ForetellError(.badOption, "\(option: .decimal) takes . or ,", hint: "\(option: .decimal, ",")")
      }
      decimal = mark == "," ? 0x2c : 0x2e
    }
    if let mark = options.thousands {
      guard let byte = NumberDetection.thousandsMark(mark) else {
        throw ForetellError(
          .badOption, "\(option: .thousands) takes a point, a comma, a space, an apostrophe or _",
          hint: "\(option: .thousands, ",")"
        )
      }
      thousands = byte
    }
    if let decimal, decimal == thousands {
      throw ForetellError(
        .conflictingOptions, "\(option: .decimal) and \(option: .thousands) name the same mark",
        hint: "leave out one of them: the other mark follows")
    }
    return (decimal, thousands)
  }

  /// The byte that stands for a thousands separator; all kinds of spaces have the same, and so do
  /// apostrophes.
  static func thousandsMark(_ mark: Character) -> UInt8? {
    switch mark {
    case ".", "\u{ff0e}": return 0x2e
    case ",", "\u{ff0c}": return 0x2c
    case "'", "\u{2019}", "\u{2bc}": return 0x27
    case "_": return 0x5f
    default:
      let scalars = mark.unicodeScalars
      return scalars.count == 1 && scalars.allSatisfy({ $0 != "\t" && NumberCell.isBlank($0) }) ? 0x20 : nil
    }
  }

  private static func other(_ mark: UInt8) -> UInt8 { mark == 0x2e ? 0x2c : 0x2e }

  private func settle(_ given: (decimal: UInt8?, thousands: UInt8?), _ plan: inout NumberPlan) {
    let decimals = sum(\.decimals)
    let open = sum(\.open)
    if let decimal = given.decimal {
      plan.decimal = decimal
    } else if given.thousands == 0x2e || given.thousands == 0x2c {
      plan.decimal = NumberDetection.other(given.thousands ?? 0)
    } else {
      let points = (decimals.point + open.point, elsewhere.point)
      let commas = (decimals.comma + open.comma, elsewhere.comma)
      plan.decimal = commas > points ? 0x2c : 0x2e
    }
    plan.thousands = given.thousands ?? inferredThousands(beside: plan.decimal)
  }

  /// The thousands separator when the decimal mark is known.
  private func inferredThousands(beside decimal: UInt8) -> UInt8? {
    let other = NumberDetection.other(decimal)
    if sum(\.decimals)[other] == 0, sum(\.open)[other] + sum(\.groups)[other] > 0 { return other }
    return columns.lazy.compactMap { known($0).otherMark }.first
  }

  // MARK: - Inference

  /// Decides the marks of the file from the numbers.
  private func infer(_ plan: inout NumberPlan) -> [Int: MarkDecision] {
    let decimals = sum(\.decimals)
    let groups = sum(\.groups)
    var decisions: [Int: MarkDecision] = [:]
    if decimals.point > 0 || decimals.comma > 0 {
      plan.decimal = decimals.comma > decimals.point ? 0x2c : 0x2e
      plan.thousands = inferredThousands(beside: plan.decimal)
      for column in columns {
        decisions[column] = MarkDecision(known(column), decimal: plan.decimal, thousands: plan.thousands)
      }
      return decisions
    }
    if groups.point > 0 || groups.comma > 0 {
      let thousands: UInt8 = groups.comma >= groups.point ? 0x2c : 0x2e
      plan.decimal = NumberDetection.other(thousands)
      plan.thousands = thousands
      for column in columns {
        decisions[column] = MarkDecision(known(column), decimal: plan.decimal, thousands: thousands)
      }
      return decisions
    }
    let situation = MarkDecision.Situation(
      elsewhere: elsewhere, isSemicolon: isSemicolon, hasDottedDates: hasDottedDates,
      hasOtherGroups: columns.contains { known($0).otherGroups > 0 })
    for column in columns { decisions[column] = MarkDecision(known(column), in: situation) }
    // One file has one decimal mark: columns that would need different ones are refused.
    let marks = columns.compactMap { decisions[$0]?.decimal }
    if let first = marks.first {
      if marks.contains(where: { $0 != first }) {
        for column in columns where decisions[column]?.decimal != nil {
          let open: UInt8 = known(column).open.point > 0 ? 0x2e : 0x2c
          decisions[column] = .refused(open)
        }
      } else {
        plan.decimal = first
        let isThousands = columns.contains { decisions[$0]?.isThousands ?? false }
        if isThousands { plan.thousands = NumberDetection.other(first) }
      }
    } else if elsewhere.comma != elsewhere.point {
      plan.decimal = elsewhere.comma > elsewhere.point ? 0x2c : 0x2e
    } else if columns.contains(where: { decisions[$0] == nil }) || columns.isEmpty {
      plan.decimal = guess
    }
    if plan.thousands == nil { plan.thousands = columns.lazy.compactMap { known($0).otherMark }.first }
    remark(decisions, &plan)
    return decisions
  }

  private func remark(_ decisions: [Int: MarkDecision], _ plan: inout NumberPlan) {
    func list(_ isMeant: (MarkDecision) -> Bool) -> (text: String, count: Int, mark: UInt8)? {
      let meant = columns.filter { decisions[$0].map(isMeant) ?? false }
      guard let first = meant.first else { return nil }
      let names = meant.prefix(4).map { "`\(Excerpt.clean(self.names[$0]))`" }.joined(separator: ", ")
      let mark: UInt8 = known(first).open.point > 0 ? 0x2e : 0x2c
      return (names + (meant.count > 4 ? ", …" : ""), meant.reduce(0) { $0 + known($1).open[mark] }, mark)
    }
    if let found = list({ if case .thousands(_, isCertain: false) = $0 { true } else { false } }) {
      plan.remarks.append(
        .init(
          kind: .numbers,
          text:
            "the \(NumberPlan.name(of: found.mark)) in \(found.text) was taken for the thousands mark, as the "
            + "numbers beside it tell; if it is the decimal mark: \(option: .decimal, NumberPlan.text(of: found.mark))",
          count: found.count, isWarning: true))
    }
    if let found = list({ if case .decimals(_, isCertain: false) = $0 { true } else { false } }) {
      plan.remarks.append(
        .init(
          kind: .numbers,
          text:
            "the numbers in \(found.text) have three digits behind the \(NumberPlan.name(of: found.mark)), which "
            + "was taken for the decimal mark; if it separates thousands: \(option: .thousands, NumberPlan.text(of: found.mark))",
          count: found.count, isWarning: true))
    }
  }

  /// Decides what has to be checked in a column after the sample.
  private func watch(
    _ column: Int, _ decision: MarkDecision?, _ form: inout NumberForm, _ plan: inout NumberPlan
  ) {
    let one = known(column)
    switch decision {
    case .refused?: form.openMarks = .refused
    case .thousands(_, let isCertain)?:
      form.refusesLongIntegers = !isCertain && one.groups[plan.thousands ?? 0] == 0
    case .decimals?, nil:
      if one.decimals[plan.decimal] > 0 || form.thousands == 0x2e || form.thousands == 0x2c { return }
      let hasOpen = one.open[plan.decimal] > 0
      if hasOpen, one.integers > 0 { return }
      plan.isInteger[column] = true
      plan.watches[column] = hasOpen || one.integers == 0 ? .open : .integers
      // In such a column every number is counted, integers too.
      form.openMarks = plan.watches[column] == .open ? .counted : .read
    }
  }
}
