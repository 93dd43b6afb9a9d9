import ForetellData

/// How one series' values are changed before they are cut into windows, and back.
struct SeriesPreparation: Sendable, Codable, Equatable {
  /// λ of Box-Cox, 0 for the logarithm; nil: no transformation.
  var lambda: Double?
  /// The series' typical seasonal change in transformed units; divides values and targets.
  var scale: Double
  /// Whether the series passes M4's test of seasonality, so that its seasonal naive forecast is worth starting from.
  var isSeasonal = true

  /// The transformed value; NaN stays NaN.
  func forward(_ value: Double) -> Double {
    guard let lambda else { return value }
    if lambda == 0 { return Elementary.logarithm(value) }
    return (Elementary.exponential(lambda * Elementary.logarithm(value)) - 1) / lambda
  }

  /// The value that `forward` maps to `transformed`; below Box-Cox's range, the range's end.
  func inverse(_ transformed: Double) -> Double {
    guard let lambda else { return transformed }
    if lambda == 0 { return Elementary.exponential(transformed) }
    let base = lambda * transformed + 1
    return base <= 0 ? 0 : Elementary.exponential(Elementary.logarithm(base) / lambda)
  }

  /// A known preparation.
  init(lambda: Double?, scale: Double) {
    self.lambda = lambda
    self.scale = scale
  }

  /// Chooses transformation and scale from a series' history.
  init(_ values: [Double], season: Int, transform: TransformName) {
    switch transform {
    case .none: lambda = nil
    case .log: lambda = 0
    case .boxCox: lambda = Self.guerrero(values, season: season)
    case .automatic:
      lambda = Self.guerrero(values, season: season).flatMap { $0 < 0.5 ? 0 : nil }
    }
    scale = 1
    isSeasonal = season > 1 && Naive2.isSeasonal(values: values.filter { !$0.isNaN }, seasonLength: season)
    let transformed = values.map(forward)
    var change = Self.deviation(ofChanges: transformed, lag: season)
    if !(change > 0) { change = Self.deviation(ofChanges: transformed, lag: 1) }
    if change > 0 && change.isFinite { scale = change }
  }

  /// Root of the mean squared change over `lag` steps, about the mean change; 0 when there is none.
  private static func deviation(ofChanges values: [Double], lag: Int) -> Double {
    guard values.count > lag else { return 0 }
    var count = 0.0
    var sum = 0.0
    var squares = 0.0
    for index in lag..<values.count {
      let change = values[index] - values[index - lag]
      if change.isNaN { continue }
      count += 1
      sum += change
      squares += change * change
    }
    guard count >= 2 else { return count == 1 ? abs(sum) : 0 }
    let variance = squares / count - (sum / count) * (sum / count)
    // A straight line has changes without variance: its slope is the scale then.
    return variance > 1e-12 * squares / count ? variance.squareRoot() : abs(sum / count)
  }

  /// Guerrero's λ (1993): the power in −1…2 for which deviation / mean^(1−λ) of the seasons varies least; nil unless all
  /// values are positive and there are three seasons of at least two values.
  private static func guerrero(_ values: [Double], season: Int) -> Double? {
    let observed = values.filter { !$0.isNaN }
    guard observed.allSatisfy({ $0 > 0 }) else { return nil }
    let length = max(season, 2)
    var parts: [(mean: Double, deviation: Double)] = []
    var end = observed.count
    while end - length >= 0 {
      let part = observed[(end - length)..<end]
      let mean = part.reduce(0, +) / Double(length)
      let squares = part.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      let deviation = (squares / Double(length - 1)).squareRoot()
      if deviation > 0 { parts.append((mean, deviation)) }
      end -= length
    }
    guard parts.count >= 3 else { return nil }
    var best = (lambda: 1.0, variation: Double.infinity)
    for step in -10...20 {
      let lambda = Double(step) / 10
      let ratios = parts.map {
        $0.deviation * Elementary.exponential((lambda - 1) * Elementary.logarithm($0.mean))
      }
      let mean = ratios.reduce(0, +) / Double(ratios.count)
      let squares = ratios.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      let variation = (squares / Double(ratios.count - 1)).squareRoot() / mean
      if variation < best.variation { best = (lambda, variation) }
    }
    return best.lambda
  }
}
