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
