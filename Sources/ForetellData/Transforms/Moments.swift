/// Moments and quantiles of values in which NaN means missing.
package enum Moments {
  /// Mean of the observed values and their number; (0, 0) if there are none.
  package static func mean(_ values: Span<Double>) -> (mean: Double, count: Int) {
    var sum = 0.0
    var count = 0
    for index in values.indices where !values[index].isNaN {
      sum += values[index]
      count += 1
    }
    return count == 0 ? (0, 0) : (sum / Double(count), count)
  }

  /// Population standard deviation of the observed values, in two passes; 0 with fewer than two.
  package static func standardDeviation(_ values: Span<Double>) -> Double {
    let (mean, count) = mean(values)
    guard count > 1 else { return 0 }
    var sum = 0.0
    for index in values.indices where !values[index].isNaN {
      let deviation = values[index] - mean
      sum += deviation * deviation
    }
    return (sum / Double(count)).squareRoot()
  }

  /// Quantile of ascending values, interpolated linearly between order statistics (Hyndman and Fan 1996,
  /// definition 7).
  package static func quantile(_ sorted: [Double], _ probability: Double) -> Double {
    guard let last = sorted.last else { return 0 }
    let place = probability * Double(sorted.count - 1)
    let index = Int(place)
    guard index + 1 < sorted.count else { return last }
    return sorted[index] + (place - Double(index)) * (sorted[index + 1] - sorted[index])
  }

  package static func observed(_ values: Span<Double>) -> [Double] {
    var result: [Double] = []
    result.reserveCapacity(values.count)
    for index in values.indices where !values[index].isNaN { result.append(values[index]) }
    return result
  }

  package static func location(
    _ location: Scaling.Location, of values: Span<Double>, seasonLength: Int
  ) -> Double {
    switch location {
    case .none: return 0
    case .mean: return mean(values).mean
    case .median: return quantile(observed(values).sorted(), 0.5)
    case .lastValue:
      var index = values.count - 1
      while index >= 0 {
        if !values[index].isNaN { return values[index] }
        index -= 1
      }
      return 0
    case .seasonMean:
      let first = max(0, values.count - max(1, seasonLength))
      let (season, count) = mean(values.extracting(first..<values.count))
      // If the last season has no value, the mean of the whole window is taken.
      return count > 0 ? season : mean(values).mean
    }
  }

  package static func scale(_ scale: Scaling.Scale, of values: Span<Double>, seasonLength: Int) -> Double {
    if let measured = measuredScale(scale, of: values, seasonLength: seasonLength) { return measured }
    let size = meanAbsolute(values)
    guard size > 0, size.isFinite else { return 1 }
    switch scale {
    case .none, .standardDeviation, .interquartileRange, .meanAbsolute: return size
    // The level of constant values says little about the size of a future change, so a hundredth of it is
    // taken.
    case .seasonalDifference: return size / 100
    }
  }

  /// The scale measured from the values; nil when they don't vary or are too few.
  static func measuredScale(
    _ scale: Scaling.Scale, of values: Span<Double>, seasonLength: Int
  ) -> Double? {
    func usable(_ scale: Double) -> Double? { isUsable(scale, values) ? scale : nil }
    switch scale {
    case .none: return 1
    case .standardDeviation: return usable(standardDeviation(values))
    case .interquartileRange:
      let sorted = observed(values).sorted()
      return usable(quantile(sorted, 0.75) - quantile(sorted, 0.25)) ?? usable(standardDeviation(values))
    case .meanAbsolute: return usable(meanAbsolute(values))
    case .seasonalDifference:
      for lag in [max(1, seasonLength), 1] {
        let change = change(values, lag: lag)
        if isUsable(change, values, resolution: differenceResolution) { return change }
      }
      return usable(standardDeviation(values))
    }
  }

  /// Relative to the values' magnitude, the size below which differences are rounding noise: a few units in
  /// the last place, because nothing is summed before.
  private static let differenceResolution = 4e-15

  /// Standard deviation of the differences over `lag` steps; their magnitude when all are equal, 0 when there
  /// are none.
  private static func change(_ values: Span<Double>, lag: Int) -> Double {
    guard values.count > lag else { return 0 }
    var differences: [Double] = []
    differences.reserveCapacity(values.count - lag)
    for index in lag..<values.count { differences.append(values[index] - values[index - lag]) }
    let deviation = standardDeviation(differences.span)
    return isUsable(deviation, values, resolution: differenceResolution)
      ? deviation : abs(mean(differences.span).mean)
  }

  /// Whether a scale is larger than rounding noise.
  private static func isUsable(
    _ scale: Double, _ values: Span<Double>, resolution: Double = 1e-12
  ) -> Bool {
    scale.isFinite && scale > meanAbsolute(values) * resolution
  }

  private static func meanAbsolute(_ values: Span<Double>) -> Double {
    var sum = 0.0
    var count = 0
    for index in values.indices where !values[index].isNaN {
      sum += abs(values[index])
      count += 1
    }
    return count == 0 ? 0 : sum / Double(count)
  }
}
