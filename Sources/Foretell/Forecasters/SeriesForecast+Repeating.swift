import ForetellData

extension SeriesForecast {
  /// A forecast of one value, with intervals of zero width.
  static func constant(_ value: Double, id: String, stamps: [Timestamp], levels: [Double]) -> SeriesForecast {
    let values = [Double](repeating: value, count: stamps.count)
    let bounds = levels.map { _ in values }
    return SeriesForecast(id: id, stamps: stamps, point: values, lower: bounds, upper: bounds)
  }

  /// A forecast that repeats the last value of a short history, or `point` when given, with normal intervals
  /// whose width grows with the square root of the step.
  static func repeating(
    _ history: ForecastHistory, point: [Double]? = nil, panel: ShortHistory.Panel,
    limits: ClosedRange<Double>, id: String, stamps: [Timestamp], levels: [Double]
  ) -> SeriesForecast {
    let values = point ?? [Double](repeating: history.values[history.last], count: stamps.count)
    let deviation = ShortHistory.deviation(of: history.values[history.first...history.last], panel: panel)
    let rounding = SignificantDigits(resolving: deviation)
    func bound(_ deviate: Double) -> [Double] {
      stamps.indices.map { step in
        let distance = deviate * deviation * Double(history.gap + step + 1).squareRoot()
        return limits.clamped(rounding.rounded(values[step] + distance))
      }
    }
    let deviates = levels.map { StandardNormal.quantile(0.5 + $0 / 200) }
    let point = values.map(limits.clamped)
    return SeriesForecast(
      id: id, stamps: stamps, point: point,
      lower: deviates.map { zip(bound(-$0), point).map(min) },
      upper: deviates.map { zip(bound($0), point).map(max) })
  }
}
