/// Finds or checks the time grid of the rows, after small repairs.
extension TableAssembly {
  // MARK: - Frequency

  /// With more rows than this, the frequency is inferred from some series and only checked on the others.
  private static let inferenceLimit = 200_000

  mutating func findFrequency() -> Bool {
    let all = (0..<(bounds.count - 1)).filter { bounds[$0 + 1] > bounds[$0] }
    guard !all.isEmpty else { return false }
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

  /// Moves time stamps slightly when that clearly makes them regular, and adds a note; nil if it doesn't.
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
    notes.append(
      .init(kind: .movedStamps, text: OptionText(text), count: snap.count, isWarning: snap.isWarning))
    return found
  }

  /// The longest series, together up to the limit; all series of a small table.
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

  func grid(of groups: [Int]) throws(GridProblem) -> Frequency {
    let stamps = groups.map { distinct(bounds[$0]..<bounds[$0 + 1]) }
    if let wanted = options.frequency { return try InferredGrid.check(stamps, on: wanted).frequency }
    return try InferredGrid.infer(from: stamps, isInteger: plan.stamps.style.isInteger).frequency
  }

  func distinct(_ range: Range<Int>) -> [Timestamp] {
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
    var place = location(row(position ?? range.lowerBound))
    if plan.hasId { place.series = ids[group] }
    place.stamp = problem.stamp.map { plan.stamps.style.text(for: $0) }
    error.location = place
    problems.append(error)
  }

  // MARK: - Days and months

  /// Exchanges days and months if an option asks for it; refuses a file in which they clearly were exchanged.
  mutating func settleSwappedDates() -> Bool {
    let isAsked = options.repair == .swappedDates
    guard stampStyle.hasExchangeableDates || isAsked else { return true }
    let groups = (0..<(bounds.count - 1)).filter { bounds[$0 + 1] > bounds[$0] }
    let stamps = groups.map { distinct(bounds[$0]..<bounds[$0 + 1]) }
    let swapped = stampStyle.hasExchangeableDates ? SwappedDates(stamps) : nil
    guard let swapped, let row = rows.stamps.firstIndex(where: { SwappedDates.exchanged($0) != $0 }) else {
      if isAsked {
        problems.append(
          ForetellError(
            .badOption,
            "\(option: .repair, "swapped-dates"): the file has no dates whose day and month were exchanged",
            location: location(0), hint: "leave \(option: .repair) out"))
      }
      return !isAsked
    }
    let read = Timestamp(rows.stamps[row])
    let meant = Timestamp(SwappedDates.exchanged(read.value))
    let iso = StampStyle.isoDate
    guard isAsked else {
      var place = location(row)
      place.stamp = stampStyle.text(for: read)
      problems.append(
        ForetellError(
          .swappedDates,
          "day and month are exchanged in \(swapped.count) rows, as spreadsheets do: "
            + "\(stampStyle.text(for: read)) reads as \(iso.text(for: read)), but only with "
            + "\(iso.text(for: meant)) are the stamps regular (\(swapped.frequency.name))", location: place,
          hint: "\(option: .repair, "swapped-dates") exchanges them", more: swapped.count - 1))
      return false
    }
    for index in rows.stamps.indices { rows.stamps[index] = SwappedDates.exchanged(rows.stamps[index]) }
    notes.append(
      .init(
        kind: .movedStamps,
        text: "day and month exchanged in \(swapped.count) rows (\(option: .repair, "swapped-dates")): "
          + "\(stampStyle.text(for: read)) read as \(iso.text(for: meant))", count: swapped.count,
        isWarning: true))
    order = nil
    tally = AssemblyTally()
    group()
    sort()
    return true
  }
}
