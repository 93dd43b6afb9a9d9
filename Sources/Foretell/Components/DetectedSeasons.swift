import ForetellClassics
import ForetellCore
import ForetellData
import Foundation

/// The seasons that the series of a table have.
///
/// Candidates are the season lengths of the table's frequency (`Frequency.seasonLengths`: 24, 168 and 8766 for hours).
/// Each is tested in every series that has three of it, the shorter ones first, without the seasons found before, by a
/// permutation test at the 2.5 % level that rotates the cycles. Where the frequency names no season (years, integer steps),
/// the clearest period of each series is searched for by periodogram and autocorrelation.
///
/// Of a large table, a sample of series is tested: every k-th, so that at most ``most`` are.
public struct DetectedSeasons: Sendable, Equatable {
  /// What was found about one length.
  public struct Season: Sendable, Equatable {
    /// The length in steps.
    public let length: Int
    /// The number of series that were long enough for the test.
    public let tested: Int
    /// The number of series that have this season.
    public let found: Int
    /// The median over those series of the part of the variance around the trend that is the mean cycle, from 0 to 1; nil
    /// when none has it.
    public let strength: Double?

    /// The share of the tested series that have this season, from 0 to 1; 0 when none was long enough.
    public var share: Double { tested > 0 ? Double(found) / Double(tested) : 0 }
  }

  /// The largest number of series that are tested.
  public static let most = 100

  /// What was found, the shortest length first.
  public let seasons: [Season]
  /// The number of series that were looked at.
  public let sampled: Int
  /// The number of series of the table.
  public let total: Int
  /// Whether the frequency names no season, so that periods were searched for.
  public let isSearched: Bool

  /// The lengths that at least half of the tested series have, ascending.
  public var lengths: [Int] { seasons.filter { $0.share >= 0.5 && $0.found > 0 }.map(\.length) }

  /// Tests the series of a table.
  ///
  /// - Parameter threads: the number of threads, at least 1; nil for one per processor. The result is the same with any.
  public init(_ table: SeriesTable, threads: Int? = nil) {
    total = table.series.count
    let stride = max(1, (total + Self.most - 1) / Self.most)
    let sample = Swift.stride(from: 0, to: total, by: stride).map { table.series[$0].values }
    sampled = sample.count
    let candidates = table.frequency.seasonLengths.sorted()
    isSearched = candidates.isEmpty
    let count = threads ?? ProcessInfo.processInfo.activeProcessorCount
    let pool = WorkerPool(threads: max(1, min(count, sample.count)))
    let isSearched = isSearched
    let results = pool.map(sample.count) { number in
      isSearched ? SeriesSeasons(searching: sample[number]) : SeriesSeasons(sample[number], candidates)
    }
    seasons = isSearched ? Self.common(results) : candidates.map { Self.summary(results, $0) }
  }

  private static func summary(_ results: [SeriesSeasons], _ length: Int) -> Season {
    let strengths = results.compactMap { $0.strengths[length] }.sorted()
    return Season(
      length: length, tested: results.count { $0.tested.contains(length) }, found: strengths.count,
      strength: strengths.isEmpty ? nil : Medians.median(strengths))
  }

  /// The period that most series have, and the longer one that most series have beside it.
  ///
  /// A series whose period differs from the most common one by a tenth at most has that one, too: periods of waves are found
  /// to some steps only.
  private static func common(_ results: [SeriesSeasons]) -> [Season] {
    let tested = results.count { $0.isLongEnough }
    return [results.map(\.periods.first), results.map { $0.periods.dropFirst().first }].compactMap {
      periods in
      let counts = Dictionary(periods.compactMap { $0 }.map { ($0, 1) }, uniquingKeysWith: +)
      guard let most = counts.max(by: { ($0.value, -$0.key) < ($1.value, -$1.key) })?.key else { return nil }
      let alike = zip(results, periods).filter { _, period in
        period.map { 10 * abs($0 - most) <= most } ?? false
      }
      let strengths = alike.compactMap { result, period in period.flatMap { result.strengths[$0] } }.sorted()
      return Season(
        length: most, tested: tested, found: alike.count,
        strength: strengths.isEmpty ? nil : Medians.median(strengths))
    }
  }
}

/// The seasons of one series.
struct SeriesSeasons: Sendable {
  /// The candidates for which the series is long enough.
  private(set) var tested: [Int] = []
  /// The strength of each season found.
  private(set) var strengths: [Int: Double] = [:]
  /// The periods that were searched for, in the order in which they were found.
  private(set) var periods: [Int] = []
  /// Whether the series is long enough to search for a period.
  private(set) var isLongEnough = false

  /// Tests candidates, ascending.
  init(_ series: [Double], _ candidates: [Int]) {
    guard let span = ObservedSpan(series) else { return }
    let isObserved = span.observed.map { !$0.isNaN }
    for length in candidates {
      let found = strengths.keys.sorted()
      guard let test = RotationTest(span.values, isObserved: isObserved, season: length, without: found)
      else { continue }
      tested.append(length)
      if test.isSeasonal { strengths[length] = test.strength }
    }
  }

  /// Searches for the clearest period, and for one of whole cycles of it: the week among the days of hourly values.
  init(searching series: [Double]) {
    guard let span = ObservedSpan(series), span.values.count >= PeriodSearch.fewest else { return }
    isLongEnough = true
    guard let period = PeriodSearch.period(span.values) else { return }
    let isObserved = span.observed.map { !$0.isNaN }
    periods = [period]
    strengths[period] = RotationTest(span.values, isObserved: isObserved, season: period)?.strength
    let cycles = span.values.count / period
    let last = span.values.suffix(cycles * period)
    let means = (0..<cycles).map { cycle in
      let start = last.startIndex + cycle * period
      return last[start..<start + period].reduce(0) { $0 + $1 / Double(period) }
    }
    guard let multiple = PeriodSearch.period(means),
      let test = RotationTest(
        span.values, isObserved: isObserved, season: multiple * period, without: [period]),
      test.isSeasonal
    else { return }
    periods.append(multiple * period)
    strengths[multiple * period] = test.strength
  }
}

/// Middle values.
enum Medians {
  /// The median of ascending numbers, of which there is at least one: the mean of the two in the middle of an even number.
  static func median(_ sorted: [Double]) -> Double {
    let middle = sorted.count / 2
    return sorted.count % 2 == 1
      ? sorted[middle] : sorted[middle - 1] + (sorted[middle] - sorted[middle - 1]) / 2
  }
}

extension SeriesTable {
  /// The seasons that the series have; see ``DetectedSeasons``.
  ///
  /// - Parameter threads: the number of threads; nil for one per processor.
  public func detectedSeasons(threads: Int? = nil) -> DetectedSeasons {
    DetectedSeasons(self, threads: threads)
  }
}
