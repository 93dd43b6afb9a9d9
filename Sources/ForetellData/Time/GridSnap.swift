/// Moves time stamps that lie close to a regular grid onto it.
///
/// Time stamps of a regular series can be off for three reasons: clocks that are a second late or early,
/// dates of quarters and months computed from fractions of a year (2 July for 1 July), and local midnights
/// written in UTC, which shift by an hour with daylight saving time.
struct GridSnap: Sendable {
  /// Where a time stamp is moved to.
  enum Target: Sendable {
    /// The nearest multiple of `step` seconds after `phase`.
    case step(Int64, phase: Int64)
    /// The nearest point of a monthly or coarser grid.
    case grid(Frequency)
    /// The nearest midnight.
    case midnight
  }

  let target: Target
  /// Number of given time stamps that move.
  let count: Int
  /// The first time stamp that moves.
  let example: Timestamp
  /// Whether the move is reported as a warning rather than a note.
  var isWarning: Bool {
    switch target {
    case .step, .midnight: false
    case .grid: true
    }
  }

  /// Whether only the dates of the time stamps remain.
  var isMidnight: Bool {
    switch target {
    case .midnight: true
    case .step, .grid: false
    }
  }

  /// The time stamp after the move.
  func moved(_ stamp: Int64) -> Int64 {
    switch target {
    case .step(let step, let phase): floorDivide(stamp - phase + step / 2, step) * step + phase
    case .grid(let frequency): frequency.nearest(to: Timestamp(stamp)).value
    case .midnight: floorDivide(stamp + 43_200, 86_400) * 86_400
    }
  }

  /// What was done, as a sentence.
  func text(_ style: StampStyle) -> String {
    let stamps = count == 1 ? "1 time stamp" : "\(count) time stamps"
    let before = style.text(for: example)
    let after = style.text(for: Timestamp(moved(example.value)))
    switch target {
    case .step(let step, _):
      return "\(stamps) a second or two beside the grid of \(GridSnap.name(step)) moved onto it: "
        + "\(before) read as \(after)"
    case .grid(let frequency):
      return "\(stamps) beside the grid \(frequency.name) moved onto it: \(before) read as \(after)"
    case .midnight:
      let day = StampStyle.isoDate.text(for: Timestamp(moved(example.value)))
      return "time stamps move by an hour when clocks change, as local midnights do that are written in UTC: "
        + "read as days, \(before) as \(day); forecasts have dates only"
    }
  }

  private static func name(_ step: Int64) -> String {
    if step % 86_400 == 0 { return step == 86_400 ? "days" : "\(step / 86_400) days" }
    if step % 3600 == 0 { return step == 3600 ? "hours" : "\(step / 3600) hours" }
    if step % 60 == 0 { return step == 60 ? "minutes" : "\(step / 60) minutes" }
    return "\(step) seconds"
  }

  /// The move that makes the time stamps regular; nil if none is certainly right.
  ///
  /// - Parameters:
  ///   - series: the time stamps of each series, ascending and distinct, in seconds.
  ///   - wanted: the given frequency, if any.
  static func find(_ series: [[Timestamp]], wanted: Frequency?) -> GridSnap? {
    let tries = [midnights, nearMonths, nearSteps]
    for attempt in tries {
      guard let target = attempt(series, wanted) else { continue }
      if let snap = checked(target, series) { return snap }
    }
    return nil
  }

  /// The move, unless it would make two time stamps equal.
  private static func checked(_ target: Target, _ series: [[Timestamp]]) -> GridSnap? {
    var snap = GridSnap(target: target, count: 0, example: Timestamp(0))
    for stamps in series {
      var previous = Int64.min
      for stamp in stamps {
        let moved = snap.moved(stamp.value)
        if moved <= previous { return nil }
        previous = moved
        guard moved != stamp.value else { continue }
        let example = snap.count == 0 ? stamp : snap.example
        snap = GridSnap(target: target, count: snap.count + 1, example: example)
      }
    }
    return snap.count == 0 ? nil : snap
  }

  // MARK: - Local midnights in UTC

