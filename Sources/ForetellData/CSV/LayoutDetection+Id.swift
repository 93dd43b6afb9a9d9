/// Finds the columns that distinguish the series.
extension LayoutDetection {
  /// The id columns by names and cells; empty for a single series or a wide file.
  mutating func idColumns(time: [Int], taken: Set<Int>) -> [Int] {
    if options.layout == .wide { return [] }
    let free = profiles.indices.filter { !taken.contains($0) && !profiles[$0].isEmpty }
    let lowered = header.rawNames.map { $0.lowercased() }
    let repeats = stampsRepeat(time)
    var named: Int?
    for name in Self.idNames {
      guard let column = free.first(where: { lowered[$0] == name && !profiles[$0].isRowNumber }) else {
        continue
      }
      // When time stamps repeat, a column with a different number in each row distinguishes no series.
      if repeats, profiles[column].isDistinct { continue }
      if !repeats || separates(time + [column]) { return [column] }
      named = named ?? column
    }
    guard repeats else { return named.map { [$0] } ?? [] }
    let possible = free.filter { !NameWords.isCompanion(header.rawNames[$0]) || $0 == named }
    if named == nil {
      let texts = possible.filter { profiles[$0].isText && isRepeating($0) }
      if let column = texts.first(where: { NameWords.isGroup(names[$0]) && separates(time + [$0]) }) {
        return [column]
      }
      if let column = texts.first(where: { separates(time + [$0]) }) { return [column] }
    }
    let groups = free.filter {
      ($0 == named || NameWords.isGroup(header.rawNames[$0])) && isRepeating($0) && isWhole($0)
    }
    if let column = groups.first(where: { separates(time + [$0]) }) { return [column] }
    if let several = combination(of: groups, beside: time, isEnough: { separates($0) }) {
      let list = several.map { "`\(Excerpt.clean(names[$0]))`" }.joined(separator: " and ")
      remarks.append("\(list) together tell the series apart")
      return several
    }
    return named.map { [$0] } ?? []
  }

  /// The option that would make the time stamps of each series distinct, if other columns allow it.
  func distinction(time: [Int], ids: [Int], among unused: [Int]) -> OptionText? {
    let base = time + ids
    guard stampsRepeat(base) else { return nil }
    let possible = unused.filter {
      !profiles[$0].isEmpty && !profiles[$0].isDistinct && isWhole($0) && !profiles[$0].isRowNumber
    }
    let times = possible.filter { NameWords.part(header.rawNames[$0]) != nil }
    if let finer = times.first(where: { isDistinct(base + [$0]) }) {
      let columns = (time + [finer]).map { names[$0] }.joined(separator: ",")
      return "\(option: .time, Excerpt.clean(columns))"
    }
    let groups = possible.filter { !NameWords.isCompanion(header.rawNames[$0]) && isRepeating($0) }
    let ordered = groups.filter { NameWords.isGroup(header.rawNames[$0]) }
    let rest = groups.filter { !ordered.contains($0) && (profiles[$0].isText || !names[$0].isEmpty) }
    for candidates in [ordered, ordered + rest] {
      let single = candidates.first { isDistinct(base + [$0]) }.map { [$0] }
      if let found = single ?? combination(of: candidates, beside: base, isEnough: { isDistinct($0) }) {
        let columns = (ids + found).map { names[$0] }.joined(separator: ",")
        return "\(option: .id, Excerpt.clean(columns))"
      }
    }
    return nil
  }

  /// The first pair of columns that suffices, or else the first three that do.
  private func combination(
    of columns: [Int], beside base: [Int], isEnough: ([Int]) -> Bool
  ) -> [Int]? {
    let columns = columns.prefix(8)
    for (place, left) in columns.enumerated() {
      for right in columns.dropFirst(place + 1) where isEnough(base + [left, right]) { return [left, right] }
    }
    for (place, left) in columns.enumerated() {
      for (next, middle) in columns.enumerated().dropFirst(place + 1) {
        for right in columns.dropFirst(next + 1) where isEnough(base + [left, middle, right]) {
          return [left, middle, right]
        }
      }
    }
    return nil
  }

  private func isRepeating(_ column: Int) -> Bool {
    !profiles[column].isEmpty && profiles[column].distinct * 2 <= profiles[column].filled
  }

  /// Whether a column has words or integers; columns of measurements don't distinguish series.
  private func isWhole(_ column: Int) -> Bool {
    if !profiles[column].isNumeric { return true }
    return (first..<max(first, min(rows.count, first + 500))).allSatisfy { row in
      let cell = rows.cell(row, column)
      return cell.isEmpty || cell.withUnsafeBufferPointer { DayTime.wholeNumber($0) != nil }
    }
  }

  private func stampsRepeat(_ columns: [Int]) -> Bool { repetitions(columns, limit: 1) > 0 }

  private func isDistinct(_ columns: [Int]) -> Bool { repetitions(columns, limit: 1) == 0 }

  /// Whether the columns make (nearly) all rows distinct.
  private func separates(_ columns: [Int]) -> Bool {
    let count = min(rows.count, first + 2000) - first
    return repetitions(columns, limit: count / 20 + 1) * 20 <= count
  }

  private func repetitions(_ columns: [Int], limit: Int) -> Int {
    var seen: Set<[ArraySlice<UInt8>]> = []
    var count = 0
    for row in first..<max(first, min(rows.count, first + 2000)) {
      let key = columns.map { rows.cell(row, $0) }
      if key.allSatisfy(\.isEmpty) { continue }
      if !seen.insert(key).inserted { count += 1 }
      if count >= limit { break }
    }
    return count
  }
}
