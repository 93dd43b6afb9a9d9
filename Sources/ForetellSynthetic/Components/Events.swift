/// What happens to a series at single times: shifts of its level, and outliers.
struct Events {
  /// Expected number of level shifts in the series.
  var shifts: Double
  /// Standard deviation of a level shift.
  var shiftSize: Double
  /// Share of the values that are outliers.
  var outliers: Double
  /// Standard deviation of an outlier.
  var outlierSize: Double
  /// What remains of an outlier at the next step: 0 for a single value, more for a disturbance that fades.
  var echo: Double

  /// Adds the events to a path.
  func add(to path: inout [Double], _ draws: inout Draws) {
    if shifts > 0 {
      for _ in 0..<Int(draws.count(mean: shifts)) {
        let first = draws.integer(below: path.count)
        let size = shiftSize * draws.normal()
        for t in first..<path.count { path[t] += size }
      }
    }
    guard outliers > 0 else { return }
    // From one outlier to the next, so that a series without any costs nothing.
    var t = draws.exponential(mean: 1 / outliers)
    while t < Double(path.count) {
      var size = outlierSize * draws.normal()
      var place = Int(t)
      repeat {
        path[place] += size
        size *= echo
        place += 1
      } while abs(size) > 0.02 * outlierSize && place < path.count
      t += max(draws.exponential(mean: 1 / outliers), 1)
    }
  }
}

/// Two states that a series switches between: in the second one its level differs and its noise is larger.
struct Regimes {
  /// Expected steps in each state.
  var spell: Double
  /// What the second state adds to the level.
  var shift: Double
  /// Factor of the noise in the second state.
  var factor: Double

  /// Adds the states' levels to a path, and multiplies the noise.
  func apply(to path: inout [Double], noise: inout [Double], _ draws: inout Draws) {
    var second = draws.chance(0.5)
    var left = draws.exponential(mean: spell)
    for t in path.indices {
      if second {
        path[t] += shift
        noise[t] *= factor
      }
      left -= 1
      if left < 0 {
        second.toggle()
        left = draws.exponential(mean: spell)
      }
    }
  }
}
