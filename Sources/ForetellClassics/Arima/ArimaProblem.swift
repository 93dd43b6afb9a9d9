import ForetellCore

/// The exact likelihood of an ARMA process as a sum of squares.
///
/// With the innovations e_t and their variances σ²·F_t, the likelihood is greatest at σ² = Σ e_t²/F_t / n, where −2/n of its
/// logarithm is the logarithm of Σ e_t²/F_t times the geometric mean of F_t, and constants. That product is the sum of
/// squares. Source: C. F. Ansley, An algorithm for the exact likelihood of a mixed autoregressive-moving average process,
/// Biometrika 66 (1979) 59–65.
///
/// Derivatives are quotients of differences: the parameters are in the first lane of a vector, and in each further lane
/// with one of them moved a little.
struct ArimaProblem<Lanes: SIMD & Sendable>: SquaresProblem where Lanes.Scalar == Double {
  private(set) var filter: ArimaFilter<Lanes>
  /// The parameters of the last pass.
  private var known: [Double]
  /// The square roots of the geometric means of the variances in the last pass.
  private var factors = Lanes.zero
  private var total = Double.infinity
  private var isKnown = false

  /// Takes differenced values that have neither gaps nor a mean.
  init(_ values: [Double], order: ArimaOrder, tolerance: Double) {
    filter = ArimaFilter(values, order: order, tolerance: tolerance)
    known = [Double](repeating: 0, count: order.parameterCount)
  }

  /// How far a parameter is moved: towards zero, away from the ends of its range.
  private static func step(_ value: Double) -> Double { value > 0 ? -1e-6 : 1e-6 }

  private mutating func run(_ parameters: [Double]) {
    if isKnown, parameters.starts(with: known) { return }
    isKnown = true
    for place in known.indices {
      known[place] = parameters[place]
      var lane = Lanes(repeating: known[place])
      if place + 1 < Lanes.scalarCount { lane[place + 1] += Self.step(known[place]) }
      filter.parameters[place] = lane
    }
    total = .infinity
    guard let product = filter.run() else { return }
    let count = Double(max(filter.values.count, 1))
    let logarithms = product.logarithm
    for lane in 0..<min(known.count + 1, Lanes.scalarCount) {
      factors[lane] = elementaryExponential(logarithms[lane] / (2 * count))
    }
    var sum = 0.0
    for error in filter.errors { sum += error[0] * error[0] }
    sum *= factors[0] * factors[0]
    if sum.isFinite { total = sum }
  }

  mutating func squares(_ parameters: [Double]) -> Double {
    run(parameters)
    return total
  }

  mutating func squares(
    _ parameters: [Double], products: inout [Double], slopes: inout [Double]
  ) -> Double {
    run(parameters)
    guard total.isFinite else { return .infinity }
    let count = known.count
    var inverse = Lanes.zero
    for place in 0..<count { inverse[place + 1] = 1 / Self.step(known[place]) }
    var (first, second, third) = (Lanes.zero, Lanes.zero, Lanes.zero)
    var (fourth, fifth, sixth, seventh) = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
    var pulls = Lanes.zero
    for error in filter.errors {
      let residual = error * factors
      let base = residual[0]
      let derivative = (residual - base) * inverse
      pulls += base * derivative
      first += derivative[1] * derivative
      second += derivative[2] * derivative
      third += derivative[3] * derivative
      guard Lanes.scalarCount > 4, count > 3 else { continue }
      fourth += derivative[4] * derivative
      fifth += derivative[5] * derivative
      sixth += derivative[6] * derivative
      seventh += derivative[7] * derivative
    }
    let sums = (first, second, third, fourth, fifth, sixth, seventh)
    for place in 0..<count {
      slopes[place] = pulls[place + 1]
      let row = Self.row(sums, place)
      for other in 0...place { products[place * count + other] = row[other + 1] }
    }
    let isFinite = (0..<count).allSatisfy { slopes[$0].isFinite && products[$0 * count + $0].isFinite }
    return isFinite ? total : .infinity
  }

  private static func row(
    _ sums: (Lanes, Lanes, Lanes, Lanes, Lanes, Lanes, Lanes), _ place: Int
  ) -> Lanes {
    switch place {
    case 0: sums.0
    case 1: sums.1
    case 2: sums.2
    case 3: sums.3
    case 4: sums.4
    case 5: sums.5
    default: sums.6
    }
  }
}
