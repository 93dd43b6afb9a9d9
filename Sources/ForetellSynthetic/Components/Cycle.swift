/// A cycle whose length and phase aren't those of a calendar, such as that of business or of sunspots.
///
/// A stochastic cycle (A. C. Harvey, "Forecasting, structural time series models and the Kalman filter", 1989, chapter 2):
/// a vector that turns by 2π/period per step, shrinks by `memory`, and is pushed at random; its first coordinate is the
/// cycle. The pushes keep its variance.
struct Cycle {
  /// Mean number of steps per turn.
  var period: Double
  /// Standard deviation.
  var amplitude: Double
  /// What is left of the vector after a step without a push, in 0...1; 1 turns for ever.
  var memory: Double
  /// How much higher its peaks are than its troughs are low, in 0...1.
  var peaks: Double

  /// The cycle's values at `count` steps.
  func values(_ count: Int, _ draws: inout Draws) -> [Double] {
    let turn = Angle(turns: 1 / period)
    let memory = max(memory, 0.3)
    let push = (1 - memory * memory).squareRoot()
    var (x, y) = (draws.normal(), draws.normal())
    if memory == 1 {
      // Without pushes the size stays as it is drawn; a cycle that doesn't exist is none.
      let size = max((x * x + y * y).squareRoot(), 0.3)
      (x, y) = (1.4 * x / size, 1.4 * y / size)
    }
    return (0..<count).map { _ in
      let value = amplitude * (x + peaks * (x * x - 1) / 2)
      let next = memory * (turn.cosine * x - turn.sine * y) + push * draws.normal()
      y = memory * (turn.sine * x + turn.cosine * y) + push * draws.normal()
      x = next
      return value
    }
  }
}
