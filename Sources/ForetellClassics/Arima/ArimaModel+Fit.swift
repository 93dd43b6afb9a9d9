extension ArimaModel {
  /// The model with given coefficients.
  ///
  /// - Parameters:
  ///   - series: the values in time order, NaN for missing; the first and the last are observed.
  ///   - order: the order.
  ///   - coefficients: φ, θ, Φ and Θ, in this order.
  ///   - constant: the mean of the differences.
  /// - Returns: nil when the series is too short, or the process isn't stationary and invertible.
  package init?(_ series: [Double], order: ArimaOrder, coefficients: [Double], constant: Double = 0) {
    guard coefficients.count == order.coefficientCount, let sample = ArimaSample(series, order) else {
      return nil
    }
    var parameters: [Double] = []
    var start = 0
    for (count, sign) in [
      (order.regular.p, 1.0), (order.regular.q, -1), (order.seasonal.p, 1), (order.seasonal.q, -1),
    ] {
      let part = coefficients[start..<start + count].map { $0 * sign }
      guard let found = ArimaCoefficients.partials(part) else { return nil }
      parameters += found
      start += count
    }
    if order.hasConstant { parameters.append((constant - sample.mean) / sample.unit) }
    self.init(sample, order: order, parameters: parameters)
  }

  /// The model of an order with the greatest likelihood that a search finds.
  ///
  /// - Parameters:
  ///   - series: the values in time order, NaN for missing; the first and the last are observed.
  ///   - order: the order, with at most seven coefficients and constants.
  /// - Returns: nil when the series is too short for the order.
  package init?(_ series: [Double], order: ArimaOrder) {
    guard let sample = ArimaSample(series, order),
      let estimate = ArimaEstimate.best(sample.values(order), order: order, known: [], effort: .final)
    else { return nil }
    self.init(sample, refining: estimate)
  }

  /// The model of an estimate, estimated once more from the observed values alone when there are gaps.
  init?(_ sample: ArimaSample, refining estimate: ArimaEstimate) {
    let refined = sample.hasGaps ? Self.skippingGaps(sample, estimate) : estimate
    self.init(sample, order: estimate.order, parameters: refined.parameters)
  }

  /// Numbers of values times squared states up to which coefficients are estimated without the filled values.
  private static var largestGapWork: Int { 500_000 }

  private static func skippingGaps(_ sample: ArimaSample, _ estimate: ArimaEstimate) -> ArimaEstimate {
    let order = estimate.order
    var problem = ArimaGapProblem(sample, order: order)
    let states = problem.filter.count
    guard sample.observed.count * states * states <= largestGapWork else { return estimate }
    let effort = ArimaEstimate.Effort(tolerance: 1e-8, limit: 40, starts: 1, settling: 0)
    return ArimaEstimate.best(
      &problem, order: order, known: [estimate], effort: effort, count: sample.count) ?? estimate
  }
}
