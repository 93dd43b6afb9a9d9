/// Makes regular series of rows: groups, sorts, merges, finds the frequency, fills the grid.
struct TableAssembly {
  private(set) var rows: RowColumns
  let plan: RowPlan
  let options: CSVOptions
  let layout: ColumnLayout
  let finder: RowFinder

  private let slots: [Int]
  private(set) var problems: [ForetellError] = []
  private(set) var notes: [Findings.Note] = []
  private(set) var series: [Series] = []
  private(set) var frequency = Frequency(.step)
  /// How stamps are written; dates only where times of day turned out to be midnights.
  private(set) var stampStyle: StampStyle
  private(set) var gapCount = 0
  private(set) var observationCount = 0

  /// Rows in the order of series and time; nil while that is the order of the file.
  private var order: [UInt32]?
  /// First position of each group in `order`, and the end.
  private var bounds: [Int] = []
  private var tally = AssemblyTally()

  init(rows: RowColumns, plan: RowPlan, options: CSVOptions, layout: ColumnLayout, finder: RowFinder) {
    self.rows = rows
    self.plan = plan
    self.options = options
    self.layout = layout
    self.finder = finder
    slots = layout.valueSlots
    stampStyle = plan.stamps.style
  }

  /// Runs all steps; problems are collected, and later steps work with what is left.
  mutating func run() {
    group()
    sort()
    guard settleSwappedDates() else { return }
    findDuplicates()
    guard findFrequency() else { return }
    build()
    notes += tally.notes(options)
  }

  // MARK: - Order

  private func row(_ position: Int) -> Int { order.map { Int($0[position]) } ?? position }

  private func stamp(_ position: Int) -> Int64 { rows.stamps[row(position)] }

