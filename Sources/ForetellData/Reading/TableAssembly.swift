/// Makes regular series of rows: groups, sorts and merges rows, finds the frequency and fills the grid.
struct TableAssembly {
  var rows: RowColumns
  let plan: RowPlan
  let options: CSVOptions
  let layout: ColumnLayout
  let finder: RowFinder

  let slots: [Int]
  /// Number of values per row.
  let width: Int
  /// Ids of the series by index.
  let ids: [String]
  var problems: [ForetellError] = []
  var notes: [Findings.Note] = []
  private(set) var series: [Series] = []
  var frequency = Frequency(.step)
  /// How time stamps are written; without times of day when all turned out to be midnights.
  var stampStyle: StampStyle
  private(set) var gapCount = 0
  private(set) var observationCount = 0
  /// Where the rows of the series stand; nil unless there are columns known into the future, or all values are located.
  var places: FuturePlaces?
  /// Steps behind the last value of each series at which all of its future is known.
  var futureLengths: [Int] = []

  /// Indices of the rows in the order of series and time; nil while that is the order of the file.
  var order: [UInt32]?
  /// The first position of each series in `order`, and the end of the last.
  var bounds: [Int] = []
  var tally = AssemblyTally()

  init(rows: RowColumns, plan: RowPlan, options: CSVOptions, layout: ColumnLayout, finder: RowFinder) {
    self.rows = rows
    self.plan = plan
    self.options = options
    self.layout = layout
    self.finder = finder
    slots = layout.stamps == nil ? layout.valueSlots : [0]
    if !layout.futures.isEmpty || options.locatesValues { places = FuturePlaces(finder) }
    width = slots.count
    let texts = (0..<rows.idTable.count).map { rows.idTable.text(UInt32($0)) }
    ids = plan.idCount > 1 ? IdJoin.texts(of: texts) : texts
    stampStyle = plan.stamps.style
  }

  /// Runs all steps; problems are collected, and later steps continue with what is left.
  mutating func run() {
    group()
    sort()
    guard settleSwappedDates() else { return }
    findDuplicates()
    guard findFrequency() else { return }
    refuseNewCategories()
    build()
    notes += tally.notes(options)
    noteKnown()
  }

  /// Adds a problem.
  mutating func refuse(_ problem: ForetellError) { problems.append(problem) }

  // MARK: - Order

  func row(_ position: Int) -> Int { order.map { Int($0[position]) } ?? position }

  func stamp(_ position: Int) -> Int64 { rows.stamps[row(position)] }

  /// Finds the rows of each series; reorders rows only when those of a series aren't together.
  mutating func group() {
    guard plan.hasId else {
      bounds = [0, rows.count]
      return
    }
    let groups = rows.idTable.count
    var counts = [Int](repeating: 0, count: groups)
    var isContiguous = true
    var last: UInt32 = 0
    for id in rows.ids {
      if id != last, id < last || counts[Int(id)] > 0 { isContiguous = false }
      last = id
      counts[Int(id)] += 1
    }
    bounds = [0]
    for count in counts { bounds.append(bounds[bounds.count - 1] + count) }
    if isContiguous { return }
    var next = bounds
    var order = [UInt32](repeating: 0, count: rows.count)
    for (row, id) in rows.ids.enumerated() {
      order[next[Int(id)]] = UInt32(row)
      next[Int(id)] += 1
    }
    self.order = order
  }

  mutating func sort() {
    var firstUnsorted: Int?
    for group in 0..<(bounds.count - 1) {
      let range = bounds[group]..<bounds[group + 1]
      var falls = 0
      var previous = Int64.min
      for position in range {
        let stamp = stamp(position)
        if stamp < previous {
          falls += 1
          let row = row(position)
          if firstUnsorted.map({ row < $0 }) ?? true { firstUnsorted = row }
        }
        previous = stamp
      }
      guard falls > 0 else { continue }
      tally.sorted += falls
      var order = self.order ?? (0..<UInt32(rows.count)).map { $0 }
      self.order = nil  // so that sorting happens in place
      let stamps = rows.stamps
      // The row number as second key keeps the order of the file among equal stamps.
      order[range].sort { left, right in
        let (a, b) = (stamps[Int(left)], stamps[Int(right)])
        return a < b || a == b && left < right
      }
      self.order = order
    }
    if options.unsorted == .error, let row = firstUnsorted {
      problems.append(
        ForetellError(
          .unsorted, "the row is earlier than the row before it", location: location(row),
          hint: "sort the file, or let it be sorted: \(option: .unsorted, "sort")", more: tally.sorted - 1))
    }
  }

