/// The Theta methods.
package enum ThetaForm: Sendable, Hashable, CaseIterable {
  /// θ = 2 and the line through all values: the method of the M3 competition.
  case standard
  /// θ is estimated (OTM).
  case optimised
  /// θ is estimated, and the line is that through the values up to each step (DOTM).
  case dynamic

  /// Whether the line changes from step to step.
  var isDynamic: Bool { self == .dynamic }

  /// The number of estimated parameters: α, ℓ_0, and θ unless it is 2.
  var parameters: Int { self == .standard ? 2 : 3 }

  /// The range of α.
  var alphas: ClosedRange<Double> { 0.1...0.99 }
}

/// A straight line through values numbered from 1, or through the first of them.
struct ThetaLine: Sendable, Equatable {
  /// The mean of the values.
  var mean: Double
  /// The change from one value to the next.
  var slope: Double
  /// Where the line starts, one step before the first value.
  var intercept: Double

  /// The line that each value's forecast uses; for dynamic lines that through the values before it, and none for the
  /// first value.
  static func lines(_ values: [Double], form: ThetaForm) -> [ThetaLine] {
    guard form.isDynamic else {
      return [ThetaLine](repeating: through(values), count: values.count)
    }
    var lines = [ThetaLine(mean: 0, slope: 0, intercept: 0)]
    lines.reserveCapacity(values.count)
    var (mean, slope) = (values[0], 0.0)
    lines.append(ThetaLine(mean: mean, slope: 0, intercept: mean))
    for index in 1..<values.count - 1 {
      let count = Double(index)
      slope = ((count - 1) * slope + 6 * (values[index] - mean) / (count + 1)) / (count + 2)
      mean = (count * mean + values[index]) / (count + 1)
      lines.append(ThetaLine(mean: mean, slope: slope, intercept: mean - slope * (count + 2) / 2))
    }
    return lines
  }

  /// The line of least squares through all values; at least two.
  static func through(_ values: [Double]) -> ThetaLine {
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    let middle = (count + 1) / 2
    var sum = 0.0
    for index in values.indices { sum += (Double(index + 1) - middle) * values[index] }
    let slope = 12 * sum / (count * (count * count - 1))
    return ThetaLine(mean: mean, slope: slope, intercept: mean - slope * middle)
  }
}

/// The linear equations for ℓ_0 and κ at a given α.
struct ThetaEquations {
  let values: [Double]
  let lines: [ThetaLine]
  let form: ThetaForm

  /// The best ℓ_0 and κ with the sum of squared errors.
  struct Solution {
    var level: Double
    var weight: Double
    var squaredErrors: Double
  }

  /// The least squares for one α; θ is at least 1.
  func solution(alpha: Double) -> Solution {
    let q = 1 - alpha
    // An error is u − v·ℓ_0 − w·κ: u is that of smoothing from zero, v what is left of the first level.
    var smoothed = 0.0
    var v = 1.0
    var (uu, uv, uw, vv, vw, ww) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    let inverse = 1 / alpha
    for index in values.indices {
      let u = values[index] - smoothed
      let reached = v * q
      if index >= ThetaModel.skipped {
        let line = lines[index]
        let w = v * line.intercept + (1 - reached) * inverse * line.slope
        uu += u * u
        uv += u * v
        uw += u * w
        vv += v * v
        vw += v * w
        ww += w * w
      }
      smoothed += alpha * u
      v = reached
    }
    let isSolvable = vv > 1e-200
    var weight = 0.5
    if form != .standard {
      let determinant = isSolvable ? ww - vw / vv * vw : ww
      let side = isSolvable ? uw - vw / vv * uv : uw
      weight = determinant > 1e-12 * ww ? min(max(side / determinant, 0), 1) : 0.5
    }
    let level = isSolvable ? (uv - weight * vw) / vv : 0
    let squares =
      uu + level * level * vv + weight * weight * ww - 2 * level * uv - 2 * weight * uw
      + 2 * level * weight * vw
    return Solution(level: level, weight: weight, squaredErrors: max(squares, 0))
  }
}
