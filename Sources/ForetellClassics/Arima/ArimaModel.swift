import ForetellCore

/// A seasonal ARIMA model of one series, fitted by exact maximum likelihood.
///
/// ``ArimaOrder`` has the formula, ``ArimaFilter`` the likelihood. The coefficients are searched for as partial
/// autocorrelations, so that the process is stationary and invertible. Missing values are skipped
/// (``ArimaGapFilter``), but for those among the first ones, which the differences lose: these are filled along straight
/// lines.
///
/// Source: G. E. P. Box, G. M. Jenkins, G. C. Reinsel and G. M. Ljung, Time Series Analysis: Forecasting and Control, 5th
/// edition, Wiley 2015, chapters 4, 5, 7 and 9.
package struct ArimaModel: Sendable {
  /// The order.
  package let order: ArimaOrder
  /// φ, θ, Φ and Θ, in this order.
  package let coefficients: [Double]
  /// The mean of the differences; 0 without a constant.
  package let constant: Double
  /// The variance of the errors: the mean square with one degree of freedom less per coefficient.
  package let variance: Double
  /// The logarithm of the likelihood of the differences.
  package let logLikelihood: Double
  /// Akaike's information criterion with the correction for small samples.
  package let aicc: Double
  /// The forecast of each value from those before it; NaN for as many as the differences lose.
  package let fitted: [Double]
  /// The states after the last value: the next difference without the constant, and what is known of those after it.
  package let states: [Double]
  /// The coefficients of the products of the polynomials by lag.
  private let ar: [Double]
  private let ma: [Double]
  /// The last values, as many as the differences reach back, the latest first.
  private let tail: [Double]
  /// The filter at the end of a series with gaps.
  private let gapFilter: ArimaGapFilter?
  /// The unit of the filter's values.
  private let unit: Double

  /// What a filter has found.
  private struct Outcome {
    var errors: [Double]
    var product: ScaledProduct<SIMD2<Double>>
    var fitted: [Double]
    var states: [Double]
  }

  /// The model with given parameters, as ``ArimaFilter`` takes them; nil when the process isn't stationary.
  ///
  /// - Parameters:
  ///   - sample: the series and its differences.
  ///   - order: the order.
  ///   - parameters: the parameters, the constant in the sample's unit and without its mean.
  init?(_ sample: ArimaSample, order: ArimaOrder, parameters: [Double]) {
    var filter = ArimaFilter<SIMD2<Double>>(sample.values(order), order: order)
    filter.parameters = parameters.map { SIMD2(repeating: $0) }
    guard let product = filter.run() else { return nil }
    let outcome: Outcome
    if sample.hasGaps {
      var kept = ArimaGapFilter(sample, order: order)
      guard let found = kept.run(parameters) else { return nil }
      outcome = Outcome(
        errors: kept.errors.filter { !$0.isNaN }, product: found, fitted: kept.fitted,
        states: Array(kept.state.prefix(order.stateCount)))
      gapFilter = kept
    } else {
      outcome = Outcome(
        errors: filter.errors.map { $0[0] }, product: product, fitted: Self.fitted(sample, filter),
        states: filter.rows.dropLast().map { $0.state[0] })
      gapFilter = nil
    }
    unit = sample.unit
    self.order = order
    coefficients = filter.coefficients.map { $0[0] }
    constant = order.hasConstant ? parameters[order.parameterCount - 1] * sample.unit + sample.mean : 0
    ar = filter.ar.map { $0[0] }
    ma = filter.ma.map { $0[0] }
    tail = Array(sample.series.suffix(order.lostCount).reversed())
    fitted = outcome.fitted.map { $0 * sample.unit }
    states = outcome.states.map { $0 * sample.unit }
    let count = Double(max(outcome.errors.count, 1))
    let sum = outcome.errors.reduce(0) { $0 + $1 * $1 } * sample.unit * sample.unit
    variance = sum / max(count - Double(order.parameterCount), 1)
    // Sums of zero have no logarithm.
    let mean = elementaryLogarithm(max(sum / count, 1e-300))
    logLikelihood = -(count * (1.8378770664093453 + 1 + mean) + outcome.product.logarithm[0]) / 2
    let number = Double(order.parameterCount + 1)
    let rest = count - number - 1
    aicc = rest > 0 ? -2 * logLikelihood + 2 * number + 2 * number * (number + 1) / rest : .infinity
  }

  /// The forecasts of values without gaps, in the unit.
  private static func fitted(_ sample: ArimaSample, _ filter: ArimaFilter<SIMD2<Double>>) -> [Double] {
    let lost = filter.order.lostCount
    var fitted = [Double](repeating: .nan, count: lost)
    for time in filter.errors.indices {
      let error = filter.errors[time][0] * filter.deviations[time][0]
      fitted.append(sample.series[time + lost] / sample.unit - error)
    }
    return fitted
  }

  // MARK: Forecast

  /// The forecast of the next steps with the standard deviations of their errors.
  ///
  /// The differences follow from the states, and the values from the differences and the last values. The variance of
  /// step h is σ²·Σ_{j<h} ψ_j², where ψ are the coefficients of the model written as a moving average; for a series with
  /// gaps it is that of the state-space form.
  ///
  /// - Parameter horizon: the number of steps, positive.
  package func forecast(horizon: Int) -> ClassicForecast {
    if var filter = gapFilter {
      let (means, variances) = filter.ahead(horizon)
      return ClassicForecast(
        point: means.map { $0 * unit }, deviations: variances.map { (max($0, 0) * variance).squareRoot() })
    }
    let integration = order.integration
    var states = self.states + [0]
    var past = tail
    var point: [Double] = []
    for _ in 0..<horizon {
      let first = states[0]
      var value = first + constant
      for (lag, factor) in integration.enumerated() { value += factor * past[lag] }
      for place in 0..<order.stateCount { states[place] = states[place + 1] + ar[place + 1] * first }
      if !past.isEmpty {
        past.removeLast()
        past.insert(value, at: 0)
      }
      point.append(value)
    }
    return ClassicForecast(point: point, deviations: deviations(horizon, integration))
  }

  private func deviations(_ horizon: Int, _ integration: [Double]) -> [Double] {
    // 1 − Σ f_k·B^k is the product of the autoregressive polynomial and the differences.
    var whole = [Double](repeating: 0, count: order.longestMemory + integration.count + 1)
    for lag in 0..<order.longestMemory { whole[lag + 1] += ar[lag + 1] }
    for (lag, factor) in integration.enumerated() {
      whole[lag + 1] += factor
      for other in 0..<order.longestMemory { whole[lag + other + 2] -= factor * ar[other + 1] }
    }
    let lags = whole.indices.filter { whole[$0] != 0 }
    var responses: [Double] = []
    var sum = 0.0
    return (0..<horizon).map { step in
      var response = step < ma.count ? ma[step] : 0
      for lag in lags where lag <= step { response += whole[lag] * responses[step - lag] }
      responses.append(response)
      sum += response * response
      return (variance * sum).squareRoot()
    }
  }
}
