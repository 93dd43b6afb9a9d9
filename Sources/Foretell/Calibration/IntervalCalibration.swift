import ForetellData

/// The factors by which the intervals of a fit with few windows are widened, from errors on held-out points.
///
/// A network trained on few windows memorises them, and its own quantiles are too narrow. So the same network
/// is fitted once more without the end of each series and forecasts from every origin in the part held out.
/// The root mean squared error of each step, in units of the series' scale and made non-decreasing over the
/// steps, gives the shape. The errors divided by it, pooled over all steps, give one quantile for each level:
/// the conformal quantile of rank (n + 1)·level, or, where n points are too few for that level, Student's t
/// quantile times the root mean square of the pooled errors. Where the fit's own intervals are narrower than
/// that, on average over the same points, they are widened to it; they are never narrowed. Wider levels still
/// contain narrower ones, and point forecasts don't change.
struct IntervalCalibration: Sendable, Equatable {
  /// Factors of at least 1, one row per step of the trained horizon; in a row one factor per level, narrowest
  /// level first.
  let factors: [[Float]]

  /// Multiplies one step's distances from the median, given in ascending order with the median in the middle,
  /// by the factors of their levels.
  func widen(_ offsets: inout [Double], step: Int) {
    let center = offsets.count / 2
    let factors = factors[min(step, factors.count - 1)]
    for level in 1...max(center, 1) where center + level < offsets.count {
      let factor = Double(factors[min(level - 1, factors.count - 1)])
      offsets[center + level] = max(offsets[center + level] * factor, offsets[center + level - 1])
      offsets[center - level] = min(offsets[center - level] * factor, offsets[center - level + 1])
    }
  }
}

extension IntervalCalibration {
  /// Errors on held-out points and the widths of the fit's own intervals there, all in units of each series'
  /// scale.
  struct Evidence {
    /// Absolute errors, by step.
    var errors: [[Double]]
    /// Half widths of the fit's own intervals by step and level, as sum and number of values.
    var widths: [[(sum: Double, count: Int)]]
    /// Number of held-out points.
    var points = 0

    init(steps: Int, levels: Int) {
      errors = Array(repeating: [], count: steps)
      widths = Array(repeating: Array(repeating: (0, 0), count: levels), count: steps)
    }
  }

  /// Computes the factors; nil when the evidence is too small or no interval needs widening.
  ///
  /// - Parameter levels: in percent, ascending.
  init?(_ evidence: Evidence, levels: [Double]) {
    let sizes = Self.sizes(evidence.errors)
    guard let last = sizes.last, last > 0, evidence.points > 1 else { return nil }
    let scores = evidence.errors.enumerated().flatMap { step, errors in errors.map { $0 / sizes[step] } }
      .filter(\.isFinite).sorted()
    guard !scores.isEmpty else { return nil }
    let points = Double(evidence.points)
    let reaches = levels.map { level -> Double in
      let share = level / 100
      if (points + 1) * (1 - share) >= 2 {
        return Moments.quantile(scores, min(1, share * (points + 1) / points))
      }
      // Errors of overlapping forecasts are correlated; at most half of them are counted as independent.
      let root = (scores.reduce(0) { $0 + $1 * $1 } / Double(scores.count)).squareRoot()
      return root * StudentT.quantile(0.5 + share / 2, degrees: max(points / 2, 3))
    }
    let factors = sizes.indices.map { step in
      levels.indices.map { level -> Float in
        let (sum, count) = evidence.widths[step][level]
        guard count > 0, sum > 0 else { return 1 }
        let factor = reaches[level] * sizes[step] / (sum / Double(count))
        return factor.isFinite ? Float(min(max(factor, 1), 1e6)) : 1
      }
    }
    guard factors.contains(where: { $0.contains { $0 > 1 } }) else { return nil }
    self.factors = factors
  }

  /// The root mean squared error of each step, made non-decreasing by pooling neighbours (pool adjacent violators).
  private static func sizes(_ errors: [[Double]]) -> [Double] {
    var pools: [(mean: Double, weight: Double, steps: Int)] = []
    for step in errors where !step.isEmpty {
      pools.append((step.reduce(0) { $0 + $1 * $1 } / Double(step.count), Double(step.count), 1))
      while pools.count > 1, pools[pools.count - 2].mean > pools[pools.count - 1].mean {
        let right = pools.removeLast()
        let left = pools.removeLast()
        let weight = left.weight + right.weight
        pools.append(
          ((left.mean * left.weight + right.mean * right.weight) / weight, weight, left.steps + right.steps))
      }
    }
    var sizes = pools.flatMap { [Double](repeating: $0.mean.squareRoot(), count: $0.steps) }
    // Steps without an error get the value of the last step that has one.
    guard let last = sizes.last else { return [] }
    while sizes.count < errors.count { sizes.append(last) }
    return sizes
  }
}
