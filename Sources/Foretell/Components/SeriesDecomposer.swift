import ForetellClassics
import ForetellData

/// Decomposes one series into its parts.
///
/// Seasons by MSTL, trend without seasons by local regression. Missing values are filled before: first along straight lines;
/// after a first decomposition, along straight lines through the values without seasons, to which the seasons are added.
/// Days with a holiday are hidden in the same way, so that their effect doesn't disturb the parts from which it is
/// estimated; in the end the values without the effects are decomposed.
struct SeriesDecomposer {
  /// The season lengths, ascending.
  let seasons: [Int]
  let mode: ComponentMode
  let isRobust: Bool
  /// The table's usual season, which decides how far the trend of a series without a season reaches.
  let usualSeason: Int
  /// The holidays' names, and whether steps are days or shorter.
  let holidayNames: [String]
  let countsSteps: Bool

  /// The parts of a span without missing values.
  private struct Parts {
    var seasonal: [[Double]]
    var trend: [Double]

    /// The sum of the seasons at a place.
    func season(_ place: Int) -> Double { seasonal.reduce(0) { $0 + $1[place] } }
  }

  /// Decomposes a series.
  ///
  /// - Parameter holidays: for each holiday the number of its days at each step of the series.
  func components(_ series: Series, holidays: [[Double]]) -> SeriesComponents {
    let observed = series.values.count { !$0.isNaN }
    guard let span = ObservedSpan(series.values) else { return without(series, .empty) }
    guard observed >= SeriesComponents.fewestValues else {
      return without(series, .tooShort(count: observed))
    }
    let isMultiplicative = mode == .multiplicative
    let scaled = isMultiplicative ? span.values.map(Elementary.logarithm) : span.values
    let estimate = HolidayEstimate(
      holidays.map { Array($0.dropFirst(span.start)) }, names: holidayNames, count: scaled.count,
      countsSteps: countsSteps)
    let usable = seasons.filter { scaled.count >= 2 * $0 }
    let isConstant = span.isConstant
    let found =
      isConstant
      ? Self.constant(scaled, usable) : decompose(scaled, span.observed.map(\.isNaN), usable, estimate)
    let remainder = scaled.indices.map { place in
      span.observed[place].isNaN
        ? .nan : scaled[place] - found.parts.trend[place] - found.parts.season(place) - found.holiday[place]
    }
    let strengths =
      isConstant
      ? nil
      : ComponentStrengths(
        trend: found.parts.trend, seasons: zip(usable, found.parts.seasonal).map { ($0, $1) },
        remainder: remainder)
    let short = seasons.filter { !usable.contains($0) }
    func whole(_ part: [Double]) -> [Double] {
      [Double](repeating: .nan, count: span.start) + part
        + [Double](repeating: .nan, count: span.missingAtEnd)
    }
    func inUnits(_ part: [Double]) -> [Double] {
      whole(isMultiplicative ? part.map { $0.isNaN ? $0 : Elementary.exponential($0) } : part)
    }
    return SeriesComponents(
      id: series.id, mode: mode, values: series.values,
      trend: isConstant ? whole(span.values) : inUnits(found.parts.trend),
      seasons: zip(usable, found.parts.seasonal).map { .init(length: $0, values: inUnits($1)) },
      holidays: holidayNames.isEmpty ? nil : inUnits(found.holiday),
      holidayEffects: isMultiplicative ? found.effects.map { $0.asFactor() } : found.effects,
      remainder: inUnits(remainder), strengths: strengths,
      remark: isConstant ? .constant : short.isEmpty ? nil : .shorterThanSeasons(short))
  }

  /// What was found in a span.
  private typealias Found = (parts: Parts, holiday: [Double], effects: [HolidayEffect])

  /// The parts of values that are all the same, without the rounding errors of smoothing.
  private static func constant(_ values: [Double], _ usable: [Int]) -> Found {
    let none = [Double](repeating: 0, count: values.count)
    return (Parts(seasonal: usable.map { _ in none }, trend: values), none, [])
  }

  /// The parts of values of which some are only filled in.
  private func decompose(
    _ scaled: [Double], _ isMissing: [Bool], _ usable: [Int], _ estimate: HolidayEstimate
  ) -> Found {
    let holidays = estimate.hidden(of: scaled.count)
    let isHidden = holidays.isEmpty ? isMissing : zip(isMissing, holidays).map { $0 || $1 }
    var filled = scaled
    Self.fill(&filled, isHidden) { _ in 0 }
    var parts = parts(filled, usable)
    if isHidden.contains(true), !usable.isEmpty {
      Self.fill(&filled, isHidden) { parts.season($0) }
      parts = self.parts(filled, usable)
    }
    var found: Found = (parts, [Double](repeating: 0, count: scaled.count), [])
    guard !estimate.isEmpty else { return found }
    // Holidays that weren't hidden have disturbed the parts from which they are separated.
    for _ in 0..<(holidays.isEmpty ? 3 : 1) {
      let rest = scaled.indices.map { place in
        isMissing[place] ? .nan : scaled[place] - found.parts.trend[place] - found.parts.season(place)
      }
      (found.holiday, found.effects) = estimate.effects(rest)
      let others = scaled.indices.map { place in
        isMissing[place] ? filled[place] : scaled[place] - found.holiday[place]
      }
      found.parts = self.parts(others, usable)
    }
    return found
  }

  private func parts(_ values: [Double], _ usable: [Int]) -> Parts {
    if let found = MSTL(values, seasons: usable, isRobust: isRobust, skipsPlaces: true) {
      return Parts(seasonal: found.seasonal, trend: found.trend)
    }
    let window =
      usualSeason > 1 && values.count >= 2 * usualSeason
      ? LocalTrend.window(besideSeason: usualSeason) : LocalTrend.usualWindow(values.count)
    let trend = LocalTrend(values, window: window, isRobust: isRobust, skipsPlaces: true).trend
    return Parts(seasonal: [], trend: trend)
  }

  /// Fills places along straight lines through the others without what repeats; before the first and after the last one,
  /// with its level.
  private static func fill(_ values: inout [Double], _ isHidden: [Bool], repeating part: (Int) -> Double) {
    let known = values.indices.filter { !isHidden[$0] }
    guard let first = known.first, let last = known.last, known.count < values.count else { return }
    let levels = known.map { values[$0] - part($0) }
    for place in 0..<first { values[place] = levels[0] + part(place) }
    for place in last + 1..<max(values.count, last + 1) {
      values[place] = levels[levels.count - 1] + part(place)
    }
    for number in 1..<max(known.count, 1) {
      let (left, right) = (known[number - 1], known[number])
      let slope = (levels[number] - levels[number - 1]) / Double(right - left)
      for place in left + 1..<right {
        values[place] = levels[number - 1] + slope * Double(place - left) + part(place)
      }
    }
  }

  /// A series whose parts aren't known.
  private func without(_ series: Series, _ remark: SeriesComponents.Remark) -> SeriesComponents {
    let unknown = [Double](repeating: .nan, count: series.values.count)
    return SeriesComponents(
      id: series.id, mode: mode, values: series.values, trend: unknown, seasons: [],
      holidays: holidayNames.isEmpty ? nil : unknown, holidayEffects: [], remainder: unknown, strengths: nil,
      remark: remark)
  }
}
