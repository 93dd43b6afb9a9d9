/// The trend of a series without a season, by local regression.
///
/// The value at each place is that of a straight line fitted to the nearest values with tricube weights; with `isRobust`
/// three more rounds follow, in which values far from the trend count less. Source: W. S. Cleveland, Robust locally
/// weighted regression and smoothing scatterplots, Journal of the American Statistical Association 74 (1979) 829–836.
package struct LocalTrend: Sendable, Equatable {
  /// The smooth part.
  package let trend: [Double]

  /// Smooths a series without missing values.
  ///
  /// - Parameters:
  ///   - values: at least one value.
  ///   - window: the number of values that count at each place, at least 2.
  ///   - isRobust: whether values far from the trend count less.
  ///   - skipsPlaces: as in ``STL/Settings/skipsPlaces``.
  package init(_ values: [Double], window: Int, isRobust: Bool = false, skipsPlaces: Bool = false) {
    var loess = Loess()
    var trend = values
    var robustness: [Double] = []
    let step = skipsPlaces ? Loess.step(forWindow: window) : 1
    for round in 0...(isRobust ? 3 : 0) {
      if round > 0 { robustness = STL.robustness(zip(values, trend).map { abs($0 - $1) }) }
      loess.smooth(values, window: window, degree: 1, robustness: robustness, step: step, into: &trend)
    }
    self.trend = trend
  }

  /// The window of a series without a season: an odd number, a third of the values or a little more, at least 7.
  package static func usualWindow(_ count: Int) -> Int {
    let third = max(7, (count + 2) / 3)
    return third % 2 == 0 ? third + 1 : third
  }

  /// The window with which a decomposition by one season of this length smooths its trend.
  package static func window(besideSeason season: Int) -> Int {
    STL.Settings(season: season, seasonalWindow: 11).trendWindow
  }
}
