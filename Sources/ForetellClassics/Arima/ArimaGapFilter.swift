import ForetellCore

/// The innovations of a seasonal ARIMA process some of whose values are missing, which are skipped.
///
/// The states are those of the ARMA process of the differences, and as many past values as the differences reach back; these
/// begin with the first values of the series, which must not be missing. Without gaps the likelihood is that of
/// ``ArimaFilter``. A step takes O(N²) for N states, because most elements of the matrix of transition are zero.
///
/// Source: A. C. Harvey and R. G. Pierse, Estimating missing observations in economic time series, Journal of the American
/// Statistical Association 79 (1984) 125–131.
struct ArimaGapFilter: Sendable {
  /// The values, NaN for missing.
  private let values: [Double]
  /// What is added to the constant among the parameters.
  private let base: Double
  let order: ArimaOrder
  private let integration: [Double]
  /// The numbers of the states of the ARMA process, and of all.
  private let inner: Int
  let count: Int
  /// The mean of the differences in the last run.
  private(set) var constant = 0.0
  private var ar: [Double] = []
  private var ma: [Double] = []
  private(set) var state: [Double]
  private(set) var covariance: [Double]
  private var moved: [Double]
  private var column: [Double]
  /// The innovations over the square roots of their variances, NaN where there is none.
  private(set) var errors: [Double]
  /// The forecasts of the values, NaN for the first ones.
  private(set) var fitted: [Double]
  private var polynomials: ArimaFilter<SIMD2<Double>>

  /// Takes a series in the unit of its differences.
  init(_ sample: ArimaSample, order: ArimaOrder) {
    values = sample.observed.map { $0 / sample.unit }
    base = sample.mean / sample.unit
    self.order = order
    integration = order.integration
    inner = order.stateCount
    count = inner + integration.count
    state = [Double](repeating: 0, count: count)
    column = state
    covariance = [Double](repeating: 0, count: count * count)
    moved = covariance
    errors = [Double](repeating: .nan, count: values.count)
    fitted = errors
    polynomials = ArimaFilter([], order: order)
  }

  /// The line whose differences are the constant.
  private func line(_ time: Int) -> Double {
    guard order.differenceCount > 0 else { return constant }
    return constant * Double(time) / Double(order.seasonal.d > 0 ? order.season : 1)
  }

  /// Filters the values.
  ///
  /// - Parameter parameters: as ``ArimaFilter`` takes them.
  /// - Returns: the product of the innovations' variances; nil when the process isn't stationary.
  mutating func run(_ parameters: [Double]) -> ScaledProduct<SIMD2<Double>>? {
    for (place, value) in parameters.prefix(order.parameterCount).enumerated() {
      polynomials.parameters[place] = SIMD2(repeating: value)
    }
    guard polynomials.prepare() else { return nil }
    ar = polynomials.ar.dropFirst().map { $0[0] }
    ma = polynomials.ma.map { $0[0] }
    constant = order.hasConstant ? base + parameters[order.parameterCount - 1] : 0
    start()
    var product = ScaledProduct<SIMD2<Double>>()
    for time in integration.count..<max(values.count, integration.count) {
      let (mean, variance) = forecast()
      fitted[time] = mean + line(time)
      if !values[time].isNaN {
        let error = values[time] - fitted[time]
        guard variance > 0 else { return nil }
        errors[time] = error / variance.squareRoot()
        product.take(SIMD2(repeating: variance))
        update(error, variance)
      }
      move()
    }
    product.normalise()
    return product
  }

  private mutating func start() {
    for place in state.indices { state[place] = 0 }
    for place in covariance.indices { covariance[place] = 0 }
    for lag in integration.indices {
      let time = integration.count - 1 - lag
      state[inner + lag] = (time < values.count ? values[time] : 0) - line(time)
    }
    let first = polynomials.covariances.map { $0[0] }
    for place in 0..<inner {
      covariance[place] = first[place]
      covariance[place * count] = first[place]
    }
    for row in stride(from: inner - 1, to: 0, by: -1) {
      for other in stride(from: row, to: 0, by: -1) {
        var sum = ar[row] * ar[other] * first[0] + ar[row] * first[other + 1] + ar[other] * first[row + 1]
        sum += ma[row] * ma[other]
        if row + 1 < inner { sum += covariance[(row + 1) * count + other + 1] }
        covariance[row * count + other] = sum
        covariance[other * count + row] = sum
      }
    }
  }

  /// The value of the next step without the line, and its variance; keeps its covariances with the states.
  private mutating func forecast() -> (mean: Double, variance: Double) {
    for place in 0..<count {
      var sum = covariance[place]
      for (lag, factor) in integration.enumerated() where factor != 0 {
        sum += factor * covariance[(inner + lag) * count + place]
      }
      column[place] = sum
    }
    var (mean, variance) = (state[0], column[0])
    for (lag, factor) in integration.enumerated() where factor != 0 {
      mean += factor * state[inner + lag]
      variance += factor * column[inner + lag]
    }
    return (mean, variance)
  }

