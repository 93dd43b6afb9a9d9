import ForetellData

/// Repeats the mean of the last few observed values, by default of one season.
///
/// The standard deviation d steps after the last of k averaged values is σ·√(1 + α²(d − 1)) with α = 2/(k + 1),
/// where σ is estimated from the errors one step ahead: that of simple exponential smoothing (R. J. Hyndman and
/// G. Athanasopoulos, Forecasting: Principles and Practice, 3rd edition, 8.7) whose weights have the mean age
/// of the k values (R. G. Brown, Smoothing, Forecasting and Prediction of Discrete Time Series, 1963). A window
/// of one value gives the naive forecast and its deviations.
public struct WindowAverage: Baseline {
  /// `window-average`.
  public static var family: String { "window-average" }
  /// Number of values that are averaged, k; nil takes one season, or four values without a season.
  public var windowSize: Int?
  /// Season length in steps; nil takes the frequency's.
  public var seasonLength: Int?
  /// The range of the forecasts.
  public var bounds: ForecastBounds
  /// `WindowAverage`.
  public var name: String { "WindowAverage" }

  /// Makes a forecaster of means over a window.
  public init(
    windowSize: Int? = nil, seasonLength: Int? = nil, bounds: ForecastBounds = ForecastBounds()
  ) {
    self.windowSize = windowSize
    self.seasonLength = seasonLength
    self.bounds = bounds
  }

  /// The season length and the number of values that are averaged.
  public func methodOptions(season: Int) -> [ModelOption: OptionValue] {
    var values: [ModelOption: OptionValue] = [:]
    values.add(
      .season, "\(season)", OptionValue.given(seasonLength != nil, else: "the frequency's"))
    values.add(
      .windowSize, "\(wantedSize(season: season))",
      OptionValue.given(windowSize != nil, else: season > 1 ? "one season" : "there is no season"))
    return values
  }

  /// The number of values that are averaged where the history has enough of them.
  private func wantedSize(season: Int) -> Int { windowSize ?? (season > 1 ? season : 4) }

  /// The mean of the window, with deviations unless there is no value after a whole window.
  ///
  /// A window with more values than the history has but two is made shorter.
  public func forecast(values: [Double], season: Int, horizon: Int) -> ReferenceForecast? {
    let places = values.indices.filter { !values[$0].isNaN }
    guard let last = places.last, let first = places.first else { return nil }
    let wanted = wantedSize(season: season)
    let size = max(min(wanted, places.count - 2), 1)
    let alpha = 2 / (Double(size) + 1)
    func growth(_ steps: Int) -> Double { 1 + alpha * alpha * Double(steps - 1) }
    // Sums of distances from the first value keep the digits of small changes at a high level.
    let level = values[first]
    var sum = 0.0
    var squares = 0.0
    for (number, place) in places.enumerated() {
      if number >= size {
        let error = values[place] - level - sum / Double(size)
        squares += error * error / growth(place - places[number - 1])
        sum -= values[places[number - size]] - level
      }
      sum += values[place] - level
    }
    let errors = places.count - size
    let variance = errors > 0 ? squares / Double(errors) : nil
    let mean = level + sum / Double(min(size, places.count))
    return ReferenceForecast(
      point: [Double](repeating: mean, count: horizon),
      standardDeviations: variance.map { variance in
        (0..<horizon).map { (variance * growth(values.count + $0 - last)).squareRoot() }
      }, substitutedSteps: 0)
  }
}
