/// A season that is too long for coefficients of its own, taken out of a series by local regression.
package struct LongSeason: Sendable {
  /// The values without the season, NaN for missing.
  package let adjusted: [Double]
  private let parts: MSTL

  /// Decomposes the last values of a series; nil where the season isn't strong, or the series has fewer than two.
  ///
  /// - Parameters:
  ///   - span: the series.
  ///   - season: season length in steps.
  package init?(_ span: ObservedSpan, season: Int) {
    // Ten seasons are more than the local regression reaches.
    let count = max(ArimaModel.longestHistory, 10 * season)
    guard let parts = MSTL(Array(span.values.suffix(count)), seasons: [season]),
      ArimaDifferencing.isSeasonal(parts)
    else { return nil }
    self.parts = parts
    adjusted = zip(parts.adjusted, span.observed.suffix(count)).map { $1.isNaN ? .nan : $0 }
  }

  /// A forecast of the adjusted values with the last season on top of it.
  package func restored(_ forecast: ClassicForecast) -> ClassicForecast {
    var result = forecast
    for (step, seasonal) in parts.seasonalForecast(horizon: forecast.point.count).enumerated() {
      result.point[step] += seasonal
    }
    return result
  }
}
