/// The states of complex exponential smoothing: pairs of a level and its information, for a lag of one step and one season.
///
/// A vector holds the states of several sets of parameters, which move on together.
struct CESStates<Lanes: SIMD & Sendable>: Sendable, Equatable where Lanes.Scalar == Double {
  /// The pair with a lag of one step, or in the form `simple` of a season.
  var level: [Lanes]
  var information: [Lanes]
  /// The pair with a lag of one season; the second part only in the form `full`.
  var seasonal: [Lanes]
  var seasonalInformation: [Lanes]
  /// The place of the next step in the pairs.
  private var levelPlace = 0
  private var seasonPlace = 0

  /// The states before a series: its first values, or their mean and the indices of classical decomposition.
  init(_ values: [Double], form: CESForm, season: Int, indices: [Double]) {
    func mean(_ count: Int) -> Double {
      let head = values.prefix(count)
      return head.reduce(0) { $0 + $1 / Double(head.count) }
    }
    let levels: [Double] =
      switch form {
      case .none: [mean(10)]
      case .simple: Array(values.prefix(season))
      case .partial, .full: [mean(season)]
      }
    let parts = form == .partial || form == .full ? indices : []
    level = levels.map { Lanes(repeating: $0) }
    information = levels.map { Lanes(repeating: $0 / 1.1) }
    seasonal = parts.map { Lanes(repeating: $0) }
    seasonalInformation = form == .full ? parts.map { Lanes(repeating: $0 / 1.1) } : []
  }

  private init(
    level: [Lanes], information: [Lanes], seasonal: [Lanes], seasonalInformation: [Lanes], places: (Int, Int)
  ) {
    self.level = level
    self.information = information
    self.seasonal = seasonal
    self.seasonalInformation = seasonalInformation
    (levelPlace, seasonPlace) = places
  }

  /// The same with other lanes.
  func mapped<Other>(_ lanes: (Lanes) -> Other) -> CESStates<Other> {
    CESStates<Other>(
      level: level.map(lanes), information: information.map(lanes), seasonal: seasonal.map(lanes),
      seasonalInformation: seasonalInformation.map(lanes), places: (levelPlace, seasonPlace))
  }

  /// The part of the value that is known before it, without moving on.
  func forecast(_ form: CESForm) -> Lanes {
    switch form {
    case .none, .simple: level[levelPlace]
    case .partial, .full: level[levelPlace] + seasonal[seasonPlace]
    }
  }

  /// Moves on one step with an error.
  mutating func move(_ form: CESForm, _ p: CESParameters<Lanes>, error: Lanes) {
    p.alpha.move(&level[levelPlace], &information[levelPlace], error: error)
    levelPlace = levelPlace + 1 == level.count ? 0 : levelPlace + 1
    switch form {
    case .none, .simple: return
    case .partial: seasonal[seasonPlace] += p.beta.real * error
    case .full: p.beta.move(&seasonal[seasonPlace], &seasonalInformation[seasonPlace], error: error)
    }
    seasonPlace = seasonPlace + 1 == seasonal.count ? 0 : seasonPlace + 1
  }

  /// Smooths a series, and keeps its errors.
  ///
  /// - Parameters:
  ///   - values: the series.
  ///   - isReversed: whether it is read from the end.
  ///   - form: the form.
  ///   - p: the parameters.
  ///   - errors: takes the errors by index.
  mutating func pass(
    _ values: [Double], isReversed: Bool, _ form: CESForm, _ p: CESParameters<Lanes>, errors: inout [Lanes]
  ) {
    guard level.count == 1, let first = level.first else {
      for number in values.indices {
        let index = isReversed ? values.count - 1 - number : number
        let error = Lanes(repeating: values[index]) - forecast(form)
        errors[index] = error
        move(form, p, error: error)
      }
      return
    }
    // The same with the pair of one step in registers.
    var (l, c) = (first, information[0])
    var place = seasonPlace
    for number in values.indices {
      let index = isReversed ? values.count - 1 - number : number
      var error = Lanes(repeating: values[index]) - l
      switch form {
      case .none, .simple: break
      case .partial:
        error -= seasonal[place]
        seasonal[place] += p.beta.real * error
      case .full:
        error -= seasonal[place]
        p.beta.move(&seasonal[place], &seasonalInformation[place], error: error)
      }
      place += 1
      if place >= seasonal.count { place = 0 }
      errors[index] = error
      p.alpha.move(&l, &c, error: error)
    }
    level[0] = l
    information[0] = c
    seasonPlace = place
  }

  /// Turns the direction of time: what would come next comes last.
  ///
  /// A pair with a lag of one step moves on one step; one with a lag of a season moves on a whole season, and its steps
  /// are put in reverse order.
  mutating func turn(_ form: CESForm, _ p: CESParameters<Lanes>) {
    let zero = Lanes.zero
    for place in level.indices { p.alpha.move(&level[place], &information[place], error: zero) }
    if form == .full {
      for place in seasonal.indices {
        p.beta.move(&seasonal[place], &seasonalInformation[place], error: zero)
      }
    }
    // The next step becomes the last one.
    Self.reverse(&level, from: levelPlace)
    Self.reverse(&information, from: levelPlace)
    Self.reverse(&seasonal, from: seasonPlace)
    Self.reverse(&seasonalInformation, from: seasonPlace)
    (levelPlace, seasonPlace) = (0, 0)
  }

  private static func reverse(_ ring: inout [Lanes], from place: Int) {
    guard ring.count > 1 else { return }
    ring[..<place].reverse()
    ring[place...].reverse()
  }
}

/// The smoothing parameters α₀ + iα₁ and β₀ + iβ₁ of several sets.
struct CESParameters<Lanes: SIMD & Sendable>: Sendable where Lanes.Scalar == Double {
  /// One complex parameter, with what its formulas use of it.
  struct Complex: Sendable {
    let real: Lanes
    private let kept: Lanes
    private let lost: Lanes
    private let difference: Lanes
    private let sum: Lanes

    init(real: Lanes, imaginary: Lanes) {
      let one = Lanes(repeating: 1)
      self.real = real
      kept = one - real
      lost = one - imaginary
      difference = real - imaginary
      sum = real + imaginary
    }

    /// Moves a pair of level and information on.
    @inline(__always)
    func move(_ level: inout Lanes, _ information: inout Lanes, error: Lanes) {
      let next = level - lost * information + difference * error
      information = level + kept * information + sum * error
      level = next
    }
  }

  let alpha: Complex
  let beta: Complex

  /// Takes as many parameters as the form has.
  init(_ values: [Lanes]) {
    alpha = Complex(real: values[0], imaginary: values[1])
    beta = Complex(
      real: values.count > 2 ? values[2] : .zero, imaginary: values.count > 3 ? values[3] : .zero)
  }
}
