/// The numbers of coefficients and differences of a seasonal ARIMA model.
///
/// In the usual notation ARIMA(p,d,q)(P,D,Q)[m]:
///
///     φ(B)·Φ(B^m)·((1 − B)^d·(1 − B^m)^D·y_t − μ) = θ(B)·Θ(B^m)·ε_t
///
/// with φ(B) = 1 − φ₁B − … − φ_p·B^p, θ(B) = 1 + θ₁B + … + θ_q·B^q, and Φ and Θ likewise. μ is the mean of the
/// differences: without a difference the level, with one the drift.
package struct ArimaOrder: Sendable, Hashable {
  /// The numbers that belong to one lag: one step, or one season.
  package struct Part: Sendable, Hashable {
    /// The number of autoregressive coefficients.
    package var p: Int
    /// The number of differences.
    package var d: Int
    /// The number of moving-average coefficients.
    package var q: Int

    /// Makes a part; no number is negative.
    package init(_ p: Int, _ d: Int, _ q: Int) { (self.p, self.d, self.q) = (p, d, q) }
  }

  /// The part with the lag of one step.
  package var regular: Part
  /// The part with the lag of a season.
  package var seasonal: Part
  /// Season length in steps; 1 for none.
  package var season: Int
  /// Whether the differences have a mean other than zero.
  package var hasConstant: Bool

  /// Makes an order.
  package init(
    _ regular: Part, seasonal: Part = Part(0, 0, 0), season: Int = 1, hasConstant: Bool = false
  ) {
    self.regular = regular
    self.seasonal = seasonal
    self.season = max(season, 1)
    self.hasConstant = hasConstant
  }

  /// The number of φ, θ, Φ and Θ.
  package var coefficientCount: Int { regular.p + regular.q + seasonal.p + seasonal.q }
  /// The number of coefficients, the constant included.
  package var parameterCount: Int { coefficientCount + (hasConstant ? 1 : 0) }
  /// The number of values that the differences need before their first.
  package var lostCount: Int { regular.d + season * seasonal.d }
  /// The number of differences.
  package var differenceCount: Int { regular.d + seasonal.d }
  /// The largest lag of a value in the product of the autoregressive polynomials.
  var longestMemory: Int { regular.p + season * seasonal.p }
  /// The largest lag of an error in the product of the moving-average polynomials.
  var longestAverage: Int { regular.q + season * seasonal.q }
  /// The number of states.
  var stateCount: Int { max(longestMemory, longestAverage + 1) }

  /// The name, such as `ARIMA(0,1,1)(0,1,1)[12]` or `ARIMA(1,1,0) with drift`.
  package var name: String {
    var name = "ARIMA(\(regular.p),\(regular.d),\(regular.q))"
    if season > 1 { name += "(\(seasonal.p),\(seasonal.d),\(seasonal.q))[\(season)]" }
    guard hasConstant else { return name }
    return name + (differenceCount == 0 ? " with mean" : " with drift")
  }

  // MARK: Differences

  /// The coefficients δ with which y_t = w_t + δ₁·y_{t−1} + δ₂·y_{t−2} + …, where w are the differences.
  var integration: [Double] {
    var polynomial = [1.0]
    func difference(_ lag: Int) {
      let earlier = polynomial
      polynomial += [Double](repeating: 0, count: lag)
      for (place, value) in earlier.enumerated() { polynomial[place + lag] -= value }
    }
    for _ in 0..<regular.d { difference(1) }
    for _ in 0..<seasonal.d { difference(season) }
    return polynomial.dropFirst().map { 0 - $0 }
  }

  /// The differences of a series; empty when it has too few values.
  func differences(_ values: [Double]) -> [Double] {
    var result = values
    for _ in 0..<seasonal.d { result = Self.differences(result, lag: season) }
    for _ in 0..<regular.d { result = Self.differences(result, lag: 1) }
    return result
  }

  /// The differences of values `lag` steps apart.
  static func differences(_ values: [Double], lag: Int) -> [Double] {
    guard values.count > lag else { return [] }
    return (lag..<values.count).map { values[$0] - values[$0 - lag] }
  }
}
