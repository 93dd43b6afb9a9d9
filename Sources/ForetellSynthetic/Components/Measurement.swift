import ForetellCore

/// How the numbers of a series come about from its level: counting, demand now and then, rounding, limits, gaps.
struct Measurement {
  /// What is measured.
  enum Kind: Sendable {
    /// The numbers themselves.
    case numbers
    /// Counts whose mean is the number; `dispersion` is the standard deviation of the mean's logarithm.
    case counts(dispersion: Double)
    /// Demand: 0 at most steps, otherwise a number of pieces near the level; `share` is the share of steps with demand.
    case intermittent(share: Double)
  }

  /// What is measured.
  var kind: Kind
  /// The multiple that numbers are rounded to; nil: not rounded.
  var unit: Double?
  /// Lowest value that can be measured; nil: no limit.
  var floor: Double?
  /// Highest value that can be measured; nil: no limit.
  var ceiling: Double?
  /// Share of the values that are missing.
  var gaps: Double
  /// Expected number of missing values in a row.
  var gapLength: Double

  /// Measures a series in place; its first and last value are never missing.
  func apply(to values: inout [Double], _ draws: inout Draws) {
    switch kind {
    case .numbers: break
    case .counts(let dispersion):
      for t in values.indices {
        let factor =
          dispersion > 0
          ? draws.logNormal(median: elementaryExponential(-dispersion * dispersion / 2), spread: dispersion)
          : 1
        values[t] = draws.count(mean: max(values[t], 0) * factor)
      }
    case .intermittent(let share):
      for t in values.indices {
        values[t] = draws.chance(share) ? 1 + draws.count(mean: max(values[t] - 1, 0)) : 0
      }
    }
    for t in values.indices {
      if let floor, values[t] < floor { values[t] = floor }
      if let ceiling, values[t] > ceiling { values[t] = ceiling }
      if let unit { values[t] = Self.rounded(values[t], to: unit) }
    }
    guard gaps > 0 else { return }
    var t = 1 + draws.exponential(mean: gapLength / gaps)
    while t < Double(values.count - 1) {
      let end = min(Int(t) + 1 + Int(draws.exponential(mean: gapLength)), values.count - 1)
      for place in Int(t)..<end { values[place] = .nan }
      t = Double(end) + 1 + draws.exponential(mean: gapLength / gaps)
    }
  }

  /// The nearest multiple of a unit, which is a power of ten: below 1, the division gives the nearest decimal number.
  private static func rounded(_ value: Double, to unit: Double) -> Double {
    if unit >= 1 { return (value / unit).rounded() * unit }
    let inverse = (1 / unit).rounded()
    return (value * inverse).rounded() / inverse
  }
}
