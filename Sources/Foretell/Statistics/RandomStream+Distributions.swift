import ForetellCore

/// Random numbers of the distributions of ``LikelihoodName``, with the same bits on every machine.
extension RandomStream {
  /// A number of Student's t distribution.
  ///
  /// The polar method (R. W. Bailey, Mathematics of Computation 62, 1994, 779–781).
  mutating func student(degrees: Double) -> Double {
    while true {
      let u = 2 * uniform() - 1
      let v = 2 * uniform() - 1
      let w = u * u + v * v
      guard w > 0, w < 1 else { continue }
      let power = Elementary.exponential(-2 / degrees * Elementary.logarithm(w))
      return u * (degrees * (power - 1) / w).squareRoot()
    }
  }

  /// A number of the gamma distribution with scale 1, whose mean is its positive `shape`.
  ///
  /// G. Marsaglia, W. W. Tsang, ACM Transactions on Mathematical Software 26 (2000) 363–372.
  mutating func gamma(shape: Double) -> Double {
    if shape < 1 {
      let power = Elementary.exponential(Elementary.logarithm(1 - uniform()) / shape)
      return gamma(shape: shape + 1) * power
    }
    let d = shape - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    while true {
      let x = normal()
      let base = 1 + c * x
      guard base > 0 else { continue }
      let cube = base * base * base
      let bound = 0.5 * x * x + d - d * cube + d * Elementary.logarithm(cube)
      if Elementary.logarithm(1 - uniform()) < bound { return d * cube }
    }
  }

  /// A count of the Poisson distribution; from a mean of 1e15 on, the rounded number of a normal distribution.
  ///
  /// Products of uniform numbers below a mean of 10, transformed rejection from there on (W. Hörmann, Insurance:
  /// Mathematics and Economics 12, 1993, 39–45, algorithm PTRS).
  mutating func poisson(mean: Double) -> Double {
    if mean >= 1e15 { return max(mean + mean.squareRoot() * normal(), 0).rounded() }
    if mean < 10 {
      let end = Elementary.exponential(-mean)
      var (count, product) = (0.0, uniform())
      while product > end {
        count += 1
        product *= uniform()
      }
      return count
    }
    let b = 0.931 + 2.53 * mean.squareRoot()
    let a = -0.059 + 0.02483 * b
    let inverse = 1.1239 + 1.1328 / (b - 3.4)
    let right = 0.9277 - 3.6224 / (b - 2)
    let logarithm = Elementary.logarithm(mean)
    while true {
      let u = uniform() - 0.5
      let v = 1 - uniform()
      let us = 0.5 - abs(u)
      guard us > 0 else { continue }
      let count = ((2 * a / us + b) * u + mean + 0.43).rounded(.down)
      if us >= 0.07, v <= right { return count }
      guard count >= 0, us >= 0.013 || v <= us else { continue }
      let left = Elementary.logarithm(v * inverse / (a / (us * us) + b))
      if left <= count * logarithm - mean - Self.logFactorial(count) { return count }
    }
  }

  /// ln k! of a whole number of 0 or more.
  private static func logFactorial(_ count: Double) -> Double { elementaryLogGamma(count + 1) }
}
