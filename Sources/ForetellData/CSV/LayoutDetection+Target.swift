/// Finds the columns to forecast.
extension LayoutDetection {
  /// The targets by names and cells.
  ///
  /// A known name wins. Several columns of numbers without a known name are separate series of a wide file;
  /// beside an id column it is unclear which is meant, and an error asks the user.
  mutating func targets(
    taken: Set<Int>, hasId: Bool, kind: inout CSVOptions.Layout, _ locate: Locate
  ) throws -> [Int] {
    let numeric = profiles.indices.filter { !taken.contains($0) && profiles[$0].isNumeric }
    // A column that only numbers the rows is a series only when there is no other column of numbers.
    let real = numeric.filter { !isRowIndex($0) }
    let candidates = real.isEmpty ? numeric : real
    let likely = candidates.filter { !isCompanion($0) }
    guard !candidates.isEmpty else { throw noTarget(locate, taken: taken) }
    let isLong = hasId || kind == .long
    if let best = likely.first(where: { NameWords.targets.contains(header.rawNames[$0].lowercased()) }),
      isLong || kind == .auto
    {
      kind = .long
      return [best]
    }
    if kind == .wide { return candidates }
    let usual = likely.filter { NameWords.usualTargets.contains(NameWords.plain(header.rawNames[$0])) }
    if let close = closingPrice(likely) { return chosen(close, among: likely, &kind) }
    if usual.count == 1 { return chosen(usual[0], among: likely, &kind) }
    if isLong {
      kind = .long
      let changing = likely.filter { !isConstant($0) }
      let pool = changing.isEmpty ? (likely.isEmpty ? candidates : likely) : changing
      if pool.count == 1 { return pool }
      let last = pool.filter {
        NameWords.words(header.rawNames[$0]).last.map(NameWords.usualTargets.contains) ?? false
      }
      if usual.isEmpty, last.count == 1 { return chosen(last[0], among: pool, &kind) }
      throw ambiguousTarget(usual.count > 1 ? usual : pool, locate)
    }
    if usual.count > 1, usual.count < likely.count || usual.count == 2 {
      throw ambiguousTarget(usual, locate)
    }
    return likely.isEmpty ? candidates : likely
  }

  /// Takes one column, with a remark when others could be meant.
  private mutating func chosen(
    _ column: Int, among others: [Int], _ kind: inout CSVOptions.Layout
  ) -> [Int] {
    kind = .long
    if others.count > 1 {
      remarks.append("`\(Excerpt.clean(names[column]))` is taken for the target by its name")
    }
    return [column]
  }

  /// The closing price of a table with opening, highest and lowest prices.
  private func closingPrice(_ columns: [Int]) -> Int? {
    let words = Dictionary(
      profiles.indices.map { (NameWords.plain(header.rawNames[$0]), $0) },
      uniquingKeysWith: { first, _ in first })
    guard words["open"] != nil, words["high"] != nil, words["low"] != nil, let close = words["close"] else {
      return nil
    }
    return columns.contains(close) ? close : nil
  }

  private func isCompanion(_ column: Int) -> Bool {
    guard dialect.hasHeader else { return false }
    let name = header.rawNames[column]
    // A column "open" with more than two values is an opening price, not a flag.
    if name.lowercased() == "open", profiles[column].distinct > 2 { return false }
    return NameWords.isCompanion(name)
  }

  private func isConstant(_ column: Int) -> Bool { profiles[column].distinct < 2 }

  private func isRowIndex(_ column: Int) -> Bool {
    let name = names[column].lowercased()
    return profiles[column].isRowNumber
      && (name.hasPrefix("column ") || ["index", "unnamed: 0", "rownames", "row", "id"].contains(name))
  }

  private func ambiguousTarget(_ columns: [Int], _ locate: Locate) -> ForetellError {
    let list = columns.prefix(8).map { "`\(Excerpt.clean(names[$0]))`" }.joined(separator: ", ")
    let first = columns.first ?? 0
    let several: OptionText =
      columns.count <= 4 && !columns.contains(where: { names[$0].contains(",") })
      ? "; all of them as series of their own: \(option: .target, columns.map { Excerpt.clean(names[$0]) })"
      : ""
    return ForetellError(
      .ambiguousTarget,
      "\(columns.count) columns of numbers could be the target: \(list)\(columns.count > 8 ? ", …" : "")",
      location: locate(0, first),
      hint: "name the column to forecast: \(option: .target, Excerpt.clean(names[first]))\(several)"
    )
  }

  private func noTarget(_ locate: Locate, taken: Set<Int>) -> ForetellError {
    let text = profiles.indices.first { !taken.contains($0) && profiles[$0].isText }
    let location = locate(max(0, min(first, rows.count - 1)), text ?? 0)
    return ForetellError(
      .noValueColumn, "no column holds numbers to forecast", location: location,
      hint:
        "name the column of values: \(option: .target, "NAME"); if lines stand above the header, leave them out: \(option: .skip, "N")"
    )
  }
}
