/// The mean demand of one step in a series with many zeros.
///
/// All methods forecast the same value for every step. The deviations are those of the forecasts of each value from the
/// values before it, the same for every step.
package struct IntermittentDemand: Sendable, Equatable {
  /// The forecast of every step.
  package let rate: Double
  /// The forecast of each value from those before it.
  package let fitted: [Double]
  /// The root mean square of the errors of ``fitted``.
  package let deviation: Double

  /// The forecast of the next steps.
  package func forecast(horizon: Int) -> ClassicForecast {
    ClassicForecast(
      point: [Double](repeating: rate, count: horizon),
      deviations: [Double](repeating: deviation, count: horizon))
  }

  private init(_ values: [Double], rate: Double, fitted: [Double], from start: Int) {
    self.rate = rate
    self.fitted = fitted
    let errors = zip(values, fitted).dropFirst(start).map { $0 - $1 }
    deviation = errors.isEmpty ? 0 : (errors.reduce(0) { $0 + $1 * $1 } / Double(errors.count)).squareRoot()
  }

  /// The smoothing parameter of ``croston(_:correction:)`` and ``tsb(_:)``.
  package static let alpha = 0.1

  // MARK: Croston

  /// The size of demands, smoothed, divided by the time between them, smoothed, with α = 0.1.
  ///
  /// Source: J. D. Croston, Forecasting and stock control for intermittent demands, Operational Research Quarterly 23
  /// (1972) 289–303. With the factor 1 − α/2 the forecast is nearly unbiased: A. A. Syntetos and J. E. Boylan, The
  /// accuracy of intermittent demand estimates, International Journal of Forecasting 21 (2005) 303–314.
  ///
  /// - Parameters:
  ///   - values: the values; none is missing.
  ///   - correction: the factor of the forecast: 1 for Croston's method, 1 − α/2 for that of Syntetos and Boylan.
  package static func croston(_ values: [Double], correction: Double = 1) -> IntermittentDemand {
    var size = 0.0
    var interval = 0.0
    var last = -1
    var fitted: [Double] = []
    var start = values.count
    for (index, value) in values.enumerated() {
      fitted.append(interval > 0 ? size / interval * correction : 0)
      guard value != 0 else { continue }
      let steps = Double(index - last)
      if last < 0 {
        (size, interval) = (value, steps)
        start = index + 1
      } else {
        size += alpha * (value - size)
        interval += alpha * (steps - interval)
      }
      last = index
    }
    return IntermittentDemand(
      values, rate: interval > 0 ? size / interval * correction : 0, fitted: fitted, from: start)
  }

  /// The size of demands, smoothed, times the probability of a demand, smoothed in every step, both with α = 0.1.
  ///
  /// The forecast falls while there is no demand, so it suits items that become obsolete. Source: R. H. Teunter, A. A.
  /// Syntetos and M. Z. Babai, Intermittent demand: linking forecasting to inventory obsolescence, European Journal of
  /// Operational Research 214 (2011) 606–615.
  ///
  /// - Parameter values: the values; none is missing.
  package static func tsb(_ values: [Double]) -> IntermittentDemand {
    guard let first = values.firstIndex(where: { $0 != 0 }) else {
      return IntermittentDemand(
        values, rate: 0, fitted: [Double](repeating: 0, count: values.count), from: values.count)
    }
    var size = values[first]
    var probability = values[0] != 0 ? 1.0 : 0
    var fitted = [Double](repeating: 0, count: min(1, values.count))
    for (index, value) in values.enumerated() {
      if index > 0 {
        fitted.append(index > first ? size * probability : 0)
        probability += alpha * ((value != 0 ? 1 : 0) - probability)
        if value != 0, index > first { size += alpha * (value - size) }
      }
    }
    return IntermittentDemand(values, rate: size * probability, fitted: fitted, from: first + 1)
  }

  // MARK: Aggregation

  /// The smoothed sums of blocks as long as the mean time between demands, divided by this length.
  ///
  /// The blocks are counted from the end. α is that of least squares between 0.1 and 0.3. Source: K. Nikolopoulos, A. A.
  /// Syntetos, J. E. Boylan, F. Petropoulos and V. Assimakopoulos, An aggregate-disaggregate intermittent demand approach
  /// (ADIDA) to forecasting, Journal of the Operational Research Society 62 (2011) 544–554.
  ///
  /// - Parameter values: the values; none is missing.
  package static func adida(_ values: [Double]) -> IntermittentDemand {
    aggregated(values) { $0...$0 }
  }

  /// The mean of the forecasts of ``adida(_:)`` with all lengths from 1 to the mean time between demands.
  ///
  /// Source: F. Petropoulos and N. Kourentzes, Forecast combinations for intermittent demand, Journal of the Operational
  /// Research Society 66 (2015) 914–924.
  ///
  /// - Parameter values: the values; none is missing.
  package static func imapa(_ values: [Double]) -> IntermittentDemand {
    aggregated(values) { 1...$0 }
  }

  private static func aggregated(_ values: [Double], _ lengths: (Int) -> ClosedRange<Int>)
    -> IntermittentDemand
  {
    let zero = [Double](repeating: 0, count: values.count)
    guard let last = values.lastIndex(where: { $0 != 0 }) else {
      return IntermittentDemand(values, rate: 0, fitted: zero, from: values.count)
    }
    // The times between demands, the first from the start of the series, have the sum last + 1.
    let demands = values.count { $0 != 0 }
    let mean = (Double(last + 1) / Double(demands)).rounded(.toNearestOrEven)
    var fitted = zero
    var rate = 0.0
    let range = lengths(max(Int(mean), 1))
    for length in range {
      let blocks = BlockSmoothing(values, length: length)
      rate += blocks.rate / Double(range.count)
      for index in values.indices { fitted[index] += blocks.forecast(of: index) / Double(range.count) }
    }
    let start = min(values.count % range.upperBound + range.upperBound, values.count)
    return IntermittentDemand(values, rate: rate, fitted: fitted, from: start)
  }
}

/// Simple exponential smoothing of the sums of blocks, counted from the end of a series.
private struct BlockSmoothing {
  private let lost: Int
  private let length: Int
  /// The smoothed sum before each block, and that after the last.
  private let levels: [Double]

  init(_ values: [Double], length: Int) {
    self.length = length
    let lost = values.count % length
    self.lost = lost
    let sums = (0..<values.count / length).map { block in
      values[(lost + block * length)..<(lost + (block + 1) * length)].reduce(0, +)
    }
    func errors(_ alpha: Double) -> Double {
      var level = sums[0]
      return sums.dropFirst().reduce(0) { sum, value in
        let error = value - level
        level += alpha * error
        return sum + error * error
      }
    }
    let alpha = sums.count > 1 ? IntervalSearch.minimum(in: 0.1...0.3, points: 5, errors) : 0.1
    var level = sums[0]
    var levels = [level]
    for value in sums {
      level += alpha * (value - level)
      levels.append(level)
    }
    self.levels = levels
  }

  /// The forecast of a step.
  var rate: Double { levels[levels.count - 1] / Double(length) }

  /// The forecast of a value from the blocks before its own.
  func forecast(of index: Int) -> Double {
    index < lost ? 0 : levels[(index - lost) / length] / Double(length)
  }
}