  private static func midnights(_ series: [[Timestamp]], _ wanted: Frequency?) -> Target? {
    switch wanted?.unit {
    case nil, .year, .quarter, .month, .businessMonth, .semiMonth, .week, .businessDay, .day: break
    case .hour, .minute, .second, .step: return nil
    }
    var times: Set<Int> = []
    for stamps in series {
      for stamp in stamps {
        times.insert(stamp.secondOfDay)
        if times.count > 2 { return nil }
      }
    }
    guard let early = times.min(), let late = times.max(), late % 1800 == 0,
      late - early == 3600 || (early == 0 && late == 82_800)
    else { return nil }
    return .midnight
  }

  // MARK: - Months and quarters

  private static func nearMonths(_ series: [[Timestamp]], _ wanted: Frequency?) -> Target? {
    if let wanted, wanted.unit.months == 0, wanted.unit != .businessMonth { return nil }
    guard let majority = MajorityGrid(series, wanted: wanted), majority.frequency.isMonthly else {
      return nil
    }
    // The last business day may be a holiday, hence 4 days; a fixed day of the month is missed by at most one
    // day.
    let tolerance: Int64 = majority.frequency.unit == .businessMonth ? 4 : 1
    guard majority.largestDistance <= tolerance * 86_400 else { return nil }
    return .grid(majority.frequency)
  }

  // MARK: - Seconds

  private static func nearSteps(_ series: [[Timestamp]], _ wanted: Frequency?) -> Target? {
    guard let majority = MajorityGrid(series, wanted: wanted) else { return nil }
    let step = majority.frequency.unit.seconds * Int64(majority.frequency.multiple)
    guard step >= 5, majority.largestDistance <= min(2, step / 5) else { return nil }
    return .step(step, phase: majority.frequency.offset)
  }
}

/// The grid on which most time stamps lie, exactly or within two seconds.
struct MajorityGrid {
  /// The grid.
  let frequency: Frequency
  /// The largest distance of a time stamp from its grid point, in seconds.
  let largestDistance: Int64
  /// The first time stamp that is too far from the grid for an inexact clock, by series and index.
  let odd: (series: Int, index: Int)?
  /// Number of such time stamps.
  let oddCount: Int
  /// Number of all time stamps.
  let count: Int

  /// Finds the grid; nil if fewer than two thirds of the time stamps agree.
  init?(_ series: [[Timestamp]], wanted: Frequency?) {
    guard let step = MajorityGrid.medianStep(series) else { return nil }
    var best: (frequency: Frequency, onGrid: Int)?
    for candidate in MajorityGrid.candidates(series, step: step, wanted: wanted) {
      let tolerance = candidate.isMonthly ? 0 : min(2, candidate.stepSeconds / 5)
      let onGrid = series.reduce(0) { total, stamps in
        total
          + stamps.reduce(0) { sum, stamp in
            sum + (abs(candidate.nearest(to: stamp).value - stamp.value) <= tolerance ? 1 : 0)
          }
      }
      if best.map({ onGrid > $0.onGrid }) ?? true { best = (candidate, onGrid) }
    }
    let count = series.reduce(0) { $0 + $1.count }
    guard let best, best.onGrid * 3 >= count * 2, count > 2 else { return nil }
    frequency = best.frequency
    self.count = count
    oddCount = count - best.onGrid
    let tolerance = frequency.isMonthly ? 0 : min(2, frequency.stepSeconds / 5)
    var odd: (series: Int, index: Int)?
    var largest: Int64 = 0
    for (number, stamps) in series.enumerated() {
      for (index, stamp) in stamps.enumerated() {
        let distance = abs(best.frequency.nearest(to: stamp).value - stamp.value)
        if distance > tolerance, odd == nil { odd = (number, index) }
        largest = max(largest, distance)
      }
    }
    self.odd = odd
    largestDistance = largest
  }

  private static func medianStep(_ series: [[Timestamp]]) -> Int64? {
    var steps: [Int64] = []
    for stamps in series {
      for index in stamps.indices.dropFirst() { steps.append(stamps[index].value - stamps[index - 1].value) }
    }
    guard !steps.isEmpty else { return nil }
    steps.sort()
    return steps[steps.count / 2]
  }

