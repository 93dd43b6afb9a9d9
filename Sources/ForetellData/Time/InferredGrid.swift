/// The regular grid inferred from time stamps, with gaps allowed.
public struct InferredGrid: Sendable, Hashable {
  /// The largest unit and multiple whose grid contains all time stamps.
  public let frequency: Frequency
  /// Number of grid points without a time stamp between the first and last one of each series, over all
  /// series.
  public let missing: Int
  /// Number of time stamps examined.
  public let stamps: Int

  /// Infers the grid of one or more series from the calendar.
  ///
  /// It is the one with the largest unit among year, quarter, month, week, business day, day, hour, minute
  /// and second (each with a multiple) that contains every time stamp. For monthly and coarser grids all
  /// stamps must have the same day of the month (or be month ends) and the same time of day; for business
  /// days there must be several weeks without weekend stamps.
  ///
  /// - Parameters:
  ///   - series: the time stamps of each series, ascending and distinct.
  ///   - isInteger: whether time stamps are integer steps rather than seconds.
  /// - Throws: `GridProblem` if no series has two time stamps, or if steps vary.
  public static func infer(from series: [[Timestamp]], isInteger: Bool = false) throws(GridProblem)
    -> InferredGrid
  {
    let pooled = try frequency(of: series[...], isInteger: isInteger)
    if series.count > 1 {
      try checkPhases(of: series, pooled: pooled, isInteger: isInteger)
    }
    var grid = StepCount()
    for (index, stamps) in series.enumerated() {
      try grid.count(stamps, of: index, on: pooled)
    }
    if let problem = grid.mixedSteps(in: series, on: pooled) { throw problem }
    return InferredGrid(frequency: pooled, missing: grid.missing, stamps: grid.stamps)
  }

  /// The coarsest grid that contains every time stamp; nil if it would have far more points than there are
  /// stamps.
  static func finest(_ series: [[Timestamp]], isInteger: Bool) -> Frequency? {
    guard let found = try? frequency(of: series[...], isInteger: isInteger) else { return nil }
    let fits = series.allSatisfy { stamps in
      guard let first = stamps.first, let last = stamps.last, let start = found.ordinal(of: first),
        let end = found.ordinal(of: last)
      else { return stamps.isEmpty }
      return end - start < 20 * stamps.count
    }
    return fits ? found : nil
  }

  /// Checks that the time stamps lie on the grid of a given frequency.
  ///
  /// The frequency is first aligned to the first time stamp (weekday, month start or end, time of day), so
  /// that `W` also fits Mondays and `M` fits `2024-01`.
  ///
  /// - Throws: `GridProblem` that names the first time stamp off the grid.
  public static func check(_ series: [[Timestamp]], on wanted: Frequency) throws(GridProblem) -> InferredGrid
  {
    var frequency = wanted
    let first = series.lazy.compactMap(\.first).min()
    if let first {
      let fits = series.allSatisfy { $0.allSatisfy { frequency.ordinal(of: $0) != nil } }
      if !fits {
        frequency = aligned(wanted, to: first, in: series)
      }
    }
    var grid = StepCount()
    for (index, stamps) in series.enumerated() {
      try grid.count(stamps, of: index, on: frequency)
    }
    return InferredGrid(frequency: frequency, missing: grid.missing, stamps: grid.stamps)
  }

  /// Aligns the given frequency to the first time stamp; all stamps decide whether months are stamped at
  /// their ends.
  private static func aligned(_ wanted: Frequency, to first: Timestamp, in series: [[Timestamp]]) -> Frequency
  {
    let moved = wanted.aligned(to: first)
    guard wanted.unit.months > 0 else { return moved }
    let stamps = series.lazy.joined()
    let isEnd = stamps.allSatisfy { CivilDate.isMonthEnd($0.date) }
    let day = isEnd ? 31 : stamps.map(\.date.day).max() ?? 1
    let monthly = Frequency(
      wanted.unit, multiple: wanted.multiple, dayOfMonth: day, phase: moved.phase, offset: moved.offset)
    return monthly.ordinal(of: first) == nil ? moved : monthly
  }

  /// The grid as a sentence: `monthly (start of month), 3 of 147 stamps missing`.
  public var summary: String {
    missing == 0 ? frequency.name : "\(frequency.name), \(missing) of \(stamps + missing) stamps missing"
  }

  // MARK: - The largest unit

