import ForetellCore

/// The innovations of a stationary ARMA process, whose variances give the exact likelihood.
///
/// The state-space form is that of Harvey: the first of r states is the value, and state i is what the known past adds to
/// the value i steps later. With K the covariance of state and innovation one step ahead, F the innovation's variance and
/// the difference of the state's covariance from step to step written as M·L·Lᵀ, a step is, with T the matrix of
/// transition and l the first element of L:
///
///     x ← T·x + K·e/F    L⁺ = T·L − K·l/F    K⁺ = K + T·L·M·l    F⁺ = F + l²·M    M⁺ = M·F/F⁺
///
/// This takes O(r) per step instead of O(r²). F falls to 1; once it is there, and has been for as many steps as a moving
/// average reaches, the innovations follow from the recursion of the model itself, with its few lags that aren't zero.
///
/// A vector holds the numbers of several sets of parameters, which are filtered together. Source: A. C. Harvey, Forecasting,
/// Structural Time Series Models and the Kalman Filter, Cambridge University Press 1989, chapter 3; the recursion: M. Morf,
/// G. S. Sidhu and T. Kailath, Some new algorithms for recursive estimation in constant, linear, discrete-time systems,
/// IEEE Transactions on Automatic Control 19 (1974) 315–323.
struct ArimaFilter<Lanes: SIMD & Sendable>: Sendable where Lanes.Scalar == Double {
  /// What a step needs of one state.
  struct Row: Sendable {
    var state = Lanes.zero
    var change = Lanes.zero
    var gain = Lanes.zero
    var memory = Lanes.zero
  }

  let order: ArimaOrder
  /// The differenced values.
  let values: [Double]
  /// How near F has to be to 1 before the recursion of the model takes over; 0 for never.
  let tolerance: Double
  /// The parameters: partial autocorrelations of φ, θ, Φ and Θ, and the constant.
  ///
  /// Those of θ and Θ are of the polynomials with the signs of φ.
  var parameters: [Lanes]
  /// The innovations over the square roots of their variances.
  private(set) var errors: [Lanes]
  /// The square roots; empty unless ``tolerance`` is 0.
  private(set) var deviations: [Lanes]
  /// The states after the last value, and one more that is zero.
  private(set) var rows: [Row]
  /// φ and Φ multiplied, by lag; element 0 has no meaning.
  private(set) var ar: [Lanes]
  /// θ and Θ multiplied, by lag; element 0 is 1.
  private(set) var ma: [Lanes]
  /// The lags at which they can differ from zero.
  let arLags: [Int], maLags: [Int]
  private var factors: [Lanes]
  private var moments: ArimaMoments<Lanes>

  init(_ values: [Double], order: ArimaOrder, tolerance: Double = 0) {
    self.order = order
    self.values = values
    self.tolerance = tolerance
    let zeros = { [Lanes](repeating: .zero, count: $0) }
    parameters = zeros(order.parameterCount)
    factors = parameters
    errors = zeros(values.count)
    deviations = tolerance > 0 ? [] : errors
    rows = [Row](repeating: Row(), count: order.stateCount + 1)
    ar = zeros(order.stateCount + 1)
    ma = ar
    arLags = Self.lags(order.regular.p, order.seasonal.p, order.season)
    maLags = Self.lags(order.regular.q, order.seasonal.q, order.season)
    moments = ArimaMoments(order)
  }

  private static func lags(_ regular: Int, _ seasonal: Int, _ season: Int) -> [Int] {
    var lags: Set<Int> = []
    for outer in 0...seasonal {
      for inner in 0...regular { lags.insert(outer * season + inner) }
    }
    return lags.sorted().filter { $0 > 0 }
  }

  /// The coefficients φ, θ, Φ and Θ of the parameters, without the constant.
  var coefficients: [Lanes] {
    var filter = self
    filter.multiply()
    let starts = filter.starts
    return filter.factors.prefix(order.coefficientCount).enumerated().map { place, value in
      let isAverage = (starts[1]..<starts[2]).contains(place) || place >= starts[3]
      return isAverage ? 0 - value : value
    }
  }

  private var starts: [Int] {
    let (regular, seasonal) = (order.regular, order.seasonal)
    return [0, regular.p, regular.p + regular.q, regular.p + regular.q + seasonal.p]
  }

