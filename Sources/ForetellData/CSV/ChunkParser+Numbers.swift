extension ChunkParser {
  /// Appends the number of a text among those of its column.
  @inline(never)
  mutating func appendCategory(_ place: Int, _ bytes: UnsafeBufferPointer<UInt8>) {
    let isMissing = bytes.isEmpty || plan.missing.contains { $0.elementsEqual(bytes) }
    result.cells.append(isMissing ? .nan : Double(result.categories[place].code(of: bytes)))
  }

  /// Appends a cell that isn't a plain number: a number that needs a closer look, a gap, or a problem.
  mutating func appendCarefully(_ bytes: UnsafeBufferPointer<UInt8>) {
    // A row without a time stamp that looks like a total must not affect how the column's numbers are read.
    if bytes.isEmpty || word != .none && isBroken || plan.missing.contains(where: { $0.elementsEqual(bytes) })
    {
      result.cells.append(.nan)
      return
    }
    let value = number(bytes)
    // A listed number means a gap however it is written: -999, -999.0 or -9.99e2.
    result.cells.append(value.map { plan.numbers.missing.contains($0) ? .nan : $0 } ?? .nan)
  }

  private mutating func number(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
    let form = plan.numbers.form(column)
    let isWatched = plan.numbers.watch(column) != .none
    if let value = NumberParser.parse(bytes, decimal: plan.decimal), value.isFinite {
      guard form.needsCare || isWatched else { return value }
      guard let plain = PlainNumber(Array(bytes)[...]) else { return value }
      if let trouble = form.trouble(of: plain) {
        report(CellTrouble(trouble, column: column, plan: plan), bytes)
        return nil
      }
      if isWatched { watch(plain.marks, value, bytes) }
      return value
    }
    if !isWatched, let (value, traits) = form.quick(bytes) {
      result.numbers.count(traits, bytes, value)
      return value
    }
    guard let cell = NumberCell(bytes) else {
      report(CellTrouble(Array(bytes.prefix(400)), column: column, plan: plan), bytes)
      return nil
    }
    switch form.read(cell) {
    case .value(let value, let traits):
      result.numbers.count(traits, bytes, value)
      if isWatched { watch(NumberMarks(cell.body), value, bytes) }
      return value
    case .trouble(let trouble):
      report(CellTrouble(trouble, column: column, plan: plan), bytes)
      return nil
    }
  }

  /// Counts the evidence on whether a mark is the decimal one, for the check of the whole column at the end.
  private mutating func watch(_ marks: NumberMarks, _ value: Double, _ bytes: UnsafeBufferPointer<UInt8>) {
    if result.numbers.marks.isEmpty {
      result.numbers.marks = Array(repeating: NumberTally.Marks(), count: plan.roles.count)
    }
    switch marks {
    case .decimal, .both:
      result.numbers.marks[column].decimals += 1
      // The question is settled; the rest of the column in this chunk can be read without counting.
      plan.numbers.watches[column] = .none
      plan.numbers.forms[column].openMarks = .read
      if plan.numbers.missing.isEmpty, !plan.numbers.forms[column].needsCare { plan.roles[column] = .value }
    case .open(let mark):
      result.numbers.marks[column].open += 1
      if result.numbers.marks[column].firstOpen == nil {
        result.numbers.marks[column].firstOpen = refusal(
          CellTrouble(.openMark(mark), column: column, plan: plan), bytes)
      }
    case .integer:
      guard value != 0 else { return }
      result.numbers.marks[column].integers += 1
      if result.numbers.marks[column].firstInteger == nil {
        result.numbers.marks[column].firstInteger = refusal(
          CellTrouble(.mixedMarks(plan.decimal), column: column, plan: plan), bytes)
      }
    case .grouped, .broken: break
    }
  }
}
