/// A function that is a sum of squares, with parameters in given ranges.
protocol SquaresProblem {
  /// The sum of squares at some parameters; infinity where it isn't defined.
  mutating func squares(_ parameters: [Double]) -> Double
  /// The same with the products of the derivatives.
  ///
  /// - Parameters:
  ///   - parameters: where the sum is computed.
  ///   - products: takes the sums of the products of two derivatives, [parameters, parameters]; only the lower triangle
  ///     is needed.
  ///   - slopes: takes the sums of the products of derivative and residual, [parameters].
  mutating func squares(_ parameters: [Double], products: inout [Double], slopes: inout [Double]) -> Double
}

/// Least squares by the method of Levenberg and Marquardt with ranges for the parameters.
///
/// A parameter at the end of its range stays there while the sum would fall beyond it. Source: D. W. Marquardt, An
/// algorithm for least-squares estimation of nonlinear parameters, SIAM Journal on Applied Mathematics 11 (1963)
/// 431–441. The work area is allocated once.
struct BoundedLeastSquares {
  private var products: [Double]
  private var factor: [Double]
  private var slopes: [Double]
  private var step: [Double]
  private var trial: [Double]
  private var isFree: [Bool]

  /// Makes a work area for at most `capacity` parameters.
  init(capacity: Int) {
    products = [Double](repeating: 0, count: capacity * capacity)
    factor = products
    slopes = [Double](repeating: 0, count: capacity)
    step = slopes
    trial = slopes
    isFree = [Bool](repeating: true, count: capacity)
  }

  /// Moves parameters to the least sum of squares that can be reached from them.
  ///
  /// - Parameters:
  ///   - parameters: where to start; becomes the result.
  ///   - lower: the lower ends of the ranges.
  ///   - upper: the upper ends of the ranges.
  ///   - tolerance: the relative change of the sum below which the search ends.
  ///   - limit: the largest number of accepted and refused steps.
  ///   - problem: the function.
  /// - Returns: the sum of squares, infinity when it isn't defined at the start.
  mutating func minimise<Problem: SquaresProblem>(
    _ parameters: inout [Double], lower: [Double], upper: [Double], tolerance: Double = 1e-8,
    limit: Int = 100,
    _ problem: inout Problem
  ) -> Double {
    let count = parameters.count
    for place in 0..<count { parameters[place] = min(max(parameters[place], lower[place]), upper[place]) }
    var sum = problem.squares(parameters, products: &products, slopes: &slopes)
    guard sum.isFinite else { return .infinity }
    var damping = 1e-3
    var small = 0
    for _ in 0..<limit where sum > 0 {
      for place in 0..<count {
        let isOutward =
          (parameters[place] <= lower[place] && slopes[place] > 0)
          || (parameters[place] >= upper[place] && slopes[place] < 0)
        isFree[place] = !isOutward
      }
      guard solve(count, damping) else {
        damping *= 10
        if damping > 1e12 { break }
        continue
      }
      trial.replaceSubrange(0..<trial.count, with: repeatElement(0, count: trial.count))
      for place in 0..<count {
        trial[place] = min(max(parameters[place] + step[place], lower[place]), upper[place])
      }
      let reached = problem.squares(trial)
      if reached < sum {
        let change = (sum - reached) / sum
        for place in 0..<count { parameters[place] = trial[place] }
        damping = max(damping * 0.2, 1e-10)
        small = change < tolerance ? small + 1 : 0
        if small >= 2 {
          sum = reached
          break
        }
        sum = problem.squares(parameters, products: &products, slopes: &slopes)
      } else {
        damping *= 6
        if damping > 1e8 { break }
      }
    }
    return sum
  }

  /// The step on the free parameters: (products + damping·diagonal)·step = −slopes, by Cholesky factors.
  private mutating func solve(_ count: Int, _ damping: Double) -> Bool {
    for row in 0..<count {
      let start = row * count
      guard isFree[row] else {
        step[row] = 0
        continue
      }
      var side = -slopes[row]
      for column in 0..<row where isFree[column] {
        let other = column * count
        var value = products[start + column]
        for inner in 0..<column where isFree[inner] { value -= factor[start + inner] * factor[other + inner] }
        value /= factor[other + column]
        factor[start + column] = value
        side -= value * step[column]
      }
      var diagonal = products[start + row] * (1 + damping) + 1e-300
      for inner in 0..<row where isFree[inner] { diagonal -= factor[start + inner] * factor[start + inner] }
      guard diagonal > 0, diagonal.isFinite else { return false }
      factor[start + row] = diagonal.squareRoot()
      step[row] = side / factor[start + row]
    }
    for row in stride(from: count - 1, through: 0, by: -1) where isFree[row] {
      var side = step[row]
      for later in row + 1..<max(count, row + 1) where isFree[later] {
        side -= factor[later * count + row] * step[later]
      }
      step[row] = side / factor[row * count + row]
    }
    return true
  }
}
