/// How rows of a direct regression on a series' own lags are cut from it: the row of origin t has the `lags` values up
/// to and including t, minus a level, then the constant 1; its outputs are the `horizon` values after t, minus a base.
///
/// The weight of the row of origin t is `decay` to the power (last origin − t).
package struct LagWindows: Sendable, Equatable {
  /// Number of values per window.
  package let lags: Int
  /// Number of outputs.
  package let horizon: Int
  /// The level is the mean of this many last values of the window, 1...`lags`.
  package let levelSpan: Int
  /// When positive, outputs are differences to the seasonal naive forecast with this season, at most `lags`; when 0,
  /// differences to the level.
  package let season: Int
  /// The weight of a row relative to that of the next one, above 0 and at most 1.
  package let decay: Double

  /// Makes windows; traps on sizes out of range.
  package init(lags: Int, horizon: Int, levelSpan: Int = 1, season: Int = 0, decay: Double = 1) {
    precondition(lags > 0 && horizon > 0, "\(lags) lags and a horizon of \(horizon) aren't both positive")
    precondition((1...lags).contains(levelSpan), "a level of \(levelSpan) values in a window of \(lags)")
    precondition((0...lags).contains(season), "a season of \(season) steps in a window of \(lags)")
    precondition(decay > 0 && decay <= 1, "a decay of \(decay) isn't above 0 and at most 1")
    self.lags = lags
    self.horizon = horizon
    self.levelSpan = levelSpan
    self.season = season
    self.decay = decay
  }

  /// Number of inputs of the regression: the window and the constant.
  package var inputs: Int { lags + 1 }

  /// The mean of the last values of the window that ends at `origin`.
  package func level(_ values: [Double], origin: Int) -> Double {
    var sum = 0.0
    for index in origin - levelSpan + 1...origin { sum += values[index] }
    return sum / Double(levelSpan)
  }

  /// The inputs of the row of an origin, whose window must lie inside `values`.
  package func row(_ values: [Double], origin: Int) -> [Double] {
    let level = level(values, origin: origin)
    return values[origin - lags + 1...origin].map { $0 - level } + [1]
  }

  /// The base of the output `step`, counted from 0.
  package func base(_ values: [Double], origin: Int, step: Int) -> Double {
    season > 0 ? values[origin - season + 1 + step % season] : level(values, origin: origin)
  }

  /// The solution that maps a window minus its level to the values after it minus the level, [lags + 1, horizon], from one
  /// of ``LagWindows`` whose outputs are differences to the seasonal naive forecast; itself when they aren't.
  package func solutionFromLevel(_ solution: [Double]) -> [Double] {
    guard season > 0 else { return solution }
    var result = solution
    for step in 0..<horizon { result[(lags - season + step % season) * horizon + step] += 1 }
    return result
  }

  /// The sums over the rows of all origins in `origins`, in O(n·(lags + horizon) + (lags + horizon)²) steps for n origins.
  ///
  /// The products of a window's values i and j, summed over all origins, are those of i − 1 and j − 1 with one term less
  /// and another more. Distances are taken from the mean of the values, so that sums of one size are subtracted.
  ///
  /// - Parameters:
  ///   - values: the series without missing values; those that were missing are filled in some way.
  ///   - missing: the indices of the values that were missing, ascending; they count as inputs, but not as outputs.
  ///   - origins: traps unless the window of each and `horizon` values after it lie inside `values`.
  package func moments(of values: [Double], missing: [Int] = [], origins: Range<Int>) -> RegressionMoments {
    var result = RegressionMoments(inputs: inputs, outputs: horizon)
    guard let first = origins.first, let last = origins.last else { return result }
    precondition(
      first - lags + 1 >= 0 && last + horizon < values.count,
      "origins \(first)...\(last) of a series of \(values.count) values")
    let sums = WindowSums(values, origins: origins, lags: lags, horizon: horizon, decay: decay)
    result.weight = sums.weight
    result.observed = [Double](repeating: sums.weight, count: horizon)
    fill(&result, from: sums)
    remove(missing, from: &result, values, origins)
    return result
  }

  /// Turns products of a window's values into products of inputs and outputs.
  private func fill(_ result: inout RegressionMoments, from sums: WindowSums) {
    let (count, width) = (inputs, lags + horizon)
    let span = Double(levelSpan)
    // Products with the level, and the sum of the levels.
    var level = [Double](repeating: 0, count: width)
    var levelSum = 0.0
    for i in lags - levelSpan..<lags {
      for j in 0..<width { level[j] += sums[i, j] }
      levelSum += sums.first[i]
    }
    for j in 0..<width { level[j] /= span }
    levelSum /= span
    let square = level[lags - levelSpan..<lags].reduce(0, +) / span
    result.xx.withUnsafeMutableBufferPointer { xx in
      for i in 0..<lags {
        for j in i..<lags {
          let product = sums[i, j] - level[i] - level[j] + square
          xx[i * count + j] = product
          xx[j * count + i] = product
        }
        xx[i * count + lags] = sums.first[i] - levelSum
        xx[lags * count + i] = sums.first[i] - levelSum
      }
      xx[lags * count + lags] = sums.weight
    }
    for step in 0..<horizon {
      let out = lags + step
      let base = season > 0 ? lags - season + step % season : nil
      let levelProduct = level[out] - (base.map { level[$0] } ?? square)
      for i in 0..<lags {
        result.xy[i * horizon + step] = sums[i, out] - (base.map { sums[i, $0] } ?? level[i]) - levelProduct
      }
      result.xy[lags * horizon + step] = sums.first[out] - (base.map { sums.first[$0] } ?? levelSum)
      let (cross, own) = base.map { (sums[$0, out], sums[$0, $0]) } ?? (level[out], square)
      result.yy[step] = max(sums.squares[step] - 2 * cross + own, 0)
    }
  }

  /// Takes the outputs that were missing out of the sums.
  private func remove(
    _ missing: [Int], from result: inout RegressionMoments, _ values: [Double], _ origins: Range<Int>
  ) {
    guard !missing.isEmpty else { return }
    var rows: [Int: [Int]] = [:]
    for index in missing {
      for step in 0..<horizon where origins.contains(index - 1 - step) {
        rows[index - 1 - step, default: []].append(step)
      }
    }
    for (origin, unsorted) in rows.sorted(by: { $0.key < $1.key }) {
      let steps = unsorted.sorted()
      let x = row(values, origin: origin)
      let weight = Self.power(decay, origins.upperBound - 1 - origin)
      for step in steps {
        let y = values[origin + 1 + step] - base(values, origin: origin, step: step)
        for i in 0..<inputs { result.xy[i * horizon + step] -= weight * x[i] * y }
        result.yy[step] = max(result.yy[step] - weight * y * y, 0)
        result.observed[step] = max(result.observed[step] - weight, 0)
      }
      result.incomplete.append(RegressionMoments.IncompleteRow(x: x, weight: weight, missing: steps))
    }
  }

  /// The root mean square of all windows inside `values` minus their levels; 0 without a window.
  package func unit(of values: [Double]) -> Double {
    guard values.count >= lags else { return 0 }
    var sum = 0.0
    for origin in lags - 1..<values.count {
      let level = level(values, origin: origin)
      for index in origin - lags + 1...origin { sum += (values[index] - level) * (values[index] - level) }
    }
    return (sum / Double(lags * (values.count - lags + 1))).squareRoot()
  }

  /// Divides all values that the sums were made of by `unit`; the constant input stays 1.
  package func divide(_ moments: inout RegressionMoments, by unit: Double) {
    let (once, twice) = (1 / unit, 1 / (unit * unit))
    let count = inputs
    for i in 0..<count {
      for j in 0..<count {
        moments.xx[i * count + j] *= i < lags && j < lags ? twice : i < lags || j < lags ? once : 1
      }
      for step in 0..<horizon { moments.xy[i * horizon + step] *= i < lags ? twice : once }
    }
    for step in 0..<horizon { moments.yy[step] *= twice }
    for place in moments.incomplete.indices {
      for i in 0..<lags { moments.incomplete[place].x[i] *= once }
    }
  }

  /// The forecast of the `horizon` values after an origin.
  ///
  /// - Parameters:
  ///   - solution: [lags + 1, horizon].
  ///   - unit: the number by which values were divided before the solution was found.
  package func forecast(_ values: [Double], origin: Int, solution: [Double], unit: Double) -> [Double] {
    var sums = [Double](repeating: 0, count: horizon)
    let level = level(values, origin: origin)
    solution.withUnsafeBufferPointer { solution in
      sums.withUnsafeMutableBufferPointer { sums in
        for i in 0...lags {
          let x = i < lags ? values[origin - lags + 1 + i] - level : unit
          for step in 0..<horizon { sums[step] += x * solution[i * horizon + step] }
        }
      }
    }
    return (0..<horizon).map { sums[$0] + (season > 0 ? base(values, origin: origin, step: $0) : level) }
  }

  /// A whole power by repeated squaring.
  static func power(_ base: Double, _ exponent: Int) -> Double {
    var (result, square, left) = (1.0, base, exponent)
    while left > 0 {
      if left & 1 == 1 { result *= square }
      square *= square
      left >>= 1
    }
    return result
  }
}

