/// Where the search for the parameters of exponential smoothing begins.
struct ETSStart {
  /// The values with gaps filled.
  private let values: [Double]
  private let season: Int
  private let additive: SeasonalIndices?
  private let multiplicative: SeasonalIndices?

  /// Decomposes a series once for all forms.
  init(_ values: [Double], season: Int) {
    self.values = values
    self.season = season
    additive = SeasonalIndices(values, season: season, form: .additive)
    multiplicative =
      values.allSatisfy { $0 > 0 } ? SeasonalIndices(values, season: season, form: .multiplicative) : nil
  }

  /// The initial states: seasonal indices of classical decomposition, and level and slope of the first values without
  /// the season; their mean or, with a trend, the line of least squares through them.
  ///
  /// Source: Hyndman and others (2008), 2.6.1. Nil when the series is too short for the season, or an index isn't
  /// positive that must be.
  func states(_ form: ETSForm) -> (level: Double, slope: Double, season: [Double])? {
    var adjusted = values
    var indices: [Double] = []
    switch form.season {
    case .none: break
    case .additive:
      guard let additive else { return nil }
      adjusted = additive.adjusted(values)
      indices = additive.indices
    case .multiplicative:
      guard let multiplicative else { return nil }
      // An index near zero would make all the rest of its season huge.
      let limited = multiplicative.indices.map { max($0, 0.01) }
      let total = limited.reduce(0, +)
      indices = limited.map { $0 * Double(season) / total }
      adjusted = values.indices.map { values[$0] / indices[$0 % season] }
    }
    let head = Array(adjusted.prefix(max(10, 2 * season)))
    let mean = head.reduce(0) { $0 + $1 / Double(head.count) }
    guard form.trend != .none, head.count > 1 else { return (mean, 0, indices) }
    let middle = Double(head.count + 1) / 2
    var (sum, squares) = (0.0, 0.0)
    for (number, value) in head.enumerated() {
      let distance = Double(number + 1) - middle
      sum += distance * (value - mean)
      squares += distance * distance
    }
    let slope = sum / squares
    var level = mean - slope * middle
    // A relative error needs a positive first forecast.
    if form.needsPositive, level + slope <= 0.1 * mean { level = mean - slope }
    return (level, slope, indices)
  }
}