  private static func candidates(
    _ series: [[Timestamp]], step: Int64, wanted: Frequency?
  ) -> [Frequency] {
    if let wanted {
      if wanted.isMonthly {
        let months = wanted.unit == .businessMonth ? wanted.multiple : wanted.unit.months * wanted.multiple
        return monthly(series, months: months, units: [wanted.unit == .businessMonth])
      }
      return wanted.stepSeconds > 0 ? [fixed(series, step: wanted.stepSeconds)] : []
    }
    let months = Int((Double(step) / 2_629_746).rounded())
    if months >= 1, abs(Double(step) - Double(months) * 2_629_746) <= 3.5 * 86_400 {
      let weekly = step % 604_800 == 0 ? [fixed(series, step: step)] : []
      return monthly(series, months: months, units: [false, true]) + weekly
    }
    // Steps of a minute and more are whole minutes, shorter ones multiples of five seconds.
    let unit: Int64 = step >= 60 ? 60 : 5
    let rounded = floorDivide(step + unit / 2, unit) * unit
    guard rounded >= 5, abs(rounded - step) <= 2 else { return [] }
    return [fixed(series, step: rounded)]
  }

  /// The grid of a fixed step at the position where most time stamps are.
  private static func fixed(_ series: [[Timestamp]], step: Int64) -> Frequency {
    var places: [Int64: Int] = [:]
    for stamps in series {
      for stamp in stamps { places[stamp.value - floorDivide(stamp.value, step) * step, default: 0] += 1 }
    }
    let phase = places.max { ($0.value, -$0.key) < ($1.value, -$1.key) }?.key ?? 0
    for unit in [Frequency.Unit.week, .day, .hour, .minute] where step % unit.seconds == 0 {
      return Frequency(unit, multiple: Int(step / unit.seconds), offset: phase)
    }
    return Frequency(.second, multiple: Int(step), offset: phase)
  }

  /// Candidate monthly grids: the usual day of the month, month ends, first and last business days.
  private static func monthly(_ series: [[Timestamp]], months: Int, units: [Bool]) -> [Frequency] {
    var days: [Int: Int] = [:]
    var phases: [Int: Int] = [:]
    var seconds: [Int: Int] = [:]
    for stamps in series {
      for stamp in stamps {
        let date = stamp.date
        days[date.day, default: 0] += 1
        phases[date.monthNumber % months, default: 0] += 1
        seconds[stamp.secondOfDay, default: 0] += 1
      }
    }
    func most(_ counts: [Int: Int]) -> Int {
      counts.max { ($0.value, -$0.key) < ($1.value, -$1.key) }?.key ?? 0
    }
    let unit: Frequency.Unit = months % 12 == 0 ? .year : months % 3 == 0 ? .quarter : .month
    let phase = most(phases)
    let offset = Int64(most(seconds))
    var result: [Frequency] = []
    for isBusiness in units {
      if isBusiness {
        result += [31, 1].map {
          Frequency(.businessMonth, multiple: months, dayOfMonth: $0, phase: phase, offset: offset)
        }
      } else {
        result += [max(1, most(days)), 31].map {
          Frequency(
            unit, multiple: months / unit.months, dayOfMonth: $0, phase: phase, offset: offset)
        }
      }
    }
    return result
  }
}

extension Frequency {
  /// Whether grid points are days of months, at varying distance.
  var isMonthly: Bool { unit.months > 0 || unit == .businessMonth }

  /// Seconds per step of fixed length; 0 for other steps.
  var stepSeconds: Int64 { unit == .step ? 0 : unit.seconds * Int64(multiple) }

  /// The grid point nearest to a time stamp.
  func nearest(to stamp: Timestamp) -> Timestamp {
    let base: Int
    switch unit {
    case .year, .quarter, .month: base = floorDivide(stamp.date.monthNumber - phase, unit.months * multiple)
    case .businessMonth: base = floorDivide(stamp.date.monthNumber - phase, multiple)
    case .semiMonth: base = floorDivide(stamp.date.monthNumber * 2 - phase, multiple)
    case .businessDay:
      let day = floorDivide(stamp.value, 86_400)
      base = floorDivide(Int(floorDivide(day + 3, 7)) * 5 + CivilDate.weekday(ofDay: day) - phase, multiple)
    case .week, .day, .hour, .minute, .second, .step:
      base = Int(floorDivide(stamp.value - offset, unit.seconds * Int64(multiple)))
    }
    let near = (base - 1...base + 2).map { timestamp($0) }
    return near.min { abs($0.value - stamp.value) < abs($1.value - stamp.value) } ?? stamp
  }
}
