import ForetellData

extension FittedForecaster {
  /// All networks of the model, the first one included.
  var networks: [FittedForecaster] { [self] + companions }

  /// The mean of forecasts of the same series from the same origins: of the points, and of the bounds of each level.
  ///
  /// The mean of quantiles is a quantile forecast as narrow as its members' on average (Vincent's averaging; Lichtendahl,
  /// Grushka-Cockayne and Winkler, Management Science 59, 2013, 1594–1611). Warnings are the first forecast's.
  static func mean(_ forecasts: [Forecast]) -> Forecast {
    guard var mean = forecasts.first, forecasts.count > 1 else { return forecasts[0] }
    let share = 1 / Double(forecasts.count)
    func average(_ step: Int, _ values: (SeriesForecast) -> [Double], _ series: Int) -> Double {
      forecasts.reduce(0) { $0 + values($1.series[series])[step] * share }
    }
    for number in mean.series.indices {
      let steps = mean.series[number].point.indices
      mean.series[number].point = steps.map { average($0, \.point, number) }
      for level in mean.levels.indices {
        mean.series[number].lower[level] = steps.map { average($0, { $0.lower[level] }, number) }
        mean.series[number].upper[level] = steps.map { average($0, { $0.upper[level] }, number) }
      }
      // As many digits as single forecasts have: those that their distances from each other need.
      let distance =
        forecasts.map { abs($0.series[number].point[0] - mean.series[number].point[0]) }.max() ?? 0
      let rounding = SignificantDigits(resolving: distance)
      mean.series[number].point = mean.series[number].point.map(rounding.rounded)
      mean.series[number].lower = mean.series[number].lower.map { $0.map(rounding.rounded) }
      mean.series[number].upper = mean.series[number].upper.map { $0.map(rounding.rounded) }
    }
    return mean
  }
}
