import ForetellData

/// Times of the week at which a series never has a value, such as nights and weekends of a shop.
///
/// A time of the week (weekday, and time of day for frequencies below a day) counts as closed when it
/// occurred at least three times within at least four weeks and never had a value, while at least 80 % of the
/// other times have values; with so few gaps elsewhere it is unlikely that a time is empty by chance.
public struct ClosedTimes: Sendable, Hashable, Codable {
  /// Seconds from one time of the week to the next.
  let step: Int
  /// Runs of closed times of the week as pairs of first time and length, in steps from Monday 00:00.
  let runs: [[Int]]

  private static let week = 7 * 86_400

  /// The least share of values at the times that aren't closed.
  private static let leastFilled = 0.8

  /// The pattern of a series; nil when it has none.
  ///
  /// - Parameters:
  ///   - values: the series in time order, NaN where nothing was observed.
  ///   - start: the time stamp of the first value.
  ///   - frequency: daily, or a whole number of minutes that divides a day; other frequencies have no
  ///     pattern.
  public init?(_ values: [Double], start: Timestamp, frequency: Frequency) {
    guard let step = Self.step(of: frequency), let first = values.firstIndex(where: { !$0.isNaN }),
      let last = values.lastIndex(where: { !$0.isNaN }), (last - first + 1) * step >= 4 * Self.week
    else { return nil }
    let slots = Self.week / step
    var came = [Int](repeating: 0, count: slots)
    var filled = came
    var slot = Self.slot(Timestamp(start.value + Int64(first * step)), step: step)
    for index in first...last {
      came[slot] += 1
      if !values[index].isNaN { filled[slot] += 1 }
      slot = slot + 1 == slots ? 0 : slot + 1
    }
    let isClosed = filled.indices.map { filled[$0] == 0 && came[$0] >= 3 }
    let open = isClosed.indices.filter { !isClosed[$0] }
    guard !open.isEmpty, open.count < slots else { return nil }
    let share = Double(open.reduce(0) { $0 + filled[$1] }) / Double(open.reduce(0) { $0 + came[$1] })
    // The expected number of times of the week that random gaps, as frequent as at the open times, would
    // leave without a value.
    var chance = Double(slots)
    for _ in 0..<(came.min() ?? 0) { chance *= 1 - share }
    guard share >= Self.leastFilled, chance < 1e-3 else { return nil }
    self.init(step: step, closed: isClosed.indices.filter { isClosed[$0] })
  }

  /// The pattern of closed times of the week, in ascending order.
  private init(step: Int, closed: [Int]) {
    self.step = step
    var runs: [[Int]] = []
    for slot in closed {
      if let last = runs.last, last[0] + last[1] == slot {
        runs[runs.count - 1][1] += 1
      } else {
        runs.append([slot, 1])
      }
    }
    self.runs = runs
  }

  /// Seconds per step of a frequency whose times of the week repeat; nil for others.
  private static func step(of frequency: Frequency) -> Int? {
    let step = Int(frequency.unit.seconds) * frequency.multiple
    switch frequency.unit {
    case .day: return frequency.multiple == 1 ? step : nil
    case .hour, .minute: return 86_400 % step == 0 ? step : nil
    case .second, .week, .businessDay, .businessMonth, .semiMonth, .month, .quarter, .year, .step: return nil
    }
  }

  private static func slot(_ stamp: Timestamp, step: Int) -> Int {
    let day = floorDivide(stamp.value, 86_400)
    let second = Int(stamp.value - day * 86_400)
    return (CivilDate.weekday(ofDay: day) * 86_400 + second) / step
  }

  /// Whether a pattern read from a file is possible.
  var isValid: Bool {
    step > 0 && Self.week % step == 0
      && runs.allSatisfy { $0.count == 2 && $0[0] >= 0 && $0[1] > 0 && $0[0] <= Self.week / step - $0[1] }
      && runs.reduce(0) { $0 + $1[1] } < Self.week / step
  }

  /// Whether the series never has a value at this time stamp's time of the week.
  public func contains(_ stamp: Timestamp) -> Bool {
    let slot = Self.slot(stamp, step: step)
    return runs.contains { $0[0] <= slot && slot < $0[0] + $0[1] }
  }