  private static func frequency(
    of series: ArraySlice<[Timestamp]>, isInteger: Bool
  ) throws(GridProblem) -> Frequency {
    guard let first = series.lazy.compactMap(\.first).first else { throw GridProblem(.tooFewStamps) }
    var divisor: Int64 = 0
    for stamps in series {
      for stamp in stamps {
        let distance = abs(stamp.value - first.value)
        if divisor == 0 || distance % divisor != 0 { divisor = greatestCommonDivisor(divisor, distance) }
      }
    }
    guard divisor > 0, series.contains(where: { $0.count > 1 }) else { throw GridProblem(.tooFewStamps) }
    if isInteger { return Frequency(.step, multiple: Int(divisor), offset: first.value) }
    if divisor % 86_400 == 0 {
      if let monthly = monthly(series) ?? calendarMonths(series) { return monthly }
      let days = Int(divisor / 86_400)
      if days % 7 == 0 { return Frequency(.week, multiple: days / 7, offset: first.value) }
      if days == 1, isBusinessDaily(series) {
        return Frequency(.businessDay, offset: Int64(first.secondOfDay))
      }
      return Frequency(.day, multiple: days, offset: first.value)
    }
    for unit in [Frequency.Unit.hour, .minute] where divisor % unit.seconds == 0 {
      return Frequency(unit, multiple: Int(divisor / unit.seconds), offset: first.value)
    }
    return Frequency(.second, multiple: Int(divisor), offset: first.value)
  }

  /// Year, quarter or month, if every time stamp has the same day of the month or is its month's last day.
  private static func monthly(_ series: ArraySlice<[Timestamp]>) -> Frequency? {
    guard let first = series.lazy.compactMap(\.first).first else { return nil }
    var isEnd = true
    var largestDay = 1
    let firstDate = first.date
    for stamps in series {
      for stamp in stamps {
        let date = stamp.date
        isEnd = isEnd && CivilDate.isMonthEnd(date)
        // Only in short months the day may differ from the usual one.
        if !isEnd, date.day != firstDate.day, date.day < 28, firstDate.day < 28 { return nil }
        largestDay = max(largestDay, date.day)
      }
    }
    let day = isEnd ? 31 : largestDay
    var divisor = 0
    for stamps in series {
      for stamp in stamps {
        let date = stamp.date
        guard date.day == min(day, CivilDate.daysInMonth(year: date.year, month: date.month)) else {
          return nil
        }
        divisor = Int(
          greatestCommonDivisor(Int64(divisor), Int64(abs(date.monthNumber - firstDate.monthNumber))))
      }
    }
    guard divisor > 0 else { return nil }
    let unit: Frequency.Unit = divisor % 12 == 0 ? .year : divisor % 3 == 0 ? .quarter : .month
    return Frequency(
      unit, multiple: divisor / unit.months, dayOfMonth: day, phase: firstDate.monthNumber,
      offset: Int64(first.secondOfDay))
  }

  /// First or last business days, or half months, if every time stamp is one; grids of first or last calendar
  /// days were tried before.
  private static func calendarMonths(_ series: ArraySlice<[Timestamp]>) -> Frequency? {
    guard let first = series.lazy.compactMap(\.first).first, series.contains(where: { $0.count > 2 }) else {
      return nil
    }
    for unit in [Frequency.Unit.businessMonth, .semiMonth] {
      for day in [31, 1] {
        let single = Frequency(unit, dayOfMonth: day, offset: Int64(first.secondOfDay))
        guard let base = single.ordinal(of: first) else { continue }
        var divisor: Int64 = 0
        let fits = series.allSatisfy { stamps in
          stamps.allSatisfy { stamp in
            guard let ordinal = single.ordinal(of: stamp) else { return false }
            divisor = greatestCommonDivisor(divisor, Int64(abs(ordinal - base)))
            return true
          }
        }
        guard fits, divisor > 0 else { continue }
        // Time stamps in only one half of each month aren't half-monthly.
        if unit == .semiMonth, divisor > 1 { continue }
        return Frequency(
          unit, multiple: Int(divisor), dayOfMonth: day, phase: base, offset: Int64(first.secondOfDay))
      }
    }
    return nil
  }

  /// Whether no time stamp is on a weekend, and at least two weekends are skipped from Friday to Monday.
  private static func isBusinessDaily(_ series: ArraySlice<[Timestamp]>) -> Bool {
    var weekends = 0
    for stamps in series {
      var previous: Int64?
      for stamp in stamps {
        let day = floorDivide(stamp.value, 86_400)
        let weekday = CivilDate.weekday(ofDay: day)
        if weekday > 4 { return false }
        if weekday == 0, let previous, day - previous == 3 { weekends += 1 }
        previous = day
      }
    }
    return weekends >= 2
  }

  /// Throws when the series' own grids are coarser than the pooled one, because they lie at different
  /// positions in the unit, such as one on Sundays and one on Mondays.
  private static func checkPhases(
    of series: [[Timestamp]], pooled: Frequency, isInteger: Bool
  ) throws(GridProblem) {
    var finest: Int?
    var reference: Int?
    for index in series.indices where series[index].count > 2 {
      let own = try frequency(of: series[index...index], isInteger: isInteger)
      let rank = own.unit.rank
      if reference == nil { reference = index }
      if rank >= pooled.unit.rank { return }
      finest = max(finest ?? rank, rank)
    }
    guard finest != nil, let reference else { return }
    let own = try frequency(of: series[reference...reference], isInteger: isInteger)
    for index in series.indices {
      for position in series[index].indices where own.ordinal(of: series[index][position]) == nil {
        var problem = GridProblem(.differentGrids)
        problem.series = index
        problem.index = position
        problem.stamp = series[index][position]
        problem.previous = series[reference].first
        problem.usualStep = own.name
        problem.step = pooled.name
        throw problem
      }
    }
  }

