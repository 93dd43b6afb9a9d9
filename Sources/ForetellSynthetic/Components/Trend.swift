import ForetellCore

/// How the level of a generated series moves beside its random walk.
enum TrendKind: CaseIterable, Sendable {
  /// No growth.
  case level
  /// The same growth at every step.
  case drift
  /// Growth that walks randomly.
  case wandering
  /// Growth that returns to a mean: an autoregression of order 1.
  case returning
  /// Growth that fades geometrically.
  case damped
  /// Growth that changes at random times and stays between them.
  case broken
  /// A logistic curve towards a ceiling or a floor.
  case saturating
  /// A smooth function drawn from a Gaussian process.
  case smooth
  /// No growth, and a level that returns to its mean.
  case stationary
}

/// Draws the path of a level: the trend of one kind and a random walk.
struct TrendPath {
  /// How the level moves.
  var kind: TrendKind
  /// Growth per step.
  var growth: Double
  /// Standard deviation of the random walk's steps.
  var walk: Double
  /// Standard deviation of the changes of growth, for the kinds whose growth changes.
  var change: Double
  /// What a step keeps of the growth's (or the level's) distance from its mean, for the kinds that return.
  var memory: Double
  /// How heavy the tails of the walk's steps are.
  var tail: Tail
  /// Steps between two breaks, on average.
  var spell: Double

  /// The path of `count` steps; it begins near 0.
  func values(_ count: Int, _ draws: inout Draws) -> [Double] {
    var path: [Double]
    switch kind {
    case .saturating: path = saturating(count, &draws)
    case .smooth: path = smooth(count, &draws)
    case .stationary: return stationary(count, &draws)
    case .level, .drift, .wandering, .returning, .damped, .broken: path = grown(count, &draws)
    }
    guard walk > 0 else { return path }
    var level = 0.0
    for t in path.indices {
      level += walk * draws.noise(tail)
      path[t] += level
    }
    return path
  }

  private func grown(_ count: Int, _ draws: inout Draws) -> [Double] {
    var path = [Double](repeating: 0, count: count)
    var level = 0.0
    var slope = growth
    var left = kind == .broken ? draws.exponential(mean: spell) : 0
    if kind == .returning { slope += change / max(1 - memory * memory, 0.05).squareRoot() * draws.normal() }
    for t in path.indices {
      switch kind {
      case .level, .saturating, .smooth, .stationary: slope = 0
      case .drift: break
      case .wandering: slope += change * draws.normal()
      case .returning: slope = growth + memory * (slope - growth) + change * draws.normal()
      case .damped: slope *= memory
      case .broken:
        left -= 1
        if left < 0 {
          slope = 0.4 * growth + change * draws.normal()
          left = draws.exponential(mean: spell)
        }
      }
      level += slope
      path[t] = level
    }
    return path
  }

  /// A logistic curve whose steepest growth is `growth` per step.
  private func saturating(_ count: Int, _ draws: inout Draws) -> [Double] {
    // From the floor to the ceiling within some fraction or multiple of the series.
    let width = Double(count) * draws.uniform(0.03, 0.4)
    let middle = Double(count) * draws.uniform(-0.4, 1.1)
    let height = 4 * width * growth
    let start = height / (1 + elementaryExponential(middle / width))
    return (0..<count).map { t in
      height / (1 + elementaryExponential((middle - Double(t)) / width)) - start
    }
  }

  /// A draw of a Gaussian process whose typical growth per step is `growth`.
  private func smooth(_ count: Int, _ draws: inout Draws) -> [Double] {
    var path = KernelProcess.drawn(over: count, &draws).values(count, &draws)
    let size = abs(growth) * Double(count).squareRoot() * draws.uniform(0.5, 2.5)
    let first = path.first ?? 0
    for t in path.indices { path[t] = size * (path[t] - first) + growth * Double(t) / 3 }
    return path
  }

  private func stationary(_ count: Int, _ draws: inout Draws) -> [Double] {
    var level = walk / max(1 - memory * memory, 0.02).squareRoot() * draws.normal()
    return (0..<count).map { _ in
      level = memory * level + walk * draws.noise(tail)
      return level
    }
  }
}
