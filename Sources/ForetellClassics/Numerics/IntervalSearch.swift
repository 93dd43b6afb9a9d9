/// The place in an interval at which a function of one variable is smallest.
enum IntervalSearch {
  /// Looks at evenly spaced points, then narrows the interval between the neighbours of the best one.
  ///
  /// The interval is narrowed by parabolas through the three best points, and by golden section where a parabola doesn't
  /// help (R. P. Brent, Algorithms for Minimization without Derivatives, 1973, chapter 5).
  ///
  /// - Parameters:
  ///   - range: the interval.
  ///   - points: the number of evenly spaced points, the ends of the interval included; at least 3.
  ///   - tolerance: how near the result is to the smallest value's place.
  ///   - function: a value for each place; NaN counts as infinity.
  static func minimum(
    in range: ClosedRange<Double>, points: Int, tolerance: Double = 1e-6, _ function: (Double) -> Double
  ) -> Double {
    func value(_ x: Double) -> Double {
      let y = function(x)
      return y.isNaN ? .infinity : y
    }
    let width = (range.upperBound - range.lowerBound) / Double(points - 1)
    func place(_ number: Int) -> Double {
      number == points - 1 ? range.upperBound : range.lowerBound + width * Double(number)
    }
    var best = 0
    var least = Double.infinity
    for number in 0..<points {
      let y = value(place(number))
      if y < least { (best, least) = (number, y) }
    }
    let x = narrowed(
      from: place(max(best - 1, 0)), to: place(min(best + 1, points - 1)), at: place(best), least, tolerance,
      value)
    return x
  }

  private static func narrowed(
    from low: Double, to high: Double, at start: Double, _ startValue: Double, _ tolerance: Double,
    _ value: (Double) -> Double
  ) -> Double {
    let golden = 0.3819660112501051
    var (low, high) = (low, high)
    // The best three places, and the last two steps.
    var (x, w, v) = (start, start, start)
    var (fx, fw, fv) = (startValue, startValue, startValue)
    var (step, previous) = (0.0, 0.0)
    for _ in 0..<100 {
      let middle = (low + high) / 2
      if abs(x - middle) <= 2 * tolerance - (high - low) / 2 { break }
      var isParabolic = false
      if abs(previous) > tolerance {
        let r = (x - w) * (fx - fv)
        let q = (x - v) * (fx - fw)
        var numerator = (x - v) * q - (x - w) * r
        var denominator = 2 * (q - r)
        if denominator > 0 { numerator = -numerator } else { denominator = -denominator }
        if abs(numerator) < abs(denominator * previous / 2), numerator > denominator * (low - x),
          numerator < denominator * (high - x)
        {
          previous = step
          step = numerator / denominator
          if x + step - low < 2 * tolerance || high - x - step < 2 * tolerance {
            step = x < middle ? tolerance : -tolerance
          }
          isParabolic = true
        }
      }
      if !isParabolic {
        previous = x < middle ? high - x : low - x
        step = golden * previous
      }
      let u = x + (abs(step) >= tolerance ? step : (step > 0 ? tolerance : -tolerance))
      let fu = value(u)
      if fu <= fx {
        if u < x { high = x } else { low = x }
        (v, fv, w, fw, x, fx) = (w, fw, x, fx, u, fu)
      } else {
        if u < x { low = u } else { high = u }
        if fu <= fw || w == x {
          (v, fv, w, fw) = (w, fw, u, fu)
        } else if fu <= fv || v == x || v == w {
          (v, fv) = (u, fu)
        }
      }
    }
    return x
  }
}
