/// What is known beside the values: static columns, categories, the future.
extension TableAssembly {
  /// Every row's number in a column.
  private func cell(_ row: Int, _ slot: Int) -> Double { rows.cells[row * width + slot] }

  /// The static values of a group; two different ones in one column are refused.
  mutating func statics(of group: Int) -> [Double] {
    layout.statics.enumerated().map { place, column in
      let slot = slots[width - layout.statics.count + place]
      var known = Double.nan
      var first: (row: Int, count: Int)?
      for position in bounds[group]..<bounds[group + 1] {
        let row = row(position)
        let value = cell(row, slot)
        if value.isNaN { continue }
        if known.isNaN { known = value }
        if value != known { first = (first?.row ?? row, (first?.count ?? 0) + 1) }
      }
      if let first { refuseVarying(column, group, first.row, known, first.count) }
      return known
    }
  }

  private mutating func refuseVarying(_ column: Int, _ group: Int, _ row: Int, _ known: Double, _ count: Int)
  {
    if let index = problems.firstIndex(where: { $0.code == ErrorCode.varyingStatic.rawValue }) {
      problems[index].more += count
      return
    }
    var place = finder.location(row: row, column: column)
    if plan.hasId { place.series = ids[group] }
    let name = Excerpt.clean(plan.name(column))
    let subject = plan.hasId ? "series `\(Excerpt.clean(ids[group]))`" : "the table"
    let slot = layout.valueSlots[layout.valueColumns.firstIndex(of: column) ?? 0]
    refuse(
      ForetellError(
        .varyingStatic,
        "static column `\(name)` changes in \(subject): here it is \(text(cell(row, slot), column)), before "
          + text(known, column),
        location: place,
        hint: "if it may change: \(option: .future, name) where its future is known, or \(option: .past)",
        more: count - 1))
  }

  /// A value of a column as the file has it.
  private func text(_ value: Double, _ column: Int) -> String {
    guard let place = layout.categories.firstIndex(of: column), place < rows.categories.count else {
      return value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : "\(value)"
    }
    return "`\(Excerpt.clean(rows.categories[place].text(UInt32(value))))`"
  }

  /// Refuses rows of one stamp whose words can't be added up or averaged.
  mutating func refuseMerge(_ earlier: Double, _ later: Double, _ row: Int, _ slot: Int) {
    switch options.duplicates {
    case .error, .first, .last: return
    case .sum, .mean, .min, .max: break
    }
    guard !earlier.isNaN, !later.isNaN, earlier != later else { return }
    let column = layout.valueColumns.sorted()[slot]
    if let index = problems.firstIndex(where: { $0.code == ErrorCode.duplicateStamp.rawValue }) {
      problems[index].more += 1
      return
    }
    refuse(
      ForetellError(
        .duplicateStamp,
        "rows for one time stamp have different words in column `\(Excerpt.clean(plan.name(column)))`, which "
          + "\(option: .duplicates, options.duplicates.rawValue) can't merge",
        location: finder.location(row: row, column: column),
        hint: "\(option: .duplicates, "last") keeps one of them"))
  }

  /// Refuses words that a column of categories is known not to have.
  mutating func refuseNewCategories() {
    for (place, column) in layout.categories.enumerated() where place < rows.categories.count {
      let known = plan.knownCategories[place]
      let found = rows.categories[place].count
      guard !known.isEmpty, found > known.count else { continue }
      let slot = plan.categorySlots[place]
      guard let row = (0..<rows.count).first(where: { cell($0, slot) >= Double(known.count) }) else {
        continue
      }
      let word = Excerpt.clean(rows.categories[place].text(UInt32(cell(row, slot))))
      let list = known.prefix(6).map { "`\(Excerpt.clean($0))`" }.joined(separator: ", ")
      refuse(
        ForetellError(
          .unknownCategory,
          "`\(word)` in column `\(Excerpt.clean(plan.name(column)))` is none of the words that the model knows",
          location: finder.location(row: row, column: column),
          hint:
            "the model knows \(list)\(known.count > 6 ? ", …" : ""); correct the cell, leave it empty, or fit "
            + "a model to data that has it", more: found - known.count - 1))
    }
  }

  /// The texts of each column of categories, by its name.
  var categories: [String: [String]] {
    var result: [String: [String]] = [:]
    for (place, column) in layout.categories.enumerated() {
      let known = place < plan.knownCategories.count ? plan.knownCategories[place] : []
      let texts = place < rows.categories.count ? rows.categories[place].texts : []
      result[plan.name(column)] = known.isEmpty ? texts : known
    }
    return result
  }

  /// Keeps where the rows of a series' future are, and counts what is known of it.
  mutating func noteFuture(_ futures: [[Double]], from end: Int, of group: Int, at ordinal: Int) {
    for future in futures { tally.futureGaps += future.prefix(end).count { $0.isNaN } }
    let reach = futures.map(\.count).min() ?? 0
    let length = (end..<max(reach, end)).first { step in futures.contains { $0[step].isNaN } } ?? reach
    futureLengths.append(max(length - end, 0))
    var steps = [UInt32](repeating: FuturePlaces.none, count: max(reach - end, 0))
    for position in bounds[group]..<bounds[group + 1] {
      guard let place = frequency.ordinal(of: Timestamp(stamp(position))), place >= ordinal,
        place - ordinal < steps.count
      else { continue }
      steps[place - ordinal] = UInt32(row(position))
    }
    let last = UInt32(row(bounds[group + 1] - 1))
    places?.append(steps, last: last)
  }

  /// Keeps where the rows of a series' values are.
  ///
  /// - Parameters:
  ///   - ordinal: the place of the first value on the grid.
  ///   - count: the number of its values.
  mutating func noteRows(of group: Int, target: Int, from ordinal: Int, count: Int) {
    var rows = [UInt32](repeating: FuturePlaces.none, count: count)
    for position in bounds[group]..<bounds[group + 1] {
      guard let place = frequency.ordinal(of: Timestamp(stamp(position))), place >= ordinal,
        place - ordinal < count
      else { continue }
      rows[place - ordinal] = UInt32(row(position))
    }
    places?.append(
      rows: rows, target: layout.stamps == nil ? layout.targets[target] : layout.targets.first ?? 0)
  }

  /// Says how far the future is known, and which columns are read as categories.
  mutating func noteKnown() {
    if let least = futureLengths.min(), let most = futureLengths.max() {
      let steps = least == most ? "\(most)" : "\(least) to \(most)"
      let names = layout.futures.map { "`\(Excerpt.clean(plan.name($0)))`" }.joined(separator: ", ")
      notes.append(
        .init(
          kind: .futureRows,
          text: "\(names) known for \(steps) \(most == 1 ? "step" : "steps") behind the last "
            + (futureLengths.count == 1 ? "value" : "values"), count: most))
    }
    for column in layout.categories {
      let name = plan.name(column)
      let texts = categories[name] ?? []
      let list = texts.prefix(4).map { "`\(Excerpt.clean($0))`" }.joined(separator: ", ")
      notes.append(
        .init(
          kind: .categories,
          text: "`\(Excerpt.clean(name))` holds words, read as \(texts.count) categories: "
            + "\(list)\(texts.count > 4 ? ", …" : "")", count: texts.count))
    }
  }
}