  /// The pattern without the times of the week of some time stamps, at which there is a value now; nil when nothing is
  /// left of it.
  func opened(at stamps: [Timestamp]) -> ClosedTimes? {
    let open = Set(stamps.map { Self.slot($0, step: step) })
    guard runs.contains(where: { run in (run[0]..<(run[0] + run[1])).contains(where: open.contains) }) else {
      return self
    }
    let closed = runs.flatMap { $0[0]..<($0[0] + $0[1]) }.filter { !open.contains($0) }
    return closed.isEmpty ? nil : ClosedTimes(step: step, closed: closed)
  }

  /// The pattern in words, such as `18:00–08:59 and on Saturdays and Sundays`.
  public var text: String {
    let day = 86_400 / step
    var closed = [Bool](repeating: false, count: 7 * day)
    for run in runs { for slot in run[0]..<(run[0] + run[1]) { closed[slot] = true } }
    let days = (0..<7).filter { weekday in closed[(weekday * day)..<((weekday + 1) * day)].allSatisfy { $0 } }
    let names = days.map { CivilDate.weekdayNames[$0] + "s" }
    let weekend =
      names.isEmpty
      ? ""
      : "on " + (names.dropLast().joined(separator: ", ") + (names.count > 1 ? " and " : ""))
        + names[names.count - 1]
    guard day > 1 else { return weekend }
    let others = (0..<7).filter { !days.contains($0) }
    let always = (0..<day).map { time in others.allSatisfy { closed[$0 * day + time] } }
    var parts = Self.ranges(always, step: step)
    let some = others.contains { weekday in
      (0..<day).contains { closed[weekday * day + $0] && !always[$0] }
    }
    if some { parts.append("some other times of single weekdays") }
    let times = parts.isEmpty ? "" : "at " + parts.joined(separator: ", ")
    return times.isEmpty ? weekend : weekend.isEmpty ? times : "\(times) nor \(weekend)"
  }

  /// Ranges of the day as text; a range that continues after midnight is one range.
  private static func ranges(_ closed: [Bool], step: Int) -> [String] {
    guard closed.contains(true), let open = closed.firstIndex(of: false) else { return [] }
    func clock(_ second: Int) -> String {
      func digits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
      return "\(digits(second / 3600)):\(digits(second / 60 % 60))"
    }
    var result: [String] = []
    var first: Int?
    // The day is read from an open time on, so that no range is cut at midnight.
    for turn in 1...closed.count {
      let time = (open + turn) % closed.count
      if closed[time] {
        first = first ?? time
      } else if let from = first {
        let end = (time * step + 86_400 - 60) % 86_400
        result.append("\(clock(from * step))–\(clock(end))")
        first = nil
      }
    }
    return result
  }
}

extension SeriesTable {
  /// The closed times of each series that has some, by series id.
  public var closedTimes: [String: ClosedTimes] {
    var result: [String: ClosedTimes] = [:]
    for one in series {
      result[one.id] = ClosedTimes(one.values, start: one.start, frequency: frequency)
    }
    return result
  }

  /// The number of steps after the end of a series until `open` of them aren't closed; the largest over all
  /// series.
  public func steps(untilOpen open: Int, leavingOut closed: [String: ClosedTimes]) -> Int {
    var most = open
    for (number, one) in series.enumerated() {
      guard let times = closed[one.id] else { continue }
      var steps = 0
      var left = open
      // Every week has an open time, so this loop ends.
      while left > 0 {
        if !times.contains(timestamp(ofSeries: number, at: one.values.count + steps)) { left -= 1 }
        steps += 1
      }
      most = max(most, steps)
    }
    return most
  }
}

extension Forecast {
  /// The forecast without closed times, at most `open` steps of each series, and a warning for each series that had some.
  public func leavingOut(_ closed: [String: ClosedTimes], keeping open: Int) -> Forecast {
    var result = self
    result.series = series.map { one in
      let kept = one.stamps.indices.filter { closed[one.id]?.contains(one.stamps[$0]) != true }.prefix(open)
      guard kept.count < one.stamps.count else { return one }
      return SeriesForecast(
        id: one.id, stamps: kept.map { one.stamps[$0] }, point: kept.map { one.point[$0] },
        lower: one.lower.map { bound in kept.map { bound[$0] } },
        upper: one.upper.map { bound in kept.map { bound[$0] } })
    }
    result.warnings += series.compactMap { one in
      closed[one.id].map { times in
        ForecastWarning(
          kind: .closedTimes, series: one.id,
          text: "series `\(one.id)` never has a value \(times.text): these times are left out of the forecast"
        )
      }
    }
    return result
  }
}