  /// Finds where the rows of each series are; reorders only when a series is scattered.
  private mutating func group() {
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

  private mutating func sort() {
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
          .unsorted, "the row is earlier than the row before it", location: location(row, inTime: true),
          hint: "sort the file, or let it be sorted: --unsorted sort", more: tally.sorted - 1))
    }
  }

  /// Exchanges days and months if that was asked for; refuses a file in which they surely were exchanged.
  private mutating func settleSwappedDates() -> Bool {
    let isAsked = options.repair == .swappedDates
    guard stampStyle.hasExchangeableDates || isAsked else { return true }
    let groups = (0..<(bounds.count - 1)).filter { bounds[$0 + 1] > bounds[$0] }
    let stamps = groups.map { distinct(bounds[$0]..<bounds[$0 + 1]) }
    let swapped = stampStyle.hasExchangeableDates ? SwappedDates(stamps) : nil
    guard let swapped, let row = rows.stamps.firstIndex(where: { SwappedDates.exchanged($0) != $0 }) else {
      if isAsked {
        problems.append(
          ForetellError(
            .badOption, "--repair swapped-dates: the file has no dates whose day and month were exchanged",
            location: location(0, inTime: true), hint: "leave --repair out"))
      }
      return !isAsked
    }
    let read = Timestamp(rows.stamps[row])
    let meant = Timestamp(SwappedDates.exchanged(read.value))
    let iso = StampStyle.isoDate
    guard isAsked else {
      var place = location(row, inTime: true)
      place.stamp = stampStyle.text(for: read)
      problems.append(
        ForetellError(
          .swappedDates,
          "day and month are exchanged in \(swapped.count) rows, as spreadsheets do: "
            + "\(stampStyle.text(for: read)) reads as \(iso.text(for: read)), but only with "
            + "\(iso.text(for: meant)) are the stamps regular (\(swapped.frequency.name))", location: place,
          hint: "--repair swapped-dates exchanges them", more: swapped.count - 1))
      return false
    }
    for index in rows.stamps.indices { rows.stamps[index] = SwappedDates.exchanged(rows.stamps[index]) }
    notes.append(
      .init(
        kind: .movedStamps,
        text: "day and month exchanged in \(swapped.count) rows (--repair swapped-dates): "
          + "\(stampStyle.text(for: read)) read as \(iso.text(for: meant))", count: swapped.count,
        isWarning: true))
    order = nil
    tally = AssemblyTally()
    group()
    sort()
    return true
  }

  private mutating func findDuplicates() {
    var first: (row: Int, group: Int)?
    var count = 0
    for group in 0..<(bounds.count - 1) where bounds[group + 1] > bounds[group] {
      for position in (bounds[group] + 1)..<bounds[group + 1] where stamp(position) == stamp(position - 1) {
        count += 1
        if options.duplicates == .error {
          let row = row(position)
          if first.map({ row < $0.row }) ?? true { first = (row, group) }
        }
      }
    }
    if options.duplicates != .error { tally.merged = count }
    guard let first else { return }
    var place = location(first.row, inTime: true)
    let text = plan.stamps.style.text(for: Timestamp(rows.stamps[first.row]))
    place.stamp = text
    var hint = "--duplicates last or --duplicates mean"
    var subject = "the table"
    if plan.hasId {
      let id = rows.idTable.text(UInt32(first.group))
      place.series = id
      subject = "series `\(Excerpt.clean(id))`"
    } else if let candidate = layout.idCandidates.first {
      hint =
        "several series in one file? --id \(ShellWord.quoted(Excerpt.clean(candidate))); otherwise " + hint
    } else {
      hint = "keep one: " + hint
    }
    problems.append(
      ForetellError(
        .duplicateStamp, "\(subject) has two rows for \(text)", location: place, hint: hint, more: count - 1))
  }

  // MARK: - Frequency

  /// Above this many rows the grid is inferred from some series and only checked on the others.
  private static let inferenceLimit = 200_000

  private mutating func findFrequency() -> Bool {
    let all = (0..<(bounds.count - 1)).filter { bounds[$0 + 1] > bounds[$0] }
    guard !all.isEmpty else { return false }
    if let wanted = options.frequency, wanted.unit == .step, !plan.stamps.style.isInteger {
      problems.append(refusal(ofSteps: wanted, try? inferred(all)))
      return false
    }
    do {
      let some = groupsForInference(all)
      if some.count < all.count, let found = try? grid(of: some), firstOffGrid(found) == nil {
        frequency = found
      } else {
        frequency = try grid(of: all)
      }
      return true
    } catch {
      if let found = snapped(all) {
        frequency = found
        return true
      }
      let stamps = all.map { distinct(bounds[$0]..<bounds[$0 + 1]) }
      let isInteger = stampStyle.isInteger
      refuse(error.explained(stamps, wanted: options.frequency, isInteger: isInteger), groups: all)
    }
    return false
  }

  /// Moves stamps a little where that surely makes them regular, and says so; nil if it doesn't.
  private mutating func snapped(_ groups: [Int]) -> Frequency? {
    guard !stampStyle.isInteger, problems.isEmpty, options.frequency?.unit != .step else { return nil }
    let stamps = groups.map { distinct(bounds[$0]..<bounds[$0 + 1]) }
    guard let snap = GridSnap.find(stamps, wanted: options.frequency) else { return nil }
    let text = snap.text(stampStyle)
    let before = rows.stamps
    for index in rows.stamps.indices { rows.stamps[index] = snap.moved(rows.stamps[index]) }
    guard let found = try? grid(of: groups) else {
      rows.stamps = before
      return nil
    }
    if snap.isMidnight { stampStyle = stampStyle.withoutTime }
    notes.append(.init(kind: .movedStamps, text: text, count: snap.count, isWarning: snap.isWarning))
    return found
  }

  /// The longest series, up to the limit in total; all series of a small table.
  private func groupsForInference(_ all: [Int]) -> [Int] {
    if rows.count <= Self.inferenceLimit { return all }
    func length(_ group: Int) -> Int { bounds[group + 1] - bounds[group] }
    var total = 0
    let byLength = all.sorted { (length($0), $1) > (length($1), $0) }
    return byLength.prefix { group in
      defer { total += length(group) }
      return total == 0 || total + length(group) <= Self.inferenceLimit / 2
    }.sorted()
  }

  private func grid(of groups: [Int]) throws(GridProblem) -> Frequency {
    let stamps = groups.map { distinct(bounds[$0]..<bounds[$0 + 1]) }
    if let wanted = options.frequency { return try InferredGrid.check(stamps, on: wanted).frequency }
    return try InferredGrid.infer(from: stamps, isInteger: plan.stamps.style.isInteger).frequency
  }

  private func inferred(_ groups: [Int]) throws(GridProblem) -> Frequency {
    try InferredGrid.infer(from: groups.map { distinct(bounds[$0]..<bounds[$0 + 1]) }).frequency
  }

  private func distinct(_ range: Range<Int>) -> [Timestamp] {
    var stamps: [Timestamp] = []
    stamps.reserveCapacity(range.count)
    for position in range {
      let stamp = Timestamp(stamp(position))
      if stamps.last != stamp { stamps.append(stamp) }
    }
    return stamps
  }

  private func firstOffGrid(_ frequency: Frequency) -> Int? {
    var grid = GridCursor(frequency)
    return (0..<rows.count).first { grid.ordinal(of: stamp($0)) == nil }
  }

  private mutating func refuse(_ problem: GridProblem, groups: [Int]) {
    var error = problem.error(style: plan.stamps.style)
    let group = groups[min(problem.series ?? 0, groups.count - 1)]
    let range = bounds[group]..<bounds[group + 1]
    let position = problem.stamp.flatMap { stamp in range.first { self.stamp($0) == stamp.value } }
    var place = location(row(position ?? range.lowerBound), inTime: true)
    if plan.hasId { place.series = rows.idTable.text(UInt32(group)) }
    place.stamp = problem.stamp.map { plan.stamps.style.text(for: $0) }
    error.location = place
    problems.append(error)
  }

  private func location(_ row: Int, inTime: Bool) -> ForetellError.Location {
    finder.location(row: row, column: layout.time)
  }

  // MARK: - Grid

  private mutating func build() {
    let groups = bounds.count - 1
    let targets = layout.targets.count
    series.reserveCapacity(groups * targets)
    var firstGap: (row: Int, column: Int)?
    for group in 0..<groups where bounds[group + 1] > bounds[group] {
      guard let columns = fill(group) else { return }
      let base = frequency.ordinal(of: Timestamp(stamp(bounds[group]))) ?? 0
      for target in 0..<targets {
        append(target, of: group, columns, base: base)
        if options.gaps == .error, firstGap == nil, problems.isEmpty {
          firstGap = findGap(target, group)
        }
      }
    }
    if options.gaps == .error, gapCount > 0, problems.isEmpty { refuseGap(firstGap) }
    if series.isEmpty, problems.isEmpty {
      problems.append(
        ForetellError(
          .noObservations, "every value is missing", location: location(0, inTime: false),
          hint: "name the column of values: --target NAME"))
    }
  }

  /// The value columns of a group on its grid.
  private mutating func fill(_ group: Int) -> [[Double]]? {
    let range = bounds[group]..<bounds[group + 1]
    var grid = GridCursor(frequency)
    guard let first = grid.ordinal(of: stamp(range.lowerBound)),
      let last = frequency.ordinal(of: Timestamp(stamp(range.upperBound - 1)))
    else { return nil }
    let length = last - first + 1
    if length > 1000 + 100 * range.count {
      refuseHugeGap(range, length: length)
      return nil
    }
    let width = plan.valueCount
    var columns = [[Double]](repeating: [], count: width)
    var points = 0
    for (column, slot) in slots.enumerated() {
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
        } else if options.duplicates == .mean {
          if values[index].isNaN {
            values[index] = value
          } else if !value.isNaN {
            let weight = weights[index, default: 1]
            values[index] += (value - values[index]) / Double(weight + 1)
            weights[index] = weight + 1
          }
        } else {
          values[index] = value
        }
        previous = index
      }
      columns[column] = values
    }
    tally.missingRows += length - points
    return columns
  }

  private mutating func append(_ target: Int, of group: Int, _ columns: [[Double]], base: Int) {
    let id = seriesId(target, group)
    var values = columns[target]
    guard let first = values.firstIndex(where: { !$0.isNaN }) else {
      tally.empty.append(id)
      return
    }
    tally.leading += first
    if first > 0 { values.removeFirst(first) }
    var covariates = columns[layout.targets.count...].map { Array($0.dropFirst(first)) }
    let missing = values.reduce(0) { $0 + ($1.isNaN ? 1 : 0) }
    let end = (values.lastIndex { !$0.isNaN } ?? -1) + 1
    tally.trailing += values.count - end
    if end < values.count { tally.trailingSeries += 1 }
    gapCount += missing
    observationCount += values.count - missing
    if missing > 0 { tally.filled += GapFilling.fill(&values, options.gaps) }
    for position in covariates.indices {
      let gaps = covariates[position].reduce(0) { $0 + ($1.isNaN ? 1 : 0) }
      tally.covariateGaps += gaps
      if gaps > 0 { tally.filled += GapFilling.fill(&covariates[position], options.gaps) }
    }
    series.append(
      Series(id: id, start: frequency.timestamp(base + first), values: values, covariates: covariates))
  }

  private func seriesId(_ target: Int, _ group: Int) -> String {
    let name = plan.name(layout.targets[target])
    guard plan.hasId else { return name }
    let id = rows.idTable.text(UInt32(group))
    return layout.targets.count == 1 ? id : "\(id)/\(name)"
  }

  // MARK: - Refusals about gaps

  private func findGap(_ target: Int, _ group: Int) -> (row: Int, column: Int)? {
    var grid = GridCursor(frequency)
    var previous: Int?
    var hasStarted = false
    for position in bounds[group]..<bounds[group + 1] {
      let row = row(position)
      let ordinal = grid.ordinal(of: rows.stamps[row])
      let isEmpty = rows.cells[row * plan.valueCount + slots[target]].isNaN
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
        .gap, "a value is missing here or just before this row, and --gaps error was given",
        location: place ?? .init(file: finder.source.path),
        hint: "--gaps mask trains around it; --gaps linear or ffill fills it", more: gapCount - 1))
  }

  private mutating func refuseHugeGap(_ range: Range<Int>, length: Int) {
    var widest = range.lowerBound
    var width: Int64 = -1
    for position in range.dropFirst() where stamp(position) - stamp(position - 1) > width {
      width = stamp(position) - stamp(position - 1)
      widest = position
    }
    var place = location(row(widest), inTime: true)
    place.stamp = plan.stamps.style.text(for: Timestamp(stamp(widest)))
    problems.append(
      ForetellError(
        .hugeGap,
        "\(range.count) rows would need \(length) points at frequency \(frequency.alias); the widest gap ends here",
        location: place, hint: "is this time stamp right? otherwise give a coarser --freq"))
  }
}
