/// The covariances of a stationary ARMA process whose errors have variance 1.
struct ArimaMoments<Lanes: SIMD & Sendable>: Sendable where Lanes.Scalar == Double {
  /// The covariances of the value and each state of Harvey's form, and one more that is zero.
  private(set) var first: [Lanes]
  private let memory: Int
  private let average: Int
  private let states: Int
  /// The covariances of the autoregressive process alone, and of the whole process, by lag.
  private var plain: [Lanes]
  private var whole: [Lanes]
  /// The covariances of the whole process and the autoregressive process k steps earlier.
  private var cross: [Lanes]
  private var response: [Lanes]
  private var partials: [Lanes]
  private var recursion: [Lanes]

  /// Variances above this leave too few digits to the innovations.
  private static var largestVariance: Double { 1e10 }

  init(_ order: ArimaOrder) {
    memory = order.longestMemory
    average = order.longestAverage
    states = order.stateCount
    let zeros = { [Lanes](repeating: .zero, count: $0) }
    first = zeros(states + 1)
    plain = zeros(memory + 2 * average + 1)
    cross = zeros(memory + average + 1)
    whole = zeros(memory + 1)
    response = zeros(average + 1)
    partials = zeros(memory)
    recursion = zeros(memory)
  }

  /// Computes ``first``; false when the process isn't stationary in a lane, or nearly so.
  ///
  /// The autoregressive process u with the same errors is taken first: the recursion of Durbin and Levinson backwards
  /// gives its partial autocorrelations, and forwards its covariances. Then y = θ(B)·u.
  mutating func compute(_ ar: [Lanes], _ arLags: [Int], _ ma: [Lanes], _ maLags: [Int]) -> Bool {
    guard autoregression(ar) else { return false }
    for lag in memory + 1..<max(plain.count, memory + 1) {
      var sum = Lanes.zero
      for other in arLags { sum += ar[other] * plain[lag - other] }
      plain[lag] = sum
    }
    // Cov(y_t, u_{t−k}) = Σ_j θ_j·Cov(u_{t−j}, u_{t−k}).
    for lag in cross.indices {
      var sum = plain[lag]
      for other in maLags { sum += ma[other] * plain[abs(lag - other)] }
      cross[lag] = sum
    }
    for lag in whole.indices {
      var sum = cross[lag]
      for other in maLags { sum += ma[other] * cross[lag + other] }
      whole[lag] = sum
    }
    guard (whole[0] .< Self.largestVariance) == SIMDMask(repeating: true) else { return false }
    // ψ_k, the covariance of the value and the error k steps earlier.
    for lag in response.indices {
      var sum = ma[lag]
      for other in arLags where other <= lag { sum += ar[other] * response[lag - other] }
      response[lag] = sum
    }
    first[0] = whole[0]
    for place in 1..<max(states, 1) {
      var sum = Lanes.zero
      for lag in arLags where lag > place { sum += ar[lag] * whole[lag - place] }
      for lag in maLags where lag >= place { sum += ma[lag] * response[lag - place] }
      first[place] = sum
    }
    return true
  }

  /// The covariances of the autoregressive process up to its largest lag.
  private mutating func autoregression(_ ar: [Lanes]) -> Bool {
    let one = Lanes(repeating: 1)
    for place in 0..<memory { recursion[place] = ar[place + 1] }
    var variance = one
    for order in stride(from: memory - 1, through: 0, by: -1) {
      let partial = recursion[order]
      let rest = one - partial * partial
      guard (rest .> 0) == SIMDMask(repeating: true) else { return false }
      partials[order] = partial
      variance /= rest
      var (low, high) = (0, order - 1)
      while low <= high {
        let (a, b) = (recursion[low], recursion[high])
        recursion[low] = (a + partial * b) / rest
        recursion[high] = (b + partial * a) / rest
        low += 1
        high -= 1
      }
    }
    plain[0] = variance
    for order in 0..<memory {
      let partial = partials[order]
      var sum = partial * variance
      for place in 0..<order { sum += recursion[place] * plain[order - place] }
      plain[order + 1] = sum
      variance *= one - partial * partial
      recursion[order] = partial
      var (low, high) = (0, order - 1)
      while low <= high {
        let (a, b) = (recursion[low], recursion[high])
        recursion[low] = a - partial * b
        recursion[high] = b - partial * a
        low += 1
        high -= 1
      }
    }
    return true
  }
}