  private mutating func findDuplicates() {
    var first: (row: Int, group: Int)?
    var count = 0
    var areEqual = true
    for group in 0..<(bounds.count - 1) where bounds[group + 1] > bounds[group] {
      for position in (bounds[group] + 1)..<bounds[group + 1] where stamp(position) == stamp(position - 1) {
        count += 1
        if options.duplicates == .error {
          let row = row(position)
          if first.map({ row < $0.row }) ?? true { first = (row, group) }
          areEqual = areEqual && hasEqualValues(row, self.row(position - 1))
        }
      }
    }
    if options.duplicates != .error { tally.merged = count }
    guard let first else { return }
    var place = location(first.row)
    let text = plan.stamps.style.text(for: Timestamp(rows.stamps[first.row]))
    place.stamp = text
    var subject = "the table"
    if plan.hasId {
      place.series = ids[first.group]
      subject = "series `\(Excerpt.clean(ids[first.group]))`"
    }
    problems.append(
      ForetellError(
        .duplicateStamp, "\(subject) has two rows for \(text)", location: place,
        hint: duplicateHint(areEqual: areEqual), more: count - 1))
  }

  /// Whether two rows have the same values.
  private func hasEqualValues(_ left: Int, _ right: Int) -> Bool {
    return (0..<width).allSatisfy { slot in
      let (a, b) = (rows.cells[left * width + slot], rows.cells[right * width + slot])
      return a == b || a.isNaN && b.isNaN
    }
  }

  /// Advice about several rows for one time stamp, which never loses rows that another column distinguishes.
  private func duplicateHint(areEqual: Bool) -> OptionText {
    if let distinction = layout.distinction {
      return "another column tells these rows apart: \(distinction)"
    }
    if areEqual { return "the rows have equal values; \(option: .duplicates, "last") keeps one of each" }
    return
      "\(option: .duplicates, "sum") adds the rows up (sales, counts), \(option: .duplicates, "mean") averages them (measurements); "
      + "if they are different series, name the columns that tell them apart with \(option: .id)"
  }

  func location(_ row: Int) -> ForetellError.Location {
    finder.location(row: row, column: layout.time)
  }

  // MARK: - Grid

  private mutating func build() {
    let groups = bounds.count - 1
    let targets = layout.stamps == nil ? layout.targets.count : 1
    series.reserveCapacity(groups * targets)
    var firstGap: (row: Int, column: Int)?
    guard fitsLimit() else { return }
    for group in 0..<groups where bounds[group + 1] > bounds[group] {
      guard let columns = fill(group) else { return }
      let statics = statics(of: group)
      let base = frequency.ordinal(of: Timestamp(stamp(bounds[group]))) ?? 0
      for target in 0..<targets {
        append(target, of: group, columns, statics, base: base)
        if options.gaps == .error, firstGap == nil, problems.isEmpty {
          firstGap = findGap(target, group)
        }
      }
    }
    if options.gaps == .error, gapCount > 0, problems.isEmpty { refuseGap(firstGap) }
    if series.isEmpty, problems.isEmpty {
      problems.append(
        ForetellError(
          .noObservations, "every value is missing", location: location(0),
          hint: "name the column of values: \(option: .target, "NAME")"))
    }
  }

  /// The value columns of a series on its grid.
  private mutating func fill(_ group: Int) -> [[Double]]? {
    let range = bounds[group]..<bounds[group + 1]
    var grid = GridCursor(frequency)
    guard let first = grid.ordinal(of: stamp(range.lowerBound)),
      let last = frequency.ordinal(of: Timestamp(stamp(range.upperBound - 1)))
    else { return nil }
    let length = last - first + 1
    var columns = [[Double]](repeating: [], count: width)
    var points = 0
    let isRegular = isRegular(range, step: grid.step)
    for (column, slot) in slots.enumerated() {
      // One value per series, which has no place on the grid.
      if column >= width - layout.statics.count { continue }
      if isRegular {
        columns[column] = values(range, slot)
        points = length
        continue
      }
      let isCategory = !plan.categorySlots.isEmpty && plan.categorySlots.contains(slot)
      var values = [Double](repeating: .nan, count: length)
      var weights: [Int: Int] = [:]
      grid = GridCursor(frequency)
      points = 0
      var previous = -1
      for position in range {
        let row = row(position)
        guard let ordinal = grid.ordinal(of: rows.stamps[row]) else { continue }
        let index = ordinal - first
        let value = rows.cells[row * width + slot]
        if index != previous {
          points += 1
          values[index] = value
        } else {
          if isCategory { refuseMerge(values[index], value, row, slot) }
          values[index] = merged(values[index], value, &weights[index, default: 1])
        }
        previous = index
      }
      columns[column] = values
    }
    tally.missingRows += length - points
    return columns
  }

  /// Whether rows stand in the file as they will on the grid, one per point.
  private func isRegular(_ range: Range<Int>, step: Int64) -> Bool {
    guard order == nil, step > 0 else { return false }
    return rows.stamps.withUnsafeBufferPointer { stamps in
      var differences: Int64 = 0
      for position in range.dropFirst() {
        differences |= (stamps[position] &- stamps[position &- 1]) ^ step
      }
      return differences == 0
    }
  }

