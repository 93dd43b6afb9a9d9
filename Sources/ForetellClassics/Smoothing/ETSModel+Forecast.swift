extension ETSModel {
  /// The forecast of the next steps with the standard deviations of their errors.
  ///
  /// With c_j = α + β·(φ + … + φ^j), plus γ when j is a multiple of the season, and k = ⌊(h − 1)/m⌋:
  ///
  /// - additive errors: σ²·(1 + Σ_{j<h} c_j²);
  /// - relative errors, no season or an additive one: (1 + σ²)·θ_h − μ_h², with θ_h = μ_h² + σ²·Σ_{j<h} c_j²·θ_{h−j};
  /// - relative errors and a multiplicative season: the seasonal state's square times
  ///   (1 + σ²)·(1 + γ²σ²)^k·θ_h − μ_h², with θ and μ of the values without the season, and c_j without γ. This is exact
  ///   up to one season ahead, and an approximation beyond.
  ///
  /// Source: Hyndman and others (2008), tables 6.1 and 6.2 and section 6.3.
  ///
  /// - Parameter horizon: the number of steps, positive.
  package func forecast(horizon: Int) -> ClassicForecast {
    var bases: [Double] = []
    var base = level
    var step = slope
    for _ in 0..<horizon {
      step *= phi
      base += step
      bases.append(base)
    }
    let season = (0..<horizon).map { seasonal.isEmpty ? 0 : seasonal[$0 % seasonal.count] }
    let point: [Double] =
      switch form.season {
      case .none: bases
      case .additive: zip(bases, season).map { $0 + $1 }
      case .multiplicative: zip(bases, season).map { $0 * $1 }
      }
    return ClassicForecast(
      point: point,
      deviations: variances(point: point, bases: bases, season: season).map { max($0, 0).squareRoot() })
  }

  private func variances(point: [Double], bases: [Double], season: [Double]) -> [Double] {
    let isScaled = form.season == .multiplicative
    let squares = responses(point.count, withSeason: !isScaled).map { $0 * $0 }
    guard form.isMultiplicative else {
      var sum = 1.0
      return point.indices.map { step in
        if step > 0 { sum += squares[step] }
        return variance * sum
      }
    }
    let means = isScaled ? bases : point
    var thetas: [Double] = []
    for step in means.indices {
      var sum = 0.0
      // Squares beyond some thousand steps would cost more than they change.
      for lag in 1..<max(min(step, Self.longestMemory) + 1, 1) { sum += squares[lag] * thetas[step - lag] }
      thetas.append(means[step] * means[step] + variance * sum)
    }
    return means.indices.map { step in
      guard isScaled else { return (1 + variance) * thetas[step] - means[step] * means[step] }
      let seasons = step / max(seasonal.count, 1)
      let growth = (0..<seasons).reduce(1.0) { growth, _ in growth * (1 + gamma * gamma * variance) }
      return season[step] * season[step]
        * ((1 + variance) * growth * thetas[step] - means[step] * means[step])
    }
  }

  /// How much of an error of one step is in the value j steps later; element 0 has no meaning.
  private func responses(_ horizon: Int, withSeason: Bool) -> [Double] {
    var result = [0.0]
    var power = 1.0
    var sum = 0.0
    for step in 1..<max(horizon, 1) {
      power *= phi
      sum += power
      let isSameSeason = withSeason && !seasonal.isEmpty && step % seasonal.count == 0
      result.append(alpha + beta * sum + (isSameSeason ? gamma : 0))
    }
    return result
  }

  private static let longestMemory = 4096
}
