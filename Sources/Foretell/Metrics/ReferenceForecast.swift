import Glibc

/// A forecast by a rule without parameters, with the normal prediction intervals of that rule.
///
/// Source: R. J. Hyndman and G. Athanasopoulos, Forecasting: Principles and Practice, 3rd edition, sections
/// 5.2 and 5.5. Missing values (NaN) are skipped: a residual that spans `d` steps (or seasons) counts as `d`
/// steps of a random walk, so its square is divided by `d`; the variance of a forecast from a value that lies
/// `d` steps before the end is that of `d` more steps.
public struct ReferenceForecast: Sendable, Hashable {
  /// The forecast of each step; always finite for finite input.
  public let point: [Double]
  /// The standard deviation of each step's error; nil when no residual could be computed.
  public let standardDeviations: [Double]?
  /// Steps whose place in the season was never observed, so that the last observed value was used instead.
  public let substitutedSteps: Int

  /// The bounds between which each step's value lies with a probability of `level` percent, if errors are
  /// normal.
  ///
  /// - Parameter level: in percent, in 0..<100; traps outside.
  /// - Returns: nil when the standard deviation is unknown (fewer than two usable values).
  public func interval(level: Double) -> (lower: [Double], upper: [Double])? {
    precondition(level >= 0 && level < 100, "level \(level) is not at least 0 and below 100")
    guard let standardDeviations else { return nil }
    let factor = StandardNormal.quantile(0.5 + level / 200)
    return (
      zip(point, standardDeviations).map { $0 - factor * $1 },
      zip(point, standardDeviations).map { $0 + factor * $1 }
    )
  }

  /// Repeats the last observed value; the standard deviation of step h is σ·√h.
  ///
  /// - Parameters:
  ///   - values: the history in time order, NaN for missing.
  ///   - horizon: the number of steps; traps unless positive.
  /// - Returns: nil when no value was observed.
  public static func naive(values: [Double], horizon: Int) -> ReferenceForecast? {
    seasonalNaive(values: values, seasonLength: 1, horizon: horizon)
  }

  /// Repeats the last observed value of the same season; the standard deviation of step h is σ·√(k+1), where
  /// k = ⌊(h−1)/m⌋ is the number of whole seasons before step h.
  ///
  /// - Parameters:
  ///   - values: the history in time order, NaN for missing.
  ///   - seasonLength: m, the steps in one season; 1 gives the naive forecast. Traps unless positive.
  ///   - horizon: the number of steps; traps unless positive.
  /// - Returns: nil when no value was observed. A step of the season that was never observed gets the last
  ///   observed
  ///   value of the series and is counted in ``substitutedSteps``.
  public static func seasonalNaive(
    values: [Double], seasonLength: Int, horizon: Int
  ) -> ReferenceForecast? {
    precondition(seasonLength > 0 && horizon > 0, "season length and horizon must be positive")
    guard let last = values.lastIndex(where: { !$0.isNaN }) else { return nil }
    let residuals = squaredResiduals(values, seasonLength: seasonLength)
    let variance = residuals.isEmpty ? nil : residuals.reduce(0, +) / Double(residuals.count)
    var point: [Double] = []
    var seasons: [Double] = []
    var substituted = 0
    for step in values.count..<values.count + horizon {
      // The latest index of the same season before the end of the history.
      var source = step
      while source >= values.count { source -= seasonLength }
      while source >= 0, values[source].isNaN { source -= seasonLength }
      if source >= 0 {
        point.append(values[source])
        seasons.append(Double((step - source) / seasonLength))
      } else {
        point.append(values[last])
        seasons.append(Double(step - last))
        substituted += 1
      }
    }
    return ReferenceForecast(
      point: point, standardDeviations: variance.map { variance in seasons.map { sqrt(variance * $0) } },
      substitutedSteps: substituted)
  }

  /// Squared one-season-ahead errors over the history, each divided by the number of seasons it spans.
  private static func squaredResiduals(_ values: [Double], seasonLength: Int) -> [Double] {
    var squares: [Double] = []
    for index in values.indices where !values[index].isNaN {
      var source = index - seasonLength
      while source >= 0, values[source].isNaN { source -= seasonLength }
      guard source >= 0 else { continue }
      let error = values[index] - values[source]
      squares.append(error * error / Double((index - source) / seasonLength))
    }
    return squares
  }
}
