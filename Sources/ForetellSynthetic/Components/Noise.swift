import ForetellCore

/// Noise around a level: ARMA with any of the tails, and a size that may change over time.
struct Noise {
  /// Standard deviation of the noise.
  var size: Double
  /// Autoregressive coefficients of order 1 and 2.
  var autoregressive: (Double, Double)
  /// The moving average's coefficient.
  var moving: Double
  /// How heavy the tails are.
  var tail: Tail
  /// Standard deviation of the logarithm of the size, which is an autoregression of its own; 0: constant size.
  var unsteadiness: Double

  /// The noise at `count` steps.
  func values(_ count: Int, _ draws: inout Draws) -> [Double] {
    guard size > 0 else { return [Double](repeating: 0, count: count) }
    var result = [Double](repeating: 0, count: count)
    let (first, second) = autoregressive
    let scale = size / deviation
    var (last, before, shock) = (draws.normal(), draws.normal(), 0.0)
    var volatility = unsteadiness * draws.normal()
    let coloured = first != 0 || second != 0 || moving != 0
    for t in 0..<count {
      var next = draws.noise(tail)
      if unsteadiness > 0 {
        volatility = 0.93 * volatility + 0.367_6 * unsteadiness * draws.normal()
        next *= elementaryExponential(volatility - unsteadiness * unsteadiness / 2)
      }
      if coloured {
        let value = first * last + second * before + next + moving * shock
        (last, before, shock) = (value, last, next)
        next = value
      }
      result[t] = scale * next
    }
    return result
  }

  /// Standard deviation of the process with shocks of variance 1: exact for ARMA(1, 1) and AR(2), near otherwise.
  private var deviation: Double {
    let (first, second) = autoregressive
    let denominator = (1 + second) * ((1 - second) * (1 - second) - first * first)
    let variance = (1 - second) / max(denominator, 0.02)
    return (variance * max(1 + 2 * first * moving + moving * moving, 0.1)).squareRoot()
  }
}