  private mutating func update(_ error: Double, _ variance: Double) {
    for row in 0..<count {
      let gain = column[row] / variance
      state[row] += gain * error
      guard gain != 0 else { continue }
      for other in 0..<count { covariance[row * count + other] -= gain * column[other] }
    }
  }

  /// Moves on one step.
  private mutating func move() {
    transition(covariance, into: &moved)
    // The rows of the transposed product are its columns.
    for row in 0..<count {
      for other in 0..<count { covariance[row * count + other] = moved[other * count + row] }
    }
    transition(covariance, into: &moved)
    swap(&covariance, &moved)
    for row in 0..<inner where ma[row] != 0 {
      for other in 0..<inner { covariance[row * count + other] += ma[row] * ma[other] }
    }
    let first = state[0]
    var value = first
    for (lag, factor) in integration.enumerated() { value += factor * state[inner + lag] }
    for place in 0..<inner {
      state[place] = ar[place] * first + (place + 1 < inner ? state[place + 1] : 0)
    }
    for place in stride(from: count - 1, to: inner, by: -1) { state[place] = state[place - 1] }
    if count > inner { state[inner] = value }
  }

  /// Multiplies the matrix of transition by a matrix.
  private func transition(_ matrix: [Double], into result: inout [Double]) {
    for row in 0..<inner {
      let start = row * count
      for other in 0..<count {
        result[start + other] = row + 1 < inner ? matrix[start + count + other] : 0
      }
      let factor = ar[row]
      guard factor != 0 else { continue }
      for other in 0..<count { result[start + other] += factor * matrix[other] }
    }
    guard count > inner else { return }
    let start = inner * count
    for other in 0..<count { result[start + other] = matrix[other] }
    for (lag, factor) in integration.enumerated() where factor != 0 {
      for other in 0..<count { result[start + other] += factor * matrix[start + lag * count + other] }
    }
    for place in start + count..<max(count * count, start + count) { result[place] = matrix[place - count] }
  }

  /// The next steps after ``run(_:)`` has filtered the values: means and variances in units of the errors' variance.
  mutating func ahead(_ horizon: Int) -> (means: [Double], variances: [Double]) {
    var (means, variances) = ([Double](), [Double]())
    for step in 0..<horizon {
      let (mean, variance) = forecast()
      means.append(mean + line(values.count + step))
      variances.append(variance)
      move()
    }
    return (means, variances)
  }
}

/// The exact likelihood of a series with gaps as a sum of squares; derivatives are quotients of differences.
struct ArimaGapProblem: SquaresProblem {
  private(set) var filter: ArimaGapFilter
  private var moved: [Double]
  private var residuals: [Double]
  private var derivatives: [[Double]]

  init(_ sample: ArimaSample, order: ArimaOrder) {
    filter = ArimaGapFilter(sample, order: order)
    moved = [Double](repeating: 0, count: order.parameterCount)
    residuals = []
    derivatives = moved.map { _ in [] }
  }

  /// The residuals: innovations in units of the geometric mean of their deviations.
  private mutating func run(_ parameters: [Double]) -> [Double]? {
    guard let product = filter.run(parameters) else { return nil }
    let errors = filter.errors.filter { !$0.isNaN }
    let factor = elementaryExponential(product.logarithm[0] / (2 * Double(max(errors.count, 1))))
    return errors.map { $0 * factor }
  }

  mutating func squares(_ parameters: [Double]) -> Double {
    guard let found = run(parameters) else { return .infinity }
    residuals = found
    let sum = found.reduce(0) { $0 + $1 * $1 }
    return sum.isFinite ? sum : .infinity
  }

  mutating func squares(
    _ parameters: [Double], products: inout [Double], slopes: inout [Double]
  ) -> Double {
    let sum = squares(parameters)
    let count = moved.count
    guard sum.isFinite else { return .infinity }
    for place in 0..<count {
      for other in 0..<count { moved[other] = parameters[other] }
      let step = parameters[place] > 0 ? -1e-6 : 1e-6
      moved[place] += step
      guard let found = run(moved) else { return .infinity }
      derivatives[place] = zip(found, residuals).map { ($0 - $1) / step }
      slopes[place] = zip(derivatives[place], residuals).reduce(0) { $0 + $1.0 * $1.1 }
      for other in 0...place {
        products[place * count + other] =
          zip(derivatives[place], derivatives[other]).reduce(0) { $0 + $1.0 * $1.1 }
      }
    }
    return sum
  }
}