  /// Computes the polynomials of the parameters.
  private mutating func multiply() {
    for place in factors.indices { factors[place] = parameters[place] }
    let (regular, seasonal) = (order.regular, order.seasonal)
    let average = regular.p
    let seasonalMemory = average + regular.q
    let seasonalAverage = seasonalMemory + seasonal.p
    ArimaCoefficients.expand(&factors, from: 0, count: regular.p)
    ArimaCoefficients.expand(&factors, from: average, count: regular.q)
    ArimaCoefficients.expand(&factors, from: seasonalMemory, count: seasonal.p)
    ArimaCoefficients.expand(&factors, from: seasonalAverage, count: seasonal.q)
    for lag in arLags { ar[lag] = .zero }
    for lag in maLags { ma[lag] = .zero }
    ma[0] = Lanes(repeating: 1)
    for inner in 0..<regular.p { ar[inner + 1] += factors[inner] }
    for inner in 0..<regular.q { ma[inner + 1] -= factors[average + inner] }
    for outer in 0..<seasonal.p {
      let (factor, lag) = (factors[seasonalMemory + outer], (outer + 1) * order.season)
      ar[lag] += factor
      for inner in 0..<regular.p { ar[lag + inner + 1] -= factor * factors[inner] }
    }
    for outer in 0..<seasonal.q {
      let (factor, lag) = (factors[seasonalAverage + outer], (outer + 1) * order.season)
      ma[lag] -= factor
      for inner in 0..<regular.q { ma[lag + inner + 1] += factor * factors[average + inner] }
    }
  }

  /// The covariances of the value and each state.
  var covariances: [Lanes] { moments.first }

  /// Computes polynomials and covariances of the parameters; false when the process isn't stationary in a lane, or so
  /// nearly not that the recursion would lose its digits.
  mutating func prepare() -> Bool {
    multiply()
    return moments.compute(ar, arLags, ma, maLags)
  }

  /// Filters the values.
  ///
  /// - Returns: the product of the innovations' variances by lane, as a number and a power of two; nil when
  ///   ``prepare()`` finds none.
  mutating func run() -> ScaledProduct<Lanes>? {
    guard prepare() else { return nil }
    let count = order.stateCount
    for place in 0...count {
      rows[place].state = .zero
      rows[place].memory = place < count ? ar[place + 1] : .zero
      rows[place].gain = place < count ? ar[place + 1] * moments.first[0] + moments.first[place + 1] : .zero
      rows[place].change = rows[place].gain
    }
    var product = ScaledProduct<Lanes>()
    let constant = order.hasConstant ? parameters[order.parameterCount - 1] : .zero
    let end = filter(variance: moments.first[0], constant, &product)
    recur(from: end, constant)
    product.normalise()
    return product
  }

  /// Filters until the end, or until the recursion of the model can take over; returns the number of values done.
  private mutating func filter(
    variance: Lanes, _ constant: Lanes, _ product: inout ScaledProduct<Lanes>
  ) -> Int {
    let one = Lanes(repeating: 1)
    let wait = order.longestAverage
    let states = order.stateCount
    var variance = variance
    var weight = 0 - one / variance
    var settled = 0
    var end = values.count
    // Moved out, so that an access needs no check that nothing else holds the array.
    var moved = self.rows
    self.rows = []
    var rows = moved.mutableSpan
    for time in values.indices {
      let error = values[time] - constant - rows[0].state
      let relative = error / variance
      let deviation = variance.squareRoot()
      errors[time] = error / deviation
      if tolerance == 0 { deviations[time] = deviation }
      product.take(variance)
      var next = rows[0]
      let (value, first) = (next.state, next.change)
      let share = first / variance
      let scaled = weight * first
      for place in 0..<states {
        let current = next
        next = rows[place + 1]
        let ahead = next.change + current.memory * first
        rows[place].state = next.state + current.memory * value + current.gain * relative
        rows[place].change = ahead - current.gain * share
        rows[place].gain = current.gain + ahead * scaled
      }
      let later = variance + first * scaled
      weight *= variance / later
      variance = later
      guard tolerance > 0 else { continue }
      settled = (variance - one).max() < tolerance ? settled + 1 : 0
      if settled > wait {
        end = time + 1
        break
      }
    }
    self.rows = moved
    return end
  }

  /// The innovations from their own recursion, where their variance is 1.
  private mutating func recur(from start: Int, _ constant: Lanes) {
    for time in start..<max(values.count, start) {
      var error = values[time] - constant
      for lag in arLags where lag <= time { error -= ar[lag] * (values[time - lag] - constant) }
      for lag in maLags where lag <= time { error -= ma[lag] * errors[time - lag] }
      errors[time] = error
    }
  }
}

/// A product of positive numbers that may leave the range of floating point.
struct ScaledProduct<Lanes: SIMD & Sendable>: Sendable where Lanes.Scalar == Double {
  /// The factors of the exponents.
  private(set) var product = Lanes(repeating: 1)
  /// The exponents of two.
  private(set) var exponents = Lanes.zero
  private var count = 0

  /// Multiplies by numbers below 1e16.
  @inline(__always)
  mutating func take(_ factor: Lanes) {
    product *= factor
    count += 1
    if count & 15 == 0 { normalise() }
  }

  /// The natural logarithm.
  var logarithm: Lanes {
    var result = Lanes.zero
    for lane in 0..<Lanes.scalarCount {
      result[lane] = elementaryLogarithm(product[lane]) + exponents[lane] * 0.6931471805599453
    }
    return result
  }

  /// Puts the powers of two into the exponents.
  mutating func normalise() {
    for lane in 0..<Lanes.scalarCount where product[lane] >= 2 || product[lane] < 1 {
      exponents[lane] += Double(product[lane].exponent)
      product[lane] = product[lane].significand
    }
  }
}
