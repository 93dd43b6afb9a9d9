extension FamilyProfile {
  /// The profiles of a family, each of which an equal share of its series has.
  static func of(_ family: SyntheticFamily) -> [FamilyProfile] {
    switch family {
    case .yearly: [yearly]
    case .quarterly: [quarterly]
    case .monthly: [monthly]
    case .weekly: [weekly]
    case .daily: [daily]
    case .hourly: [hourly]
    case .steps: [yearly, quarterly, monthly, weekly, daily].map(\.withoutSeasons)
    }
  }

  private var withoutSeasons: FamilyProfile {
    var profile = self
    profile.seasons = []
    return profile
  }

  private static let yearly = FamilyProfile(
    lengths: [13, 15, 18, 20, 24, 29, 32, 37, 41, 46, 60], level: (7.8, 0.8),
    volatility: Size(median: 0.056, spread: 0.81), shares: [0.71, 0.17, 0.12], mixing: (1.1, 0.33),
    trends: [0.058, 0.083, 0.072, 0.11, 0.11, 0.3, 0.058, 0.15, 0.055],
    growth: (0.054, 0.0076, 0.19), change: Size(median: 0.11, spread: 0.66),
    wander: Size(median: 0.27, spread: 0.21),
    memory: (0.577, 0.954), spell: (5, 20),
    coloured: (0.25, 0.12, 0.62), tails: [0.45, 0.18, 0.26, 0.11], unsteady: 0.47,
    seasons: [],
    cycles: (0.15, 4, 14),
    domains: [0.6, 0.3, 0.094], additive: (2, 0.54),
    events: (0.22, 0.093, 0.033), kinds: (0.02, 0.01, 0.01, 0.01, 0.02))

  private static let quarterly = FamilyProfile(
    lengths: [16, 30, 40, 44, 44, 48, 60, 68, 78, 88, 110], level: (8, 0.8),
    volatility: Size(median: 0.027, spread: 0.9), shares: [0.52, 0.35, 0.12], mixing: (1.2, 0.3),
    trends: [0.15, 0.17, 0.069, 0.23, 0.057, 0.11, 0.066, 0.083, 0.058],
    growth: (0.0089, 0.0036, 0.13), change: Size(median: 0.17, spread: 0.43),
    wander: Size(median: 0.057, spread: 0.79),
    memory: (0.352, 0.946), spell: (8, 50),
    coloured: (0.36, -0.12, 0.67), tails: [0.32, 0.31, 0.23, 0.14], unsteady: 0.32,
    seasons: [
      SeasonProfile(
        kind: .plain, period: 4, share: 0.54, amplitude: Size(median: 0.036, spread: 1.1),
        fromVolatility: 0.23, harmonics: 2, restless: 0.31,
        restlessness: Size(median: 0.14, spread: 0.48))
    ],
    cycles: (0.12, 8, 40),
    domains: [0.31, 0.58, 0.11], additive: (1.6, 1.3),
    events: (0.21, 0.064, 0.02), kinds: (0.02, 0.01, 0.01, 0.01, 0.02))

  private static let monthly = FamilyProfile(
    lengths: [42, 60, 66, 68, 69, 72, 80, 108, 116, 126, 180], level: (8, 0.9),
    volatility: Size(median: 0.082, spread: 1.3), shares: [0.25, 0.5, 0.26], mixing: (2.8, 0.41),
    trends: [0.19, 0.19, 0.047, 0.12, 0.076, 0.13, 0.044, 0.073, 0.13],
    growth: (0.0043, 0.0031, 0.07), change: Size(median: 0.047, spread: 0.84),
    wander: Size(median: 0.03, spread: 0.76),
    memory: (0.507, 0.98), spell: (15, 120),
    coloured: (0.28, -0.36, 0.82), tails: [0.37, 0.22, 0.23, 0.17], unsteady: 0.28,
    seasons: [
      SeasonProfile(
        kind: .plain, period: 12, share: 0.58, amplitude: Size(median: 0.074, spread: 0.9),
        fromVolatility: 0.52, harmonics: 6, restless: 0.5,
        restlessness: Size(median: 0.13, spread: 0.4))
    ],
    cycles: (0.12, 18, 130),
    domains: [0.67, 0.25, 0.077], additive: (1.5, 1.1),
    events: (0.2, 0.088, 0.075), kinds: (0.03, 0.02, 0.01, 0.01, 0.02))

  private static let weekly = FamilyProfile(
    lengths: [80, 80, 300, 379, 600, 800, 934, 1100, 1400, 1603, 2000], level: (8.1, 0.7),
    volatility: Size(median: 0.034, spread: 0.89), shares: [0.58, 0.34, 0.079], mixing: (2.4, 0.053),
    trends: [0.21, 0.12, 0.044, 0.15, 0.038, 0.17, 0.095, 0.047, 0.12],
    growth: (0.00038, 0.00052, 0.025), change: Size(median: 0.052, spread: 0.64),
    wander: Size(median: 0.029, spread: 0.53),
    memory: (0.759, 0.99), spell: (50, 500),
    coloured: (0.71, -0.51, 0.67), tails: [0.18, 0.32, 0.15, 0.35], unsteady: 0.25,
    seasons: [
      SeasonProfile(
        kind: .plain, period: 52.18, share: 0.45, amplitude: Size(median: 0.055, spread: 0.6),
        fromVolatility: 0.65, harmonics: 12, restless: 0.51,
        restlessness: Size(median: 0.27, spread: 0.63))
    ],
    cycles: (0.08, 26, 300),
    domains: [0.42, 0.5, 0.077], additive: (2.1, 0.8),
    events: (0.29, 0.19, 0.15), kinds: (0.02, 0.02, 0.01, 0.01, 0.02))

  private static let daily = FamilyProfile(
    lengths: [100, 200, 336, 500, 700, 800, 900, 1000, 1100, 1250, 1500], level: (7.5, 1.5),
    volatility: Size(median: 0.021, spread: 1.2), shares: [0.43, 0.45, 0.12], mixing: (3.1, 0.14),
    trends: [0.57, 0.069, 0.026, 0.057, 0.027, 0.1, 0.026, 0.044, 0.079],
    growth: (0.000087, 0.00014, 0.02), change: Size(median: 0.02, spread: 0.76),
    wander: Size(median: 0.0043, spread: 0.53),
    memory: (0.701, 0.99), spell: (50, 500),
    coloured: (0.41, -0.17, 0.85), tails: [0.18, 0.2, 0.47, 0.14], unsteady: 0.4,
    seasons: [
      SeasonProfile(
        kind: .plain, period: 7, share: 0.48, amplitude: Size(median: 0.06, spread: 1.2),
        fromVolatility: 0.48, harmonics: 3, restless: 0.53,
        restlessness: Size(median: 0.085, spread: 0.48)),
      SeasonProfile(
        kind: .plain, period: 365.25, share: 0.41, amplitude: Size(median: 0.084, spread: 0.9),
        fromVolatility: 0.37, harmonics: 4, restless: 0.46,
        restlessness: Size(median: 0.099, spread: 0.74)),
    ],
    cycles: (0.06, 20, 400),
    domains: [0.41, 0.49, 0.097], additive: (0.73, 1.6),
    events: (0.15, 0.2, 0.074), kinds: (0.04, 0.03, 0.02, 0.01, 0.03))

  private static let hourly = FamilyProfile(
    lengths: [336, 500, 700, 700, 700, 748, 800, 900, 960, 960, 960], level: (5, 2.2),
    volatility: Size(median: 0.025, spread: 1.5), shares: [0.32, 0.44, 0.23], mixing: (1.6, 0.53),
    trends: [0.3, 0.083, 0.044, 0.061, 0.077, 0.19, 0.037, 0.083, 0.12],
    growth: (0.00025, 0.000065, 0.009), change: Size(median: 0.019, spread: 0.93),
    wander: Size(median: 0.026, spread: 0.32),
    memory: (0.753, 0.989), spell: (100, 700),
    coloured: (0.86, -0.19, 0.8), tails: [0.29, 0.35, 0.24, 0.12], unsteady: 0.26,
    seasons: [
      SeasonProfile(
        kind: .weekOfHours, period: 168, share: 0.9, amplitude: Size(median: 0.4, spread: 0.82),
        fromVolatility: 0.44, harmonics: 6, restless: 0.75,
        restlessness: Size(median: 0.025, spread: 0.86)),
      SeasonProfile(
        kind: .plain, period: 24, share: 0.16, amplitude: Size(median: 0.15, spread: 1.2),
        fromVolatility: 0.53, harmonics: 6, restless: 0.56,
        restlessness: Size(median: 0.1, spread: 0.93)),
    ],
    cycles: (0.03, 30, 300),
    domains: [0.46, 0.47, 0.067], additive: (2.2, 0.49),
    events: (0.26, 0.19, 0.057), kinds: (0.05, 0.02, 0.01, 0.02, 0.03))
}
