import ForetellCore

/// The sum of squares that belongs to the likelihood of an exponential smoothing form, with its derivatives.
///
/// With Q = ℓ + φ·b and the seasonal state s of one season before, the forecast is μ = Q + s or Q·s, and with
/// δ = y − s − Q or y/s − Q
///
///     ℓ' = Q + α·δ    b' = φ·b + β·δ    s' = s + γ·(y − Q − s) or s + γ·(y/Q − s)
///
/// The smoothing parameters are α, b* = β/α, g = γ/(1 − α) and φ, whose ranges don't depend on each other. For relative
/// errors the residuals are multiplied by the geometric mean of the forecasts, so that −2·log-likelihood is n·log of the
/// sum of squares (plus a constant) for both kinds of errors.
///
/// A missing value leaves the states as its forecast has them.
struct ETSRecursion: SquaresProblem {
  /// The parameters of a form in the order of the parameter array.
  struct Smoothing {
    var alpha = 0.0
    /// β.
    var beta = 0.0
    /// γ.
    var gamma = 0.0
    var phi = 1.0
    /// β/α.
    var share = 0.0
    /// γ/(1 − α).
    var seasonShare = 0.0
  }

  let values: [Double]
  var form: ETSForm
  /// Season length; 1 for forms without a season.
  var season: Int
  /// Whether the initial seasonal states are parameters; otherwise they are `fixedSeason`.
  var choosesSeason = true
  var fixedSeason: [Double] = []

  // The work area: seasonal states, and derivatives of states and forecast.
  private var states: [Double]
  private var levelSlopes: [Double]
  private var trendSlopes: [Double]
  private var seasonSlopes: [Double]
  private var meanSlopes: [Double]
  private var relativeSlopes: [Double]

  init(_ values: [Double], season: Int, capacity: Int) {
    self.values = values
    self.season = season
    form = .simple
    states = [Double](repeating: 0, count: season)
    levelSlopes = [Double](repeating: 0, count: capacity)
    trendSlopes = levelSlopes
    meanSlopes = levelSlopes
    relativeSlopes = levelSlopes
    seasonSlopes = [Double](repeating: 0, count: season * capacity)
  }

  /// The place of the initial level among the parameters.
  var levelPlace: Int { form.smoothingCount }
  /// The place of the first seasonal state.
  var seasonPlace: Int { levelPlace + (form.trend == .none ? 1 : 2) }
  /// The number of parameters.
  var count: Int { seasonPlace + (form.season == .none || !choosesSeason ? 0 : season - 1) }
  /// The places of b*, g and φ; −1 where the form has none.
  var sharePlace: Int { form.trend == .none ? -1 : 1 }
  var seasonSharePlace: Int { form.season == .none ? -1 : (form.trend == .none ? 1 : 2) }
  var dampingPlace: Int { form.trend == .damped ? form.smoothingCount - 1 : -1 }

  func smoothing(_ parameters: [Double]) -> Smoothing {
    var result = Smoothing()
    result.alpha = parameters[0]
    if form.trend != .none {
      result.share = parameters[sharePlace]
      result.beta = result.alpha * result.share
    }
    if form.season != .none {
      result.seasonShare = parameters[seasonSharePlace]
      result.gamma = (1 - result.alpha) * result.seasonShare
    }
    if form.trend == .damped { result.phi = parameters[dampingPlace] }
    return result
  }

  /// The initial seasonal states by step of the season; the last makes their sum 0 or the season length.
  func initialSeason(_ parameters: [Double]) -> [Double] {
    guard form.season != .none else { return [] }
    guard choosesSeason else { return fixedSeason }
    let chosen = parameters[seasonPlace..<seasonPlace + season - 1]
    let total = form.season == .multiplicative ? Double(season) : 0
    return chosen + [total - chosen.reduce(0, +)]
  }