  /// A value of each of some rows that stand together.
  private func values(_ range: Range<Int>, _ slot: Int) -> [Double] {
    rows.cells.withUnsafeBufferPointer { cells in
      [Double](unsafeUninitializedCapacity: range.count) { values, count in
        var cell = range.lowerBound * width + slot
        for place in 0..<range.count {
          values[place] = cells[cell]
          cell &+= width
        }
        count = range.count
      }
    }
  }

  /// The merged value of several rows for one time stamp, up to the present row.
  ///
  /// - Parameter weight: the number of rows with a value that are merged in `earlier`, at least 1.
  private func merged(_ earlier: Double, _ value: Double, _ weight: inout Int) -> Double {
    switch options.duplicates {
    case .error, .last: return value
    case .first: return earlier
    case .sum, .mean, .min, .max: break
    }
    if earlier.isNaN { return value }
    if value.isNaN { return earlier }
    switch options.duplicates {
    case .sum: return earlier + value
    case .min: return Swift.min(earlier, value)
    case .max: return Swift.max(earlier, value)
    case .mean, .error, .first, .last:
      weight += 1
      return earlier + (value - earlier) / Double(weight)
    }
  }

  private mutating func append(
    _ target: Int, of group: Int, _ columns: [[Double]], _ statics: [Double], base: Int
  ) {
    let id = seriesId(target, group)
    var values = columns[target]
    guard let first = values.firstIndex(where: { !$0.isNaN }) else {
      tally.empty.append(id)
      return
    }
    tally.leading += first
    if first > 0 { values.removeFirst(first) }
    let known = columns[(layout.stamps == nil ? layout.targets.count : columns.count)...]
    var covariates = known.prefix(layout.covariates.count).map { Array($0.dropFirst(first)) }
    let futures = known.dropFirst(layout.covariates.count).prefix(layout.futures.count)
      .map { Array($0.dropFirst(first)) }
    let end = (values.lastIndex { !$0.isNaN } ?? -1) + 1
    if !layout.futures.isEmpty {
      // Rows behind the last value say what is known of the future; they move no origin.
      values.removeLast(values.count - end)
      covariates = covariates.map { Array($0.prefix(end)) }
      noteFuture(futures, from: end, of: group, at: base + first + end)
    }
    if options.locatesValues { noteRows(of: group, target: target, from: base + first, count: values.count) }
    let missing = values.reduce(0) { $0 + ($1.isNaN ? 1 : 0) }
    tally.trailing += values.count - end
    if end < values.count { tally.trailingSeries += 1 }
    gapCount += missing
    observationCount += values.count - missing
    if missing > 0 { tally.filled += GapFilling.fill(&values, options.gaps) }
    for position in covariates.indices {
      let gaps = covariates[position].reduce(0) { $0 + ($1.isNaN ? 1 : 0) }
      tally.covariateGaps += gaps
      guard gaps > 0 else { continue }
      let isCategory = plan.categorySlots.contains(slots[layout.targets.count + position])
      // There is nothing between two words.
      let policy = isCategory && options.gaps == .linear ? .mask : options.gaps
      tally.filled += GapFilling.fill(&covariates[position], policy)
    }
    series.append(
      Series(
        id: id, start: frequency.timestamp(base + first), values: values, covariates: covariates,
        futures: futures, statics: statics))
  }

  private func seriesId(_ target: Int, _ group: Int) -> String {
    let name = plan.name(layout.targets[target])
    guard plan.hasId else { return name }
    let id = ids[group]
    return layout.stamps != nil || layout.targets.count == 1 ? id : "\(id)/\(name)"
  }

  // MARK: - Refusals about gaps

  private func findGap(_ target: Int, _ group: Int) -> (row: Int, column: Int)? {
    var grid = GridCursor(frequency)
    var previous: Int?
    var hasStarted = false
    for position in bounds[group]..<bounds[group + 1] {
      let row = row(position)
      let ordinal = grid.ordinal(of: rows.stamps[row])
      let isEmpty = rows.cells[row * width + slots[target]].isNaN
      if hasStarted, isEmpty || previous.map({ ordinal ?? 0 > $0 + 1 }) ?? false {
        return (row, layout.targets[target])
      }
      if !isEmpty { hasStarted = true }
      previous = ordinal
    }
    return nil
  }

  private mutating func refuseGap(_ first: (row: Int, column: Int)?) {
    var place = first.map { finder.location(row: $0.row, column: $0.column) }
    if let first { place?.stamp = plan.stamps.style.text(for: Timestamp(rows.stamps[first.row])) }
    problems.append(
      ForetellError(
        .gap, "a value is missing here or just before this row, and \(option: .gaps, "error") was given",
        location: place ?? .init(file: finder.source.path),
        hint:
          "\(option: .gaps, "mask") trains around it; \(option: .gaps, "linear") or \(inCode: ".ffill", onCommandLine: "ffill") fills it",
        more: gapCount - 1))
  }
}