/// Sums of products over the windows of a series, each of `lags + horizon` values.
private struct WindowSums {
  /// Sum of the weights.
  let weight: Double
  /// The weighted sum of the value at each place of the window, minus the mean of the series.
  let first: [Double]
  /// The weighted sum of squares of each output, minus the mean of the series.
  let squares: [Double]
  private let products: [Double]
  private let width: Int

  /// The sum of the products of two places, minus the mean of the series; `i` is a lag, or `j` and `i` are in either order
  /// and one of them is a lag.
  subscript(i: Int, j: Int) -> Double { i <= j ? products[i * width + j] : products[j * width + i] }

  init(_ values: [Double], origins: Range<Int>, lags: Int, horizon: Int, decay: Double) {
    let width = lags + horizon
    self.width = width
    let start = origins.lowerBound - lags + 1
    let end = origins.upperBound + horizon
    let mean =
      values[start..<end].reduce(0) { $0 + ($1 - values[start]) } / Double(end - start) + values[start]
    let z = values[start..<end].map { $0 - mean }
    var weights = [Double](repeating: 1, count: origins.count)
    for t in weights.indices.dropLast().reversed() { weights[t] = weights[t + 1] * decay }
    weight = weights.reduce(0, +)
    var first = [Double](repeating: 0, count: width)
    var squares = [Double](repeating: 0, count: horizon)
    var products = [Double](repeating: 0, count: lags * width)
    let count = weights.count
    z.withUnsafeBufferPointer { z in
      products.withUnsafeMutableBufferPointer { products in
        for t in 0..<count {
          let factor = weights[t] * z[t]
          first[0] += factor
          for j in 0..<width { products[j] += factor * z[t + j] }
        }
        let (oldest, newest) = (weights[0], weights[count - 1])
        for i in 1..<lags {
          let (leaving, entering) = (oldest * z[i - 1], newest * z[count - 1 + i])
          for j in i..<width {
            let before = products[(i - 1) * width + j - 1] - leaving * z[j - 1]
            products[i * width + j] = decay * before + entering * z[count - 1 + j]
          }
        }
        var square = products[(lags - 1) * width + lags - 1]
        for j in 1..<width {
          first[j] = decay * (first[j - 1] - oldest * z[j - 1]) + newest * z[count - 1 + j]
          guard j >= lags else { continue }
          square =
            decay * (square - oldest * z[j - 1] * z[j - 1]) + newest * z[count - 1 + j] * z[count - 1 + j]
          squares[j - lags] = square
        }
      }
    }
    self.first = first
    self.squares = squares
    self.products = products
  }
}