  /// Puts the initial seasonal states into the work area; false when one isn't positive that must be.
  private mutating func startSeason(_ parameters: [Double]) -> Bool {
    guard form.season != .none else { return true }
    var rest = form.season == .multiplicative ? Double(season) : 0
    var isValid = true
    for place in 0..<season {
      if !choosesSeason {
        states[place] = fixedSeason[place]
      } else if place < season - 1 {
        states[place] = parameters[seasonPlace + place]
        rest -= states[place]
      } else {
        states[place] = rest
      }
      if form.season == .multiplicative, states[place] <= 0 { isValid = false }
    }
    return isValid
  }

  mutating func squares(_ parameters: [Double]) -> Double {
    guard startSeason(parameters) else { return .infinity }
    let parts = smoothing(parameters)
    var level = parameters[levelPlace]
    var slope = form.trend == .none ? 0 : parameters[levelPlace + 1]
    var sum = 0.0
    var geometric = GeometricMean()
    var place = 0
    for value in values {
      let base = level + parts.phi * slope
      var mean = base
      var delta = value - base
      switch form.season {
      case .none: break
      case .additive:
        let state = states[place]
        mean += state
        delta -= state
        if !value.isNaN { states[place] = state + parts.gamma * delta }
      case .multiplicative:
        let state = states[place]
        if base <= 0 { return .infinity }
        mean *= state
        delta = value / state - base
        if !value.isNaN { states[place] = state + parts.gamma * (value / base - state) }
      }
      if form.isMultiplicative, mean <= 0 { return .infinity }
      place += 1
      if place == season { place = 0 }
      if value.isNaN {
        level = base
        slope *= parts.phi
        continue
      }
      level = base + parts.alpha * delta
      slope = parts.phi * slope + parts.beta * delta
      var error = value - mean
      if form.isMultiplicative {
        error /= mean
        geometric.take(mean)
      }
      sum += error * error
    }
    guard form.isMultiplicative else { return sum }
    let mean = geometric.value
    return sum * mean * mean
  }

