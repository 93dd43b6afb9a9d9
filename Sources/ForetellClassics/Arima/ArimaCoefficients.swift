/// The coefficients of one polynomial and their partial autocorrelations.
///
/// A polynomial 1 − a₁B − … − a_k·B^k has all roots outside the unit circle when all its partial autocorrelations are
/// between −1 and 1, and each choice of those gives one polynomial. Source: R. H. Jones, Maximum likelihood fitting of
/// ARMA models to time series with missing observations, Technometrics 22 (1980) 389–395.
enum ArimaCoefficients {
  /// Turns partial autocorrelations into coefficients, in place, by the recursion of Durbin and Levinson.
  ///
  /// - Parameters:
  ///   - numbers: where both are.
  ///   - start: the index of the first one.
  ///   - count: how many there are.
  static func expand<Lanes: SIMD>(_ numbers: inout [Lanes], from start: Int, count: Int)
  where Lanes.Scalar == Double {
    for order in 1..<max(count, 1) {
      let partial = numbers[start + order]
      var (low, high) = (start, start + order - 1)
      while low < high {
        let (first, last) = (numbers[low], numbers[high])
        numbers[low] = first - partial * last
        numbers[high] = last - partial * first
        low += 1
        high -= 1
      }
      if low == high { numbers[low] -= partial * numbers[low] }
    }
  }

  /// The partial autocorrelations of coefficients; nil unless all roots are outside the unit circle.
  static func partials(_ coefficients: [Double]) -> [Double]? {
    var numbers = coefficients
    for order in stride(from: numbers.count - 1, through: 0, by: -1) {
      let partial = numbers[order]
      let rest = 1 - partial * partial
      guard rest > 0 else { return nil }
      let earlier = numbers
      for place in 0..<order {
        numbers[place] = (earlier[place] + partial * earlier[order - 1 - place]) / rest
      }
    }
    return numbers
  }

  /// Whether all roots of 1 − a₁x − a₂x² − … are farther from zero than `radius`.
  static func rootsLie(beyond radius: Double, _ coefficients: [Double]) -> Bool {
    var power = 1.0
    let scaled = coefficients.map { value -> Double in
      power *= radius
      return value * power
    }
    return partials(scaled) != nil
  }
}
