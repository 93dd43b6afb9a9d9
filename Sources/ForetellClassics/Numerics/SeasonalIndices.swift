/// The seasonal indices of classical decomposition, one per step of the season; the first belongs to the first value.
///
/// The trend is the centred moving average over one season, with half weights at the ends for an even length. An index
/// is the mean ratio of value to trend, divided by the mean of all indices (multiplicative), or the mean distance from
/// the trend minus the mean of all indices (additive). Source: R. J. Hyndman and G. Athanasopoulos, Forecasting:
/// Principles and Practice, 3rd edition, 3.4.
package struct SeasonalIndices: Sendable, Equatable {
  /// How a value and its index belong together.
  package enum Form: Sendable {
    /// A value is its adjusted value times the index.
    case multiplicative
    /// A value is its adjusted value plus the index.
    case additive
  }

  /// How a value and its index belong together.
  package let form: Form
  /// The indices, by position in the season of the first value.
  package let indices: [Double]

  /// Decomposes a series without missing values.
  ///
  /// Nil for fewer than two seasons of values, a season of one step, and indices that aren't finite.
  package init?(_ values: [Double], season: Int, form: Form) {
    guard season > 1, values.count >= 2 * season else { return nil }
    let half = season / 2
    var sums = [Double](repeating: 0, count: season)
    var counts = [Double](repeating: 0, count: season)
    // A running sum would carry rounding errors of large values on to small ones.
    for center in half..<values.count - half {
      var total = 0.0
      for index in center - half...center + half { total += values[index] }
      if season % 2 == 0 { total -= (values[center - half] + values[center + half]) / 2 }
      let trend = total / Double(season)
      let part =
        switch form {
        case .multiplicative: values[center] / trend
        case .additive: values[center] - trend
        }
      sums[center % season] += part
      counts[center % season] += 1
    }
    let means = zip(sums, counts).map { $0 / $1 }
    let level = means.reduce(0, +) / Double(season)
    let indices =
      switch form {
      case .multiplicative: means.map { $0 / level }
      case .additive: means.map { $0 - level }
      }
    guard indices.allSatisfy(\.isFinite) else { return nil }
    self.form = form
    self.indices = indices
  }

  /// The indices with which methods of the M3 and M4 competitions adjust a series: multiplicative ones, or additive ones
  /// when a value isn't positive or an index is below 0.01.
  ///
  /// Nil when ``isSeasonal(_:season:)`` finds no season.
  package static func adjusting(_ values: [Double], season: Int) -> SeasonalIndices? {
    guard isSeasonal(values, season: season) else { return nil }
    if values.allSatisfy({ $0 > 0 }),
      let found = SeasonalIndices(values, season: season, form: .multiplicative),
      found.indices.allSatisfy({ $0 >= 0.01 })
    {
      return found
    }
    return SeasonalIndices(values, season: season, form: .additive)
  }

  /// Whether the autocorrelation at lag `season` is significant at the 90 % level, as in the M4 competition:
  /// |r_m| > 1.645·√((1 + 2·Σ_{k<m} r_k²)/n).
  ///
  /// False for a season of one step, fewer than three seasons of values, and constant values. Source: S. Makridakis,
  /// E. Spiliotis and V. Assimakopoulos, The M4 Competition, International Journal of Forecasting 36 (2020) 54–74.
  package static func isSeasonal(_ values: [Double], season: Int) -> Bool {
    guard season > 1, values.count >= 3 * season else { return false }
    let count = Double(values.count)
    let mean = values[0] + values.reduce(0) { $0 + ($1 - values[0]) } / count
    let deviations = values.map { $0 - mean }
    let variance = deviations.reduce(0) { $0 + $1 * $1 }
    guard variance > 0 else { return false }
    var squares = 0.0
    var correlation = 0.0
    for lag in 1...season {
      squares += correlation * correlation
      var sum = 0.0
      for index in lag..<deviations.count { sum += deviations[index] * deviations[index - lag] }
      correlation = sum / variance
    }
    return abs(correlation) > 1.645 * ((1 + 2 * squares) / count).squareRoot()
  }

  /// The index of a step; step 0 is that of the first value.
  package subscript(step: Int) -> Double { indices[step % indices.count] }

  /// The values without the season.
  package func adjusted(_ values: [Double]) -> [Double] {
    switch form {
    case .multiplicative: values.indices.map { values[$0] / self[$0] }
    case .additive: values.indices.map { values[$0] - self[$0] }
    }
  }

  /// Values with the season; the first is that of step `first`.
  package func restored(_ values: [Double], from first: Int = 0) -> [Double] {
    switch form {
    case .multiplicative: values.indices.map { values[$0] * self[first + $0] }
    case .additive: values.indices.map { values[$0] + self[first + $0] }
    }
  }

  /// A forecast of the adjusted values with the season, from step `first` on.
  package func restored(_ forecast: ClassicForecast, from first: Int) -> ClassicForecast {
    var result = ClassicForecast(
      point: restored(forecast.point, from: first), deviations: forecast.deviations)
    if form == .multiplicative {
      for step in result.deviations.indices { result.deviations[step] *= abs(self[first + step]) }
    }
    return result
  }
}