  mutating func squares(
    _ parameters: [Double], products: inout [Double], slopes: inout [Double]
  ) -> Double {
    guard startSeason(parameters) else { return .infinity }
    let parts = smoothing(parameters)
    let count = self.count
    startSlopes(count)
    for place in 0..<count * count { products[place] = 0 }
    for place in 0..<count { slopes[place] = 0 }
    var level = parameters[levelPlace]
    var slope = form.trend == .none ? 0 : parameters[levelPlace + 1]
    var sum = 0.0
    var geometric = GeometricMean()
    var place = 0
    let (sharePlace, seasonSharePlace, dampingPlace) = (sharePlace, seasonSharePlace, dampingPlace)
    for value in values {
      let base = level + parts.phi * slope
      let current = place
      let row = place * count
      // The derivative of μ is keptBase·dQ + keptSeason·ds, that of δ is −dQ − lost·ds.
      var (mean, delta, keptBase, keptSeason, lost) = (base, value - base, 1.0, 0.0, 0.0)
      // What the season misses, with its derivative −pull·dQ − ds.
      var (miss, pull) = (0.0, 1.0)
      switch form.season {
      case .none: break
      case .additive:
        let state = states[place]
        mean += state
        delta -= state
        keptSeason = 1
        lost = 1
        miss = delta
      case .multiplicative:
        let state = states[place]
        if base <= 0 { return .infinity }
        mean *= state
        delta = value / state - base
        keptBase = state
        keptSeason = base
        lost = value / (state * state)
        miss = value / base - state
        pull = value / (base * base)
      }
      if form.isMultiplicative, mean <= 0 { return .infinity }
      place += 1
      if place == season { place = 0 }
      if value.isNaN {
        for k in 0..<count {
          levelSlopes[k] += parts.phi * trendSlopes[k] + (k == dampingPlace ? slope : 0)
          trendSlopes[k] = parts.phi * trendSlopes[k] + (k == dampingPlace ? slope : 0)
        }
        level = base
        slope *= parts.phi
        continue
      }
      if dampingPlace >= 0 { levelSlopes[dampingPlace] += slope }
      if form.season == .none {
        for k in 0..<count {
          let own = parts.phi * trendSlopes[k]
          let baseSlope = levelSlopes[k] + own
          meanSlopes[k] = baseSlope
          levelSlopes[k] = baseSlope - parts.alpha * baseSlope
          trendSlopes[k] = own - parts.beta * baseSlope
        }
      } else {
        for k in 0..<count {
          let own = parts.phi * trendSlopes[k]
          let baseSlope = levelSlopes[k] + own
          let stateSlope = seasonSlopes[row + k]
          meanSlopes[k] = keptBase * baseSlope + keptSeason * stateSlope
          let deltaSlope = baseSlope + lost * stateSlope
          levelSlopes[k] = baseSlope - parts.alpha * deltaSlope
          trendSlopes[k] = own - parts.beta * deltaSlope
          seasonSlopes[row + k] = stateSlope - parts.gamma * (pull * baseSlope + stateSlope)
        }
        states[current] += parts.gamma * miss
        seasonSlopes[row] -= parts.seasonShare * miss
        seasonSlopes[row + seasonSharePlace] += (1 - parts.alpha) * miss
      }
      levelSlopes[0] += delta
      if sharePlace >= 0 {
        trendSlopes[0] += parts.share * delta
        trendSlopes[sharePlace] += parts.alpha * delta
        if dampingPlace >= 0 { trendSlopes[dampingPlace] += slope }
      }
      level = base + parts.alpha * delta
      slope = parts.phi * slope + parts.beta * delta
      var error = value - mean
      // The derivative of the residual is −scale·dμ.
      var scale = 1.0
      if form.isMultiplicative {
        error /= mean
        scale = value / (mean * mean)
        geometric.take(mean)
        let inverse = 1 / mean
        for k in 0..<count { relativeSlopes[k] += inverse * meanSlopes[k] }
      }
      sum += error * error
      for k in 0..<count {
        let weighted = scale * meanSlopes[k]
        meanSlopes[k] = weighted
        slopes[k] -= error * weighted
        let start = k * count
        for other in 0...k { products[start + other] += weighted * meanSlopes[other] }
      }
    }
    guard form.isMultiplicative else { return sum }
    let mean = geometric.value
    let square = mean * mean
    for k in 0..<count { relativeSlopes[k] /= Double(geometric.count) }
    for k in 0..<count {
      for other in 0...k {
        let own = products[k * count + other]
        let mixed = slopes[k] * relativeSlopes[other] + slopes[other] * relativeSlopes[k]
        products[k * count + other] = square * (own + mixed + relativeSlopes[k] * relativeSlopes[other] * sum)
      }
    }
    for k in 0..<count { slopes[k] = square * (slopes[k] + relativeSlopes[k] * sum) }
    return sum * square
  }

  private mutating func startSlopes(_ count: Int) {
    for k in 0..<count {
      levelSlopes[k] = 0
      trendSlopes[k] = 0
      relativeSlopes[k] = 0
    }
    levelSlopes[levelPlace] = 1
    if form.trend != .none { trendSlopes[levelPlace + 1] = 1 }
    guard form.season != .none else { return }
    for place in 0..<season * count { seasonSlopes[place] = 0 }
    guard choosesSeason else { return }
    for place in 0..<season - 1 {
      seasonSlopes[place * count + seasonPlace + place] = 1
      seasonSlopes[(season - 1) * count + seasonPlace + place] = -1
    }
  }
}

/// The geometric mean of positive values.
struct GeometricMean {
  private var product = 1.0
  private var exponent = 0
  /// The number of values.
  private(set) var count = 0

  mutating func take(_ value: Double) {
    product *= value.significand
    exponent += Int(value.exponent)
    count += 1
    if count % 64 == 0 {
      exponent += Int(product.exponent)
      product = product.significand
    }
  }

  /// The mean's natural logarithm.
  var logarithm: Double {
    (elementaryLogarithm(product) + Double(exponent) * 0.6931471805599453) / Double(max(count, 1))
  }

  /// The mean.
  var value: Double { elementaryExponential(logarithm) }
}
