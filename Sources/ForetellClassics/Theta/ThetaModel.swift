/// A Theta method, fitted to one series without a season.
///
/// In the state-space form of Fiorucci and others, with q = 1 − α and κ = 1 − 1/θ,
///
///     y_t = μ_t + ε_t
///     μ_t = ℓ_{t−1} + κ·(q^{t−1}·A_{t−1} + (1 − q^t)/α·B_{t−1})
///     ℓ_t = α·y_t + q·ℓ_{t−1}
///
/// where A and B are the intercept and the slope of the straight line through all values (``ThetaForm/standard`` and
/// ``ThetaForm/optimised``), or through the values up to t (``ThetaForm/dynamic``). θ = 2 is the method of the M3
/// competition: simple exponential smoothing of the line with θ = 2, averaged with the straight line.
///
/// The errors are linear in ℓ_0 and κ. So for each α the best ℓ_0 and κ are the solution of two linear equations, and
/// the search for the least sum of squares has one dimension.
///
/// Sources: V. Assimakopoulos and K. Nikolopoulos, The theta model, International Journal of Forecasting 16 (2000)
/// 521–530; J. A. Fiorucci, T. R. Pellegrini, F. Louzada, F. Petropoulos and A. B. Koehler, Models for optimising the
/// theta method and their relationship to state space models, International Journal of Forecasting 32 (2016) 1151–1161.
package struct ThetaModel: Sendable, Equatable {
  /// The method.
  package let form: ThetaForm
  /// Smoothing parameter α.
  package let alpha: Double
  /// ℓ_0.
  package let initialLevel: Double
  /// κ = 1 − 1/θ, from 0 (θ = 1: simple exponential smoothing) to 1.
  package let weight: Double
  /// The forecast of each value from those before it.
  package let fitted: [Double]
  /// ℓ after each value.
  package let levels: [Double]
  /// The sum of the squared errors that count: all but the first three.
  package let squaredErrors: Double
  /// The variance of ε: the sum of squared errors, divided by their number less that of the parameters.
  package let variance: Double
  /// The line through the values, at the end of the series.
  private let line: ThetaLine
  /// The first value, from which everything is measured.
  private let origin: Double

  /// θ.
  package var theta: Double { 1 / (1 - weight) }

  /// The errors of the first values, which have too few values before them, don't count.
  static let skipped = 3

  /// The smallest number of values that a fit can have.
  package static let minimumCount = 6

  /// Fits the method by least squares.
  ///
  /// - Parameters:
  ///   - values: the values in time order; none is missing.
  ///   - form: the method.
  /// - Returns: nil for fewer than ``minimumCount`` values.
  package init?(_ values: [Double], form: ThetaForm) {
    guard values.count >= Self.minimumCount else { return nil }
    // Distances from the first value keep the digits of small changes at a high level.
    let origin = values[0]
    let distances = values.map { $0 - origin }
    let lines = ThetaLine.lines(distances, form: form)
    let equations = ThetaEquations(values: distances, lines: lines, form: form)
    let alpha = IntervalSearch.minimum(in: form.alphas, points: 19) {
      equations.solution(alpha: $0).squaredErrors
    }
    let solution = equations.solution(alpha: alpha)
    self.form = form
    self.alpha = alpha
    weight = solution.weight
    self.origin = origin
    initialLevel = origin + solution.level - solution.weight * origin
    line = ThetaLine.through(distances)
    var level = solution.level
    var power = 1.0
    var fitted: [Double] = []
    var levels: [Double] = []
    var squares = 0.0
    for index in distances.indices {
      let reached = power * (1 - alpha)
      let line = lines[index]
      var mean = level + weight * (power * line.intercept + (1 - reached) / alpha * line.slope)
      // The line through no value passes through the first one.
      if form.isDynamic, index == 0 { mean = 0 }
      let error = distances[index] - mean
      if index >= Self.skipped { squares += error * error }
      level = alpha * distances[index] + (1 - alpha) * level
      power = reached
      fitted.append(origin + mean)
      levels.append(origin + level - power * weight * origin)
    }
    self.fitted = fitted
    self.levels = levels
    squaredErrors = squares
    variance = squares / Double(max(values.count - Self.skipped - form.parameters, 1))
  }

  /// The forecast of the next steps.
  ///
  /// With fixed lines the variance of step h is σ²·(1 + (h − 1)·α²). With dynamic ones a forecast counts as the value of
  /// its step, and the covariances of level, mean and slope are carried on from step to step.
  ///
  /// - Parameter horizon: the number of steps, positive.
  package func forecast(horizon: Int) -> ClassicForecast {
    form.isDynamic ? dynamicForecast(horizon) : staticForecast(horizon)
  }

  private var lastLevel: Double {
    let power = (0..<levels.count).reduce(1.0) { power, _ in power * (1 - alpha) }
    return levels[levels.count - 1] - origin + power * weight * origin
  }

  private func staticForecast(_ horizon: Int) -> ClassicForecast {
    let first = (0..<levels.count).reduce(1.0) { power, _ in power * (1 - alpha) }
    var result = ClassicForecast(point: [], deviations: [])
    let level = lastLevel
    // The level moves on along the line: ℓ_{n+h−1} + κ·(…) = ℓ_n + κ·(q^n·A + (1 − q^n)/α·B) + κ·h·B, in closed form.
    let start = level + weight * (first * line.intercept + (1 - first * (1 - alpha)) / alpha * line.slope)
    for step in 0..<horizon {
      result.point.append(origin + start + weight * line.slope * Double(step))
      result.deviations.append((variance * (1 + alpha * alpha * Double(step))).squareRoot())
    }
    return result
  }

  private func dynamicForecast(_ horizon: Int) -> ClassicForecast {
    let q = 1 - alpha
    var power = (0..<levels.count).reduce(1.0) { power, _ in power * q }
    var level = lastLevel
    var line = self.line
    var count = Double(levels.count)
    var result = ClassicForecast(point: [], deviations: [])
    // Covariances of the level, the mean and the slope, in units of the variance of ε; lower triangle.
    var (ll, ml, mm, sl, sm, ss) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    for _ in 0..<horizon {
      let intercept = line.mean - line.slope * (count + 1) / 2
      let reached = power * q
      let mean = level + weight * (power * intercept + (1 - reached) / alpha * line.slope)
      // The forecast as a sum of the three states: 1·level + b·mean + c·slope.
      let b = weight * power
      let c = weight * ((1 - reached) / alpha - power * (count + 1) / 2)
      let withLevel = ll + b * ml + c * sl
      let withMean = ml + b * mm + c * sm
      let withSlope = sl + b * sm + c * ss
      let spread = withLevel + b * withMean + c * withSlope
      result.point.append(origin + mean)
      result.deviations.append((variance * max(1 + spread, 1)).squareRoot())
      // The next states: gains g for what the value tells, and what they keep of themselves.
      let total = spread + 1
      let meanGain = 1 / (count + 1)
      let slopeGain = 6 / ((count + 1) * (count + 2))
      let slopeKept = (count - 1) / (count + 2)
      let meanKept = count / (count + 1)
      // The new slope is slopeKept·slope + slopeGain·(value − mean); w is the covariance of that sum with a state.
      let next = (
        ll: q * q * ll + 2 * q * alpha * withLevel + alpha * alpha * total,
        ml: q * meanKept * ml + q * meanGain * withLevel + alpha * meanKept * withMean + alpha * meanGain
          * total,
        mm: meanKept * meanKept * mm + 2 * meanKept * meanGain * withMean + meanGain * meanGain * total,
        sl: q * (slopeKept * sl + slopeGain * (withLevel - ml))
          + alpha * (slopeKept * withSlope + slopeGain * (total - withMean)),
        sm: meanKept * (slopeKept * sm + slopeGain * (withMean - mm))
          + meanGain * (slopeKept * withSlope + slopeGain * (total - withMean)),
        ss: slopeKept * slopeKept * ss + 2 * slopeKept * slopeGain * (withSlope - sm)
          + slopeGain * slopeGain * (total - 2 * withMean + mm)
      )
      (ll, ml, mm, sl, sm, ss) = next
      level = alpha * mean + q * level
      line.slope = slopeKept * line.slope + slopeGain * (mean - line.mean)
      line.mean = meanKept * line.mean + meanGain * mean
      power = reached
      count += 1
    }
    return result
  }
}
