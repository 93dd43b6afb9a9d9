/// The decomposition of a series into trend, one part for each of several seasons, and remainder.
///
/// Each season's part is computed by ``STL`` from the series without the other parts, in two rounds; the k-th season in
/// ascending order is smoothed over 7 + 4·k seasons with a regression of degree 0. Source: K. Bandara, R. J. Hyndman and
/// C. Bergmeir, MSTL: A seasonal-trend decomposition algorithm for time series with multiple seasonal patterns,
/// International Journal of Operational Research 52 (2025) 79–98.
package struct MSTL: Sendable, Equatable {
  /// The season lengths, ascending.
  package let seasons: [Int]
  /// The part of each season.
  package let seasonal: [[Double]]
  /// The smooth part.
  package let trend: [Double]
  /// The values without trend and seasons.
  package let remainder: [Double]

  /// Decomposes a series without missing values.
  ///
  /// Seasons of one step, and those of which the series has fewer than two, are left out; nil when none is left.
  package init?(_ values: [Double], seasons: [Int], isRobust: Bool = false, skipsPlaces: Bool = false) {
    let usable = Set(seasons).filter { $0 > 1 && values.count >= 2 * $0 }.sorted()
    guard !usable.isEmpty else { return nil }
    var parts = usable.map { _ in [Double](repeating: 0, count: values.count) }
    var rest = values
    var trend: [Double] = []
    for _ in 0..<(usable.count > 1 ? 2 : 1) {
      for (number, season) in usable.enumerated() {
        for index in rest.indices { rest[index] += parts[number][index] }
        let settings = STL.Settings(
          season: season, seasonalWindow: 11 + 4 * number, seasonalDegree: 0, isRobust: isRobust,
          skipsPlaces: skipsPlaces)
        guard let part = STL(rest, settings) else { return nil }
        parts[number] = part.seasonal
        trend = part.trend
        for index in rest.indices { rest[index] -= parts[number][index] }
      }
    }
    self.seasons = usable
    seasonal = parts
    self.trend = trend
    remainder = zip(rest, trend).map { $0 - $1 }
  }

  /// The decomposition, which is robust when the largest remainder of the usual one is more than thirty times their median.
  ///
  /// So far from all others are single wrong values; ordinary peaks are nearer, and say something about the season.
  package static func automatic(_ values: [Double], seasons: [Int]) -> MSTL? {
    guard let plain = MSTL(values, seasons: seasons) else { return nil }
    let distances = plain.remainder.map { abs($0) }.sorted()
    let isWild = distances[distances.count - 1] > 30 * distances[distances.count / 2]
    // Without noise the median is rounding error.
    let size = values.reduce(0) { max($0, abs($1)) }
    guard isWild, distances[distances.count - 1] > 1e-6 * size else { return plain }
    return MSTL(values, seasons: seasons, isRobust: true)
  }

  /// The values without the seasons' parts.
  package var adjusted: [Double] { zip(trend, remainder).map { $0 + $1 } }

  /// The sum of the seasons' parts in the next steps: each repeats its last season.
  package func seasonalForecast(horizon: Int) -> [Double] {
    (0..<horizon).map { step in
      zip(seasons, seasonal).reduce(0) { sum, part in sum + part.1[part.1.count - part.0 + step % part.0] }
    }
  }
}