  private static func greatestCommonDivisor(_ left: Int64, _ right: Int64) -> Int64 {
    var (left, right) = (left, right)
    while right != 0 { (left, right) = (right, left % right) }
    return left
  }
}

extension CivilDate {
  /// Whether the date is the last day of its month.
  package static func isMonthEnd(_ date: CivilDate) -> Bool {
    date.day >= 28 && date.day == daysInMonth(year: date.year, month: date.month)
  }
}

extension Frequency.Unit {
  /// The order of units, 0 for the largest; business days and days are equal.
  fileprivate var rank: Int {
    switch self {
    case .year: 0
    case .quarter: 1
    case .month, .businessMonth: 2
    case .semiMonth: 3
    case .week: 4
    case .businessDay, .day: 5
    case .hour: 6
    case .minute: 7
    case .second: 8
    case .step: 9
    }
  }
}

/// Counts steps by length in a sequence of time stamps.
private struct StepCount {
  var missing = 0
  var stamps = 0
  private var lengths: [Int: Int] = [:]
  private var steps = 0
  private var longestRun = 0
  private var units = 0
  private var runSeries = 0
  private var runStart = 0
  private var runLength = 1

  mutating func count(_ series: [Timestamp], of index: Int, on frequency: Frequency) throws(GridProblem) {
    var previous: Int?
    var run = 0
    var shortest = 1
    var longest = 1
    for (position, stamp) in series.enumerated() {
      guard let ordinal = frequency.ordinal(of: stamp) else {
        var problem = GridProblem(.offGrid)
        problem.series = index
        problem.index = position
        problem.stamp = stamp
        problem.previous = position > 0 ? series[position - 1] : nil
        problem.usualStep = frequency.name
        throw problem
      }
      stamps += 1
      if let previous {
        let step = ordinal - previous
        missing += step - 1
        steps += 1
        if step == 1 {
          units += 1
        } else {
          lengths[step, default: 0] += 1
        }
        // Months measured in days vary, so steps within a fifth of each other count as equal.
        if max(longest, step) * 5 <= min(shortest, step) * 6 {
          run += 1
          (shortest, longest) = (min(shortest, step), max(longest, step))
        } else {
          run = 1
          (shortest, longest) = (step, step)
        }
        if step > 1, run > longestRun {
          longestRun = run
          runSeries = index
          runStart = position - run + 1
          runLength = step
        }
      }
      previous = ordinal
    }
  }

  /// The problem when a few single steps differ, or when a long stretch has another step than the rest.
  func mixedSteps(in series: [[Timestamp]], on frequency: Frequency) -> GridProblem? {
    let isRare = units * 3 < steps && units < (lengths.values.max() ?? 0) || (units == 0 && steps > 1)
    guard isRare || longestRun >= 8 else { return nil }
    let usual = lengths.max { ($0.value, -$0.key) < ($1.value, -$1.key) }
    let usualLength = units >= (usual?.value ?? 0) ? 1 : usual?.key ?? 1
    for (index, stamps) in series.enumerated() {
      if !isRare, index != runSeries { continue }
      var previous: Int?
      for (position, stamp) in stamps.enumerated() {
        guard let ordinal = frequency.ordinal(of: stamp) else { continue }
        defer { previous = ordinal }
        guard let previous, ordinal - previous != usualLength else { continue }
        if !isRare, position != runStart { continue }
        var problem = GridProblem(.mixedSteps)
        problem.series = index
        problem.index = position
        problem.stamp = stamp
        problem.previous = stamps[position - 1]
        problem.usualStep = name(of: usualLength, on: frequency)
        problem.step = name(of: ordinal - previous, on: frequency)
        return problem
      }
    }
    return nil
  }

  private func name(of steps: Int, on frequency: Frequency) -> String {
    let count = steps * frequency.multiple
    var name = frequency.unit == .businessDay ? "business day" : frequency.unit.rawValue
    var shown = count
    if frequency.unit == .second, count % 60 == 0 { (name, shown) = ("minute", count / 60) }
    if frequency.unit == .minute || name == "minute", shown % 60 == 0 { (name, shown) = ("hour", shown / 60) }
    if frequency.unit == .hour || name == "hour", shown % 24 == 0 { (name, shown) = ("day", shown / 24) }
    return "\(shown) \(name)\(shown == 1 ? "" : "s")"
  }
}
