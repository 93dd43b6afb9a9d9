import ForetellCore

/// The coefficients of one order with which the differences of a series are most likely.
struct ArimaEstimate: Sendable {
  /// The order.
  let order: ArimaOrder
  /// The parameters as ``ArimaFilter`` takes them.
  let parameters: [Double]
  /// Σ e_t²/F_t times the geometric mean of F_t.
  let squares: Double
  /// Akaike's information criterion with the correction for small samples, without the constant n·(log 2π + 1 − log n).
  let aicc: Double

  /// The largest number of parameters: as many as a vector has lanes beside the first.
  static let largestParameterCount = 7

  init(order: ArimaOrder, parameters: [Double], squares: Double, count: Int) {
    self.order = order
    self.parameters = parameters
    self.squares = squares
    let number = Double(order.parameterCount + 1)
    let rest = Double(count) - number - 1
    // Sums of zero have no logarithm.
    let deviance = Double(count) * elementaryLogarithm(max(squares, 1e-300))
    aicc = rest > 0 ? deviance + 2 * number + 2 * number * (number + 1) / rest : .infinity
  }

  /// How a search goes on.
  struct Effort: Sendable {
    /// The relative change of the sum of squares below which it ends.
    var tolerance: Double
    /// The largest number of steps.
    var limit: Int
    /// The number of places from which it starts, the best ones of those that are looked at.
    var starts: Int
    /// See ``ArimaFilter/tolerance``.
    var settling: Double

    /// That of the comparison of orders.
    static let comparing = Effort(tolerance: 1e-6, limit: 25, starts: 2, settling: 1e-9)
    /// That of the order that was chosen.
    static let final = Effort(tolerance: 1e-10, limit: 100, starts: 8, settling: 1e-12)
    /// The same from the best place alone.
    static let polishing = Effort(tolerance: 1e-10, limit: 100, starts: 1, settling: 1e-12)
  }

  /// Estimates the coefficients of an order.
  ///
  /// - Parameters:
  ///   - values: the differences, in units of about their standard deviation, and without their mean when the order
  ///     has a constant.
  ///   - order: the order.
  ///   - known: estimates of similar orders, from which the search starts too.
  ///   - effort: how long it is searched.
  static func best(
    _ values: [Double], order: ArimaOrder, known: [ArimaEstimate], effort: Effort
  ) -> ArimaEstimate? {
    guard order.parameterCount < values.count, order.parameterCount <= largestParameterCount else {
      return nil
    }
    if order.parameterCount < 4 {
      var problem = ArimaProblem<SIMD4<Double>>(values, order: order, tolerance: effort.settling)
      return best(&problem, order: order, known: known, effort: effort, count: values.count)
    }
    var problem = ArimaProblem<SIMD8<Double>>(values, order: order, tolerance: effort.settling)
    return best(&problem, order: order, known: known, effort: effort, count: values.count)
  }

  static func best<Problem: SquaresProblem>(
    _ problem: inout Problem, order: ArimaOrder, known: [ArimaEstimate], effort: Effort, count: Int
  ) -> ArimaEstimate? {
    let starts = (known.map { $0.parameters(for: order) } + places(order)).map { ($0, problem.squares($0)) }
      .filter { $0.1.isFinite }
    let sorted = starts.indices.sorted { (starts[$0].1, $0) < (starts[$1].1, $1) }
    let limits = bounds(order)
    var search = BoundedLeastSquares(capacity: max(order.parameterCount, 1))
    var best: ArimaEstimate?
    for start in sorted.prefix(effort.starts) {
      var parameters = starts[start].0
      let squares = search.minimise(
        &parameters, lower: limits.map { 0 - $0 }, upper: limits, tolerance: effort.tolerance,
        limit: effort.limit, &problem)
      guard squares.isFinite, best.map({ squares < $0.squares }) ?? true else { continue }
      best = ArimaEstimate(order: order, parameters: parameters, squares: squares, count: count)
    }
    return best
  }

  /// The ends of the ranges: stationary with digits left, and invertible or nearly not.
  private static func bounds(_ order: ArimaOrder) -> [Double] {
    let (memory, average) = (0.9995, 0.99999)
    return numbers(
      order, first: [memory, average, memory, average], others: [memory, average, memory, average])
      + (order.hasConstant ? [100] : [])
  }

  /// Numbers for φ, θ, Φ and Θ: the first of each group, and the others of it.
  private static func numbers(_ order: ArimaOrder, first: [Double], others: [Double]) -> [Double] {
    var result: [Double] = []
    for (group, count) in [order.regular.p, order.regular.q, order.seasonal.p, order.seasonal.q].enumerated()
    where count > 0 {
      result.append(first[group])
      result += [Double](repeating: others[group], count: count - 1)
    }
    return result
  }

  /// A few places that are near the greatest likelihood for many series: the first coefficients are not zero.
  private static func places(_ order: ArimaOrder) -> [[Double]] {
    let choices: [[Double]] = [
      [0, 0, 0, 0], [0.5, 0, 0.3, 0], [0, 0.5, 0, 0.5], [0.7, 0.4, 0.7, 0.5], [-0.4, 0, 0.3, 0.7],
      [0.3, -0.3, 0, 0.7],
      [0.9, 0.6, 0.2, 0.8],
    ]
    var found: [[Double]] = []
    for choice in choices {
      let place =
        numbers(order, first: choice, others: [0, 0, 0, 0]) + (order.hasConstant ? [0] : [])
      if !found.contains(place) { found.append(place) }
    }
    return found
  }

  /// These parameters for another order: missing ones are zero, which changes nothing, and others are left out.
  private func parameters(for other: ArimaOrder) -> [Double] {
    var result: [Double] = []
    var start = 0
    func take(_ count: Int, _ wanted: Int) {
      let own = parameters[start..<start + min(count, wanted)]
      result += own + [Double](repeating: 0, count: wanted - own.count)
      start += count
    }
    take(order.regular.p, other.regular.p)
    take(order.regular.q, other.regular.q)
    take(order.seasonal.p, other.seasonal.p)
    take(order.seasonal.q, other.seasonal.q)
    take(order.hasConstant ? 1 : 0, other.hasConstant ? 1 : 0)
    return result
  }

  /// Whether all roots of the polynomials are farther from zero than 1.01, beyond which estimates can't be trusted.
  var isTrusted: Bool {
    let factors = ArimaCoefficients.factors(parameters, order)
    var power = 1.0
    for _ in 0..<order.season { power *= 1.01 }
    return zip(factors, [1.01, 1.01, power, power]).allSatisfy {
      ArimaCoefficients.rootsLie(beyond: $1, $0)
    }
  }
}

extension ArimaCoefficients {
  /// The coefficients of the four polynomials, with the signs of φ.
  static func factors(_ parameters: [Double], _ order: ArimaOrder) -> [[Double]] {
    var start = 0
    return [order.regular.p, order.regular.q, order.seasonal.p, order.seasonal.q].map { count in
      var numbers = parameters[start..<start + count].map { SIMD2<Double>(repeating: $0) }
      start += count
      expand(&numbers, from: 0, count: count)
      return numbers.map { $0[0] }
    }
  }
}
