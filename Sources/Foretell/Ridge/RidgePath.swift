import ForetellClassics
import ForetellData

/// The forecast of one series in transformed values, step by step.
struct RidgePath {
  private let preparation: SeriesPreparation
  private let limit: TransformLimit?
  private let intervals: RidgeIntervals
  private let horizon: Int
  /// Forecasts of the steps after the end of the table.
  private var points: [Double] = []
  /// Root mean square residuals of these steps.
  private var deviations: [Double] = []
  /// Steps from the last observed value to the end of the table.
  private let gap: Int

  /// Computes the forecast from the last observed value on.
  ///
  /// The errors of successive blocks of `windows.horizon` steps are taken as independent: the variance of a step in block
  /// b, counted from 0, is its own in the first block plus b times that of the last step. Nil when the history has no
  /// usable unit.
  init?(
    _ history: ForecastHistory, transform: ValueTransform, windows: LagWindows, season: Int,
    part: FittedRidge.Part, common: [Double], deviations own: [Double], intervals: RidgeIntervals, steps: Int
  ) {
    var preparation = SeriesPreparation(lambda: .nan, scale: 1, isSeasonal: false, spread: nil)
    preparation.transform = transform
    self.preparation = preparation
    limit = TransformLimit(preparation, history.facts)
    self.intervals = intervals
    horizon = windows.horizon
    gap = history.gap
    let start = max(history.last + 1 - windows.lags - season, history.first)
    var values = RidgePanel.filled(
      history.values[start...history.last].map(preparation.forward), season: season)
    let shortage = windows.lags - values.count
    if shortage > 0 {
      // What a short series doesn't have is at its level.
      let last = values.suffix(windows.levelSpan)
      let level = last.reduce(0, +) / Double(last.count)
      values = [Double](repeating: level, count: shortage) + values
    }
    let unit = part.unit > 0 ? part.unit : windows.unit(of: values)
    guard unit > 0, unit.isFinite else { return nil }
    let scale = part.deviations.isEmpty ? own : part.deviations
    let solution = part.solution ?? common
    var variances: [Double] = []
    var block = 0.0
    while points.count < gap + steps {
      let next = windows.forecast(values, origin: values.count - 1, solution: solution, unit: unit)
      points += next
      for step in 0..<horizon {
        let last = scale[horizon - 1] * unit
        variances.append(scale[step] * unit * scale[step] * unit + block * last * last)
      }
      values = Array((values + next).suffix(windows.lags + season))
      block += 1
    }
    points = Array(points[gap..<gap + steps])
    deviations = variances[gap..<gap + steps].map { $0.squareRoot() }
  }

  /// The forecast in the data's own unit.
  func forecast(
    id: String, stamps: [Timestamp], levels: [Double], limits: ClosedRange<Double>
  ) -> SeriesForecast {
    func value(_ step: Int, _ distance: Double) -> Double {
      let value = preparation.inverse(points[step] + distance)
      let limited = limit.map { $0.limits(step: step).clamped(value) } ?? value
      return limits.clamped(limited)
    }
    let point = stamps.indices.map { value($0, 0) }
    func bound(_ level: Double, _ sign: Double) -> [Double] {
      stamps.indices.map { step in
        let factor = intervals.factor(step: (gap + step) % horizon, level: level)
        return value(step, sign * factor * deviations[step])
      }
    }
    return SeriesForecast(
      id: id, stamps: stamps, point: point,
      lower: levels.map { zip(bound($0, -1), point).map(min) },
      upper: levels.map { zip(bound($0, 1), point).map(max) })
  }
}
