/// The forms of complex exponential smoothing.
package enum CESForm: Sendable, Hashable, CaseIterable {
  /// Level and information without a season.
  case none
  /// The same with the lag of a season, and nothing else.
  case simple
  /// Level and information with a seasonal summand.
  case partial
  /// Level and information with a second such pair whose lag is the season.
  case full

  /// The number of smoothing parameters.
  var parameterCount: Int {
    switch self {
    case .none, .simple: 2
    case .partial: 3
    case .full: 4
    }
  }

  /// The number of states in one step.
  var componentCount: Int { parameterCount }

  /// The name in the literature.
  package var name: String {
    switch self {
    case .none: "CES(none)"
    case .simple: "CES(simple)"
    case .partial: "CES(partial)"
    case .full: "CES(full)"
    }
  }

  /// The ranges of α₀, α₁, β₀ and β₁.
  static let lower = [0.01, 0.01, 0.01, 0.01]
  static let upper = [1.8, 1.9, 1.5, 1.5]
  /// Where the search for them starts.
  var start: [Double] {
    switch self {
    case .none, .simple: [1.3, 1]
    case .partial: [1.3, 1, 0.1]
    case .full: [1.3, 1, 1.3, 1]
    }
  }
}

/// The states of complex exponential smoothing: pairs of a level and its information, for a lag of one step and one season.
struct CESStates: Sendable, Equatable {
  /// The pair with a lag of one step, or in the form `simple` of a season.
  var level: [Double]
  var information: [Double]
  /// The pair with a lag of one season; the second part only in the form `full`.
  var seasonal: [Double]
  var seasonalInformation: [Double]
  /// The place of the next step in the pairs.
  var levelPlace = 0
  var seasonPlace = 0

  /// The part of the value that is known before it, without moving on.
  func forecast(_ form: CESForm) -> Double {
    switch form {
    case .none, .simple: level[levelPlace]
    case .partial, .full: level[levelPlace] + seasonal[seasonPlace]
    }
  }

  /// Moves on one step with an error.
  mutating func move(_ form: CESForm, _ p: CESParameters, error: Double) {
    let (l, c) = (level[levelPlace], information[levelPlace])
    level[levelPlace] = l - (1 - p.alpha1) * c + (p.alpha0 - p.alpha1) * error
    information[levelPlace] = l + (1 - p.alpha0) * c + (p.alpha0 + p.alpha1) * error
    levelPlace = levelPlace + 1 == level.count ? 0 : levelPlace + 1
    switch form {
    case .none, .simple: return
    case .partial: seasonal[seasonPlace] += p.beta0 * error
    case .full:
      let (d, i) = (seasonal[seasonPlace], seasonalInformation[seasonPlace])
      seasonal[seasonPlace] = d - (1 - p.beta1) * i + (p.beta0 - p.beta1) * error
      seasonalInformation[seasonPlace] = d + (1 - p.beta0) * i + (p.beta0 + p.beta1) * error
    }
    seasonPlace = seasonPlace + 1 == seasonal.count ? 0 : seasonPlace + 1
  }

  /// Turns the direction of time: what would come next comes last.
  ///
  /// A pair with a lag of one step moves on one step; one with a lag of a season moves on a whole season, and its steps
  /// are put in reverse order.
  mutating func turn(_ form: CESForm, _ p: CESParameters) {
    for place in level.indices {
      let (l, c) = (level[place], information[place])
      level[place] = l - (1 - p.alpha1) * c
      information[place] = l + (1 - p.alpha0) * c
    }
    if form == .full {
      for place in seasonal.indices {
        let (d, i) = (seasonal[place], seasonalInformation[place])
        seasonal[place] = d - (1 - p.beta1) * i
        seasonalInformation[place] = d + (1 - p.beta0) * i
      }
    }
    // The next step becomes the last one.
    Self.reverse(&level, from: levelPlace)
    Self.reverse(&information, from: levelPlace)
    Self.reverse(&seasonal, from: seasonPlace)
    Self.reverse(&seasonalInformation, from: seasonPlace)
    (levelPlace, seasonPlace) = (0, 0)
  }

  private static func reverse(_ ring: inout [Double], from place: Int) {
    guard ring.count > 1 else { return }
    ring[..<place].reverse()
    ring[place...].reverse()
  }
}

/// The smoothing parameters α₀ + iα₁ and β₀ + iβ₁.
struct CESParameters: Sendable, Equatable {
  var alpha0 = 0.0
  var alpha1 = 0.0
  var beta0 = 0.0
  var beta1 = 0.0

  init(_ values: [Double], _ form: CESForm) {
    alpha0 = values[0]
    alpha1 = values[1]
    if form == .partial || form == .full { beta0 = values[2] }
    if form == .full { beta1 = values[3] }
  }
}
